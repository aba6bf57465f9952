"""What was told of somebody unwell in the turns before: “才两个月大”, then “38.3了怎么办”."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from community.questions.feedback import LastSaid, said_lately
from core import ages, patients
from core.messages import Parse
from core.patients import CHILD, SAME
from core.triage import Unwell
from dialog import Context
from handlers.followup import readings

LATELY = timedelta(minutes=30)
KEPT = 256  # clauses with a reading
LONGEST = 200  # characters; what is longer was written by somebody else, for everybody
# Where these stand, an age or an illness is a matter of papers, school or a jab, and nobody is unwell.
_NO_BODY = re.compile(
    r"津贴|补[贴助]|低保|社保|养老金|退休|[办补领换].{0,6}[证卡]|证明|银行卡|户口|报名|申请|助餐|食堂|公交|体检|疫苗|打针|接种|活动|志愿|招聘|租房"
)
_CORRECTED = re.compile(r"[打写说报看量]错|不对|更正")
_READING = re.compile(r"(?<!\d)(?:3[4-9]|4[0-2])(?!\d)|三十[四五六七八九]|四十[一二]?(?!\w)")

# One reading and hardly anything else: no age, no door, no money and no other number.
_PLAIN = re.compile(
    r"[^\d一二三四五六七八九十零岁周月天号楼室层元块斤℉F]{0,8}((?:3[4-9]|4[0-2])(?:\.\d)?)\s*(?:度|℃|C|c|°)?[^\d一二三四五六七八九十零岁周月天号楼室层元块斤℉F]{0,6}"
)

Hear = Callable[[str, datetime], Parse]


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What is known from before of whoever is meant now."""

    signs: frozenset[str] = frozenset()
    said: str = ""  # what they were answered
    is_other: bool = False  # somebody else than who speaks


@dataclass(slots=True)
class _Told:
    """What one clause told, and of whom; nobody need be named."""

    who: str | None
    signs: frozenset[str]


def of(ctx: Context) -> ToldBefore:
    """Return what the turns before told of whoever these words are about."""
    if ctx.message.in_group or ctx.actor.is_staff:
        return ToldBefore()
    since = ctx.now - LATELY
    before = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    told = _told(ctx, list(reversed(before)))
    if not told:
        return ToldBefore()
    meant = whom(ctx.text, told)
    signs = {name for one in told for name in _counts(ctx, one, meant)}
    is_other = bool({one for one in meant if one not in (None, patients.SELF)})
    return ToldBefore(frozenset(signs), "\n".join(one.answer for one in before), is_other)


def is_an_age(text: str) -> bool:
    """Tell whether a clause is nothing but how old somebody is: “才58天”."""
    return any(ages.as_of_a_baby(one) != one for one in patients.clauses(text))


def in_words(ctx: Context, before: ToldBefore) -> str:
    """Return the text as it is to be read for signs: “才58天” after a fever is a baby's age."""
    if not before.signs or not is_an_age(ctx.text):
        return ctx.text
    return "，".join(ages.as_of_a_baby(one) for one in patients.clauses(ctx.text)).replace("·", ".")


def whom(text: str, told: Sequence[_Told]) -> set[str | None]:
    """Return of whom a text speaks: who is named, else whoever was spoken of last."""
    named = [patients.spoken_of(one) for one in patients.clauses(text)]
    last = told[-1].who if told else None
    found = {last if one == SAME else one for one in named if one is not None}
    return found or {last}


def _counts(ctx: Context, one: _Told, meant: set[str | None]) -> frozenset[str]:
    """Return what counts of what was told: all of theirs, of nobody named only what they have."""
    is_theirs = any(patients.may_be(one.who, each) for each in meant)
    if not is_theirs and one.who is not None:
        return frozenset()
    return ctx.house.library.triage.remembered(one.signs, is_theirs=is_theirs)


def _told(ctx: Context, before: Sequence[LastSaid]) -> list[_Told]:
    """Return what each clause of the turns before told, the oldest first."""
    found: list[_Told] = []
    for at, said in enumerate(before):
        if len(said.text) > LONGEST:
            continue
        then = before[at + 1].text if at + 1 < len(before) else ctx.text
        found += _of_turn(ctx, said.text, found, is_corrected=bool(_CORRECTED.search(then)))
    return found


def _of_turn(
    ctx: Context, text: str, before: Sequence[_Told], *, is_corrected: bool
) -> list[_Told]:
    """Return what the clauses of one turn told; who is not named is whoever was named last."""
    found: list[_Told] = []
    last = before[-1].who if before else None
    for clause in patients.clauses(text):
        named = patients.spoken_of(clause)
        who = last if named in (None, SAME) else named
        signs = _signs(ctx, clause, who, is_corrected=is_corrected)
        if signs and not _NO_BODY.search(clause):
            found.append(_Told(who, signs))
        last = who
    return found


def _signs(ctx: Context, clause: str, who: str | None, *, is_corrected: bool) -> frozenset[str]:
    words = ages.as_of_a_baby(clause) if who in (CHILD, None) else clause
    celsius = [] if is_corrected else _celsius(ctx, clause.replace("·", "."))
    told = Unwell(words.replace("·", "."), celsius=celsius)
    return ctx.house.library.triage.signs(told)


def _celsius(ctx: Context, text: str) -> list[float]:
    """Return the readings in what was said before, as they were understood then."""
    if ctx.house.hear is None or not _READING.search(text):
        return []
    if (plain := _PLAIN.fullmatch(text)) is not None:  # most that is told of a reading is just it
        return [float(plain[1])]
    hear: Any = ctx.house.hear
    return list(_heard(hear, text, ctx.local_sent_at.date()))


@lru_cache(maxsize=KEPT)
def _heard(hear: Hear, text: str, day: date) -> tuple[float, ...]:
    """Return the readings in a clause; what was said last is looked at again with each of the next turns."""
    slots = hear(text, datetime.combine(day, time(12))).slots
    return tuple(value for one in slots.get("temps", []) for value in readings.values(one))
