"""After a notice was sent: 谁没看, 谁没收到, 几户没回, all by name in pages, and 催一下."""

import re
from collections import Counter

from community.notices import PUBLISHERS, Notice, chasing, missing, reasons
from community.notices.chasing import Hushed, Urged
from community.notices.missing import Lacking, Missing, Silent
from community.people.access import Refused
from core.phrases import say_moment, shorten
from dialog import Context, Router, Said
from handlers.notices import publishing

router = Router("chasing")

PAGE = 15  # names in one message
_WHO = r"谁|哪些|哪几|哪个|多少[户人家]|几[户个家人]|名单"
_WHAT = (
    r"(?:(?P<reached>收到|送到|发到|送达|接到|通知到)|(?P<answer>看|读|回|应|签收|反馈|吭声|确认|点开|打开|反应|动静)"
    r"|(?P<done>办|做|完成|落实|转移|撤|到|搬|走))"
)
_LACKS = re.compile(rf"(?:没有?|未|不){_WHAT}")
_AS_FILE = re.compile(r"导出|下载|表格|[Ee]xcel|EXCEL|xlsx|文件|电子版|做个表|列个?表")
_ASKS = re.compile(_WHO)
_ABOUT_HEALTH = re.compile(r"体温|发烧|报平安|打卡")
_URGES = re.compile(
    r"[帮我请麻烦再都去给把您]{0,6}(?:(?:还)?[没未][看回办读]+(?:的)?(?:人|户|居民|那些)?[都再全给单独]{0,5})?(?:催|再提醒|敲)(?:一?催|一?[下遍次])?(?P<rest>[^?？]{0,24}?)(?:[\s,，]+(?:打电话|电话|上门)(?:也|都)?(?:行|可以|好))?"
)
_N = r"[Nn]\s*-?\d{1,9}"
_SILENT_ONES = r"(?:还)?[没未]有?(?:看|回复?|读|办|回应|签收)的?(?:人|户|居民|那些|那几[户个家])?"
_UNREACHED = r"(?:还)?[没未]有?(?:收到|送到|送达|发到|发出去|接到|通知到|发成功)的?(?:人|户|居民|住户|那些|那几[户个家])?"
_ABOUT = re.compile(
    r"还|没有?[看回办读]?[复应过]?|未[读办回]复?|那条|这条|刚才|上一?条|通知|的|人|户|居民|那些|他们|她们|几|谁|哪些|有|都|"
    r"收到|名单|导出|下载|表格|文件|现在|到底|一下|吧|了|啊|[,，。!！?？\s]"
)
_CODE = re.compile(r"[Nn]\s*-?(\d{1,9})(?!\d)")
WHY_NOT = {
    "over": "通知 {about} 已经撤回或被代替了，不用再催。",
    "urged_enough": f"通知 {{about}} 已经催过{chasing.URGES}次，不再催了；没回的请打电话或上门。",
    "urged_lately": "刚催过，半小时内不再催，免得打扰；急的请打电话或上门。",
    "still_sending": "通知 {about} 还在发，发完再催。",
}
NO_USE = "再发一遍他们也收不到（原因写在后面）：请打电话、上门，或回复“门条”打印了贴门上。送到了没看的，回复“催一下”。"
NOT_URGED = "通知 {about} 没有催过，也不会自己催：您说“催一下”才催。"
NONE_LEFT = "催的已经都发出了，收不回来"
NOBODY = {
    Lacking.REACHED: "都送到了", Lacking.ANSWER: "都回了", Lacking.DONE: "都办好了",
}  # fmt: skip
FILE = (
    "通知 {code} {word}的名单（表格，有门牌和电话；{minutes}分钟内有效，只能您自己用，请不要转发到群里）：\n"
    "{link}\n打不开的话，点右上角“…”选“在浏览器打开”。"
)
NO_FILE = "还不能在手机上下载表格：服务器没有设网址。请管理员运行 bot.py export missing {code}，或在这里翻页看。"
MINUTES = 15


