"""Reading what somebody copied from a chat: who wrote it and when is left out, the words stay."""

import re
from collections.abc import Iterable

_DAY = (
    r"(?:昨天|前天|今天|刚刚|星期.|周.|(?:\d{4}[年/.-])?\d{1,2}[月/.-]\d{1,2}日?)?\s*"
    r"(?:凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)
# A line of its own above what was written: “王芳 10:32”, “10:32”, “3-2-601王芳:”.
_HEADING = re.compile(rf"[^\n?？]{{0,30}}?\s*[\[(（]?{_DAY}[\])）]?\s*[:：]?|[^\s?？]{{1,20}}[:：]")
_TIME = re.compile(rf"[\[(（]?{_DAY}[\])）]?")
_STAMP = re.compile(rf"^\s*[\[(（]?{_DAY}[\])）]?\s*")
_GROUP = re.compile(
    r"^[【\[《「]?[^\s:：,，?？]{0,12}群[】\]》」]?(?:里|[:：\s,，]+|(?<=[】\]》」]))"
)
# What stands before a colon and is not asked itself is a name, door and all.
_WRITER = re.compile(r"^[^:：?？。!！\n]{1,20}[:：](?!\d\d(?!\d))\s*(?=.)")
_CALLED = re.compile(r"(?<![A-Za-z0-9_.+-])@[^\s\u2005@]{1,20}(?:[\s\u2005]+|$)")
_GREETS = re.compile(
    r"[^\s,，。]{0,8}(?:在[吗么不]|在不在|您好|你好|打扰一?下|急+|谢谢.{0,4}|麻烦了?)[呀啊哦]?\W*"
)
_AROUND = "“”\"'「」 \t\u2005,，:：;；"
LONGEST = 40  # lines


def words(text: str) -> list[str]:
    """Return what was written, line by line, without names, times, groups and greetings."""
    return list(dict.fromkeys(_lines(text)))


def _lines(text: str) -> Iterable[str]:
    lines = [line.strip() for line in text.splitlines()[:LONGEST]]
    for said, after in zip(lines, [*lines[1:], ""], strict=True):
        if _HEADING.fullmatch(said) or _TIME.fullmatch(after):  # a name, the time below it
            continue
        for _ in range(3):
            said = _bare(said)
        if said and not _GREETS.fullmatch(said):
            yield said


def _bare(said: str) -> str:
    for beginning in (_STAMP, _GROUP, _WRITER):
        said = beginning.sub("", said, count=1)
    return _CALLED.sub(" ", said).strip(_AROUND)
