"""The tables, one file a family.  A method belongs here only if it needs nothing but its own row."""

from db.models.base import Base
from db.models.followup import Episode, EpisodeState, Grade, Observation, SlotDue, SlotState
from db.models.knowledge import (
    AnswerGiven,
    Change,
    Correction,
    EntryVersion,
    ProgrammeDays,
    Provenance,
    RuleVersion,
    Standing,
    Subscription,
    Version,
)
from db.models.listening import (
    Conversation,
    Feedback,
    Question,
    QuestionKind,
    Turn,
)
from db.models.people import (
    Contact,
    ContactState,
    Household,
    Person,
    Post,
    Role,
    Unit,
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
    Urgency,
)
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
    "OPEN_STATES", "Act", "AnswerGiven", "Audit", "Base", "Change", "Consent", "Contact",
    "ContactState", "Conversation", "Correction", "Delivery", "DeliveryKind", "DeliveryStatus",
    "EntryVersion", "Episode", "EpisodeState", "Feedback", "Grade", "Household", "Notice",
    "NoticeMark", "NoticeState", "Observation", "Person", "Post", "ProgrammeDays", "Provenance", "Question",
    "QuestionKind", "Quota", "Role", "RuleVersion", "SlotDue", "SlotState",
    "Standing", "StoredToken", "Submission", "SubmissionEvent",
    "SubmissionState", "Subscription", "Telling", "Ticket", "TicketKind", "TicketState", "Turn",
    "Unit", "Urgency", "Version",
]  # fmt: skip
