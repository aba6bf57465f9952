"""What people were told and is now different for them: found, told once, and who was not reached."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import tree
from community.knowledge import Answer, Case, Knowledge
from community.library import Live
from community.rules import Facts
from core.library import Entry, Rule
from core.phrases import listed, say_date, say_moment, shorten
from db import answers, knowing, people
from db.answers import NEEDLESS, OWED, Group, Told
from db.models import (
    AnswerGiven,
    Change,
    Correction,
    DeliveryKind,
    DeliveryStatus,
    Role,
    Version,
)
from db.tree import root_community
from outbox import ladder, queue

AT_ONCE = 500  # texts owed in one tick, so that none takes long


# -- remembering what was told -------------------------------------------------------


def remember(
    db: Session, answer: Answer, contact_id: int, person_id: int | None, about: str, now: datetime
) -> None:
    """Write down who was told what, and what decided it."""
    case, piece = answer.case, answer.held.piece
    if case is None:
        return  # about the past: nothing that changes can make it wrong
    kind = _kind(piece)
    inputs = {
        "day": case.day,
        "area": case.area,
        "origins": ",".join(case.facts.origins),
        "persons": ",".join(case.facts.persons),
        "intents": ",".join(case.intents),
        "entry": case.entry,
        "near": case.near,
    }
    told = {"kind": kind, "key": piece.id, "version": answer.held.version, "told": _print(piece)}
    who = {"contact_id": contact_id, "person_id": person_id, "answered_at": now, "about": about}
    answers.keep(db, {**inputs, **told, **who, "case": _number(inputs)})
    if piece.verify and answer.held.id:
        knowing.queue_check(db, kind, answer.held.id, now)


def _kind(piece: Rule | Entry) -> str:
    return knowing.RULE if isinstance(piece, Rule) else knowing.ENTRY


def _print(piece: Rule | Entry) -> str:
    return sha256(piece.answer.encode()).hexdigest()[:16]


def _number(inputs: Mapping[str, object]) -> int:
    """Return one number for everything that decided an answer; it fits a signed column."""
    digest = blake2b(repr(sorted(inputs.items())).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def _case(group: Group) -> Case:
    facts = Facts(_split(group.origins), _split(group.persons))
    return Case(_split(group.intents), facts, group.area, group.day, group.entry, group.near)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


# -- finding ---------------------------------------------------------------------------


def find(db: Session, live: Live, now: datetime, window: timedelta, zone: ZoneInfo) -> int:
    """Find everybody for whom something they were told is different since now; return how many."""
    due = answers.due_changes(db, now)
    if not due:
        return 0
    versions = {change.id: _version(db, change) for change in due}
    since, today = now - window, now.astimezone(zone).date()
    for change_id, told in _different(db, live.look(db), versions, now, since, zone).items():
        answers.find(db, change_id, told, since, today)
    for change in due:
        version = versions[change.id]
        if version is not None and change.due_at in {change.at, version.until_at}:
            answers.find_subscribers(db, change.id, str(version.body["topic"]))
        change.done_at = now
    return sum(answers.concerned(db, change.id) for change in due)


def _version(db: Session, change: Change) -> Version | None:
    return knowing.get(db, change.kind, change.version_id) if change.version_id else None


def _different(
    db: Session,
    known: Knowledge,
    versions: dict[int, Version | None],
    now: datetime,
    since: datetime,
    zone: ZoneInfo,
) -> dict[int, list[Told]]:
    """Return, by the change that caused it, what people were told and would not be told now."""
    different: dict[int, list[Told]] = defaultdict(list)
    for group in answers.groups(db, since, now.astimezone(zone).date()):
        new = known.decide(_case(group), now)
        if new is None or _print(new.held.piece) != group.told.told:
            keys = {group.told.key} | ({new.held.piece.id} if new else set())
            different[_cause(versions, keys)].append(group.told)
    return different


def _cause(versions: dict[int, Version | None], keys: set[str]) -> int:
    by_key = (id_ for id_, version in versions.items() if version and version.key in keys)
    return next(by_key, max(versions))


# -- telling ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _News:
    """What one group is to hear; None for `now` if nothing holds any more."""

    was: str
    now: Answer | None


def tell(db: Session, live: Live, now: datetime, zone: ZoneInfo) -> int:
    """Owe some of those who are to hear the difference, in plain words, once."""
    waiting = answers.found(db, AT_ONCE)
    if not waiting:
        return 0
    known, seen = live.look(db), dict[Told, _News]()
    heard: dict[tuple[Told, Told], list[int]] = defaultdict(list)
    owed = 0
    for correction, given in waiting:
        text = (
            _of_answer(db, known, given, now, zone, seen)
            if given is not None
            else _of_topic(db, correction, now, zone)
        )
        if given is not None:
            before, after = _told(given), seen[_told(given)]
            if after.now is not None:
                heard[before, _as_told(given.case, after.now)].append(given.contact_id)
        if text is None:
            correction.state = NEEDLESS
            continue
        fields = {"what": "您问过的规定有变化", "text": "请打开查看变化"}
        delivery = queue(
            db, DeliveryKind.NOTICE, text, now, contact_id=correction.contact_id, fields=fields
        )
        correction.state, correction.delivery_id = OWED, delivery.id
        owed += 1
    for (before_, after_), contacts in heard.items():
        answers.told_now(db, contacts, before_, after_)
    return owed


def _told(given: AnswerGiven) -> Told:
    return Told(given.case, given.kind, given.key, given.version, given.told)


def _as_told(case: int, answer: Answer) -> Told:
    piece = answer.held.piece
    return Told(case, _kind(piece), piece.id, answer.held.version, _print(piece))


def _of_answer(
    db: Session,
    known: Knowledge,
    given: AnswerGiven,
    now: datetime,
    zone: ZoneInfo,
    seen: dict[Told, _News],
) -> str | None:
    """Say what is different for somebody since they asked; None if nothing is any more."""
    told = _told(given)
    if told not in seen:
        group = Group(
            told, given.day, given.area, given.origins, given.persons, given.intents,
            given.entry, given.near,
        )  # fmt: skip
        body = knowing.of_version(db, told.kind, told.key, told.version) or {}
        seen[told] = _News(str(body.get("answer") or ""), known.decide(_case(group), now))
    news = seen[told]
    if news.now is not None and _print(news.now.held.piece) == told.told:
        return None
    asked = f"您{say_date(given.answered_at.astimezone(zone).date())}问的“{given.about}”"
    if news.now is None:
        return (
            f"{asked}有变化：原来说“{news.was}”现在不适用了，请以社区最新通知为准，可以再问我一次。"
        )
    was, is_now = difference(news.was, news.now.held.piece.answer)
    start = news.now.held.from_at
    when = f"{_begins(start, zone)}起" if start and start > given.answered_at else "现在"
    before = f"原来：{was}\n" if was else ""
    return f"{asked}有变化。\n{before}{when}改为：{is_now}\n{news.now.basis}"


def _begins(start: datetime, zone: ZoneInfo) -> str:
    local = start.astimezone(zone)
    at_midnight = local.hour == local.minute == 0
    return say_date(local.date()) if at_midnight else say_moment(start, zone)


def difference(before: str, after: str) -> tuple[str, str]:
    """Return the sentences only one of two texts has; a text that only lost some is given whole.

    >>> difference("不用报备。请戴口罩。", "要报备。请戴口罩。")
    ('不用报备。', '要报备。')
    """
    old, new = _sentences(before), _sentences(after)
    gone = "".join(part for part in old if part not in new)
    come = "".join(part for part in new if part not in old)
    return gone, come or after


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^。！？；]+[。！？；]?", text)


def _of_topic(db: Session, correction: Correction, now: datetime, zone: ZoneInfo) -> str | None:
    """Say to a subscriber what changed about their topic."""
    change = db.get_one(Change, correction.change_id)
    version = _version(db, change)
    if version is None:
        return None
    topic, said = version.body["topic"], version.body["answer"]
    is_over = version.withdrawn_at or (version.until_at and version.until_at <= now)
    if is_over:
        return f"您关注的“{topic}”有变化：“{said}”不再有效，现在的规定可以再问我一次。"
    start = version.from_at
    when = f"{_begins(start, zone)}起：" if start else ""
    return f"您关注的“{topic}”有变化：{when}{said}\n不想再收到，回复“不用告诉我了”。"


# -- honest about who was not reached -----------------------------------------------------


def report(db: Session, now: datetime, zone: ZoneInfo) -> int:
    """Tell whoever made a change, and who approved it, who has not heard of it, and why."""
    finished = answers.finished(db)
    for change in finished:
        change.reported_at = now
        text = outcome(db, change)
        for person_id in _responsible(db, change, now, zone):
            fields = {"what": "规定变化告知情况", "text": "请打开查看谁没收到"}
            queue(db, DeliveryKind.INFO, text, now, person_id=person_id, fields=fields)
    return len(finished)


def _responsible(db: Session, change: Change, now: datetime, zone: ZoneInfo) -> list[int]:
    version = _version(db, change)
    named = {version.author_id, version.approver_id} if version else set()
    found = sorted(person for person in named if person is not None)
    root = root_community(db)
    if found or root is None:
        return found
    return [p.id for p in tree.responsible(db, root, [Role.SECRETARY], now, zone)]


def outcome(db: Session, change: Change) -> str:
    """Say how many heard of a change; taken by the platform is not read by a person."""
    version = _version(db, change)
    name = f"{code_of(change.kind, version.id)} {title_of(version)}" if version else "规定更新"
    results = answers.outcomes(db, change.id)
    taken = sum(status in {DeliveryStatus.WIRED, DeliveryStatus.HEARD} for status, _, _ in results)
    lines = [f"{name}：有变化的共{len(results)}人，微信已接收{taken}人（不等于已读）。"]
    missed: dict[str, list[str]] = defaultdict(list)
    for status, reason, contact in results:
        if status in {DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN}:
            person = people.get(db, contact.person_id) if contact.person_id else None
            missed[ladder.say(reason)].append(tree.introduce(person, contact))
    lines += [f"没送到{len(who)}人（{why}）：{listed(who)}" for why, who in missed.items()]
    if missed:
        lines.append("这些人请打电话或上门告知。")
    return "\n".join(lines)


def code_of(kind: str, version_id: int) -> str:
    return f"{'R' if kind == knowing.RULE else 'E'}{version_id}"


def title_of(version: Version) -> str:
    return shorten(str(version.body.get("title") or version.body["topic"]), 20)


# -- subscribing ---------------------------------------------------------------------------


def subscribe(db: Session, contact_id: int, now: datetime, lately: timedelta) -> str | None:
    """Take down that somebody wants to hear what changes about what they asked last."""
    last = answers.last_of(db, contact_id, now - lately)
    body = knowing.of_version(db, last.kind, last.key, last.version) if last else None
    if body is None:
        return None
    topic = str(body["topic"])
    answers.subscribe(db, contact_id, topic, now)
    return topic
