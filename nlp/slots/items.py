"""What people need and how much: 米20斤, 两罐三段奶粉, 半斤肉, 一提卫生纸."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from core.numerals import to_amount
from nlp.normalize import Text

_GOODS = Path(__file__).parent / "data" / "goods.txt"
_UNITS = (
    "公斤 千克 斤 两 克 毫升 升 kg KG Kg g ml mL ML L 包 袋 箱 盒 瓶 罐 桶 提 条 板 把 颗 棵 个 只 支 片 件 份 串 根 块 卷 打 双 套 张 听 筐 粒 头 捆 听 排 杯 床 台 支"
).split()
_NUMBER = r"(?<![\d.])(?:\d{1,4}(?:\.\d{1,2})?|半|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两俩三四五六七八九]|几)"
_UNIT = "|".join(sorted(set(_UNITS), key=len, reverse=True))
_AMOUNT = rf"(?P<qty>{_NUMBER})\s*(?P<unit>{_UNIT})(?P<half>半)?"
_SPEC = r"(?P<spec>[一二三四1-4]\s*段|[SMXL]{1,4}码?|NB|大号|小号|中号|加大号|(?<!\d)\d{1,4}(?:\.\d+)?(?:ml|mg|g|L|升|毫克)|儿童|成人|婴儿|无糖|低糖|缓释片?)"
_WANTED = re.compile(
    r"买|带|送|要|需|代购|缺|没有|没了|吃完|用完|断|快没|没[一-龥]{1,4}了|不够|订|捎|来|帮|给我|求|采购|团购|物资|申请|清单|还差|急|配|拿|点|下单|剩"
)
_GONE_AFTER = re.compile(
    r"\s*(?:也|都|快|已经|马上|要|就要|就)*(?:没了|没有了|没得|吃完|用完|喝完|不够|断了|断货|见底|光了)"
)
_WISH_BEFORE = re.compile(
    r"(?:买|带|送|要|代购|缺|没|没有|需要|订|捎|来点|采购|求|配|拿|申请|急需|清单:?|、|和|点|些)(?:[一两几]?[点些个])?(?:[一-龥\d]{1,4}[、,和])*\s*$"
)
_ASKED = re.compile(
    r"怎么|如何|哪里|哪儿|几点|多久|可以|能不能|需不需要|要不要|吗|多少钱|什么|消毒|感染|传播|预防|有用|报销|规定|必要|戴|佩|是否|哪种|频率|市民|不到"
)
_CONSUMED = re.compile(r"(?:吃|喝|服|用|打|咽)(?:了|过|的)$")
_HELP = re.compile(r"帮|给我|代买|没有?了|吃完|用完|送到")
_NOT_GOODS_AFTER = r"(?!蛋|鱼塘|价|票|市场|场|摊|店|厂|箱|车|里面|会|度|管|费|表|龙头|泥|坑|灾|痘|肿|电|平|准|温|果店|对|前|试|临|乡|民|站|库|国|人|雾|鸟|农|园|贩)"


@cache
def _goods() -> str:
    words = {word for line in _GOODS.read_text("utf-8").splitlines()[1:] for word in line.split()}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = rf"(?<![里外见表方对全])(?P<name>{_goods()}){_NOT_GOODS_AFTER}"
    after = rf"(?:{_SPEC}\s*的?)?{name}\s*(?:\(?{_SPEC.replace('spec', 'spec2')}\)?)?\s*(?:快?没了|吃完了|用完了|了|,|:)?\s*(?:需要|想要|要|各|来|买|大概|大约|x|X|\*|×)?\s*(?:{_AMOUNT})?"
    before = rf"{_AMOUNT}\s*(?:装)?的?\s*(?:{_SPEC}\s*的?)?\s*{name}"
    other = rf"{_AMOUNT}\s*的?(?P<name>[一-龥]{{1,5}}?)(?=$|[,。;!?、\s和吧啊呢]|送|到|,)"
    each = rf"(?P<names>(?:(?:{_goods()})[\s、,和跟]*){{2,8}})各(?:要|来|买)?\s*{_AMOUNT}"
    return re.compile(before), re.compile(after), re.compile(other), re.compile(each)


def read(text: Text) -> list[dict[str, Any]]:
    """List the goods of a request in order; nothing when nobody asks for anything."""
    clean = re.sub("俩个?", "两个", text.clean)
    before, after, other, each = _patterns()
    found: dict[int, dict[str, Any]] = {}
    taken: list[tuple[int, int]] = []
    asked = bool(_WANTED.search(clean))
    for match in each.finditer(clean):
        found |= _shared(match)
        taken.append(match.span())
    for pattern in _order(clean, before, after):
        for match in pattern.finditer(clean):
            if _overlaps(match, taken) or not (asked or match["qty"]) or _is_other(clean, match):
                continue
            found[match.start("name")] = _item(match)
            taken.append(match.span())
    if asked:
        for match in other.finditer(clean):
            if not _overlaps(match, taken) and _could_be_goods(match["name"], match["unit"]):
                found[match.start("name")] = _item(match)
                taken.append(match.span())
    return [found[start] for start in sorted(found)]


def _shared(match: re.Match[str]) -> dict[int, dict[str, Any]]:
    """Give each of 酱油醋各一瓶 the amount."""
    named = re.finditer(_goods(), match["names"])
    return {match.start("names") + m.start(): _item(match) | {"name": m[0]} for m in named}


def _order(
    clean: str, before: re.Pattern[str], after: re.Pattern[str]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Read 两包盐一瓶醋 from the amounts, and 盐两包醋一瓶 from the names, by what comes first."""
    first, second = before.search(clean), after.search(clean)
    amount_leads = first is not None and second is not None and first.start() < second.start()
    return (before, after) if amount_leads else (after, before)


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def _is_other(clean: str, match: re.Match[str]) -> bool:
    """Tell a wish from a rule or a question about a thing: 抗原两条杠, 口罩怎么戴."""
    if match["qty"]:
        if _CONSUMED.search(clean[max(0, match.start() - 4) : match.start()]):
            return True
        return bool(re.match(r"杠|线|天|[一-龥]?塘", clean[match.end("unit") :]))
    start, end = match.span("name")
    if _GONE_AFTER.match(clean, end):
        return False
    if not _WISH_BEFORE.search(clean[max(0, start - 14) : start]):
        return True
    around = clean[max(0, match.start() - 8) : match.end() + 10]
    return bool(_ASKED.search(around)) and not _HELP.search(clean)


def _could_be_goods(name: str, unit: str) -> bool:
    if unit in (
        "个",
        "条",
        "只",
        "片",
        "份",
        "张",
        "套",
        "床",
        "头",
        "块",
        "件",
        "台",
        "两",
        "打",
        "排",
    ):
        return False
    return not re.search(r"[天人月年次星小时点分的了是在有没和我你他]|左右|以上|多", name)


def _item(match: re.Match[str]) -> dict[str, Any]:
    groups = match.groupdict()
    item: dict[str, Any] = {"name": groups.get("name")}
    if groups["qty"] and groups["qty"] != "几":
        amount = to_amount(groups["qty"]) or 0.0
        amount += 0.5 if groups.get("half") else 0.0
        item["qty"] = int(amount) if amount == int(amount) else amount
        item["unit"] = groups["unit"]
    spec = groups.get("spec") or groups.get("spec2")
    if spec:
        item["spec"] = spec.replace(" ", "")
    return item
