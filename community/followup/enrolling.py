"""Who is to be watched over as a table has it: what each row would begin, or why it waits."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from community.followup import beginning
from community.followup.beginning import LONGEST, ObservationBegun, Term
from community.followup.papers import KINDS
from community.followup.watch import Watch
from community.people.access import Actor, Refused
from community.people.importing.doors import place
from core.doors import Door
from core.library import Programme
from core.phrases import say_date
from core.register import Parked, RegisterRow, WatchColumn, WatchSaid
from db.followup import enrolled
from db.followup.enrolled import Enrolled
from db.people import persons


class EntryTrouble(StrEnum):
    """Why somebody does not enter as their row has it."""

    UNKNOWN = "programme_unknown"
    ENDS_FIRST = "ends_before_it_starts"
    OVER = "ends_before_today"
    LENGTH = "days_contradict"
    TOO_LONG = "watch_too_long"
    OTHER_DAYS = "runs_with_other_days"
    OTHER_PROGRAMME = "runs_otherwise"
    ENDED = "ended_already"


@dataclass(frozen=True, slots=True)
class Entering:
    """Who of one household enters a programme together, from when to when."""

    door: Door
    programme: Programme
    term: Term
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What rows begin, and which wait; the column that is to blame is a WatchColumn."""

    entries: Sequence[Entering]
    waiting: Sequence[Parked]


