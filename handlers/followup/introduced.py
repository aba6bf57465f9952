"""Only who somebody is, and nothing they have or want: “我爸76 慢阻肺”. What follows is of them."""

import re

from core import ages, patients
from core.triage import Unwell
from dialog import Context, Reply, Router
from dialog.places import is_form
from handlers.followup import recalled
from handlers.knowledge import following, unknown

router = Router("introduced")

GO_ON = "知道了，后面按这个情况跟您说。哪里不舒服、烧多少度，想问能吃什么药、要帮什么忙，接着写就行；人不好打120。"
TAKEN = "知道了，记着几点吃的：布洛芬隔6小时、对乙酰氨基酚隔4小时才能再吃，一天都不超4次，别再加另一样。还烧、不舒服接着写；吃多了现在去医院，急了打120。"
# What was taken once, as signs of the packs; more than two is told on its own.
_ONCE = {"吃过退烧药", "药已经吃下", "问退烧药", "问吃药", "孩子", "老人"}
_MANY = re.compile(
    r"[三四五六七八九十3-9]\s*[片粒颗包袋瓶次]|半瓶|一[瓶盒板]|多[吃喂]|[吃喂]多|[重错误偷]"
)
LONGEST = 30  # characters; who has more to say says more than that
# Who may be meant as a matter of care, of school or of money, where nothing else is told.
_TOO_LITTLE = {"孩子", "老人"}
_CARE = {"一个人住", "大人不在"}
_FILLS = re.compile(
    r"今年|去年|前年|以前|平时|一直|现在|已经|忘了?说了?|跟[你您]说|身体|左右|出头|得过|做过|放过|长期|天天|第|礼拜|星期|对|后遗症|出月子|满月|小的|大的|[吃用打]着|[有是也还都了的快多岁个月天周大在吃家里过几年老病哦噢啊呢嘛吧才刚满和跟又他她它]|不太?好|[一二三四五六七八九十百两半\d]|\W"
)


@router.intercept
def heard(ctx: Context, _: object) -> Reply | None:
    """Hear who it is, and ask for the rest: nobody has to answer it, and it counts in what follows."""
    if not _may_be(ctx):
        return None
    if _was_taken(ctx):
        return Reply(TAKEN, meant="ask_back")
    return Reply(GO_ON, meant="ask_back") if _is_all(ctx) else None


def _was_taken(ctx: Context) -> bool:
    """Tell whether it is only said that something for a fever was taken, once."""
    signs = ctx.house.library.triage.signs(Unwell(ctx.text))
    return "吃过退烧药" in signs and signs <= _ONCE and not _MANY.search(ctx.text)


def _may_be(ctx: Context) -> bool:
    if ctx.is_aside or ctx.message.in_group or ctx.actor.is_staff or len(ctx.text) > LONGEST:
        return False
    if ctx.parse.danger or ctx.slots.get("temps") or unknown.asks(ctx.text):
        return False
    is_form_begun = ctx.place is not None and is_form(ctx.place)
    return not is_form_begun and not ctx.calls and not following.before(ctx)


def _is_all(ctx: Context) -> bool:
    """Tell whether nothing is said but who somebody is: how old, with child, ill for long."""
    triage = ctx.house.library.triage
    text = "，".join(ages.as_of_a_baby(one) for one in patients.clauses(ctx.text))
    signs = triage.signs(Unwell(text))
    of_age = ages.of_elders(text) or recalled.is_an_age(text) or ages.of_babies(text)
    if signs & _CARE or not (signs - _TOO_LITTLE or (signs and of_age)):
        return False
    if signs - triage.persons:
        return False
    return not _FILLS.sub("", patients.without(triage.without_persons(text)))
