"""What every job is given: the settings and the content, a moment, and how much it may do at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.followup import Opening, Watch
from community.knowledge.library import Live
from community.work.escalation import Desk
from core.announcements import Announce
from core.budget import Budget
from core.forms import FormSpec

EVERY = timedelta(minutes=1)  # the auditor makes its round
Counts = dict[str, int]


class Rounds:
    """When this process audited last: once a minute, and again when the clock is set back."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def begin(self, now: datetime) -> bool:
        """Tell whether it is time, and take it that it is done now."""
        is_due = self._last is None or not self._last <= now < self._last + EVERY
        if is_due:
            self._last = now
        return is_due


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
    # The groups a robot writes into with the unit of each, and which of them get the day's board.
    robots: Mapping[str, str] = field(default_factory=dict)
    board_robots: Collection[str] = ()
    rounds: Rounds = field(default_factory=Rounds)  # of the auditor
    opening: Opening = field(default_factory=Opening)


Job = Callable[[Session, JobContext, datetime, Budget], Counts]
