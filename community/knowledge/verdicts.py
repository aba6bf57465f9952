"""How an answer of staff is said: to a question, or what they found out about a rumour."""

import enum
import re
from datetime import date


class Truth(enum.StrEnum):
    """What staff found out about a rumour, in the words residents read."""

    TRUE = "属实"
    FALSE = "不实"


_LEAD = r"(?:经?核实[后过]?[，,：:]?|这个?消?息?|这|是)*"
_VERDICTS = (
    (
        Truth.FALSE,
        re.compile(_LEAD + r"(?:假的|不实|谣言|不属实|不是真的|没有?这回事|没有?的事)"),
    ),
    (Truth.TRUE, re.compile(_LEAD + r"(?:真的|属实|确有此事|有这回事)")),
)
_ENDS = ("。", "！", "!", "？", "?")


def read_verdict(text: str) -> tuple[Truth | None, str]:
    """Read “假的，没有接到通知” as a verdict and what staff say besides."""
    said = text.strip()
    for verdict, pattern in _VERDICTS:
        if found := pattern.match(said):
            return verdict, said[found.end() :].lstrip(" ，,。.；;：:！!、的")
    return None, said


def phrase(
    text: str, who: str = "社区", when: date | None = None, *, is_rumor: bool = False
) -> str:
    """Say who answers what, and when they did if it was not just now."""
    by = f"{who}{when.month}月{when.day}日" if when else who
    verdict, rest = read_verdict(text) if is_rumor else (None, text)
    if verdict is None:
        return f"{by}答复：{text}"
    said = f"{by}核实：{verdict}。{rest}"
    if not said.endswith(_ENDS):
        said += "。"
    return said if verdict is Truth.TRUE else f"{said}请别再转发。"
