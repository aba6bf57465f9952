"""Coming home: the rule in force today, and registering if one wants to."""

from dialog import Context, Router
from handlers import answers

router = Router("travel")


@router.intent("ask_report_procedure", "ask_return_policy")
def ask(ctx: Context) -> str:
    """Say what holds today (often: nothing is required), then offer to register."""
    found = answers.find(ctx)
    if found is None:
        return answers.keep_question(ctx)
    return ctx.offer(
        found.text, [("自愿登记，方便社区照应", "form:returnee"), ("不用了，谢谢", "no_thanks")]
    )


@router.action("no_thanks")
def no_thanks(ctx: Context) -> str:
    return "好的。想登记时随时回复“返乡登记”。路上注意安全！"
