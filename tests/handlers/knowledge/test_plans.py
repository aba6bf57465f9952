"""A journey just asked about changes: the day, who comes along, that nobody comes."""

import pytest
from sqlalchemy import func, select

from db.models import Question, WorkItem
from tests.conftest import Town


def waiting(town: Town) -> int:
    """Return how much somebody has to see to."""
    with town.bot.database.read() as db:
        found = [db.scalar(select(func.count()).select_from(one)) for one in (Question, WorkItem)]
        return sum(each or 0 for each in found)


@pytest.mark.parametrize(
    ("asked", "changed", "says"),
    [
        ("我27号从东莞回来 要不要报备", "打错了 是29号 27没票了", "日子改了"),
        ("下周从广州回老家要报备吗", "改成下个月5号了", "日子改了"),
        ("我娃过年从西安回来要不要给村上说一声", "腊月二十三回来 不对是二十五", "日子改了"),
        ("返乡要登记吗 我从武汉回", "带我爸妈一起 五个人", "都一样"),
        ("我27号从东莞回来 要不要报备", "还有我老婆和娃儿一起 三个人", "都一样"),
        ("月底去上海出差要不要登记", "行程取消了 不去了", "不用取消"),
        ("我27号从东莞回来 要不要报备", "算了不回了 前面登记的那个取消嘛", "不用取消"),
        ("我娃过年从西安回来要不要给村上说一声", "那个登记不用了 他不回了", "不用取消"),
    ],
)
def test_it_is_heard_and_nobody_is_asked_for_it(
    town: Town, asked: str, changed: str, says: str
) -> None:
    town.resident.says(asked)
    before = waiting(town)

    answer = town.resident.says(changed)

    assert says in answer, answer
    assert waiting(town) == before


def test_where_another_day_has_another_rule_all_of_it_is_said(town: Town) -> None:
    town.resident.says("我27号从东莞回来 要不要报备")

    answer = town.resident.says("说错了 不是东莞 29号从武汉回来要报备吗")

    assert "日子改了" not in answer and "依据" in answer


def test_what_was_sent_in_is_taken_back(town: Town) -> None:
    town.resident.says("返乡登记")
    for said in ("武汉", "后天", "1", "13812345678"):
        town.resident.says(said)
    town.resident.says("返乡要登记吗")

    assert "没有您交过的登记" not in town.resident.says("不回来了")


@pytest.mark.parametrize("said", ["孩子昨晚有点烧 38度5", "小区还有人一起跳广场舞吗"])
def test_other_things_are_no_change(town: Town, said: str) -> None:
    town.resident.says("我27号从东莞回来 要不要报备")

    answer = town.resident.says(said)

    assert "办法和前面说的" not in answer and "日子改了" not in answer


@pytest.mark.parametrize(
    ("asked", "told", "shown"),
    [
        ("我要从上海回来 怎么报备", "明天坐高铁", ("上海市", "11月22日", "火车")),
        ("近期从广州回来要不要报备", "后天到 自己开车", ("广州市", "11月23日", "自驾")),
        ("我下周二从成都回来要登记吗", "G1548", ("成都市", "G1548")),
    ],
)
def test_who_goes_on_to_say_when_and_how_they_come_is_registered(
    town: Town, asked: str, told: str, shown: tuple[str, ...]
) -> None:
    town.resident.says(asked)

    answer = town.resident.says(told)
    checked = town.resident.says("没有")

    assert "帮您登记" in answer and "自愿" in answer, answer
    assert all(value in checked for value in shown), checked


@pytest.mark.parametrize("told", ["路上冷不冷", "谢谢", "高铁票多少钱", "我明天发烧了怎么办"])
def test_what_tells_nothing_of_the_journey_registers_nobody(town: Town, told: str) -> None:
    town.resident.says("我要从上海回来 怎么报备")

    assert "帮您登记" not in town.resident.says(told)
