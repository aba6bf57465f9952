"""What people need and how much: 米20斤, 两罐三段奶粉, 半斤肉, 一盒24粒的布洛芬, 酱油醋各一瓶."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from nlp.normalize import Text
from nlp.slots import goods
from nlp.slots.quantities import AMOUNT, BARE, ONE_OF, TIMES, UNIT
from nlp.slots.quantities import read as amount_of

_WANTED = re.compile(
    r"买|带|送|要|需|代购|缺|没有|没了|吃完|用完|断|快没|没[一-龥]{1,4}了|不够|订|捎|来|帮|给我|求|采购|团购|物资|申请|清单|还差|急|配|拿|点|下单|剩|割|称|切|打[一二两三半\d]|弄|整|搞|领|取"
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
_CONSUMED = re.compile(r"(?:(?:吃|喝|服|用|打|咽)(?:了|过|的)|还有|还剩|里有|只有)(?:大概|约)?$")
_ARRIVED = re.compile(r"(?:到|来|发|领|送|捐)(?:了|过|的)(?:大概|约)?$")
_HELP = re.compile(r"帮|给我|代买|没有?了|吃完|用完|送到")
_ASKS_FOR = re.compile(
    r"(?:买|要|带|捎|订|来|拿|送|缺|求|称|割|切|申请|加|配|、|和|,|\s|^|弄|整|搞|领)\s*$"
)
_ASKED_FOR = re.compile(
    r"(?:代购|代买|(?:[帮给替](?:我们?|俺|忙|家里)?|麻烦|能不能|可以)(?:顺路|顺便|再)?[买捎带](?!来|上|走|路|到)|[买捎](?=[点些个]))(?:一?[点些]|个|份)?(?=[一-龥A-Za-z])"
    r"|(?:^|[,。;!?\s])(?:急?需要?|急?要|缺|求购?)(?:一?[点些]|个)?(?=[一-龥]{1,6}[,\s]*(?:急用|急|快送|谢谢|帮))"
)
_MAY_STAND_ALONE = re.compile(r"$|[,。;!?\s]|[上下送回过]来?|吗|么|吧|呗|可以|行")
_NO_GOODS = re.compile(r"\s*(?:杠|线|天|[一-龥]?塘)")

_SIZE = r"[一二三四1-4]\s*段|X{0,3}[SML]码?|NB|大号|小号|中号|加大号|(?<!\d)\d{1,4}(?:\.\d+)?(?:ml|mg|g|L|升|毫克|毫升)|儿童|成人|婴儿|无糖|低糖|缓释片?|(?:医用|一次性)(?!口罩|帽子)"
# How much is in one: 80抽 of paper, 3层 of a mask.
_SPEC = rf"(?:{AMOUNT}|(?<!\d)\d{{1,4}}\s*(?:抽|层|寸|码))"
_LINK = r"(?:快?没了|吃完了|用完了|了|,|:)?\s*(?:需要|想要|还?要|各|来|买|大概|大约)?\s*"
_MOST = 40  # phrases of one kind; a longer list is read by a person
_A_LIST = 32  # characters before 各
_OTHER = r"(?:(?![和跟与及各都])[一-龥])"
_Q = rf"(?:{AMOUNT}|{BARE})"


_VAGUE = frozenset("药 东西 吃的 日用品 生活用品 物资".split())


@dataclass
class _Wanted:
    """The goods of a message by where their names stand, and the stretches already read."""

    items: dict[int, dict[str, Any]] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    amounts: list[tuple[int, int]] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        return not any(start < e and s < end for s, e in self.taken)

    def add(self, at: int, item: dict[str, Any], match: re.Match[str], end: int = 0) -> None:
        """Keep an item whose name stands at `at`; the phrase may go on beyond the match to `end`."""
        self.items[at] = item
        self.taken.append((match.start(), max(match.end(), end)))
        self.count(match)

    def count(self, match: re.Match[str]) -> None:
        """Remember where an amount stands."""
        self.amounts += [match.span(key) for key in ("q", "times") if match.groupdict().get(key)]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    name = rf"(?P<name>{goods.known()})"
    each = r"(?:各|每样|每种|一样|都)(?:来|要|买|拿|带)?"
    patterns = {
        # 一箱24瓶的矿泉水, 5升装的菜籽油一桶, 抽纸要24包一提的,来一提, 矿泉水24瓶装两箱
        "packed": rf"(?P<q>{_Q})\s*(?P<spec>{_SPEC})(?:装的?|的)\s*{name}",
        "packed_first": rf"(?P<spec>{_SPEC})(?:装的?|的)\s*{name}\s*{_LINK}(?P<q>{_Q})",
        "packed_after": rf"{name}\s*要?(?P<spec>{_SPEC})(?:[一每/]\s*{UNIT}(?:装)?的?|装的?|的)[,\s]*(?:就?来|要|买|拿|给我|订|先)*\s*(?P<q>{_Q})",
        "each": rf"{each}\s*(?P<q>{_Q})",
        "names": rf"(?:(?:{goods.known()}|(?<=[、,和跟与\s]){_OTHER}{{2,4}}?)[\s、,和跟与]*){{2,8}}$",
        "after": rf"(?<![里外见表方对全平])(?:(?P<spec>{_SIZE})\s*的?)?{name}{goods.NOT_AFTER}\s*(?:\(?(?P<spec2>{_SIZE})\)?)?\s*(?:{_LINK}(?P<q>{_Q})|(?P<times>{TIMES}))?",
        "before": rf"(?P<q>{_Q}|{ONE_OF}(?={goods.known()}))\s*(?:装)?的?\s*(?:(?P<spec>{_SIZE})\s*的?)?\s*",
        "known": goods.known(),
        "left": rf"(?:分|[给要留领订])[^,。;!?\d]{{0,5}}?(?P<q>(?!一把){_Q})(?=$|[,。;!?\s])",
        "listed": rf"(?:^|(?<=[,、;\s]))(?P<name>[一-龥]{{2,5}}?)\s*(?P<q>{_Q})(?=$|[,、;。\s])",
    }
    return {key: re.compile(pattern) for key, pattern in patterns.items()}


def read(text: Text) -> list[dict[str, Any]]:
    """List the goods of a request in order; nothing when nobody asks for anything."""
    found = _find(text.clean).items
    return [found[start] for start in sorted(found) if not _is_vague(found[start])]


def _is_vague(item: Mapping[str, Any]) -> bool:
    """Tell whether a word names no good: of “帮我买点药” one still has to ask which."""
    return item["name"] in _VAGUE and len(item) == 1


def spans(clean: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Return where goods are asked for, each with what stands for it, and where their amounts are."""
    found, known = _find(clean), goods.words()
    names = [
        (_begin(clean, start, item), start + len(item["name"]), known.get(item["name"], ""))
        for start, item in found.items.items()
        if clean.startswith(item["name"], start)
    ]
    return names, found.amounts


