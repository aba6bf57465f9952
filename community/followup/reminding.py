"""Asking who has not reported: one message a household and part of the day, a second one, no third."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from community.people import tree
from core.budget import Budget
from core.library import Part
from db.followup import asking, closing, episodes, reports
from db.followup.asking import AskWish, HomePhone, OpenSlot
from db.followup.reports import Member
from db.models import DeliveryKind, DeliveryStatus, Episode, Person, SlotDue
from outbox.many import Circular, queue_each

READ = 4  # times what other work reads at once: a household costs a fraction of a millisecond
TIMES = 2  # so often a household is asked about one part of a day
LAST_CALL = timedelta(minutes=30)  # before a slot closes nobody is asked any more
LOOK_AGAIN = timedelta(minutes=15)  # at what could not be sent yet


class AskVerdict(enum.StrEnum):
    """What is done about an open slot at a moment; `why` words the same."""

    ASK = "ask"
    WISHED = "wished_later"  # they want to be asked later
    QUIET = "quiet_hours"  # people sleep
    BY_PHONE = "by_phone"  # they want to be rung, not written to
    WAITS = "not_sent_yet"  # what was asked before has not gone out
    NO_PROGRAMME = "no_programme"  # its content is switched off


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done, and when it is looked at next; None: never."""

    verdict: AskVerdict
    again_at: datetime | None = None


def decide(watch: Watch, slot: OpenSlot, wish: AskWish | None, now: datetime) -> Decision:
    """Decide about one open slot whose moment has come: the only place that does."""
    part = part_of(watch, slot.programme, slot.part)
    if part is None:
        return Decision(AskVerdict.NO_PROGRAMME)
    if slot.waits:
        return Decision(AskVerdict.WAITS, _before(slot, now + LOOK_AGAIN))
    if (at := _too_soon(part, slot)) is not None and at > now:
        return Decision(AskVerdict.WAITS, _before(slot, at))
    if wish is not None and wish.by_phone:
        return Decision(AskVerdict.BY_PHONE)
    if wish is not None and wish.minutes is not None and slot.times_asked == 0:
        at = watch.at_minute(slot.day, wish.minutes)
        if now < at < slot.closes_at:
            return Decision(AskVerdict.WISHED, at)
    if (until := watch.awake_at(now)) > now:
        return Decision(AskVerdict.QUIET, until if until < slot.closes_at else None)
    return Decision(AskVerdict.ASK, _again(part, slot, now))


def _too_soon(part: Part, slot: OpenSlot) -> datetime | None:
    """Return until when it is too soon to ask again: what was asked went out later than it was due."""
    if slot.sent_at is None or part.asks_again_after_minutes is None:
        return None
    return slot.sent_at + timedelta(minutes=part.asks_again_after_minutes)


def _again(part: Part, slot: OpenSlot, now: datetime) -> datetime | None:
    minutes = part.asks_again_after_minutes
    if minutes is None or slot.times_asked + 1 >= TIMES:
        return None
    return _before(slot, now + timedelta(minutes=minutes))


def _before(slot: OpenSlot, at: datetime) -> datetime | None:
    return at if at <= slot.closes_at - LAST_CALL else None


def part_of(watch: Watch, programme: str, name: str) -> Part | None:
    """Return what a programme says of a part of the day; None where it is switched off."""
    known = watch.programmes.get(programme)
    return watch.part(known, name) if known is not None else None


# -- who is asked, and how ------------------------------------------------------------------


def recipient(phones: Iterable[HomePhone], missing: Sequence[OpenSlot]) -> HomePhone | None:
    """Return which phone of a household is asked: one that follows, of whoever answers for it.

    Of those who are missing first; the second time somebody else's, where there is one.
    """
    open_ones = [phone for phone in phones if phone.is_following] or list(phones)
    about = {slot.member.id for slot in missing}
    ranked = sorted(
        open_ones,
        key=lambda each: (
            each.person_id not in about,
            not each.is_respondent,
            -(each.heard_at.timestamp() if each.heard_at else 0),
            each.contact_id,
        ),
    )
    one_each = list({phone.person_id: phone for phone in reversed(ranked)}.values())[::-1]
    times = max(slot.times_asked for slot in missing)
    return one_each[times % len(one_each)] if one_each else None


class MissingReport(Protocol):
    """Who is missing in a part of the day, as far as a reminder names them."""

    @property
    def programme(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def member(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class MissingSlot:
    """One open slot of the tables, as a reminder names it."""

    programme: str
    part: str
    member: Member | Person

    @classmethod
    def of(cls, slot: SlotDue) -> "MissingSlot":
        return cls(slot.episode.programme, slot.part, slot.episode.person)


def text(watch: Watch, missing: Sequence[MissingReport], recipient_id: int | None) -> str:
    """Ask about all who are missing, by name: a sentence for each programme."""
    ordered = sorted(missing, key=lambda each: (each.programme, each.part))
    lines = []
    for (programme, part), group in groupby(ordered, lambda each: (each.programme, each.part)):
        spec, moment = watch.programmes[programme], part_of(watch, programme, part)
        names = ["您" if one.member.id == recipient_id else tree.call(one.member) for one in group]
        label = f"今天{moment.label}" if moment else "今天"
        lines.append(spec.ask.format(names=_and(names), part=label, title=spec.title))
    return "\n".join(lines)


def _and(names: Sequence[str]) -> str:
    return "和".join(filter(None, ["、".join(names[:-1]), names[-1]]))


# -- the clock's part ----------------------------------------------------------------------


@dataclass(slots=True)
class _Written:
    """What one slice has decided, to be written at once."""

    letters: list[tuple[int, int | None, Circular, list[OpenSlot], datetime | None]]
    later: list[dict[str, Any]]
    calls: list[list[OpenSlot]]


class _Deciding:
    """Decides about slots as things stand at one moment; of most of them the same is known."""

    def __init__(self, watch: Watch, now: datetime) -> None:
        self.watch, self.now = watch, now
        self._decided: dict[tuple[Any, ...], Decision] = {}
        self._fields: dict[tuple[str, str], Mapping[str, str]] = {}

    def about(self, slot: OpenSlot, wish: AskWish | None) -> Decision:
        known = (
            slot.programme, slot.part, slot.day, slot.closes_at, slot.times_asked, slot.waits,
            slot.sent_at, wish,
        )  # fmt: skip
        found = self._decided.get(known)
        if found is None:
            found = self._decided[known] = decide(self.watch, slot, wish, self.now)
        return found

    def fields(self, slot: OpenSlot) -> Mapping[str, str]:
        """Return what a template message about a slot is filled with."""
        known = slot.programme, slot.part
        if known not in self._fields:
            part = part_of(self.watch, *known)
            what = f"{part.label if part else ''}体温上报"
            self._fields[known] = {"what": what, "text": "请打开公众号回复体温"}
        return self._fields[known]


class Ring(Protocol):
    """Sees to it that somebody is rung."""

    def __call__(self, db: Session, slots: Sequence[OpenSlot], now: datetime) -> None: ...


def remind(db: Session, watch: Watch, now: datetime, budget: Budget, ring: Ring) -> int:
    """Owe each household one message that names who is missing; return how many were asked.

    Those who want to be rung are handed to `ring`, one household's part of the day at a time.
    """
    limit = budget.rows * READ
    slots = asking.to_ask(db, now, limit)
    if not slots:
        return 0
    phones = asking.phones(db, slots)
    people = {phone.person_id for home in phones.values() for phone in home}
    wishes = asking.wishes(db, people | {slot.member.id for slot in slots})
    written = _Written([], [], [])
    homes = [list(home) for _, home in groupby(slots, lambda slot: slot.home)]
    budget.begin()
    deciding = _Deciding(watch, now)
    for home in budget.take(homes):
        _home(deciding, home, phones.get(home[0].home, []), wishes, written)
    budget.is_more = budget.is_more or len(slots) >= limit
    _write(db, written, now)
    for slots in written.calls:
        ring(db, slots, now)
    return len(written.letters)


def _home(
    deciding: _Deciding,
    home: Sequence[OpenSlot],
    phones: Sequence[HomePhone],
    wishes: Mapping[tuple[int, str], AskWish],
    written: _Written,
) -> None:
    by_part: dict[tuple[Any, str], list[OpenSlot]] = {}
    for slot in home:
        by_part.setdefault((slot.day, slot.part), []).append(slot)
    for slots in by_part.values():
        phone = recipient(phones, slots)
        asked = phone.person_id if phone else slots[0].member.id
        wish = wishes.get((asked, slots[0].part))
        decided = [(slot, deciding.about(slot, wish)) for slot in slots]
        for slot, decision in decided:
            if decision.verdict is not AskVerdict.ASK:
                written.later.append(_put_off(slot, decision))
        if calls := [slot for slot, one in decided if one.verdict is AskVerdict.BY_PHONE]:
            written.calls.append(calls)
        ask = [(slot, one) for slot, one in decided if one.verdict is AskVerdict.ASK]
        if ask:
            missing = [slot for slot, _ in ask]
            again = max((one.again_at for _, one in ask if one.again_at), default=None)
            contact = phone.contact_id if phone else None
            letter = _letter(deciding, missing, asked)
            written.letters.append((asked, contact, letter, missing, again))


def _put_off(slot: OpenSlot, decision: Decision) -> dict[str, Any]:
    reason = None if decision.verdict is AskVerdict.WAITS else decision.verdict.value
    return {"id": slot.id, "asks_at": decision.again_at, "reason": reason}


def _letter(deciding: _Deciding, missing: Sequence[OpenSlot], recipient_id: int) -> Circular:
    said = text(deciding.watch, missing, recipient_id)
    return Circular(DeliveryKind.REMINDER, said, deciding.fields(missing[0]))


def _write(db: Session, written: _Written, now: datetime) -> None:
    ids = queue_each(db, [one[:3] for one in written.letters], now)
    by_time: dict[datetime | None, list[tuple[int, int]]] = {}
    for delivery_id, (_, _, _, missing, again) in zip(ids, written.letters, strict=True):
        by_time.setdefault(again, []).extend((slot.id, delivery_id) for slot in missing)
    for again, by in by_time.items():
        asking.asked(db, by, again, now)
    asking.write(db, written.later)


# -- a reminder that still waits is true when it goes ----------------------------------------


def refresh_reminder(db: Session, watch: Watch, delivery_id: int) -> None:
    """A reminder still waiting names only those who have not reported, or is not sent."""
    reminder = reports.queued_reminder(db, delivery_id)
    if reminder is None:
        return
    left = episodes.open_slots_of_delivery(db, delivery_id)
    if not left:
        reminder.status, reminder.reason = DeliveryStatus.CANCELLED, "already_done"
    else:
        reminder.text = text(watch, [MissingSlot.of(slot) for slot in left], reminder.person_id)
        reminder.lease_until = None  # whoever has the old words in hand does not send them


def refresh_reminders(db: Session, watch: Watch, of: Sequence[Episode]) -> None:
    """Let the reminders that wait in the households of these name nobody who is asked no more."""
    for number in closing.reminders_waiting(db, [one.person_id for one in of]):
        refresh_reminder(db, watch, number)
