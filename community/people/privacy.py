"""What is held about somebody, why, and how it is deleted."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from db.followup import episodes
from db.models import Audit, Consent, Contact, Person, Submission
from db.people import erasure, persons
from db.quick import store
from db.work import submissions

HEALTH = "health"


def agreed(db: Session, person_id: int, purpose: str) -> bool:
    return erasure.has_agreed(db, person_id, purpose)


def record_consent(db: Session, person_id: int, purpose: str, wording: str, now: datetime) -> None:
    store(db, Consent(person_id=person_id, purpose=purpose, wording=wording, given_at=now))


def record(
    db: Session,
    now: datetime,
    action: str,
    *,
    actor: int | None = None,
    subject: int | None = None,
    detail: str | None = None,
) -> None:
    """Write down who did what; never what anybody said."""
    db.add(Audit(at=now, actor_id=actor, action=action, subject_id=subject, detail=detail))


def held(db: Session, contact: Contact, person: Person | None, zone: ZoneInfo) -> str:
    """Tell somebody everything we hold about them, in words."""
    lines = ["我们这里有您的这些信息："]
    if person is None:
        lines.append("・微信号在本公众号里的编号、您发过的话、我按哪条规定答过您（90天后删除）")
        waiting = submissions.from_address(db, contact.id)
        lines += [f"・还在核对的登记：{_said(row)}" for row in waiting]
        if not waiting:
            lines.append("・没有姓名、电话和住址")
    else:
        lines += _identity(person)
        lines += _health(db, person, zone)
        lines += _forms(db, person, zone)
        lines.append("・您发过的话、我按哪条规定答过您（90天后删除）")
    lines.append("有错请直接告诉我；想全部删掉，回复“删除我”。")
    return "\n".join(lines)


def _said(row: Submission) -> str:
    """Name what somebody filled in before we knew who they are."""
    address = row.answers.get("address") or row.answers.get("household") or {}
    where = f"{address.get('building')}号楼{address.get('room') or ''}" if address else ""
    named = "、".join(part for part in (str(row.answers.get("name") or ""), where) if part)
    return named or "一份（回复“我的登记”看）"


def _identity(person: Person) -> list[str]:
    lines = [f"・姓名：{person.name or '没有'}"]
    lines.append(f"・电话：{mask(person.phone) if person.phone else '没有'}")
    if person.household is not None:
        lines.append(f"・住址：{tree.door(person.household)}")
    return lines


def _health(db: Session, person: Person, zone: ZoneInfo) -> list[str]:
    rows = [row for row in episodes.observations_of(db, [person.id]) if row.value or row.symptoms]
    if not rows:
        return []
    last = rows[-1]
    what = "、".join([*([f"{last.value}℃"] if last.value else []), *(last.symptoms or [])])
    day = last.at.astimezone(zone)
    return [
        f"・体温和症状：{len(rows)}条，最近一条是{day.month}月{day.day}日的{what}"
        "（只给社区医生和网格员看，监测结束后30天删除）"
    ]


def _forms(db: Session, person: Person, zone: ZoneInfo) -> list[str]:
    rows = submissions.of_person(db, person.id)
    days = [row.sent_at.astimezone(zone) for row in rows]
    if not rows:
        return []
    last = f"{days[-1].month}月{days[-1].day}日"
    return [f"・登记表：{len(rows)}份，最近一份{last}，连同办理经过（回复“我的登记”看每份）"]


def mask(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****"


def forget(db: Session, contact: Contact, now: datetime) -> None:
    """Delete what we hold about whoever speaks from this address.

    The address itself stays, empty, so that the answer can still be given and
    a repeated message is not taken for a new one.
    """
    person_id = contact.person_id
    record(db, now, "forget", actor=person_id, subject=person_id)
    erasure.erase_contact(db, contact.id)
    contact.person_id, contact.scene = None, None
    db.flush()  # the person's row must be free of the contact before it goes
    if person_id is not None and not persons.get(db, person_id).contacts:
        erasure.erase_person(db, person_id)
