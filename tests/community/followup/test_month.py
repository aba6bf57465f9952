"""A simulated month: nobody who reported is reminded, nobody is forgotten, no loop is without an end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community import followup
from community.followup import Report, auditing, silence
from community.work import escalation
from db import Database
from db.followup.reports import Watched
from db.followup.silence import silent_with
from db.models import (
    GOING_ON,
    Contact,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Episode,
    EpisodeState,
    ItemKind,
    ItemState,
    Observation,
    Person,
    SlotDue,
    SlotState,
    Step,
    WorkItem,
)
from scheduler.context import JobContext
from tests.common import examples
from tests.conftest import community_time
from tests.databases import Prepared
from tests.scheduler.followup.test_slots import tick

START = community_time("2026-11-21T05:30")
DAYS = 28
MEMBERS = 3
ACTS = st.sampled_from(
    ["report", "report", "report all", "late", "again", "not measured", "lose", "find", "take", "finish", "nothing"]
)  # fmt: skip
STEPS = st.lists(
    st.tuples(ACTS, st.integers(0, MEMBERS - 1), st.sampled_from([20, 61, 125, 245, 360, 700])),
    min_size=8,
    max_size=30,
)
QUIET: Any = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def family(db: Session, context: JobContext, openid: str) -> list[Episode]:
    """Return the episodes of a household of three, observed for a month."""
    head = db.scalars(select(Contact).where(Contact.address == openid)).one().person
    assert head is not None
    programme = context.watch.programmes["chik_2025"]
    for name in ("张小宝", "张老太"):
        person = Person(household_id=head.household_id, name=name, created_at=START)
        db.add(person)
        db.flush()
        followup.open_episode(db, context.watch, person, programme, DAYS, START)
    home = select(Person.id).where(Person.household_id == head.household_id)
    episodes = list(db.scalars(select(Episode).where(Episode.person_id.in_(home))))
    for episode in episodes:
        episode.ends_on = (START + timedelta(days=DAYS)).date()
    db.flush()
    return episodes[:MEMBERS]


@dataclass
class Month:
    """One household, and everything that happens to it and to what is sent."""

    db: Session
    context: JobContext
    episodes: list[Episode]
    now: datetime = START
    is_lost: bool = False  # nothing reaches them

    def play(self, act: str, who: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.clock()
        getattr(self, f"_{act.replace(' ', '_')}")(who)
        self.db.expire_all()
        self.send()
        self.now += timedelta(minutes=6)
        self.clock()

    def clock(self) -> None:
        before = self.asked()
        tick(self.db, self.context, self.now)
        self.db.expire_all()
        for slot in self.asked() - before:
            self.check_asked(slot)
        self.send()
        found = auditing.look(self.db, self.context.watch, self.now)
        assert found == {}, (self.now, found)

    def asked(self) -> set[tuple[int, int]]:
        mine = SlotDue.episode_id.in_([one.id for one in self.episodes])
        rows = self.db.execute(select(SlotDue.id, SlotDue.times_asked).where(mine))
        return {(slot, times) for slot, times in rows if times}

    def check_asked(self, asked: tuple[int, int]) -> None:
        slot = self.db.get_one(SlotDue, asked[0])
        told = select(Observation.id).where(
            Observation.person_id == slot.episode.person_id,
            Observation.day == slot.day,
            Observation.part == slot.part,
            # “没量” before it is time says only that there is nothing yet.
            (Observation.kind != "not_measured") | (Observation.at >= slot.opens_at),
        )
        assert self.db.scalars(told).first() is None, "asked after having reported"
        assert asked[1] <= 2 and slot.opens_at <= self.now < slot.closes_at

    def send(self) -> None:
        """Let what waits reach its people, or not."""
        waits = select(Delivery).where(Delivery.status == DeliveryStatus.QUEUED)
        ours = {one.person_id for one in self.episodes}
        for delivery in self.db.scalars(waits).all():
            is_lost = self.is_lost and delivery.kind is DeliveryKind.REMINDER
            if is_lost and delivery.person_id in ours:
                delivery.status, delivery.reason = DeliveryStatus.FAILED, "not_following"
                silence.unreachable(
                    self.db, self.context.watch, delivery, self.now, self.context.desk
                )
            else:
                delivery.status, delivery.wired_at = DeliveryStatus.WIRED, self.now
        self.db.flush()
        self.db.expire_all()

    # -- what happens -------------------------------------------------------------------------

    def _say(self, who: int, sent_at: datetime, **told: Any) -> None:
        watched = Watched.of(self.episodes[who])
        if not watched.ends_on >= self.context.watch.today(sent_at):
            return
        report = Report(watched.person, raw="x", **told)
        followup.note(
            self.db, self.context.watch, watched, report, sent_at, told_by=None, turn_id=None, now=self.now
        )  # fmt: skip

    def _report(self, who: int) -> None:
        self._say(who, self.now, celsius=36.5)

    def _report_all(self, _: int) -> None:
        for who in range(MEMBERS):
            self._report(who)

    def _late(self, who: int) -> None:
        self._say(who, max(START, self.now - timedelta(hours=3)), celsius=36.6)

    def _again(self, who: int) -> None:
        for _ in range(2):
            self._report(who)

    def _not_measured(self, who: int) -> None:
        self._say(who, self.now, not_measured=True)

    def _lose(self, _: int) -> None:
        self.is_lost = True

    def _find(self, _: int) -> None:
        self.is_lost = False

    def _items(self) -> list[WorkItem]:
        ours = [one.person_id for one in self.episodes]
        going_on = WorkItem.state.in_(GOING_ON) & WorkItem.person_id.in_(ours)
        return list(self.db.scalars(select(WorkItem).where(going_on)))

    def _take(self, _: int) -> None:
        for item in self._items():
            item.owner_id = escalation_owner(self.db, item)
            item.taken_at = self.now
            escalation.settle(self.db, item, ItemState.TAKEN, self.now)

    def _finish(self, _: int) -> None:
        for item in self._items():
            escalation.settle(self.db, item, ItemState.DONE, self.now)

    def _nothing(self, _: int) -> None:
        pass

    # -- what must be true --------------------------------------------------------------------

    def nobody_is_forgotten(self) -> None:
        """Whoever is silent has an item, or somebody has closed one since."""
        for episode in self.episodes:
            silent = silent_with(self.db, episode.person_id)
            mine = [one for one in silent if one.member.id == episode.person_id]
            if mine and self.now - mine[0].since < timedelta(days=1):
                kinds = WorkItem.kind == ItemKind.SILENCE
                since = WorkItem.state.in_(GOING_ON) | (WorkItem.closed_at > mine[0].since)
                assert self.db.scalars(select(WorkItem.id).where(kinds, since)).first()
        per_home = [item for item in self._items() if item.kind is ItemKind.SILENCE]
        assert len(per_home) <= 1

    def all_ends(self) -> None:
        """A day after the last each has ended, or is still asked and somebody looks at why not."""
        self.now = START + timedelta(days=DAYS + 2, hours=4)
        for _ in range(2):
            tick(self.db, self.context, self.now)
            self.send()
            found = auditing.look(self.db, self.context.watch, self.now)
            for kind, rows in found.items():
                auditing.repair(
                    self.db, self.context.watch, kind, rows, self.now, self.context.desk
                )
            self.now += timedelta(minutes=1)
        self.db.expire_all()
        ended = [one for one in self.episodes if one.state is EpisodeState.ENDED]
        mine = SlotDue.episode_id.in_([one.id for one in ended])
        states = set(self.db.scalars(select(SlotDue.state).where(mine)))
        assert SlotState.OPEN not in states
        kinds = [item.kind for item in self._items()]
        if len(ended) == len(self.episodes):
            assert not {ItemKind.SILENCE, ItemKind.RELEASE} & set(kinds)
            return
        assert ItemKind.RELEASE in kinds
        for held in set(self.episodes) - set(ended):
            self.is_asked_on(held)

    def is_asked_on(self, held: Episode) -> None:
        """Whoever is held is asked today as before."""
        today = self.context.watch.today(self.now)
        days = select(SlotDue.day).where(SlotDue.episode_id == held.id)
        assert held.held_on == today
        assert today in set(self.db.scalars(days))


def escalation_owner(db: Session, item: WorkItem) -> int | None:
    return db.scalars(select(Step.person_id).where(Step.item_id == item.id)).first()


@settings(max_examples=examples(6), **QUIET)
@given(steps=STEPS)
def test_nobody_reported_is_reminded_nobody_is_forgotten_and_all_ends(
    plain_database: Database, prepared: Prepared, context: JobContext, steps: list[Any]
) -> None:
    with plain_database.rehearse() as db:
        month = Month(db, context, family(db, context, prepared.who["observed"][0]))
        for act, who, minutes in steps:
            month.play(act, who, minutes)
            month.nobody_is_forgotten()
        month.all_ends()


# -- any order gives the same file ----------------------------------------------------------

REPORTS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 48 * 60), st.sampled_from([36.4, 36.9, 37.8])),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[1],
)
File = dict[tuple[int, date, str], tuple[str, str | None]]  # by who of the family, day and part


@settings(max_examples=examples(9), **QUIET)
@given(reports=REPORTS, data=st.data())
def test_any_order_of_duplicate_late_and_lost_messages_gives_the_same_file(
    plain_database: Database,
    prepared: Prepared,
    context: JobContext,
    reports: list[Any],
    data: st.DataObject,
) -> None:
    other = data.draw(st.permutations(reports))
    twice = data.draw(st.lists(st.sampled_from(reports), max_size=4))
    openid = prepared.who["observed"][0]
    files = [
        _filed(plain_database, context, openid, order) for order in (reports, [*other, *twice])
    ]

    assert files[0] == files[1]


def _filed(
    database: Database, context: JobContext, openid: str, order: list[tuple[int, int, float]]
) -> File:
    with database.rehearse() as db:
        month = Month(db, context, family(db, context, openid))
        for at in range(6, 52, 2):
            tick(db, context, START + timedelta(hours=at))
        db.execute(update(Delivery).values(status=DeliveryStatus.WIRED))
        month.now = START + timedelta(hours=52)
        for who, minutes, celsius in order:
            month._say(who, START + timedelta(minutes=minutes), celsius=celsius)
            db.flush()
            db.expire_all()
        return _file(db, month)


def _file(db: Session, month: Month) -> File:
    mine = SlotDue.episode_id.in_([one.id for one in month.episodes])
    found: File = {}
    order = [one.id for one in month.episodes]  # numbers go on from one rehearsal to the next
    for slot in db.scalars(select(SlotDue).where(mine)):
        counts = select(Observation.value).where(
            Observation.person_id == slot.episode.person_id,
            Observation.day == slot.day,
            Observation.part == slot.part,
            Observation.replaced_by.is_(None),
        )
        key = (order.index(slot.episode_id), slot.day, slot.part)
        found[key] = (slot.state.value, db.scalars(counts).first())
    return found
