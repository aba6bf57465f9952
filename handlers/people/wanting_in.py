"""“我是新搬来的，怎么加入”: whoever wants to be known here is asked for their door."""

import re

from dialog import Context, Router, Said

router = Router("wanting in")

WORDS = 30  # characters
KNOWN = "您已经登记好了，不用再加入。住址、姓名有不对的，直接告诉我改成什么。"
_WHO = r"(?:我们?|俺|咱)?(?:家|也|租的房|想|要|是|刚|新|才|搬来?的?|搬到这里?的?|搬过来的?|租房?的?|租客|住户|业主|来的?|不久|这儿?|这里|了)*"
_HOW = r"(?:请问|那|该|要|应该|可以)*(?:怎么|怎样|咋个?|如何|在哪里?|想|要|可以|帮我|能不能|能)?"
_INTO = r"(?:咱们?|你们|我们)?(?:社区|小区|村里?|平台|系统|邻报|公众号|这个|住址|门牌|房子|房号|我家|家里|地址|身份|账号|信息|里面|进来)*"


@router.command(
    rf"(?:[你您]好)?[，,。！!\s]*{_WHO}[，,。\s]*{_HOW}(?:加入|绑定|绑|注册|认证|认门|入户|登记住址|登记门牌){_INTO}(?:登记)?(?:吗|呢|啊|呀|吧|一下|不)?[？?。！!]?"
)
def wants_in(ctx: Context, _: re.Match[str]) -> Said | None:
    """Begin with their door; whoever is known hears so."""
    if len(ctx.text) > WORDS or ctx.is_filling or ctx.message.in_group or ctx.actor.is_staff:
        return None
    if ctx.card is not None:
        return KNOWN
    return ctx.start("join")
