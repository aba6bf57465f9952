"""A new last day, another door: the watch goes on, with a line of history and a word to whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup import endings
from community.followup.closing import by_recipient, settle_releases
from community.followup.episodes import set_end
from community.followup.reminding import refresh_reminders
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, Role, record
from core.announcements import Moved
from core.phrases import say_date
from db.followup import closing, history
from db.models import DeliveryKind, Episode, EpisodeAct, EpisodeEvent, Person
from db.people import persons, units
from outbox import queue

__all__ = ["EndSet", "EpisodeAct", "history_of", "move_end", "on_moved", "running"]

LOOKS_AFTER = (Role.GRID_WORKER, Role.DOCTOR)


@dataclass(frozen=True, slots=True)
class EndSet:
    """Whose last day was moved, from which days to which, and whether the household hears of it."""

    people: Sequence[Person]
    before: Sequence[date]
    after: date
    is_told: bool


def running(actor: Actor, db: Session, person_ids: Sequence[int]) -> list[Episode]:
    """Return who of these is watched over and in an actor's care, paused or not."""
    found = []
    for number in person_ids:
        home = persons.get(db, number).household
        episode = closing.of_person(db, number)
        if episode is not None and home is not None and actor.is_staff and actor.covers(home.unit):
            found.append(episode)
    return found


def move_end(
    actor: Actor, db: Session, watch: Watch, person_ids: Sequence[int], ends: date, now: datetime
) -> EndSet | Refused:
    """Let it last longer or shorter for some; the household hears it once."""
    found = running(actor, db, person_ids)
    if not found:
        return Refused("not_watched")
    if ends < watch.today(now):
        return Refused("end_past")
    if any(ends < each.starts_on for each in found):
        return Refused("end_before_start")
    before = [each.ends_on for each in found]
    for each in found:
        set_end(db, each, ends, now, by=actor.person_id)
        record(db, actor, now, "end_moved", subject=each.person_id, detail=ends.isoformat())
    db.flush()
    settle_releases(db, found, now)
    told = by_recipient(found, closing.answering(db, [each.person for each in found]))
    for reader, theirs in told.items():
        names = endings.names([one.person for one in theirs], reader)
        was = say_date(before[found.index(theirs[0])])
        text = f"{names}的健康监测，原来到{was}，现在改为到{say_date(ends)}。其他照旧，有疑问回复“转人工”。"
        queue(db, DeliveryKind.INFO, text, now, person_id=reader)
    return EndSet([each.person for each in found], before, ends, bool(told))


def on_moved(watch: Watch, db: Session, event: Moved, now: datetime) -> None:
    """The watch moves along; whoever looks after the new door hears that it is theirs now."""
    episode = closing.of_person(db, event.person_id)
    if episode is None:
        return
    person = persons.get(db, event.person_id)
    home = person.household
    assert home is not None, "whoever moved lives behind a door"
    text = f"{event.from_door}→{tree.door(home)}"
    units_ = f"{event.from_unit_id},{home.unit_id}"
    history.note(db, episode.id, EpisodeAct.MOVED, now, detail=units_, text=text)
    refresh_reminders(db, watch, [episode])
    if event.from_unit_id == home.unit_id:
        return
    programme = watch.programmes.get(episode.programme)
    title = programme.title if programme else "健康监测"
    said = (
        f"{tree.introduce(person)}在做{title}，到{say_date(episode.ends_on)}，"
        f"从{event.from_door}搬来，请接着管；以前报的用“{tree.call(person)}这几天体温”查。"
    )
    old = {one.id for one in _keepers(db, watch, event.from_unit_id, now)}
    for keeper in _keepers(db, watch, home.unit_id, now):
        if keeper.id not in old:
            queue(db, DeliveryKind.INFO, said, now, person_id=keeper.id)


def _keepers(db: Session, watch: Watch, unit_id: int, now: datetime) -> list[Person]:
    return tree.responsible(db, units.get_unit(db, unit_id), LOOKS_AFTER, now, watch.zone)


def history_of(
    actor: Actor, db: Session, person_id: int, now: datetime
) -> Sequence[tuple[Episode, EpisodeEvent]] | Refused:
    """Return all that happened to the watch over somebody in an actor's care, oldest first."""
    home = persons.get(db, person_id).household
    if home is None or not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    record(db, actor, now, "history_read", subject=person_id)
    return history.of_person(db, person_id)
