"""The roster of night duty: who is on tonight, and putting people on it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from community.people import finding, roster, tree
from community.people.access import STAFF, Refused
from community.people.posts import APPOINTERS
from core.phrases import say_date, say_day
from dialog import Context, Reply, Router, spoken_of
from handlers.people import picking

router = Router("duty")
put_right = Router("duty put right")  # heard before a swap that somebody asks for

DAY = timedelta(days=1)
SHOWN = 7
MOST = 40
HOW = "排夜班请写日子和名字，比如“今晚值班 张敏”，“值班表 12月1日 张敏 12月2日 李梅”。"
WHY_NOT = {
    "not_appointer": "值班表由社区书记排，请告诉书记。",
    "past": "{about}的夜班已经过去了，请再看看日期。",
    "too_far": "{about}太远了，值班表最多排三个月。",
    "gone": "{about}已经不在社区了，请换一位。",
    "away": "{about}请了假，值不了。请换一位。",
}
_NIGHT = r"(?:今天?|明天?|后天?|大后天)?(?:晚上?|夜里)"
_NO_ROSTER = re.compile(
    r"还?没(?:有)?(?:定|出|排|弄|好|人|发|下来|安排)|没谁|空着|缺人|排好了?没|出来没|定了没"
)
_IS_NAME = re.compile(r"[一-龥·]{2,6}")
_NO_NAME = re.compile(
    r"值夜?班表?|晚上|夜里|夜班|换成|改成|改为|由|让|请|是|排|[：:，,、。;；\s（）()]|周[一二三四五六日]"
)


@router.command(
    rf"(?:{_NIGHT}|下?周[一二三四五六日天]晚?上?)?\s*(?:是|轮到)?(?:谁|哪个|哪位)(?:在|来)?值夜?班[呀啊呢]*[?？]*"
    r"|(?:看看?|查)?(?:夜班|值班)表?(?:是?谁)?[?？]*",
    may=STAFF,
)
def who(ctx: Context, _: object) -> str:
    """Take “今晚谁值班”, “值班表”: the nights from tonight on, or the one that was asked for."""
    unit = roster.community_of(ctx.db, ctx.actor)
    if unit is None:
        return HOW
    first, last = _asked(ctx)
    nights = roster.nights(ctx.db, unit, first, last, ctx.now, ctx.house.zone)
    lines = [f"{say_day(night.day)} {_of(night)}" for night in nights]
    if not any(night.person for night in nights):
        lines = [f"{say_day(first)}晚上还没有排人，夜里的急事照平常的次序告诉大家。"]
    return "\n".join(["夜班（22:00到次日7:00）：", *lines, *([HOW] if _may_set(ctx) else [])])


def _asked(ctx: Context) -> tuple[date, date]:
    dates = ctx.slots.get("dates", [])
    if not dates:
        tonight = roster.tonight(ctx.now, ctx.house.zone)
        return tonight, tonight + DAY * (SHOWN - 1)
    day = _nights_of(ctx, dates[0])[0]
    return day, day


def _of(night: roster.Night) -> str:
    if night.person is None:
        return "还没排人"
    return f"{tree.call(night.person)} {night.person.phone or ''}".strip()


def _may_set(ctx: Context) -> bool:
    return ctx.actor.holds(APPOINTERS)


@router.command(r"(?=.{4,600}\Z)(?=.*值夜?班)(?!.*[?？谁吗]).*", may=STAFF)
def enter(ctx: Context, _: object) -> Reply | str | None:
    """Take “今晚值班 张敏”, “明晚由李梅值班”, “值班表 12月1日 张敏 12月2日 李梅”."""
    dates = ctx.slots.get("dates", [])[:MOST]
    if dates and _NO_ROSTER.search(ctx.text):
        return who(ctx, None)  # “这周末值班表还没出” names nobody
    if (
        not dates
        or ctx.parse.danger
        or not re.match(r"值|夜班|今|明|后|大后|下|本|这|周|\d|由", ctx.text)
    ):
        return None
    wanted = [(day.isoformat(), name) for day, name in _named(ctx, dates)]
    if not all(_IS_NAME.fullmatch(name) for _, name in wanted):
        is_roster = ctx.text.startswith("值") or not any(name for _, name in wanted)
        return HOW if is_roster and _may_set(ctx) else None  # “今天值班的时候…” is talk
    if not _may_set(ctx):
        return WHY_NOT["not_appointer"]
    return _resolve(ctx, wanted, {})


def _named(ctx: Context, dates: Sequence[Mapping[str, Any]]) -> list[tuple[date, str]]:
    """Return each night that is named with the name beside it."""
    text, found = ctx.text, []
    at = 0
    places: list[tuple[int, int]] = []
    for said in dates:
        raw = str(said["raw"])
        begin = text.find(raw, at)
        at = begin + len(raw)
        places.append((begin, at))
    before = _name(text[: places[0][0]])
    for number, (said, (_, end)) in enumerate(zip(dates, places, strict=True)):
        until = places[number + 1][0] if number + 1 < len(places) else len(text)
        name = _name(text[end:until]) or (before if number == 0 else "")
        found += [(day, name) for day in _nights_of(ctx, said)]
    return found[:MOST]


def _name(piece: str) -> str:
    return _NO_NAME.sub("", piece)


def _nights_of(ctx: Context, said: Mapping[str, Any]) -> list[date]:
    """Return the nights of a date; what is called tonight before seven is the night that runs."""
    first = date.fromisoformat(str(said["start"])[:10])
    last = date.fromisoformat(str(said.get("end") or said["start"])[:10])
    if first == last == ctx.local_sent_at.date() and str(said.get("raw", "")).startswith("今"):
        first = last = roster.tonight(ctx.now, ctx.house.zone)
    return [first + DAY * n for n in range(min((last - first).days + 1, MOST))]


def _resolve(ctx: Context, wanted: list[tuple[str, str]], known: dict[str, int]) -> Reply | str:
    """Find whom the names mean, one question at a time where several may be meant."""
    for _, said in wanted:
        if said in known:
            continue
        people = finding.whom(ctx.actor, ctx.db, said, ctx.now, ctx.house.zone)
        if not people:
            return picking.NOT_FOUND.format(said=said)
        if len(people) > 1:
            return picking.ask(ctx, said, people, "on_duty", wanted=wanted, named=known, asked=said)
        known[said] = people[0].person_id
    return _enter(ctx, [(date.fromisoformat(day), known[said]) for day, said in wanted])


def _go_on(ctx: Context, person_id: int, asked: Mapping[str, Any]) -> Reply | str:
    wanted = [(str(day), str(said)) for day, said in asked["wanted"]]
    return _resolve(ctx, wanted, {**asked["named"], str(asked["asked"]): person_id})


picking.on_pick(router, "on_duty", _go_on)


def _enter(ctx: Context, wanted: list[tuple[date, int]]) -> str:
    done = roster.enter(ctx.actor, ctx.db, wanted, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    lines = [f"{say_date(night.day)}晚上 {_of(night)}" for night in done]
    return "\n".join(
        [
            "排好了，22:00到次日7:00的急事先告诉：",
            *lines,
            "已经告诉值班的人；要换人，再写一遍就行。",
        ]
    )


# -- put right after it was made ------------------------------------------------------------------

_OF_NIGHTS = re.compile(r"值夜?班|夜班|排班|班表")
_OTHERWISE = re.compile(
    r"(?:换|改)(?:成|为|给|由)?\s*(?P<name>[一-龥·]{2,4}?)(?:来|值|上|吧|了|呗|[\s,，。]|$)"
)
_SWAPPED = re.compile(r"对调|互换|换一下|调换|调一下|换过来")
NONE_SET = "{day}还没有排人，换不了。排班写“{day}值班 张敏”。"


@put_right.command(r"(?s:(?=.{4,30}\Z).*(?:换|改|对调|调).*)", may=STAFF)
def otherwise(ctx: Context, _: object) -> Reply | str | None:
    """Take “22号的换成马杰”, “22号和23号对调一下” right after the roster was spoken of."""
    dates = ctx.slots.get("dates", [])
    if not dates or ctx.slots.get("temps") or re.search(r"[?？]|吗|通知|请假|[点:：]", ctx.text):
        return None
    if not any(_OF_NIGHTS.search(text) for text, _ in spoken_of.told_before(ctx)[:3]):
        return None
    nights = [day for said in dates for day in _nights_of(ctx, said)]
    if _SWAPPED.search(ctx.text) and len(nights) == 2:
        return _swap(ctx, nights) if _may_set(ctx) else WHY_NOT["not_appointer"]
    named = _OTHERWISE.search(ctx.text)
    if named is None:
        return None
    if not _may_set(ctx):
        return WHY_NOT["not_appointer"]
    return _resolve(ctx, [(day.isoformat(), named["name"]) for day in nights], {})


def _swap(ctx: Context, days: Sequence[date]) -> str | None:
    unit = roster.community_of(ctx.db, ctx.actor)
    if unit is None:
        return None
    zone = ctx.house.zone
    found = [roster.nights(ctx.db, unit, day, day, ctx.now, zone)[0] for day in days]
    empty = next((night for night in found if night.person is None), None)
    if empty is not None:
        return NONE_SET.format(day=say_date(empty.day))
    people = [night.person.id for night in found if night.person is not None]
    return _enter(ctx, list(zip(days, reversed(people), strict=True)))
