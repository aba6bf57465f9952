"""A list pasted from a group: what is on it, who is missing, and what could not be read."""

import re

from community.groups import rolls
from community.groups.rolls import RollSums, TakenRoll
from community.people.access import STAFF, Refused
from core.phrases import listed, quoted
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("rolls")

HOW = "第一行写“接龙 3号楼 报人数”，下面把群里的接龙原样贴上。"
WHY_NOT = {
    "not_staff": NOT_STAFF,
    "no_lines": f"没有读出门牌，一行都没记。{HOW}",
    "several": "每行写了好几户，分不清谁是谁，一行都没记：请一户一行，再贴一遍。",
    "which_building": f"这是哪一栋的接龙？{HOW}",
    "no_building": "您负责的范围里没有{about}号楼，没有记。",
    "many_buildings": "有几个{about}号楼，分不清是哪一个，没有记。请到书记那里贴。",
    "no_roll": "{about}还没有贴过接龙。" + HOW,
}
UNFIT = {
    "unread": "没读懂",
    "several": "写了几户，请一户一行",
    "no_door": "登记里没有这一户",
    "many_doors": "几个单元都有这个号，请写成“2-601”",
    "other_building": "不是这一栋",
}
SHOWN, MISSING, RAW = 10, 60, 40
_PLACE = r"(?:\d{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座)"


_BLANKS = r"[ \t\u3000]"


@router.command(
    rf"(?:这是|帮我|帮忙|麻烦|请|[#【\[]|群){{0,2}}{_BLANKS}?(?P<where>{_PLACE}的?)?{_BLANKS}?(?:统计|汇总)?(?:一下)?接龙(?:统计|汇总)?[】\]:：,， \t]{{0,4}}"
    r"(?P<head>[^\n]{0,60})\n(?P<rows>.+)",
    may=STAFF,
)
def pasted(ctx: Context, found: re.Match[str]) -> str:
    """Take “接龙 3号楼 报人数”, “3号楼接龙”, and the lines of the group below it."""
    head = f"{found['where'] or ''} {found['head']}".strip()
    done = rolls.take(ctx.actor, ctx.db, head, found["rows"], ctx.now)
    return _refused(done) if isinstance(done, Refused) else "\n".join(map(_say, done))


@router.command(
    r"(?!(?:发|改|替换|撤回|群文|群里|新规定))(?P<head>[^\n]{1,40}接龙[^\n]{0,40})\n(?P<rows>.+)",
    may=STAFF,
)
def headed(ctx: Context, found: re.Match[str]) -> str | None:
    """Take a list whose first line says in its own words that it is one: “3号楼在家人数接龙：”."""
    head = found["head"].replace("接龙", " ").strip(" :：")
    done = rolls.take(ctx.actor, ctx.db, head, found["rows"], ctx.now)
    if isinstance(done, Refused):
        return None if done.reason == "no_lines" else _refused(done)
    return "\n".join(map(_say, done))


_STANDS = r"(?:情况|统计|名单|到哪了?|怎么样了?|接了多少|还差谁|还差几户|差哪些?户?|谁没接|进度)"
_LACKS = r"(?:谁|哪些户?|哪家|哪几[户家]|还有谁|还有哪些)"
_NUMBER = r"(?P<building{n}>\d{{1,3}}|[A-Za-z])\s*(?:号楼|栋|幢|座)"


@router.command(
    rf"接龙{_STANDS}?\s*(?P<building0>\d{{1,3}}|[A-Za-z])\s*(?:号楼|栋|幢|座)?{_STANDS}?[了呢]?[?？]?"
    rf"|谁没接龙\s*(?:{_NUMBER.format(n=1)})?[?？]?"
    rf"|(?:{_NUMBER.format(n=2)}的?)?(?:{_LACKS}还?没有?(?:参加|填|写)?接龙?的?|还?没有?接龙的?(?:是|有)?{_LACKS}?|接龙{_STANDS}|{_LACKS}没接)[了呢]?[?？]?",
    may=STAFF,
)
def standing(ctx: Context, found: re.Match[str]) -> str:
    """Take “接龙情况 3号楼”, and without a building of the list they pasted last."""
    number = next((each for each in found.groups() if each), "")
    sums = rolls.look(ctx.actor, ctx.db, number.upper())
    return _refused(sums) if isinstance(sums, Refused) else "\n".join(_standing(sums))


def _refused(why: Refused) -> str:
    return WHY_NOT[why.reason].format(about=why.about)


def _say(done: TakenRoll) -> str:
    parts = [f"新记{done.new}户"]
    if done.changed:
        parts.append(f"改了{len(done.changed)}户（{listed(done.changed)}）")
    if done.same:
        parts.append(f"没变{done.same}户")
    lines = [f"{_named(done.sums)}：{'，'.join(parts)}。", *_standing(done.sums)[1:]]
    if done.unfit:
        lines.append(f"{len(done.unfit)}行没有记，改好再贴一遍就行：")
        lines += [f"“{quoted(one.raw, RAW)}”：{UNFIT[one.reason]}" for one in done.unfit[:SHOWN]]
        if len(done.unfit) > SHOWN:
            lines.append(f"……还有{len(done.unfit) - SHOWN}行")
    return "\n".join(lines)


def _standing(sums: RollSums) -> list[str]:
    total = f"，数目合计{sums.amount}" if sums.amount is not None else ""
    missing = listed(sums.missing, MISSING)
    rest = f"还没接的{len(sums.missing)}户：{missing}。" if sums.missing else "全都接了。"
    return [f"{_named(sums)}：", f"已接{sums.rows}户{total}。", rest]


def _named(sums: RollSums) -> str:
    title = sums.title.replace(sums.unit, "").strip() or "接龙"
    return f"{sums.unit}“{title}”"
