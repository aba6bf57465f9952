"""Small words: what I can do, thanks, pictures I cannot read, what I did not understand."""

import re
from collections.abc import Callable, Collection
from typing import Any

from community.people.access import STAFF
from core.messages import Kind
from dialog import Context, Reply, Router, Said
from handlers.knowledge import answers, local_facts
from handlers.notices import board
from handlers.work import after_call, forms, how, promises, requests, spoken

router = Router("talk")

CAN = (
    "我能帮您：\n"
    "・问规定：比如“从外地回来怎么报备”；答完回复“有变化告诉我”，变了告诉您\n"
    "・登记：回复“返乡登记”“外出报备”“办酒报备”；看进度回复“我的登记”\n"
    "・报体温：直接发“36.5”\n"
    "・求助：比如“帮我买降压药”\n"
    "・反映情况：回复“举报”，可以不留姓名\n"
    "・核对通知和传言：发编号“N12”或原文，或写“听说…是真的吗”；“通知”看现在有效的\n"
    "・找人：“谁管我”查网格员、医生的电话；回复“转人工”请人联系您\n"
    "・看和删自己的信息：“我的信息”“删除我”\n"
    "有生命危险请直接打120。"
)
CAN_STAFF = (
    "工作人员还可以：\n"
    "・观察 3-2-601 张三 7天（开始健康监测）；结束观察 3-2-601 张三\n"
    "・发通知 3号楼 明天9点停水；通知情况；替换 N12 新内容；撤回 N12\n"
    "・收到 12、同意 12、不同意 12 原因（处理编号）；问 12 几点到（登记里要问清楚的）\n"
    "・回 12 我马上到（给对方回话）\n"
    "・问题、答 12 内容、答 12 用 3（回答居民没人答的问题）；忽略 12-30、先不看 12；核实传言：答 12 属实、答 12 假的，…\n"
    "・规定、新规定 …、改规定 R12 …、批准 12、撤回规定 R12；待核对\n"
    "・待办（还没处理的）；空岗（哪里缺人、哪户没人管）\n"
    "・我明天请假三天，李梅替；我回来了；跟李梅换班…；今晚谁值班（书记：今晚值班 张敏）\n"
    "这些话不用记格式，照平常说就行，比如“停水那条谁没看”；要发、要改的我会先给您看一遍。"
)
ABOUT = 0.05  # so likely, and it is what they ask how to say
PATIENT = 2  # so often not understood in a row; then a person is called
AGAIN = "这句我还是没听懂，也记下了。换个说法试试；或回复“转人工”，我请人联系您。"
STILL = "这句我也没听懂，先记下来了。要找人回复“转人工”；急事打12345，有危险打120。"
MEASURED = "量好后直接把数字发给我，比如“36.5”；几个人一起报：“我36.5 老伴36.7”。"
_NOD = re.compile(
    r"(收到|知道了|明白了?|了解|好的?|嗯+|行|可以|没事了?|不用了|取消|算了)[吧了啦。!！~]*"
)
_THANKS = re.compile(r"谢|感谢|辛苦|麻烦你|多谢|thank", re.IGNORECASE)
_BYE = re.compile(r"再见|拜拜|晚安|回见")


@router.command(r"(帮助|菜单|功能|help|\?|？|怎么用|你能做什么|你会什么|能干什么)[。!！?？]?")
def help_(ctx: Context, _: object) -> str:
    return what_i_can(ctx)


def what_i_can(ctx: Context) -> str:
    return f"{CAN}\n{CAN_STAFF}" if ctx.actor.is_staff else CAN


@router.intent("staff_help", may=STAFF)
def staff_help(ctx: Context) -> str:
    """Say how the thing they ask about is said, or all that staff may say."""
    others = (c for c in ctx.parse.candidates if c.intent != "staff_help")
    about = next(others, None)
    is_clear = about is not None and about.intent in how.EXAMPLES and about.score >= ABOUT
    said = how.say(ctx, about.intent) if about is not None and is_clear else ""
    return f"{said}\n{CAN_STAFF}" if said else CAN_STAFF


@router.intercept
def nod(ctx: Context, _: Any) -> Reply | None:
    """A word that closes what was said; there is nothing to do about it."""
    if not _NOD.fullmatch(ctx.text.strip()):
        return None
    return Reply("好的，有事随时说。", meant="nod")


@router.intent("smalltalk")
def smalltalk(ctx: Context) -> str:
    if _THANKS.search(ctx.text):
        return "不客气，有事随时说。"
    if _BYE.search(ctx.text):
        return "再见，照顾好自己，有事随时找我。"
    return f"您好，我是{ctx.house.community}的邻报。\n{CAN}"


@router.command(r"(你|您)(到底)?(是|是不是)(机器人|真人|人|人工智能|AI|电脑).*")
def who_am_i(ctx: Context, _: object) -> str:
    return "我是机器人，能答规定、登记、收体温、帮您传话。想找人说，回复“转人工”。"


@router.action("thanks")
def thanks(ctx: Context) -> str:
    return "好的，有事随时说。"


@router.event(Kind.UNREADABLE)
def unreadable(ctx: Context) -> str:
    return (
        "图片、语音、文件和位置我还看不懂，麻烦打字告诉我，比如“36.5”或“从外地回来怎么报备”。\n"
        "不方便打字，可以用输入法的语音转文字，或回复“转人工”。"
    )


TAPS: dict[str, Callable[[Context], Said | None]] = {
    "help": what_i_can,
    "temperature": lambda _: MEASURED,
    "report": lambda ctx: ctx.start("returnee"),
    "human": requests.human,
    "local": lambda ctx: local_facts.overview(ctx, None),
    "notices": lambda ctx: board.listing(ctx, None),
    "mine": lambda ctx: forms.mine(ctx, None),
}
FORM = "form:"


def takes(key: str, known: Collection[str]) -> bool:
    """Tell whether a tap on a button with this key does something; `known` are the forms."""
    return key in TAPS or (key.startswith(FORM) and key.removeprefix(FORM) in known)


@router.event(Kind.MENU)
def menu(ctx: Context) -> Said:
    """A tap on the account's menu; a button that was laid long ago may be one we know no more."""
    key = ctx.text
    if key.startswith(FORM) and takes(key, ctx.house.library.forms):
        return ctx.start(key.removeprefix(FORM))
    tapped = TAPS.get(key, what_i_can)
    return tapped(ctx) or what_i_can(ctx)


@router.action("not_understood")
def not_understood(ctx: Context) -> Said:
    """Say what we can do; the question waits for a person, and after a few misses one is called."""
    if said := after_call.in_danger(ctx):
        return said
    if ctx.actor.is_staff:
        return spoken.unclear(ctx)
    if ctx.caller.misses <= 1:
        said = answers.kept_as(ctx, "这句我没听懂，已经记下来转给社区的人看。")
        return f"{said}\n{CAN}"
    said = answers.kept_as(ctx, AGAIN)
    if ctx.caller.misses <= PATIENT or said == promises.ENOUGH:
        return said
    return requests.human(ctx) if ctx.caller.misses == PATIENT + 1 else STILL
