"""A notice and a pasted text side by side: where they part, and what of it changes the meaning."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from community.notices.around import LURES, PLAIN, TURNS, is_around, is_name, only_asks
from core.fragments import Fragment, FragmentKind, Stop
from core.ports import FragmentReader

LONGEST = 1200  # fragments looked at; no notice is longer
SHOWN = 12  # fragments of the notice named beside something put before or behind a part of it
MOST_MEETINGS = 20_000  # of a word here with the same word there; two long notices have 10,000
CHANCE = 2  # words in a row that two texts share by chance

FILLERS = frozenset("的了呀啊吧呢嘛哦噢请哈啦哟喔吗")
COSTLY = frozenset({FragmentKind.AMOUNT, FragmentKind.LINK, FragmentKind.PHONE})


@dataclass(frozen=True, slots=True)
class Difference:
    """What the notice says and what the text says; "" for nothing, as each writes it.

    `is_costly`: money, a link or a telephone number is in it.
    """

    ours: str
    theirs: str
    is_costly: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """The days by which “明天” is read: when the notice was published, and when it is asked about."""

    published: date
    asked: date


Key = tuple[FragmentKind, str]
Change = tuple[int, int, int, int]  # fragments of the notice from … to, of the text from … to


class Pair:
    """A notice and a text, each as fragments, side by side."""

    def __init__(self, original: str, pasted: str, read: FragmentReader, days: Days) -> None:
        self._texts, self._read, self._days = (original, pasted), read, days
        self._ours = _without_fillers(read(original))
        # What is far longer than the notice has been added to; the rest need not be looked at.
        self._theirs = _without_fillers(read(pasted))[: 2 * len(self._ours) + 200]
        written = {p.value for p in self._ours if p.kind is FragmentKind.DATE}
        self._keys = (
            [self._key(p, days.published) for p in self._ours],
            [
                self._key(p, days.published if p.value in written else days.asked)
                for p in self._theirs
            ],
        )

    def _key(self, fragment: Fragment, day: date) -> Key:
        if fragment.kind is FragmentKind.DATE and fragment.value[0] in "+-":
            meant = day + timedelta(days=int(fragment.value))
            return fragment.kind, f"{meant.month}-{meant.day}"
        return fragment.kind, fragment.value

    def by_kind(self) -> tuple[dict[FragmentKind, list[tuple[str, str]]], ...]:
        """Return values and spellings of each kind, on both sides."""
        found: list[dict[FragmentKind, list[tuple[str, str]]]] = []
        for fragments, keys in zip((self._ours, self._theirs), self._keys, strict=True):
            side: dict[FragmentKind, list[tuple[str, str]]] = {}
            for fragment, (kind, value) in zip(fragments, keys, strict=True):
                side.setdefault(kind, []).append((value, fragment.said))
            found.append(side)
        return tuple(found)

    def differences(self) -> list[Difference]:
        if self._is_repetitive():
            parts = self._not_ours(0, min(len(self._theirs), LONGEST // 4), is_last=False)
            return [Difference("", self._said(1, p), _is_costly(p)) for p in parts[:SHOWN]]
        matcher = SequenceMatcher(None, *self._keys, autojunk=False)
        blocks = [b for b in matcher.get_matching_blocks() if b.size]
        found = [d for b in blocks for d in self._disguised(b.a, b.b, b.size)]
        for change in _changes(matcher.get_opcodes(), self._is_chance):
            if difference := self._difference(*change):
                found.append(difference)
        return found

    def _is_repetitive(self) -> bool:
        """Tell whether one word stands so often that laying the texts side by side takes seconds."""
        ours, theirs = (Counter(keys) for keys in self._keys)
        return sum(count * theirs[key] for key, count in ours.items()) > MOST_MEETINGS

    def _disguised(self, ours: int, theirs: int, size: int) -> Iterator[Difference]:
        for one, other in zip(
            self._ours[ours : ours + size], self._theirs[theirs : theirs + size], strict=True
        ):
            if other.disguised and not one.disguised:
                yield Difference(one.said, other.said, other.kind in COSTLY)

    def _is_chance(self, start: int, size: int, around: int) -> bool:
        """Tell whether so few equal words between two changes are equal by chance."""
        kinds = {p.kind for p in self._ours[start : start + size]}
        return kinds <= PLAIN and (size < CHANCE or (size == CHANCE and around > 4 * CHANCE))

    # -- one change -------------------------------------------------------------

    def _difference(self, i: int, i2: int, j: int, j2: int) -> Difference | None:
        ours, theirs = self._ours[i:i2], self._theirs[j:j2]
        is_first, is_last = j == 0, j2 == len(self._theirs)
        if not theirs:
            return self._missing(i, i2, j, is_first=is_first, is_last=is_last)
        if not ours and all(p.kind is FragmentKind.YEAR for p in theirs):
            right = all(p.value == str(self._days.published.year) for p in theirs)
            return None if right else self._shown(i, i2, j, j2)
        if not (is_first or is_last):
            return self._shown(i, i2, j, j2)
        if self._stands_apart(i, i2, j, j2, is_first=is_first):
            parts = self._not_ours(j, j2, is_last=is_last)
            if not parts:
                return None
            if not ours or len(ours) > SHOWN:
                said = "，".join(self._said(1, part) for part in parts)
                return Difference("", said, any(_is_costly(part) for part in parts))
        j, j2 = self._without_asking(j, j2, is_last=is_last)
        return self._shown(i, i2, j, j2)

    def _without_asking(self, j: int, j2: int, *, is_last: bool) -> tuple[int, int]:
        """Leave out of a change at an end of the text what only asks whether it is true."""
        inner = range(j + 1, j2) if is_last else range(j2 - 1, j, -1)
        for at in inner[-SHOWN:] if is_last else inner[:SHOWN]:
            outer = self._theirs[at:j2] if is_last else self._theirs[j:at]
            if only_asks(self._said(1, outer), self._read):
                return (j, at) if is_last else (at, j2)
        return j, j2

    def _stands_apart(self, i: int, i2: int, j: int, j2: int, *, is_first: bool) -> bool:
        """Tell whether words at an end of the text are put to the notice, not changed in it."""
        if i == i2:
            return j2 - j > 1 or self._stops(1, j2 if is_first else j)
        return self._stops(0, i2 if is_first else i) or self._stops(1, j2 if is_first else j)

    def _stops(self, side: int, at: int) -> bool:
        fragments = (self._ours, self._theirs)[side]
        return at >= len(fragments) or fragments[at].stop is not Stop.NONE

    def _not_ours(self, j: int, j2: int, *, is_last: bool) -> list[list[Fragment]]:
        """Return the clauses at an end of the text that are neither of the notice nor around it."""
        theirs = self._theirs[j:j2]
        if is_around(self._said(1, theirs), theirs, self._read, is_last=is_last):
            return []
        if j == 0 and self._stops(1, j2) and is_name(self._said(1, theirs), theirs):
            return []
        starts = [j, *(at for at in range(j + 1, j2) if self._stops(1, at)), j2]
        return [
            self._theirs[start:end]
            for start, end in itertools.pairwise(starts)
            if not self._is_ours(start, end)
            and not is_around(
                self._said(1, self._theirs[start:end]),
                self._theirs[start:end],
                self._read,
                is_last=is_last,
            )
        ]

    def _is_ours(self, start: int, end: int) -> bool:
        """Tell whether a clause stands elsewhere in the notice: somebody changed their order."""
        keys, part = self._keys[0], self._keys[1][start:end]
        size = len(part)
        return size > CHANCE and any(
            keys[at : at + size] == part for at in range(len(keys) - size + 1)
        )

    def _missing(
        self, i: int, i2: int, j: int, *, is_first: bool, is_last: bool
    ) -> Difference | None:
        """A part of a notice is no change, unless what is left out of it turns its meaning."""
        ours = self._ours[i:i2]
        if is_last or all(p.kind is FragmentKind.YEAR for p in ours):
            return None
        ends = self._ours[i2].stop if i2 < len(self._ours) else Stop.SENTENCE
        begins = ours[0].stop
        said = self._said(0, ours)
        if is_first and (ends is not Stop.NONE or not TURNS.search(said[-SHOWN:])):
            return None
        if begins is ends is Stop.SENTENCE:
            return None
        means = any(p.kind not in PLAIN for p in ours) or TURNS.search(said)
        if Stop.NONE not in (begins, ends) and not means:
            return None
        return self._shown(i, i2, j, j)

    def _shown(self, i: int, i2: int, j: int, j2: int) -> Difference:
        """Name a change with enough around it to be understood: “收取” and “不收取”."""
        costly = _is_costly(self._ours[i:i2]) or _is_costly(self._theirs[j:j2])
        if min(len(self._said(0, self._ours[i:i2])), len(self._said(1, self._theirs[j:j2]))) < 2:
            for _ in range(CHANCE):
                if i and j and not self._stops(0, i) and not self._stops(1, j):
                    i, j = i - 1, j - 1
            for _ in range(CHANCE):
                if (i == i2 or not self._stops(0, i2)) and (j == j2 or not self._stops(1, j2)):
                    i2, j2 = i2 + 1, j2 + 1
        return self._named(i, i2, j, j2, costly)

    def _named(self, i: int, i2: int, j: int, j2: int, costly: bool) -> Difference:
        ours, theirs = self._ours[i:i2], self._theirs[j:j2]
        return Difference(self._said(0, ours), self._said(1, theirs), costly)

    def _said(self, side: int, fragments: Sequence[Fragment]) -> str:
        if not fragments:
            return ""
        said = self._texts[side][fragments[0].start : fragments[-1].end]
        return " ".join(said.split())


def _without_fillers(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Leave out words that change nothing; what stops before them stops before what follows."""
    kept: list[Fragment] = []
    stop = Stop.NONE
    for fragment in fragments[:LONGEST]:
        stop = max(stop, fragment.stop)
        if fragment.value in FILLERS:
            continue
        kept.append(fragment if stop is fragment.stop else replace(fragment, stop=stop))
        stop = Stop.NONE
    return kept


def _changes(
    opcodes: Sequence[tuple[str, int, int, int, int]], is_chance: Callable[[int, int, int], bool]
) -> list[Change]:
    """Return what is not equal; what is equal by chance between two changes belongs to them."""
    found: list[Change] = []
    belongs = False
    for at, (tag, i, i2, j, j2) in enumerate(opcodes):
        if tag == "equal":
            beside = (*opcodes[max(at - 1, 0) : at], *opcodes[at + 1 : at + 2])
            around = sum(max(o[2] - o[1], o[4] - o[3]) for o in beside)
            belongs = len(beside) == 2 and is_chance(i, i2 - i, around)
        elif belongs:
            first = found.pop()
            found.append((first[0], i2, first[2], j2))
        else:
            found.append((i, i2, j, j2))
    return found


def _is_costly(fragments: Sequence[Fragment]) -> bool:
    words = "".join(p.said for p in fragments)
    return any(p.kind in COSTLY for p in fragments) or bool(LURES.search(words))
