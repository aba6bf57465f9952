"""What we do not know: which of two questions is meant, or who answers it, and by when."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from string import ascii_letters

from community import questions
from community.people.access import Refused
from community.questions import Asked
from community.work.escalation import Subject
from core.phrases import day_word
from dialog import Context, Reply
from handlers.knowledge import following, hurry, matters
from handlers.knowledge.hurry import haste as haste
from handlers.work import promises

BEGINS = "这个我还不知道"
WHO = BEGINS + "，不敢乱说。已请{who}，{when}前在这里答复您。急事回复“转人工”，或打12345。"
# … and where it is known what it is about, what may be done before.
WHO_ELSE = (
    "{ask}\n您问的这一件我还不知道，不敢乱说。已请{who}，{when}前在这里答复您。急事回复“转人工”。"
)
# … and where one of two things was answered.
WHO_OTHER = "另一件我还不知道，不敢乱说。已请{who}，{when}前在这里答复您。急事回复“转人工”。"
# … and where nothing was asked, and somebody sees to what was told.
WHO_HEARS = "我怕说错，不乱出主意，已请{who}看看，{when}前在这里回您。急事回复“转人工”。"
# … and where they go on telling.
WITH_IT = "这句也加上了，{who}{when}前一起回您。急事回复“转人工”。"
# … and where an hour would be too late: what to do stands before it.
NO_WAIT = "有话在这里回您；别干等，急了回复“转人工”。"
AT_ONCE = "已告诉{who}，" + NO_WAIT
IF_OF = "要是{name}的事：{ask}"  # of seven such lines one is of another matter than was asked
UNWELL = "人不舒服别等，先打12320（卫生热线）问，急了打120。"
SAME_DAY, NOON, EVENING = time(10), time(12), time(18)  # asked until ten, answered that evening
NONE = "都不是，请人答复"
LIKELY = 2  # so many choices at least make a question worth asking
OFFERED = 3  # of the nearest, where none is plainly meant
MOST = 6  # known questions offered at once
LISTED = 0.45  # … below this, one beside “somebody will answer” is hardly ever the one meant
RIVAL = 0.38  # nearness from which a question is worth its line
PERHAPS = 0.45  # nearness from which the first question is answered
HEARD_OF = 0.5  # … where nothing was asked
ANYWAY = "要是问的是列出来的哪一个，回复数字先看。"

_ASKS = re.compile(
    r"[?？]|(\w)[不没唔]\1|[吗么嘛哇马迈咩啵]$|[得行要用]不$|还是|没得|[不没]$|怎么|怎样|咋|啷个|如何|是否|哪|几点|几号|几[天个针次岁回]|多少|多久|什么时候|啥|什么|找谁|谁"
    r"|好久(?:能|会|可|才|好)|几多|边[个個度]|点[样樣]|㗎$|能不能|可不可以|有没有|要不要|用不用|行不行|请问|想问|问一下|打听|咨询|告知|核实|核对|真假|真伪|属实"
)
_PAUSES = re.compile(r"[\s,，。.!！;；~～…]+")
_LAUGHS = f"{ascii_letters}哈呵嘿嘻"
_WANTS = re.compile(
    r"帮[我我们]?|代[买购]|给我(?!们?家?.{0,4}[停断拉弄搞吵气骂打扣算涨降封])|请[你您派来]|麻烦[你您]|没有?药了|快(吃)?完了|断药|转人工|联系我|找人"
)
_CONDITIONS = re.compile(
    r"条件|够不够格|够格|符不符合|符合|资格|算不算|轮得?到我|我这(?:样|种|情况).{0,6}(?:能|可以|算|行)"
)
_TAKEN = re.compile(
    r"(?:能不能|可不可以|可以|能|敢)(?:直接|就这样|就|放心|接着|继续|再|掰[开碎半]?|嚼碎?|磨碎|碾碎|化水|打开|混着|拌饭|一起|一块|空腹)?(?:着|了|再)?(?:[吃喝用嚼]|洗[手脸菜澡])(?:吗|么|嘛|不(?!了)|没|呀|[?？]|$)"
    r"|[吃喝]得(?:不|吗|成)|[吃喝用]不[吃喝用]得"
)
_TO_DO = re.compile(
    r"能不能来|来(?:修|看|弄|换|收|清|通|喷)一?下|派(?:个?人|师傅)|帮我|帮忙|帮[买带拿捎取]|代[买购]|麻烦[你您]"
)
# What a community is asked about; the rest of the world is nobody's here to answer.
_OURS = re.compile(
    r"两条杠|阳性|小区|社区|居民|住户|邻居|隔壁|信息|隐私|资料|转移|撤离|牲口|村[里上头]|我们(这|楼|村|院)|咱们?(这|楼|村|院)|楼[道上下里栋]|单元|物业|居委|街道|网格|业委"
    r"|停车|车位|充电|电梯|路灯|健身|广场|喷泉|水电|暖气|供热|燃气|煤气|自来水|宽带|快递|垃圾|下水道|漏水"
    r"|[办补领交开换](理|个|一?张|了)?.{0,4}[证卡]|[证卡].{0,4}[办补领换]|补[贴助]|津贴|医保|社保|低保|养老|退休|公租|廉租|租[赁房]|户口|落户|居住"
    r"|申请|登记|证明|盖章|报名|签约|缴费|报销|活动|志愿|老人|老年|残疾|孩子|小孩|娃|宝宝|上学|幼儿园|学校|托育|助餐|食堂|体检|疫苗|门诊|医院|医生|看病"
    r"|隔离|监测|观察|报体温|[阳病]了|感染|传染|发烧|蚊|中暑|请假|工资|上班|老板|单位|公司|加班|开除"
    r"|纳凉|避暑|避险|安置|消杀|灭蚊|积水|宠物|遛狗|[养喂](狗|猫|鸡|鸭|鹅|鸽|鸟|蜂)|[狗猫蛇鼠虫]|种菜|阳台|楼顶|天台|流浪|噪音|吵|装修|拆迁|违建"
)


_OF_ILLNESS = {"ask_symptom_care", "ask_disease_knowledge", "report_symptom", "request_medical"}


_SPOILT = re.compile(
    r"过期|过没过期|霉|变质|馊|受潮|[泡淹湿](过|了|坏)|进(了|过)?水|化冻|[舍得]?不得[丢扔]"
)


def is_spoilt(text: str) -> bool:
    """Tell whether something is told of that is past its use: whoever tells of it asks what becomes of it."""
    return bool(_SPOILT.search(text)) and not calls(text)


def asks(text: str) -> bool:
    """Tell whether something is asked, in whatever words."""
    return any(_ASKS.search(part.rstrip(_LAUGHS)) for part in _PAUSES.split(text))


def asks_whether(text: str) -> bool:
    """Tell whether something is asked, and nothing is asked for."""
    return asks(text) and not calls(text)


def asks_of(text: str) -> bool:
    """Tell whether it is asked who may have something, or whether something is good to take: nothing is ordered."""
    return asks(text) and bool(_CONDITIONS.search(text) or _TAKEN.search(text))


def wants(text: str) -> bool:
    """Tell whether somebody is asked to do something, be it put as a question."""
    return bool(_TO_DO.search(text))


def calls(text: str) -> bool:
    """Tell whether somebody is asked for, or asked to do something."""
    return bool(_WANTS.search(text) or _TO_DO.search(text))


def is_ours(text: str) -> bool:
    """Tell whether it is a matter somebody of the place may know."""
    return bool(_OURS.search(text) or hurry.DANGEROUS.search(text)) or matters.of(text) is not None


def as_asked(ctx: Context, text: str) -> Asked:
    """Return a question as it is kept: we know whose name must not stay in it."""
    guesses = ",".join(candidate.intent for candidate in ctx.parse.candidates)
    names = (ctx.card.name if ctx.card else None, ctx.slots.get("name"))
    return Asked(ctx.turn_id, text, guesses, names)


UNMEANT = "这句还没有转给任何人。要请人看，我把原话记成一件事。"


def pass_on(ctx: Context, heard: str = "", *, of_other: bool = False) -> str:
    """Have somebody answer, and say who and by when; nothing is promised that nobody hears.

    `heard` goes before it where nothing was asked, and somebody sees to what was told; `of_other`:
    one of two things is answered already.
    """
    subject = Subject(unit=ctx.spot, turn_id=ctx.turn_id)
    said = following.before(ctx)
    text = following.together(said, ctx.text)
    asked, desk = as_asked(ctx, text), ctx.house.desk
    found = questions.pass_on(ctx.actor, ctx.db, asked, subject, ctx.now, desk)
    if isinstance(found, Refused):
        return promises.ENOUGH
    first = hurry.first(ctx)
    if first:
        return f"{first}\n{promises.told(ctx, found.item, AT_ONCE)}"
    plain = WHO_OTHER if of_other else _who(ctx)
    who = f"{heard}{WITH_IT if len(said) > 1 else WHO_HEARS}" if heard else plain
    told = promises.told(ctx, found.item, who.replace("{when}", _when(ctx)))
    is_ill = ctx.parse.intent in _OF_ILLNESS and matters.is_of_the_body(ctx.text)
    return f"{told}\n{UNWELL}" if is_ill and who is WHO else told


def unmeant(ctx: Context) -> Reply | None:
    """Ask staff first: what they state may be part of their work, and not for others to hear."""
    if not ctx.actor.is_staff or asks(ctx.text) or calls(ctx.text) or hurry.first(ctx):
        return None
    choices = [("原话记成一件事", "words_kept"), ("不用记", "thanks")]
    return ctx.offer(UNMEANT, choices, text=ctx.text, person=0).means("oos")


def passed_on(ctx: Context, heard: str = "") -> Reply:
    """Have somebody answer, and lay beside it what may be meant all the same."""
    if (held := unmeant(ctx)) is not None:
        return held
    told = pass_on(ctx, heard)
    near = ctx.knowledge.likely(ctx.text, ctx.now, OFFERED, HEARD_OF if heard else LISTED)
    if ctx.is_aside or not near or told == promises.ENOUGH or NO_WAIT in told:
        return Reply(told, meant="oos")
    choices = [(one.piece.questions[0], f"known_{at}") for at, one in enumerate(near, 1)]
    keys = [one.piece.id for one in near]
    return ctx.offer(f"{told}\n{ANYWAY}", choices, entries=keys).means("oos")


def _who(ctx: Context) -> str:
    """Say who answers, and before that who else can say, where the matter is plain."""
    matter = matters.of(ctx.text)
    if matter is None or (matter.name == matters.BODY and ctx.parse.intent in _OF_ILLNESS):
        return WHO
    ask = IF_OF.format(name=matter.name, ask=matter.ask) if matters.is_hint(matter) else matter.ask
    return WHO_ELSE.replace("{ask}", ask)


def _when(ctx: Context) -> str:
    """Say by when: this evening, or by noon of the next day; whoever was asked is urged before."""
    local = ctx.now.astimezone(ctx.house.zone)
    by = _deadline(local)
    return f"{day_word(by.date(), local.date())}{by.hour}点"


def _deadline(local: datetime) -> datetime:
    if local.time() <= SAME_DAY:
        return datetime.combine(local.date(), EVENING)
    return datetime.combine(local.date() + timedelta(days=1), NOON)


def offer(
    ctx: Context,
    question: str,
    known: Sequence[tuple[str, str]],
    deeds: Sequence[tuple[str, str]] = (),
) -> Reply:
    """Ask which is meant of known questions, given as what to call them and their keys."""
    choices = [(label, f"known_{at}") for at, (label, _) in enumerate(known, 1)]
    keys = [key for _, key in known]
    return ctx.offer(question, [*choices, *deeds, (NONE, "none_of_these")], entries=keys)
