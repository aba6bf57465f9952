"""The tables, one file a family.  A method belongs here only if it needs nothing but its own row."""

from db.models.attachments import Attachment, AttachmentKind
from db.models.base import Base
from db.models.chats import WorkChat
from db.models.epochs import Epoch, SentCount
from db.models.followup import (
    CallList,
    CallRow,
    EndReason,
    Episode,
    EpisodeState,
    Grade,
    HowTold,
    Observation,
    ReminderWish,
    SlotDue,
    SlotState,
)
from db.models.jobs import JobMark, StoreCheck, StuckLoop
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
    Gone,
    Guess,
    Household,
    Person,
    Post,
    Role,
    Unit,
)
from db.models.register import Absence, Invitation, Nickname, PlaceFact, Swap
from db.models.rolls import Roll, RollRow
from db.models.speaking import (
    PENDING,
    UNSENT,
    Attempt,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Notice,
    NoticeColour,
    NoticeForm,
    NoticeMark,
    NoticeState,
    NoticeTally,
    NoticeTarget,
    Quota,
    Receipt,
    ReceiptAnswer,
    SendingRight,
    Shared,
    StoredToken,
    Urgency,
)
from db.models.streams import Stream
from db.models.trust import Audit, Consent
from db.models.watching import EpisodeAct, EpisodeEvent, Limit, Sample, SampleResult, Visit
from db.models.work import (
    GOING_ON,
    Act,
    ItemEvent,
    ItemKind,
    ItemState,
    Step,
    Submission,
    WorkItem,
)

__all__ = [
    "GOING_ON", "Guess", "PENDING", "UNSENT", "Absence", "Act", "AnswerGiven", "Attachment", "AttachmentKind", "Attempt", "Audit", "Base", "CallList", "CallRow", "Change", "Consent",
    "Contact", "ContactState", "Conversation", "Correction", "Delivery", "DeliveryKind", "DeliveryStatus", "Shared",
    "EntryVersion", "Epoch", "Episode", "EpisodeState", "Feedback", "Gone", "Grade", "Household", "Invitation", "JobMark", "Provenance", "Notice",
    "Nickname", "NoticeColour", "NoticeForm", "NoticeMark", "NoticeState", "NoticeTally", "NoticeTarget",
    "Receipt", "ReceiptAnswer", "SendingRight", "Observation", "Person", "PlaceFact", "Post", "ProgrammeDays", "Question",
    "QuestionKind", "Quota", "ReminderWish", "Role", "RuleVersion", "SlotDue", "SlotState",
    "SentCount", "Standing", "StoreCheck", "StoredToken", "StuckLoop", "Roll", "RollRow", "Stream", "Submission", "ItemEvent",
    "Subscription", "Step", "Swap", "WorkChat", "WorkItem", "ItemKind", "ItemState", "Turn",
    "Unit", "Urgency", "Version", "EndReason", "EpisodeAct", "EpisodeEvent", "Limit", "Sample", "SampleResult", "Visit", "HowTold",
]  # fmt: skip
