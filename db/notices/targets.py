"""Who must know of a notice: written down when it is published, a row a household or post-holder."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from db import owing
from db.models import (
    PENDING,
    Contact,
    ContactState,
    Delivery,
    DeliveryStatus,
    Household,
    NoticeTarget,
    Person,
    Unit,
)
from db.notices.lacking import TargetRow

SOME = 500  # numbers named in one statement
Place = tuple[str, str]  # the path of a unit, and one of its entrances or ""


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom a notice is for: all doors of some places, some of them, or people by their posts."""

    places: Sequence[Place]
    without: Sequence[Place] = ()
    households: Sequence[int] | None = None  # only these of them
    posts: Sequence[tuple[int, int]] | None = None  # no doors: (person, unit of their post)
    but_of: Sequence[int] = ()  # who was to know of one of these notices is left out


def _inside(places: Sequence[Place]) -> ColumnElement[bool]:
    found = [
        and_(
            Unit.path.startswith(path, autoescape=True),
            *([Household.entrance == entrance] if entrance else []),
        )
        for path, entrance in places
    ]
    return or_(false(), *found)


def doors(aim: Aim) -> Select[int, int, bool]:
    """Select (id, unit, is exempt) of the households a notice is for."""
    exempt = _inside(aim.without) if aim.without else false()
    told = exists().where(
        NoticeTarget.household_id == Household.id,
        NoticeTarget.notice_id.in_(aim.but_of),
        not_(NoticeTarget.is_exempt),
    )
    return (
        select(Household.id, Household.unit_id, exempt.label("is_exempt"))
        .join(Unit, Household.unit_id == Unit.id)
        .where(_inside(aim.places), *([~told] if aim.but_of else []))
    )


def plan(db: Session, notice_id: int, aim: Aim, at: Collection[int] | None = None) -> None:
    """Write down who must know, with `at` only in these units; it stands fixed from then on."""
    if aim.posts is not None:
        rows = [
            {
                "notice_id": notice_id,
                "unit_id": u,
                "person_id": p,
                "is_exempt": False,
                "evidence": 0,
            }
            for p, u in dict(aim.posts).items()
        ]
        if rows:
            db.execute(insert(NoticeTarget), rows)
        return
    into = ["household_id", "unit_id", "is_exempt", "notice_id", "evidence"]
    here = [Household.unit_id.in_(at)] if at is not None else []
    for some in _slices(aim.households):
        found = doors(aim).add_columns(literal(notice_id), literal(0)).where(*here)
        found = found.order_by(Household.id)
        found = found if some is None else found.where(Household.id.in_(some))
        db.execute(insert(NoticeTarget).from_select(into, found))


def _slices(ids: Sequence[int] | None) -> list[Sequence[int] | None]:
    if ids is None:
        return [None]
    return [ids[at : at + SOME] for at in range(0, len(ids), SOME)]


def next_units(db: Session, aim: Aim, after: int, limit: int) -> Sequence[tuple[int, int]]:
    """Return the next units of an aim's places, in the order of their numbers, and how many doors each has."""
    doors_there = select(func.count()).where(Household.unit_id == Unit.id).scalar_subquery()
    places = or_(false(), *(Unit.path.startswith(path, autoescape=True) for path, _ in aim.places))
    found = select(Unit.id, doors_there).where(Unit.id > after, places).order_by(Unit.id)
    return [(row[0], row[1] or 0) for row in db.execute(found.limit(limit))]


