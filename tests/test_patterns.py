"""Whatever is sent, no pattern of any room holds a thread up."""

import gc
import signal
import time
from collections.abc import Callable

import pytest

from bot import Bot
from core.phrases import without_long_blanks, without_runs
from core.place import asked_for
from handlers.followup import members
from nlp import fragments
from tests.common import slow
from tests.databases import MORNING
from tests.regexes import Used, all_used, attacks

LONG = 10_000  # characters; more than the platform lets through
AROUND = 200
SECONDS = 0.02  # of the processor
CUT = 0.25  # after so many nobody waits any longer
LINEAR = 2.6  # twice the text may take so many times the time
FLOOR = 0.002  # below this the growth says nothing


def call(used: Used, method: str) -> Callable[[str], object]:
    if method in {"sub", "subn"}:
        return lambda text: getattr(used.pattern, method)("", text)
    if method == "finditer":
        return lambda text: sum(1 for _ in used.pattern.finditer(text))
    return getattr(used.pattern, method)  # type: ignore[no-any-return]


class Endless(Exception):
    """A call that was cut off."""


def _cut_off(*_: object) -> None:
    raise Endless


def seconds(work: Callable[[str], object], text: str, enough: float) -> float:
    """Return the shortest of three looks, none longer than CUT: a busy machine makes some longer."""
    best = float("inf")
    for _ in range(3):
        gc.disable()  # what is cut off in its midst is lost
        begun = time.thread_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, CUT)
        try:
            work(text)
        except Endless:
            return float("inf")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            gc.enable()
        best = min(best, time.thread_time() - begun)
        if best < enough:
            break
    return best


def is_slow(work: Callable[[str], object], text: str) -> bool:
    """Return whether it takes more than SECONDS and grows faster than the text, seen thrice."""
    return all(_seems_slow(work, text) for _ in range(3))


def _seems_slow(work: Callable[[str], object], text: str) -> bool:
    if seconds(work, text, SECONDS) < SECONDS:
        return False
    half, whole = text[: len(text) * 2 // 5], text[: len(text) * 4 // 5]
    first = seconds(work, half, FLOOR)
    return first < FLOOR or seconds(work, whole, 0.0) / first > LINEAR


# What a pattern that looks at the words before something is given of them, where that is so little
# that no repeat in it can grow; read at the place that cuts them.
GIVEN = {
    "nlp.slots.items._WISH_BEFORE": 14,
    "handlers.followup.members._SAID_BEFORE": members.NEARBY,
    "handlers.people.leave_words._CUT": 10,
}


def length(used: Used) -> int:
    """Return how long a text can be that comes here.

    The patterns of the understanding look around a word, at a few dozen characters; that it is
    through with a long text is measured below, whole.
    """
    whole = not used.where.startswith("nlp.") or used.where.startswith("nlp.fragments")
    return GIVEN.get(used.where, LONG if whole else AROUND)


def as_it_comes(used: Used, text: str) -> str:
    """Return the text as it is when it gets here: commands are read without runs of blanks."""
    text = without_long_blanks(text)
    return without_runs(text) if used.where.startswith("handlers.ROUTERS") else text


def held_up(used: Used) -> list[str]:
    """Return what holds a pattern up, and where it stands; one finding is enough."""
    for attack in attacks(used.pattern, length(used)):
        text = as_it_comes(used, attack)
        for method in used.methods:
            if is_slow(call(used, method), text):
                return [f"{used.where} .{method} {text[:12]!r}…{text[-4:]!r}"]
    return []


PARTS = 8  # of which `make test` looks at one
LATER = [pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS)]


@pytest.mark.parametrize("part", [0, *LATER])
def test_no_pattern_of_any_room_is_held_up_by_repeated_pieces(part: int) -> None:
    signal.signal(signal.SIGVTALRM, _cut_off)
    found = all_used()

    assert len(found) > 500
    assert [line for used in found[part::PARTS] for line in held_up(used)] == []


PIECES = [
    "满族",
    "大",
    "1",
    "会不会",
    "-",
    "1-1-",
    "怎么去",
    "不是或",
    "36.",
    "明天",
    "从外地的",
    "到,",
    "a.",
]


@pytest.mark.parametrize("piece", PIECES)
def test_whoever_repeats_one_word_is_understood_at_once(mind: Bot, piece: str) -> None:
    text = (piece * LONG)[:LONG]
    specs = mind.library.facts.values()

    for read in (
        lambda given: mind.understanding(given, MORNING),
        lambda given: mind.understanding.staff(given, MORNING),
        fragments.read,
        lambda given: asked_for(specs, given + "好社区电话"),
    ):
        read("你好")  # what is read once is read now
        assert seconds(read, text, 0.2) < 0.2 * slow()
