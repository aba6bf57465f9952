"""The tables, one file a family.  A method belongs here only if it needs nothing but its own row."""

from db.models.base import Base
from db.models.followup import Episode, EpisodeState, Grade, Observation, SlotDue, SlotState
from db.models.knowing import (
    AnswerGiven,
    Change,
    Correction,
    EntryVersion,
    Made,
    ProgrammeDays,
    RuleVersion,
    Standing,
    Subscription,
    Version,
)
from db.models.listening import Conversation, Question, Turn
from db.models.speaking import (
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Notice,
    NoticeState,
    Quota,
    StoredToken,
)
from db.models.tree import Contact, ContactState, Household, Person, Post, Role, Unit
from db.models.trust import Audit, Consent
from db.models.work import Submission, SubmissionState, Telling, Ticket, TicketKind, TicketState

__all__ = [
    "AnswerGiven", "Audit", "Base", "Change", "Consent", "Contact", "ContactState",
    "Conversation", "Correction", "Delivery", "DeliveryKind", "DeliveryStatus", "EntryVersion",
    "Episode", "EpisodeState", "Grade", "Household", "Made", "Notice", "NoticeState",
    "Observation", "Person", "Post", "ProgrammeDays", "Question", "Quota", "Role",
    "RuleVersion", "SlotDue", "SlotState", "Standing", "StoredToken", "Submission",
    "SubmissionState", "Subscription", "Telling", "Ticket", "TicketKind", "TicketState", "Turn",
    "Unit", "Version",
]  # fmt: skip
