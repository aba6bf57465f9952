"""Where an answer may be known from, and reading a choice."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from core.forms import FormField
from core.phrases import shorten
from core.ports import Unreadable
from dialog.context import Context
from dialog.forms import companions

A_STORY = 8  # characters; less tells only what one wants to do, not what happened
SAID = 120  # so much of somebody's own words is taken into a form
_NONE = re.compile(r"(都)?(没有?|无|不是)(了|的)?[。!！]?")
_BETWEEN = re.compile(r"[\s、，,;；和跟]+")


def look_up(ctx: Context, source: str, *, for_other: bool) -> Any:
    """Return what is known from “person.phone”, “slots.dates” or “message”; None if nothing is."""
    kind, _, name = source.partition(".")
    if kind == "person":
        return None if for_other else _of_person(ctx, name)
    if kind == "message":
        return shorten(ctx.text.strip(), SAID) if len(ctx.text.strip()) >= A_STORY else None
    if kind == companions.FAMILY:
        return None if for_other else companions.told(ctx)
    return _of_slots(ctx.slots, name)


def _of_person(ctx: Context, name: str) -> Any:
    card = ctx.card
    if card is None:
        return None
    if name == "address":
        home = {"building": card.building, "unit": card.entrance, "room": card.room}
        return home if ctx.is_at_home else None
    return getattr(card, name)


def _of_slots(slots: Mapping[str, Any], name: str) -> Any:
    name, _, role = name.partition(".")
    if name == "places":
        return _place(slots, role or "from")
    if name == "symptoms" and not slots.get(name):
        return [] if slots.get("normal") or slots.get("neg_symptoms") else None
    shape = _SHAPES.get(name)
    return shape(slots) if shape else slots.get(name) or None


def _place(slots: Mapping[str, Any], role: str) -> Any:
    places = [p for p in slots.get("places", []) if p.get("role") == role]
    return places[0] if len(places) == 1 and not places[0].get("ambiguous") else None


def _one_day(slots: Mapping[str, Any]) -> Any:
    dates = slots.get("dates", [])
    if len(dates) != 1 or dates[0].get("end") not in (None, dates[0].get("start")):
        return None
    more = {key: value for key, value in dates[0].items() if key in ("part", "time")}
    return {"date": dates[0]["start"], **more}


def _days(slots: Mapping[str, Any]) -> Any:
    """Return from which day to which: 明天去下周三回 names two."""
    dates = slots.get("dates", [])
    if not 1 <= len(dates) <= 2:
        return None
    end = dates[-1].get("end") or dates[-1]["start"]
    later = {"end": end} if end > dates[0]["start"] else {}
    return {"date": dates[0]["start"], **later} if end >= dates[0]["start"] else None


def _door(slots: Mapping[str, Any]) -> Any:
    address = slots.get("address") or {}
    return address if address.get("building") and address.get("room") else None


def _only_phone(slots: Mapping[str, Any]) -> Any:
    phones = slots.get("phones", [])
    return phones[0] if len(phones) == 1 else None


_SHAPES: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "dates": _one_day,
    "period": _days,
    "address": _door,
    "phones": _only_phone,
}


def choose(field: FormField, text: str) -> Any:
    """Read one of a field's choices, or several: by number or by its words.  Raises Unreadable."""
    choices = field.choices or []
    if not field.many:
        return _one_of(choices, text.strip().rstrip("。.、)）"))
    if _NONE.fullmatch(text.strip()) and not any(_NONE.fullmatch(choice) for choice in choices):
        return []
    named = [part for part in _BETWEEN.split(text.strip()) if part]
    return list(dict.fromkeys(_one_of(choices, part) for part in named or [""]))


def _one_of(choices: list[str], said: str) -> str:
    if said.isdigit() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1]
    exact = [choice for choice in choices if said in (choice, shortest(choice))]
    begun = [choice for choice in choices if said and choice.startswith(said)]
    near = [c for c in choices if shortest(c) in said or (said and said in c)]
    partly = [c for c in choices if any(piece in said for piece in _pieces(c))]
    for found in (exact, begun, near, partly):
        if len(found) == 1:
            return found[0]
    numbered = "；".join(f"{i} {choice}" for i, choice in enumerate(choices, 1))
    raise Unreadable(f"请回复前面的数字：{numbered}")


def _pieces(choice: str) -> list[str]:
    """Return what a choice may be called: 流动厨师 or 办席队; 结婚 of 红事（结婚、满月）."""
    return [piece for piece in re.split(r"[（）(),，、或和]", choice) if len(piece) > 1]


def shortest(choice: str) -> str:
    """Return a choice without what stands in brackets: 红事（结婚、满月）."""
    return re.split(r"[（(，,]", choice)[0]
