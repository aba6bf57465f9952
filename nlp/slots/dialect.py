"""Days and parts of days as dialects say them, in the words every reader knows: 噚晚 is 昨晚."""

import re

from nlp.normalize import Text
from nlp.slots.rewriting import rewritten

_SAID = {
    "昨晚": "昨黑间 昨黑了 昨黑里 昨黑 夜黑间 夜黑里 昨夜黑里 昨夜黑 噚晚 寻晚 琴晚 擒晚 昨暝 昨晡夜 夜黑 昨黑家 夜来黑 夜来后晌 夜儿黑 夜个黑 夜儿晚上 夜来晚上",
    "昨天": "噚日 寻日 琴日 擒日 昨昏 昨晡日 夜儿个 夜个儿 昨日仔 昨天仔 昨儿格",
    "今天": "今个儿 今日仔 今仔日 今天仔 今晡日 今儿格 今朝子",
    "现在": "而家 依家 宜家 家阵 这哈儿 这哈 眼目下 格歇 现辰光",
    "今早": "今朝早 今朝晨 今朝 今早晨",
    "今晚": "今暝 今黑家 今黑间 今黑了 今黑里 今黑 今晚黑 今晡夜",
    "早上": "朝早 朝头早 早朝",
    "上午": "前晌 上半昼 上昼",
    "中午": "晏昼 晌午头 晌午",
    "下午": "下昼 下半昼 后半晌 后晌",
    "晚上": "夜晚黑 夜晚头 黑家",
    "明天": "听日 明朝",
    "明早": "听朝 明朝早",
}
_STANDARD = {word: standard for standard, words in _SAID.items() for word in words.split()}
_YESTERDAY = r"夜来(?=\d|三|[高发]?烧|[量测]|[上下]午|都|还|是|的)"
_DAY = r"[今昨]个(?!月|礼拜|星期|年|周|儿)"
_WORD = re.compile(
    "|".join([*sorted(map(re.escape, _STANDARD), key=len, reverse=True), _DAY, _YESTERDAY])
)
# Who is spoken of: 佢, and 伊 or 渠 where they are no part of a name (伊犁, 水渠).
_THEY = re.compile(
    r"佢(?P<many>哋|地(?!方|址|铁))?"
    r"|(?<![一-龥])(?:伊|渠)(?P<more>拉|们|侬)?(?=[\d三今昨现刚体烧发热量测也还又都就是有的话讲姆爸妈爷娘屋家老囡])(?!的)"
)
_DYNASTY = re.compile("朝代|皇|时期|那些事|历史")


# 额爹38.4,额36.6: who says 额爹 means herself by 额, and no forehead.
_I_SAY = re.compile(r"(?<![一-龥])额(?=[爹妈娘爸大哥姐弟妹婆爷奶屋家媳男女儿])")
_I = re.compile(r"(?<![一-龥])额(?![头温角外上])")


def spelled(text: Text) -> Text:
    """Write the days of dialects, and 额 for 我, as everybody writes them."""
    if _I_SAY.search(text.clean):
        text = rewritten(text, ((match, "我") for match in _I.finditer(text.clean)))
    if _DYNASTY.search(text.clean):
        return text
    days = rewritten(text, ((match, _day(match[0])) for match in _WORD.finditer(text.clean)))
    return rewritten(days, ((match, _he(match)) for match in _THEY.finditer(days.clean)))


def _day(said: str) -> str:
    return _STANDARD.get(said) or ("今天" if said[0] == "今" else "昨天")


def _he(match: re.Match[str]) -> str:
    return "他们" if match["many"] or match["more"] else "他"
