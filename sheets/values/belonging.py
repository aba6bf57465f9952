"""How somebody belongs to a household, and what they need."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.register import Need
from sheets.cells import Value, given, plain

HEAD = "户主"
_RELATIONS = {
    HEAD: "户主 本人 户主本人 本人或户主 家主",
    "配偶": "配偶 爱人 老伴 夫妻 之配偶",
    "妻子": "妻子 妻 之妻 老婆 媳妇",
    "丈夫": "丈夫 夫 之夫 老公",
    "儿子": "儿子 子 之子 独生子 长子 次子 三子 四子 五子 大儿子 二儿子 小儿子 儿 男孩 养子 继子",
    "女儿": "女儿 女 之女 独生女 长女 次女 三女 四女 五女 大女儿 二女儿 小女儿 女孩 养女 继女",
    "子女": "子女 孩子 小孩",
    "父亲": "父亲 父 之父 爸爸 爸 继父",
    "母亲": "母亲 母 之母 妈妈 妈 继母",
    "父母": "父母",
    "岳父": "岳父 丈人",
    "岳母": "岳母 丈母娘",
    "公公": "公公",
    "婆婆": "婆婆",
    "儿媳": "儿媳 儿媳妇 媳 之儿媳 长媳 次媳",
    "女婿": "女婿 婿",
    "孙子": "孙子 孙 之孙 长孙 次孙",
    "孙女": "孙女 之孙女 长孙女 次孙女",
    "外孙": "外孙 外孙子",
    "外孙女": "外孙女",
    "祖父": "祖父 爷爷",
    "祖母": "祖母 奶奶",
    "外祖父": "外祖父 外公 姥爷",
    "外祖母": "外祖母 外婆 姥姥",
    "哥哥": "哥哥 兄 哥",
    "弟弟": "弟弟 弟",
    "姐姐": "姐姐 姐",
    "妹妹": "妹妹 妹",
    "兄弟姐妹": "兄弟 姐妹 兄弟姐妹",
    "保姆": "保姆 家政 护工 阿姨",
    "租户": "租户 租客 承租人 房客 租住",
    "亲戚": "亲戚 亲属 其他亲属 其它亲属",
    "同住": "同住 同住人 合租 室友 朋友",
    "其他": "其他 其它 非亲属",
}
_KNOWN = {word: name for name, words in _RELATIONS.items() for word in words.split()}
RELATIONS = tuple(_RELATIONS)


@dataclass(frozen=True, slots=True)
class RelationRead:
    """A relation in our words; as it was written where we do not know it."""

    name: str = ""
    known: bool = True


def read_relation(value: Value) -> RelationRead:
    """Read how somebody is related to the head of the household."""
    return _relation(plain(value))


@lru_cache(maxsize=1024)
def _relation(text: str) -> RelationRead:
    text = text.replace("戶", "户")
    found = re.sub(r"[\s()]|^(?:户主|家主)(?:的|之)?(?=.)|^[之系]|^与户主", "", text)
    if not found:
        return RelationRead()
    name = _KNOWN.get(found) or _KNOWN.get(f"之{found}")
    return RelationRead(name or found[:12], name is not None)


_NEEDS = {
    Need.ALONE: "独居|空巢|孤寡|独自(?:居)?住|一个人住",
    Need.PREGNANT: "孕(?:妇|产妇|期|晚期)?|怀孕|待产|产妇|哺乳",
    Need.DIALYSIS: "透析|血透|尿毒症",
    Need.CHRONIC: "慢性?病|高血压|糖尿病|冠心病|心脏病|慢阻肺|哮喘|基础疾?病|肿瘤|癌症|化疗|放疗",
    Need.NO_PHONE: "[没无](?:有)?(?:智能)?手机|不会用手机|不用手机",
    Need.DISABLED: "残疾|残障|肢残|盲人?|聋哑?|视力障碍|听力障碍|[一二三四1234]级残",
    Need.BEDRIDDEN: "卧床|失能|半失能|瘫痪|不能自理|行动不便|生活不能自理",
    Need.OLD: "高龄|8[05]岁以上|90岁以上|老年?人?(?=$|[、,;])",
    Need.INFANT: "婴幼?儿|新生儿|幼儿|3岁以下",
    Need.LEFT_BEHIND: "留守(?:老人|儿童|妇女)?",
    Need.MENTAL: "精神(?:障碍|疾?病|残疾)?|严重精神障碍",
    Need.POOR: "低保(?:户)?|特困|五保(?:户)?|困难(?:户|家庭)?|脱贫户?|贫困户?",
    Need.ELSEWHERE: "人户分离|人在户不在|户在人不在|住校|不在家住",
}
_NEED = {need: re.compile(pattern) for need, pattern in _NEEDS.items()}
_FILLER = re.compile(
    r"[\s、,，;；/+和及或有的人户者家庭老人一二三四级期\d()]|重点|类|患者?|情况|特殊|需要|照顾|关注"
)
_YES = {"是", "有", "√", "✓", "✔", "对", "1", "Y", "YES", "V", "☑", "●", "O", "○"}
_NO = {"否", "×", "X", "✗", "0", "N", "NO", "不是", "☐", "□", "正常", "健康", "一般", "无特殊"}
_WELL = {
    "良好",
    "较好",
    "很好",
    "好",
    "健康良好",
    "身体健康",
    "身体良好",
    "无异常",
    "无疾病",
    "无病",
}


@dataclass(frozen=True, slots=True)
class NeedsRead:
    """What somebody needs; `left` is what could not be read as a need."""

    needs: tuple[Need, ...] = ()
    left: str = ""


def read_needs(value: Value) -> NeedsRead:
    """Read a cell that lists needs."""
    found = plain(value)
    if (
        not found
        or found.upper() in _NO
        or found in _WELL
        or re.fullmatch(r"(?:无|没有|非|不)\S{0,8}(?:情况|需要|人群)", found)
    ):
        return NeedsRead()
    return _needs(found)


@lru_cache(maxsize=1024)
def _needs(found: str) -> NeedsRead:
    needs, words, rest = [], set[str](), found
    for need, pattern in _NEED.items():
        for match in pattern.finditer(found):
            if not re.search(
                r"[无非没未不](?:有|是)?$", found[max(match.start() - 2, 0) : match.start()]
            ):
                needs.append(need)
                words.add(match[0])
    for word in words:
        rest = rest.replace(word, " ")
    left = _FILLER.sub("", re.sub(r"(?<!\d)\d+[-—.、](?=\D)", "", rest))
    return NeedsRead(tuple(dict.fromkeys(needs)), found if left else "")


def need_of_heading(heading: str) -> Need | None:
    """Return the need a yes-or-no column asks about: 是否独居 → alone."""
    found = [need for need, pattern in _NEED.items() if pattern.search(heading)]
    found = [need for need in found if need is not Need.OLD] or found  # 独居老人, 失能老人
    if "手机" in heading and re.search(r"有无|是否有|有没有", heading):
        return Need.NO_PHONE
    return found[0] if len(found) == 1 else None


def read_yes(value: Value) -> bool | None:
    """Read a tick; None where it is neither a yes nor a no."""
    found = plain(value).upper()
    if not found or found in _NO or given(value) == "":
        return False
    return True if found in _YES else None
