"""Test days: whose sample is due, taken, refused; the result, told to the household the same day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from community.followup import alarms, sample_clocks
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from community.work import escalation
from community.work.escalation import Desk
from db import marks
from db.followup import around, closing
from db.models import DeliveryKind, ItemKind, Person, Sample, SampleResult
from db.people import persons
from outbox import queue

__all__ = ["Sample", "SampleResult", "SamplingList", "result", "sampling_list", "take"]

TOLD = {
    SampleResult.NEGATIVE: "{name}的检测结果是阴性。请接着每天报体温，有不舒服马上说。",
    SampleResult.POSITIVE: "{name}的检测结果是阳性。社区医生会马上联系您；先戴好口罩、单独一间。喘不上气、胸痛打120。",
    SampleResult.INVALID: "{name}这次的检测没有出结果，要再采一次，工作人员会和您约时间。",
}


@dataclass(frozen=True, slots=True)
class SamplingList:
    """Whose samples are due on a day in what somebody is responsible for, and results that are late."""

    day: date
    due: Sequence[Sample]
    late: Sequence[Sample]


def sampling_list(
    actor: Actor, db: Session, watch: Watch, day: date, now: datetime
) -> SamplingList | Refused:
    """Return the list of a day; asking for it lays it out."""
    if not actor.is_staff:
        return Refused("not_staff")
    lay_out(db, watch, day)
    db.flush()
    paths = [seat.path for seat in actor.seats()]
    hours = [p.tests.result_hours for p in watch.programmes.values() if p.tests]
    before = now - timedelta(hours=min(hours, default=6))
    late = around.overdue_samples(db, before, paths)
    return SamplingList(day, around.samples_on(db, day, paths), late)


def lay_out(db: Session, watch: Watch, day: date) -> None:
    """Let samples be due on a day by each programme's test days; doing it again changes nothing."""
    for programme in watch.programmes.values():
        tests = programme.tests
        if tests is not None:
            begun = [day - timedelta(days=number) for number in tests.days]
            around.lay_out_samples(db, programme.id, begun, day, required=tests.required)


def lay_out_today(db: Session, watch: Watch, now: datetime) -> None:
    """Lay out the samples of today and tomorrow once, also where nobody asks for the list.

    An end rests on today's, and tomorrow's are told of the evening before.
    """
    today = watch.today(now)
    if any(each.tests for each in watch.programmes.values()) and marks.first_time(
        db, "samples", today, now
    ):
        lay_out(db, watch, today)
    if sample_clocks.is_eve(watch, now):
        lay_out(db, watch, today + timedelta(days=1))


def take(
    actor: Actor,
    db: Session,
    watch: Watch,
    person_id: int,
    now: datetime,
    *,
    not_taken: str | None = None,
) -> Sample | Refused:
    """Note that somebody's sample was taken, or why not (`refused`, `away`)."""
    sample = _theirs(actor, db, watch, person_id, now)
    if isinstance(sample, Refused):
        return sample
    sample.not_taken = not_taken
    sample.taken_at, sample.taken_by = (None, None) if not_taken else (now, actor.person_id)
    record(db, actor, now, "sampled", subject=person_id, detail=not_taken)
    return sample


def result(
    actor: Actor,
    db: Session,
    watch: Watch,
    person_id: int,
    found: SampleResult,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> Sample | Refused:
    """Note a result and tell the household at once; of a positive one doctor and secretary hear."""
    sample = _theirs(actor, db, watch, person_id, now)
    if isinstance(sample, Refused):
        return sample
    if sample.taken_at is None:
        return Refused("not_taken_yet")
    sample.result, sample.result_at = found, now
    person = persons.get(db, person_id)
    sample.told_at = now if _tell(db, person, found, now) else None
    sample_clocks.settle(db, sample, now)
    record(db, actor, now, "test_result", subject=person_id)
    if found is SampleResult.POSITIVE:
        card = persons.card(db, person_id)
        text = f"{tree.introduce_by(db, card)}：检测结果阳性。请马上联系，安排就医。"
        subject = alarms.subject_of(db, Actor(actor.person_id), card, turn_id)
        escalation.raise_item(db, ItemKind.FEVER, text, subject, now, desk)
    return sample


def told(
    actor: Actor, db: Session, watch: Watch, person_id: int, now: datetime
) -> Sample | Refused:
    """Note that staff have told a household a result it could not be written."""
    sample = _theirs(actor, db, watch, person_id, now)
    if isinstance(sample, Refused):
        return sample
    if sample.result is None:
        return Refused("no_result_yet")
    sample.told_at = sample.told_at or now
    sample_clocks.settle(db, sample, now)
    record(db, actor, now, "result_told", subject=person_id)
    return sample


def _theirs(
    actor: Actor, db: Session, watch: Watch, person_id: int, now: datetime
) -> Sample | Refused:
    home = persons.get(db, person_id).household
    if home is None or not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    today = watch.today(now)
    lay_out(db, watch, today)
    db.flush()
    sample = around.newest_sample(db, person_id, today)
    return sample if sample is not None else Refused("no_sample")


def _tell(db: Session, person: Person, found: SampleResult, now: datetime) -> bool:
    contact = closing.answering(db, [person]).get(person.id)
    if contact is None or contact.person_id is None:
        return False
    name = "您" if contact.person_id == person.id else tree.call(person)
    text = TOLD[found].format(name=name)
    fields = {"what": "检测结果出来了", "text": "回复“查看”看结果"}
    queue(db, DeliveryKind.INFO, text, now, person_id=contact.person_id, fields=fields)
    return True
