"""Staff release somebody: shown what speaks against it, done by their second word, told to the household."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup import endings
from community.followup.checklist import Checklist, check
from community.followup.closing import by_recipient, settle_releases
from community.followup.episodes import end_episode
from community.followup.reminding import refresh_reminders
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, Role, record
from db.followup import closing
from db.models import DeliveryKind, EndReason, Episode, Person
from db.people import persons
from outbox import queue

CONCERNED = (Role.DOCTOR, Role.SECRETARY)  # they hear of whom somebody released though ill


@dataclass(frozen=True, slots=True)
class Ended:
    """Who is no longer watched over, and whether anybody of the household hears so."""

    people: Sequence[Person]
    door: str
    is_told: bool
    waived: Sequence[str] = ()  # what of a medical kind spoke against it


def look(
    actor: Actor, db: Session, watch: Watch, person_ids: Sequence[int], now: datetime
) -> list[Checklist[Episode]] | Refused:
    """Return how things stand with whoever of these is watched over and in an actor's care."""
    if not actor.is_staff:
        return Refused("not_staff")
    return check(db, watch, _theirs(actor, db, watch, person_ids), now)


def _theirs(actor: Actor, db: Session, watch: Watch, person_ids: Sequence[int]) -> list[Episode]:
    found = []
    for number in person_ids:
        home = persons.get(db, number).household
        if home is not None and actor.covers(home.unit):
            episode = closing.of_person(db, number)
            if episode is not None and episode.programme in watch.programmes:
                found.append(episode)
    return found


def release(
    actor: Actor,
    db: Session,
    watch: Watch,
    person_ids: Sequence[int],
    now: datetime,
    *,
    knowing: bool,
) -> Ended | Refused:
    """Close the episodes of people behind one door; what speaks against it must be known (`knowing`).

    Refused("not_ready") where something medical does and nobody has seen it yet.
    """
    lists = look(actor, db, watch, person_ids, now)
    if isinstance(lists, Refused):
        return lists
    if not lists:
        return Refused("not_watched")
    if not knowing and any(each.is_medical for each in lists):
        return Refused("not_ready")
    for each in lists:
        is_over = each.episode.held_on is not None or each.episode.ends_on < watch.today(now)
        reason = EndReason.RELEASED if is_over or each.is_clear else EndReason.EARLY
        against = ",".join(each.against)
        end_episode(db, each.episode, now, reason, by=actor.person_id, detail=against)
        record(db, actor, now, "stop", subject=each.episode.person_id, detail=against or None)
    done = [each.episode for each in lists]
    settle_releases(db, done, now)
    _tell_concerned(actor, db, watch, lists, now)
    home = done[0].person.household
    is_told = tell_ended(db, watch, done, now)
    waived = [said for each in lists if each.is_medical for said in endings.obstacles(each)]
    people = [each.person for each in done]
    return Ended(people, tree.door(home) if home else "", is_told, waived)


def tell_ended(db: Session, watch: Watch, ended: Sequence[Episode], now: datetime) -> bool:
    """Let the household hear for whom it is over, and that the others go on; False: nobody hears."""
    db.flush()
    home = ended[0].person.household_id
    going = closing.going_on(db, [home], watch.today(now)) if home is not None else {}
    others = [one.person for some in going.values() for one in some]
    told = by_recipient(ended, closing.answering(db, [one.person for one in ended]))
    for reader, theirs in told.items():
        text = endings.ended([one.person for one in theirs], others, reader)
        queue(db, DeliveryKind.INFO, text, now, person_id=reader)
    refresh_reminders(db, watch, ended)
    return bool(told)


def _tell_concerned(
    actor: Actor, db: Session, watch: Watch, lists: Sequence[Checklist[Episode]], now: datetime
) -> None:
    """Doctor and secretary hear of whoever was released though something medical spoke against it."""
    ill = [each for each in lists if each.is_medical]
    home = ill[0].episode.person.household if ill else None
    if home is None:
        return
    said = "；".join(
        f"{tree.call(each.episode.person)}：{'、'.join(endings.obstacles(each))}" for each in ill
    )
    text = f"{actor.title}{actor.person(db).name or ''}解除了{tree.door(home)}的监测，当时{said}。"
    for person in tree.responsible(db, home.unit, CONCERNED, now, watch.zone):
        if person.id != actor.person_id:
            queue(db, DeliveryKind.INFO, text, now, person_id=person.id)
