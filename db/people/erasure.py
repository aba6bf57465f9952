"""Deleting what is held about somebody, everywhere it lies."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from db.models import (
    GOING_ON,
    UNSENT,
    Absence,
    AnswerGiven,
    Attachment,
    Attempt,
    Consent,
    Contact,
    Conversation,
    Correction,
    Delivery,
    DeliveryStatus,
    EntryVersion,
    Episode,
    EpisodeEvent,
    Feedback,
    Guess,
    Household,
    Invitation,
    ItemEvent,
    ItemKind,
    ItemState,
    Limit,
    Nickname,
    Notice,
    NoticeTarget,
    Observation,
    Person,
    PlaceFact,
    Post,
    ProgrammeDays,
    Question,
    Receipt,
    Roll,
    RuleVersion,
    Sample,
    SendingRight,
    SlotDue,
    Step,
    Submission,
    Subscription,
    Swap,
    Turn,
    Visit,
    WorkChat,
    WorkItem,
)
from db.quick import Quick
from db.retention import EMPTY, forget_words
from db.work import attachments

_AGREED = Quick(
    lambda _: select(Consent.id).where(
        Consent.person_id == bindparam("person"),
        Consent.purpose == bindparam("purpose_"),
        Consent.withdrawn_at.is_(None),
    )
)


def has_agreed(db: Session, person_id: int, purpose: str) -> bool:
    return _AGREED.one(db, {"person": person_id, "purpose_": purpose}) is not None


def holds_post(db: Session, person_id: int) -> bool:
    return db.scalar(select(Post.id).where(Post.person_id == person_id).limit(1)) is not None


def erase_contact(db: Session, contact_id: int) -> None:
    """Empty what was said and what is owed at one address; the keys of turns stay for repeats."""
    db.execute(delete(Conversation).where(Conversation.contact_id == contact_id))
    db.execute(delete(Question).where(Question.contact_id == contact_id))
    for table in (Correction, Subscription, AnswerGiven, Feedback, Guess, Attachment):
        db.execute(delete(table).where(table.contact_id == contact_id))
    db.execute(
        update(Turn)
        .where(Turn.contact_id == contact_id)
        .values(text=None, answer="", intent=None, contact_id=None)
    )
    came_here = select(Attempt.delivery_id).where(Attempt.contact_id == contact_id)
    is_sent = Delivery.id.in_(came_here) & Delivery.status.not_in(UNSENT)
    _forget_owed(db, (Delivery.contact_id == contact_id) | is_sent)
    _close_items(db, WorkItem.contact_id == contact_id)
    _empty_submissions(db, Submission.contact_id == contact_id)


def erase_person(db: Session, person_id: int) -> None:
    """Delete a person with everything reported about them."""
    told = select(Observation.turn_id).where(Observation.person_id == person_id)
    _empty_turns(db, Turn.id.in_(told))
    home = db.scalar(select(Person.household_id).where(Person.id == person_id))
    episodes = select(Episode.id).where(Episode.person_id == person_id)
    db.execute(delete(SlotDue).where(SlotDue.episode_id.in_(episodes)))
    db.execute(
        update(Observation).where(Observation.person_id == person_id).values(replaced_by=None)
    )
    db.execute(delete(Observation).where(Observation.person_id == person_id))
    db.execute(update(Observation).where(Observation.told_by == person_id).values(told_by=None))
    db.execute(delete(Episode).where(Episode.person_id == person_id))
    if not holds_post(db, person_id):  # what they said for their family stays, not who said it
        mine = update(EpisodeEvent).where(EpisodeEvent.actor_id == person_id)
        db.execute(mine.values(actor_id=None))
    _close_items(db, WorkItem.person_id == person_id)
    _empty_submissions(db, Submission.person_id == person_id)
    _forget_owed(db, Delivery.person_id == person_id)
    db.execute(delete(Consent).where(Consent.person_id == person_id))
    db.execute(
        delete(Nickname).where(
            or_(Nickname.person_id == person_id, Nickname.teller_id == person_id)
        )
    )
    _forget_invitations(db, person_id)
    _forget_receipts(db, person_id)
    if _is_named_elsewhere(db, person_id):
        _blank(db, person_id)
    else:
        db.execute(delete(Person).where(Person.id == person_id))
    if home is not None:
        drop_empty_home(db, home)


def forget_contact(db: Session, contact_id: int, now: datetime) -> None:
    """Let an address go: nobody's from now on, and deleted once its last answer has gone."""
    nobody: dict[str, Any] = {
        "person_id": None,
        "scene": None,
        "bound_at": None,
        "is_vouched": True,
    }
    nobody |= {"heard_at": None, "called_at": None, "misses": 0, "forgotten_at": now}
    db.execute(update(Contact).where(Contact.id == contact_id).values(nobody))


def forget_words_of_staff(db: Session) -> None:
    """Empty what staff said and were answered: lists and answers name those they are about.

    Nothing needs them but the platform's repeats, and those come within seconds.
    """
    held = select(Post.person_id).union(
        select(Absence.substitute_id).where(Absence.substitute_id.is_not(None)),
        select(Step.person_id),
    )
    theirs = select(Contact.id).where(Contact.person_id.in_(held))
    _empty_turns(db, Turn.contact_id.in_(theirs))


def _empty_turns(db: Session, which: ColumnElement[bool]) -> None:
    db.execute(update(Turn).where(which).values(text=None, answer="", intent=None))


