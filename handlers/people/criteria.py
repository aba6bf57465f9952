"""Which people or households a question is about: “有多少独居老人”, “80岁以上的名单”, “谁没绑微信”, “我管哪些户”."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.numerals import HAN, to_int
from core.register import NEED_WORDS, Need


@dataclass(frozen=True, slots=True)
class RegisterQuestion:
    """What is asked for: `what` is count, homes, unbound, unregistered, posts, unattended, silent or people."""

    what: str
    building: str = ""
    title: str = ""
    criterion: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "RegisterQuestion":
        criterion = dict(kept["criterion"])
        if criterion.get("need"):
            criterion["need"] = Need(criterion["need"])
        return cls(kept["what"], kept["building"], kept["title"], criterion)


_N = rf"(?:\d{{1,3}}|[{HAN}]{{1,3}})"
_BUILDING = re.compile(rf"(?P<n>{_N})(?:号楼|栋|幢|号?楼(?!长))")
_NEEDS: Mapping[Need, str] = {
    Need.ALONE: r"独居|孤寡|空巢|一个人住",
    Need.PREGNANT: r"孕产?妇|怀孕|有身孕|大肚子",
    Need.DIALYSIS: r"透析|血透|尿毒症",
    Need.CHRONIC: r"慢性?病|高血压|糖尿病|基础(?:性)?疾?病|心脏病",
    Need.NO_PHONE: r"(?:没有?|无|不会用|不用)(?:智能)?手机",
    Need.DISABLED: r"残疾|残障|盲人|聋哑",
    Need.BEDRIDDEN: r"卧床|失能|瘫痪|瘫|不能自理|下不了床|走不了路|行动不便|腿脚不便",
    Need.INFANT: r"婴幼?儿|新生儿|吃奶",
    Need.LEFT_BEHIND: r"留守",
    Need.MENTAL: r"精神障碍|精神病|精神疾病|痴呆|失智",
    Need.POOR: r"低保|特困|五保|困难户|困难|贫困|脱贫",
    Need.ELSEWHERE: r"不在家住|不在家|人户分离|(?:外出|在外地?)(?:务工|打工|上学|工作)|住校|在外地",
}
_NO_NUMBER = re.compile(r"没(?:有)?(?:留|登记)?(?:过|下)?(?:电话|号码|联系方式)")
_AGE = re.compile(rf"(?P<n>{_N})(?:周)?岁(?:及|和)?(?P<side>以上|以下|往上|往下|以内|多|左右)")
_GROUPS = (
    (re.compile(r"高龄"), "80岁以上的人", {"from_age": 80}),
    (re.compile(r"老年人|老人|老头老太"), "60岁以上的人", {"from_age": 60}),
    (re.compile(r"儿童|小孩子?|孩子|小朋友|未成年人?"), "14岁以下的孩子", {"to_age": 14}),
)
_UNBOUND = re.compile(
    r"(?:没有?|未|还没)(?:人)?(?:绑定?|关注|加)(?:过|上)?(?:微信|公众号|手机)?|绑(?:定)?(?:微信|公众号)?的?没"
)
_UNREGISTERED = re.compile(r"(?:没有?|未|还没)(?:人)?(?:登记|录入?|上册|在册)(?:过|上|进来)?")
_UNATTENDED = re.compile(r"(?:没有?|无)人(?:管|负责|包户?|照看|盯)|没(?:有)?网格员管")
_POSTS = re.compile(
    r"空岗|缺岗|(?:网格|岗位?|楼栋|楼|片区?)(?:还|是|都)*(?:没有?人|没有?(?:网格员|楼长|楼栋长)|空着?|缺人?|缺(?:网格员|楼长))"
    r"|(?:没有?|缺|少)(?:网格员|楼长|楼栋长|医生|值班员|人手)|空(?:着|缺)?的?(?:岗位?|网格)|(?:网格员|楼长|楼栋长|医生|值班员)(?:还|都)?(?:缺|少)人?"
)
_SILENT = re.compile(r"联系不上|联系不到|打不通|失联")
_GAPS = ((_UNATTENDED, "unattended"), (_POSTS, "posts"), (_SILENT, "silent"))
_HOMES = re.compile(
    r"(?:哪些?|哪几|几|多少)(?:户|家)(?:人家?)?|(?:住户|户)(?:名单|列表|清单)|名下(?:的)?住户"
)
_MINE = re.compile(r"管|负责|名下|片|手上|包")
_COUNT = re.compile(
    r"(?:多少|几)(?:个|口|位)?(?:人家|户人家|人口?|户|家|住户|居民)|人口|户数|人数|总人数|住了多少"
)
# What stands around it and asks for nothing more.
_FILLS = re.compile(
    r"(?:我们?|咱们?|俺们?|这边|这里|这儿|这|那|全|本|整个)|社区|小区|村里?|网格|片区?|楼里?|名下|手上|现在|目前|登记|在册|一共|总共|合计|总|共|"
    r"有没有|都有谁|有谁|是谁|都是|有哪些|哪些|哪几|哪家|哪户|哪个|哪位|谁家|谁是|谁|哪|多少|几个|几位|几户|几名|几|名单|列表|清单|统计|情况|数一?下|数字|多|"
    r"老年?人|老头|老太太?|妇女|人员|人家|家庭|人口|居民|住户|户|家|人|名|个|位|口|的|里|有|是|住|了|在|还|都|没|吗|呢|啊|呀|吧|"
    r"帮忙|帮我|帮|给我|给|发我|发|一下|列一?下|列出来?|列|查一?下|查查|查|看一?下|看看|看|拉|要|把|出来|下|来|数|请问|请|麻烦|您|你|和|及|以及|分别|管|负责|包|[\s,，、。?？!！:：]"
)
_OF_PEOPLE = re.compile(r"[人妇户]")
_ASKS = re.compile(r"吗|还有|空|多少|几|谁|哪|名单|列表|清单|统计|有没有|查|列|数")


def read(text: str) -> RegisterQuestion | None:
    """Return what a text asks for, where it asks for nothing else; names are not looked at."""
    said = "".join(unicodedata.normalize("NFKC", text).split())
    building = _BUILDING.search(said)
    number = to_int(building["n"]) if building else None
    rest = _BUILDING.sub("", said, count=1) if building else said
    where = str(number) if number is not None else ""
    for shape, what in (*_GAPS, (_UNBOUND, "unbound"), (_UNREGISTERED, "unregistered")):
        if (found := shape.search(rest)) and _ASKS.search(rest) and _is_all(rest, found):
            return RegisterQuestion(what, where)
    if wanted := _people(rest, where):
        return wanted
    if _COUNT.search(rest) and not _FILLS.sub("", _COUNT.sub("", rest)) and "管" not in rest:
        return RegisterQuestion("count", where)
    found = _HOMES.search(rest)
    if found and _is_all(rest, found) and (_MINE.search(rest) or where):
        return RegisterQuestion("homes", where)
    return None


def _is_all(rest: str, found: re.Match[str]) -> bool:
    """Tell whether nothing is left of a text beside what was found."""
    return not _FILLS.sub("", rest[: found.start()] + rest[found.end() :])


def _people(rest: str, where: str) -> RegisterQuestion | None:
    if (found := _NO_NUMBER.search(rest)) and _ASKS.search(rest) and _is_all(rest, found):
        return RegisterQuestion("people", where, "没留电话的人", {"no_number": True})
    for need, pattern in _NEEDS.items():
        found = re.search(pattern, rest)
        if found and _is_all(rest, found) and (_ASKS.search(rest) or _OF_PEOPLE.search(rest)):
            return RegisterQuestion("people", where, _titled(need), {"need": need})
    if (found := _AGE.search(rest)) and _is_all(rest, found):
        years = to_int(found["n"]) or 0
        older = found["side"] in ("以上", "往上", "多", "左右")
        key = "from_age" if older else "to_age"
        return RegisterQuestion(
            "people", where, f"{years}岁{'以上' if older else '以下'}的人", {key: years}
        )
    for shape, title, criterion in _GROUPS:
        if (found := shape.search(rest)) and _ASKS.search(rest) and _is_all(rest, found):
            return RegisterQuestion("people", where, title, criterion)
    return None


def _titled(need: Need) -> str:
    name = "不在家住" if need is Need.ELSEWHERE else NEED_WORDS[need]
    return name if name.endswith(("妇", "儿")) else f"{name}的人"
