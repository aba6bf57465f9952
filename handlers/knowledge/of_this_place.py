"""What only this place could know and nobody wrote down: said first and honestly, then what is known beside it.

Whether an office opens on Saturday, which doctor sits when, what a shop has and asks, the manager's own
number: none of it is guessed, and whoever asks it is not answered as if nothing of it had been asked.
"""

import re
from dataclasses import dataclass

from dialog import Context, Reply, Router
from dialog.meanings import Meanings
from handlers.knowledge import local_facts

router = Router("of this place")

LONGEST = 80  # characters; a longer text asks of more than this
SAID = "of_this_place"  # known while what is asked besides is answered

_DAY = r"(?:周|星期|礼拜)[一二三四五六日天末]|今[天晚儿]|明[天早晚儿]|后天|[上下]午|中午|晚上|夜里|假期|节假日|过年|过节|元旦|春节|国庆|几点|现在"
_OPEN = r"开不开|开门|关门|上不上班|上班|坐不坐诊|坐诊|出诊|营业|办不办公|开放|有没有人"
_HOUSE = r"(?:政务|便民|服务|办事|社保|医保|不动产)[^，,。]{0,4}(?:大厅|中心|窗口)|大厅|派出所|街道办?|卫生[站院室所]|药[店房]|超市|菜市?场|诊所|银行|邮局|快递[站点]|图书馆|文化站|活动室|食堂|纳凉点|公园|澡堂|幼儿园门口"
_WHO = r"(?:[\u4e00-\u9fff]{0,2})(?:经理|校长|园长|老师|师傅|老板|房东|邻居|院长|医生|大夫)"
_NUMBER = r"手机号?码?|电话号?码?|微信号?|私人号码"


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Something of the place by how it is asked, what is said of it, and the fact that helps instead."""

    asked: re.Pattern[str]
    says: str
    fact: str = ""


UNWRITTEN = (
    Unwritten(
        re.compile(
            r"(?:医生|大夫|主任|专家)[^，,。]{0,10}(?:坐不坐诊|坐诊|出诊|上不上班|在不在|值不值班|哪天在)"
        ),
        "哪位医生哪天坐诊，我这里没有登记，不敢乱说，去之前打电话问；他不在，别的医生也能看、能续药。",
        "clinic",
    ),
    Unwritten(
        re.compile(
            r"(?:药[店房]|超市|商店|小卖部|便利店|菜市?场)[^，,。]{0,14}(?:还?有没有|还有|有)[^，,。]{0,6}(?:货|卖|吗|么|没有?|不)|有没有货|有货[吗么没]|还有货|到货了?[吗没]|(?:药[店房]|超市|商店).{0,20}多少钱"
        ),
        "店里有没有货、几块钱，我这里没有登记：直接打店里电话问，或在手机买药、买菜的软件里搜。",
    ),
    Unwritten(
        re.compile(
            rf"{_WHO}的?(?:{_NUMBER})(?:是?多少|是?几|发|给|告诉|有没有|有吗|[?？])|(?:发|给|告诉|要|查)(?:一下)?我?.{{0,3}}{_WHO}的?(?:{_NUMBER})"
        ),
        "个人的手机号我这里没有，也不能给。",
    ),
    Unwritten(
        re.compile(
            rf"(?:{_HOUSE})[^，,。]{{0,8}}(?:{_DAY})[^，,。]{{0,6}}(?:{_OPEN})|(?:{_DAY})[^，,。]{{0,6}}(?:{_HOUSE})[^，,。]{{0,8}}(?:{_OPEN})|(?:{_HOUSE})[^，,。]{{0,6}}(?:几点|啥时候|什么时候)[^，,。]{{0,3}}(?:{_OPEN})"
        ),
        "那里哪天开门、几点开，我这里没有登记，不敢乱说：去之前打那里的电话或12345问。",
    ),
)  # fmt: skip
_PROPERTY = re.compile("物业|电梯|保安")
# What the secretary may have written down is said by itself.
_WRITTEN = re.compile("居委|村委|社区(?!医院|卫生)|发热门诊|接种")


@router.intercept
def first(ctx: Context, meanings: Meanings) -> Reply | None:
    """Say what nobody wrote down, and below it what is known of what else was said."""
    if SAID in ctx.known or ctx.is_aside or ctx.is_filling or ctx.parse.danger:
        return None
    if ctx.actor.is_staff or ctx.message.in_group or len(ctx.text) > LONGEST:
        return None
    found = next((one for one in UNWRITTEN if one.asked.search(ctx.text)), None)
    if found is None or _WRITTEN.search(ctx.text):
        return None
    inner = ctx.derive(known={**ctx.known, SAID: True, local_facts.PRICE_SAID: True})
    said = meanings.intercepted(inner) or meanings.by_intent(inner)
    return said.after("\n".join([found.says, *_instead(ctx, found)]))


def _instead(ctx: Context, found: Unwritten) -> list[str]:
    """Say whom to ring, where somebody wrote it down."""
    if found.says.startswith("个人") and _PROPERTY.search(ctx.text):
        return local_facts.said(ctx, "property")
    return local_facts.said(ctx, found.fact) if found.fact else []
