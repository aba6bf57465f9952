"""Typed values from residents' messages: readings, dates, places, people, goods."""

from datetime import datetime
from typing import Any

from nlp.normalize import Text, normalize
from nlp.slots import (
    address,
    contact,
    counting,
    dates,
    dialect,
    flags,
    items,
    names,
    people,
    places,
    results,
    sufferers,
    symptoms,
    temperature,
    transport,
    wellness,
)
from nlp.slots.temperature import english

# Longer messages are pasted; their beginning and end are read, so that no message takes long.
HEAD, TAIL = 700, 300


def extract(text: str, at: datetime) -> dict[str, Any]:
    """Read every slot of a message; a key is absent when nothing was found."""
    clean = _clean(text)
    readings, missing = temperature.read(clean, at.date())
    _, absent = symptoms.read(clean)
    of_whom = sufferers.read(clean, readings)
    present = list(dict.fromkeys(name for names in of_whom.values() for name in names))
    found_places = places.read(clean)
    slots: dict[str, Any] = {
        "temps": temperature.as_slots(readings),
        "normal": _is_well(clean, readings, present),
        "symptoms": present,
        "neg_symptoms": absent,
        "symptoms_of": of_whom,
        "duration_days": flags.read_days(clean),
        "urgent": flags.read_urgent(clean),
        "dates": dates.read(clean, at),
        "places": found_places,
        "transport": transport.read(clean),
        "plates": contact.read_plates(clean),
        "phones": contact.read_phones(clean),
        "address": address.read(clean),
        "persons": counting.read(clean),
        "name": names.read(clean),
        "who": people.read_who(clean),
        "test": results.read(clean),
        "contact": flags.read_contact(clean),
        "items": items.read(clean),
        "direction": flags.read_direction(clean),
        "missing": missing,
        "well": wellness.read(clean, readings, missing),
        "pickup_code": flags.read_pickup_code(clean),
        "overseas": flags.read_overseas(clean) or _is_abroad(found_places),
    }
    return {key: value for key, value in slots.items() if value}


def glance(text: str, at: datetime) -> dict[str, Any]:
    """Read only readings and illness: a fifth of what reading everything costs."""
    clean = _clean(text)
    readings, _ = temperature.read(clean, at.date())
    present, _ = symptoms.read(clean)
    slots = {"temps": temperature.as_slots(readings), "symptoms": present}
    return {key: value for key, value in slots.items() if value}


def _clean(text: str) -> Text:
    ends = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"
    return english.spelled(dialect.spelled(normalize(ends)))


def _is_well(text: Text, readings: list[temperature.Reading], present: list[str]) -> bool:
    """Call nothing normal beside a fever, a doubtful value or a symptom."""
    doubt = present or any(r.is_doubtful or r.highest >= temperature.FEVER for r in readings)
    return not doubt and flags.read_normal(text) and not temperature.is_doubtful(text)


def _is_abroad(found: list[dict[str, Any]]) -> bool:
    border = ("香港特别行政区", "澳门特别行政区", "台湾省")
    return any(place.get("country") or place.get("province") in border for place in found)
