"""The hours in which people sleep and notices that can wait do wait."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the day to another, over midnight or not, in community time."""

    begins: time
    ends: time
    zone: ZoneInfo

    def end(self, now: datetime) -> datetime | None:
        """Return when people are awake again, or None if they are."""
        local = now.astimezone(self.zone)
        if not self._covers(local.time()):
            return None
        day = local.date()
        if local.time() >= self.ends:
            day += timedelta(days=1)
        return datetime.combine(day, self.ends, self.zone)

    def _covers(self, moment: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends
