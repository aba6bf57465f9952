"""A trouble that does not wait is met at once, whatever else the words are near to."""

import re

from dialog import Context, Reply, Router
from dialog.places import is_form
from handlers.knowledge import answers, beside, hurry, local_facts, unknown

router = Router("hurried")

LONGEST = 24  # characters that only add to it

# An answer that is just this, and says itself whom to call or where to go today.
_SAYS_SO = re.compile(r"1[12]0|119|医院|急诊|当天|今天就")
_WISHES = "request_"


@router.intercept
def heard(ctx: Context, _: object) -> Reply | None:
    """Say what to do now and who was told; what is ordered or wanted has it said by whoever takes it up."""
    if not _may_be(ctx):
        return None
    if not hurry.of_kind(ctx.text):
        return _going_on(ctx)
    found = local_facts.beside(ctx, beside.surely_told(ctx))
    if found is not None and _SAYS_SO.search(found.said):
        return answers.say(ctx, found).means("known")
    return Reply(unknown.pass_on(ctx), meant="oos")


def _going_on(ctx: Context) -> Reply | None:
    """Say that it still holds, to whoever only adds to it or doubts it; what is new is answered as that."""
    is_told = len(ctx.text) <= LONGEST and hurry.goes_on(ctx) == hurry.AS_SAID
    return Reply(unknown.pass_on(ctx), meant="oos") if is_told else None


def _may_be(ctx: Context) -> bool:
    is_form_begun = ctx.place is not None and is_form(ctx.place) and ctx.is_filling
    if ctx.is_aside or is_form_begun or ctx.message.in_group or ctx.actor.is_staff or ctx.calls:
        return False
    is_wish = ctx.parse.intent.startswith(_WISHES) and not ctx.parse.ask_back
    return not ctx.parse.danger and not is_wish and ctx.parse.intent != "verify_rumor"
