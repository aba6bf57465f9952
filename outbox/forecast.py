"""By which road so many people would be sent something now, and exactly what each would carry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.phrases import cut_bytes
from db import quotas
from db.models import DeliveryKind
from outbox.roads import DailyLedger, Road, Roads, WindowLedger

Preview = Callable[[str, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class ByRoad:
    """One road: how many people it would carry to, the text they read, what is left of its day."""

    road: str
    people: int
    text: str
    is_cut: bool
    left_today: int | None  # None: it counts by person, or not at all


class Forecast:
    """Looks at the table of roads as the sender will; nothing is taken from a ledger."""

    def __init__(self, roads: Roads, zone: ZoneInfo, previews: Mapping[str, Preview]) -> None:
        self._roads = roads
        self._zone = zone
        self._previews = previews

    def __call__(
        self,
        db: Session,
        kind: DeliveryKind,
        text: str,
        fields: Mapping[str, str],
        window_open: int,
        window_shut: int,
        now: datetime,
    ) -> list[ByRoad]:
        """Share people out: with an open window, and with none; who is in none of it no road carries."""
        day = now.astimezone(self._zone).date().isoformat()
        standing = quotas.standing(db, self._roads.scopes, day, now)
        left = {True: window_open, False: window_shut}
        found = []
        for road in sorted(self._roads, key=lambda road: road.rung):
            if road.why_not(kind) or standing.closed.get(road.name):
                continue
            if not road.carries(kind, is_public=True):
                continue
            people, rest = self._share(road, left, standing.used[road.name])
            if people:
                read = self._read(road, text, fields)
                found.append(ByRoad(road.name, people, read, len(read) < len(text), rest))
        return found

    def _share(self, road: Road, left: dict[bool, int], used: int) -> tuple[int, int | None]:
        """Take as many people as a road carries out of those who are left."""
        if isinstance(road.ledger, WindowLedger):
            people, left[True] = left[True], 0
            return people, None
        most = road.ledger.most - used if isinstance(road.ledger, DailyLedger) else None
        people = sum(left.values()) if most is None else min(sum(left.values()), max(most, 0))
        rest = people
        for is_open in (True, False):
            taken = min(left[is_open], rest)
            left[is_open], rest = left[is_open] - taken, rest - taken
        return people, None if most is None else most - people

    def _read(self, road: Road, text: str, fields: Mapping[str, str]) -> str:
        preview = self._previews.get(road.name)
        return preview(text, fields) if preview else cut_bytes(text, road.text_bytes)[0]


__all__: Sequence[str] = ["ByRoad", "Forecast"]
