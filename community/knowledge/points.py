"""The point that is asked is answered in the first line: what an answer holds of it goes before the rest.

An entry may say itself what it answers to each point (`asked`); else the sentence that holds it leads;
and where none does, that is said instead of being passed over.
"""

import re
from collections.abc import Collection

from core import points
from core.library import Entry, StaffAnswer
from core.points import Point

MOST = 3  # points answered before the rest; more would be another answer
VERDICT = 8  # characters of “不会。”, “有的地方会。”, which stay first
_ENDS = ("。", "！")
LEAST = 6  # characters of a sentence that can stand first
LONGEST = 80  # characters of a question; what is told in more has its point elsewhere
_SENTENCES = re.compile(r"[^。！]+[。！]?")
# What keeps them safe stays before what they ask.
_FIRST = re.compile("别|请您?节哀|马上|现在就|立刻")
# What goes on from what stood before it cannot go before it.
_GOES_ON = re.compile(
    r"(?:但|不过|也|还|再|另外?|其他|其余|别的|这[些个样]?|那[些个样]?|它|他|她|否则|不然|要不|过了|超过|够|又|更|都|而|所以|因此|然后|接着|才|就|到时|[一二三]是|之后|以后|家里有|有的|没|不[够行]|真[有的])"
)
_WORSENS = re.compile(r"120|110|119|不退|不见好|没好转|越来越|马上去|去医院|看医生|去看")
_SPAN = re.compile(
    r"(?:\d+|[一二两三四五六七八九十半]+)(?:[到至—~-](?:\d+|[一二两三四五六七八九十半]+))?(?:多)?个?(?:天|小时|分钟|周|星期|月(?!大)|年|工作日)|几天.{0,4}(?:看|问|按|听)|说不准"
)
_HOLDS: dict[Point, re.Pattern[str]] = {
    "price": re.compile(r"\d+%|\d+(?:多|来|几)?[元块]|[十百千][多来几]?[元块]|免费|不要钱|不收[费钱]|自费|(?<!\d)价[钱格]?|收费|费用|[要收不花][不要花]*钱|便宜|贵"),
    "pays": re.compile(r"(?:自己|单位|公司|政府|财政|医保|房东|物业|保险|平台|老板|双方|个人|国家|用人).{0,6}(?:出|付|掏|承担|赔|报|管|给|修|交)|由.{1,6}[付出交]|归|自费|报销|结算|免费|能报|不报|要钱|收钱|费用|谁.{0,6}谁|要赔|要一部分|该赔"),
    "how_long": _SPAN,
    "if_not": re.compile(r"罚|拘留|追究|处分|警告|扣"),
    "secret": re.compile(r"保密|隐私|不(?:会|能|得)?(?:告诉|通报|通知|公布|泄露|外传)|匿名"),
    "papers": re.compile(r"身份证|户口本|材料|证明|[带拿].{0,10}证"),
}  # fmt: skip
_DOCTOR = re.compile(r"医院|医生|急诊|门诊|卫生[院站]|就医")
# What is asked in, and names nothing.
_AND_WHAT_OF = re.compile(r"[呢咧哩][?？。]?$")  # “咬了呢”
_NO_NAME = r"请问|什么时候|时候|几天|小时|一天|一般|大概|怎么|怎样|什么|多少|多久|哪里|哪个|能不能|可不可以|可以|需要|要不要|用不用|是不是|有没有|应该|一下|[我你您他她它的了吗么嘛呢吧啊呀还也都就再又在是有会能得要不没去来到]|\W"
# What is not known of these is said before what is known beside it.
_UNSAID: dict[Point, str] = {
    "price": "具体多少钱，我这里没有登记，各地不一样，先打电话问清。",
    "pays": "这钱谁出，我这里说不准，办之前先问清。",
}


def led(text: str, entry: Entry, said: str, without: Collection[str] = ()) -> str:
    """Return an answer with what was asked of it first, `without` the points answered already."""
    asked = [one for one in points.asked(text) if one not in without]
    if not asked or len(text) > LONGEST or isinstance(entry, StaffAnswer):
        return said
    ordered = sorted(asked, key=lambda one: one not in points.OF_ILLNESS)
    own = list(dict.fromkeys(entry.asked[one] for one in ordered if one in entry.asked))[:MOST]
    if own:
        return _with_own(own, said)
    said, rest = said.partition("\n")[0], said[len(said.partition("\n")[0]) :]
    return f"{_with_first(said, asked)}{rest}"


def part(text: str, said: str) -> str:
    """Return the sentences of an answer that hold what a few words ask of it; "" where none does."""
    asked = [one for one in points.asked(text) if one in _HOLDS and one != "how_long"]
    holds = [_HOLDS[one].search for one in asked]
    if _DOCTOR.search(text):
        holds.append(_WORSENS.search)
    names = named(text)
    found = [
        one
        for one in _SENTENCES.findall(said.partition("\n")[0])
        if any(held(one) for held in holds) or any(name in one for name in names)
    ]
    return "".join(found[:MOST])


def named(text: str) -> list[str]:
    """Return what a few words name, two characters at a time; one alone where they are nothing else."""
    words = re.sub(_NO_NAME, " ", text).split()
    if len(words) == 1 and len(words[0]) == 1 and _AND_WHAT_OF.search(text):
        return words
    return [word[at : at + 2] for word in words for at in range(len(word) - 1)]


def _with_own(own: list[str], said: str) -> str:
    """Return an answer behind the lines meant for what is asked; a line that it holds is said once."""
    for line in own:
        said = said.replace(line, "", 1)
    return f"{''.join(own)}{said}"


def _with_first(said: str, asked: list[Point]) -> str:
    sentences = _SENTENCES.findall(said)
    for one in asked:
        if one not in _HOLDS or not sentences or _HOLDS[one].search(sentences[0]):
            continue
        if one in _UNSAID and not _HOLDS[one].search(said):
            return f"{_UNSAID[one]}{said}"
        at = 0 if _FIRST.match(said) else _at(sentences, one)
        if at:
            begins = int(len(sentences[0]) <= VERDICT)
            rest = [*sentences[begins:at], *sentences[at + 1 :]]
            return "".join([*sentences[:begins], sentences[at], *rest])
    return said


def _at(sentences: list[str], point: Point) -> int:
    """Return which later sentence answers a point and can stand first; 0 if none does."""
    for at, one in enumerate(sentences):
        if not at or not _HOLDS[point].search(one) or not one.endswith(_ENDS):
            continue
        if len(one) < LEAST or _GOES_ON.match(one):
            continue
        if point != "how_long" or not _WORSENS.search(one):
            return at
    return 0
