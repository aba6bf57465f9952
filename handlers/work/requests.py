"""Requests and complaints: written down, given to a person, and said who."""

import re
from collections.abc import Callable
from dataclasses import replace

from community.people import tree
from community.people.access import Role
from community.work import calling
from community.work.calling import ItemKind
from core.messages import Kind
from dialog import Context, Reply, Router, Said
from dialog.wishes import asks_where
from handlers.knowledge import answers, beside, hurry, likeliest, unknown
from handlers.knowledge.matters import DOCTOR
from handlers.work import adding, first_aid, promises, topics

router = Router("requests")

WEIGHS = "心里不踏实，这很正常。"
ILL_TOO = (
    "先顾人：身上滚烫、叫不醒、说胡话、喘不上气，马上打120，等的时候别离开。\n"
    "没这么重，也告诉我谁、哪里不舒服。"
)
TALK = "还是难受，就打12356，有人听您说（24小时、免费）。"

SORRY = "谢谢您说出来，对不住，让您受累了。"
_LEFT_LYING = re.compile("没人[收管修理扫清]|臭|脏得|堆满")
COMPLAINTS = "投诉"  # the topic of how and where to complain
ACCUSING = 0.9  # so sure of a complaint, it is passed on as well as answered
KEPT_FROM = "没有给{about}看。"
CALLED = "好的，已请{who}联系您，半小时没人接手会再往上报。急事打12345，有危险打120。"
URGED = "已经替您催了{who}，请留意电话和微信。急事打12345，有危险打120。"
URGED_LATELY = "已经替您催过{{who}}了（编号{number}），请留意电话和微信。急事打12345，有危险打120。"
WHO = "没登记住址的话，请把几号楼几单元几室和电话也发给我。"
AGAIN = "这件事{{who}}已经知道（编号{number}）。等急了请回复“转人工”；有危险打120。"


def pass_on(
    ctx: Context,
    what: str,
    sentence: str,
    kind: ItemKind = ItemKind.HELP,
    avoids: Role | None = None,
) -> str:
    """Give a request to a person, once, and say who knows of it now; not to who it is about."""
    wants = f"{ctx.speaker}{what}"
    called = calling.ask(
        ctx.actor, ctx.db, kind, ctx.text, wants, ctx.calls, replace(ctx.subject, avoids=avoids),
        ctx.now, ctx.house.desk,
    )  # fmt: skip
    said = sentence if called.is_new else AGAIN.format(number=called.item.id)
    told = promises.told(ctx, called.item, said)
    first = hurry.of_kind(ctx.text)
    return f"{first}\n{told}" if first else told


def _closing(ctx: Context) -> str:
    return "" if ctx.is_at_home else f"\n{WHO}"


def _request(
    what: str, sentence: str, kind: ItemKind = ItemKind.HELP, *, is_added: bool = False
) -> Callable[[Context], str]:
    """Return what passes a wish on; `is_added`: what is said again goes with what was asked before."""

    def handler(ctx: Context) -> str:
        if is_added and (said := adding.add(ctx, lambda text: topics.belongs(ctx.text, text))):
            return said
        told = f"{pass_on(ctx, what, sentence, kind)}{_closing(ctx)}"
        return adding.with_advice(ctx, told) if ctx.slots.get("temps") else told

    return handler


_medical = _request(
    "需要就医",
    "记下了，已告诉{who}，请他们马上联系您安排。情况急、加重了别等，直接打120。",
    is_added=True,
)
_errand = _request("请人上门帮忙", "记下了，已告诉{who}，和您约时间。", is_added=True)
_look = _request("说有件事要人看", "记下了，已告诉{who}，有了结果告诉您。", is_added=True)