def _begin(clean: str, start: int, item: Mapping[str, Any]) -> int:
    """Return where a good begins with what is said of its kind: 婴儿 of 婴儿奶粉."""
    spec = item.get("spec", "")
    return start - len(spec) if spec and clean.endswith(spec, 0, start) else start


@lru_cache(16)  # what a message is heard as and what is read from it are asked one after the other
def _find(clean: str) -> _Wanted:
    found = _Wanted()
    if not re.search(r"[一-龥]", clean):
        return found
    asked = bool(_WANTED.search(clean))
    _read_packed(clean, found)
    for match in islice(_patterns()["each"].finditer(clean), _MOST):
        _share(clean, match, found)
    readers = (_read_before, _read_after)
    for reader in readers if _amount_leads(clean) else readers[::-1]:
        reader(clean, found, asked)
    if asked or found.items:
        _read_listed(clean, found)
    _read_left(clean, found)
    _read_bare(clean, found)
    return found


def _read_bare(clean: str, found: _Wanted) -> None:
    """Read what is asked for without an amount, even if nobody knows it: 麻烦代购豆浆机, 要老花镜,急用."""
    for match in _ASKED_FOR.finditer(clean):
        noun = _noun(clean, match.end())
        if noun is None or not found.is_free(noun.start, noun.end):
            continue
        may_be = noun.is_known or (
            _MAY_STAND_ALONE.match(clean, noun.end) and goods.could_be(noun.name, None, wished=True)
        )
        if may_be:
            found.add(noun.start, _item(noun.name, None, noun.origin), match, noun.end)


def _read_packed(clean: str, found: _Wanted) -> None:
    """Read 一箱24瓶的矿泉水: of two amounts one tells how much is in the other."""
    for key in ("packed", "packed_first", "packed_after"):
        for match in _patterns()[key].finditer(clean):
            if found.is_free(*match.span()):
                spec = re.sub(r"\s", "", match["spec"])
                found.add(match.start("name"), _item(match["name"], match["q"], spec), match)


def _read_left(clean: str, found: _Wanted) -> None:
    """Read 面罩到了一千个,分我们楼八十个: an amount that is asked for of what was told of last."""
    for match in _patterns()["left"].finditer(clean):
        named = [m for m in _patterns()["known"].finditer(clean, 0, match.start())]
        if not named or not found.is_free(*match.span("q")):
            continue
        if named[-1].start() not in found.items:
            found.add(named[-1].start(), _item(named[-1][0], match["q"]), match)


def _amount_leads(clean: str) -> bool:
    """Read 两包盐一瓶醋 from the amounts, and 盐两包醋一瓶 from the names, by what comes first."""
    first = next((m for m in _patterns()["before"].finditer(clean) if _noun(clean, m.end())), None)
    named = _patterns()["after"].finditer(clean)
    name = next((m for m in named if m["q"] or m["times"]), None)
    return first is not None and (name is None or first.start() < name.start())


def _share(clean: str, match: re.Match[str], found: _Wanted) -> None:
    """Give each of 酱油醋各一瓶 the amount."""
    before = max(0, match.start() - _A_LIST)
    listed = _patterns()["names"].search(clean[before : match.start()])
    begin = before + listed.start() if listed else match.start()
    if listed is None or not found.is_free(begin, match.end()):
        return
    for start, name in _names(listed[0]):
        found.items[begin + start] = _item(name, match["q"])
    found.taken.append((begin, match.end()))
    found.count(match)


def _names(names: str) -> Iterator[tuple[int, str]]:
    one = rf"{goods.known()}(?=$|[\s、,和跟与]|{goods.known()})|{_OTHER}{{2,4}}?(?=$|[\s、,和跟与])"
    for match in re.finditer(one, names):
        yield match.start(), match[0]


def _read_before(clean: str, found: _Wanted, asked: bool) -> None:
    """Read 两包盐, 半斤虾皮, 两斤烟台苹果: an amount and the noun behind it."""
    for match in islice(_patterns()["before"].finditer(clean), _MOST):
        noun = _noun(clean, match.end())
        if noun is None or not found.is_free(match.start(), noun.end):
            continue
        if _is_told(clean, match.start(), match.end("q")):
            continue
        if not noun.is_known and not (asked and _may_be(clean, match, noun)):
            continue
        spec = match["spec"] or noun.origin
        found.add(noun.start, _item(noun.name, match["q"], spec), match, noun.end)


def _may_be(clean: str, match: re.Match[str], noun: "goods.Noun") -> bool:
    """Take an unknown noun for goods where the unit or the wish before it says so."""
    amount = amount_of(match["q"])
    unit = amount.unit if amount else None
    wished = bool(_ASKS_FOR.search(clean[: match.start()]))
    return goods.could_be(noun.name, unit, wished=wished)


def _read_after(clean: str, found: _Wanted, asked: bool) -> None:
    """Read 盐两包, 牛奶x3, 奶粉三段1罐, and what is gone or wished for without an amount."""
    for match in islice(_patterns()["after"].finditer(clean), _MOST):
        amount = match["q"] or match["times"]
        if not found.is_free(*match.span()) or not (asked or amount):
            continue
        if _is_other(clean, match):
            continue
        spec = match["spec"] or match["spec2"]
        found.add(match.start("name"), _item(match["name"], amount, spec), match)


def _read_listed(clean: str, found: _Wanted) -> None:
    """Read 八角一小包 beside other goods of a list."""
    for match in _patterns()["listed"].finditer(clean):
        amount = amount_of(match["q"])
        free = found.is_free(*match.span())
        if free and goods.could_be(
            match["name"], amount.unit if amount else None, wished=bool(found.items)
        ):
            found.add(match.start("name"), _item(match["name"], match["q"]), match)


def _noun(clean: str, at: int) -> "goods.Noun | None":
    return goods.noun(clean, at)


def _is_told(clean: str, start: int, end: int) -> bool:
    """Tell what was taken or has come from what is wanted: 吃了两片, 抗原两条杠, 到的一千个."""
    before = clean[max(0, start - 6) : start]
    return bool(_CONSUMED.search(before) or _ARRIVED.search(before) or _NO_GOODS.match(clean, end))


def _is_other(clean: str, match: re.Match[str]) -> bool:
    """Tell a wish from a rule or a question about a thing: 抗原两条杠, 口罩怎么戴."""
    start, end = match.span("name")
    if match["q"] or match["times"]:
        return _is_told(clean, match.start(), match.end())
    if _GONE_AFTER.match(clean, end):
        return False
    if not _WISH_BEFORE.search(clean[max(0, start - 14) : start]):
        return True
    around = clean[max(0, match.start() - 8) : match.end() + 10]
    return bool(_ASKED.search(around)) and not _HELP.search(clean)


def _item(name: str, amount: str | None, spec: str | None = None) -> dict[str, Any]:
    read_amount = amount_of(amount) if amount else None
    item: dict[str, Any] = {"name": name, **(read_amount.as_item() if read_amount else {})}
    if spec:
        item["spec"] = spec.replace(" ", "")
    return item
