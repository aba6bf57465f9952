"""Whose temperature and whose symptoms: what was said, matched to the people of a household."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.followup import Member, Report, Watched
from community.followup.taking import begin_beside
from dialog import Context

_WHETHER_FEVER = re.compile(
    r"(算|是不是|是否|属于|会不会是)[^，,。？?]{0,3}(发烧|发热|低烧)|(发烧|发热|低烧)(吗|么|不|没)"
)
SELF = {None, "本人", "我"}

Measured = Mapping[str, Any]
Matched = list[tuple[Report, Watched]]


def values(reading: Measured) -> list[float]:
    found = [reading.get(key) for key in ("c", "c_min", "c_max", "approx_c")]
    return [float(value) for value in found if value is not None]


def odd(ctx: Context) -> list[Measured]:
    """Return the numbers that cannot be temperatures as they stand."""
    return [t for t in ctx.slots.get("temps", []) if not _has_value(t)]


def _has_value(reading: Measured) -> bool:
    return bool(reading.get("plausible", True) and values(reading))


def match(ctx: Context, episodes: Sequence[Watched]) -> tuple[Matched, str, list[Measured]]:
    """Return what can be stored, what must be asked, and the readings nobody can be found for."""
    found, unknown = _temperatures(ctx, episodes)
    unclear = [
        f"{values(t)[0]:.1f}是谁的？请写上称呼，比如“老伴{values(t)[0]:.1f}”。" for t in unknown
    ]
    found += _symptoms(ctx, episodes, found)
    found += _not_measured(ctx, episodes)
    if not found and not unclear and ctx.slots.get("normal"):
        found += [(Report(e.person, raw=ctx.text), e) for e in episodes]
        unclear.append("方便的话量一下，把数字也发给我。")
    unclear += [f"“{t.get('raw', '')}”我没看懂，请再发一次。" for t in odd(ctx)]
    return found, "\n".join(unclear), unknown


def _temperatures(ctx: Context, episodes: Sequence[Watched]) -> tuple[Matched, list[Measured]]:
    found: Matched = []
    unknown: list[Measured] = []
    readings = [t for t in ctx.slots.get("temps", []) if _has_value(t)]
    for reading in readings:
        episode = _whose(ctx, episodes, reading.get("who"), len(readings))
        if episode is None:
            unknown.append(reading)
        else:
            found.append((_report(episode.person, reading, ctx.text), episode))
    return found, unknown


def _symptoms(ctx: Context, episodes: Sequence[Watched], measured: Matched) -> Matched:
    """Beside the only temperature, a symptom is that person's; else whoever is named or speaks."""
    symptoms = list(ctx.slots.get("symptoms", []))
    if measured and _WHETHER_FEVER.search(ctx.text):  # the number answers that, not the question
        symptoms = [symptom for symptom in symptoms if symptom != "发热"]
    if not symptoms:
        return []
    who = ctx.slots.get("who")
    episode = _whose(ctx, episodes, who, 1)
    if who is None and len(measured) == 1:
        episode = measured[0][1]
    if episode is None:  # nobody said who: better the wrong person of the household than nobody
        episode = episodes[0]
    return [(Report(episode.person, symptoms=symptoms, raw=ctx.text), episode)]


def _not_measured(ctx: Context, episodes: Sequence[Watched]) -> Matched:
    found: Matched = []
    for who in ctx.slots.get("missing", []):
        episode = _known(ctx, episodes, who)
        if episode is not None:
            found.append((Report(episode.person, raw=ctx.text, not_measured=True), episode))
    return found


def _report(person: Member, reading: Measured, raw: str) -> Report:
    low, high = values(reading)[0], reading.get("c_max")
    return Report(
        person,
        celsius=low,
        celsius_to=float(high) if high is not None and high != low else None,
        raw=raw,
        site=reading.get("site"),
        part=reading.get("part"),
    )


def _known(ctx: Context, episodes: Sequence[Watched], who: str | None) -> Watched | None:
    """Find somebody who is watched over already: by name, by relation, or the one who speaks."""
    if who in SELF:
        own = next((e for e in episodes if e.person_id == ctx.resident.person_id), None)
        return own or (episodes[0] if len(episodes) == 1 else None)
    return next((e for e in episodes if who in {e.person.name, e.person.relation}), None)


def _whose(
    ctx: Context, episodes: Sequence[Watched], who: str | None, readings: int
) -> Watched | None:
    """Find whom a reading is about: by name, by relation, or the only one it can be."""
    if who in SELF and readings == 1 and (called := _called(ctx, episodes)) is not None:
        return called
    if who in SELF:
        return None if who is None and readings > 1 else _known(ctx, episodes, who)
    if (known := _known(ctx, episodes, who)) is not None:
        return known
    others = [e for e in episodes if e.person_id != ctx.resident.person_id]
    if len(others) == 1 and others[0].person.relation is None:
        return others[0]
    return begin_beside(ctx.db, ctx.house.watch, episodes[0], str(who), ctx.sent_at, ctx.now)


def _called(ctx: Context, episodes: Sequence[Watched]) -> Watched | None:
    """Find the one of the household whose name stands in the text, wherever it stands."""
    if "我" in ctx.text:
        return None
    called = [e for e in episodes if e.person.name and e.person.name in ctx.text]
    return called[0] if len(called) == 1 else None
