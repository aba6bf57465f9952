"""In a group: danger is heard from everybody, sure answers go to who asks us, the rest is moved or meets silence."""

from itertools import count

import pytest
from sqlalchemy import select

from core.messages import Kind, Message
from db.models import Delivery, DeliveryKind, ItemKind, Observation, Question, WorkItem
from db.people import contacts, reaching
from tests.conftest import Town

_NUMBERS = count(1)
STRANGER = "oSomebodyInTheGroup000000001"


def heard(town: Town, text: str, who: str = STRANGER, *, to_us: bool = True) -> str:
    """Say something in a group and return what the group reads."""
    message = Message(
        channel="official",
        key=f"group-{next(_NUMBERS)}",
        sender=who,
        kind=Kind.TEXT,
        text=text,
        sent_at=town.clock.now(),
        in_group=True,
        is_addressed=to_us,
    )
    return town.bot.inbox.receive(message)


def items(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem)))


def told_of(town: Town, kind: DeliveryKind) -> list[Delivery]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Delivery).where(Delivery.kind == kind)))


@pytest.mark.parametrize("text", ["哈哈哈", "今晚吃什么", "好的收到", "谁有空打牌", "谢谢"])
def test_what_is_not_for_us_meets_silence(town: Town, text: str) -> None:
    assert heard(town, text) == ""
    assert heard(town, text, town.who["grid_worker"]) == ""  # whatever post they hold


@pytest.mark.parametrize("text", ["现在出门还查健康码吗", "36.8", "帮我买点菜", "待办"])
def test_whoever_does_not_speak_to_us_meets_silence(town: Town, text: str) -> None:
    assert heard(town, text, to_us=False) == ""


@pytest.mark.parametrize("text", ["现在出门还查健康码吗", "蚊子多怎么办", "发热门诊要带什么"])
def test_a_question_we_know_is_answered_for_everybody_behind_its_words(
    town: Town, text: str
) -> None:
    said = heard(town, text)

    assert said == "" or said.startswith(f"问：{text}")
    assert "回复 1" not in said


def test_a_question_about_rules_is_answered_with_what_it_rests_on(town: Town) -> None:
    assert "依据" in heard(town, "现在出门还查健康码吗")


def test_what_is_only_a_guess_meets_silence(town: Town) -> None:
    assert "我猜" in town.resident.says("厕所地面用什么擦能杀菌")

    assert heard(town, "厕所地面用什么擦能杀菌") == ""


@pytest.mark.parametrize("text", ["空调要不要消毒", "今年流感严重吗", "狗能传染吗", "什么口罩最好"])
def test_the_answer_to_another_question_is_not_given_before_many(town: Town, text: str) -> None:
    assert heard(town, text) == ""


@pytest.mark.parametrize("text", ["几天能好", "疫苗打几针", "会不会传染"])
def test_a_question_that_names_nothing_is_to_name_it(town: Town, text: str) -> None:
    heard(town, "流感怎么传染")  # by somebody else, perhaps: what a group spoke of says nothing
    said = heard(town, text)

    assert said.startswith("您问的是哪一种") and "再@我一次" in said and "依据" not in said


@pytest.mark.parametrize("text", ["谁没报", "今天谁还没报体温", "张三报了没有"])
def test_staff_are_not_answered_a_question_of_work_with_a_rule(town: Town, text: str) -> None:
    assert "依据" not in heard(town, text, town.who["grid_worker"])


@pytest.mark.parametrize("to_us", [True, False])
def test_who_is_in_danger_hears_120_and_gives_the_address_in_private(
    town: Town, to_us: bool
) -> None:
    said = heard(town, "我妈喘不上气了", to_us=to_us)

    assert "120" in said and "私信" in said
    assert "请把您在几号楼" not in said
    assert [item.kind for item in items(town)] == [ItemKind.DANGER]


def test_a_question_nobody_can_answer_is_kept_and_not_spoken_of(town: Town) -> None:
    said = heard(town, "小区的游泳池开放了吗")

    assert said == ""
    with town.bot.database.read() as db:
        [kept] = db.scalars(select(Question)).all()
        assert "游泳池" in kept.text


# -- what belongs to one person -------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["我家在3-2-601", "3号楼2单元601的张伟发烧了吗", "我电话13800001111", "5栋303要人",
             "打一三八零零零零一一一一"]
)  # fmt: skip
def test_what_belongs_to_one_person_is_not_repeated_and_moved(town: Town, text: str) -> None:
    said = heard(town, text)

    assert "私信" in said
    assert not any(part in said for part in ("601", "303", "张伟", "13800001111", "一三八"))


def test_a_reading_of_a_watched_household_is_kept_and_its_value_said_in_private(
    town: Town,
) -> None:
    town.at("2026-11-21T08:30")
    town.tick()
    said = heard(town, "36.9", town.who["observed"][0])

    assert "私信" in said and "36.9" not in said
    with town.bot.database.read() as db:
        assert len(db.scalars(select(Observation)).all()) == 1
    assert any("36.9" in one.text for one in told_of(town, DeliveryKind.INFO))


