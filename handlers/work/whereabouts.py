"""“到了吗”: where what somebody asked for stands, who has it, and that they ask."""

import re
from datetime import datetime

from community.work import asking_for
from community.work.asking_for import AskedFor
from core.phrases import say_day, shorten
from dialog import Context, Reply, Router, Said
from handlers.work import promises

router = Router("whereabouts")

SHOWN = 3
WORDS = 24
_HELPER = r"(?:人|车|师傅|医生|大夫|网格员|社区|你们|东西|药|菜|米|饭|快递|修的人?|来的人?|送的人?|修水管的|买的?|那个|我的|[^，,。？?\s]{0,6})"
_ARRIVES = (
    r"到了?[吗没么]有?|来了?[吗没么]有?|来不来|到哪里?儿?了?|走到哪了?|送(?:到|来)了?[吗没么]|买(?:好|到|回来)了?[吗没么]|(?:修|弄|办|取|拿)好?了?[吗没么]|"
    r"(?:还要|要|得|还得)?多久(?:才?能?)?(?:到|来|送)?|(?:大概|大约)?(?:什么时候|啥时候|几点|几时)(?:才?能?)?(?:到|过来|[送买拿]过?来|拿|取|来|[补退换](?:货|钱|给?我)?|送到?|修|上门|买[到好]?)|"
    r"(?:怎么|咋)(?:还|都|就)?(?:没|不)(?:有)?(?:人)?(?:到|来|送|接|动静|消息)|还没(?:有)?(?:人)?(?:到|来|送|接|动静|消息)|"
    r"(?:有|没有?|有没有)人(?:来|管|接|过来|处理)(?:了)?[吗没么]?|谁(?:来|送|接)(?:了)?|还来[吗不]?|人呢|在路上了?[吗没么]"
)


@router.command(
    rf"(?:请问|喂|那|现在|哎)?[，,\s]{{0,5}}{_HELPER}?(?:还|都|也|大概|究竟|到底)?(?:{_ARRIVES})[了呀啊呢吧嘛]*[\s。.!！?？~]*"
)
def arrived(ctx: Context, _: object) -> Said | None:
    """Say where what they wait for stands; None where they wait for nothing."""
    if len(ctx.text) > WORDS:
        return None
    found = asking_for.waited_for(ctx.actor, ctx.db, ctx.now)
    if not found:
        return None
    waits = [each for each in found if not each.is_done] or found[:1]
    return "\n".join(_say(ctx, each) for each in waits[:SHOWN])


# “昨天我要的药你们收到没有”: asked of what they sent, and nothing more is ordered by it.
_SENT = re.compile(
    r"(?:我|俺|咱).{0,24}(?:发|说|要|报|托|登记|求|申请|反映|问)[^，,。]{0,24}(?:收到|看[到见]|记下|登记上|转过?去|回音|下文)[^，,。]{0,4}(?:没|吗|么|不)"
    r"|(?:收到|看[到见]|记下)[^，,。]{0,3}(?:我|俺).{0,16}(?:没有?|吗|么)$"
)
NOT_HERE = "您现在没有在等的事：那一条没有转出去，对不住，别再等了。请现在再说一遍要什么、给谁用、几岁、烧多少度，我马上转给人。"
HURRY = "喘、叫不醒、说胡话，孩子不到三个月发烧，马上打120，别等我。"


@router.intercept
def received(ctx: Context, _: object) -> Said | None:
    """Say whether what they sent has reached somebody, and where it stands; never that it is on its way."""
    if not _SENT.search(ctx.text) or ctx.is_filling or ctx.is_aside or ctx.message.in_group:
        return None
    if ctx.actor.is_staff or ctx.parse.danger:
        return None
    found = asking_for.waited_for(ctx.actor, ctx.db, ctx.now)
    if not found:
        return Reply(f"{NOT_HERE}\n{HURRY}", meant="whereabouts")
    waits = [each for each in found if not each.is_done] or found[:1]
    return "\n".join(_say(ctx, each) for each in waits[:SHOWN])


def _say(ctx: Context, asked: AskedFor) -> str:
    item = asked.item
    if asked.is_done:
        said = f"：{item.result}" if item.result else "了"
        return f"编号{item.id}：{_who(ctx, asked)}{_at(ctx, item.closed_at)}说办好{said}。不对的话，照实再说一声。"
    urged = asking_for.ask_after(ctx.db, item, ctx.text, ctx.speaker, ctx.now)
    urges = "我替您问一声了。" if urged else "刚替您问过，请再等等。"
    if not asked.owner:
        told = promises.told(
            ctx, item, f"编号{item.id}：{_at(ctx, item.raised_at)}告诉了{{who}}，还没人接手。"
        )
        return f"{told}{urges}有人接手马上告诉您；急事打12345，有危险打120。"
    lines = [f"编号{item.id}：{_who(ctx, asked)}{_at(ctx, item.taken_at)}接了"]
    if asked.said:
        lines.append(f"{_at(ctx, asked.said_at)}说“{shorten(asked.said, 60)}”")
    return f"{'，'.join(lines)}。{urges}"


def _who(ctx: Context, asked: AskedFor) -> str:
    """Name whoever has it with their post: 网格员刘芳."""
    heard = promises.who_hears(ctx, asked.item)
    is_one = heard and "、" not in heard
    return f"{heard if is_one else ''}{asked.owner or '工作人员'}"


def _at(ctx: Context, moment: datetime | None) -> str:
    """Say the hour, with the day before it where it is not today's."""
    if moment is None:
        return ""
    zone = ctx.house.zone
    local, today = moment.astimezone(zone), ctx.local_sent_at.date()
    day = "" if local.date() == today else say_day(local.date())
    return f"{day}{local:%H:%M}"
