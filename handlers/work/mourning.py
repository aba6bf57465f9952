"""What is said after somebody has died: comfort before business, and nobody is made to run after it."""

import re
from datetime import timedelta

from community.questions.feedback import LastSaid, said_lately
from dialog import Context, Reply, Router
from dialog.places import is_in_form
from handlers.knowledge import answers, beside, unknown
from handlers.work import grief, requests

router = Router("mourning")

LATELY = timedelta(hours=6)
LONGEST = 80  # characters
SPOKEN = "家里有人过世，说"
NOT_TO_BLAME = "您别怪自己，您已经尽了心，这不由人。"
COMFORT = (
    "这些天吃不下、睡不着、一阵阵想哭，都是人之常情：身边留个人，先喝口热的。\n"
    "心里难受打12356，24小时有人听；也可以接着跟我说，我都听着。"
)
NOT_NOW = "这次就不来打扰您了，已转告{who}；哪天想要了，说一声就来。"
HEARSE = (
    "再打殡仪馆的接运电话，问清几点到；打不通打12345转民政催。已转给{who}，请他们也帮着催。\n"
    "等的时候开空调、关好门，别挪动；老人孩子到别的屋，您坐下歇口气。"
)
FAREWELL = "这件事不让您一个人跑：已转给{who}，请他们替您问清楚、给您回话。您想带什么、想怎么送，都告诉我，我记着。"
LEFT_BEHIND = (
    "刚没了亲人，不想吃、不说话，先别催：温水、稀饭放手边，一口也好，身边别离人。已转给{who}，请人来坐坐。\n"
    "两天不吃不喝、迷糊，去医院；说不想活了，打120、12356，别让TA一个人待着。"
)
WHAT_TO_DO = "家里人走了后事怎么办"  # the known question of what has to be done
HEARD = "我都记下了，已转给{who}。您慢慢说，不着急。"
_WHETHER = grief.WHICH[:12]
_HEADS = (FAREWELL[:8], grief.CONDOLENCE, _WHETHER)
_SORROW = re.compile(
    r"怪(?:我|自己)|后悔|没能|来不及|最后一面|舍不得|哭|难受|睡不着|吃不下|不想(?:吃|动|说)|接受不了|一个人了|就剩|想[他她您你](?:了|啊|的|$)|对不起[他她]|要是(?:早|当时)|为什么是"
)
_AFFAIRS = re.compile(r"后事|丧事|(?:开|办|要)[^，,。居]{0,3}证明|死亡证明|葬礼|殡葬|销户")
_PERHAPS = re.compile(r"(?:找|问)谁|怎么办|咋办|什么手续")
_LEFT_BEHIND = re.compile(
    r"(?:妈|爸|奶|爷|娘|爹|老人|他|她|儿子|女儿|孩子)[^，,。]{0,6}(?:不肯?(?:吃|喝|说话|睡|动|出门)|一直(?:坐|躺|哭|发呆)|几天没[吃睡])"
)
_BLAMES = re.compile(r"怪(?:我|自己)|后悔|没能|来不及|最后一面|对不起[他她]|要是(?:早|当时)|没早")
_LET_BE = re.compile(r"(?:不用|别|不要|甭)(?:再)?(?:送|来|过来|麻烦|打电话)")
_LATE = re.compile(
    r"(?:殡仪馆?|灵车|接运|火葬场|殡葬|车).{0,12}(?:没[来到]|还不来|不来|不接|拖|等了|迟|打不通|没人)|(?:拖|等)了.{0,8}(?:小时|钟头|半天).{0,8}(?:没[来到]|不来)"
)
_FAREWELL = re.compile(
    r"骨灰|见(?:不到|一面|最后)|不(?:能|让|给)见|告别|遗[容体物像]|[毛寿]衣|衣服|带上|火化|下葬|墓|香|纸钱|头七|送[他她]"
)


@router.intercept
def afterwards(ctx: Context, _: object) -> Reply | None:
    """Hear what a family says in the hours after a death; None for what is plainly something else."""
    if not _may_be(ctx):
        return None
    before = _told_before(ctx)
    if before is None:
        return None
    said = _answer(ctx, before)
    if said is None or not before.answer.startswith(_WHETHER):
        return said
    return said if said.text.startswith(grief.CONDOLENCE) else said.after(grief.CONDOLENCE)


def sorrow(ctx: Context) -> str | None:
    """Comfort whoever grieves for somebody who died; None for other words."""
    if not _SORROW.search(ctx.text) or _told_before(ctx) is None:
        return None
    return _comfort(ctx)


def _may_be(ctx: Context) -> bool:
    elsewhere = ctx.is_aside or ctx.message.in_group or ctx.actor.is_staff or ctx.parse.danger
    is_ill = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    return not (elsewhere or is_ill or is_in_form(ctx)) and len(ctx.text) <= LONGEST


def _told_before(ctx: Context) -> LastSaid | None:
    """Return what they were told last when they spoke of a death lately."""
    said = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY)
    return next((one for one in said if one.answer.startswith(_HEADS)), None)


def _what_to_do(ctx: Context) -> Reply | None:
    found = ctx.knowledge.known(WHAT_TO_DO, ctx.now)
    return None if found is None else answers.say(ctx, found).means("known")


def _comfort(ctx: Context) -> str:
    first = NOT_TO_BLAME if _BLAMES.search(ctx.text) else ""
    if not _LET_BE.search(ctx.text):
        return f"{first}{COMFORT}"
    return f"{requests.pass_on(ctx, SPOKEN, NOT_NOW)}\n{first}{COMFORT}"


def _answer(ctx: Context, before: LastSaid) -> Reply | None:
    if _LATE.search(ctx.text):
        return Reply(requests.pass_on(ctx, SPOKEN, HEARSE), meant="death")
    if _LEFT_BEHIND.search(ctx.text):
        return Reply(requests.pass_on(ctx, SPOKEN, LEFT_BEHIND), meant="death")
    if _SORROW.search(ctx.text):
        return Reply(_comfort(ctx), meant="death")
    if _AFFAIRS.search(ctx.text):
        return _what_to_do(ctx)
    if unknown.asks(ctx.text) and beside.surely_asked(ctx) is not None:
        return None
    if _PERHAPS.search(ctx.text):
        return _what_to_do(ctx)
    return _passed_on(ctx, before)


def _passed_on(ctx: Context, before: LastSaid) -> Reply | None:
    """Have somebody ask for them what is to be asked, and hear the rest."""
    if _FAREWELL.search(ctx.text):
        words = HEARD if FAREWELL[:8] in before.answer else FAREWELL
        return Reply(requests.pass_on(ctx, SPOKEN, words), meant="death")
    is_clear = ctx.parse.intent not in ("oos", "request_errand") and not ctx.parse.ask_back
    if is_clear or unknown.asks(ctx.text):
        return None
    return Reply(requests.pass_on(ctx, SPOKEN, HEARD), meant="death")
