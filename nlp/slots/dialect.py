"""Days and parts of days as dialects say them, in the words every reader knows: 噚晚 is 昨晚."""

import re

from nlp.normalize import Text
from nlp.slots.rewriting import rewritten

_SAID = {
    "昨晚": "昨夜黑里 昨夜黑 噚晚 寻晚 琴晚 擒晚 昨暝 昨晡夜 夜黑 昨黑家 夜来黑 夜来后晌 夜儿黑 夜个黑 夜儿晚上 夜来晚上",
    "昨天": "噚日 寻日 琴日 擒日 昨昏 昨晡日 夜儿个",
    "今早": "今朝早 今朝晨 今朝 今早晨",
    "今晚": "今暝 今黑家",
    "早上": "朝早 朝头早 早朝",
    "中午": "晏昼 晌午头 晌午",
    "下午": "下昼 下半昼 后半晌 后晌",
    "晚上": "夜晚黑 夜晚头 黑家",
    "明天": "听日 明朝",
    "明早": "听朝 明朝早",
}
_STANDARD = {word: standard for standard, words in _SAID.items() for word in words.split()}
_YESTERDAY = r"夜来(?=\d|三|[高发]?烧|[量测]|[上下]午|都|还|是|的)"
_WORD = re.compile(
    "|".join([*sorted(map(re.escape, _STANDARD), key=len, reverse=True), _YESTERDAY])
)
_DYNASTY = re.compile("朝代|皇|时期|那些事|历史")


def spelled(text: Text) -> Text:
    """Write the days of dialects as everybody writes them."""
    if _DYNASTY.search(text.clean):
        return text
    found = _WORD.finditer(text.clean)
    return rewritten(text, ((match, _STANDARD.get(match[0], "昨天")) for match in found))
