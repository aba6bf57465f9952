"""When the platform takes nothing its roads rest, for all processes; one delivery tries them again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.ports import ChannelError
from db import pauses
from db.pauses import Pause
from outbox.roads import Road, Roads

A_MOMENT = timedelta(seconds=2)  # until somebody else's probe is looked at again
MOST = timedelta(minutes=1)
# What is used up comes back at midnight, or earlier if somebody buys more.
QUOTA_MOST = timedelta(hours=1)
PROBE_LASTS = timedelta(seconds=20)  # whoever tried has died if no word has come by then
IN_A_ROW = 4  # so many refusals one after the other are no accident
OF_ONE_ROAD = {"day_quota_used"}  # everything else is the whole account's
DAYS = ZoneInfo("Asia/Shanghai")  # by which the platform counts


def grown(first: timedelta, fails: int) -> timedelta:
    """Return how long to wait after so many failures before this one: doubled, up to a minute."""
    doubled: timedelta = first * 2 ** min(fails, 10)
    return min(doubled, max(first, MOST))


def scope_of(road: Road, reason: str) -> str:
    """Return what rests for this reason: the road, or all roads of its channel."""
    return road.name if reason in OF_ONE_ROAD else road.channel


@dataclass(slots=True)
class Rests:
    """Which roads rest at one moment, and which of them we are to try."""

    pauses: Mapping[str, Pause]
    now: datetime
    probing: set[str] = field(default_factory=set)  # one delivery may try these

    def until(self, road: Road) -> datetime | None:
        """Return how long nothing goes by a road; None if something may go now."""
        if not self.pauses:
            return None
        found = [
            # One that is over is somebody's to probe: look again a little later.
            max(pause.until, self.now + A_MOMENT)
            for scope in road.scopes
            if (pause := self.pauses.get(scope)) is not None and scope not in self.probing
        ]
        return max(found, default=None)

    def may_probe(self, roads: Iterable[Road]) -> list[Pause]:
        """Return the pauses of these roads that are over."""
        scopes = {scope: None for road in roads for scope in road.scopes}
        found = [self.pauses[scope] for scope in scopes if scope in self.pauses]
        return [pause for pause in found if pause.until <= self.now]

    def probe(self, db: Session, wanted: Collection[Pause]) -> None:
        """Take the right to try these, as far as nobody else has it."""
        for pause in wanted:
            if pauses.take_probe(db, pause.scope, self.now, self.now + PROBE_LASTS):
                self.probing.add(pause.scope)

    def took(self, road: Road) -> None:
        """A delivery is to go by this road: it is the one that tries; what follows waits."""
        self.probing.difference_update(road.scopes)


@dataclass(slots=True)
class Met:
    """What one batch has met under way: where all was well, and where the platform failed."""

    well: set[str] = field(default_factory=set)  # by road and by channel
    failed: dict[str, ChannelError] = field(default_factory=dict)
    in_a_row: dict[str, int] = field(default_factory=dict)

    def note(self, road: Road, error: ChannelError | None) -> None:
        """Note how one letter fared; a letter's own refusal is a readable answer, so all is well."""
        if error is None or not error.is_everybodys:
            self.well.update(road.scopes)
            for scope in road.scopes:
                self.in_a_row.pop(scope, None)
            return
        scope = scope_of(road, error.reason)
        if scope != road.channel:
            self.well.add(road.channel)  # it answers, and readably
        before = self.failed.get(scope)
        if before is None or not before.may_have_arrived:
            self.failed[scope] = error
        self.in_a_row[scope] = self.in_a_row.get(scope, 0) + 1

    def stops(self, road: Road) -> bool:
        """Tell whether nothing more of this batch is to go by a road.

        At once where nothing went well so far, or where it is open what became of a letter; a
        platform that refuses every second call still takes the others.
        """
        return any(self._is_down(scope) for scope in road.scopes)

    def _is_down(self, scope: str) -> bool:
        error = self.failed.get(scope)
        if error is None:
            return False
        is_new = scope not in self.well or error.may_have_arrived
        return is_new or self.in_a_row.get(scope, 0) >= IN_A_ROW

    def settle(
        self,
        db: Session,
        before: Mapping[str, Pause],
        tried: Collection[str],
        now: datetime,
        first: timedelta,
    ) -> None:
        """Let rest what failed, at least as long as `first`, and open what was tried and is well."""
        for scope, error in self.failed.items():
            if self._is_down(scope):
                pauses.rest(db, self._pause(scope, error, before.get(scope), now, first))
        for scope in tried:
            if scope in self.failed:
                continue
            if scope in self.well:
                pauses.resume(db, scope)
            else:
                pauses.leave_probe(db, scope, now)

    def _pause(
        self,
        scope: str,
        error: ChannelError,
        before: Pause | None,
        now: datetime,
        first: timedelta,
    ) -> Pause:
        fails = 0 if scope in self.well else (before.fails + 1 if before else 1)
        wait = max(grown(first, max(fails - 1, 0)), timedelta(seconds=error.wait_seconds))
        until = now + wait
        if error.reason in OF_ONE_ROAD:
            wait = min(timedelta(seconds=error.wait_seconds) * 2 ** min(fails, 10), QUOTA_MOST)
            until = min(now + wait, next_day(now, DAYS))
        since = before.since if before is not None and fails else now
        return Pause(scope, since, until, error.reason, fails)


def next_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the next day begins."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, datetime.min.time(), zone)


def look(db: Session, roads: Roads, now: datetime) -> Rests:
    """Read which roads rest."""
    return Rests({pause.scope: pause for pause in pauses.standing(db, now)}, now)
