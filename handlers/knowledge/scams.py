"""Money asked for by telephone or already gone: what to do comes before any form or complaint."""

import re

from dialog import Context, Reply, Router
from handlers.knowledge import answers, local_facts

router = Router("scams")

TOPIC = "诈骗"
GONE, ASKED = "kb44", "kb50"  # what to do once money is gone, and before

_MONEY = re.compile(
    r"安全账户|转[钱账]|[转汇打付交]了?.{0,6}(?:钱|元|块|[几一两三四五六七八九\d]+[百千万])|定金|押金|保证金|解冻|验证码|银行卡号|卡号.{0,4}密码|共享屏幕|刷单|充值|贷款"
)
# Who asks for it, or how one was taken in.
_CHEAT = re.compile(
    r"骗|拉黑|联系不上|不[发给]货|自称|冒充|公安|警察|公检法|法院|检察院|客服|涉案|洗钱|不[许让]告诉|别告诉|保密|短信|链接|加了?(?:个|我)?.{0,4}(?:微信|好友|姐|哥|群)|网上|陌生|来电|打电话|电话里"
)
_GONE = re.compile(
    r"(?:已经?|刚|都|全)?(?:转|汇|打|付|给|交|说|输|扫|点)(?:出去|过去|进去)?了|拉黑|被骗|骗走|骗了"
)
_OWED = re.compile(r"工资|欠条|借条|房东|退租|物业|学费|医药费|报销")


@router.intercept
def hear(ctx: Context, _: object) -> Reply | None:
    """Say what to do about somebody who wants money or codes, whatever else the words sound like."""
    if not _MONEY.search(ctx.text) or not _CHEAT.search(ctx.text) or _OWED.search(ctx.text):
        return None
    key = GONE if _GONE.search(ctx.text) else ASKED
    found = ctx.knowledge.chosen(key, ctx.now)
    if found is None or ctx.actor.is_staff:
        return None
    return answers.say(ctx, local_facts.beside(ctx, found) or found).means("known")
