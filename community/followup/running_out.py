"""Food, pills and power are asked after before they run out: once a household on the programme's days."""

from collections.abc import Iterator, Set
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from core.budget import Budget
from core.library import Programme
from db import marks
from db.followup import around, closing
from db.marks import Mark
from db.models import DeliveryKind
from outbox.many import Circular, queue_to_each

BEGINS, ENDS = time(10), time(19)  # of the community's day; who was not asked by then is not today
ASK = (
    "{drill}监测第{day}天了，家里的菜和米、常吃的药、电和煤气还够几天？\n"
    "不够直接说，比如“菜只够两天”“降压药快没了”；宠物、垃圾、看病也可以说。都够就回复“都够”。"
)


def to_ask(watch: Watch, now: datetime, done: Set[Mark]) -> Iterator[Programme]:
    """Yield the programmes whose households are to be asked today and were not all asked yet."""
    today = watch.today(now)
    if not BEGINS <= now.astimezone(watch.zone).time() < ENDS:
        return
    for programme in watch.programmes.values():
        if programme.wishes_days and (_mark(programme), today.isoformat()) not in done:
            yield programme


def _mark(programme: Programme) -> str:
    return f"wishes:{programme.id}"


def ask(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Ask some households; return how many."""
    today, asked = watch.today(now), 0
    done = marks.since(db, today)
    for programme in to_ask(watch, now, done):
        begun = [today - timedelta(days=day) for day in programme.wishes_days]
        found = around.to_wish(db, programme.id, begun, today, budget.rows)
        if not found:
            marks.first_time(db, _mark(programme), today, now)
            continue
        homes: dict[tuple[bool, int], list[int]] = {}
        for each in found:
            home = each.person.household_id
            homes.setdefault((home is None, home or each.person_id), []).append(each.person_id)
        answering = closing.answering(db, [each.person for each in found])
        letters: dict[int, tuple[int, Circular]] = {}
        for each in found:
            contact = answering.get(each.person_id)
            if contact is not None and contact.person_id is not None:
                key = each.person.household_id or -each.person_id
                letters.setdefault(
                    key, (contact.person_id, _letter(programme, each.starts_on, today))
                )
        queue_to_each(db, list(letters.values()), now)
        known = {number for is_alone, number in homes if not is_alone}
        around.wished(db, known, {number for is_alone, number in homes if is_alone}, today)
        asked += len(letters)
        budget.done += len(homes)
        budget.is_more = True  # there may be others: the mark is set once nobody is found
    return asked


def _letter(programme: Programme, starts_on: date, today: date) -> Circular:
    drill = "【演练】" if programme.exercise else ""
    text = ASK.format(day=(today - starts_on).days, drill=drill)
    fields = {"what": "家里的菜、药、电够不够", "text": "不够请打开公众号直接说"}
    return Circular(DeliveryKind.INFO, text, fields)
