"""What staff are told of an item: once at first, again by the clock, and what is new, bundled."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from community.work.escalation.chains import AWAITED, UPDATES, UPDATES_APART
from core.phrases import shorten
from db.models import DeliveryKind, ItemKind, Step, Urgency, WorkItem
from db.people import leaves
from db.work import items
from outbox import queue

FIELD = 20  # characters of a template's field
# Somebody as staff are told of them: name, then door and telephone in brackets.
_NAMED = re.compile(
    r"・?(?P<name>[^（：“]{1,8})（(?:(?P<building>[^，）号]{1,4}(?=号楼)|[^，）号]{1,8}?[组排])(?:号楼)?(?:(?P<entrance>[^，）单]{1,3})单元)?(?P<room>[^，）]{0,6}))?"
)
# How the newest line about a silence says what has been tried, and how often in vain.
_SILENT = re.compile(r"(?:没有回音|没有人跟进)。(?:已经(?P<often>连续\d{1,4}次)没有消息)?")
TICKET_TEXT = 1000  # characters an item may grow to
DANGER_TEXT = 10_000  # … one about a danger: of what was said nothing is lost
ALERT_BYTES = 2000  # of one alert; the platform takes 2,048
ALERT_TEXT = 500  # characters of it in one alert; what fits in 2,048 bytes beside the rest
ALERT_DANGER = 620  # … and of a danger
_HEADLINES = {
    ItemKind.DANGER: "【紧急】",
    ItemKind.FEVER: "【体温异常】",
    ItemKind.JOIN: "【入户登记】",
    ItemKind.FORM: "【登记】",
    ItemKind.HUMAN: "【转人工】",
    ItemKind.HELP: "【求助】",
    ItemKind.COMPLAINT: "【意见】",
    ItemKind.RUMOR: "【请核实】",
    ItemKind.QUESTION: "【请答复】",
    ItemKind.UNREACHED: "【没联系上】",
    ItemKind.RELEASE: "【待解除】",
    ItemKind.SILENCE: "【没报体温】",
    ItemKind.SAMPLE: "【检测结果】",
}
_ANSWERS = (("接单", "收到"), ("已上门", "已上门"), ("办结", "办结"))
NOBODY_IN_DANGER = (
    "社区到现在还没有人回应。请别等，马上打120（伤病）、119（火、水、被困）、110；心里难受打12356。"
    "我会接着找人，有人接手马上告诉您。"
)
STILL_NOBODY = "您的事（编号{number}）还没有人接手，刚又往上催了，现在{who}都知道。有人接手马上告诉您；急事打12345。"
NOBODY = (
    "您的事（编号{number}）社区到现在还没有人接手，对不住。急事请打12345，有危险打120；"
    "有人接手马上告诉您。"
)


def headline(item: WorkItem) -> str:
    return _HEADLINES[item.kind]


def alert(
    db: Session,
    item: WorkItem,
    person_id: int,
    text: str,
    now: datetime,
    due_at: datetime | None = None,
) -> int:
    """Owe one member of staff a text about an item; a template carries who and what, too.

    Return the number of the delivery.
    """
    delivery = queue(
        db,
        DeliveryKind.ALERT,
        f"{headline(item)}{text}",
        now,
        person_id=person_id,
        item_id=item.id,
        urgency=_urgency(item),
        fields=brief(item),
        due_at=due_at,
        buttons=_buttons(item),
    )
    return delivery.id


def _buttons(item: WorkItem) -> list[tuple[str, str]]:
    """Return what can be answered with one tap; each says what can be typed as well."""
    if item.needs_decision:
        return [("同意", f"同意 {item.id}")]
    return [(word, f"{said} {item.id}") for word, said in _ANSWERS]


def _urgency(item: WorkItem) -> Urgency:
    if item.kind is ItemKind.DANGER:
        return Urgency.DANGER
    return Urgency.FEVER if item.kind.is_urgent else Urgency.USUAL


def brief(item: WorkItem) -> dict[str, str]:
    """Say in the few characters of a template which number it is, where, who and what."""
    first, _, later = item.text.partition("\n")
    who, what = _who(first), _to_do(later.rpartition("\n")[2] or first)
    kind = headline(item).strip("【】")
    named = _gist(first) if item.kind is ItemKind.DANGER else what
    head, whole = f"{kind}{item.id}：{who}", f"{kind}{item.id}：{who}{named}"
    # A figure cut in two says less than none: the other line has it.
    fits = len(whole) <= FIELD or not who or len(head) > FIELD
    return {
        "what": shorten(whole if fits else head, FIELD),
        # Whom it is about stands in the heading, unless it is too long for it.
        "text": shorten(f"{what}（{who}）" if who and len(head) > FIELD else what, FIELD),
    }


def _who(line: str) -> str:
    """Shorten “何金花（3号楼2单元601，电话…）…” to “3-2-601何金花”."""
    found = _NAMED.match(line)
    if found is None:
        return ""
    door = [found["building"], found["entrance"], found["room"]]
    return "-".join(part for part in door if part) + found["name"]


def _to_do(line: str) -> str:
    """Return what to do about a silence, with why; of anything else what it is about."""
    if found := _SILENT.search(line):
        return f"{found['often']}没有消息，请上门" if found["often"] else "没有回音，请打电话"
    return _gist(line)


def _gist(line: str) -> str:
    """Return the very words that were said, or what stands after the name."""
    if "“" in line:
        return line.rpartition("“")[2].partition("”")[0]
    sentence = line.partition("）")[2].lstrip("：").partition("。")[0] or line
    return sentence.rpartition(" ")[2]  # without the day: “38.5℃、咳嗽”


def whole(item: WorkItem) -> str:
    """Return all that is known of an item, its beginning and what is newest, with how to reply."""
    first, *more = item.text.split("\n")
    kept: list[str] = []
    limit = ALERT_DANGER if item.kind is ItemKind.DANGER else ALERT_TEXT
    room = limit - len(shorten(first, limit // 2))
    for line in reversed(more):
        room -= len(line)
        if room < 0:
            break
        kept.insert(0, line)
    begun = first if not more else shorten(first, max(limit // 2, room))
    left_out = ["…"] if len(kept) < len(more) else []
    return "\n".join([begun, *left_out, *kept, how_to_reply(item)])


def tell_again(
    db: Session, item: WorkItem, text: str, now: datetime, only: int | None = None
) -> None:
    """Give those already told of an item the newest about it; once somebody has it, only them.

    It is written into the item too: whoever opens it later reads all of it.
    What is said within a minute goes along in one message.
    """
    write_down(item, text)
    taken, steps = only or item.owner_id, items.steps(db, item.id)
    away = leaves.away_ids(db, [one.person_id for one in steps], now)
    for one in steps:
        if one.person_id == taken or (taken is None and one.person_id not in away):
            _update(db, item, one, text, now)


def write_down(item: WorkItem, text: str) -> None:
    """Write the newest into an item; nobody is told."""
    danger = item.kind is ItemKind.DANGER
    item.text = shorten(f"{item.text}\n・{text}", DANGER_TEXT if danger else TICKET_TEXT)


def _update(db: Session, item: WorkItem, one: Step, text: str, now: datetime) -> None:
    waiting = items.waiting_alert(db, item.id, one.person_id)
    longer = _longer(item, waiting.text, text) if waiting is not None else None
    if waiting is not None and longer is not None:
        waiting.text, waiting.fields = longer, dict(brief(item))
        return
    if one.updates >= UPDATES:
        return
    due_at = max(now, one.updated_at + UPDATES_APART) if one.updated_at else now
    one.updates, one.updated_at = one.updates + 1, due_at
    alert(db, item, one.person_id, f"{text}（编号{item.id}）", now, due_at)


def _longer(item: WorkItem, waiting: str, text: str) -> str | None:
    """Return what is about to be sent with the newest in it; None where a danger's would not be whole."""
    if item.kind is not ItemKind.DANGER:
        return f"{headline(item)}{whole(item)}"
    for all_of_it in (
        f"{headline(item)}{item.text}\n{how_to_reply(item)}",
        f"{waiting}\n・{text}",
    ):
        if len(all_of_it.encode()) <= ALERT_BYTES:
            return all_of_it
    return None


