"""Reminders: one a household and part of the day, by name, a second one, never to who reported."""

import pytest

from db.models import DeliveryKind
from tests.conftest import Town
from tests.families import enlarge, run


def asked(heard: list[str]) -> list[str]:
    return [text for text in heard if "还没收到" in text]


def test_a_household_of_nine_gets_one_message_that_names_who_is_missing(town: Town) -> None:
    names = ["张一", "张二", "张三", "张四", "张五", "张六", "张七", "张八"]
    enlarge(town, 0, *names)
    run(town, "2026-11-21T08:00")

    [text] = asked(town.observed[0].hears())

    assert all(name in text for name in names) and "您" in text


def test_the_second_reminder_names_only_who_is_still_missing(town: Town) -> None:
    enlarge(town, 0, "张小宝")
    home = town.observed[0]
    run(town, "2026-11-21T08:00")
    home.says("我36.5")
    run(town, "2026-11-21T09:59")
    assert asked(home.hears()) == []
    run(town, "2026-11-21T10:00")

    [text] = asked(home.hears())
    assert "张小宝" in text and "您" not in text.partition("的")[0]
    run(town, "2026-11-21T11:59")
    assert asked(home.hears()) == []


def test_who_has_reported_is_never_asked_again(town: Town) -> None:
    home = town.observed[0]
    run(town, "2026-11-21T08:00")
    home.says("36.5")
    for moment in ("10:00", "11:00", "12:00"):
        run(town, f"2026-11-21T{moment}")

    assert home.hears() == []


def test_who_has_not_measured_is_not_asked_a_second_time(town: Town) -> None:
    home = town.observed[0]
    run(town, "2026-11-21T08:00")
    home.says("没量")
    run(town, "2026-11-21T10:00")

    assert asked(home.hears()) == []


def test_a_reminder_in_hand_is_not_sent_with_the_name_of_who_reported_meanwhile(
    town: Town,
) -> None:
    enlarge(town, 0, "张小宝")
    home = town.observed[0]
    town.at("2026-11-21T08:00")
    town.tick()
    home.says("张小宝36.5")
    town.send()

    [text] = asked(home.hears())
    assert "张小宝" not in text


def test_while_the_first_could_not_be_sent_there_is_no_second(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.at("2026-11-21T10:05")
    town.tick()
    town.send()

    assert len(asked(town.observed[0].hears())) == 1
    with town.bot.database.read() as db:
        from db.models import Delivery

        reminders = db.query(Delivery).filter(Delivery.kind == DeliveryKind.REMINDER).count()
    assert reminders == 3


@pytest.mark.parametrize(
    ("said", "before", "at"),
    [
        ("以后早上九点提醒我", "08:59", "09:00"),
        ("早上的体温改成10点半再提醒我吧", "10:29", "10:30"),
        ("每天早晨7点半提醒我量体温", "07:29", "07:30"),
        ("请以后上午9:15提醒", "09:14", "09:15"),
    ],
)
def test_the_time_somebody_wishes_is_kept(town: Town, said: str, before: str, at: str) -> None:
    home = town.observed[0]
    answer = home.says(said)
    assert "提醒您" in answer and at.lstrip("0").replace(":00", "点").split(":")[0] in answer
    for day in ("22", "23"):
        run(town, f"2026-11-{day}T07:00")
        home.hears()
        run(town, f"2026-11-{day}T{before}")
        assert asked(home.hears()) == []
        run(town, f"2026-11-{day}T{at}")
        assert len(asked(home.hears())) == 1
        home.says("36.5")


def test_a_time_at_which_nothing_is_asked_is_refused_with_what_helps(town: Town) -> None:
    answer = town.observed[0].says("以后早上三点提醒我")

    assert "7点" in answer and "提醒您" not in answer


def test_who_wants_to_be_rung_is_on_the_list_and_not_written_to(town: Town) -> None:
    home, grid = town.observed[0], town.grid_worker
    assert "打电话" in home.says("以后别发微信了，打电话提醒我量体温")
    run(town, "2026-11-22T08:00")

    assert asked(home.hears()) == []
    assert any("请打电话问" in text for text in grid.hears())
    assert "微信" in home.says("以后还是发微信提醒我")
    run(town, "2026-11-23T08:00")
    assert len(asked(home.hears())) == 1
