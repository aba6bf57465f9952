"""Telling staff how far a notice came: who was not reached, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import audience, sums
from community.notices.audience import Audience
from community.notices.publishing import FEW, few
from community.people import tree
from core.budget import Budget
from core.phrases import say_moment, shorten
from core.ports import OUTCOME_UNKNOWN
from db import notices, outcomes, pauses
from db.models import DeliveryKind, DeliveryStatus, Household, Notice, Role
from db.notices import reachable
from db.outcomes import NOT_SENT, Missed, Sum
from db.people import units
from outbox import Circular, ladder, queue_to_each

NOBODY = "没有人关注公众号"
MANY = 12000  # doors looked at for one notice
HEAD = 30  # characters by which a worker knows which notice it is
WAITING = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING}


def report_back(db: Session, now: datetime, zone: ZoneInfo, budget: Budget) -> int:
    """Tell authors whose notices have nothing left to send who was not reached and why."""
    for notice in budget.take(notices.finished(db, budget.rows)):
        notice.told_at = now
        doors = _doors(db, notice, now, zone)
        fields = {"what": "通知送达情况", "text": f"通知{notice.code}发完了，回“通知情况”看"}
        letter = Circular(DeliveryKind.INFO, _outcome(db, notice, doors, now, zone), fields)
        workers = _for_grid_workers(db, notice, doors, now, zone)
        queue_to_each(db, [(notice.author_id, letter), *workers], now)
    return budget.done


def _doors(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> list[Missed]:
    """Return the first doors of each building where nobody follows us, of those it was for."""
    if not notice.audience:
        path = units.path_of(db, notice.unit_id)
        return outcomes.doors_without_contact(db, path, FEW)
    aim = audience.aim(db, Audience.read(notice.audience), now, zone)
    if aim.posts is not None:
        return []
    homes = [each.household for each in reachable.unfollowed(db, aim, 0, MANY) if each.household]
    count = Counter(home.unit_id for home in homes)
    shown = Counter[int]()
    found = []
    for home in homes:
        shown[home.unit_id] += 1
        if shown[home.unit_id] <= FEW:
            found.append(Missed(home.id, count[home.unit_id], unit_id=home.unit_id))
    return found


def outcome(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> str:
    """Say how far a notice came: taken by the platform is not read by a person."""
    return _outcome(db, notice, _doors(db, notice, now, zone), now, zone)


def _outcome(
    db: Session, notice: Notice, doors: Sequence[Missed], now: datetime, zone: ZoneInfo
) -> str:
    sums = outcomes.sums(db, notice.id, now)
    taken = sum(one.count for one in sums if one.status is DeliveryStatus.WIRED)
    lines = [
        f"通知 {notice.code} 发送情况：微信已接收 {taken} 人（不等于已读）。",
        *_over(notice, zone),
    ]
    lines += _called_off(sums)
    lines += _waiting(sums, zone)
    if any(one.status in WAITING and not one.is_later for one in sums):
        lines += _outage(db, now)
    failed = Counter[str | None]()
    for one in sums:
        if one.status in NOT_SENT:
            failed[one.reason] += one.count
    named = _named(db, outcomes.not_sent(db, notice.id, FEW) if failed else [])
    for reason, count in failed.most_common():
        what = "不确定有没有送到" if reason == OUTCOME_UNKNOWN else "没送到"
        lines.append(f"{what} {count} 人（{ladder.say(reason)}）：{few(named[reason], count)}")
    if doors:
        count = sum({one.unit_id: one.count for one in doors}.values())
        homes = units.households(db, [one.id for one in doors[:FEW]])
        first = [tree.door(homes[one.id]) for one in doors[:FEW]]
        lines.append(f"{NOBODY}的 {count} 户：{few(first, count)}")
    lines += _answers(db, notice)
    if failed or doors:
        lines.append("这些人请打电话、上门或用喇叭告知。")
    return "\n".join(lines)


def _over(notice: Notice, zone: ZoneInfo) -> Iterator[str]:
    if notice.withdrawn_at is not None:
        yield f"{say_moment(notice.withdrawn_at, zone)}已撤回，收到过的人都另外告诉。"


def _called_off(sums: Sequence[Sum]) -> Iterator[str]:
    """Say to how many it had not gone when it was taken back or stopped."""
    for one in sums:
        if one.status is DeliveryStatus.CANCELLED:
            yield f"没有发：{one.count} 人（{ladder.say(one.reason)}）。"


def _answers(db: Session, notice: Notice) -> Iterator[str]:
    """Say what was answered, if anything was or is asked for."""
    root = sums.tree(db, notice, reasons=False)
    said = root.answers
    if not (notice.asks_answer or said.total()):
        return
    people = sums.heads(db, notice)
    counted = f"（{people}人）" if people else ""
    silent = root.households - root.exempt - said.total()
    yield (
        f"回复：{root.households}户里，已办{said['已办']}户{counted}、收到{said['收到']}户、"
        f"有困难{said['有问题']}户，没回{silent}户（名单回复“谁没回”）。"
    )


def _waiting(sums: Sequence[Sum], zone: ZoneInfo) -> Iterator[str]:
    if held := sum(one.count for one in sums if one.status is DeliveryStatus.HELD):
        yield f"系统从备份恢复过，恢复前没发完的先扣着，等运维人员放行：{held} 人。"
    queued = [one for one in sums if one.status in WAITING]
    later = [one for one in queued if one.is_later]
    if later:
        first = min(one.first_due for one in later)
        yield f"等到{say_moment(first, zone)}再发：{sum(one.count for one in later)} 人。"
    if rest := sum(one.count for one in queued if not one.is_later):
        yield f"还在发送：{rest} 人。"


def _outage(db: Session, now: datetime) -> Iterator[str]:
    """Say why it does not go on, if that is so."""
    for pause in pauses.standing(db, now)[:1]:
        yield f"微信平台现在不收我们发的（{ladder.say(pause.reason)}），通了自动接着发；要紧的事请先打电话、用喇叭。"


def _named(db: Session, missed: Sequence[Missed]) -> Mapping[str | None, list[str]]:
    """Return by reason what those are called who are named."""
    ids = [one.person_id for one in missed if one.person_id is not None]
    known = tree.introduce_all(db, ids)
    names: dict[str | None, list[str]] = defaultdict(list)
    for one in missed:
        stranger = tree.stranger(one.contact_id)
        names[one.reason].append(known.get(one.person_id or 0, stranger))
    return names


# -- whoever is responsible for a door that was not reached hears which, and why ----------


@dataclass(slots=True)
class _Lines:
    """For one worker and one reason: how many were not reached, and the first of them."""

    count: int = 0
    people: list[Missed] = field(default_factory=list)
    doors: list[Missed] = field(default_factory=list)


def _for_grid_workers(
    db: Session, notice: Notice, doors: Sequence[Missed], now: datetime, zone: ZoneInfo
) -> list[tuple[int, Circular]]:
    people = outcomes.not_sent_by_building(db, notice.id, FEW)
    buildings = {one.unit_id for one in [*people, *doors] if one.unit_id is not None}
    workers = tree.responsible_for(db, buildings, Role.GRID_WORKER, now, zone)
    by_worker: dict[int, dict[str, _Lines]] = defaultdict(lambda: defaultdict(_Lines))
    for of_doors, all_missed in ((False, people), (True, doors)):
        counted = set[tuple[int | None, str | None]]()
        for one in all_missed:
            worker = workers.get(one.unit_id or 0)
            if worker is None or worker == notice.author_id:
                continue
            lines = by_worker[worker][NOBODY if of_doors else ladder.say(one.reason)]
            (lines.doors if of_doors else lines.people).append(one)
            if (one.unit_id, one.reason) not in counted:
                counted.add((one.unit_id, one.reason))
                lines.count += one.count
    return _letters(db, notice, by_worker)


def _letters(
    db: Session, notice: Notice, by_worker: Mapping[int, Mapping[str, _Lines]]
) -> list[tuple[int, Circular]]:
    shown = [lines for by_reason in by_worker.values() for lines in by_reason.values()]
    known = tree.introduce_all(
        db, [one.person_id for lines in shown for one in lines.people[:FEW] if one.person_id]
    )
    homes = units.households(db, [one.id for lines in shown for one in lines.doors[:FEW]])
    head = f"通知 {notice.code}“{shorten(notice.text, HEAD)}”这些人没收到，请打电话或上门告知。"
    fields = {"what": "通知没送到", "text": f"通知{notice.code}有人没收到，回复“查看”"}
    return [
        (
            worker_id,
            Circular(
                DeliveryKind.INFO,
                "\n".join([head, *(_line(why, one, known, homes) for why, one in said.items())]),
                fields,
            ),
        )
        for worker_id, said in by_worker.items()
    ]


def _line(
    reason: str, lines: _Lines, known: Mapping[int, str], homes: Mapping[int, Household]
) -> str:
    names = [known[one.person_id or 0] for one in lines.people[:FEW]]
    names += [tree.door(homes[one.id]) for one in lines.doors[: FEW - len(names)]]
    return f"{reason}：{few(names, lines.count)}"
