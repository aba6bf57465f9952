"""Coming home: the rule in force today, and registering if one wants to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from community.knowledge import spoken_of
from community.knowledge.wording import Answer
from core.forms import FormSpec
from core.library import Rule
from dialog import Context, Reply, Router, Said
from handlers.knowledge import answers, beside, missing_facts, unknown

router = Router("travel")


@router.intercept
def no_journey(ctx: Context, _: object) -> Reply | None:
    """Answer “我出差回来，房东把锁换了”: a trouble is told of, and no journey."""
    told = ctx.slots.keys() & {"dates", "places", "transport"}
    is_asked = unknown.asks(ctx.text) or ctx.is_aside or ctx.is_filling or ctx.actor.is_staff
    if told or is_asked or ctx.parse.intent != "report_travel":
        return None
    found = beside.surely_told(ctx)
    return answers.say(ctx, found).means("known") if found is not None else None


@router.intent("ask_report_procedure", "ask_return_policy")
def ask(ctx: Context) -> Said:
    """Say what holds today (often: nothing is required), then offer to register."""
    if not spoken_of.only(ctx.text, ctx.parse.intents):
        return answers.ask(ctx)
    lacking = missing_facts.unknown(ctx)
    if asked := missing_facts.ask(ctx, lacking):
        return asked
    found = answers.find(ctx)
    if found is not None and (told := missing_facts.ask_day(ctx, found, lacking)):
        return told
    return say(ctx, found)


@router.submit(missing_facts.FORM)
def with_facts(ctx: Context, _: FormSpec, filled: Mapping[str, Any]) -> Said:
    """They have said where from and when: the rule for just that, or the general one."""
    asked = missing_facts.as_filled(ctx, filled)
    return say(asked, missing_facts.find(asked, filled))


def say(ctx: Context, found: Answer | None) -> Said:
    if found is None:
        return answers.keep_question(ctx)
    if found.case is None:  # about the past: there is nothing to register
        return ctx.answer(found, found.text)
    register = ("自愿登记，方便社区照应", "form:returnee")
    if _is_demanded(found):
        register = ("现在就报备", "form:returnee")
    offered = ctx.offer(found.said, [register, ("不用了，谢谢", "no_thanks")], below=found.basis)
    return replace(
        ctx.answer(found, found.said),
        choices=offered.choices,
        below=offered.below,
        origin=offered.origin,
    )


def _is_demanded(found: Answer) -> bool:
    piece = found.held.piece
    return isinstance(piece, Rule) and piece.restricts


@router.action("no_thanks")
def no_thanks(ctx: Context) -> str:
    return "好的。想登记时随时回复“返乡登记”。路上注意安全！"