@router.intent("request_medical")
def medical(ctx: Context) -> Said:
    """Have them seen to; what they ask about it, where it is known, goes before."""
    found = None if ctx.is_aside else beside.surely_asked(ctx)
    if found is not None and not unknown.calls(ctx.text) and not _is_unwell(ctx):
        return answers.say(ctx, found)  # “办残疾证去哪家医院评” asks for nobody to come
    told = _medical(ctx)
    return told if found is None else answers.say(ctx, found).then(told, between="\n")


def _is_unwell(ctx: Context) -> bool:
    """Tell whether somebody is ill now, by what was understood or by the words."""
    return bool(
        ctx.slots.get("temps") or ctx.slots.get("symptoms") or beside.UNWELL.search(ctx.text)
    )


@router.intent("request_errand")
def errand(ctx: Context) -> Said:
    """Have somebody come; who only tells of a trouble, or asks about one, is not given an hour."""
    about = topics.asked_of_us(ctx.text)
    if "inquiry" in about or (not about and _LEFT_LYING.search(ctx.text)):
        return _look(ctx)
    if ctx.is_aside or not unknown.asks_whether(ctx.text) or topics.of(ctx.text):
        is_asked = about or unknown.calls(ctx.text) or topics.of(ctx.text)
        is_called = is_asked or topics.is_beyond(ctx.text)
        return _errand(ctx) if is_called else _look(ctx)
    return likeliest.answered(ctx) or unknown.passed_on(ctx)


@router.intent("complain_service")
def complain(ctx: Context) -> Said:
    """Pass a complaint on to somebody it is not about; who asks where to complain hears where."""
    if asks_where(ctx.text) and (found := beside.known(ctx)) is not None:
        return answers.say(ctx, found)
    found = beside.surely_asked(ctx) or beside.likely_asked(ctx)
    if found is None and not ctx.is_aside:
        found = beside.surely_told(ctx)
    elif found is not None and ctx.parse.score < ACCUSING:
        return answers.say(ctx, found)
    if found is not None and found.held.piece.topic == COMPLAINTS:
        found = None  # how to complain is no answer to whoever just has
    if (held := unknown.unmeant(ctx)) is not None:
        return held
    about = promises.accused(ctx, ctx.text)
    kept_from = KEPT_FROM.format(about=tree.title(about)) if about else ""
    sentence = f"{SORRY}您的话已原样转给{{who}}，请他们给您回话；{kept_from}不满意也可以打12345。"
    told = f"{pass_on(ctx, '提意见', sentence, ItemKind.COMPLAINT, about)}{_closing(ctx)}"
    return told if found is None else answers.say(ctx, found).then(told, between="\n")


_helping = _request(
    "想帮忙",
    "谢谢您！已告诉{who}，和您联系：做什么、几点来、管不管饭、有没有保险，到时当面问清。报名不收钱。",
)
_giving = _request(
    "想捐赠",
    "谢谢您！已告诉{who}，和您联系。捐款捐物请走正规渠道（红十字会、慈善总会），别转给个人。",
)
_GIVES = re.compile(r"捐|[款钱]|物资|送给|[箱斤袋吨]")
_OFFERS = re.compile(
    r"捐|志愿|义工|帮|出(?:一?份|点)?力|报名|献|送给|参加|能做|做点|搭把手|支援|值班|顶|没事干"
)


# Whoever cannot come, or wants it in writing that they came, offers nothing.
_BEYOND = re.compile(
    r"取消|[去来]不了|不[去来]了|退出|请.{0,2}假|换个?时间|证明|时长|盖章|证书|工时"
)


@router.intent("volunteer_donate")
def volunteer(ctx: Context) -> Said:
    """Thank whoever offers help; who offers none in words is answered as what is not clear."""
    if ctx.is_aside or (_OFFERS.search(ctx.text) and not _BEYOND.search(ctx.text)):
        return _giving(ctx) if _GIVES.search(ctx.text) else _helping(ctx)
    return likeliest.answered(ctx) or unknown.passed_on(ctx)


