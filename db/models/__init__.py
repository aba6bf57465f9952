"""The tables, one file a family.  A method belongs here only if it needs nothing but its own row."""

from db.models.base import Base
from db.models.followup import Episode, EpisodeState, Grade, Observation, SlotDue, SlotState
from db.models.listening import (
    Conversation,
    Feedback,
    Question,
    QuestionKind,
    StaffEntry,
    StaffEntryState,
    Turn,
)
from db.models.speaking import (
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Notice,
    NoticeMark,
    NoticeState,
    Quota,
    StoredToken,
)
from db.models.tree import Contact, ContactState, Household, Person, Post, Role, Unit
from db.models.trust import Audit, Consent
from db.models.work import (
    OPEN_STATES,
    Act,
    Submission,
    SubmissionEvent,
    SubmissionState,
    Telling,
    Ticket,
    TicketKind,
    TicketState,
)

__all__ = [
    "OPEN_STATES", "Act", "Audit", "Base", "Consent", "Contact", "ContactState", "Conversation",
    "Delivery", "DeliveryKind", "DeliveryStatus", "Episode", "EpisodeState", "Feedback", "Grade",
    "Household", "Notice", "NoticeMark", "NoticeState", "Observation", "Person", "Post", "Question",
    "QuestionKind", "Quota", "Role", "SlotDue", "SlotState", "StaffEntry", "StaffEntryState",
    "StoredToken", "Submission", "SubmissionEvent", "SubmissionState", "Telling", "Ticket",
    "TicketKind", "TicketState", "Turn", "Unit",
]  # fmt: skip
