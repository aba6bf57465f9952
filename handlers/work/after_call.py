"""What is said after a call for help: whoever was called reads the rest."""

import re
from collections.abc import Collection
from typing import Any

from community.work import calling
from community.work.calling import AWAITED, ItemKind, WorkItem
from dialog import Context, Router
from dialog.short_replies import looks_asked
from handlers.knowledge import beside, english, hurry, unknown
from handlers.notices import board
from handlers.work import handed_over, meanwhile, of_whom, promises, told_of

router = Router("details")

PASSED_ON = "好的，已经转给{who}。"
IN_ENGLISH = "I have passed this on to the people I called ({who}). If it gets worse, call 120."
IS_OVER = "没事就好。已经转告{who}，请他们再看一眼才放心；再有不对，马上打120，也告诉我。"
BY_MISTAKE = "没关系，已经转告{who}是发错了，他们核实一下就行；真有事随时说，急了打120。"
# All that may stand beside an address and a phone in a message that gives nothing else.
_BESIDE = re.compile(
    r"[\d\s\W]|号楼?|栋|幢|座|单元|楼|室|电话|手机|号码|地址|住址|住在?|我家?|家|在|是|的|小区|叫"
)
_A_NAME = 4
_OVER = re.compile(
    r"没事(儿)?了|没(什么)?大碍|(已经|都|现在|人)(全|都|已经)?好(过来)?了(?!几|点|些)|(不用|别|不要|甭)(再)?(来|派人?|过来|跑|麻烦)了|^好了(?!好?[多几久]|之?后|以后)|虚惊|解决了|灭了|出来了|修好了|(?<!没)(?<!没有)(找|寻)(到|着|回来?)(了|啦)|(人|孩子|娃|老人|[他她爷奶爸妈])(都|已经|自己)*(回来|到家)(了|啦)"
)
_MISTAKE = re.compile(
    r"(发|说|打|点|按|写|选)错(了|人|群)?|误(发|触|按|点)|不是我(发|说|打)的|(孩子|小孩|娃)(乱|瞎)?(按|点|发|玩)的|开玩笑|闹着玩|(试|测试)(一下|着玩|试)"
)
_YET = re.compile(r"但|可是|不过|又|还(是|没|在)|怎么|吗|[?？]|没好")
# A question about the help itself is about it.
_WHERE_ARE_THEY = re.compile(
    r"(还|怎么|咋)(没|不|都没)?(有)?(人)?(来|到|应|接)|到哪|多久(能)?(到|来)|什么时候(能)?(到|来)|人呢|几分钟|快(点|来)|该?怎么办|咋办|要不要紧|能不能(动|喂|喝|吃)"
)
_OF_AN_ORDER = re.compile(
    r"(?:菜|东西|订单|那单|牛奶|鸡蛋|米|油|面|快递|外卖|买的|要的)[^，,。]{0,6}(?:取消|晚[点些]|先别|别[送买]|不要|改|还[要送买]|照送|放门口|[送买])"
)
_OTHER = ("ask_", "request_", "report_temperature", "verify_", "complain", "smalltalk", "chitchat")
_ABOUT_IT = ("request_medical", "request_human", "ask_symptom_care")
CLEAR = 0.6  # so sure of another meaning, it is not about the emergency


@router.on_more_of_danger
def still_in_danger(ctx: Context) -> str | None:
    """After a cry for help what is about it goes to whoever was called; anything else is answered."""
    number = calling.in_danger(ctx.db, ctx.calls)
    if number is None or ctx.slots.get("temps"):
        return None
    if come := handed_over.heard(ctx):
        return come
    if said := _ended(ctx):
        how, answer = said
        item = calling.tell_ended(ctx.actor, ctx.db, number, ctx.text, ctx.speaker, how, ctx.now)
        return "\n".join([promises.told(ctx, item, answer), *_asked_besides(ctx)])
    if handed_over.is_so(ctx):
        return _afterwards(ctx)
    if not ctx.actor.is_staff and hurry.goes_on(ctx):
        return unknown.pass_on(ctx)
    is_asked = looks_asked(ctx.text) or unknown.asks(ctx.text)
    if is_asked and of_whom.is_another(ctx, number):
        return None
    if not ctx.actor.is_staff and (helps := _answered(ctx)) is not None:
        return helps
    return None if _is_of_something_else(ctx) or _asks_of_it(ctx) else in_danger(ctx)