@pytest.mark.parametrize("text", ["38.2", "我38.2度", "体温38.2，头疼"])
def test_a_fever_of_a_watched_household_alarms_at_once(town: Town, text: str) -> None:
    said = heard(town, text, town.who["observed"][0])

    assert "38.2" not in said
    assert [item.kind for item in items(town)] == [ItemKind.FEVER]


@pytest.mark.parametrize("text", ["娃今天38.5度", "3-2-601 张伟 38.5", "我妈38.5", "这户38.5"])
def test_a_fever_somebody_tells_of_is_told_to_staff_alone(town: Town, text: str) -> None:
    said = heard(town, text)

    assert "38.5" not in said and "601" not in said and "张伟" not in said
    assert "120" in said
    [item] = items(town)
    assert item.kind is ItemKind.FEVER and "38.5" in item.text
    assert told_of(town, DeliveryKind.ALERT)


@pytest.mark.parametrize(
    "text", ["我家孩子发烧了", "隔壁高烧好几天了", "我发烧了怎么办", "2-1-302老人低烧"]
)
def test_a_fever_without_a_number_is_told_to_staff_too(town: Town, text: str) -> None:
    said = heard(town, text)

    assert "120" in said and "私信" in said and "302" not in said
    [item] = items(town)
    assert item.kind is ItemKind.FEVER and f"在群里说：“{text}”" in item.text


def test_the_same_fever_told_again_adds_to_what_staff_have(town: Town) -> None:
    for text in ("我妈发烧了", "38.9", "我妈发烧了"):
        assert "私下告诉" in heard(town, text)

    [item] = items(town)
    assert "38.9" in item.text


@pytest.mark.parametrize("text", ["发烧了去哪里看", "登革热吃什么退烧药"])
def test_a_question_about_fevers_of_anybody_s_is_answered(town: Town, text: str) -> None:
    said = heard(town, text)

    assert said.startswith(f"问：{text}") and "依据" in said
    assert items(town) == []


@pytest.mark.parametrize("text", ["孩子发烧了怎么办", "小朋友发热如何处理"])
def test_what_nobody_has_checked_is_said_alone_and_that_is_said(town: Town, text: str) -> None:
    said = heard(town, text)

    assert "私信" in said and "退烧药" not in said
    assert items(town) == []


def test_one_s_own_days_are_told_alone(town: Town) -> None:
    said = heard(town, "还有几天结束", town.who["observed"][0])

    assert "私信" in said and "依据" not in said
    assert any("到期自动结束" in one.text for one in told_of(town, DeliveryKind.INFO))


@pytest.mark.parametrize("text", ["你好", "帮助", "？", "在吗，你能做什么"])
def test_who_only_calls_us_hears_what_can_be_asked_here(town: Town, text: str) -> None:
    assert "@我" in heard(town, text)
    assert heard(town, text, to_us=False) == ""


def test_a_normal_reading_of_nobody_we_watch_alarms_nobody(town: Town) -> None:
    assert "私信" in heard(town, "我36.5")
    assert items(town) == []


@pytest.mark.parametrize(
    "text",
    [
        "我的信息",
        "删除我",
        "绑定企业微信",
        "合并 K7Q2-9MFX-T3AB",
        "钥匙忘带了进不去门",
        "我家1803，帮我送下菜",
    ],
)
def test_what_one_wants_for_oneself_is_moved_whoever_asks(town: Town, text: str) -> None:
    said = heard(town, text)

    assert "私信" in said and "1803" not in said
    assert items(town) == []


@pytest.mark.parametrize("text", ["待办", "发通知 3号楼 明天9点停水", "收到 1", "谁请假了"])
def test_work_is_done_alone_with_us(town: Town, text: str) -> None:
    said = heard(town, text, town.who["secretary"])

    assert "停水" not in said
    assert said == "" or "私信" in said
    with town.bot.database.read() as db:
        assert db.scalars(select(Delivery)).all() == []


def test_nothing_said_in_a_group_opens_the_window(town: Town) -> None:
    town.clock.advance(hours=60)
    who = town.who["resident"]
    for text in ("现在出门还查健康码吗", "36.8", "我妈喘不上气了"):
        heard(town, text, who)
        heard(town, text)

    with town.bot.database.read() as db:
        for address in (who, STRANGER):
            known = contacts.find(db, "official", address)
            assert known is not None
            assert reaching.why_closed(known, town.clock.now()) == "window_closed"


def test_a_reading_of_a_watched_household_is_taken_and_not_repeated(town: Town) -> None:
    said = heard(town, "38.9，头疼", town.who["observed"][0])

    assert "收到" in said and "私信" in said
    assert "38.9" not in said and "头" not in said and "发热" not in said
    with town.bot.database.read() as db:
        assert "38.9" in [row.value for row in db.scalars(select(Observation))]
    town.send()
    assert any("请戴好口罩" in text for text in town.observed[0].hears())
