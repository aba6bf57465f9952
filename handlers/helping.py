"""Help: what this person can do now, their next likely step first, on one screen of a phone."""

import re
from collections.abc import Sequence

from community import followup
from community.knowledge.rights import WRITERS
from community.notices.rights import PUBLISHERS
from community.people.access import STAFF, Refused, Role
from community.people.posts import APPOINTERS
from community.work import talking
from dialog import Context, Router, Said

router = Router("helping")

CAN = "我能帮您："
CLOSING = "其余的回复“更多”；有生命危险直接打120。"
REST = "能办的都在“帮助”和“更多”里，平常怎么说就怎么写。"
AT_WORK = "平常怎么说就怎么写。其余的回复“更多”；有危险打120。"
JOIN = "・先说住哪儿：“我是3号楼2单元601 张三”"
WAITS = "・有{count}件等您处理：回复“待办”"
SENT = "・交过的事：办到哪了问“我的登记”，不要了说“不用了”"
ASK = "・有事就问：比如“流感几天能上学”“井水淹过能喝吗”"
ERRAND = "・要人帮忙：比如“帮我买降压药”“转人工”"
REPORT = "・报体温：发“36.5”；几个人“我36.5 老伴36.7”"
UNWELL = "・不舒服：照实说，比如“发烧38度，嗓子疼”"
RESIDENT = (
    ASK,
    ERRAND,
    "・登记：“返乡登记”“外出报备”“办酒报备”",
    "・辨真假：把通知、传言原样发给我",
    "・找网格员、医生：问“谁管我”",
    UNWELL,
)
WATCHED = (
    UNWELL,
    "・还要几天：问“还有几天结束”",
    "・要人帮忙：比如“帮我买降压药”“转人工”",
    "・找医生、网格员：问“谁管我”",
    "・不想报了：“退出监测”，不用说理由",
)
NEWS = "・发通知：“发通知 3号楼 明天9点停水”"
READ = "・看谁没收到：“通知情况”"
MISSING = "・体温：“谁没报”；“替 3-2-601 张三报 36.5”"
WATCH = "・开始监测：“观察 3-2-601 张三 7天”"
DEAL = "・处理：“收到 12”“办结 12 药送到了”"
TALK = "・回话：“回 12 我马上到”"
DECIDE = "・审批：“同意 12”“不同意 12 原因”"
LOOK = "・查人：“查 3-2-601”“谁管3号楼”"
QUESTIONS = "・居民问的：“问题”，再“答 12 可以的”"
RULE = "・规定：“新规定 …”“改规定 R12 …”"
GAPS = "・缺人：“空岗”；今晚谁值班也能问"
# What each post does most, likeliest first.
BY_POST: dict[Role, Sequence[str]] = {
    Role.GRID_WORKER: (MISSING, DEAL, TALK, LOOK, NEWS),
    Role.SECRETARY: (NEWS, READ, DECIDE, QUESTIONS, RULE),
    Role.DOCTOR: (MISSING, WATCH, "・结束监测：“结束观察 3-2-601 张三”", DEAL, TALK),
    Role.DUTY: (DEAL, TALK, LOOK, QUESTIONS, GAPS),
    Role.REPRESENTATIVE: (LOOK, DEAL, TALK, MISSING, "・新住户：“登记住户 3-2-601 张三 电话”"),
    Role.TOWNSHIP: (READ, NEWS, DECIDE, RULE, GAPS),
    Role.LEADER: (READ, NEWS, DECIDE, RULE, GAPS),
}
MORE = (
    "还能帮您：",
    "・规定变了告诉您：答完回复“有变化告诉我”",
    "・反映情况：“举报”，可以不留姓名",
    "・看现在有效的通知：“通知”；查编号发“N12”",
    "・看、删自己的信息：“我的信息”“删除我”",
    "・不要提醒：“退订”",
    "・答得不对：“没用”，我转给社区的人",
)
MORE_AT_WORK = "还能办这些，看哪样？"
# What stands beside the number, who reads it, and its lines.
TOPICS: dict[str, tuple[frozenset[Role], Sequence[str]]] = {
    "监测和体温": (
        STAFF,
        (MISSING, WATCH, "・结束：“结束观察 3-2-601 张三”", "・看几天的：“张三这几天体温”"),
    ),
    "住户": (
        STAFF,
        (
            LOOK,
            "・新住户：“登记住户 3-2-601 张三 电话”",
            "・变动：“张三搬走了”“改电话 3-2-601 张三 …”",
        ),
    ),
    "待办和回话": (
        STAFF,
        ("・看：“待办”", DEAL, DECIDE, TALK, "・问清楚：“问 12 几点到”"),
    ),
    "通知": (PUBLISHERS, (NEWS, READ, "・改：“替换 N12 新内容”", "・撤：“撤回 N12”")),
    "居民的问题和传言": (
        STAFF,
        (
            QUESTIONS,
            "・用现成的答：“答 12 用 3”",
            "・核实传言：“答 12 属实”“答 12 假的，…”",
            "・不用答：“忽略 12-30”“先不看 12”",
        ),
    ),
    "规定": (
        WRITERS,
        (RULE, "・看：“规定”；等核对的“待核对”", "・批：“批准 12”", "・撤：“撤回规定 R12”"),
    ),
    "请假值班": (
        STAFF,
        ("・请假：“我明天请假三天，李梅替”", "・“我回来了”；“跟李梅换班…”", GAPS),
    ),
}
MINE = "居民能用的"
HOW_TO_PUBLISH = (
    "先写发给谁，再写内容：“发通知 3号楼 明天9点停水”。\n"
    "我先给您看发给几户、谁收不到，您回复“确认”才发；要改就直接说“改成10点”“再加上5号楼”，不发说“先别发”。"
)
CANNOT_PUBLISH = "发通知要由书记、网格员或街道来办，请把内容告诉他们。"
YOURS_NOT = "这些要请别人办："
OTHERS: tuple[tuple[frozenset[Role], str], ...] = (
    (PUBLISHERS, "・发通知、撤通知：书记、网格员或街道"),
    (APPOINTERS, "・请人上岗、结束别人的岗位、给别人登记请假：书记或街道"),
    (WRITERS, "・写规定、改规定：书记或街道"),
)
NEVER = "发给居民的通知都要您确认才发；个人的体温、电话不能写进通知或发到群里。"


