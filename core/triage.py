"""Who is unwell, of what, back from where: what they hear first, the most urgent before all else."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field

from core import ages, numerals
from core.piece import Piece

T = TypeVar("T")
MOST_CHARACTERS = 130  # of a line: two of them and what follows are one screen
OLDEST = 120
RECENT = 32  # texts whose signs are remembered
GAP = "…"  # between two halves of a word others may stand, none that takes it back
# What takes a word back: “没怀孕”, “不是孕妇”, “没去过非洲”.
_DENIED = r"(?<![没不无未非别])(?<!没有)(?<!没得)(?<!(?<!是)不是)(?<!没去过)(?<!没到过)"
_FIGURE = r"(?P<n>\d{1,3}(?:[.点]\d{1,2})?|[零〇一二两三四五六七八九十百]{1,5}(?:点[零一二三四五六七八九]{1,2})?)"


class Haste(IntEnum):
    """When somebody has to be seen; the higher, the sooner."""

    SOON = 1
    TODAY = 2
    NOW = 3


def _named(value: Any) -> Any:
    names = Haste.__members__
    return names.get(value.upper(), value) if isinstance(value, str) else value


class Measured(Piece):
    """A number beside the name of what was measured: “血氧91”."""

    of: list[str] = Field(min_length=1)
    from_: float | None = Field(default=None, alias="from")
    below: float | None = None


class Several(Piece):
    """Some of these things together: two boxes with one ingredient."""

    of: list[list[str]] = Field(min_length=2)  # each by all its names
    least: int = Field(default=2, ge=2)


class SignSpec(Piece):
    """Something somebody is, has or comes from; any one of what is given here tells it."""

    name: str = Field(min_length=2, max_length=12)
    said: list[str] = []  # in these words, “…” for a few others between
    unless: list[str] = []  # where these stand the words mean something else
    symptoms: list[str] = []  # as language understanding calls them
    needs: list[str] = []  # as the register writes them down
    celsius_from: float | None = None
    celsius_below: float | None = None
    measured: list[Measured] = []
    several: Several | None = None
    of_person: bool = False  # who somebody is: held against nobody else spoken of later
    fleeting: bool = False  # of the place or the moment: not remembered at all
    baby_from_days: int = 0
    baby_below_days: int | None = None
    years_from: int | None = None
    years_below: int | None = None
    fever_days_from: int | None = None


class TriageLine(Piece):
    """What is said to whoever has all these signs; of several in one list any will do."""

    id: str
    urgency: Annotated[Haste, BeforeValidator(_named)]
    when: list[str | list[str]] = Field(min_length=1)
    says: str = Field(min_length=10, max_length=MOST_CHARACTERS)
    is_general: bool = False  # for everybody, where nothing nearer is known
    source: str = Field(min_length=4)  # not said; for whoever checks the line


class TriageSpec(Piece):
    """The signs, and the lines that are made of them."""

    signs: list[SignSpec] = []
    lines: list[TriageLine] = []

    def mistakes(self) -> Iterator[str]:
        """Yield what is wrong between the parts: a sign nobody wrote down, two of one name."""
        names = [sign.name for sign in self.signs]
        for twice in sorted({name for name in names if names.count(name) > 1}):
            yield f"{twice}: 写了两次"
        ids = [line.id for line in self.lines]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            yield f"{twice}: 写了两次"
        for line in self.lines:
            unknown = [name for each in line.when for name in any_of(each) if name not in names]
            yield from (f"{line.id}: signs 里没有“{name}”" for name in unknown)


@dataclass(frozen=True, slots=True)
class Unwell:
    """What is known of somebody unwell: their words, and what was understood of them."""

    text: str
    celsius: Sequence[float] = ()
    symptoms: Collection[str] = ()
    needs: Collection[str] = ()  # of the register, where it is sure whom it is about
    years: int | None = None
    known: Collection[str] = ()  # signs told before


class Triage:
    """Finds what to say first.

    >>> signs = [SignSpec(name=name, said=[name]) for name in ("发烧", "怀孕")]
    >>> rest = TriageLine(id="rest", urgency="soon", when=["发烧"], says="先歇着，多喝水，有变化告诉我。", source="常识，人人都适用")
    >>> go = TriageLine(id="go", urgency="today", when=["发烧", "怀孕"], says="今天就去医院看产科。", source="产科常识")
    >>> triage = Triage(TriageSpec(signs=signs, lines=[rest, go]))
    >>> [one.id for one in triage.lines(Unwell("怀孕了，发烧"))]
    ['go', 'rest']
    """

    def __init__(self, *specs: TriageSpec) -> None:
        self._signs = [_Sign(one) for spec in specs for one in spec.signs]
        self.persons = frozenset(one.spec.name for one in self._signs if one.spec.of_person)
        self._aged = [one for one in self._signs if one.tells_age]
        self._beside = _Beside(one.spec for one in self._signs)
        lines = [one for spec in specs for one in spec.lines]
        ordered = sorted(lines, key=lambda one: (-one.urgency, one.is_general))
        self._lines = [(one, [frozenset(any_of(each)) for each in one.when]) for one in ordered]
        self._begun_by = _inverted((each[0], at) for at, (_, each) in enumerate(self._lines))
        # What is said of one message is asked for three times, with more and more that is known beside it.
        self._read = lru_cache(RECENT)(self._in_words)

    def signs(self, told: Unwell) -> frozenset[str]:
        """Return the signs that are told of."""
        by_words, age = self._read(told.text)
        of_age = {one.spec.name for one in self._aged if one.is_of_age(age, told)}
        return by_words | self._beside.signs(told) | of_age | {*told.known}

    def _in_words(self, text: str) -> tuple[frozenset[str], "_Age"]:
        """Return the signs that words alone tell, and what they say of age."""
        found = (one.spec.name for one in self._signs if one.is_said(text))
        return frozenset(found), _Age(text)

    def remembered(self, signs: Collection[str], *, is_theirs: bool) -> frozenset[str]:
        """Return which signs told before still count; who somebody is only for themselves.

        Of whom a reading was is not always said: what somebody has is rather believed of one too many.
        """
        return frozenset(
            one.spec.name
            for one in self._signs
            if one.spec.name in signs
            and not one.spec.fleeting
            and (is_theirs or not one.spec.of_person)
        )

    def without_persons(self, text: str) -> str:
        """Return a text without the words that tell who somebody is."""
        for one in self._signs:
            text = one.without(text) if one.spec.of_person else text
        return text

    def lines(self, told: Unwell) -> list[TriageLine]:
        """Return all lines for what is told, the most urgent first, what is general last."""
        return self.of_signs(self.signs(told))

    def said_in(self, text: str) -> TriageLine | None:
        """Return the most urgent line that stands in what was said."""
        return next((line for line, _ in self._lines if line.says in text), None)

    def of_signs(self, signs: Collection[str]) -> list[TriageLine]:
        """Return the lines whose signs are all there."""
        there = frozenset(signs)
        begun = sorted({at for one in there for at in self._begun_by.get(one, ())})
        found = (self._lines[at] for at in begun)
        return [line for line, when in found if not any(there.isdisjoint(each) for each in when)]


class _Beside:
    """The signs that are told by what was understood, measured or registered, whatever the words."""

    def __init__(self, specs: Iterable[SignSpec]) -> None:
        specs = list(specs)
        self._symptoms = _inverted((spec.symptoms, spec.name) for spec in specs)
        self._needs = _inverted((spec.needs, spec.name) for spec in specs)
        self._celsius = [spec for spec in specs if spec.celsius_below or spec.celsius_from]

    def signs(self, told: Unwell) -> set[str]:
        found = {name for one in told.symptoms for name in self._symptoms.get(one, ())}
        found |= {name for one in told.needs for name in self._needs.get(one, ())}
        return found | {
            spec.name
            for celsius in told.celsius
            for spec in self._celsius
            if (spec.celsius_below and celsius < spec.celsius_below)
            or (spec.celsius_from and celsius >= spec.celsius_from)
        }


def _inverted(pairs: Iterable[tuple[Iterable[str], T]]) -> dict[str, list[T]]:
    """Return for each word what it stands beside."""
    found: dict[str, list[T]] = {}
    for words, beside in pairs:
        for word in words:
            found.setdefault(word, []).append(beside)
    return found


def any_of(signs: str | list[str]) -> list[str]:
    """Return the signs of which one will do."""
    return [signs] if isinstance(signs, str) else signs


class _Age:
    """How old those are who are spoken of, and how long a fever lasts; read once for all signs."""

    def __init__(self, text: str) -> None:
        self.babies = ages.of_babies(text)
        self.elders = ages.of_elders(text)
        self.fever_days = ages.of_fever(text)


class _Sign:
    """One sign, ready to be looked for."""

    def __init__(self, spec: SignSpec) -> None:
        self.spec = spec
        self._said = _words(spec.said, _DENIED)
        self._unless = _words(spec.unless)
        self._measured = [(one, _named_figure(one)) for one in spec.measured]

    @property
    def tells_age(self) -> bool:
        """Whether how old somebody is, or how long a fever lasts, can be this sign."""
        spec = self.spec
        return any(
            one is not None
            for one in (
                spec.baby_below_days,
                spec.years_from,
                spec.years_below,
                spec.fever_days_from,
            )
        )

    def without(self, text: str) -> str:
        """Return a text without the words of this sign."""
        return self._said.sub("", text) if self._said is not None else text

    def is_said(self, text: str) -> bool:
        """Tell whether the words of a text are this sign, or what it says was measured."""
        plain = self._unless.sub("", text) if self._unless else text
        if self._said is not None and self._said.search(plain):
            return True
        return self._is_several(plain) or any(
            _fits(one, figure, text) for one, figure in self._measured
        )

    def _is_several(self, plain: str) -> bool:
        several = self.spec.several
        if several is None:
            return False
        return sum(any(word in plain for word in names) for names in several.of) >= several.least

    def is_of_age(self, age: _Age, told: Unwell) -> bool:
        """Tell whether somebody spoken of, or who is registered, is as old as this sign says."""
        low, high = self.spec.baby_from_days, self.spec.baby_below_days
        if high is not None and any(low <= days < high for days in age.babies):
            return True
        years, lasting = self.spec.years_from, self.spec.fever_days_from
        known = [*age.elders, *([told.years] if told.years else [])]
        if years is not None and any(years <= one < OLDEST for one in known):
            return True
        young = self.spec.years_below
        if young is not None and any(one < young for one in age.elders):
            return True
        return lasting is not None and age.fever_days >= lasting


def _words(words: Iterable[str], before: str = "") -> re.Pattern[str] | None:
    """Return what finds any of the words, a few others where “…” stands in one."""
    found = [
        r"[^。！？!?\n没不无未]{0,8}".join(re.escape(part) for part in word.split(GAP))
        for word in words
    ]
    return re.compile(f"{before}(?:{'|'.join(found)})") if found else None


def _named_figure(measured: Measured) -> re.Pattern[str]:
    names = "|".join(map(re.escape, measured.of))
    between = r"[^\d零〇一二两三四五六七八九十百。！!]{0,8}"
    return re.compile(rf"(?:{names}){between}{_FIGURE}(?![\d.]|\s*%?\s*以[上下内])")


def _fits(measured: Measured, figure: re.Pattern[str], text: str) -> bool:
    for found in figure.finditer(text):
        value = numerals.to_amount(found["n"])
        if value is None:
            continue
        over = measured.from_ is None or value >= measured.from_
        under = measured.below is None or value < measured.below
        if over and under:
            return True
    return False
