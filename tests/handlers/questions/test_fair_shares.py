"""One person's questions do not hide everybody else's."""

import re

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.questions.keeping import SHARE
from db.models import Audit, Question
from handlers.questions.sorting_out import _read
from tests.conftest import Someone, Town

REAL = "小区门口那只石狮子是哪一年雕的呀"
ANIMALS = "狗猫鼠牛虎兔龙蛇马羊猴鸡猪鸭鹅鱼"
PLACES = "月球,火山,沙漠,雪山,海底,森林,云端,草原,孤岛,冰川,峡谷,瀑布,溶洞,湿地,戈壁,田野".split(
    ","
)


def junk(number: int) -> str:
    """Return a question nobody can answer, unlike the others."""
    return f"{PLACES[number % 16]}上的{ANIMALS[number // 16]}今晚第{number}回唱什么歌"


def ask_much(someone: Someone, questions: int, first: int = 0) -> list[str]:
    return [someone.says(junk(first + number)) for number in range(questions)]


def kept(town: Town) -> int:
    with town.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(Question)) or 0


def numbers(listed: str) -> list[int]:
    return [int(found) for found in re.findall(r"^(\d+) ", listed, re.MULTILINE)]


def test_one_person_s_questions_are_kept_up_to_their_share_and_they_are_told(town: Town) -> None:
    stranger = town.newcomer()

    said = ask_much(stranger, 40)
    others = town.resident.says(REAL)
    stored = kept(town)
    town.clock.advance(hours=25)
    next_day = stranger.says("小区后门那口老钟是哪一年挂的呀")

    assert stored == SHARE + 1
    assert not any("没有记" in each for each in said[:SHARE])
    assert all("先没有记" in each and "12345" in each for each in said[SHARE + 5 :])
    assert "答复您" in others
    assert kept(town) == SHARE + 2 and "没有记" not in next_day


def test_everybody_s_first_question_stands_before_anybody_s_second(town: Town) -> None:
    ask_much(town.newcomer(), SHARE)
    town.resident.says(REAL)
    town.observed[0].says("后门那排冬青是哪一年种的呀")

    page = town.secretary.says("问题")
    more = town.secretary.says("更多")
    third = town.secretary.says("下一页")
    end = town.secretary.says("更多")

    lines = [line for line in page.split("\n") if re.match(r"\d+ ", line)]
    assert len(lines) == 5
    assert any(REAL in line for line in lines[:3]) and any("冬青" in line for line in lines[:3])
    assert "第1页，共3页" in page and "第2页，共3页" in more and "第3页，共3页" in third
    seen = numbers(page) + numbers(more) + numbers(third)
    assert len(seen) == len(set(seen)) == 12
    assert "没有第4页" in end


def test_the_list_has_pages_that_can_be_named(town: Town) -> None:
    ask_much(town.newcomer(), SHARE)
    first = numbers(town.secretary.says("问题"))

    assert set(numbers(town.secretary.says("问题 第2页"))).isdisjoint(first)


def test_what_is_no_question_is_ignored_and_can_be_brought_back(town: Town) -> None:
    ask_much(town.newcomer(), SHARE)
    town.resident.says(REAL)
    listed = numbers(town.secretary.says("问题"))
    junk_numbers = range(min(listed), min(listed) + SHARE)

    said = town.secretary.says(f"忽略 {junk_numbers[0]}-{junk_numbers[-1]}")
    left = town.secretary.says("问题")
    back = town.secretary.says(f"不忽略 {junk_numbers[0]}、{junk_numbers[1]}")

    assert f"{SHARE}个问题不再列出" in said
    assert REAL in left and len(numbers(left)) == 1
    assert "2个问题又列出来了" in back and len(numbers(town.secretary.says("问题"))) == 3
    with town.bot.database.read() as db:
        actions = [row.action for row in db.scalars(select(Audit).order_by(Audit.id))]
    assert actions[-2:] == ["questions_ignored", "questions_restored"]


def test_somebody_s_questions_are_put_aside_for_a_week(town: Town) -> None:
    ask_much(town.newcomer(), 4)
    town.resident.says(REAL)
    stranger = next(n for n in numbers(town.secretary.says("问题")) if n < 5)

    said = town.secretary.says(f"先不看 {stranger}")
    left = town.secretary.says("问题")
    town.secretary.says(f"再看 {stranger}")
    again = town.secretary.says("问题")
    town.secretary.says(f"{stranger}号这个人先不看")
    town.clock.advance(hours=24 * 8)
    later = town.secretary.says("问题")

    assert "4个问题7天内先不列出来" in said
    assert len(numbers(left)) == 1 and REAL in left
    assert len(numbers(again)) == len(numbers(later)) == 5


def test_what_others_ask_too_is_listed_whoever_is_put_aside(town: Town) -> None:
    stranger = town.newcomer()
    stranger.says(REAL)
    town.resident.says(REAL)
    [number] = numbers(town.secretary.says("问题"))

    town.secretary.says(f"先不看 {number}")

    assert REAL in town.secretary.says("问题")


def test_only_staff_sort_the_list_out(town: Town) -> None:
    town.resident.says(REAL)
    [number] = numbers(town.secretary.says("问题"))

    for order in (f"忽略 {number}", f"先不看 {number}", "更多"):
        town.newcomer().says(order)

    assert REAL in town.secretary.says("问题")


def test_numbers_that_are_none_change_nothing(town: Town) -> None:
    assert "没有这样的问题" in town.secretary.says("忽略 999")
    assert "一次最多" in town.secretary.says("忽略 1-99999")
    assert "没有这样的问题" in town.secretary.says("先不看 999")


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 30)), min_size=1, max_size=8))
def test_spans_are_read_as_they_are_meant(spans: list[tuple[int, int]]) -> None:
    said = " ".join(f"{first}-{first + more}" if more else str(first) for first, more in spans)
    meant = {n for first, more in spans for n in range(first, first + more + 1)}

    assert _read(said) == meant
