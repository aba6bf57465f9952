"""“几个人看了”, “没微信的咋办”, “收不到的名单给我”: how far a notice came, and who must be rung."""

import re

from community.notices import PUBLISHERS, issuing, revising
from community.people.access import Refused
from core.phrases import shorten
from dialog import Context, Router, Said
from handlers.notices import audience_words, publishing, spoken

router = Router("notice progress")

BY_HAND = (
    "没有微信、收不到的发不到手机上，要打电话、上门，或回复“门条”打印了贴门上。"
    "名单：预览里“收不到的”就是；发完回复“谁没收到”，有门牌和电话。"
)
_COUNT = r"(?:(?:现在|目前|到现在|一共|总共|已经|都|有)*(?:多少|几)(?:个|户|家)?(?:人|户|家)?)"
_SAW = r"(?:都|已经|已)?(?:确认|签收|看|读|回复?|收到|点开?|反馈)(?:了|过|的|到)*"


@router.command(rf".{{0,16}}?{_COUNT}{_SAW}(?:啊|呀|呢)?[?？。!！]*", may=PUBLISHERS)
@router.command(
    rf"(?:有)?(?:几|多少)(?:个|户|家)?(?:人|户|家)?(?:{_SAW})[?？。!！]*", may=PUBLISHERS
)
def how_many(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “几个人确认了”, “停水那条多少人看了”; people of the register are counted in other words."""
    if ctx.slots.get("temps") or re.search(r"体温|登记|绑定|报", ctx.text):
        return None
    return spoken.status(ctx)


@router.command(
    r"(?s:(?=.{2,30}\Z).*(?:谁没|[没未](?:有)?[回看读签]|没收到|催|再提醒|敲一下|再发一[次遍]).*)",
    may=PUBLISHERS,
)
def not_out_yet(ctx: Context, _: re.Match[str]) -> str | None:
    """Say of a notice that still waits for its word that nobody has it yet."""
    draft = revising.waiting(ctx.actor, ctx.db, ctx.now)
    if draft is None or re.search(r"物业|供电|水务|燃气|施工|维修|体温|没报", ctx.text):
        return None
    if not isinstance(issuing.find_own(ctx.actor, ctx.db, None, ctx.now), Refused):
        return None
    return publishing.NOT_OUT.format(text=shorten(draft.text, 20))


ROLL = "点名：{text}"
_CALLS = re.compile(
    r"(?:给我|现在|马上|开会前?|[\s,，])*(?:点(?:个|一下|一)?名|报(?:个|一下)到|清点(?:一下)?人数?)(?:了|吧)?[\s,，:：]*"
)


@router.command(r"(?s:(?=.{6,80}\Z).*(?:点.{0,2}名|报.{0,2}到|清点).*)", may=PUBLISHERS)
def roll_call(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “点个名 所有网格员楼长 10分钟内回个到”: those who hold a post are asked to answer."""
    rest = re.sub(r"^(?:让|请|叫|通知)", "", _CALLS.sub("", ctx.text, count=1).strip())
    named = audience_words.take(rest)
    if named is None or not named.wanted.roles or re.search(r"[?？]|吗|谁|体温", ctx.text):
        return None
    words = rest[named.end :].strip(" ,，:：。") or "看到请回复“收到”"
    return publishing.propose(ctx, named.wanted, ROLL.format(text=words), None)


@router.command(
    r".{0,12}(?:没有?(?:智能)?手机|没有?微信|不会用?微信|收不到)的?(?:人|户|老人|居民|那些|那几[户家个])*[\s,，]*(?:咋|怎么|如何|该)(?:办|弄|通知|整|处理).{0,6}",
    may=PUBLISHERS,
)
def by_hand(ctx: Context, _: re.Match[str]) -> str:
    return BY_HAND


@router.command(
    r"(?:那|把|你|先|[\s,，])*(?:收不到|没有?微信|没有?手机)?的?(?:名单|名字|哪些人|哪几[户家])(?:列?给我|发我|列出来|看看|拿来)?[\s,，]*(?:我来?|好)?(?:挨个|一个个|逐个)?(?:打电话|上门|去跑|去说|通知)?(?:吧|呗)?[。!！]*",
    may=PUBLISHERS,
)
def whom_to_ring(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “那名单给我 我打电话” of the draft that was just shown: who of it cannot be reached."""
    draft = revising.waiting(ctx.actor, ctx.db, ctx.now)
    if draft is None:
        return None
    known = {"notice": draft.id, "shown": 0, "urgent": False}
    return publishing.all_unreachable(ctx.derive(known=known))


QUIET = "普通通知夜里本来就不发（{begins:%H:%M}到{ends:%H:%M}不打扰，到早上再发），只有紧急的马上发。不能给一个人另设时间；夜班白天要睡的，请TA把这个号设成免打扰。"
ALWAYS = "现在没有设免打扰的时段，通知确认了就发；要晚点发，写“明天8点发通知 3号楼 …”。"


@router.command(
    r"(?s:(?=.{4,60}\Z).*(?:别|不要|不能|别再|不用)(?:在)?(?:她|他|人家)?(?:半夜|夜里|大半夜|深夜|凌晨|晚上|太晚|太早|大清早)(?:的)?(?:发|打扰|吵|推|叫).*)",
    may=PUBLISHERS,
)
def by_night(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “通知发她别半夜发 会吵到”: it is no text for everybody."""
    if re.search(r"^(?:请|各位|大家|全体|紧急)|居民|业主|\d号楼", ctx.text):
        return None  # what residents are to read
    quiet = ctx.house.quiet
    return (
        QUIET.format(begins=quiet.begins, ends=quiet.ends) if quiet.begins != quiet.ends else ALWAYS
    )