def how_is_it(item: WorkItem) -> str:
    """Ask whoever took an item on what came of it."""
    return f"您接了编号{item.id}，还没有结果。办完请回复“办结 {item.id} 结果”；没办成也请回一句，比如“{item.id} 上门了没人”。"


def last_word(
    db: Session, item: WorkItem, text: str, now: datetime, but: int | None = None
) -> None:
    """Nothing is to be done any more: whoever was reached hears why; the others need not know."""
    item.text = shorten(f"{item.text}\n・{text}", TICKET_TEXT)
    reached = items.reached_ids(db, item.id) - {but}
    for person_id in reached - leaves.away_ids(db, reached, now):
        alert(db, item, person_id, f"{text}（编号{item.id}）", now)


def tell_caller_more(db: Session, item: WorkItem, who: str, now: datetime) -> None:
    """Whoever waits for a person hears that nobody has it yet, and who else knows of it by now."""
    if item.kind not in (ItemKind.HELP, ItemKind.HUMAN) or item.contact_id is None:
        return
    text = STILL_NOBODY.format(number=item.id, who=who)
    fields = {"what": "还没有人接手，又往上催了", "text": f"{who}都知道了"}
    queue(db, DeliveryKind.ANSWER, text, now, contact_id=item.contact_id, fields=fields)


def tell_caller_nobody(db: Session, item: WorkItem, now: datetime) -> None:
    """Whoever waits for a person hears that nobody has answered, and which phones do."""
    if item.kind not in AWAITED or item.contact_id is None:
        return
    danger = item.kind is ItemKind.DANGER
    text = NOBODY_IN_DANGER if danger else NOBODY.format(number=item.id)
    fields = {"what": "社区还没有人接手", "text": "急事请打12345，有危险打120"}
    queue(
        db,
        DeliveryKind.ANSWER,  # nobody is asked to pass on that nobody can be asked
        text,
        now,
        contact_id=item.contact_id,
        urgency=Urgency.DANGER if danger else Urgency.USUAL,
        fields=fields,
    )


def how_to_reply(item: WorkItem) -> str:
    number = item.id
    if item.kind is ItemKind.JOIN:
        return f"回复“同意 {number}”或“不同意 {number}”。"
    if item.needs_decision:
        return f"回复“同意 {number}”或“不同意 {number} 原因”；要问清楚，写“问 {number} 您的问题”。"
    if item.submission_id is not None:
        return f"请回复“收到 {number}”；要问对方，写“问 {number} 您的问题”。"
    return f"请回复“收到 {number}”。"
