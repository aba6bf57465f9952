"""Nobody is asked about somebody who is in hospital or away, until they are back; staff hear of both."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup import alarms
from community.followup.episodes import open_running_slot
from community.followup.reminding import refresh_reminders
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from community.work import escalation
from community.work.escalation import Desk
from db.followup import closing, history
from db.models import Episode, EpisodeAct, EpisodeState, ItemKind, WorkItem
from db.people import persons

HOSPITAL, AWAY = "hospital", "away"
_WHY = {HOSPITAL: "住院", AWAY: "不在家"}


def of_home(actor: Actor, db: Session, watch: Watch, now: datetime) -> Sequence[Episode]:
    """Return who of an actor's own household is watched over, paused or not; of one alone their own."""
    if actor.person_id is None:
        return []
    home = persons.get(db, actor.person_id).household_id
    if home is None:
        own = closing.of_person(db, actor.person_id)
        return [own] if own is not None else []
    return closing.going_on(db, [home], watch.today(now)).get(home, [])


def pause(
    actor: Actor, db: Session, watch: Watch, person_id: int, why: str, now: datetime
) -> Episode | Refused:
    """Ask no more about one of an actor's household, or of those in their care, until they are back."""
    episode = _theirs(actor, db, watch, person_id, now)
    if isinstance(episode, Refused):
        return episode
    if episode.state is EpisodeState.PAUSED:
        return Refused("paused_already", tree.call(episode.person))
    episode.state, episode.paused_at = EpisodeState.PAUSED, now
    db.flush()
    closing.drop_open_slots(db, [episode.id])
    refresh_reminders(db, watch, [episode])
    history.note(db, episode.id, EpisodeAct.PAUSED, now, actor=actor.person_id, detail=why)
    _record(actor, db, now, "paused", person_id)
    return episode


def resume(
    actor: Actor, db: Session, watch: Watch, person_id: int, now: datetime
) -> Episode | Refused:
    """Somebody is back: they are asked from the next report on, and from this one if it is still open."""
    episode = _theirs(actor, db, watch, person_id, now)
    if isinstance(episode, Refused):
        return episode
    if episode.state is not EpisodeState.PAUSED:
        return Refused("not_paused", tree.call(episode.person))
    episode.state, episode.paused_at = EpisodeState.ACTIVE, None
    db.flush()
    programme = watch.programmes.get(episode.programme)
    if programme is not None:
        open_running_slot(db, watch, episode, programme, now)
    history.note(db, episode.id, EpisodeAct.RESUMED, now, actor=actor.person_id)
    _record(actor, db, now, "resumed", person_id)
    return episode


def tell_staff(
    actor: Actor, db: Session, episode: Episode, why: str, now: datetime, desk: Desk, turn_id: int
) -> WorkItem:
    """Let staff hear what a household said: who is in hospital or away, or is back (`why` empty)."""
    speaker, name = alarms.speaker(db, actor), tree.call(episode.person)
    said = f"{_WHY[why]}，先不报体温，已暂停" if why else "回来了，体温接着报"
    subject = alarms.subject_of(db, actor, speaker.card, turn_id)
    text = f"{speaker.introduction}说{name}{said}。请联系核实。"
    return escalation.raise_item(db, ItemKind.HELP, text, subject, now, desk)


def _theirs(
    actor: Actor, db: Session, watch: Watch, person_id: int, now: datetime
) -> Episode | Refused:
    """Return the episode of somebody an actor may speak for."""
    own = [one for one in of_home(actor, db, watch, now) if one.person_id == person_id]
    if own:
        return own[0]
    home = persons.get(db, person_id).household
    episode = closing.of_person(db, person_id)
    if home is None or not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    return episode if episode is not None else Refused("not_watched")


def _record(actor: Actor, db: Session, now: datetime, action: str, person_id: int) -> None:
    if actor.is_staff:
        record(db, actor, now, action, subject=person_id)
