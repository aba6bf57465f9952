"""What every job is given: the settings and the content, a moment, and how much it may do at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.followup import Watch
from community.knowledge.library import Live
from community.work.escalation import Desk
from core.announcements import Announce
from core.budget import Budget
from core.forms import FormSpec

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class JobContext:
    """What the jobs need to know of the settings and the content."""

    watch: Watch
    desk: Desk
    keep_turns: timedelta
    keep_observations: timedelta
    forms: Mapping[str, FormSpec]
    knowledge: Live
    announce: Announce
    correct_within: timedelta  # what was told longer ago is not corrected any more


Job = Callable[[Session, JobContext, datetime, Budget], Counts]
