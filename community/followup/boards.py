"""The day's board by grid, on request and at five to the secretary; a person's curve."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from community.followup import rollcall, why
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused
from core.prints import CountBoard, CurvePoint, PersonCurve
from db.followup import boards, episodes
from db.followup.boards import GridSums
from db.models import DeliveryKind, Role, SlotState
from db.people import persons, units
from outbox import queue

FIVE, TOO_LATE = time(17), time(21)  # the digest goes out between these
DAYS = 10  # of a curve

HEAD = "【{unit} {day:%m月%d日}】监测：应报{due}，已报{told}，异常{ill}人，未报{missing}。"
ROW = "・{grid}：应报{due} 已报{told} 异常{ill} 未报{missing}"
FOOT = "要打电话的回复“电话名单”，没报的回复“谁没报”。"


def of_day(db: Session, path: str, unit: str, day: date) -> CountBoard:
    """Return the board of a unit: a row a grid, the sums below."""
    rows = boards.sums(db, path, day)
    lines = [(each.grid, each.due, each.told, each.ill, each.missing) for each in rows]
    return CountBoard(f"{unit} {day:%Y-%m-%d} 监测", lines)


def is_time(watch: Watch, now: datetime) -> bool:
    """Tell whether the digest of today may go out now."""
    today = watch.today(now)
    return watch.at(today, FIVE) <= now < watch.at(today, TOO_LATE)


def digest(db: Session, watch: Watch, now: datetime) -> int:
    """Send every secretary the sums of today by grid; return to how many."""
    today, done = watch.today(now), 0
    for unit, person_id in units.holders(db, Role.SECRETARY, now, watch.zone):
        rows = boards.sums(db, unit.path, today)
        if rows:
            text = _words(unit.name, today, rows)
            queue(db, DeliveryKind.INFO, text, now, person_id=person_id)
            done += 1
    return done


def _words(unit: str, day: date, rows: Sequence[GridSums]) -> str:
    total = GridSums("", *(sum(getattr(r, n) for r in rows) for n in ("due", "told", "ill")))
    lines = [_fill(ROW, row, grid=row.grid) for row in rows]
    return "\n".join([_fill(HEAD, total, unit=unit, day=day), *lines, FOOT])


def _fill(words: str, row: GridSums, **more: object) -> str:
    sums = {"due": row.due, "told": row.told, "ill": row.ill, "missing": row.missing}
    return words.format(**sums, **more)


def curve(
    actor: Actor, db: Session, watch: Watch, person_id: int, now: datetime
) -> PersonCurve | Refused:
    """Return somebody's temperatures of the last days, with what was missed and complained of."""
    since = watch.today(now) - timedelta(days=DAYS - 1)
    told = rollcall.told_since(actor, db, person_id, since, now)
    if isinstance(told, Refused):
        return told
    points: dict[tuple[date, str], CurvePoint] = {}
    for each in told:
        known = points.get((each.day, each.part))
        value = float(each.value.split("-")[-1]) if each.value else known.celsius if known else None
        marks = (*(known.marks if known else ()), *(each.symptoms or ()))
        points[each.day, each.part] = CurvePoint(
            _label(watch, each.day, each.part), value, tuple(dict.fromkeys(marks))
        )
    for back in range(DAYS):
        day = since + timedelta(days=back)
        for slot in episodes.slots_on(db, [person_id], day):
            if slot.state is SlotState.MISSED and (day, slot.part) not in points:
                label = _label(watch, day, slot.part)
                points[day, slot.part] = CurvePoint(label, None, (), is_missed=True)
    episode = episodes.last_of_person(db, person_id)
    programme = watch.programmes.get(episode.programme) if episode is not None else None
    order = {"morning": 0, "noon": 1, "evening": 2}
    ordered = [points[key] for key in sorted(points, key=lambda k: (k[0], order.get(k[1], 3)))]
    name = tree.call(persons.get(db, person_id))
    return PersonCurve(f"{name} 近{DAYS}天体温", programme.fever_ge if programme else 37.3, ordered)


def _label(watch: Watch, day: date, part: str) -> str:
    return f"{day.month}/{day.day}{why.label(watch, part)[:1]}"
