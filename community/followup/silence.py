"""A household says nothing: one item about it, which grows and climbs until somebody has been heard."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from community.followup import reminding
from community.followup.reminding import MissingReport, part_of
from community.followup.watch import Watch
from community.people import tree
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.budget import Budget
from core.phrases import day_word, listed
from db.followup import silence
from db.followup.asking import OpenSlot
from db.followup.reports import Member
from db.followup.silence import OverSlot
from db.models import Delivery, ItemKind, WorkItem
from db.people import persons
from db.people.units import Spot
from db.work import items
from outbox import ladder

READ = 3  # times what other work reads at once
VISIT_AFTER = 2  # parts of the day in a row: then somebody goes to the door

MISSED = "{who}：{when}没有报体温（{names}），提醒过{times}次没有回音。{do}"
RING = "请打个电话问问。"
VISIT = "已经连续{missed}次没有消息，请上门看看。"
NOT_REACHED = (
    "{who}：{part}的体温提醒发不到（{names}）：{reason}。请打电话或上门问问，问到了替{them}报。"
)
WANTS_A_CALL = "{who}：{part}的体温请打电话问（{names}），{they}说过不看微信。问到了替{them}报。"
FOUND = "{who}：还没有报体温（{names}），也没有人跟进。{do}"
NOBODY_SILENT = "家里现在没有漏报的人了，不用再联系。"
HEARD = "{who}已经报了，不用再联系了。"


def close_over(db: Session, watch: Watch, now: datetime, desk: Desk, budget: Budget) -> int:
    """Mark as missed what is over, and tell on households that have said nothing; return how many."""
    found = silence.closing(db, now, budget.rows * READ)
    if not found:
        return 0
    quiet = [slot for slot in found if slot.is_silent]
    loud = [slot.id for slot in found if not slot.is_silent]
    silence.close(db, loud)
    done, left = len(loud), {slot.home for slot in quiet}
    homes = [list(home) for _, home in groupby(quiet, lambda slot: slot.home)]
    desk = desk.for_many()
    for home in budget.take(homes):
        silence.close(db, [slot.id for slot in home])
        _missed(db, watch, home, now, desk)
        done += len(home)
        left.discard(home[0].home)
    if loud:
        budget.done += 1
    budget.is_more = bool(left) or len(found) >= budget.rows * READ
    return done


def _missed(db: Session, watch: Watch, home: Sequence[OverSlot], now: datetime, desk: Desk) -> None:
    """The responsible people hear that a household was silent; the longer, the plainer."""
    last = home[-1]
    silence.hold_home(db, last.household_id)
    missed = max((one.missed for one in silence.silent_with(db, last.member.id)), default=1)
    text = MISSED.format(
        who=_who(db, last.member),
        when=_when(watch, home, now),
        names=_names([slot.member for slot in home]),
        times=max(slot.times_asked for slot in home),
        do=VISIT.format(missed=missed) if missed >= VISIT_AFTER else RING,
    )
    _grow(db, last.member, text, now, desk)


def _when(watch: Watch, home: Sequence[OverSlot], now: datetime) -> str:
    today, said = watch.today(now), []
    for slot in home:
        part = part_of(watch, slot.programme, slot.part)
        said.append(f"{day_word(slot.day, today) or '今天'}{part.label if part else ''}")
    return "、".join(dict.fromkeys(said))


def unreachable(db: Session, watch: Watch, delivery: Delivery, now: datetime, desk: Desk) -> bool:
    """A reminder has no road left: whoever is responsible rings, from this very slot on.

    Return whether it asked about a slot: what did not is nobody's here.
    """
    asked = silence.of_delivery(db, delivery.id)
    if open_ones := [slot for slot in asked if slot.is_open]:
        _ring(db, watch, NOT_REACHED, open_ones, now, desk, ladder.say(delivery.reason))
    return bool(asked)


def remind(db: Session, watch: Watch, now: datetime, desk: Desk, budget: Budget) -> int:
    """Ask every household about whom it has not reported; who wants to be rung is told on."""

    def ring(db: Session, slots: Sequence[OpenSlot], now: datetime) -> None:
        _ring(db, watch, WANTS_A_CALL, slots, now, desk, "")

    return reminding.remind(db, watch, now, budget, ring)


def _ring(
    db: Session,
    watch: Watch,
    wording: str,
    slots: Sequence[MissingReport],
    now: datetime,
    desk: Desk,
    reason: str,
) -> None:
    first, members = slots[0].member, [slot.member for slot in slots]
    silence.hold_home(db, persons.get(db, first.id).household_id)
    part = part_of(watch, slots[0].programme, slots[0].part)
    text = wording.format(
        who=_who(db, first),
        part=f"今天{part.label}" if part else "今天",
        names=_names(members),
        reason=reason,
        they="家里",
        them="TA" if len(members) == 1 else "他们",
    )
    _grow(db, first, text, now, desk)


def _who(db: Session, member: Member) -> str:
    return tree.introduce_by(db, persons.card(db, member.id))


def _names(members: Sequence[Member]) -> str:
    return listed(list(dict.fromkeys(tree.call(member) for member in members)))


def _grow(db: Session, member: Member, text: str, now: datetime, desk: Desk) -> WorkItem:
    """A household has one item about its silence: a new one, or the newest in the one there is."""
    item = items.of_home(db, member.id, ItemKind.SILENCE)
    if item is not None:
        escalation.tell_again(db, item, text, now)
        return item
    card = persons.card(db, member.id)
    subject = Subject(card, None, Spot(card.unit_id) if card.unit_id else None)
    return escalation.raise_item(db, ItemKind.SILENCE, text, subject, now, desk)


def heard(db: Session, person_id: int, now: datetime, by: int | None = None) -> None:
    """A report has come: if nobody of the household is silent any more, nobody looks for them."""
    item = items.of_home(db, person_id, ItemKind.SILENCE)
    if item is None or silence.silent_with(db, person_id):
        return
    who = _who(db, Member.of(persons.get(db, person_id)))
    escalation.close(db, item, HEARD.format(who=who), now, but=by)


def tell_of(db: Session, watch: Watch, person_id: int, now: datetime, desk: Desk) -> None:
    """Tell on a household that is silent, whatever kept that from being done before."""
    silence.hold_home(db, persons.get(db, person_id).household_id)
    silent = silence.silent_with(db, person_id)
    if not silent or items.of_home(db, person_id, ItemKind.SILENCE) is not None:
        return
    missed = max(one.missed for one in silent)
    text = FOUND.format(
        who=_who(db, silent[0].member),
        names=_names([one.member for one in silent]),
        do=VISIT.format(missed=missed) if missed >= VISIT_AFTER else RING,
    )
    _grow(db, silent[0].member, text, now, desk)
