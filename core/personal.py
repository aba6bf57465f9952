"""What belongs to one person in a text: found, or taken out before others read it."""

import re
from collections.abc import Iterable

from core.late import late

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶苏魏程吕丁沈任"
    "姚卢姜崔钟谭陆汪范廖石贾韦付邹孟熊秦邱江尹薛闫侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴孔汤"
)
_HAN = r"[一-龥]"
_FIGURE = r"[\d一二三四五六七八九十百零〇两幺]"
_DASH = r"\s*[-－—–‐‑−_/]\s*"
# A door: with its building before it, behind an entrance, or named as a room.
_ROOM = (
    r"(?!(?:1(?:10|19|20|22)|12345)(?!\d))[\d一二三四五六七八九零〇]{3,5}(?!\s*[点时米人元块天分度个%])"
    r"(?:\s*(?:室|号房|号|房))?"
)
_BUILDING = rf"(?:[A-Za-z]|{_FIGURE}{{1,4}})\s*(?:号楼|号院|楼栋|栋|幢|座|#楼?|楼)"
_ENTRANCE = rf"{_FIGURE}{{1,3}}\s*(?:单元|门洞|梯|{_DASH})"

_ID = re.compile(r"(?<!\d)(?:\d[ -]?){17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_SPOKEN_MOBILE = re.compile(r"[一幺][三四五六七八九][幺一二三四五六七八九零〇两]{9}")
_SPOKEN = re.compile(r"[幺一二三四五六七八九零〇两]{7,}")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\s-]?[A-HJ-NP-Z0-9]{5,6}",
    re.IGNORECASE,
)
_DOORS = (
    re.compile(rf"{_BUILDING}\s*(?:{_ENTRANCE})?\s*{_ROOM}"),
    re.compile(rf"{_FIGURE}{{1,3}}\s*单元\s*{_ROOM}"),
    re.compile(rf"(?<![\d.])\d{{1,3}}{_DASH}(?:\d{{1,2}}{_DASH})?\d{{3,4}}(?![\d.度℃元块年])"),
    re.compile(rf"(?<!\d)(?:\d{{3,4}}|{_FIGURE}{{3,4}})\s*(?:室|号房)"),
)
_ACCOUNT = re.compile(
    r"(?:微信号?|[Ww][Xx]|[Vv]信|[Qq]{2}号?)\s*[:：是]?\s*[A-Za-z0-9][A-Za-z0-9_-]{4,19}|(?<![\w.+-])[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,4}"
)
_FIGURES = re.compile(r"(?<!\d)(?!20\d{6}(?!\d)|20\d\d[ -]20\d\d(?!\d))\d(?:[ -]?\d){6,}(?!\d)")

_STATED = late(
    r"(?:我的?名字[叫是]?|名字叫|姓名[:：是]?|我叫|俺叫|户主|联系人[:：]?|病人叫|患者叫)"
    rf"\s*[:：]?\s*{_HAN}{{2,4}}(?=[\s，,。.;；!！、（(]|$)"
    rf"|(?:我是|本人)\s*[{_SURNAMES}]{_HAN}{{1,2}}(?=[\s，,。.;；!！、]|$)"
    rf"|(?:我叫|姓名[:：]?)\s*[{_SURNAMES}]{_HAN}{{1,2}}"
)
# Somebody others tell of.  “周末”, “高温”, “万一” only begin like a name.
_NO_NAME = r"(?!周[一二三四五六日末围边天期]|江[苏西南北]|万一|石家|马上|余下|任何|许多|严重|武汉|何时|何况|范围|程序|黄码|黄色|田间|龙头|毛病|钟头|顾客|程度|林业|温)"
_TOLD_OF = late(
    rf"(?:(?<=叫)|(?<=邻居)|(?<=住户)|(?<=业主)|(?<=楼上)|(?<=楼下)|(?<=对门)|(?<=隔壁)|(?<=患者)|(?<=病人))"
    rf"{_NO_NAME}[{_SURNAMES}]{_HAN}{{1,2}}"
    rf"|{_NO_NAME}[{_SURNAMES}]{_HAN}{{1,2}}(?=家(?![里长庭属乡务具电])|他们?家|阳了|是阳|确诊|感染|得了|得病|发烧了|被[拉抓隔带感封]|[是做]?密接|的?(?:电话|手机|身份证))"
    rf"|[老小][{_SURNAMES}](?=家|头|他|阳|确诊|感染|得了|被|说)"
)
_TITLED = re.compile(
    rf"(?<!{_HAN})[{_SURNAMES}](?={_HAN}?(?:阿姨|大爷|大妈|师傅|先生|女士|老师|医生|书记|主任))"
)

_WIDE = {ord("０") + i: str(i) for i in range(10)}
_WIDE |= {ord("Ａ") + i: chr(65 + i) for i in range(26)} | {
    ord("ａ") + i: chr(97 + i) for i in range(26)
}
_UNSEEN: dict[int, str | None] = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))

_PUBLIC = (
    (_ID, "〔证件号〕"),
    (_MOBILE, "〔电话〕"),
    (_SPOKEN_MOBILE, "〔电话〕"),
    (_PLATE, "〔车牌〕"),
    *((door, "〔门牌〕") for door in _DOORS),
)
_ALL = (
    (_ID, "〔证件号〕"),
    (_MOBILE, "〔电话〕"),
    (_LANDLINE, "〔电话〕"),
    (_SPOKEN, "〔号码〕"),
    (_PLATE, "〔车牌〕"),
    *((door, "〔门牌〕") for door in _DOORS),
    (_ACCOUNT, "〔账号〕"),
    (_FIGURES, "〔号码〕"),
    (_STATED, "〔姓名〕"),
    (_TOLD_OF, "〔姓名〕"),
    (_TITLED, "〔姓〕"),
)


def without(text: str, names: Iterable[str | None] = ()) -> str:
    """Take out what belongs to one person, and the names we know to be somebody's."""
    text = _spell(text)
    for name in names:
        if name and len(name) > 1:
            text = text.replace(name, "〔姓名〕")
    for pattern, mark in _ALL:
        text = pattern.sub(mark, text)
    return text


def without_papers(text: str) -> str:
    """Take out the numbers of somebody's papers, and nothing else."""
    return _ID.sub("〔证件号〕", text)


def in_public(text: str) -> str | None:
    """Return what must not stand in words for everybody: a door, a mobile, a plate, an accused name."""
    text = _spell(text)
    patterns = [pattern for pattern, _ in _PUBLIC]
    found = next((m for p in [*patterns, _TOLD_OF] if (m := p.search(text))), None)
    return found[0] if found else None


def _spell(text: str) -> str:
    """Figures and letters in half width, nothing hidden between them."""
    return text.translate(_WIDE).translate(_UNSEEN)
