"""Leave as it is said: what is read out of a sentence, and what it does to alerts on their way."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import Bot
from db.models import Contact, Delivery, DeliveryKind, Post, Role, Step
from handlers.people import leave_words
from handlers.people.leave_words import NOBODY, ONESELF
from tests.conftest import Town, community_time
from tests.databases import ZONE
from tests.staffing import person_of

AT = datetime(2026, 11, 29, 9, tzinfo=ZONE)  # a Sunday

SAID = [
    ("我明天请假三天，小李替", "", "小李", "2026-11-30", "2026-12-02"),
    ("后天休一天，王芳顶我的班", "", "王芳", "2026-12-01", "2026-12-01"),
    ("下周一到周三请假，李梅替", "", "李梅", "2026-11-30", "2026-12-02"),
    ("今天病了，没人替", "", NOBODY, "2026-11-29", "2026-11-29"),
    ("12月1日到5日请假，张敏替我", "", "张敏", "2026-12-01", "2026-12-05"),
    ("我从明天开始休假到周五，张敏代班", "", "张敏", "2026-11-30", "2026-12-04"),
    ("我下周三到周五要去培训不在岗，让王建国替我", "", "王建国", "2026-12-02", "2026-12-04"),
    ("从12月3号休年假5天，替班人：张敏", "", "张敏", "2026-12-03", "2026-12-07"),
    ("请病假一周，从明天开始，没人替", "", NOBODY, "2026-11-30", "2026-12-06"),
    ("小王后天调休，由老李代班", "小王", "老李", "2026-12-01", "2026-12-01"),
    ("李梅病了今天休息，没人替", "李梅", NOBODY, "2026-11-29", "2026-11-29"),
    ("身体不舒服，请三天假，李梅替我", "", "李梅", "2026-11-29", "2026-12-01"),
    ("明天我休息，麻烦张医生代一下班", "", "张医生", "2026-11-30", "2026-11-30"),
    ("明天请假自己替", "", ONESELF, "2026-11-30", "2026-11-30"),
    ("周娟明天请假，宋家豪替", "周娟", "宋家豪", "2026-11-30", "2026-11-30"),
    ("周三请假，周国平替", "", "周国平", "2026-12-02", "2026-12-02"),
    ("下月一号请假，从月替", "", "从月", "2026-12-01", "2026-12-01"),
    ("请假到周三，欧阳娜替班", "", "欧阳娜", "2026-11-29", "2026-12-02"),
]


@pytest.mark.parametrize(("text", "who", "substitute", "first", "last"), SAID)
def test_a_sentence_is_read_with_its_days_and_names(
    mind: Bot, text: str, who: str, substitute: str, first: str, last: str
) -> None:
    slots = mind.understanding(text, AT).slots

    spoken = leave_words.read(text, slots.get("dates", []), AT, ZONE)

    assert spoken is not None and spoken.begins is not None and spoken.ends is not None
    assert (spoken.who, spoken.substitute) == (who, substitute)
    assert spoken.begins == community_time(f"{first}T00:00")
    assert spoken.ends == community_time(f"{last}T00:00") + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "孩子明天请假三天不去上学，可以吗",
        "发通知 全体 明天休息日照常消杀",
        "回 12 我明天休息，后天来",
        "我们单位让请假三天隔离",
        "请假要扣钱吗",
    ],
)
def test_what_is_about_something_else_is_no_leave(mind: Bot, text: str) -> None:
    assert (
        leave_words.read(text, mind.understanding(text, AT).slots.get("dates", []), AT, ZONE)
        is None
    )


def test_staff_in_danger_are_helped_before_their_leave(town: Town) -> None:
    assert "120" in town.grid_worker.says("我胸口疼喘不上气，今天请假，宋医生替")


# -- what happens to alerts ------------------------------------------------------------------------


def alerts_to(town: Town, openid: str, item: int) -> int:
    """Return how many alerts about an item were owed to somebody and not called off."""
    with town.bot.database.read() as db:
        found = select(Delivery).where(
            Delivery.item_id == item,
            Delivery.person_id == person_of(town, openid),
            Delivery.kind == DeliveryKind.ALERT,
            Delivery.status != "cancelled",
        )
        return len(db.scalars(found).all())


def told(town: Town, item: int) -> list[int]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Step.person_id).where(Step.item_id == item)))


def away(town: Town, words: str = "明天请假一天，宋医生替") -> None:
    """The grid worker is away from tomorrow on, and the doctor has agreed."""
    town.grid_worker.says(words)
    town.grid_worker.says("对")
    assert "谢谢您" in town.doctor.says("同意替班")


def test_leave_that_begins_while_an_alert_climbs_tells_nobody_twice(town: Town) -> None:
    away(town)
    town.at("2026-11-21T23:58")
    town.observed[0].says("转人工")
    town.send()
    assert alerts_to(town, town.who["grid_worker"], 1) == 1

    town.at("2026-11-22T00:00")
    for _ in range(3):
        town.tick()
        town.send()
    town.at("2026-11-22T00:28")
    town.tick()
    town.send()

    people = told(town, 1)
    assert len(people) == len(set(people)) == 3
    assert person_of(town, town.who["doctor"]) in people
    assert alerts_to(town, town.who["grid_worker"], 1) == 1
    assert alerts_to(town, town.who["secretary"], 1) == 1


def test_an_alert_that_still_waits_is_not_sent_to_who_is_away(town: Town) -> None:
    town.observed[0].says("转人工")
    town.grid_worker.says("今天请假，宋医生替")
    town.grid_worker.says("对")
    town.doctor.says("同意替班")
    town.grid_worker.hears()
    town.send()

    assert not [t for t in town.grid_worker.hears() if "转人工" in t]
    assert any("现在有1件等着：\n1 【转人工】" in t for t in town.doctor.hears())
    assert "由您处理" in town.doctor.says("收到 1")


def test_a_substitute_who_unfollows_does_not_keep_help_away(town: Town) -> None:
    in_the_app = delete(Contact).where(Contact.channel == "work")
    town.bot.database.write(lambda db: db.execute(in_the_app))
    away(town)
    town.clock.advance(seconds=1)
    town.doctor.phone.unfollows()
    town.at("2026-11-21T20:00")
    town.tick()
    town.send()
    assert any("替班的宋家豪收不到消息" in heard for heard in town.secretary.hears())

    town.at("2026-11-22T09:00")
    town.tick()
    town.observed[0].says("转人工")
    town.send()

    assert any("【转人工】" in heard for heard in town.secretary.hears())


def test_a_gap_is_told_a_day_and_a_quarter_of_an_hour_before_and_once_each(
    town: Town, bot: Bot
) -> None:
    town.grid_worker.says("11月24日请假，宋医生替")
    town.grid_worker.says("对")
    heard: list[str] = []
    for moment in ("2026-11-22T23:59", "2026-11-23T00:00", "2026-11-23T00:01", "2026-11-23T23:44",
                   "2026-11-23T23:45", "2026-11-23T23:46", "2026-11-24T00:00", "2026-11-24T09:00"):  # fmt: skip
        town.at(moment)
        gaps = Bot(bot.config, town.clock)  # a process that has just been started
        gaps.database, gaps.library = bot.database, bot.library
        if gaps.tick(town.clock.now())["gaps_told"]:
            heard.append(moment)

    assert heard == ["2026-11-23T00:00", "2026-11-23T23:45"]


def test_a_gap_that_was_closed_is_told_no_more(town: Town) -> None:
    town.grid_worker.says("11月22日请假，宋医生替")
    town.grid_worker.says("对")
    assert town.tick()["gaps_told"] == 1
    town.doctor.says("同意替班")
    town.send()
    assert any("有人替了：宋家豪" in heard for heard in town.secretary.hears())

    town.at("2026-11-21T23:50")
    assert town.tick()["gaps_told"] == 0


def test_what_is_answered_once_is_answered(town: Town) -> None:
    away(town)

    assert "谢谢您" not in town.doctor.says("同意替班")
    assert "没有答应替谁" in town.secretary.says("不替了")


def test_a_word_that_may_mean_two_things_is_asked_back(town: Town) -> None:
    town.grid_worker.says("明天请假一天，周书记替")
    town.grid_worker.says("对")
    town.doctor.says("跟周书记换班，我11月25日换她11月26日")
    town.doctor.says("对")

    listed = town.secretary.says("待办")
    assert "等您答复：替马杰" in listed and "等您答复：和宋家豪换班" in listed
    said = town.secretary.says("同意")
    assert "您说的是哪一件" in said and "马杰" in said and "宋家豪" in said
    assert "换好了" in town.secretary.says("2")
    assert "谢谢您" in town.secretary.says("好的")


def test_a_new_holder_takes_over_what_is_open(town: Town) -> None:
    town.observed[0].says("转人工")
    resident = person_of(town, town.who["resident"])
    with town.bot.database.read() as db:
        unit = db.scalars(select(Post.unit_id).where(Post.role == Role.GRID_WORKER)).one()

    def succeed(db: Session) -> None:
        today = town.bot.watch.today(town.clock.now())
        db.add(Post(person_id=resident, unit_id=unit, role=Role.GRID_WORKER, from_on=today))

    town.bot.database.write(succeed)
    town.secretary.says("马杰离岗")
    town.secretary.says("确定")
    town.send()

    assert any("由您接手。现在有1件等着" in heard for heard in town.resident.hears())
    assert "由您处理" in town.resident.says("收到 1")


def test_leaves_that_are_called_off_together_are_all_named(town: Town) -> None:
    away(town)
    town.grid_worker.says("11月24日请假，周书记替")
    town.grid_worker.says("对")
    town.send()
    town.doctor.hears()
    town.secretary.hears()

    assert "11月22日、11月24日的请假取消了" in town.grid_worker.says("取消请假")

    town.send()
    assert any("11月22日不请假了" in heard for heard in town.doctor.hears())
    assert any("11月24日不请假了" in heard for heard in town.secretary.hears())


def test_a_post_does_not_end_by_a_passing_word(town: Town) -> None:
    town.grid_worker.says("我想辞职")
    town.grid_worker.says("确定")

    for word in ("好", "行", "可以啊", "好的好的"):
        town.secretary.says(word)
    assert "网格员" in town.observed[0].says("网格员是谁").partition("还没登记")[0]
    with town.bot.database.read() as db:
        post = db.scalars(select(Post).where(Post.role == Role.GRID_WORKER)).one()
        assert post.until_on is None

    assert "岗位结束了" in town.secretary.says("同意")


@pytest.mark.parametrize(
    "word", ["同意替班", "我替", "可以的，我替她", "嗯，行", "好的没问题", "可以"]
)
def test_a_yes_is_heard_in_many_words(town: Town, word: str) -> None:
    town.grid_worker.says("明天请假一天，宋医生替")
    town.grid_worker.says("对")

    assert "谢谢您" in town.doctor.says(word)


@pytest.mark.parametrize(
    "word", ["替不了", "我替不了班", "不行啊没空", "没时间，不好意思", "不同意"]
)
def test_a_no_is_heard_in_many_words(town: Town, word: str) -> None:
    town.grid_worker.says("明天请假一天，宋医生替")
    town.grid_worker.says("对")

    assert "已经告诉马杰" in town.doctor.says(word)
    assert "改请周娟替" in town.grid_worker.says("宋医生不来了，换周书记替")


def test_leave_for_somebody_of_any_surname_is_theirs(town: Town) -> None:
    said = town.township.says("周娟明天请假，宋家豪替")

    assert said.startswith("周娟11月22日请假，由宋家豪替。对吗？")
