"""Small words: what I can do, thanks, what I cannot read, what I did not understand."""

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from community.people.access import STAFF, Refused
from community.questions import feedback
from community.work import talking
from core.library import Library
from core.messages import Kind
from dialog import Context, Reply, Router, Said
from dialog.places import AWAITED, CHOICES, is_form
from dialog.short_replies import is_pausing
from handlers import helping
from handlers.followup import calling, rollcall
from handlers.groups import manners, posting
from handlers.knowledge import answers, local_facts, rulebook
from handlers.notices import board, publishing
from handlers.people import card, vacancies
from handlers.questions import unanswered
from handlers.work import after_call, dealing, forms, how, promises, requests, spoken

router = Router("talk")

ABOUT = 0.05  # so likely, and it is what they ask how to say
PATIENT = 2  # so often not understood in a row; then a person is called
AGAIN = "这句我还是没听懂，也记下了。换个说法试试；或回复“转人工”，我请人联系您。"
STILL = "这句我也没听懂，先记下来了。要找人回复“转人工”；急事打12345，有危险打120。"
WHOSE = (
    "我是{community}的邻报，社区办的小助手，不是真人；不收钱，也不会要验证码、银行卡、密码。\n"
    "不放心，打社区电话或当面问书记；回复“转人工”，我请社区的人跟您说。"
)
MEASURED = "量好后直接把数字发给我，比如“36.5”；几个人一起报：“我36.5 老伴36.7”。"
NOTHING_OFFERED = "现在没有要选的。"
SOME_WAIT = "手上和等您处理的有{many}件，回复“待办”看编号，再写“收到 编号”或“办结 编号”。"
NONE_WAITS = "也没有等您处理的事。要办什么，直接说就行，比如“3-2-601搬走了”；回复“帮助”看能说哪些。"
NUMBER_ALONE = "编号{number}要怎么办？写“收到 {number}”接下，“办结 {number} 结果”办完，“转告 {number} …”说给对方。"
LATELY = timedelta(hours=2)
LEFT_FORM = re.compile("已取消，没有保存。要重新填，回复“(?P<word>[^”]+)”")
GONE = "刚才那份已经取消了，没有留下。要重新填，回复“{word}”，从头来很快。"
NOTHING_BEGUN = "现在没有填到一半的。要登记回复“返乡登记”“外出报备”；要人帮忙，直接说要什么。"
_NOD = re.compile(
    r"(没有?了|没(?:有)?(?:别的|其他的?|什么)了|就这些|收到|知道了|明白了?|了解|好的?|嗯+|行|可以|没事了?|不用了|取消|算了)[吧了啦。!！~]*"
)
_THANKS = re.compile(r"谢|感谢|辛苦|麻烦你|多谢|thank", re.IGNORECASE)
_BYE = re.compile(r"再见|拜拜|晚安|回见")


@router.intent("staff_help", may=STAFF)
def staff_help(ctx: Context) -> str:
    """Say how the thing they ask about is said, or what their post is most for."""
    others = (c for c in ctx.parse.candidates if c.intent != "staff_help")
    about = next(others, None)
    is_clear = about is not None and about.intent in how.EXAMPLES and about.score >= ABOUT
    said = how.say(ctx, about.intent) if about is not None and is_clear else ""
    return f"{said}\n{helping.REST}" if said else helping.what_i_can(ctx)


@router.command(r"(?:继续|接着)(?:填|登记|来|弄|说|吧|刚才的|上次的)*[。.!！~]*")
def go_on(ctx: Context, _: object) -> str | None:
    """Say honestly what became of a form that was left: nothing of it was kept."""
    if ctx.is_filling or (ctx.place is not None and is_form(ctx.place)):
        return None
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY)
    left = LEFT_FORM.search(last.answer) if last is not None else None
    return GONE.format(word=left["word"]) if left else NOTHING_BEGUN


@router.intercept
def nod(ctx: Context, _: Any) -> Reply | None:
    """A word that closes what was said; there is nothing to do about it."""
    if not _NOD.fullmatch(ctx.text.strip()) and not is_pausing(ctx.text):
        return None
    return Reply("好的，有事随时说。", meant="nod")


@router.command(r"\s*\d{1,2}\s*[。.、)）]?\s*")
def nothing_to_choose(ctx: Context, found: re.Match[str]) -> str | None:
    """Say of a number nobody offered that it stands for nothing, and what is open instead."""
    if not ctx.actor.is_staff or (
        ctx.place is not None and ctx.place.form not in (CHOICES, AWAITED)
    ):
        return None
    board = talking.board(ctx.actor, ctx.db)
    waiting = [] if isinstance(board, Refused) else [*board.waiting, *board.in_hand]
    number = next((item.id for item in waiting if str(item.id) == found[0].strip()), None)
    if number is not None:
        return NUMBER_ALONE.format(number=number)
    return NOTHING_OFFERED + (SOME_WAIT.format(many=len(waiting)) if waiting else NONE_WAITS)


@router.intent("smalltalk")
def smalltalk(ctx: Context) -> str:
    if _THANKS.search(ctx.text):
        return "不客气，有事随时说。"
    if _BYE.search(ctx.text):
        return "再见，照顾好自己，有事随时找我。"
    return helping.what_i_can(ctx, f"您好，我是{ctx.house.community}的邻报，{helping.CAN}")


