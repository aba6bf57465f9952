"""What belongs to one person is not said in a group: it is acted on, and moved to where nobody else reads."""

import re

from community.work import calling
from community.work.calling import ItemKind
from core import personal
from dialog import Context, Reply, Router
from dialog.meanings import Meanings, is_work
from handlers.followup import readings
from handlers.knowledge import bare, unknown
from handlers.work import promises

router = Router("manners")

FEVER = 37.3
HEARD = "收到。体温和姓名门牌请别发在群里：私信我发“36.5”这样就行，家里人的写“老伴36.7”。"
HEARD_FEVER = "收到，已私下告诉{who}。喘不上气、叫不醒，马上打120。"
ELSEWHERE = "这件事请私信我办，群里大家都看得到：在私聊里{how}就行。"
PERSONAL = "姓名、门牌、电话请别发在群里：私信我，把要办的事再发一遍就行。"
NAMES_NOTHING = "{which}把名字和要问的写在一句里，再@我一次。"
IN_GROUP = "在群里说"
# Words by which somebody in particular is meant, and not fevers in general.
_SOMEBODY = re.compile(
    r"[我俺咱他她]|孩子|娃|宝宝|老人|老伴|爸|妈|爷|奶|公公|婆婆|儿子|女儿|这户|一户|邻居|\d+号楼|\d+-\d+"
)


# In a notice a bare number is no door; said of oneself it is one.
_MY_DOOR = re.compile(r"(?:我家|我住|家住|家在|住在?)\D{0,3}\d{3,4}(?![\d年月元度℃])")
# What one says to another; “收到” alone may be meant for us, and is told where it counts.
_THANKS = re.compile(
    r"(?!收到\W*$)(?:好[的滴嘞啊]?|行|收到|谢谢您?|多谢|辛苦了?|知道了|明白|嗯|哦|[oO][kK]|\W){1,12}"
)


@router.on_group
def elsewhere(ctx: Context, meanings: Meanings) -> Reply | None:
    """Act on what must not wait, and say where the rest is said; None for what anybody may read."""
    if _tells_of_health(ctx):
        return _health(ctx, meanings)
    if personal.in_public(ctx.text) or _MY_DOOR.search(ctx.text):
        return Reply(PERSONAL, meant="group")
    if kind := bare.kind_of(ctx.text):
        return Reply(NAMES_NOTHING.format(which=bare.WHICH[kind]), meant="group")
    if how := _how_in_private(ctx, meanings):
        return Reply(ELSEWHERE.format(how=how), meant="group")
    return None


def _tells_of_health(ctx: Context) -> bool:
    """Tell whether somebody's own health is spoken of; “37.3算发热吗” is a question of everybody's."""
    slots, parse = ctx.slots, ctx.parse
    if not slots.get("temps") and not slots.get("symptoms"):
        return False
    asks = parse.intent.startswith("ask_") and not parse.ask_back
    return bool(_SOMEBODY.search(ctx.text)) if asks else True


def _health(ctx: Context, meanings: Meanings) -> Reply:
    """A reading is kept and alarms as if it had been said alone; its value is repeated only there."""
    if ctx.reported:
        alone = meanings.intercepted(ctx)
        if alone is not None and alone.text and ctx.caller.person_id is not None:
            ctx.tell(ctx.caller.person_id, alone.text)
        return Reply(HEARD, meant="report_temperature")
    if _highest(ctx) < FEVER:
        return Reply(HEARD, meant="report_temperature")
    called = calling.ask(
        ctx.actor, ctx.db, ItemKind.FEVER, ctx.text, f"{ctx.speaker}{IN_GROUP}",
        ctx.calls, ctx.subject, ctx.now, ctx.house.desk,
    )  # fmt: skip
    told = promises.told(ctx, called.item, HEARD_FEVER)
    return Reply(f"{told}\n{HEARD.removeprefix('收到。')}", meant="report_symptom")


def _highest(ctx: Context) -> float:
    found = [readings.values(each) for each in ctx.slots.get("temps", [])]
    return max((max(each) for each in found if each), default=0.0)


def _how_in_private(ctx: Context, meanings: Meanings) -> str:
    """Say how a thing is done alone with us; "" for what is no business of one person's."""
    if _THANKS.fullmatch(ctx.text):
        return ""
    intent, works = ctx.parse.intent, ctx.caller.may_work and ctx.actor.is_staff
    is_sure = intent in meanings.intents and not ctx.parse.ask_back
    if is_sure and intent.startswith("ask_"):  # “谁没报” asks of work, “好的收到” asks nothing
        return "再说一遍" if works and unknown.asks(ctx.text) and _is_work(ctx) else ""
    if works and (meanings.is_order(ctx) or _is_work(ctx)):
        return "再说一遍"
    # What is wanted for oneself is said alone, also where it is not quite clear what that is.
    is_one_s = intent.startswith(("report_", "request_", "complain_", "psych_"))
    is_command = len(ctx.text) > 2 and meanings.is_command(
        ctx
    )  # a bare number chooses nothing here
    return "把刚才的话再发我一遍" if is_one_s or is_command else ""


def _is_work(ctx: Context) -> bool:
    heard = ctx.at_work().parse
    return is_work(heard.intent) and not heard.ask_back
