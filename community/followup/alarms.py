"""A fever is told on: to the responsible people at once, once for each person, changes of it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.followup.saying import told
from community.followup.watch import Noted, Watch
from community.people import tree
from community.people.access import Actor
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.phrases import day_word, held_up, quoted, say_day
from db.followup import asking
from db.models import Contact, ItemKind, WorkItem
from db.people import persons
from db.people.persons import Card
from db.people.units import Spot
from db.work import items

CLOSELY = timedelta(days=3)  # so long whoever lives with them is asked more closely


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever speaks, as staff are told of them."""

    card: Card | None
    introduction: str


def speaker(db: Session, actor: Actor) -> Speaker:
    """Return whoever speaks: what we know of them, or that they have no name here yet."""
    if actor.person_id is None:
        return Speaker(None, tree.stranger(actor.contact_id))
    card = persons.card(db, actor.person_id)
    return Speaker(card, tree.introduce_by(db, card))


def subject_of(db: Session, actor: Actor, card: Card | None, turn_id: int) -> Subject:
    """Return somebody as what a item is about; who has no home belongs where they came by."""
    if card is not None and card.unit_id:
        return Subject(card, actor.contact_id, Spot(card.unit_id), turn_id)
    contact = db.get(Contact, actor.contact_id) if actor.contact_id else None
    return Subject(card, actor.contact_id, tree.unit_of(db, None, contact), turn_id)


def alert_of_fevers(
    actor: Actor, db: Session, noted: Sequence[Noted], now: datetime, desk: Desk, turn_id: int
) -> WorkItem | None:
    """One alert for each person who is not well, with everything said about them.

    What was said before alerts nobody again.  Return the item, one of them if they are several.
    """
    item = None
    ill = dict.fromkeys(n.report.person.id for n in noted if n.is_fever and not n.stands)
    for person_id in ill:
        said = [n for n in noted if n.report.person.id == person_id]
        if all(each.is_known for each in said):
            item = items.open_about(db, person_id, _kind(said)) or item
        else:
            item = _alert(actor, db, person_id, said, now, desk, turn_id)
    if (worst := next((n for n in noted if n.is_danger), None)) is not None:
        item = items.open_about(db, worst.report.person.id, ItemKind.DANGER) or item
    for each in noted:
        if (each.replaced or each.other) and each.report.person.id not in ill:
            _correct(db, each, now, desk)
    return item


def _correct(db: Session, each: Noted, now: datetime, desk: Desk) -> None:
    """Who was told of a fever hears that it was taken back."""
    person_id = each.report.person.id
    item = items.open_about(db, person_id, ItemKind.FEVER)
    if item is not None:
        what = told([each], now, desk.zone)
        day = day_word(each.day, now.astimezone(desk.zone).date())
        who = tree.introduce_by(db, persons.card(db, person_id))
        how = "另报" if each.other else "改报"
        stands = "原来报的仍算数，" if each.stands else ""
        said = f"{who}{how}：{day}{what}{_from([each])}。{stands}请核实。"
        escalation.tell_again(db, item, said, now)


def _alert(
    actor: Actor,
    db: Session,
    person_id: int,
    noted: Sequence[Noted],
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> WorkItem:
    """The responsible people hear of a fever at once; of a change of it too."""
    card = persons.card(db, person_id)
    what = told(noted, now, desk.zone)
    day = say_day(noted[0].day)
    who = tree.introduce_by(db, card)
    kind = _kind(noted)
    text = f"{who}：{day}{what}{_from(noted)}。{_WHAT_TO_DO[kind]}"
    item = items.open_about(db, person_id, kind)
    if item is not None:
        escalation.tell_again(db, item, text, now)
        return item
    subject = subject_of(db, actor, card, turn_id)
    today = now.astimezone(desk.zone).date()
    asking.ask_closely(db, person_id, today, today + CLOSELY, now)
    return escalation.raise_item(db, kind, text, subject, now, desk)


def _from(noted: Sequence[Noted]) -> str:
    """Say where it was told from, if that is not the person's own first phone."""
    return "（从另一部手机报的）" if any(each.other for each in noted) else ""


def _kind(noted: Sequence[Noted]) -> ItemKind:
    """Danger is told to more people, and they have less time."""
    return ItemKind.DANGER if any(each.is_danger for each in noted) else ItemKind.FEVER


_WHAT_TO_DO = {
    ItemKind.FEVER: "请尽快打电话了解情况，需要时安排就医。",
    ItemKind.DANGER: "已请其拨打120，请马上联系。",
}


def alert_of_unknown(
    actor: Actor,
    db: Session,
    watch: Watch,
    celsius: float,
    sent_at: datetime,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> None:
    """A fever is told on even while we still ask whose it is."""
    if celsius < min(programme.fever_ge for programme in watch.programmes.values()):
        return
    if actor.contact_id and items.open_from(db, actor.contact_id, ItemKind.FEVER) is not None:
        return
    who, late = speaker(db, actor), held_up(sent_at, now, desk.zone, "报的")
    text = f"{who.introduction}家里有人{celsius:.1f}℃{late}，还没说清是谁。请尽快打电话了解。"
    subject = subject_of(db, actor, who.card, turn_id)
    escalation.raise_item(db, ItemKind.FEVER, text, subject, now, desk)


def call_doctor(
    actor: Actor,
    db: Session,
    said: str,
    now: datetime,
    desk: Desk,
    turn_id: int,
    *,
    of_others: bool = False,
) -> WorkItem:
    """Ask the community's doctor to ring somebody who feels ill, or to look at others they tell of."""
    who = speaker(db, actor)
    what = "说别家有人发热，请去看看" if of_others else "发热或身体不舒服，希望医生联系"
    text = f"{who.introduction}{what}。原话：“{quoted(said, 60)}”"
    subject = subject_of(db, actor, who.card, turn_id)
    return escalation.raise_item(db, ItemKind.FEVER, text, subject, now, desk)
