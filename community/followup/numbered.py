"""Temperatures typed back from a call list: whose household a number is, and who of it is meant."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup import calling, for_another
from community.followup.watch import Watch
from community.people.access import Actor, Refused
from db.followup import calls
from db.followup.reports import Watched
from db.people import persons

__all__ = ["missing_at"]


def missing_at(
    actor: Actor, db: Session, watch: Watch, numbers: Collection[int], now: datetime
) -> Mapping[int, Sequence[Watched]] | Refused:
    """Return by number on today's list who of the household is still to report, else all of it.

    A number that is not on the list is not among them.
    """
    found = calling.own_list(actor, db, watch.today(now))
    if isinstance(found, Refused):
        return found
    homes = {row.number: row.household_id for row in calls.rows_of(db, found.id)}
    since = calling.since(watch, now)
    return {
        number: _members(actor, db, watch, homes[number], since, now)
        for number in numbers
        if number in homes
    }


def _members(
    actor: Actor, db: Session, watch: Watch, home: int, since: datetime, now: datetime
) -> Sequence[Watched]:
    people = [one.id for one in persons.in_household(db, home)]
    running = for_another.running(actor, db, watch, people, now)
    told = calls.told_since(db, people, since)
    everybody = [running[number] for number in people if number in running]
    return [each for each in everybody if each.person_id not in told] or everybody
