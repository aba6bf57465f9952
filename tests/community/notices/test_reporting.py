"""What staff read about a notice, put together from sums, is what going from one to the next says."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from community.people import tree
from core.phrases import say_doors
from db.models import (
    Contact,
    ContactState,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Household,
    Notice,
    Person,
    Role,
    Unit,
)
from db.people import persons, units
from outbox import ladder
from tests.conftest import Town
from tests.databases import MORNING, ZONE
from tests.noticing import agree, send
from tests.statements import listening

REASONS = ("window_closed", "not_following", "quota_used", None)
SHOWN = 12


def publish(town: Town, where: str) -> None:
    send(town.secretary, f"发通知 {where} 明天9点停水")


def spread(town: Town) -> None:
    """Let every outcome there is befall some of those who were owed the notice."""

    def work(db: Session) -> None:
        for id_ in db.scalars(select(Delivery.id).where(Delivery.notice_id.is_not(None))).all():
            sent = (DeliveryStatus.WIRED, DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)[id_ % 3]
            reason = REASONS[id_ % 4] if id_ % 3 else None
            db.execute(update(Delivery).filter_by(id=id_).values(status=sent, reason=reason))
        gone = select(Person.id).where(Person.household_id % 5 == 0)
        db.execute(
            update(Contact).where(Contact.person_id.in_(gone)).values(state=ContactState.UNFOLLOWED)
        )
        stranger = db.scalars(select(Delivery).where(Delivery.reason == REASONS[0])).first()
        assert stranger is not None
        stranger.person_id = None

    town.bot.database.write(work)


def few(names: list[str]) -> str:
    return say_doors(names[:SHOWN]) + (
        f"等，共{len(names)}个（回复“谁没收到”看全部）" if len(names) > SHOWN else ""
    )


def doors(db: Session, notice: Notice) -> list[Household]:
    """Go from door to door and ask whether anybody follows us."""
    path = units.path_of(db, notice.unit_id)
    found = select(Household).join(Unit).where(Unit.path.startswith(path)).order_by(Household.id)
    return [
        household
        for household in db.scalars(found)
        if not any(
            contact.state is ContactState.FOLLOWING
            for person in household.people
            for contact in person.contacts
        )
    ]


def missed(db: Session, notice: Notice) -> Iterator[Delivery]:
    failed = DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN
    mine = select(Delivery).where(Delivery.notice_id == notice.id, Delivery.status.in_(failed))
    yield from db.scalars(mine.order_by(Delivery.id))


def to_author(db: Session, notice: Notice) -> str:
    wired = select(func.count()).select_from(Delivery)
    taken = db.scalar(wired.filter_by(notice_id=notice.id, status=DeliveryStatus.WIRED))
    lines = [f"通知 {notice.code} 发送情况：微信已接收 {taken} 人（不等于已读）。"]
    failed = list(missed(db, notice))
    for reason, count in Counter(d.reason for d in failed).most_common():
        names = [
            tree.introduce(persons.get(db, d.person_id) if d.person_id else None, d.contact)
            for d in failed
            if d.reason == reason
        ]
        lines.append(f"没送到 {count} 人（{ladder.say(reason)}）：{few(names)}")
    left = [tree.door(household) for household in doors(db, notice)]
    lines.append(f"没有人关注公众号的 {len(left)} 户：{few(left)}")
    lines.append("这些人请打电话、上门或用喇叭告知。")
    return "\n".join(lines)


def to_workers(db: Session, notice: Notice) -> dict[int, str]:
    found: dict[int, dict[str, list[str]]] = {}

    def note(unit: Unit, reason: str, called: str) -> None:
        for worker in tree.responsible(db, unit, [Role.GRID_WORKER], MORNING, ZONE):
            found.setdefault(worker.id, {}).setdefault(reason, []).append(called)

    for delivery in missed(db, notice):
        person = persons.get(db, delivery.person_id) if delivery.person_id else None
        if person is not None and person.household is not None:
            note(person.household.unit, ladder.say(delivery.reason), tree.introduce(person))
    for household in doors(db, notice):
        note(household.unit, "没有人关注公众号", tree.door(household))
    head = f"通知 {notice.code}“{notice.text}”这些人没收到，请打电话或上门告知。"
    return {
        worker: "\n".join([head, *(f"{why}：{few(names)}" for why, names in said.items())])
        for worker, said in found.items()
        if worker != notice.author_id
    }


def test_staff_read_what_going_from_one_to_the_next_would_say(town: Town) -> None:
    publish(town, "全体")
    spread(town)

    assert town.tick()["notices_told"] == 1

    with town.bot.database.read() as db:
        notice = db.scalars(select(Notice)).one()
        told = select(Delivery).where(Delivery.kind == DeliveryKind.INFO).order_by(Delivery.id)
        texts = {d.person_id: d.text for d in db.scalars(told)}
        assert texts.pop(notice.author_id) == to_author(db, notice)
        assert texts == to_workers(db, notice)
        assert list(texts) == list(to_workers(db, notice))
        assert len(texts) > 0


def test_statements_do_not_grow_with_the_people_a_notice_reaches(town: Town) -> None:
    town.tick()
    counted = []
    for where in ("1号楼", "全体"):
        shown = town.secretary.says(f"发通知 {where} 明天9点停水")
        with listening(town.bot.database.engine) as publishing:
            agree(town.secretary, shown)
        spread(town)
        with listening(town.bot.database.engine) as reporting:
            assert town.tick()["notices_told"] == 1
        counted.append((len(publishing.said), len(reporting.said)))

    building, everybody = counted
    assert everybody[0] <= building[0] <= 30
    assert everybody[1] == building[1] <= 24
