"""The only place that asks the machine what time it is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """One method, so that everything that needs the time can be handed a pretend one."""

    def now(self) -> datetime:
        """Return the current moment, always aware, always UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = moment.astimezone(UTC)

    def advance(self, **delta: float) -> None:
        self._now += timedelta(**delta)


class FileClock:
    """A clock in a file: one ISO moment that every process takes for now, read anew each time.

    A file that is missing or half written answers with the last moment read,
    and before any was read with the machine's time: time never jumps back
    because somebody is just saving the file.
    """

    def __init__(self, path: Path, timezone: ZoneInfo) -> None:
        self.path = path
        self._timezone = timezone
        self._last: datetime | None = None

    def now(self) -> datetime:
        try:
            self._last = read_moment(self.path.read_text("utf-8"), self._timezone)
        except (OSError, ValueError):
            if self._last is None:
                return SystemClock().now()
        return self._last

    def set(self, moment: datetime) -> None:
        """Move the clock for everybody at once."""
        spare = self.path.with_suffix(".new")
        spare.write_text(moment.isoformat(), "utf-8")
        spare.replace(self.path)


def read_moment(text: str, timezone: ZoneInfo) -> datetime:
    """Read an ISO moment; without an offset it is community time.  Raises ValueError.

    >>> read_moment("2026-11-21T08:00", ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-11-21T00:00:00+00:00'
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone)
    return moment.astimezone(UTC)
