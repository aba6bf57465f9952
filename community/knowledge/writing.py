"""Staff write a rule: shown as it would be, then handed in for a second person, or in force at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import corrections, drafting, library
from community.knowledge.enforcing import Contradicted, InForce, contradicted, put_in_force
from community.knowledge.finding import Knowledge
from community.knowledge.library import Live
from community.knowledge.rights import LEVELS, WRITERS, Mandate, mandate, seat_of
from community.knowledge.shelf import Held
from community.knowledge.wording import say_span
from community.people import access, tree
from community.people.access import Actor, Refused
from core.library import Level, Rule
from db.models import DeliveryKind, Person, Role
from db.people import units
from outbox import queue

WINDOW = timedelta(days=30)  # whoever asked within it hears that a rule changed


@dataclass(frozen=True, slots=True)
class Wished:
    """A rule in somebody's words, what was understood of them, and the one it changes."""

    text: str
    slots: Mapping[str, Any]
    guesses: Sequence[str]
    titles: Mapping[str, str]
    turn_id: int
    old: Held[Rule] | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule as it would be: how many would hear something else, and which milder one is above."""

    rule: Rule
    concerned: int
    above: Held[Rule] | None


@dataclass(frozen=True, slots=True)
class Written:
    """A rule that was handed in: who was asked to approve it, or that it is in force at once."""

    number: int
    asked: tuple[str, ...] = ()
    in_force: InForce | None = None


def propose(
    actor: Actor, db: Session, known: Knowledge, wished: Wished, now: datetime, zone: ZoneInfo
) -> Proposal | Refused:
    """Read a rule and look at what it would change; nothing is written.  Raises Unclear."""
    by = mandate(actor, known.area)
    if by is None:
        return Refused("not_writer")
    if not wished.text:
        return Refused("empty")
    rule = _read(by, wished, now.astimezone(zone))
    draft = as_draft(rule, zone)
    moment = max(now, draft.from_at or now)
    then = drafting.as_if(known, draft)
    count = corrections.concerned(db, then, moment, WINDOW, zone)
    return Proposal(rule, count, drafting.milder_above(known, draft, now))


def _read(by: Mandate, wished: Wished, local_now: datetime) -> Rule:
    """Read the rule; of one from above a local rule is made, which leaves it standing."""
    old = wished.old.piece if wished.old else None
    key = old.id if old and old.level == by.level else f"local_{wished.turn_id}"
    return drafting.read(
        wished.text,
        wished.slots,
        by,
        local_now.date(),
        wished.titles,
        wished.guesses,
        old=old,
        key=key,
    )


def as_draft(rule: Rule, zone: ZoneInfo) -> Held[Rule]:
    """Hold the draft above every version there is, from its moment on."""
    from_at, until_at = rule.effective.moments(zone)
    return Held(rule, version=1_000_000, from_at=from_at, until_at=until_at)


def submit(
    actor: Actor,
    db: Session,
    live: Live,
    rule: Rule,
    supersedes: int | None,
    now: datetime,
    zone: ZoneInfo,
) -> Written | Contradicted | Refused:
    """Hand a rule in; what restricts nobody holds at once, the rest waits for a second person."""
    known = live.look(db)
    by = mandate(actor, known.area)
    if by is None or rule.level < by.level:
        return Refused("not_writer")
    draft = as_draft(rule, zone)
    if not rule.restricts and (against := contradicted(db, live, draft)):
        return against
    author = actor.person(db)
    row = library.add_version(db, rule, now, zone, author=author, supersedes=supersedes)
    access.record(db, actor, now, "rule_written", detail=f"R{row.id}")
    told = _Colleagues(db, actor, by, now, zone)
    if above := drafting.milder_above(known, draft, now):
        _warn_above(told, row.id, rule, above)
    if not rule.restricts:
        return Written(row.id, in_force=put_in_force(actor, db, row, rule, now, zone))
    return Written(row.id, _ask_others(told, row.id, rule))


@dataclass(frozen=True, slots=True)
class _Colleagues:
    """Everybody who holds a post beside or above whoever writes."""

    db: Session
    author: Actor
    by: Mandate
    now: datetime
    zone: ZoneInfo

    def tell(self, roles: Collection[Role], text: str) -> tuple[str, ...]:
        """Owe a text to whoever else holds one of these posts; return how they are called."""
        others = self._holding(roles)
        for person in others:
            queue(self.db, DeliveryKind.INFO, text, self.now, person_id=person.id)
        return tuple(tree.call(person) for person in others)

    def _holding(self, roles: Collection[Role]) -> list[Person]:
        seat = seat_of(self.author)
        if self.by.level is not Level.COMMUNITY:
            seat = units.root_community(self.db) or seat
        if seat is None:
            return []
        found = tree.responsible(self.db, seat, sorted(roles), self.now, self.zone)
        return [person for person in found if person.id != self.author.person_id]


def _ask_others(told: _Colleagues, number: int, rule: Rule) -> tuple[str, ...]:
    """Ask everybody who may approve; return how they are called."""
    who = f"{told.by.issuer}{tree.call(told.author.person(told.db))}"
    return told.tell(
        WRITERS,
        f"【规定待批】R{number}，{who}写：{rule.answer}"
        f"（{say_span(rule.effective)}）同意回复“批准 {number}”，不同意回复“不批准 {number}”。",
    )


def _warn_above(told: _Colleagues, number: int, rule: Rule, above: Held[Rule]) -> None:
    """The level above hears, before anybody approves, that something stricter was written."""
    told.tell(
        {role for role, level in LEVELS.items() if level < told.by.level},
        f"【层层加码提醒】{told.by.issuer}写的R{number}比上级严。上级{above.code}："
        f"{above.piece.answer}\nR{number}：{rule.answer}",
    )
