"""What a notice must not say, or not without more: somebody's private matters, figures without a source."""

import re

from sqlalchemy.orm import Session

from community.people.access import Refused
from core import personal
from core.phrases import cut_bytes
from db.people import persons

MOST_BYTES = 1700  # of 2048 that one message takes; the rest is heading, code, last day and link
NAMES_LOOKED_UP = 40
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_MEASURE = re.compile(
    r"隔离|确诊|阳性|感染|密接|次密|监测|发热|发烧|生病|患|住院|吸毒|社区矫正|低保|欠费|拖欠|欠缴|精神|艾滋|肺结核|怀孕|流产|离婚|上访|被拘|被抓|违建|举报|拒不|通报批评"
)
_PLACE = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:号楼|栋|幢|单元|组)|家(?![里长庭电具政务园])|租住|住在|住户"
)
_SURNAME = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶苏魏程吕丁沈任姚卢姜崔钟谭陆汪范廖石贾韦付邹孟熊秦邱江尹薛闫侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴孔汤高]"
)
_FIGURE = re.compile(
    r"(?:\d[\d,.]*|[一二三四五六七八九十百千万]{2,})\s*(?:余|多)?(?:例|人次|名|人|户|起|宗|%|％|个百分点|万人)"
)
_STATISTIC = re.compile(
    r"确诊|感染|病例|死亡|重症|新增|累计|治愈|接种率?|参保率?|覆盖率?|完成率?|同比|环比|增长|下降|达到?(?=\d)|受灾|转移了?(?=\d)"
)
_SOURCE = re.compile(
    r"据|来源|通报|发布|统计|公布|公告|文件|卫健委|疾控|应急|气象|指挥部|街道|派出所|办公室|社区(?=统计|登记|核实)"
)
_DATED = re.compile(
    r"\d{1,2}月\d{1,2}[日号]|\d{4}[-/年]\d{1,2}|截[至止]|今[天日]|昨[天日]|\d{1,2}日"
)


def check(db: Session, text: str) -> Refused | None:
    """Return why a text may not go out as it is, or None."""
    if not _WORDS.search(text):
        return Refused("no_words")
    if cut_bytes(text, MOST_BYTES)[1]:
        return Refused("too_long", str(len(text)))
    if private := personal.in_public(text):
        return Refused("private", private)
    if name := _whose_matters(db, text):
        return Refused("private_matter", name)
    is_founded = _SOURCE.search(text) and _DATED.search(text)
    if (figure := _FIGURE.search(text)) and _STATISTIC.search(text) and not is_founded:
        return Refused("figures", figure[0])
    return None


def _whose_matters(db: Session, text: str) -> str:
    """Return the name of somebody in the register whose home and whose matters stand beside it."""
    if not (_MEASURE.search(text) and _PLACE.search(text)):
        return ""
    tried = 0
    for found in _SURNAME.finditer(text):
        for length in (3, 2):
            name = text[found.start() : found.start() + length]
            tried += 1
            if tried > NAMES_LOOKED_UP:
                return ""
            if len(name) == length and persons.named(db, name):
                return name
    return ""
