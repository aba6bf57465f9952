"""What a resident is promised is so: named is who was told and can be reached, else the phones."""

import pytest
from sqlalchemy import delete, update

from db.models import Contact, ItemKind, Post, Role
from tests.community.work.test_escalation import tickets, wait
from tests.conftest import Town

CALLS = [
    "我喘不上气",
    "我不想活了",
    "家里着火了",
    "转人工",
    "帮我买两斤鸡蛋",
    "你们工作人员态度太差了，我要投诉",
    "听说明天要全城停电，是真的吗",
    "网传后天全市停水，真的假的",
]
PROMISES = (
    "已通知",
    "已告诉",
    "已请",
    "已转",
    "已经转",
    "同时通知",
    "马上联系",
    "会联系",
    "会有人",
)


def nobody_in_office(town: Town) -> None:
    town.bot.database.write(lambda db: db.execute(delete(Post)) and None)


def staff_silent(town: Town) -> None:
    """Nobody has written for two days and no template is set up: the platform takes nothing."""
    town.bot.config.wechat.official.templates.clear()
    closed = update(Contact).values(window_until=town.clock.now())
    town.bot.database.write(lambda db: db.execute(closed) and None)


@pytest.mark.parametrize("said", CALLS)
@pytest.mark.parametrize("gone", [nobody_in_office, staff_silent])
def test_with_nobody_to_tell_nothing_is_promised_and_phones_are_named(
    town: Town, said: str, gone: object
) -> None:
    gone(town)  # type: ignore[operator]

    answer = town.resident.says(said)

    assert "没有人" in answer
    assert any(phone in answer for phone in ("120", "12345", "119", "12356"))
    assert not [promise for promise in PROMISES if promise in answer], answer


def test_with_nobody_to_tell_even_a_stranger_reads_the_offices_phones(town: Town) -> None:
    for words in ("社区电话0357-1111111", "确认", "夜间值班电话是0357-2222222", "确认"):
        town.secretary.says(words)
    staff_silent(town)

    answer = town.newcomer().says("我喘不上气")

    assert "社区电话 0357-1111111" in answer and "夜间值班电话 0357-2222222" in answer
    assert answer.index("120") < answer.index("0357")


@pytest.mark.parametrize("said", CALLS)
def test_whoever_was_told_is_named_by_post(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert any(post in answer for post in ("网格员", "社区书记", "值班员", "社区医生")), answer
    assert "没有人能收到" not in answer


def test_a_fever_with_nobody_to_tell_promises_nothing(town: Town) -> None:
    nobody_in_office(town)

    answer = town.observed[0].says("38.6")

    assert "已记下" in answer and "没有人能收到" in answer and "120" in answer
    assert "联系您" not in answer


def test_a_form_with_nobody_to_tell_says_so(town: Town) -> None:
    nobody_in_office(town)
    new = town.newcomer()

    answer = new.says("我是3号楼2单元601 张三")

    assert "没有人能收到" in answer and "已请" not in answer


def test_a_question_nobody_reads_is_not_handed_on(town: Town) -> None:
    nobody_in_office(town)

    answer = town.resident.says("量子纠缠和咱们小区的喷泉有什么关系")

    assert "转给" not in answer and "12345" in answer


def test_the_caller_hears_when_nobody_has_answered_and_when_somebody_has(town: Town) -> None:
    caller = town.resident
    caller.says("我喘不上气")
    town.send()
    for _ in range(3):
        wait(town, 6)

    heard = caller.hears()
    assert len([text for text in heard if "还没有人回应" in text and "120" in text]) == 1

    town.doctor.says("收到 1")
    town.send()
    assert any("已经看到" in text for text in caller.hears())


def test_whoever_takes_office_later_is_told_by_the_clock(town: Town) -> None:
    with town.bot.database.read() as db:
        held = db.query(Post).filter_by(role=Role.SECRETARY).first()
    assert held is not None
    post = {"role": held.role, "person_id": held.person_id, "unit_id": held.unit_id}
    nobody_in_office(town)
    town.resident.says("救命，我爸昏迷了")
    town.send()
    assert tickets(town)[0].stuck_at is not None

    again = Post(**post, from_on=held.from_on)
    town.bot.database.write(lambda db: db.add(again))
    secretary = town.secretary
    for _ in range(6):
        wait(town, 6)

    assert any("救命" in text for text in secretary.hears())
    assert tickets(town)[0].kind is ItemKind.DANGER


def test_what_nobody_is_left_for_stands_first(town: Town) -> None:
    secretary = town.secretary
    town.resident.says("我要投诉物业")
    town.resident.says("救命，我喘不上气")
    town.send()
    for _ in range(3):
        wait(town, 6)
    town.newcomer().says("我喘不上气")
    town.send()

    listed = secretary.says("待办").splitlines()

    assert "救命" in listed[1]


def test_a_reply_that_cannot_arrive_is_not_called_passed_on(town: Town) -> None:
    town.resident.says("转人工")
    town.send()
    town.clock.advance(seconds=1)
    town.resident.phone.unfollows()
    town.grid_worker.says("收到 1")

    assert "打电话" in town.grid_worker.says("回 1 我马上到")
