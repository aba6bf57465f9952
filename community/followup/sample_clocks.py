"""The clocks of a sample: told of the evening before, a result in hours, told to the household that day."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from community.followup import endings
from community.followup.watch import Watch
from community.people import tree
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.budget import Budget
from core.library import Programme
from core.phrases import say_date, say_moment
from db import marks
from db.followup import closing, samples
from db.models import DeliveryKind, ItemKind, Sample
from db.people import persons
from db.people.units import Spot
from db.work import items
from outbox.many import Circular, queue_to_each

EVE_BEGINS, EVE_ENDS = time(18), time(21)  # who was not told by then hears it from the list
TELL_BY = time(18)  # a result of the day that the household has not heard by then is late
LATELY = timedelta(days=3)  # what is longer ago was seen to in another way

EVE = "{drill}明天（{day}）是监测第{number}天，{names}要采一次样做检测。{how}时间、地点以网格员通知的为准；不舒服马上告诉我。"
REQUIRED = "这次是应检，请留出时间。"
FREE = "这次自愿，不想采跟网格员说一声就行。"
NO_RESULT = (
    "{who}：{taken}采的样，{hours}小时了还没有结果。请催检测单位；出来了发：结果 {door} {name} 阴性"
)
NOT_TOLD = (
    "{who}：检测结果出来了，还没有告诉这家。请今天打电话告诉，告诉了发：结果告知了 {door} {name}"
)
RESULT_CAME = "结果出来了，不用再催。"
WAS_TOLD = "已经告诉这家了。"


def is_eve(watch: Watch, now: datetime) -> bool:
    """Tell whether households may be told of tomorrow's samples now."""
    local = now.astimezone(watch.zone).time()
    return bool(_tested(watch)) and EVE_BEGINS <= local < EVE_ENDS


def _tested(watch: Watch) -> list[Programme]:
    return [each for each in watch.programmes.values() if each.tests is not None]


def is_time_to_tell(db: Session, watch: Watch, now: datetime) -> bool:
    """Tell whether somebody may still be to hear of tomorrow's sample."""
    today = watch.today(now)
    return is_eve(watch, now) and (_EVE, today.isoformat()) not in marks.since(db, today)


_EVE = "samples_eve"


def tell_before(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Tell households this evening whose sample is due tomorrow, one message each; return how many."""
    today = watch.today(now)
    if not is_eve(watch, now) or (_EVE, today.isoformat()) in marks.since(db, today):
        return 0
    found = samples.untold_of(db, today + timedelta(days=1), budget.rows)
    if not found:
        marks.first_time(db, _EVE, today, now)
        return 0
    answering = closing.answering(db, [each.episode.person for each in found])
    by_reader: dict[int, list[Sample]] = {}
    for each in found:
        phone = answering.get(each.episode.person_id)
        if phone is not None:
            by_reader.setdefault(phone.person_id, []).append(each)
        each.eve_at = now
    letters = [
        (reader, letter)
        for reader, theirs in by_reader.items()
        for letter in _letters(watch, theirs, reader)
    ]
    queue_to_each(db, letters, now)
    budget.done += len(found)
    budget.is_more = True  # there may be others: the mark is set once nobody is found
    return len(letters)


def _letters(watch: Watch, theirs: Sequence[Sample], reader: int) -> list[Circular]:
    ordered = sorted(theirs, key=lambda one: (one.episode.programme, one.episode.starts_on))
    letters = []
    for (name, starts), some in groupby(
        ordered, lambda one: (one.episode.programme, one.episode.starts_on)
    ):
        programme, group = watch.programmes.get(name), list(some)
        if programme is None:
            continue
        text = EVE.format(
            drill="【演练】" if programme.exercise else "",
            day=say_date(group[0].day),
            number=(group[0].day - starts).days,
            names=endings.names([one.episode.person for one in group], reader),
            how=REQUIRED if group[0].is_required else FREE,
        )
        fields = {"what": "明天采样", "text": "时间、地点以网格员通知的为准"}
        letters.append(Circular(DeliveryKind.INFO, text, fields))
    return letters


# -- what is late ----------------------------------------------------------------------------


def bounds(watch: Watch, now: datetime) -> tuple[datetime, datetime, datetime] | None:
    """Return when a sample must have been taken, and its result have come, to be late at the earliest.

    The third: what was taken before is no longer looked at.
    """
    hours = [each.tests.result_hours for each in _tested(watch) if each.tests is not None]
    if not hours:
        return None
    return now - timedelta(hours=min(hours)), _told_by(watch, now), now - LATELY


def _told_by(watch: Watch, now: datetime) -> datetime:
    today = watch.today(now)
    is_evening = now >= watch.at(today, TELL_BY)
    return watch.at(today, TELL_BY if is_evening else time(0))


def _late(db: Session, watch: Watch, now: datetime, limit: int) -> list[Sample]:
    """Return samples nobody has a result of in time, and results a household has not heard."""
    found: list[Sample] = []
    for programme in _tested(watch):
        assert programme.tests is not None
        taken_by = now - timedelta(hours=programme.tests.result_hours)
        told_by = _told_by(watch, now)
        found += samples.late(db, programme.id, taken_by, told_by, now - LATELY, limit)
    return found


def hurry(db: Session, watch: Watch, now: datetime, desk: Desk, budget: Budget) -> int:
    """Let whoever is responsible hear of each sample that is late, once; return how many."""
    done = 0
    for sample in budget.take(_late(db, watch, now, budget.rows)):
        sample.late_at = now
        _raise(db, watch, sample, now, desk)
        done += 1
    return done


def _raise(db: Session, watch: Watch, sample: Sample, now: datetime, desk: Desk) -> None:
    person = sample.episode.person
    card = persons.card(db, person.id)
    said = {
        "who": tree.introduce_by(db, card),
        "door": tree.short_door(person.household) if person.household else "",
        "name": tree.call(person),
    }
    if sample.result is not None:
        text = NOT_TOLD.format(**said)
    else:
        assert sample.taken_at is not None, "only what was taken is late"
        hours = int((now - sample.taken_at).total_seconds() // 3600)
        taken = say_moment(sample.taken_at, watch.zone)
        text = NO_RESULT.format(taken=taken, hours=hours, **said)
    subject = Subject(card, None, Spot(card.unit_id) if card.unit_id else None)
    escalation.raise_item(db, ItemKind.SAMPLE, text, subject, now, desk)


def settle(db: Session, sample: Sample, now: datetime) -> None:
    """What was late has come: nobody is pressed any more; telling the household has its own clock."""
    item = items.open_about(db, sample.episode.person_id, ItemKind.SAMPLE)
    if item is not None:
        escalation.close(db, item, WAS_TOLD if sample.told_at else RESULT_CAME, now)
    sample.late_at = None