def _afterwards(ctx: Context) -> str | None:
    """Once somebody is looked after anything is answered as ever; what means nothing else is told on."""
    is_clear = ctx.parse.intent != "oos" and not ctx.parse.ask_back
    if is_clear or looks_asked(ctx.text) or unknown.asks(ctx.text) or ctx.actor.is_staff:
        return None
    item = pass_on(ctx, (ItemKind.DANGER,))
    return promises.told(ctx, item, handed_over.AND_SO) if item else None


def _asks_of_it(ctx: Context) -> bool:
    """Tell whether something is asked after what only sounded like danger: it is answered as ever."""
    danger = meanwhile.going(ctx)
    return danger is not None and danger.is_small and unknown.asks(ctx.text)


def _answered(ctx: Context) -> str | None:
    """Answer what is asked while help is on its way, and give it to whoever was called."""
    danger = meanwhile.going(ctx)
    said = meanwhile.answer(ctx, danger) if danger is not None else None
    if said is None:
        return None
    item = pass_on(ctx, (ItemKind.DANGER,))
    if item is None:
        return said
    if said.startswith(meanwhile.PASSED_ON):  # what helps is said also where nobody hears it
        rest = said.removeprefix(meanwhile.PASSED_ON)
        return promises.told(ctx, item, meanwhile.PASSED_ON) + rest
    return promises.told(ctx, item, said) if "{who}" in said else said


def _asked_besides(ctx: Context) -> list[str]:
    """Answer what is asked by whoever says that it is over, or have somebody answer it."""
    found = beside.part_asked(ctx) or beside.surely_asked(ctx)
    if found is not None:
        return [found.said]
    return [unknown.pass_on(ctx)] if unknown.asks(ctx.text) else []


def _ended(ctx: Context) -> tuple[str, str] | None:
    """Return how it ended, as those called are told, and what whoever says so hears."""
    # What is asked besides takes nothing back: “找到了，怎么补办社保卡”.
    told = [part for part in re.split(r"[\s，,。；;]+", ctx.text) if not unknown.asks(part)]
    text = " ".join(told) or ctx.text
    if _YET.search(text):
        return None
    if _MISTAKE.search(text):
        return "说是发错了", BY_MISTAKE
    return ("说已经没事了", IS_OVER) if _OVER.search(text) else None


def _is_of_something_else(ctx: Context) -> bool:
    """Tell whether words are plainly not about the emergency: a question, another wish, a reading."""
    parse = ctx.parse
    if board.recognised(ctx, ctx.text) is not None or _OF_AN_ORDER.search(ctx.text):
        return True
    if _WHERE_ARE_THEY.search(ctx.text) or parse.intent in _ABOUT_IT:
        return False
    if looks_asked(ctx.text):
        return True
    is_clear = parse.score >= CLEAR and not parse.ask_back
    return is_clear and parse.intent.startswith(_OTHER)


@router.intercept
def reachable(ctx: Context, _: Any) -> str | None:
    """Take the address and the phone we asked for after a call for help."""
    if ctx.slots.get("temps") or not (ctx.slots.get("address") or ctx.slots.get("phones")):
        return None
    if len(_BESIDE.sub("", ctx.text)) > _A_NAME:
        return None
    item = pass_on(ctx)
    return promises.told(ctx, item, PASSED_ON) if item else None


def in_danger(ctx: Context) -> str | None:
    """Who has just said that life is in danger is never told that we do not understand."""
    found = calling.emergencies(ctx.db, ctx.calls)
    if ctx.actor.is_staff:  # they work on: what is not about it is no news of it
        found = told_of.going_on(ctx, found)
    if not found:
        return None
    one, kinds = found[0], (ItemKind.DANGER,)
    item = calling.tell_more(
        ctx.actor, ctx.db, ctx.text, ctx.speaker, [(one.id, one.kind)], ctx.now, kinds
    )
    said = IN_ENGLISH if english.speaks(ctx) else meanwhile.heard(meanwhile.going(ctx))
    return promises.told(ctx, item, said) if item else None


def pass_on(ctx: Context, kinds: Collection[ItemKind] = AWAITED) -> WorkItem | None:
    """Give the words to whoever was called to help lately; None if nobody was."""
    if not any(kind in kinds for _, kind in ctx.calls):
        return None
    who = ctx.speaker
    return calling.tell_more(ctx.actor, ctx.db, ctx.text, who, ctx.calls, ctx.now, kinds)
