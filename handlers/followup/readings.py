"""What a message says of a household's health, matched to the people it is said of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from community.followup import Member, Report, Watched
from dialog import Context
from handlers.followup.members import EVERYBODY, OTHERS, PRONOUNS, SELF, Circle

_WHETHER_FEVER = re.compile(
    r"(算|是不是|是否|属于|会不会是)[^,，。？?]{0,3}(发烧|发热|低烧)|(发烧|发热|低烧)(吗|么|不|没)"
)

Measured = Mapping[str, Any]
Matched = list[tuple[Report, Watched]]


@dataclass
class Understood:
    """What can be stored, what must be said again, and what of whom nobody knows yet."""

    matched: Matched = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    unknown: list[Measured] = field(default_factory=list)  # readings
    ill: list[Measured] = field(
        default_factory=list
    )  # {who, symptoms} of those nobody can be found for


def values(reading: Measured) -> list[float]:
    found = [reading.get(key) for key in ("c", "c_min", "c_max", "approx_c")]
    return [float(value) for value in found if value is not None]


def odd(ctx: Context) -> list[Measured]:
    """Return the numbers that cannot be temperatures as they stand."""
    return [t for t in ctx.slots.get("temps", []) if not _has_value(t)]


def _has_value(reading: Measured) -> bool:
    return bool(reading.get("plausible", True) and values(reading))


def match(ctx: Context, episodes: Sequence[Watched]) -> Understood:
    """Find whom each reading, symptom and “没量” of a message is about."""
    home, found = Circle.of(ctx, episodes), Understood()
    _temperatures(ctx, home, found)
    _symptoms(ctx, home, found)
    _without_value(ctx, home, found)
    if not (found.matched or found.unknown or found.ill) and ctx.slots.get("normal"):
        found.matched += [(Report(e.person, raw=ctx.text), e) for e in episodes]
        found.unclear.append("方便的话量一下，把数字也发给我。")
    found.unclear += [f"“{t.get('raw', '')}”我没看懂，请再发一次。" for t in odd(ctx)]
    return found


def _temperatures(ctx: Context, home: Circle, found: Understood) -> None:
    """Those named first, so that 其他人 is nobody of them."""
    readings = [t for t in ctx.slots.get("temps", []) if _has_value(t)]
    missing: list[Measured] = [{"who": who} for who in ctx.slots.get("missing", [])]
    alone, named = len(readings) == 1, set[int]()
    for reading in [*readings, *missing]:
        if reading.get("who") not in (OTHERS, EVERYBODY):
            named |= {each.person_id for each in home.meant(reading, set(), alone=alone)}
    for reading in readings:
        meant = home.meant(reading, named, alone=alone)
        if not meant:
            found.unknown.append(reading)
        found.matched += [(report_of(each.person, reading, ctx.text), each) for each in meant]


def _symptoms(ctx: Context, home: Circle, found: Understood) -> None:
    """A symptom is of whom it was said; beside the only temperature, and nobody named, that one's."""
    said: dict[str, Sequence[str]] = dict(ctx.slots.get("symptoms_of") or {})
    answered = found.matched and _WHETHER_FEVER.search(ctx.text)
    told: list[Measured] = [{"who": None if who in PRONOUNS else who} for who in said]
    told += [{"person": each["person"]} for each in ctx.slots.get("ill", [])]
    lists = [*said.values(), *(each["symptoms"] for each in ctx.slots.get("ill", []))]
    people = {episode.person_id: episode for _, episode in found.matched}
    for whom, names in zip(told, lists, strict=True):
        # The number answers whether it is a fever, not the question.
        symptoms = [name for name in names if not (answered and name == "发热")]
        if not symptoms:
            continue
        meant = home.meant(whom, set(people), alone=len(said) == 1)
        if whom.get("who") in SELF and len(people) == 1 and "我" not in ctx.text:
            meant = list(people.values())
        if not meant and (whom.get("who") in SELF or not ctx.resident.person_id):
            meant = list(home.episodes[:1])  # better the wrong one of a household than nobody
        if not meant:
            found.ill.append({**whom, "symptoms": symptoms})
        found.matched += [
            (Report(each.person, symptoms=symptoms, raw=ctx.text), each) for each in meant
        ]


def _without_value(ctx: Context, home: Circle, found: Understood) -> None:
    """Note who was not measured, and who is well without a number."""
    named = {episode.person_id for _, episode in found.matched}
    for key, not_measured in (("missing", True), ("well", False)):
        for who in ctx.slots.get(key, []):
            for each in home.meant({"who": who}, named, alone=True):
                if each.person_id in named:
                    continue
                named.add(each.person_id)
                report = Report(each.person, raw=ctx.text, not_measured=not_measured)
                found.matched.append((report, each))


def report_of(person: Member, reading: Measured, raw: str) -> Report:
    low, high = values(reading)[0], reading.get("c_max")
    day = reading.get("day")
    return Report(
        person,
        celsius=low,
        celsius_to=float(high) if high is not None and high != low else None,
        raw=raw,
        site=reading.get("site"),
        part=reading.get("part"),
        day=date.fromisoformat(day) if day else None,
        instead_of=reading.get("instead_of"),
    )