_BY_MOSQUITO = re.compile("登革|基孔|蚊")
AGAINST_MOSQUITOES = (
    "这病靠蚊子传，人和人直接不传：今天把家里积水倒掉，关好纱窗、挂蚊帐，小宝宝尤其要护好。"
    "发烧、起疹子、关节疼就去医院，说附近有病人。"
)
_OF_THEIRS = re.compile(r"[我俺咱家爸妈爹娘爷奶]|老[公婆伴头人]|孩子|娃|宝宝")


@router.intent("report_exposure")
def exposure(ctx: Context) -> Said:
    """A positive test or a contact: calm advice; nobody is isolated or judged by us.

    What they ask in the same breath is answered first; a question about nobody is no report.
    """
    known = None if ctx.is_aside else _asked_beside(ctx) or beside.worry(ctx, is_told=True)
    if known is not None:
        if not _OF_THEIRS.search(ctx.text):
            return known
        told = pass_on(ctx, "自报检测结果或接触情况", "也转告{who}了。")
        return known.then(told, between="\n")
    said = pass_on(ctx, "自报检测结果或接触情况", "知道了，谢谢您告诉我，已转告{who}。")
    if unknown.asks(ctx.text) and not ctx.is_aside:
        return unknown.passed_on(ctx).after(said).means("report_exposure")
    if _BY_MOSQUITO.search(ctx.text):
        return f"{said}{AGAINST_MOSQUITOES}"
    return f"{said}先戴好口罩，少出门、少聚会；不舒服就休息，持续高烧或喘不上气打120。"


def _asked_beside(ctx: Context) -> Reply | None:
    part = beside.part_asked(ctx)
    return answers.say(ctx, part) if part is not None else None


def ill_too(ctx: Context) -> Reply:
    """Say when not to wait, and offer a doctor: whoever is low may be ill before all."""
    return replace(ctx.offer(ILL_TOO, DOCTOR), meant="report_symptom")


@router.intent("psych_support")
def comfort(ctx: Context) -> Said:
    """Hear what weighs on somebody; what they are afraid of may be a thing we know."""
    if first_aid.is_worn(ctx.text):
        return first_aid.WORN
    if (said := beside.of_the_heart(ctx)) is not None:
        return said
    if (said := beside.worry(ctx, WEIGHS, TALK)) is not None:
        return said
    if hurry := unknown.haste(ctx.text):
        return f"{WEIGHS}\n{hurry}"
    if beside.UNWELL.search(ctx.text):
        return ill_too(ctx)
    return (
        "辛苦了，这种时候心里难受很正常。想找人说说话，可以打12356（心理援助，24小时、免费）。\n"
        "也可以回复“转人工”，我请社区的人陪您聊聊。"
    )


@router.intent("report_violation")
def violation(ctx: Context) -> Reply:
    """Answer how to report something; who reports it fills in a form that needs no name."""
    found = answers.find(ctx)
    if found is not None:
        return ctx.answer(found, found.text)
    said = "要反映情况，可以在这里说，可以不留姓名，也可以打12345。有人身危险请打110。"
    return Reply(said, leads_to="form:tip")


@router.intent("request_human")
def human(ctx: Context) -> str:
    """Call a person once; who asks again is not put on a second list."""
    who, desk = ctx.speaker, ctx.house.desk
    words = "" if ctx.message.kind is Kind.MENU else ctx.text  # there it is the button's key
    called = calling.person(ctx.actor, ctx.db, words, who, ctx.calls, ctx.subject, ctx.now, desk)
    if called.is_new:
        return f"{promises.told(ctx, called.item, CALLED)}{_closing(ctx)}"
    said = URGED if called.is_urged else URGED_LATELY.format(number=called.item.id)
    return promises.told(ctx, called.item, said)


@router.command(r"(转人工|人工|人工服务|找人工|找网格员)[。!！吧]?")
def human_now(ctx: Context, _: object) -> str:
    return human(ctx)
