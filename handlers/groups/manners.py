"""What belongs to one person is not said in a group: it is acted on, and moved to where nobody else reads."""

import re

from community.work import calling
from core import personal
from dialog import Context, Reply, Router
from dialog.meanings import Meanings, is_work
from handlers.followup import readings, watching
from handlers.knowledge import bare, unknown
from handlers.work import promises

router = Router("manners")

FEVER = 37.3
HEARD = "收到。体温和姓名门牌请别发在群里：私信我发“36.5”这样就行，家里人的写“老伴36.7”。"
HEARD_FEVER = "收到，已私下告诉{who}。喘不上气、叫不醒，马上打120。"
HEARD_ILL = (
    "收到。身体情况请别发在群里：私信我说谁、哪里不舒服、几天了就行。喘不上气、叫不醒，马上打120。"
)
ELSEWHERE = "这件事请私信我办，群里大家都看得到：在私聊里{how}就行。"
OWN_DAYS = "这是您自己的监测，我私信告诉您了；以后私信问我就行。"
PERSONAL = "姓名、门牌、电话请别发在群里：私信我，把要办的事再发一遍就行。"
NAMES_NOTHING = "{which}把名字和要问的写在一句里，再@我一次。"
HERE = "群里我只答大家都能看的：@我，把要问的写在一句里，比如“现在出门还查健康码吗”。个人的事、照片请私信我；有危险直接打120。"
_SIGNS = re.compile(r"\W+")
FEVERISH = "发热"
# Words by which somebody in particular is meant, and not fevers in general.
_SOMEBODY = re.compile(
    r"[我俺咱他她]|老伴|爸|妈|爷|奶|公公|婆婆|儿子|女儿|这户|一户|那户|邻居|隔壁|对门|楼[上下]|\d+号楼|\d+-\d+"
)
_SOMEBODY_OF_AN_AGE = re.compile(r"孩子|娃|宝宝|老人")  # with a value beside it one is meant
_CALLS_US = re.compile(  # of what is left without signs
    r"(?:[您你]们?好|您?在[吗么不]|在不在|有人[吗么]|帮助|帮忙|怎么[用玩]|[您你]是谁|[您你]?(?:能|会|可以)[做干帮]?(?:些|点)?(?:什么|啥|嘛)|邻报|机器人){0,4}"
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
    if tells_of_health(ctx):
        return _health(ctx, meanings)
    if personal.in_public(ctx.text) or _MY_DOOR.search(ctx.text):
        return Reply(PERSONAL, meant="group")
    if ctx.watched and ctx.caller.person_id and (own := watching.my_days(ctx, meanings)):
        ctx.tell(ctx.caller.person_id, own.text)
        return Reply(OWN_DAYS, meant="my_days")
    if kind := bare.kind_of(ctx.text):
        return Reply(NAMES_NOTHING.format(which=bare.WHICH[kind]), meant="group")
    if _CALLS_US.fullmatch(_SIGNS.sub("", ctx.text)):
        return Reply(HERE, meant="group")
    if how := _how_in_private(ctx, meanings):
        return Reply(ELSEWHERE.format(how=how), meant="group")
    return None


def tells_of_health(ctx: Context) -> bool:
    """Tell whether somebody's own health is spoken of; “37.3算发热吗” is a question of everybody's."""
    slots, parse = ctx.slots, ctx.parse
    if not slots.get("temps") and not slots.get("symptoms"):
        return False
    if not parse.intent.startswith("ask_") or parse.ask_back or _SOMEBODY.search(ctx.text):
        return True
    return bool(slots.get("temps") and _SOMEBODY_OF_AN_AGE.search(ctx.text))


def _health(ctx: Context, meanings: Meanings) -> Reply:
    """A reading is kept and alarms as if it had been said alone; its value is repeated only there."""
    if ctx.reported:
        alone = meanings.intercepted(ctx)
        if alone is not None and alone.text and ctx.caller.person_id is not None:
            ctx.tell(ctx.caller.person_id, alone.text)
        return Reply(HEARD, meant="report_temperature")
    symptoms = ctx.slots.get("symptoms") or ()
    if _highest(ctx) < FEVER and FEVERISH not in symptoms:
        return Reply(HEARD_ILL if symptoms else HEARD, meant="report_temperature")
    called = calling.fever(
        ctx.actor, ctx.db, ctx.text, ctx.speaker, ctx.subject, ctx.now, ctx.house.desk
    )
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
