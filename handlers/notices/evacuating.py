"""A night on which people must leave: 转移情况 as words and as a picture, 解除预警."""

import re
from collections.abc import Iterator

from community.notices import PUBLISHERS, Notice, chasing, evacuating
from community.notices.evacuating import ClearedPlace, Evacuation
from community.notices.missing import Lacking
from community.people.access import Refused
from dialog import Context, Router, Said
from handlers.notices import chasing as names
from handlers.notices import publishing

router = Router("evacuating")

CODE = r"(?:通知)?\s*(?P<code>[Nn]\d{1,9})?\s*号?(?:通知|那条)?"
GOES = r"(?:转移|撤离|避险|疏散|安置)"
_CODED = re.compile(r"[Nn]\s*-?(\d{1,9})(?!\d)")
_HOW_FAR = re.compile(
    r"情况|进度|进展|看板|统计|汇总|人数|数字|总数|多少|几[户人]|哪一?步|怎么?样|咋样|如何了|完了?[没吗]|[图表]$"
)
_GATHERED = re.compile(r"(?:人|大家|居民|群众|都|全)(?:都|全)?到[齐全][了吗没]|到齐了?[没吗多]")
_MOVED = re.compile(
    r"转(?:走|出来?|移)?了(?:多少|几)[人户家个]|(?:多少|几)[人户家个]{1,2}转(?:走|出来?)?了"
)
_ELSE = re.compile(
    r"没(?!有?[。?？]?$)|哪里|哪儿|路线|地点|安置点|怎么走|发通知|通知.{0,4}大家|群|(?:要不要|用不用|该不该)"
)
SHOWN = 15  # places in one message; the picture holds more
HEAD = "通知 {code} 转移情况：应转移{households}户（登记{people}人）。"
FOOT = "数都按户，一户只算一处。要人帮的在“待办”里。"
NOBODY_LEAVES = (
    "现在没有要大家转移的通知。发的时候写明“转移”“撤离”到哪里，就能看应转移、已到、失联。"
)
PICTURE = "图随后发给您，上面只有数，没有人名。"
SAFE = "险情已经解除，可以回家了。进门先看房子稳不稳，再开煤气和电；有困难直接说。"
ARCHIVE = re.compile(r"全部|每一?户|所有|存档|归档|留底")


@router.command(r"[^\n]{3,30}", may=PUBLISHERS)
def board(ctx: Context, _: object) -> Said | None:
    """Take “转移情况”, “N3 撤离到哪一步了”, “人都到齐了吗”: in words, and as a picture."""
    if not _asks(ctx.text):
        return None
    code = _CODED.search(ctx.text)
    notice = _pick(ctx, f"N{int(code[1])}" if code else None)
    if not isinstance(notice, Notice):
        return notice or (NOBODY_LEAVES if re.search(GOES, ctx.text) else None)
    counted = evacuating.look(ctx.actor, ctx.db, notice, ctx.now, ctx.beforehand)
    said = _said(notice, counted)
    if not ctx.message.in_group and _shows(ctx, notice, counted):
        said = f"{said}\n{PICTURE}"
    choices = [
        ("看没到的名单", "next_missing"),
        ("催一下没回的", "urge_silent"),
        ("不用了", "thanks"),
    ]
    return ctx.offer(said, choices, notice=notice.id, lacking=Lacking.DONE.value, first=0)


def _shows(ctx: Context, notice: Notice, counted: Evacuation) -> bool:
    shown = evacuating.board(notice, counted, ctx.now, ctx.house.zone)
    why_not = ctx.house.desk.why_not
    return evacuating.owe(ctx.db, shown, ctx.caller.contact_id, why_not, ctx.now)


def _asks(text: str) -> bool:
    """Tell whether words ask how far it has come, and not where to go or how."""
    if _ELSE.search(text):
        return False
    return bool(
        _GATHERED.search(text)
        or _MOVED.search(text)
        or (re.search(GOES, text) and _HOW_FAR.search(text))
    )


def _pick(ctx: Context, code: str | None) -> Notice | str | None:
    notice = evacuating.pick(ctx.actor, ctx.db, code)
    if isinstance(notice, Refused):
        # Without such a notice the words are about something else.
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    return notice


def _said(notice: Notice, counted: Evacuation) -> str:
    total, places = counted.total, counted.places
    head = HEAD.format(code=notice.code, households=total.households, people=total.people)
    lines = [head, f"{_row(total)}。"]
    if len(places) > 1:
        lines += [f"・{one.name}（{one.households}户）：{_short(one)}" for one in places[:SHOWN]]
    if rest := len(places) - SHOWN:
        lines += [f"还有{rest}栋，看图。"] if rest > 0 else []
    return "\n".join([*lines, FOOT])


def _row(place: ClearedPlace) -> str:
    return "、".join(f"{word}{many}户{heads}" for word, many, heads in _columns(place))


def _short(place: ClearedPlace) -> str:
    """Say the columns in which anybody is."""
    found = [f"{word}{many}户{heads}" for word, many, heads in _columns(place) if many]
    return "、".join(found)


def _columns(place: ClearedPlace) -> Iterator[tuple[str, int, str]]:
    unknown = f"，{place.uncounted}户没说几口人" if place.uncounted else ""
    heads = f"（{place.heads}人{unknown}）" if place.arrived else ""
    words, numbers = evacuating.HEADINGS[2:], place.cells()[2:]
    for at, (word, many) in enumerate(zip(words, numbers, strict=True)):
        yield word, int(many), "" if at else heads


@router.command(
    rf"{CODE}(?:的)?(?:{ARCHIVE.pattern})(?:的)?(?:名单|情况|记录|表)(?:表格|文件)?[。]?|(?:存档|归档|留底|导出)\s*(?:通知)?(?P<other>[Nn]\d{{1,9}})",
    may=PUBLISHERS,
)
def archive(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “N3 全部名单”, “存档 N3”: every household and what became of it, as a table."""
    code = found["code"] or found["other"]
    if code is None:
        return None
    notice = chasing.pick(ctx.actor, ctx.db, code.upper(), "")
    if isinstance(notice, Refused):
        return publishing.refused(notice)
    return names.file(ctx, notice, Lacking.NOTHING)


@router.command(
    rf"(?:解除|取消|撤销)(?:全部|所有|红色|橙色|黄色|蓝色)?(?:预警|警报|险情|警戒|{GOES}令?|紧急状态)[，,:：\s]*{CODE}[，,:：\s]*(?P<text>.*)",
    may=PUBLISHERS,
)
def release(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “解除预警 水退了，可以回家”: to the same people, in the old one's place."""
    notice = _pick(ctx, found["code"].upper() if found["code"] else None)
    if not isinstance(notice, Notice):
        return notice
    text = found["text"].strip() or SAFE
    return publishing.propose(ctx, None, text, notice.code, head="通知")
