"""What a resident may be promised: built from who was told and can be reached, or the plain truth."""

from collections.abc import Mapping

from community.people import tree
from community.people.access import Role
from community.work import accused as complaints
from community.work import escalation
from community.work.life import WorkItem
from dialog import Context
from dialog.unstored import PHONES
from handlers.knowledge import local_facts

NOBODY = "社区这会儿没有人能收到我的消息。"
ENOUGH = (
    "您今天问的好几个问题还在等社区答复，这个先没有记，免得别人的被挤在后面。明天可以再问；"
    "急事回复“转人工”，或打12345，有危险打120、110或119。"
)
BACK = "有人接手我马上告诉您。"
# What a form's last sentence may say of who sees to it, by the word it is written with.
BY_WHEN = {
    "answered": "由{who}办，{deadline}前给您答复。",
    "seen": "{who}{deadline}前会看。",
    "checked": "{deadline}前由{who}核实。",
}
_READERS = {Role.GRID_WORKER, Role.SECRETARY, Role.DUTY, Role.TOWNSHIP}  # of the list of questions


def who_hears(ctx: Context, item: WorkItem) -> str:
    """Name the posts of those who were told and can be reached: “网格员、社区医生”; "" if none."""
    roles = escalation.heard_by(ctx.db, item, ctx.house.desk, ctx.now)
    return "、".join(tree.title(role) for role in roles)


def told(ctx: Context, item: WorkItem, said: str) -> str:
    """Return the sentence with `{who}` in it; with nobody to tell, that and the phones that answer."""
    who = who_hears(ctx, item)
    return said.format(who=who) if who else nobody(ctx, item)


def nobody(ctx: Context, item: WorkItem) -> str:
    """Say that nobody hears of it now, and which phones answer; who left no name is not told later."""
    back = BACK if item.contact_id is not None else ""
    return f"{NOBODY}{back}{PHONES}{_own_phones(ctx)}"


def _own_phones(ctx: Context) -> str:
    """Name the office's phones, and to people we know those of their team; a stranger may not read them."""
    # In a group everybody would read who looks after whom.
    is_known = ctx.is_at_home and not ctx.message.in_group
    unit = ctx.place_of() if is_known else None
    team = tree.contacts_for(ctx.db, unit, ctx.now, ctx.house.zone) if unit is not None else []
    lines = [*local_facts.phones(ctx), *team]
    return f"也可以直接打电话：{'；'.join(lines)}。" if lines else ""


def of_form(ctx: Context, item: WorkItem, said: Mapping[str, str]) -> dict[str, str]:
    """Return what the last sentence of a form may say of who sees to it, and by when."""
    heard = bool(who_hears(ctx, item))
    words = {name: text.format_map(said) for name, text in BY_WHEN.items()}
    by_when = words if heard else dict.fromkeys(words, nobody(ctx, item))
    return {"told": told(ctx, item, "已告诉{who}。"), **by_when}


def accused(ctx: Context, words: str) -> Role | None:
    """Return the post a complaint is about, so that nobody looks into what is said of themselves."""
    spot = ctx.spot
    holders = tree.in_charge(ctx.db, spot.id if spot else None, ctx.now, ctx.house.zone)
    return complaints.accused(ctx.db, holders, words)


def is_read(ctx: Context) -> bool:
    """Tell whether anybody holds a post in which questions are read."""
    spot = ctx.spot
    holders = tree.in_charge(ctx.db, spot.id if spot else None, ctx.now, ctx.house.zone)
    return bool(_READERS & set(holders))


def kept(ctx: Context, said: str) -> str:
    """Return a sentence about a question that waits for staff; if nobody is there, say so."""
    return said if is_read(ctx) else f"先记下来了，可是社区这会儿还没有人在看。{PHONES}"


def passed_on(ctx: Context, contact_id: int | None, done: str) -> str:
    """Return `done`, or why what staff want said will not reach whoever it is for."""
    closed = escalation.why_closed(ctx.db, contact_id, ctx.house.desk, ctx.now)
    if closed is None:
        return done
    return f"对方这会儿多半收不到微信（{closed}），请打电话或上门说一声。"