@router.command(
    r"(请问)?(这里|这儿|这边|这|你们?|您|我)(现在)?(是|在)?(哪里?|哪儿|什么|啥)个?(社区|村|小区|居委会?|村委会?)?的?(啊|呀|呢)?[?？。]?"
)
def where_are_we(ctx: Context, found: re.Match[str]) -> str | None:
    """Say whose account this is, to whoever asks which community he has come to."""
    if found[6] is None and found[2] not in ("这里", "这儿", "这边"):
        return None  # “你是什么”
    return f"这里是{ctx.house.community}的邻报。{helping.REST}"


@router.command(r"(你|您)(到底)?(是|是不是)(机器人|真人|人|人工智能|AI|电脑).*")
def who_am_i(ctx: Context, _: object) -> str:
    return (
        "我是机器人，不是真人，能答规定、登记、收体温、帮您传话。我答不了的、您要人办的，会转给社区的人看。\n"
        "想找人说，回复“转人工”；急事别只等我，打120、119、110。"
    )


@router.command(
    r"(请问)?(你们?|您|这个?)(这个?|公众号|号|平台|微信|机器人|东西|帮手)*(到底)?(是不是|是|算|归|靠不靠|能不能|可不可)?(政府|官方|骗|正规|真的|假的|靠谱|可信|信|社区的|居委会的|谁的)[^。，,]{0,8}"
)
def whose_it_is(ctx: Context, _: object) -> str:
    """Say whose the account is to whoever doubts it, and how to make sure."""
    return WHOSE.format(community=ctx.house.community)


@router.action("thanks")
def thanks(ctx: Context) -> str:
    return "好的，有事随时说。"


@router.event(Kind.UNREADABLE)
def unreadable(ctx: Context) -> str:
    if ctx.message.in_group:  # called by name and nothing said, or what no robot is shown there
        return manners.HERE
    return (
        "视频、文件和没转成文字的语音我还看不懂，麻烦打字告诉我，比如“36.5”或“从外地回来怎么报备”。\n"
        "不方便打字，可以用输入法的语音转文字；要给人看的，发照片或位置，我转给社区的人。"
    )


TAPS: dict[str, Callable[[Context], Said | None]] = {
    "help": helping.what_i_can,
    "temperature": lambda _: MEASURED,
    "report": lambda ctx: ctx.start("returnee"),
    "human": requests.human,
    "local": lambda ctx: local_facts.overview(ctx, None),
    "notices": lambda ctx: board.listing(ctx, None),
    "mine": lambda ctx: forms.mine(ctx, None),
    "card": card.with_picture,
}
# Of the menu staff see; whoever lost the post since reads what everybody may do.
AT_WORK: dict[str, Callable[[Context], Said | None]] = {
    "todo": lambda ctx: dealing.waiting(ctx, None),
    "missing": lambda ctx: rollcall.call(ctx),
    "calls": lambda ctx: calling.listed(ctx, None),
    "groups": lambda ctx: posting.listing(ctx, None),
    "news": lambda ctx: publishing.outcome(ctx, None),
    "rules": lambda ctx: rulebook.listing(ctx, None),
    "questions": lambda ctx: unanswered.show(ctx, None),
    "gaps": lambda ctx: vacancies.gaps(ctx, None),
}
# On the card of the robot: what stands on a button, and what it says, which can be typed as well.
BUTTONS = (("返乡报备", "返乡登记"), ("上报体温", "报体温"), ("转人工", "转人工"))
FORM = "form:"


def takes(key: str, known: Collection[str]) -> bool:
    """Tell whether a tap on a button with this key does something; `known` are the forms."""
    return key in {**TAPS, **AT_WORK} or (key.startswith(FORM) and key.removeprefix(FORM) in known)


def dead_buttons(library: Library) -> list[str]:
    """Name the buttons of the content's menu on which a tap would do nothing."""
    return [
        f"菜单按钮“{name}”：没有叫 {key} 的 key（menu.yaml 里写着有哪些）"
        for name, key in (library.menu.keys() if library.menu else ())
        if not takes(key, library.forms)
    ]


@router.event(Kind.MENU)
def menu(ctx: Context) -> Said:
    """A tap on the account's menu; a button that was laid long ago may be one we know no more."""
    key = ctx.text
    if key.startswith(FORM) and takes(key, ctx.house.library.forms):
        return ctx.start(key.removeprefix(FORM))
    taps = {**TAPS, **AT_WORK} if ctx.actor.is_staff else TAPS
    tapped = taps.get(key, helping.what_i_can)
    return tapped(ctx) or helping.what_i_can(ctx)


@router.action("not_understood")
def not_understood(ctx: Context) -> Said:
    """Say what we can do; the question waits for a person, and after a few misses one is called."""
    if said := after_call.in_danger(ctx):
        return said
    if ctx.actor.is_staff:
        return spoken.unclear(ctx)
    if ctx.caller.misses <= 1:
        said = answers.kept_as(ctx, "这句我没听懂，已经记下来转给社区的人看。")
        return f"{said}\n{helping.what_i_can(ctx)}"
    said = answers.kept_as(ctx, AGAIN)
    if ctx.caller.misses <= PATIENT or said == promises.ENOUGH:
        return said
    return requests.human(ctx) if ctx.caller.misses == PATIENT + 1 else STILL
