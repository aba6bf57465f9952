"""Whether somebody may be released: what was reported, tested and told, held against the programme."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from core.library import Part, Programme
from db.followup import closing
from db.followup.closing import F, Followed, ReportTold, Tested
from db.models import EpisodeState, Grade, SampleResult

ILL = frozenset({Grade.FEVER, Grade.DANGER})


class Obstacle(enum.StrEnum):
    """One thing that speaks against an end; in the order in which it is said."""

    DAYS = "days"  # not over yet
    FEVER = "fever"
    SYMPTOMS = "symptoms"
    CHECK = "check"  # a fever or a danger is still being seen to
    UNREPORTED = "unreported"  # of the last slot nothing came
    NO_VALUE = "no_value"  # the last day holds no reading
    TEST_MISSING = "test_missing"
    TEST_POSITIVE = "test_positive"
    PAUSED = "paused"


# What a person must look at: these are never let pass without their word.
MEDICAL = frozenset({Obstacle.FEVER, Obstacle.SYMPTOMS, Obstacle.CHECK, Obstacle.TEST_POSITIVE})


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of one episode, as far as its end rests on it."""

    told: Sequence[ReportTold] = ()
    tested: Sequence[Tested] = ()
    has_check: bool = False


@dataclass(frozen=True, slots=True)
class Checklist(Generic[F]):
    """One episode held against its programme at a moment: what speaks against its end, if anything."""

    episode: F
    programme: Programme
    last_day: date  # the last one looked at
    against: Sequence[Obstacle]

    @property
    def is_clear(self) -> bool:
        return not self.against

    @property
    def is_medical(self) -> bool:
        return any(each in MEDICAL for each in self.against)

    def meets(self, *obstacles: Obstacle) -> bool:
        return not any(each in self.against for each in obstacles)


def check(db: Session, watch: Watch, episodes: Sequence[F], now: datetime) -> list[Checklist[F]]:
    """Hold episodes against their programmes as things stand now; few questions for all of them."""
    people = [each.person_id for each in episodes]
    longest = max((_window(watch, each) for each in episodes), default=1)
    since = min((_last_day(watch, each, now) for each in episodes), default=watch.today(now))
    told = closing.told_since(db, people, since - timedelta(days=longest))
    tested = closing.tested(db, [each.id for each in episodes])
    checked = closing.with_open_check(db, people)
    return [
        hold_against(
            watch,
            each,
            Findings(
                told.get(each.person_id, ()), tested.get(each.id, ()), each.person_id in checked
            ),
            now,
        )
        for each in episodes
    ]


def _window(watch: Watch, episode: Followed) -> int:
    release = watch.programmes[episode.programme].release
    return max(release.fever_free_days, release.symptom_free_days)


def hold_against(watch: Watch, episode: F, known: Findings, now: datetime) -> Checklist[F]:
    """Return what speaks against the end of one episode; nothing is asked or written."""
    programme = watch.programmes[episode.programme]
    day, part = last_slot(watch, episode, now)
    found = [
        obstacle
        for obstacle, speaks in (
            (Obstacle.DAYS, watch.today(now) <= episode.ends_on and episode.held_on is None),
            (Obstacle.FEVER, _is_ill(known, day, programme.release.fever_free_days, "temperature")),
            (
                Obstacle.SYMPTOMS,
                _is_ill(known, day, programme.release.symptom_free_days, "symptoms"),
            ),
            (Obstacle.CHECK, known.has_check),
            (Obstacle.UNREPORTED, part is not None and not _has(known, day, part)),
            (Obstacle.NO_VALUE, programme.release.needs_value and not _has_value(known, day)),
            (Obstacle.TEST_POSITIVE, _is_positive(known.tested)),
            (Obstacle.TEST_MISSING, _is_test_missing(known.tested, day)),
            (Obstacle.PAUSED, episode.state is EpisodeState.PAUSED),
        )
        if speaks
    ]
    if Obstacle.UNREPORTED in found and Obstacle.NO_VALUE in found:
        found.remove(Obstacle.NO_VALUE)  # said once
    return Checklist(episode, programme, day, found)


def last_slot(watch: Watch, episode: Followed, now: datetime) -> tuple[date, str | None]:
    """Return the day and the part of it that was asked for last; no part where none was yet."""
    programme, last = watch.programmes[episode.programme], _last_day(watch, episode, now)
    for day in (last, last - timedelta(days=1)):
        for part in reversed(programme.parts):
            if watch.at(day, part.asks) <= now and _was_asked(watch, episode, day, part):
                return day, part.name
    return last, None


def _was_asked(watch: Watch, episode: Followed, day: date, part: Part) -> bool:
    return day >= episode.starts_on and episode.opened_at < watch.closes_at(day, part)


def _last_day(watch: Watch, episode: Followed, now: datetime) -> date:
    """Return the day an end is held against: of whoever is held on it is yesterday, or today."""
    today = watch.today(now)
    if episode.held_on is not None:
        return today
    return min(today, episode.ends_on)


def _within(told: Iterable[ReportTold], day: date, days: int) -> list[ReportTold]:
    first = day - timedelta(days=days - 1)
    return [each for each in told if each.day >= first]


def _is_ill(known: Findings, day: date, days: int, kind: str) -> bool:
    told = _within(known.told, day, days)
    return any(each.kind == kind and each.grade in ILL for each in told)


def _has(known: Findings, day: date, part: str) -> bool:
    """Tell whether something came of a part of a day; “没量” is not it."""
    return any(
        each.day == day and each.part == part and each.kind in ("temperature", "wellbeing")
        for each in known.told
    )


def _has_value(known: Findings, day: date) -> bool:
    return any(each.day >= day and each.kind == "temperature" for each in known.told)


def _is_positive(tested: Sequence[Tested]) -> bool:
    results = [
        each for each in tested if each.result in (SampleResult.POSITIVE, SampleResult.NEGATIVE)
    ]
    last = max(results, key=lambda each: each.day, default=None)
    return last is not None and last.result is SampleResult.POSITIVE


def _is_test_missing(tested: Sequence[Tested], day: date) -> bool:
    """Tell whether a required sample has no result; a positive one is said as such."""
    due = [each for each in tested if each.is_required and each.day <= day]
    return any(each.result in (None, SampleResult.INVALID) for each in due)
