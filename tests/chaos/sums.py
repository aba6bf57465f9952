"""What came of it: the phones and the platform's own record beside what the database says."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Contact, Delivery, DeliveryStatus, Turn
from dialog.rush import SOON
from outbox.gate import MOST_OPEN
from outbox.ladder import MAYBE_TWICE
from sim.people import Bubble
from tests.chaos.stage import Stage

log = logging.getLogger("chaos")

PUSHED = {"custom", "template"}
UNDER_WAY = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING}
# Reasons that speak of the platform or the road: nobody's failure, so nobody may end with one.
OUTAGES = {"unreachable", "busy", "day_quota_used", "token_refused", "outcome_unknown"}
SURE = {"", "slow", "refused"}  # troubles of a call after which we know whether it was taken
Pair = tuple[str, str]  # (openid, text)


@dataclass(frozen=True)
class Sums:
    """All 0 but `unknown`, which is at most what was in flight when a fault struck."""

    inbound: int
    deliveries: int
    inbound_lost: int
    answers_doubled: int
    deliveries_lost: int
    deliveries_doubled: int
    unknown: int
    unknown_allowed: int
    falsely_wired: int

    @property
    def holds(self) -> bool:
        wrong = (
            self.inbound_lost, self.answers_doubled, self.deliveries_lost,
            self.deliveries_doubled, self.falsely_wired,
        )  # fmt: skip
        return not any(wrong) and self.unknown <= self.unknown_allowed

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Owed:
    """One delivery, as the database tells of it."""

    address: str
    text: str
    status: DeliveryStatus
    reason: str | None
    is_answer: bool
    short: str = ""  # what a template says of it instead

    @property
    def pair(self) -> Pair:
        return self.address, self.text


def add_up(stage: Stage, notices: Sequence[str], said: Mapping[str, Sequence[str]]) -> Sums:
    """Compare what was said, owed and shown."""
    many = sum(map(len, said.values()))
    with stage.place.database() as database, database.read() as db:
        owed, answers = _owed(db, stage.damaged), _answers(db, said)
    seen = _as_owed(stage, said, owed)
    for one in owed:
        if one.status is DeliveryStatus.WIRED and not _was_shown(stage, one):
            log.warning("said to be sent and never seen: %s", one)
        if _is_lost(one):
            log.warning("lost: %s", one)
    unsure = Counter(one.pair for one in owed if one.is_answer and _is_unknown(one))
    late = Counter(one.pair for one in owed if not one.is_answer)
    pushed = Counter({pair: n for pair, n in _seen(stage, late_addresses(owed), PUSHED).items()})
    return Sums(
        inbound=many,
        deliveries=len(owed),
        inbound_lost=many - sum(answers.values()) + sum((answers - seen - unsure).values()),
        answers_doubled=sum((seen - answers).values()),
        deliveries_lost=sum(map(_is_lost, owed)),
        deliveries_doubled=_notices_doubled(stage, notices)
        + sum(max(0, pushed[pair] - owed_so) for pair, owed_so in late.items()),
        unknown=sum(map(_is_unknown, owed)),
        unknown_allowed=_in_flight(stage),
        falsely_wired=sum(
            one.status is DeliveryStatus.WIRED and not _was_shown(stage, one) for one in owed
        ),
    )


def late_addresses(owed: Iterable[Owed]) -> set[str]:
    """Return everybody who is owed anything that is not an answer."""
    return {one.address for one in owed if not one.is_answer}


def _owed(db: Session, damaged: set[int]) -> list[Owed]:
    whose = {
        person: address
        for person, address in db.execute(
            select(Contact.person_id, Contact.address).where(Contact.channel == "official")
        )
    }
    rows = db.execute(
        select(Delivery, Contact.address)
        .outerjoin(Contact, Contact.id == Delivery.contact_id)
        .where(Delivery.id.not_in(damaged))
    )
    return [
        Owed(address or whose.get(one.person_id, ""), one.text, one.status, one.reason,
             one.kind == "answer", str((one.fields or {}).get("text") or ""))
        for one, address in rows
    ]  # fmt: skip


def _answers(db: Session, said: Mapping[str, Sequence[str]]) -> Counter[Pair]:
    """Return what the strangers' turns say they were answered."""
    rows = db.execute(
        select(Contact.address, Turn.answer)
        .join(Contact, Contact.id == Turn.contact_id)
        .where(Contact.address.in_(said), Turn.kind == "text")
    )
    return Counter((address, answer or "") for address, answer in rows)


def _seen(stage: Stage, openids: Iterable[str], by: set[str] | None = None) -> Counter[Pair]:
    return Counter(
        (openid, bubble.text)
        for openid in openids
        for bubble in _bubbles(stage, openid)
        if by is None or bubble.via in by
    )


def _as_owed(stage: Stage, openids: Iterable[str], owed: Iterable[Owed]) -> Counter[Pair]:
    """Return what was seen; what shows an answer in other words counts as that answer.

    A template cuts it short, and what may have come before says so first.
    """
    answers: dict[str, list[Owed]] = {}
    for one in owed:
        if one.is_answer and one.status is DeliveryStatus.WIRED:
            answers.setdefault(one.address, []).append(one)
    seen: Counter[Pair] = Counter()
    for openid in openids:
        for bubble in _bubbles(stage, openid):
            other = bubble.via == "template" or bubble.text.startswith(MAYBE_TWICE)
            shown = (one for one in answers.get(openid, ()) if other and _shows(bubble, one))
            text = next((one.text for one in shown), bubble.text)
            seen[openid, text] += 1
    return seen


def _bubbles(stage: Stage, openid: str) -> list[Bubble]:
    screen = stage.place.platform.follower(openid).screen
    # That somebody is heard later is no answer yet.
    return [bubble for bubble in screen if bubble.who == "bot" and bubble.text != SOON]


def _is_unknown(one: Owed) -> bool:
    return one.status is DeliveryStatus.UNKNOWN


def _is_lost(one: Owed) -> bool:
    return one.status in UNDER_WAY or (
        one.status is DeliveryStatus.FAILED and one.reason in OUTAGES
    )


def _notices_doubled(stage: Stage, notices: Sequence[str]) -> int:
    """Count what somebody read of a notice beyond the first time."""
    doubled = 0
    for openid in list(stage.place.platform.followers):
        if openid == stage.place.who["secretary"]:  # reads drafts and reports about it
            continue
        texts = [bubble.text for bubble in _bubbles(stage, openid)]
        doubled += sum(max(0, sum(notice in text for text in texts) - 1) for notice in notices)
    return doubled


def _was_shown(stage: Stage, one: Owed) -> bool:
    return any(_shows(bubble, one) for bubble in _bubbles(stage, one.address))


def _shows(bubble: Bubble, one: Owed) -> bool:
    if bubble.via == "template":  # short fields, cut, in one line
        line = " ".join((one.short or one.text).split())
        values = (value.removeprefix(MAYBE_TWICE) for _, value in bubble.extra["rows"])
        return any(value.rstrip("…") in line for value in values)
    return one.text in bubble.text or bubble.text in one.text


def _in_flight(stage: Stage) -> int:
    """Return how many sends were written and not readably answered, or could be when we were killed."""
    calls = stage.place.platform.calls_to("/send")
    return sum(call.trouble not in SURE for call in calls) + MOST_OPEN * stage.killed_senders
