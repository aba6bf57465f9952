import pytest

from core.messages import AlsoWanted, Candidate
from nlp.clauses import LONGEST, clauses, wishes


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("降糖药两盒，顺便把垃圾带走", ["降糖药两盒，顺便", "把垃圾带走"]),
        ("家里没米了。几号解封？", ["家里没米了。", "几号解封？"]),
        ("帮我买米再带包盐上来", ["帮我买米", "再带包盐上来"]),
        ("帮我买米", []),
        ("嗯，好的", []),
    ],
)
def test_a_message_falls_into_what_may_each_be_a_wish(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_a_story_is_not_taken_apart() -> None:
    assert clauses("昨天去了医院，今天又去了，" * (LONGEST // 10)) == []


def test_neighbours_that_want_the_same_are_one_wish() -> None:
    def judge(part: str) -> Candidate | None:
        return Candidate("buy" if "买" in part else "ask", 0.9) if len(part) > 3 else None

    found = wishes("帮我买米，再买一袋盐，几号能够解封", judge)

    assert found == (AlsoWanted("buy", "帮我买米，再买一袋盐，"), AlsoWanted("ask", "几号能够解封"))


def test_what_means_nothing_for_sure_is_no_wish() -> None:
    assert wishes("哈哈哈哈哈，嗯嗯嗯嗯嗯", lambda _: None) == ()
