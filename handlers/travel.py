"""Coming home: the rule in force today, and registering if one wants to."""

from collections.abc import Mapping
from typing import Any

from community import casework, tree
from community.escalation import Subject
from community.wording import Answer
from core.library import FormSpec, Rule
from dialog import Context, Router
from dialog.forms import show
from handlers import answers, missing

router = Router("travel")


@router.intent("ask_report_procedure", "ask_return_policy")
def ask(ctx: Context) -> str:
    """Say what holds today (often: nothing is required), then offer to register."""
    if asked := missing.ask(ctx):
        return asked
    found = answers.find(ctx)
    if found is not None and (told := missing.ask_day(ctx, found)):
        return told
    return say(ctx, found)


@router.submit(missing.FORM)
def with_facts(ctx: Context, _: FormSpec, filled: Mapping[str, Any]) -> str:
    """They have said where from and when: the rule for just that, or the general one."""
    return say(ctx, missing.find(ctx, filled))


def say(ctx: Context, found: Answer | None) -> str:
    if found is None:
        return answers.keep_question(ctx)
    if found.case is None:  # about the past: there is nothing to register
        return found.text
    register = ("自愿登记，方便社区照应", "form:returnee")
    if _is_demanded(found):
        register = ("现在就报备", "form:returnee")
    return ctx.offer(found.said, [register, ("不用了，谢谢", "no_thanks")], below=found.basis)


def _is_demanded(found: Answer) -> bool:
    piece = found.held.piece
    return isinstance(piece, Rule) and piece.restricts


@router.intent("report_travel")
def report(ctx: Context) -> str:
    """Take “我后天从太原坐G1548回来”, which answers half of the form already."""
    if ctx.slots.get("direction") == "out":
        return (
            "出门去外地现在不用向社区报备。路上带好口罩、常用药；"
            "回来如果发烧、起疹子，先告诉我。祝一路平安！"
        )
    return ctx.start("returnee")


@router.action("no_thanks")
def no_thanks(ctx: Context) -> str:
    return "好的。想登记时随时回复“返乡登记”。路上注意安全！"


@router.command(
    r"(我[要想])?(请?(帮|给|替)我?[^\s，,登报填]{1,4}?)?(返乡|回来|来访)?(登记|报备|填表)(一下)?[。!！]?"
)
def start(ctx: Context, _: Any) -> str:
    return ctx.start("returnee")


@router.submit("returnee")
def submit(ctx: Context, spec: FormSpec, filled: Mapping[str, Any]) -> str:
    """Store the registration and tell the grid worker of the household it is for."""
    said = {field.name: show(filled[field.name]) for field in spec.fields if field.name in filled}
    own = ctx.person if not filled.get("_for") else None
    unit = tree.find_building(ctx.db, filled.get("household"), ctx.place_of())
    subject = Subject(own, ctx.caller.contact_id, unit, ctx.turn_id)
    headline = spec.headline.format_map(said)
    ticket = casework.submit(ctx.db, spec, filled, subject, headline, ctx.now, ctx.house.zone)
    return spec.done.format(number=ticket.id)
