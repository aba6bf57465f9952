"""Facts of the place: who may change them, what is kept, whose answer one hears."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Audit, PlaceFact, Post, Role
from db.people import persons
from tests.conftest import Someone, Town


def told(town: Town, who: Someone, *words: str) -> str:
    return [who.says(text) for text in words][-1]


def held(town: Town) -> list[tuple[str, str]]:
    with town.bot.database.read() as db:
        return [(f.name, f.value) for f in db.scalars(select(PlaceFact).order_by(PlaceFact.id))]


def retire_secretaries(db: Session) -> None:
    for post in db.scalars(select(Post).where(Post.role == Role.SECRETARY)):
        post.until_on = date(2020, 1, 1)


def test_every_change_stays_on_record_with_who_made_it(town: Town) -> None:
    for phone in ("0357-1111111", "0357-2222222"):
        told(town, town.secretary, f"社区电话改成{phone}", "确认")

    assert held(town) == [("office_phone", "0357-1111111"), ("office_phone", "0357-2222222")]
    with town.bot.database.read() as db:
        rows = db.scalars(select(Audit).where(Audit.action == "place_fact_set")).all()
    assert len(rows) == 2
    assert all(row.actor_id is not None for row in rows)
    assert not any("0357" in (row.detail or "") for row in rows)


def test_nothing_holds_before_it_is_confirmed(town: Town) -> None:
    assert "改成：0357-1111111" in town.secretary.says("社区电话 0357-1111111")
    assert held(town) == []
    assert "没有改" in town.secretary.says("取消")
    assert held(town) == []


def test_a_change_made_meanwhile_is_not_overwritten(town: Town) -> None:
    town.secretary.says("社区电话改成0357-1111111")
    told(town, town.township, "梧桐里社区的社区电话改成0357-2222222", "确认")

    assert "刚才有人改过" in town.secretary.says("确认")
    assert held(town) == [("office_phone", "0357-2222222")]


def test_whoever_lost_the_post_meanwhile_changes_nothing(town: Town) -> None:
    town.secretary.says("社区电话改成0357-1111111")
    town.bot.database.write(retire_secretaries)

    assert "由社区书记或街道" in town.secretary.says("确认")
    assert held(town) == []


def test_the_nearest_word_is_heard_and_the_wider_one_where_there_is_none(town: Town) -> None:
    told(town, town.township, "发热门诊是区人民医院北门", "确认")
    assert "区人民医院北门" in town.resident.says("发热门诊在哪")

    told(town, town.secretary, "发热门诊改成市二院东门", "确认")
    assert town.resident.says("发热门诊在哪") == "发热门诊：市二院东门"

    told(town, town.secretary, "删除发热门诊", "确认")
    assert "区人民医院北门" in town.resident.says("发热门诊在哪")


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        ("物业是幸福物业，电话0357-6666666", "物业电话"),
        ("办公时间是周一到周五8:30-17:30", "你们几点上班"),
        ("避险安置点改成实验小学操场", "避难所在哪里"),
        ("垃圾投放点在3号楼北侧", "请问垃圾扔哪里"),
    ],
)
def test_whatever_is_filled_in_is_what_is_answered(town: Town, fact: str, question: str) -> None:
    assert "还没登记" in town.resident.says(question)

    told(town, town.secretary, fact, "确认")

    value = fact.partition("是")[2] or fact.partition("改成")[2] or fact.partition("在")[2]
    assert value in town.resident.says(question)


def test_answers_of_the_packs_say_the_facts_they_rest_on(town: Town) -> None:
    asked = "去哪个医院看发烧"
    before = town.resident.says(asked)
    told(town, town.secretary, "发热门诊是市二院东门", "确认")

    after = town.resident.says(asked)

    assert "发热门诊还没登记，可以先打12345或12320问" in before
    assert "发热门诊：市二院东门" in after


def test_asking_whom_to_ring_says_the_places_own_telephones(town: Town) -> None:
    told(town, town.secretary, "社区电话0357-1111111", "确认")

    answer = town.resident.says("我想找社区的人，打哪个号码")

    assert "0357-1111111" in answer and "还没登记" in answer


def test_a_residents_own_mobile_is_asked_about(town: Town) -> None:
    now = town.clock.now()
    town.bot.database.write(
        lambda db: persons.add(db, now, name="张三", household_id=None, phone="13900002222").id
    )

    answer = town.secretary.says("夜间值班电话改成13900002222")

    assert "登记在册一位居民的手机号" in answer
    assert "张三" not in answer


@pytest.mark.parametrize("who", ["resident", "grid_worker", "doctor"])
def test_nobody_else_fills_it_in(town: Town, who: str) -> None:
    someone = getattr(town, who)
    told(town, someone, "社区电话改成0357-9999999", "确认")

    assert held(town) == []


@pytest.mark.parametrize("asked", ["社区电话历史", "社区电话谁改的", "查居委会电话的修改记录"])
def test_staff_see_who_changed_a_fact_and_what_it_was_before(town: Town, asked: str) -> None:
    assert "还没有人填过" in town.secretary.says(asked)
    told(town, town.secretary, "社区电话改成0357-1111111", "确认")
    said = told(town, town.secretary, "社区电话改成0357-2222222", "确认")
    told(town, town.secretary, "删除社区电话", "确认")

    lines = town.grid_worker.says(asked).splitlines()

    assert "回复“社区电话历史”看谁改过" in said
    assert "改过3次" in lines[0]
    assert [line.rsplit("：", 1)[1] for line in lines[1:]] == [
        "删掉了", "0357-2222222", "0357-1111111",
    ]  # fmt: skip
    assert all("11月21日" in line and "（" in line for line in lines[1:])
    assert "改过" not in town.resident.says(asked)


@pytest.mark.parametrize("said", ["我38.5", "我发烧了，嗓子疼", "我是不是得了流感？"])
def test_whoever_is_sent_to_a_fever_clinic_hears_of_this_place_s(town: Town, said: str) -> None:
    """Another town's would be worse than none; where nobody filled it in, somebody is named who knows."""
    before = town.newcomer().says(said)
    told(town, town.secretary, "发热门诊是市二院东门", "确认")

    after = town.newcomer().says(said)

    assert "发热门诊还没登记，可以先打12345或12320问" in before
    assert "发热门诊：市二院东门" in after and "还没登记" not in after