class _Wrong(Exception):
    def __init__(self, reason: EntryTrouble, column: WatchColumn, about: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.about = reason, column, about


def plan(
    db: Session,
    watch: Watch,
    rows: Iterable[RegisterRow],
    people: Mapping[int, int],
    now: datetime,
) -> Enrolment:
    """Return what rows would begin; `people` says by row whom of the register it is about.

    Whoever is in the very episode already begins nothing.  Nothing is changed.
    """
    told = [row for row in rows if row.watch is not None]
    past = enrolled.of_people(db, {people[row.row] for row in told if row.row in people})
    together: dict[tuple[Door, str, Term], list[RegisterRow]] = defaultdict(list)
    waiting = []
    for row in told:
        theirs = past.get(people.get(row.row, 0), [])
        try:
            found = _entering(watch, row, theirs, now)
        except _Wrong as wrong:
            waiting.append(Parked(row.row, wrong.column.value, wrong.reason.value, wrong.about))
            continue
        if found is not None:
            programme, term = found
            together[place(row.door), programme.id, term].append(row)
    entries = [
        Entering(door, watch.programmes[programme], term, tuple(those))
        for (door, programme, term), those in together.items()
    ]
    return Enrolment(entries, waiting)


def begin(
    actor: Actor,
    db: Session,
    watch: Watch,
    entry: Entering,
    people: Mapping[int, int],
    now: datetime,
) -> tuple[list[ObservationBegun | Refused], Sequence[Parked]]:
    """Let them enter as staff would by chat; what has changed since it was planned is seen again."""
    seen = plan(db, watch, [row for row in entry.rows if row.row in people], people, now)
    done = []
    for each in seen.entries:
        those = [persons.get(db, people[row.row]) for row in each.rows]
        done.append(beginning.enter(actor, db, watch, those, each.programme, each.term, now))
    return done, seen.waiting


def said(db: Session, watch: Watch) -> dict[int, WatchSaid]:
    """Return by person what a table says of their running episode, to be read again without a change."""
    return {
        person_id: WatchSaid(
            _title(watch, each.programme),
            each.starts_on,
            each.ends_on,
            (each.ends_on - each.starts_on).days,
        )
        for person_id, each in enrolled.running(db).items()
    }


def _title(watch: Watch, programme: str) -> str:
    """Return how a programme is called where its name means it alone, else its id."""
    known = watch.programmes.get(programme)
    return known.title if known and _called(watch, known.title) is known else programme


def _called(watch: Watch, name: str) -> Programme | None:
    """Return the programme of a name, of an id, or the only one of a kind: 居家隔离."""
    word, programmes = _plain(name), watch.programmes.values()
    named = [each for each in programmes if word in (_plain(each.title), _plain(each.id))]
    kinds = [each for each in programmes if KINDS[each.kind] == word and not each.exercise]
    found = named or kinds
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def _entering(
    watch: Watch, row: RegisterRow, past: Sequence[Enrolled], now: datetime
) -> tuple[Programme, Term] | None:
    """Return what somebody enters, None where they are or were in it.  Raises _Wrong."""
    told, today = row.watch, watch.today(now)
    assert told is not None, "only rows that tell of an observation come here"
    programme = _called(watch, told.programme)
    if programme is None:
        names = "、".join(each.title for each in watch.programmes.values())
        raise _Wrong(EntryTrouble.UNKNOWN, WatchColumn.PROGRAMME, names)
    _check_written(told)
    term = _term(told, programme, today)
    if _is_known(watch, told, programme, term, past):
        return None
    blamed = WatchColumn.ENDS if told.ends else WatchColumn.DAYS
    blamed = blamed if told.ends or told.days is not None else WatchColumn.STARTS
    if term.ends < today:
        raise _Wrong(EntryTrouble.OVER, blamed, say_date(term.ends))
    if max(term.ends - term.starts, term.ends - today) > timedelta(days=LONGEST):
        raise _Wrong(EntryTrouble.TOO_LONG, blamed)
    return programme, term


def _check_written(told: WatchSaid) -> None:
    if told.starts and told.ends:
        if told.ends < told.starts:
            raise _Wrong(EntryTrouble.ENDS_FIRST, WatchColumn.ENDS)
        if not _fits_length(told, told.starts, told.ends):
            between = str((told.ends - told.starts).days)
            raise _Wrong(EntryTrouble.LENGTH, WatchColumn.DAYS, between)


def _fits_length(told: WatchSaid, starts: date, ends: date) -> bool:
    """Tell whether a length is meant: some offices count the first day, others do not."""
    between = (ends - starts).days
    return told.days is None or told.days in (between, between + 1)


def _term(told: WatchSaid, programme: Programme, today: date) -> Term:
    """Complete what is written by the programme's own length, from today where no day is named."""
    days = timedelta(days=programme.days if told.days is None else told.days)
    if told.starts is None and told.ends and told.days is not None:
        return Term(told.ends - days, told.ends)
    starts = told.starts or min(today, told.ends or today)
    return Term(starts, told.ends or starts + days)


def _is_known(
    watch: Watch, told: WatchSaid, programme: Programme, term: Term, past: Sequence[Enrolled]
) -> bool:
    """Tell whether the row means an episode of theirs.  Raises _Wrong where it says it otherwise."""
    running = next((each for each in reversed(past) if each.is_running), None)
    if running is not None and running.programme != programme.id:
        other = watch.programmes.get(running.programme)
        about = other.title if other else running.programme
        raise _Wrong(EntryTrouble.OTHER_PROGRAMME, WatchColumn.PROGRAMME, about)
    if running is not None:
        if not _fits(told, running):
            blamed = WatchColumn.STARTS if told.starts else WatchColumn.ENDS
            blamed = WatchColumn.ENDS if told.starts == running.starts_on else blamed
            raise _Wrong(EntryTrouble.OTHER_DAYS, blamed, _days(running))
        return True
    closed = [each for each in past if each.programme == programme.id]
    if any(_fits(told, each) for each in closed if told.starts or told.ends):
        return True
    # A table that was imported long ago does not bring back what was ended meanwhile.
    ended = [each for each in closed if _reaches(watch, each, told, term)]
    if ended:
        raise _Wrong(EntryTrouble.ENDED, WatchColumn.STARTS, _days(ended[-1]))
    return False


def _reaches(watch: Watch, each: Enrolled, told: WatchSaid, term: Term) -> bool:
    """Tell whether what is written may still mean an episode that was closed."""
    if not told.starts and not told.ends:
        return True
    closed = watch.today(each.closed_at) if each.closed_at else each.ends_on
    return term.starts <= min(each.ends_on, closed)


def _fits(told: WatchSaid, each: Enrolled) -> bool:
    return (
        told.starts in (None, each.starts_on)
        and told.ends in (None, each.ends_on)
        and _fits_length(told, each.starts_on, each.ends_on)
    )


def _days(each: Enrolled) -> str:
    return f"{say_date(each.starts_on)}到{say_date(each.ends_on)}"
