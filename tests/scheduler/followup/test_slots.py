"""Whatever happens in whatever order: nobody is asked twice, or after having reported."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from community import followup
from community.followup import Report
from core.budget import Budget
from db import Database
from db.followup.reports import Watched
from db.models import Contact, Delivery, DeliveryKind, Episode, SlotDue, SlotState
from scheduler.context import JobContext
from scheduler.jobs import JOBS
from tests.common import examples
from tests.conftest import community_time
from tests.databases import Prepared

START = community_time("2026-11-21T05:30")
Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "tick", "report", "report for the morning", "restart"]),
        st.integers(min_value=0, max_value=420),
    ),
    min_size=1,
    max_size=12,
)


def tick(db: Session, context: JobContext, now: datetime) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for job in chain.from_iterable(JOBS.values()):
        counts.update(job(db, context, now, Budget(seconds=60, rows=10_000)))
    return counts


class Story:
    """One household under observation, and everything that happened to it."""

    def __init__(self, db: Session, context: JobContext, openid: str) -> None:
        self.db, self.context, self.watch = db, context, context.watch
        self.now = START
        person = select(Contact.person_id).where(Contact.address == openid).scalar_subquery()
        self.episode = db.scalars(select(Episode).where(Episode.person_id == person)).one()
        self.reports: list[tuple[date, str, datetime]] = []
        self.ticks: list[datetime] = []

    def step(self, what: str, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        if what == "tick":
            tick(self.db, self.context, self.now)
            self.ticks.append(self.now)
            assert set(tick(self.db, self.context, self.now).values()) == {0}
        elif what == "restart":
            self.db.expire_all()
        else:
            self.report("morning" if "morning" in what else None)

    def report(self, part: str | None) -> None:
        episode = Watched.of(self.episode)
        said = Report(episode.person, celsius=36.5, raw="36.5", part=part)
        noted = followup.note(
            self.db, self.watch, episode, said, self.now, told_by=None, turn_id=None
        )
        self.db.expire_all()  # every message has a session of its own
        self.reports.append((self.watch.today(self.now), noted.part.name, self.now))

    def reported_before(self, slot: SlotDue, moment: datetime) -> bool:
        return any(
            day == slot.day and part == slot.part and at < moment for day, part, at in self.reports
        )

    def check(self, slot: SlotDue) -> None:
        if slot.asked_at is not None:
            assert slot.opens_at <= slot.asked_at < slot.closes_at
            assert not self.reported_before(slot, slot.asked_at)
        assert (slot.state is SlotState.FILLED) == self.reported_before(slot, slot.closes_at)
        if slot.state is SlotState.OPEN:
            assert slot.asked_at is not None
            assert not any(at >= slot.closes_at for at in self.ticks)


def play(db: Session, context: JobContext, openid: str, steps: list[Step]) -> None:
    story = Story(db, context, openid)
    for what, minutes in steps:
        story.step(what, minutes)

    db.flush()
    mine = SlotDue.episode_id == story.episode.id
    slots = db.scalars(select(SlotDue).where(mine)).all()
    for slot in slots:
        story.check(slot)
    asked: Counter[Any] = Counter(
        db.scalars(
            select(Delivery.created_at).where(
                Delivery.kind == DeliveryKind.REMINDER,
                Delivery.person_id == story.episode.person_id,
            )
        )
    )
    assert asked == Counter(slot.asked_at for slot in slots if slot.asked_at is not None)


@pytest.mark.slow
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_each_slot_is_asked_at_most_once_and_never_after_a_report(
    plain_database: Database, prepared: Prepared, context: JobContext, steps: list[Step]
) -> None:
    with plain_database.rehearse() as db:
        play(db, context, prepared.who["observed"][0], steps)


def test_a_late_clock_does_not_let_a_late_report_count(
    plain_database: Database, prepared: Prepared, context: JobContext
) -> None:
    with plain_database.rehearse() as db:
        play(
            db,
            context,
            prepared.who["observed"][0],
            [("tick", 150), ("report for the morning", 300), ("tick", 10)],
        )
    with plain_database.rehearse() as db:
        play(
            db,
            context,
            prepared.who["observed"][0],
            [("report for the morning", 480), ("tick", 10)],
        )
