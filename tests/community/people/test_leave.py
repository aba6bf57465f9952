"""Leave through its use cases: rights, refusals, who holds a post at a moment, gaps told once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from community.people import leave, returning, standing_in
from community.people.access import Refused
from community.people.leave import LeaveTaken, Wanted
from community.people.standing_in import Matter
from db.models import Absence, Post, Role
from db.people import units
from tests.common import examples
from tests.community.people.test_posts import acting, write
from tests.conftest import Town
from tests.databases import MORNING, ZONE
from tests.staffing import person_of, traces

T = TypeVar("T")
HOUR = timedelta(hours=1)


def number(town: Town, who: str) -> int:
    openid = town.who[who]
    return person_of(town, openid if isinstance(openid, str) else openid[0])


def take(
    town: Town,
    by: str,
    whose: str,
    begins: datetime,
    ends: datetime,
    substitute: str | None,
    *,
    agreed: bool = True,
) -> LeaveTaken | Refused:
    """Take leave, and let whoever is asked say yes."""
    wanted = Wanted(
        number(town, whose), begins, ends, number(town, substitute) if substitute else None
    )
    now, announce = town.clock.now(), town.bot.listeners

    def deed(db: Session) -> LeaveTaken | Refused:
        taken = leave.take(acting(town, db, by), db, wanted, now, ZONE, announce)
        if isinstance(taken, LeaveTaken) and taken.asked is not None and agreed:
            other = acting(town, db, substitute or "")
            standing_in.answer(
                other, db, Matter.STAND_IN, taken.leave_id, now, ZONE, announce, yes=True
            )
        return taken

    return write(town, deed)


def holder(town: Town, at: datetime, role: Role = Role.GRID_WORKER) -> int | None:
    """Return who holds a role for the first grid at a moment."""
    with town.bot.database.read() as db:
        post = db.scalars(select(Post).where(Post.role == role)).first()
        assert post is not None
        held = units.held_above(db, post.unit, [role], at, ZONE)
        return held[0].holder_id if held else None


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_days_change_at_midnight_in_the_community(town: Town) -> None:
    worker, doctor = number(town, "grid_worker"), number(town, "doctor")
    begins, ends = day("2026-11-30"), day("2026-12-03")

    taken = take(town, "grid_worker", "grid_worker", begins, ends, "doctor")

    assert isinstance(taken, LeaveTaken)
    instant = timedelta(microseconds=1)
    moments = [begins - instant, begins, ends - instant, ends]
    assert [holder(town, at) for at in moments] == [worker, doctor, doctor, worker]


def test_who_has_not_agreed_does_not_stand_in(town: Town) -> None:
    begins, ends = day("2026-11-30"), day("2026-12-03")

    take(town, "grid_worker", "grid_worker", begins, ends, "doctor", agreed=False)

    assert holder(town, begins) is None
    with town.bot.database.read() as db:
        assert not [
            post
            for post in units.posts_of(db, number(town, "doctor"), begins, ZONE)
            if post.role is Role.GRID_WORKER
        ]


def test_nobody_stands_in_while_they_are_away_themselves(town: Town) -> None:
    worker, doctor = number(town, "grid_worker"), number(town, "doctor")
    take(town, "grid_worker", "grid_worker", day("2026-11-30"), day("2026-12-04"), "doctor")

    take(town, "doctor", "doctor", day("2026-12-01"), day("2026-12-02"), None)

    days = [day(f"2026-{d}") for d in ("11-30", "12-01", "12-02", "12-04")]
    assert [holder(town, at) for at in days] == [doctor, None, doctor, worker]


REFUSED = [
    ("grid_worker", "grid_worker", "2026-11-30", "2026-11-30", "doctor", "ends_first"),
    ("grid_worker", "grid_worker", "2026-11-30", "2026-11-29", "doctor", "ends_first"),
    ("grid_worker", "grid_worker", "2026-11-10", "2026-11-12", "doctor", "past"),
    ("grid_worker", "grid_worker", "2026-11-30", "2027-11-30", "doctor", "too_long"),
    ("grid_worker", "grid_worker", "2026-11-30", "2026-12-01", "grid_worker", "own_substitute"),
    ("grid_worker", "doctor", "2026-11-30", "2026-12-01", "grid_worker", "not_appointer"),
    ("doctor", "secretary", "2026-11-30", "2026-12-01", None, "not_appointer"),
    ("resident", "resident", "2026-11-30", "2026-12-01", "doctor", "no_post"),
]


@pytest.mark.parametrize(("by", "whose", "begins", "ends", "substitute", "why"), REFUSED)
def test_what_cannot_be_is_refused_and_leaves_no_trace(
    town: Town, by: str, whose: str, begins: str, ends: str, substitute: str | None, why: str
) -> None:
    before = traces(town)

    refused = take(town, by, whose, day(begins), day(ends), substitute)

    assert isinstance(refused, Refused) and refused.reason == why
    assert traces(town) == before


def test_two_leaves_do_not_overlap_and_who_is_away_stands_in_for_nobody(town: Town) -> None:
    take(town, "doctor", "doctor", day("2026-12-01"), day("2026-12-03"), None)

    again = take(town, "doctor", "doctor", day("2026-12-02"), day("2026-12-05"), None)
    away = take(town, "grid_worker", "grid_worker", day("2026-11-30"), day("2026-12-02"), "doctor")
    after = take(town, "grid_worker", "grid_worker", day("2026-12-03"), day("2026-12-04"), "doctor")

    assert again == Refused("overlaps", "12月1日到12月2日")
    assert isinstance(away, Refused) and away.reason == "substitute_away"
    assert isinstance(after, LeaveTaken)


def test_every_deed_is_written_down_with_who_did_it(town: Town) -> None:
    secretary, doctor = number(town, "secretary"), number(town, "doctor")
    taken = take(town, "secretary", "grid_worker", day("2026-11-30"), day("2026-12-01"), "doctor")
    assert isinstance(taken, LeaveTaken)

    now = town.clock.now()
    worker = number(town, "grid_worker")
    write(town, lambda db: returning.call_off(acting(town, db, "secretary"), db, worker, now, ZONE))

    assert [(what, who) for what, who, _ in traces(town)] == [
        ("leave_taken", secretary),
        ("stand_in_agreed", doctor),
        ("leave_called_off", secretary),
    ]
    assert holder(town, day("2026-11-30")) == worker


# -- for any set of absences --------------------------------------------------------------------

SPANS = st.lists(
    st.tuples(
        st.integers(1, 60), st.integers(-2, 30), st.sampled_from([None, "doctor", "secretary"]),
        st.booleans(), st.one_of(st.none(), st.integers(0, 80)),
    ),
    max_size=5,
)  # fmt: skip


def asked_of(town: Town, taken: LeaveTaken, back: int) -> Callable[[Session], None]:
    """Come back at some hour, if the leave runs then."""
    worker, at = number(town, "grid_worker"), MORNING + back * HOUR

    def deed(db: Session) -> None:
        returning.come_back(
            acting(town, db, "grid_worker"), db, worker, at, ZONE, town.bot.listeners
        )

    return deed


@pytest.mark.slow
@settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(spans=SPANS)
def test_at_each_moment_one_or_nobody_holds_a_post(
    town: Town, spans: list[tuple[int, int, str | None, bool, int | None]]
) -> None:
    write(town, lambda db: db.execute(delete(Absence)) and None)
    worker = number(town, "grid_worker")
    kept: list[tuple[datetime, datetime, int | None]] = []
    for first, hours, substitute, agreed, back in spans:
        begins = MORNING + first * HOUR
        ends = begins + hours * HOUR
        taken = take(town, "grid_worker", "grid_worker", begins, ends, substitute, agreed=agreed)
        free = all(ends <= b or e <= begins for b, e, _ in kept)
        assert isinstance(taken, LeaveTaken) is (hours > 0 and free)
        if isinstance(taken, Refused):
            continue
        stands_in = number(town, substitute) if substitute and agreed else None
        kept.append((begins, ends, stands_in))
        if back is not None:
            at = MORNING + back * HOUR
            write(town, asked_of(town, taken, back))
            kept = [(b, at if b <= at < e else e, s) for b, e, s in kept]

    for hour in range(-1, 95):
        at = MORNING + hour * HOUR
        wanted = next((s for b, e, s in kept if b <= at < e), worker)
        assert holder(town, at) == wanted
        with town.bot.database.read() as db:
            post = db.scalars(select(Post).where(Post.role == Role.GRID_WORKER)).first()
            assert post is not None
            rows = units.held_above(db, post.unit, [Role.GRID_WORKER], at, ZONE)
        assert len(rows) <= 1
