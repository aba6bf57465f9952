"""What households hear: how it works, who is still missing, what was stored."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.followup.watch import Noted, Report
from community.people import tree
from core.library import Programme
from core.phrases import day_word, held_up
from db.models import Contact, Person
from db.people import contacts


def whom_to_ask(db: Session, person: Person) -> Contact | None:
    """Return who answers for this person: themselves, or somebody of the household."""
    own = contacts.of_person(db, person.id)
    if own is not None and own.state == "following":
        return own
    if person.household_id is not None:
        others = contacts.of_household(db, person.household_id)
        if others:
            return others[0]
    return own


def welcome(programme: Programme, names: str, ends_on: date, team: Sequence[str] = ()) -> str:
    """What a household hears when follow-up begins: how it works, whom to ask, why, how long it is kept."""
    text = programme.welcome.format(
        names=names, title=programme.title, ends=f"{ends_on.month}月{ends_on.day}日"
    )
    asks = "、".join(f"{part.label}{part.asks:%H:%M}" for part in programme.parts)
    times = f"{asks}没收到会提醒您一次。要药、要菜、收垃圾，直接说就行。"
    who = f"管您家的：{'；'.join(team)}。" if team else ""
    return "\n".join(part for part in (text, times, who, programme.purpose) if part)


def describe(noted: Sequence[Noted], recipient_id: int | None, today: date) -> str:
    """Repeat what was stored, a line for each person: who, which part of which day, what."""
    lines: dict[tuple[int, date, str], list[str]] = {}
    called: dict[tuple[int, date, str], str] = {}
    for item in noted:
        report = item.report
        key = (report.person.id, item.day, item.part.name)
        who = "您" if report.person.id == recipient_id else tree.call(report.person)
        called[key] = f"{who}{day_word(item.day, today)}{item.part.label}"
        lines.setdefault(key, []).extend(_words(report))
    return "\n".join(f"{called[key]} {'、'.join(words)}" for key, words in lines.items())


def told(noted: Sequence[Noted], now: datetime, zone: ZoneInfo) -> str:
    """Say for staff what somebody reported: “早上 37.6℃、咳嗽”, and when, if it was held up."""
    by_part: dict[str, list[str]] = {}
    today = now.astimezone(zone).date()
    for item in noted:
        other = day_word(item.day, today) if item.day != noted[0].day else ""
        by_part.setdefault(f"{other}{item.part.label}", []).extend(_words(item.report))
    said = "，".join(f"{part} {'、'.join(words)}" for part, words in by_part.items())
    return said + held_up(noted[0].sent_at, now, zone, "报的")


def _words(report: Report) -> list[str]:
    value = report.value
    words = [f"{value}℃"] if value else []
    words += report.symptoms
    return words or (["没量"] if report.not_measured else ["一切正常"])
