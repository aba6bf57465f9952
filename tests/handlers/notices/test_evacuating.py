"""The flood night in numbers: every household in one column, the columns add up, and no name on the picture."""

import io

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.notices import evacuating
from community.people import tree
from core.prints import CountBoard
from db.models import Contact, ContactState, Delivery, Notice, Person, Receipt
from db.notices import evacuation
from tests.conftest import Someone, Town
from tests.families import head_of
from tests.noticing import send

ORDER = "发红色预警 1到3号楼 山洪要来了，请马上撤离到中学，到了请回复几口人"
SON = "oTheSonOfTheHouse0000000001"


def warned(town: Town) -> Notice:
    assert "正在发给" in send(town.secretary, ORDER)
    town.send()
    with town.bot.database.read() as db:
        return db.scalars(select(Notice)).one()


def numbers(town: Town, notice: Notice) -> dict[str, int]:
    with town.bot.database.read() as db:
        total = evacuating.count(db, notice.id).total
    return {
        "households": total.households, "arrived": total.arrived, "heard": total.heard,
        "away": total.away, "in_need": total.in_need, "silent": total.silent, "heads": total.heads,
    }  # fmt: skip


def boards(town: Town) -> list[CountBoard]:
    with town.bot.database.read() as db:
        all_fields = db.scalars(select(Delivery.fields)).all()
    drawn = [str((fields or {}).get("picture", "")) for fields in all_fields]
    found = [evacuating.read(written.removeprefix(evacuating.DRAWN)) for written in drawn]
    return [board for board in found if board is not None]


def test_each_answer_moves_a_household_from_one_column_to_another(town: Town) -> None:
    notice = warned(town)
    before = numbers(town, notice)
    assert before["silent"] == before["households"] > 5

    town.observed[1].says("收到，马上出发")
    assert numbers(town, notice)["heard"] == 1
    town.observed[1].says("我妈瘫在床上，要人抬")
    assert numbers(town, notice)["in_need"] == 1
    town.observed[1].says("我们五口人都到中学了")
    after = numbers(town, notice)

    assert (after["arrived"], after["heads"], after["heard"], after["in_need"]) == (1, 5, 0, 0)
    columns = ("arrived", "heard", "away", "in_need", "silent")
    assert sum(after[name] for name in columns) == after["households"]


def test_two_of_one_household_who_count_the_same_heads_are_counted_once(town: Town) -> None:
    notice = warned(town)
    town.observed[1].says("一家四口已到中学")
    _with_phone(town, town.observed[1], SON).says("N1 4口人都到了")

    with town.bot.database.read() as db:
        assert list(db.scalars(select(Receipt.people))) == [4, 4]
    assert numbers(town, notice)["heads"] == 4


def test_who_was_told_at_the_door_is_not_missing(town: Town) -> None:
    notice = warned(town)
    with town.bot.database.read() as db:
        person = db.get_one(Person, _of(town, town.who["observed"][2]))
        assert person.household is not None
        door = tree.short_door(person.household)
    town.grid_worker.says(f"已上门 N1 {door}")

    assert numbers(town, notice)["heard"] == 1


def test_the_secretary_reads_the_sums_and_gets_a_picture_without_a_name(town: Town) -> None:
    notice = warned(town)
    town.observed[1].says("我们五口人都到中学了")
    said = town.secretary.says("现在撤离情况怎么样了")

    assert "已到1户（5人）" in said and "・3号楼" in said
    [board] = boards(town)
    with town.bot.database.read() as db:
        names = [name for name in db.scalars(select(Person.name)) if name]
        rows = [unit.name for unit in evacuation.by_unit(db, notice.id).values()]
    assert [row[0] for row in board.rows] == rows
    assert not [name for name in names if name in str(board)]
    picture = Image.open(io.BytesIO(town.bot.prints.board(board)))
    assert (picture.format, picture.width) == ("PNG", 1080)


def test_who_is_no_publisher_gets_no_numbers(town: Town) -> None:
    warned(town)
    for somebody in (town.doctor, town.observed[1]):
        assert "应转移" not in somebody.says("转移情况")
    assert boards(town) == []


def test_a_release_goes_to_the_same_people_and_the_old_one_is_over(town: Town) -> None:
    notice = warned(town)
    shown = town.secretary.says("解除预警")
    assert "发给1号楼、2号楼、3号楼" in shown and "代替：通知 N1" in shown
    town.secretary.says("1")
    town.send()

    assert "可以回家" in "".join(town.observed[1].hears())
    assert "应转移" in town.secretary.says(f"{notice.code} 转移情况")


def _with_phone(town: Town, someone: Someone, openid: str) -> Someone:
    """Let another of a household have a phone of their own."""

    def add(db: Session) -> None:
        home = head_of(db, someone).household_id
        person = Person(household_id=home, name="邵一鸣", created_at=town.clock.now())
        db.add(person)
        db.flush()
        following = ContactState.FOLLOWING
        db.add(Contact(channel="official", address=openid, person_id=person.id, state=following))

    town.bot.database.write(add)
    return town.person(openid)


def _of(town: Town, openid: str) -> int:
    with town.bot.database.read() as db:
        return db.scalars(select(Contact.person_id).where(Contact.address == openid)).one() or 0
