"""Whose symptoms they are: 我36.5没事,儿子38.1头疼 is the son's headache."""

import re

from nlp.normalize import Text
from nlp.slots import symptoms
from nlp.slots.people import Mention
from nlp.slots.temperature.named import people
from nlp.slots.temperature.reading import Reading

_NEXT_CLAUSE = re.compile(r"^[^,。;!?]{0,12}$")


def read(text: Text, readings: list[Reading]) -> dict[str, list[str]]:
    """Return the symptoms of each person; 本人 where nobody is named.

    A symptom is of whoever was spoken of last; before anybody was, of whoever is named next in
    the same clause (咳嗽的是儿子).  One that somebody has is theirs though another denies it.
    """
    said, denied = symptoms.complaints(text)
    if not said:
        return {}
    named = people(text, readings)
    without = {(_whose(text.clean, named, readings, at), name) for name, at in denied}
    found: dict[str, list[str]] = {}
    for name, at in said:
        who = _whose(text.clean, named, readings, at)
        if (who, name) not in without and name not in found.get(who, ()):
            found.setdefault(who, []).append(name)
    return found


def _whose(text: str, named: list[Mention], readings: list[Reading], at: int) -> str:
    before = [(m.end, m.who) for m in named if m.end <= at]
    before += [(r.end, r.who or "") for r in readings if r.end <= at and r.who]
    if before:
        return max(before)[1]
    after = next((m for m in named if m.start >= at), None)
    if after is not None and after.who != "本人" and _NEXT_CLAUSE.match(text[at : after.start]):
        return after.who
    return "本人"
