"""Silence climbs: one item a household, growing; it stops the moment somebody has been heard."""

from sqlalchemy import select

from community.people import tree
from db.models import Absence, Delivery, ItemState, Post, Role
from tests.conftest import Someone, Town, community_time
from tests.families import enlarge, run, silences


def told(person: Someone) -> list[str]:
    return [text for text in person.hears() if "没报体温" in text]


def others_report(town: Town) -> None:
    for home in town.observed[1:]:
        home.says("36.5")


def test_silence_goes_from_the_grid_worker_to_secretary_and_township(town: Town) -> None:
    grid, secretary, street = town.grid_worker, town.secretary, town.township
    run(town, "2026-11-21T08:00")
    others_report(town)
    run(town, "2026-11-21T12:00")
    assert [len(told(one)) for one in (grid, secretary, street)] == [1, 0, 0]
    run(town, "2026-11-21T12:59")
    assert [len(told(one)) for one in (grid, secretary, street)] == [0, 0, 0]
    run(town, "2026-11-21T13:00")
    assert [len(told(one)) for one in (grid, secretary, street)] == [0, 1, 0]
    run(town, "2026-11-21T14:00")
    assert [len(told(one)) for one in (grid, secretary, street)] == [0, 0, 1]


def test_whoever_stood_in_last_hears_before_the_secretary(town: Town) -> None:
    stand_in, secretary = town.resident, town.secretary

    def stand(db: object) -> None:
        from db.models import Contact

        post = db.scalars(select(Post).where(Post.role == Role.GRID_WORKER)).first()  # type: ignore[attr-defined]
        address = Contact.address == stand_in.phone.openid
        who = db.scalars(select(Contact.person_id).where(address)).one()  # type: ignore[attr-defined]
        begun, over = community_time("2026-11-01T08:00"), community_time("2026-11-03T08:00")
        absence = Absence(
            post_id=post.id, substitute_id=who, begins_at=begun, ends_at=over,
            asked_at=begun, agreed_at=begun, begun_at=begun, over_at=over,
        )  # fmt: skip
        db.add(absence)  # type: ignore[attr-defined]

    town.bot.database.write(stand)
    run(town, "2026-11-21T08:00")
    others_report(town)
    run(town, "2026-11-21T12:00")
    run(town, "2026-11-21T13:00")
    assert [len(told(one)) for one in (stand_in, secretary)] == [1, 0]
    run(town, "2026-11-21T14:00")
    assert len(told(secretary)) == 1


def test_a_household_silent_for_days_has_one_item_that_grows_and_asks_for_a_visit(
    town: Town,
) -> None:
    enlarge(town, 0, "张小宝", "张老太")
    for day in range(21, 26):
        run(town, f"2026-11-{day}T08:00")
        others_report(town)
        run(town, f"2026-11-{day}T12:00")
        run(town, f"2026-11-{day}T17:30")
        others_report(town)
        run(town, f"2026-11-{day}T21:30")

    [item] = silences(town)
    assert item.state is ItemState.OPEN
    assert "请打个电话" in item.text
    assert "已经连续2次没有消息，请上门看看" in item.text


def test_a_card_about_silence_says_at_once_what_to_do(town: Town) -> None:
    """A card holds twenty characters: whether to ring or to go there is among them."""
    enlarge(town, 0, "欧阳建国", "张老太")
    cards = []
    for day in (21, 22):
        run(town, f"2026-11-{day}T08:00")
        others_report(town)
        run(town, f"2026-11-{day}T12:00")
        cards.append(
            town.bot.database.write(
                lambda db: db.scalars(
                    select(Delivery.fields)
                    .where(Delivery.item_id.is_not(None))
                    .order_by(Delivery.id.desc())
                ).first()
            )
        )
        others_report(town)

    first, later = cards
    assert first and "请打电话" in first["text"] and "…" not in first["text"]
    assert later and later["text"].startswith("连续") and "请上门" in later["text"]


def test_the_report_stops_it_at_once_and_who_was_told_hears_so(town: Town) -> None:
    grid, secretary = town.grid_worker, town.secretary
    run(town, "2026-11-21T08:00")
    others_report(town)
    run(town, "2026-11-21T12:00")
    grid.hears()
    town.observed[0].says("36.6")
    [item] = silences(town)
    assert item.state is ItemState.WITHDRAWN
    run(town, "2026-11-21T13:30")

    assert any("已经报了" in text for text in grid.hears())
    assert secretary.hears() == []


def test_while_one_of_the_family_is_missing_it_goes_on(town: Town) -> None:
    enlarge(town, 0, "张小宝")
    run(town, "2026-11-21T08:00")
    others_report(town)
    run(town, "2026-11-21T12:00")
    town.observed[0].says("我36.6")
    assert [item.state for item in silences(town)] == [ItemState.OPEN]
    town.observed[0].says("张小宝36.7")

    assert [item.state for item in silences(town)] == [ItemState.WITHDRAWN]


def test_a_household_that_cannot_be_messaged_is_told_on_from_the_first_slot(town: Town) -> None:
    grid = town.grid_worker
    town.observed[0].phone.unfollows()
    for moment in ("21T08:00", "21T12:00", "21T17:30", "21T21:30", "22T08:00"):
        run(town, f"2026-11-{moment}")
        others_report(town)
        if moment == "21T08:00":
            assert any("请打电话或上门" in text for text in told(grid))

    assert len(silences(town)) == 1


def test_what_was_taken_on_and_not_done_is_asked_about_and_then_goes_on(town: Town) -> None:
    grid, secretary = town.grid_worker, town.secretary
    run(town, "2026-11-21T08:00")
    others_report(town)
    run(town, "2026-11-21T12:00")
    [item] = silences(town)
    grid.hears()
    grid.says(f"收到 {item.id}")
    run(town, "2026-11-21T14:59")
    assert grid.hears() == []
    run(town, "2026-11-21T15:00")
    assert any("还没有结果" in text for text in grid.hears())
    run(town, "2026-11-21T18:00")
    others_report(town)
    run(town, "2026-11-21T21:00")

    assert any("一直没有回音" in text for text in secretary.hears())


def test_at_night_nobody_further_up_is_woken(town: Town) -> None:
    secretary = town.secretary
    run(town, "2026-11-21T17:30")
    others_report(town)
    run(town, "2026-11-21T21:30")
    secretary.hears()
    run(town, "2026-11-21T23:30")
    assert secretary.hears() == []
    run(town, "2026-11-22T07:00")
    assert len(told(secretary)) == 1


def test_a_person_who_resolves_it_is_left_alone_until_the_next_slot(town: Town) -> None:
    grid, secretary = town.grid_worker, town.secretary
    run(town, "2026-11-21T08:00")
    others_report(town)
    run(town, "2026-11-21T12:00")
    [item] = silences(town)
    grid.says(f"办结 {item.id} 打过电话，人没事")
    for moment in ("13:00", "15:00", "17:00"):
        run(town, f"2026-11-21T{moment}")

    assert all("监测：应报" in text for text in secretary.hears())  # the numbers of the day
    assert len(silences(town)) == 1


def test_after_a_stop_over_a_whole_slot_nobody_is_called_silent_and_the_next_slot_asks(
    town: Town,
) -> None:
    run(town, "2026-11-21T12:30")
    assert silences(town) == []
    run(town, "2026-11-21T17:30")

    assert all("还没收到" in text for home in town.observed for text in home.hears())


def test_two_households_of_one_grid_are_two_items(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    town.observed[2].says("36.5")
    run(town, "2026-11-21T12:00")

    assert len(silences(town)) == 2
    assert tree.title(Role.GRID_WORKER) == "网格员"
