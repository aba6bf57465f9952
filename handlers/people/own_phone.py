"""“我填错了电话”, “我换号码了”: the right number is taken and given to whoever may change the register."""

import re

from dialog import Context, Router, Said
from handlers.work import requests

router = Router("own phone")

ASKED = "正确的电话是多少？把11位手机号发给我，我请人核对后改登记。不改了回“取消”。"
WANTS = "登记里的电话要改"
TOLD = "收到，已请{who}核对后改登记。改好前他们可能还打原来的号，有急事直接打120、110、119。"
_PHONE = r"(?:电话号?码?|手机号?码?|号码|联系方式)"
_WRONG = r"(?:填|写|留|登记|报|输)"
_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@router.command(
    rf"(?:我|刚才|之前|上次|好像|把|的|那个|里|登记){{0,6}}(?:{_WRONG}错了?(?:的|我的?)?{_PHONE}|{_PHONE}(?:我|好像|是|都|给)?{_WRONG}错了?)(?P<rest>[^?？\n]{{0,40}})"
    rf"|(?:我|我们?家?)(?:的|登记的|留的|登记里的)?{_PHONE}(?:已经|不对|换|变|改)(?:换|变|改)?了?(?P<more>[^?？\n]{{0,40}})"
    rf"|我换(?:了|过)?(?:个|新)?{_PHONE}了?(?P<new>[^?？\n]{{0,40}})"
)
def wrong(ctx: Context, _: object) -> Said | None:
    """Ask for the right number, or take it; staff change the register by themselves."""
    if ctx.actor.is_staff or ctx.is_filling:
        return None
    if _NUMBER.search(ctx.text):
        return given(ctx)
    return ctx.ask(ASKED, "own_phone")


@router.action("own_phone")
def given(ctx: Context) -> str:
    """Give the number to whoever may change the register."""
    if _NUMBER.search(ctx.text) is None:
        return ""
    return requests.pass_on(ctx, WANTS, TOLD)