def _at(at: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [NoticeTarget.unit_id.in_(at)] if at is not None else []


def owe(
    db: Session,
    notice_id: int,
    row: Mapping[str, Any],
    *,
    below: int | None = None,
    at: Collection[int] | None = None,
) -> int:
    """Owe something to everybody of a notice's targets who has bound an address; return how many.

    With `below` only where the evidence is less, and to nobody who has the same still waiting;
    with `at` only to who lives at one of these units.
    """
    waiting = aliased(Delivery)
    narrowed = (
        [
            NoticeTarget.evidence < below,
            ~exists().where(
                waiting.target_id == NoticeTarget.id,
                waiting.person_id == Person.id,
                waiting.status.in_(PENDING),
            ),
        ]
        if below is not None
        else []
    )
    first = func.min(Contact.id)
    made = 0
    by_post = Person.id == NoticeTarget.person_id
    for belongs in (_LIVES_THERE, by_post) if at is None else (_LIVES_THERE,):
        whom = (
            select(first, Person.id, NoticeTarget.id)
            .select_from(NoticeTarget)
            .join(Person, belongs)
            .join(Contact, Contact.person_id == Person.id)
            .where(
                NoticeTarget.notice_id == notice_id,
                not_(NoticeTarget.is_exempt),
                Person.gone_on.is_(None),
                *narrowed,
                *_at(at),
            )
            .group_by(Person.id, NoticeTarget.id)
            .order_by(first)
        )
        made += owing.owe(db, whom, row, also=("target_id",), key=owing.in_order(db, first))
    return made


_LIVES_THERE = Person.household_id == NoticeTarget.household_id
_BELONGS = or_(_LIVES_THERE, Person.id == NoticeTarget.person_id)


def _followed(belongs: ColumnElement[bool] = _BELONGS) -> ColumnElement[bool]:
    """Tell whether somebody of a target can be written to."""
    follows = Contact.person_id == Person.id, Contact.state == ContactState.FOLLOWING
    return exists().where(*follows, belongs)


def count(db: Session, notice_id: int, at: Collection[int] | None = None) -> tuple[int, int]:
    """Return how many households (or people) must know, the exempt not among them; and to how
    many of them nobody can write.  With `at` only of the doors at these units.
    """
    nobody = case((_followed() if at is None else _followed(_LIVES_THERE), 0), else_=1)
    counted = select(func.count(), func.coalesce(func.sum(nobody), 0)).where(
        NoticeTarget.notice_id == notice_id, not_(NoticeTarget.is_exempt), *_at(at)
    )
    households, unreachable = db.execute(counted).one()
    return households, unreachable


def without_contact(db: Session, notice_id: int) -> Sequence[NoticeTarget]:
    """Return the targets nobody of which follows us, all of them."""
    return db.scalars(
        select(NoticeTarget)
        .where(NoticeTarget.notice_id == notice_id, not_(NoticeTarget.is_exempt), not_(_followed()))
        .order_by(NoticeTarget.id)
    ).all()


def of_person(
    db: Session, person_id: int, household_id: int | None, notice_ids: Collection[int]
) -> dict[int, NoticeTarget]:
    """Return by notice the target somebody belongs to."""
    mine = NoticeTarget.person_id == person_id
    if household_id is not None:
        mine |= NoticeTarget.household_id == household_id
    found = db.scalars(
        select(NoticeTarget).where(mine, NoticeTarget.notice_id.in_(notice_ids))
    ).all()
    return {target.notice_id: target for target in found}


def of_household(db: Session, notice_id: int, household_id: int) -> NoticeTarget | None:
    return db.scalar(
        select(NoticeTarget).where(
            NoticeTarget.notice_id == notice_id, NoticeTarget.household_id == household_id
        )
    )


def missing(db: Session, notice_id: int, up_to: int) -> Sequence[NoticeTarget]:
    """Return the targets with no more evidence than this that are not exempt, in order of doors."""
    return db.scalars(
        select(NoticeTarget)
        .where(
            NoticeTarget.notice_id == notice_id,
            not_(NoticeTarget.is_exempt),
            NoticeTarget.evidence <= up_to,
        )
        .order_by(NoticeTarget.unit_id, NoticeTarget.household_id, NoticeTarget.id)
    ).all()


def fates(db: Session, notice_id: int, up_to: int) -> dict[int, str]:
    """Return by target why its best delivery has come no further: a reason, or the word of its state."""
    rows = db.execute(
        select(Delivery.target_id, Delivery.status, Delivery.reason)
        .join(NoticeTarget, Delivery.target_id == NoticeTarget.id)
        .where(NoticeTarget.notice_id == notice_id, NoticeTarget.evidence <= up_to)
        .order_by(Delivery.id)
    )
    best: dict[int, tuple[int, str]] = {}
    for target_id, status, reason in rows:
        assert target_id is not None, "joined by it"
        rank = _RANKS.get(status, 0)
        if target_id not in best or rank > best[target_id][0]:
            best[target_id] = rank, (reason or status.value)
    return {target_id: why for target_id, (_, why) in best.items()}


_RANKS = {
    DeliveryStatus.WIRED: 6,
    DeliveryStatus.HEARD: 6,
    DeliveryStatus.SENDING: 5,
    DeliveryStatus.QUEUED: 4,
    DeliveryStatus.HELD: 3,
    DeliveryStatus.UNKNOWN: 2,
    DeliveryStatus.FAILED: 1,
}


def people_of(
    db: Session, targets: Sequence[NoticeTarget | TargetRow]
) -> dict[int, list[tuple[int, bool]]]:
    """Return by target (person, whether they answer for their household) of who belongs to it."""
    homes = {each.household_id: each.id for each in targets if each.household_id}
    found: dict[int, list[tuple[int, bool]]] = {
        each.id: [(each.person_id, True)] for each in targets if each.person_id
    }
    ids = list(homes)
    for at in range(0, len(ids), SOME):
        rows = db.execute(
            select(Person.household_id, Person.id, Person.is_respondent)
            .where(Person.household_id.in_(ids[at : at + SOME]), Person.gone_on.is_(None))
            .order_by(Person.id)
        )
        for household_id, person_id, answers in rows:
            assert household_id is not None, "asked for by it"
            found.setdefault(homes[household_id], []).append((person_id, answers))
    return found