@router.command(
    r"(我|俺|老人)?(们)?(帮助|菜单|功能|help|\?|？|使用说明|说明书?|怎么用|(你|您)?(都|还)?(能|会|可以)(帮我|帮忙|给我)?(做|干|办)(些|点)?(什么|啥|嘛|哪些事?)"
    r"|(你|您)?(都)?有(什么|啥)(用|功能|本事)|(这|那)?(个|玩意儿?|东西)?(怎么|咋)(个)?(用|弄|玩|使)|(我)?(不会|不懂|不晓得咋|不知道怎么)(用|弄|使)(这个|这玩意儿?|它)?)(啊|呀|呢|的|了)?[。!！?？]*"
)
def help_(ctx: Context, _: object) -> str:
    return what_i_can(ctx)


@router.command(
    r"(?:这个|那)?(?:通知|公告)(?:要|该|得)?(?:怎么|咋|如何|咋个)(?:发|写|弄|群发)(?:的|呢|啊|呀)?[\s,，。?？]*+(?:给?我?(?:举|来|说)?(?:一?个)?(?:例子|样子|示范)?)?[。?？!！]*"
    r"|(?:怎么|咋|如何)(?:给[^,，。]{1,10})?(?:发|写|群发)(?:个|一条)?(?:通知|公告)(?:呢|啊|呀)?[\s,，。?？]*+(?:给?我?(?:举|来|说)?(?:一?个)?(?:例子|样子|示范)?)?[。?？!！]*",
    may=STAFF,
)
def how_to_publish(ctx: Context, _: object) -> str:
    """Take “通知怎么发 举个例子”: one order, and what comes before anything is sent."""
    return HOW_TO_PUBLISH if ctx.actor.holds(PUBLISHERS) else CANNOT_PUBLISH


@router.command(
    r"(?:我|网格员|楼长|楼栋长|我们)?(?:有)?(?:啥|什么|哪些事?|还有什么)?(?:是|事|事情)?(?:我)?(?:不能|不可以|不让|没权限?|没有权限|无权)(?:我)?(?:做|弄|办|干|发|看|管|动)(?:的|什么|啥|哪些)?(?:有哪些|是什么|吗|呢)?[。?？]*",
    may=STAFF,
)
def what_i_cannot(ctx: Context, _: object) -> str:
    """Take “我有啥是不能弄的”: what is done by others, and by whom."""
    theirs = [said for roles, said in OTHERS if not ctx.actor.holds(roles)]
    where = "、".join(dict.fromkeys(seat.name for seat in ctx.actor.seats()))
    first = f"您只能看、只能办{where}的人和事，别处的查不到也改不了。"
    return "\n".join([first, *([YOURS_NOT, *theirs] if theirs else []), NEVER])


@router.command(r"(更多|其余的|还有(什么|哪些)(能|可以)(做|办|帮)的?)[。!！?？]?")
def more(ctx: Context, _: object) -> Said:
    """Show the rest: to staff as topics with numbers, to everybody else as one more screen."""
    if not ctx.actor.is_staff:
        return "\n".join(MORE)
    named = [name for name, (readers, _) in TOPICS.items() if ctx.actor.holds(readers)]
    choices = [(name, f"command:帮助 {name}") for name in named]
    if len(choices) < len(TOPICS):
        choices.append((MINE, f"command:帮助 {MINE}"))
    return ctx.offer(MORE_AT_WORK, choices)


@router.command(rf"帮助 (?P<topic>{'|'.join([*TOPICS, MINE])})")
def topic(ctx: Context, found: re.Match[str]) -> str | None:
    """Show one topic of the work, or what is there for every resident."""
    if found["topic"] == MINE:
        return "\n".join([CAN, *RESIDENT, CLOSING])
    readers, lines = TOPICS[found["topic"]]
    return "\n".join([f"{found['topic']}：", *lines]) if ctx.actor.holds(readers) else None


def what_i_can(ctx: Context, opening: str = CAN) -> str:
    """Return at most eight short lines: an opening, their next likely step, what else, and 120."""
    if ctx.actor.is_staff:
        return "\n".join([opening, *_work(ctx), AT_WORK])
    return "\n".join([opening, *_next(ctx), CLOSING])


def _next(ctx: Context) -> Sequence[str]:
    """Return the six lines of somebody without a post, the likeliest first."""
    if ctx.reported:
        rest = list(WATCHED)
        told = followup.all_told(ctx.db, ctx.house.watch, ctx.reported, ctx.now)
        rest.insert(1 if told else 0, REPORT)
        return rest
    if ctx.card is None:
        return [JOIN, *RESIDENT[:5]]
    return [SENT, *RESIDENT[:5]] if ctx.calls else RESIDENT


def _work(ctx: Context) -> Sequence[str]:
    """Return the lines of whoever holds a post, of the foremost one where they hold several."""
    foremost = min(ctx.actor.roles, key=list(Role).index)
    lines = BY_POST[foremost]
    board = talking.board(ctx.actor, ctx.db)
    count = 0 if isinstance(board, Refused) else len(board.waiting)
    return [WAITS.format(count=count), *lines] if count else [*lines, "・还没处理的：“待办”"]
