import re

from core import late

SURNAMES = r"(?P<name>王|李|(?:欧阳))"


def test_it_finds_what_the_pattern_finds() -> None:
    written, eager = late.late(SURNAMES, re.IGNORECASE), re.compile(SURNAMES, re.IGNORECASE)

    for text in ("找李四", "欧阳在家", "没有"):
        assert [m.span() for m in written.finditer(text)] == [
            m.span() for m in eager.finditer(text)
        ]
        assert written.sub("", text) == eager.sub("", text)
        assert bool(written.search(text, 1)) == bool(eager.search(text, 1))
    assert written.pattern == eager.pattern
    assert written.groupindex == eager.groupindex
    assert written.flags == eager.flags


def test_it_is_compiled_when_it_is_asked_and_not_before() -> None:
    pattern = late.late("一")

    assert "search" not in vars(pattern)
    assert pattern.search("第一")
    assert vars(pattern)["search"].__self__ == re.compile("一")


def test_all_that_waits_is_compiled_at_once() -> None:
    waiting = late.late("二")

    late.compile_all()

    assert vars(waiting)["search"].__self__ == re.compile("二")