def drop_empty_home(db: Session, household_id: int) -> None:
    """Nobody lives behind this door as far as we know: it is not written down any more."""
    lives = exists().where(Person.household_id == household_id)
    into = (Invitation.household_id == household_id) & ~lives
    db.execute(update(Invitation).where(into).values(household_id=None, name=None, phone=None))
    counted = (NoticeTarget.household_id == household_id) & ~lives
    db.execute(update(NoticeTarget).where(counted).values(household_id=None))
    db.execute(delete(Household).where(Household.id == household_id, ~lives))


def _forget_receipts(db: Session, person_id: int) -> None:
    """What they answered to notices goes; the sums of their building stay as they were."""
    db.execute(delete(Receipt).where(Receipt.person_id == person_id))
    theirs = NoticeTarget.person_id == person_id
    db.execute(update(NoticeTarget).where(theirs).values(person_id=None))
    db.execute(delete(SendingRight).where(SendingRight.person_id == person_id))


def _forget_invitations(db: Session, person_id: int) -> None:
    """Nobody is asked any more whether they are this person."""
    theirs = or_(Invitation.person_id == person_id, Invitation.used_by == person_id)
    db.execute(update(Invitation).where(theirs).values(name=None, phone=None, person_id=None))


def _forget_owed(db: Session, whose: ColumnElement[bool]) -> None:
    """Empty what somebody was told, and tell them nothing more of what still waits."""
    db.execute(
        update(Delivery)
        .where(whose, Delivery.status.in_(UNSENT))
        .values(status=DeliveryStatus.CANCELLED, reason="deleted")
    )
    db.execute(update(Delivery).where(whose).values(EMPTY | {"person_id": None}))


def _empty_submissions(db: Session, whose: ColumnElement[bool]) -> None:
    """Empty what somebody sent in, with all that was said about it; nobody waits for it any more."""
    forget_words(db, select(Submission.id).where(whose))
    theirs = WorkItem.submission_id.in_(select(Submission.id).where(whose))
    db.execute(
        update(WorkItem)
        .where(theirs, WorkItem.state.in_(GOING_ON))
        .values(state=ItemState.WITHDRAWN, escalates_at=None, due_at=None)
    )
    db.execute(
        update(Submission)
        .where(whose)
        .values(answers={}, contact_id=None, person_id=None, place_code=None, day=None)
    )


def _close_items(db: Session, whose: ColumnElement[bool]) -> None:
    """Empty items about somebody, and what staff were or are to be told because of them.

    A life in danger that nobody has answered for yet stays somebody's to answer.
    """
    in_danger = (WorkItem.kind == ItemKind.DANGER) & (WorkItem.state == ItemState.OPEN)
    db.execute(update(WorkItem).where(whose, in_danger).values(person_id=None))
    whose &= ~in_danger
    attachments.erase(db, whose)
    about = Delivery.item_id.in_(select(WorkItem.id).where(whose))
    db.execute(
        update(Delivery)
        .where(about, Delivery.status.in_(UNSENT))
        .values(status=DeliveryStatus.CANCELLED, reason="deleted")
    )
    db.execute(update(Delivery).where(about).values(EMPTY))
    said = ItemEvent.item_id.in_(select(WorkItem.id).where(whose))
    db.execute(update(ItemEvent).where(said).values(text=None))
    _empty_turns(db, Turn.id.in_(select(WorkItem.turn_id).where(whose)))
    going_on = WorkItem.state.in_(GOING_ON)
    db.execute(update(WorkItem).where(whose, going_on).values(state=ItemState.WITHDRAWN))
    db.execute(
        update(WorkItem)
        .where(whose)
        .values(
            text="（已按本人要求删除）",
            result=None,
            person_id=None,
            contact_id=None,
            escalates_at=None,
            stuck_at=None,
        )
    )


def _is_named_elsewhere(db: Session, person_id: int) -> bool:
    """Tell whether the records of the community's own work name this person."""
    for found in (
        select(Post.id).where(Post.person_id == person_id),
        select(Absence.id).where(Absence.substitute_id == person_id),
        select(Swap.id).where(or_(Swap.asker_id == person_id, Swap.other_id == person_id)),
        select(Invitation.id).where(
            or_(Invitation.invited_by == person_id, Invitation.used_by == person_id)
        ),
        select(PlaceFact.id).where(PlaceFact.set_by == person_id),
        select(Step.id).where(Step.person_id == person_id),
        select(Notice.id).where(
            or_(Notice.author_id == person_id, Notice.withdrawn_by == person_id)
        ),
        select(Receipt.id).where(Receipt.told_by == person_id),
        select(SendingRight.id).where(SendingRight.given_by == person_id),
        select(WorkItem.id).where(WorkItem.owner_id == person_id),
        select(ItemEvent.id).where(ItemEvent.actor_id == person_id),
        select(Episode.id).where(Episode.opened_by == person_id),
        select(EpisodeEvent.id).where(EpisodeEvent.actor_id == person_id),
        select(Limit.id).where(Limit.set_by == person_id),
        select(Sample.id).where(Sample.taken_by == person_id),
        select(Visit.id).where(Visit.by_id == person_id),
        select(WorkChat.id).where(WorkChat.author_id == person_id),
        select(Roll.id).where(Roll.author_id == person_id),
        select(ProgrammeDays.id).where(ProgrammeDays.approved_by == person_id),
        *(
            select(table.id).where(
                or_(table.author_id == person_id, table.approver_id == person_id)
            )
            for table in (RuleVersion, EntryVersion)
        ),
    ):
        if db.scalar(found.limit(1)) is not None:
            return True
    return False


def _blank(db: Session, person_id: int) -> None:
    db.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            name=None,
            name_index=None,
            phone=None,
            phone_index=None,
            id_number=None,
            household_id=None,
            relation=None,
            is_respondent=False,
            **dict.fromkeys(("other_phones", "sex", "birth", "moved_in", "notes", "needs")),
        )
    )
