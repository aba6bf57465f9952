"""Whose temperature and whose symptoms: what was said, matched to the people of a household."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.followup import Member, Report, Watched
from community.followup.taking import begin_beside
from community.people import family
from dialog import Context

_SAID_BEFORE = re.compile(
    r"([一-龥·]{1,6}?)(?:的?体温|今天|早上|晚上|中午|烧到|量了|是|[:：\s])*\Z"
)
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
        f"{values(t)[0]:.1f}是谁的？请写上称呼，比如“老伴{values(t)[0]:.1f}”。"
        for t in unknown
        if t.get("who") in SELF or not ctx.resident.person_id
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
        episode = _whose(ctx, episodes, reading, len(readings))
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
    whom: Measured = {"who": who, "person": ctx.slots.get("person")}
    episode = _whose(ctx, episodes, whom, 1)
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
    ctx: Context, episodes: Sequence[Watched], reading: Measured, readings: int
) -> Watched | None:
    """Find whom a reading is about: by name, by relation, or the only one it can be.

    Nobody is written down because of a word: whoever is not known is asked about.
    """
    who = reading.get("who")
    if (member := _member(ctx, episodes, reading)) is not None:
        return member
    if who not in SELF and family.names_somebody_else(word_of(ctx, reading), str(who)):
        return None
    if who in SELF and readings == 1 and (called := _called(ctx, episodes)) is not None:
        return called
    if who in SELF:
        return None if who is None and readings > 1 else _known(ctx, episodes, who)
    if (known := _known(ctx, episodes, who)) is not None:
        return known
    return None


def _member(ctx: Context, episodes: Sequence[Watched], reading: Measured) -> Watched | None:
    """Find whoever of the household is meant; those who are not watched over are from now on."""
    day = ctx.local_sent_at.date()
    number, who = reading.get("person"), reading.get("who")
    family_ = family.members(ctx.resident, ctx.db, day)
    if number is not None:
        person = next((each for each in family_ if each.id == number), None)
    elif who in SELF:
        return None
    else:
        person = family.whom(ctx.resident, ctx.db, word_of(ctx, reading), str(who), day)
    if person is None:
        return None
    running = next((e for e in episodes if e.person_id == person.id), None)
    return running or begin_beside(ctx.db, ctx.house.watch, episodes[0], person, ctx.sent_at)


def word_of(ctx: Context, reading: Measured) -> str:
    """Return how somebody was called in the text: “小宝”, “我妈”; else as it was understood."""
    who = str(reading.get("who") or "")
    if who and who in ctx.text:
        before = ctx.text[: ctx.text.index(who) + len(who)]
        named = re.search(r"[一-龥·]{1,6}\Z", before)
        said = named[0] if named else who
        return said if family.names_somebody_else(said, who) and len(said) <= len(who) + 1 else who
    raw = str(reading.get("raw") or reading.get("c") or "")
    at = ctx.text.find(raw) if raw else -1
    found = _SAID_BEFORE.search(ctx.text[:at]) if at > 0 else None
    return found[1] if found and len(found[1]) >= 2 else who


def _called(ctx: Context, episodes: Sequence[Watched]) -> Watched | None:
    """Find the one of the household whose name stands in the text, wherever it stands."""
    if "我" in ctx.text:
        return None
    called = [e for e in episodes if e.person.name and e.person.name in ctx.text]
    return called[0] if len(called) == 1 else None
