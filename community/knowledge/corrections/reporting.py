"""Step staff, honestly, who has not heard of a change, and why."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge.corrections.remembering import version_of
from community.people import tree
from core.budget import Budget
from core.phrases import listed, shorten
from db.knowledge import answers, versions
from db.models import Change, DeliveryKind, DeliveryStatus, EntryVersion, Role, Version
from db.people import persons
from db.people.units import root_community
from outbox import ladder, queue


def report(db: Session, now: datetime, zone: ZoneInfo, budget: Budget) -> int:
    """Tell whoever made a change, and who approved it, who has not heard of it, and why."""
    for change in budget.take(answers.finished(db, budget.rows)):
        change.reported_at = now
        text = outcome(db, change)
        for person_id in _responsible(db, change, now, zone):
            fields = {"what": "规定变化告知情况", "text": "回复“查看”看谁没收到"}
            queue(db, DeliveryKind.INFO, text, now, person_id=person_id, fields=fields)
    return budget.done


def _responsible(db: Session, change: Change, now: datetime, zone: ZoneInfo) -> list[int]:
    version = version_of(db, change)
    named = {version.author_id, version.approver_id} if version else set()
    found = sorted(person for person in named if person is not None)
    root = root_community(db)
    if found or root is None:
        return found
    return [p.id for p in tree.responsible(db, root, [Role.SECRETARY], now, zone)]


def outcome(db: Session, change: Change) -> str:
    """Say how many heard of a change; taken by the platform is not read by a person."""
    version = version_of(db, change)
    name = _name(change, version) if version else "规定更新"
    results = answers.outcomes(db, change.id)
    taken = sum(status in {DeliveryStatus.WIRED, DeliveryStatus.HEARD} for status, _, _ in results)
    lines = [f"{name}：有变化的共{len(results)}人，微信已接收{taken}人（不等于已读）。"]
    missed: dict[str, list[str]] = defaultdict(list)
    for status, reason, contact in results:
        if status in {DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN}:
            person = persons.get(db, contact.person_id) if contact.person_id else None
            missed[ladder.say(reason)].append(tree.introduce(person, contact))
    lines += [f"没送到{len(who)}人（{why}）：{listed(who)}" for why, who in missed.items()]
    if missed:
        lines.append("这些人请打电话或上门告知。")
    return "\n".join(lines)


def _name(change: Change, version: Version) -> str:
    if isinstance(version, EntryVersion) and version.number is not None:
        return f"问答{version.number}“{shorten(str(version.content['answer']), 20)}”"
    return f"{code_of(change.kind, version.id)} {title_of(version)}"


def code_of(kind: str, version_id: int) -> str:
    return f"{'R' if kind == versions.RULE else 'E'}{version_id}"


def title_of(version: Version) -> str:
    return shorten(str(version.content.get("title") or version.content["topic"]), 20)