@router.command(r"[^\n]{3,40}", may=PUBLISHERS)
def who_lacks(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “谁没看”, “停水那条谁没收到”, “N12 几户没回”, “没看的名单”."""
    lacks = _LACKS.search(ctx.text)
    is_asked = _ASKS.search(ctx.text) or _AS_FILE.search(ctx.text)
    if lacks is None or not is_asked or _ABOUT_HEALTH.search(ctx.text):
        return None
    lacking = (
        Lacking.REACHED if lacks["reached"] else Lacking.DONE if lacks["done"] else Lacking.ANSWER
    )
    notice = _pick(ctx, ctx.text)
    if isinstance(notice, Refused):
        # Without a notice it may be the daily reports that are asked about.
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    wants_file = _AS_FILE.search(ctx.text) is not None
    return file(ctx, notice, lacking) if wants_file else _page(ctx, notice, lacking, 0)


@router.command(
    rf"(?:请|帮我)*[给把对向跟]?(?P<rest>(?:{_N}(?:的?通知)?|.{{2,8}}那条|上一?条)?(?:里|中|的|给|把)*{_UNREACHED})"
    r"(?:都|再|全|也|重新|另外)*(?:补|重)?发(?:送|出去)?(?:一?[下遍次份条])?(?:通知)?了?吧?[。!！]?",
    may=PUBLISHERS,
)
def send_again(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “没收到的再发一遍”: no road leads there, so it is said who that is and what helps."""
    notice = _pick(ctx, found["rest"])
    if isinstance(notice, Refused):
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    return _page(ctx, notice, Lacking.REACHED, 0, NO_USE)


def _pick(ctx: Context, about: str) -> Notice | Refused:
    code = _CODE.search(ctx.text)
    topic = _ABOUT.sub(" ", about)
    return chasing.pick(ctx.actor, ctx.db, f"N{int(code[1])}" if code else None, topic)


def _page(ctx: Context, notice: Notice, lacking: Lacking, first: int, lead: str = "") -> Said:
    found = missing.look(ctx.actor, ctx.db, notice, lacking, first, PAGE, ctx.now, ctx.beforehand)
    head = _head(notice, lacking, found)
    if not found.count:
        return head
    lines = [
        head,
        *filter(None, [lead]),
        *(f"{first + i}. {_line(one)}" for i, one in enumerate(found.page, 1)),
    ]
    choices = []
    if found.count > first + PAGE:
        pages = -(-found.count // PAGE)
        choices.append((f"看下一页（第{first // PAGE + 2}页，共{pages}页）", "next_missing"))
    choices += [
        ("催一下没回的", "urge_silent"),
        ("要表格文件", "missing_file"),
        ("不用了", "thanks"),
    ]
    return ctx.offer(
        "\n".join(lines), choices, notice=notice.id, lacking=lacking.value, first=first + PAGE
    )


def _head(notice: Notice, lacking: Lacking, found: Missing) -> str:
    word, none = missing.WORDS[lacking], NOBODY[lacking]
    begins = f"通知 {notice.code}“{shorten(notice.text, 20)}”：{found.households}户"
    if not found.count:
        return f"{begins}，{none}。"
    because = Counter[str]()
    for reason, count in found.because.items():
        because[reasons.say(reason)] += count
    why = "、".join(f"{reason}{count}" for reason, count in because.most_common())
    return f"{begins}，{word}{found.count}户（{why}）："


def _line(one: Silent) -> str:
    return f"{one.who.said}：{reasons.say(one.reason)}"


@router.action("next_missing")
def next_page(ctx: Context) -> Said:
    notice = chasing.pick_again(ctx.actor, ctx.db, int(ctx.known["notice"]))
    if isinstance(notice, Refused):
        return publishing.refused(notice)
    return _page(ctx, notice, Lacking(str(ctx.known["lacking"])), int(ctx.known["first"]))


@router.action("missing_file")
def as_file(ctx: Context) -> Said:
    notice = chasing.pick_again(ctx.actor, ctx.db, int(ctx.known["notice"]))
    if isinstance(notice, Refused):
        return publishing.refused(notice)
    return file(ctx, notice, Lacking(str(ctx.known["lacking"])))


def file(ctx: Context, notice: Notice, lacking: Lacking) -> str:
    """Give the address of the list as a table, for who asked and for a while."""
    link, code = ctx.house.missing_link, notice.code or ""
    if link is None or ctx.actor.person_id is None:
        return NO_FILE.format(code=code)
    address = link(notice.id, ctx.actor.person_id, lacking.value, MINUTES)
    word = missing.WORDS[lacking]
    return FILE.format(code=code, word=word, minutes=MINUTES, link=address)


@router.action("urge_silent")
def urge_those(ctx: Context) -> Said:
    notice = chasing.pick_again(ctx.actor, ctx.db, int(ctx.known["notice"]))
    return publishing.refused(notice) if isinstance(notice, Refused) else _urge(ctx, notice)


@router.command(_URGES.pattern, may=PUBLISHERS)
@router.command(
    rf"[给把对向跟]?(?P<rest>(?:{_N}(?:通知)?|.{{2,8}}那条|上一?条)?(?:里|中)?{_SILENT_ONES})(?:都|再|全|也|重新)*"
    r"(?:提醒|通知|叫|喊|说|催|发)(?:一?[下遍次]|一声)?了?[。!！]?",
    may=PUBLISHERS,
)
@router.command(
    rf"(?:再|请|帮我)*(?:提醒|通知|催)(?:一?[下遍次])?(?P<rest>(?:{_N}(?:通知)?|.{{2,8}}那条|上一?条)?(?:里|中)?{_SILENT_ONES})[。!！]?",
    may=PUBLISHERS,
)
@router.command(
    rf"(?P<rest>{_N})(?:通知|那条)?\s*(?:再|也)*(?:催|提醒)(?:一?[催下遍次]|一声)?(?:吧|了)?[。!！]?",
    may=PUBLISHERS,
)
def urge(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “催一下”, “催一下停水那条没回的”, “催 N12”."""
    notice = _pick(ctx, found["rest"])
    if isinstance(notice, Refused):
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    return _urge(ctx, notice)


def _urge(ctx: Context, notice: Notice) -> str:
    awake = ctx.house.quiet.end(ctx.now)
    done = chasing.urge(ctx.actor, ctx.db, notice, ctx.now, awake)
    if isinstance(done, Refused):
        said = WHY_NOT.get(done.reason)
        return said.format(about=done.about) if said else publishing.refused(done)
    waits = awake is not None and not chasing.is_pressing(notice)
    return _urged(done, say_moment(awake, ctx.house.zone) if awake and waits else "")


_NOT = r"(?:先|就|都|请|也|你|您|已经)*(?:别|不要|不用|不必|停止|先停|甭)(?:再|给他们|给大家|老|一直|去)*"
_NO_REMINDER = rf"{_NOT}(?:催|提醒)(?:一?[催下]|他们|大家|居民|人家?|没回的){{0,2}}(?:了|啦|吧)?"


@router.command(
    rf"(?P<rest>(?:{_N}(?:通知)?|.{{2,8}}那条|上一?条)?)[的里\s]*{_NO_REMINDER}(?:[,，。\s].{{0,20}})?[。!！]?",
    may=PUBLISHERS,
)
@router.command(
    rf"{_NO_REMINDER}\s*(?P<rest>{_N}|.{{2,8}}那条|上一?条)(?:了|吧)?[。!！]?", may=PUBLISHERS
)
def hush(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “别催了”, “N1 不用再催”; who has reminded nobody means what comes to themselves."""
    notice = _pick(ctx, found["rest"])
    if isinstance(notice, Refused):
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    done = chasing.hush(ctx.actor, ctx.db, notice, ctx.now)
    if isinstance(done, Refused):
        said = (
            NOT_URGED if found["rest"] and done.reason == "not_urged" else WHY_NOT.get(done.reason)
        )
        return said.format(about=done.about) if said else None
    return _hushed(done)


def _hushed(done: Hushed) -> str:
    stopped = f"还没发出的{done.stopped}条提醒不发了" if done.stopped else NONE_LEFT
    if not done.is_all:
        stopped = "还没发出的提醒都不发了（人多，一批一批停）"
    return f"好的，通知 {done.code} 不催了：{stopped}；一共催过{done.times}次。您不说“催一下”，不会自己再催。"


def _urged(done: Urged, when: str) -> str:
    by_hand = f"没有微信可发的{done.unreachable}户请打电话或上门。" if done.unreachable else ""
    left = chasing.URGES - done.times
    more = f"还可以再催{left}次。" if left else "这条不再催了。"
    begins = f"夜里不打扰，{when}催" if when else "正在催"
    if not done.is_all:
        return (
            f"通知 {done.code} {begins}没回的{done.households}户里收得到的人，人多，一批一批排，"
            f"排完告诉您催到多少人；回过的不打扰。{more}"
        )
    if not done.people:
        return f"通知 {done.code} 没有要催的人：能发的都回了，或者还排着没发。{by_hand}"
    return f"通知 {done.code} {begins}没回的{done.people}人，回过的不打扰。{by_hand}{more}"
