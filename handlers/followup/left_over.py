"""What else stands in a message that told of a temperature: said back, so that nothing of it is lost."""

import re

from core.phrases import shorten

LEFT = "还说了{what}：这些还没有记，请一件发一次，我好一件件登记。"
MOST, LENGTH = 4, 30
_APART = re.compile(r"[，,。；;！!\n]+|然后|还有(?:就是)?|另外|再就是|顺便|对了")
_WISHED = re.compile(
    r"帮|买|[坏漏堵]了|修|送(?!医)|缺|要(?:药|菜|米|人|车)|停[水电气]|没[水电气]|吵|投诉|反映|关不[上住]|打不开"
)
_OF_HEALTH = re.compile(r"度|体温|烧|\d\d\.\d|不舒服|报(?:一下)?$|记(?:一下|上)?$")


def say(text: str) -> str:
    """Return what of a text nobody has seen to; "" where that is nothing."""
    parts = [each.strip() for each in _APART.split(text)]
    left = [each for each in parts if _WISHED.search(each) and not _is_it(each)]
    if not left:
        return ""
    return LEFT.format(what="、".join(f"“{shorten(each, LENGTH)}”" for each in left[:MOST]))


def _is_it(part: str) -> bool:
    """Tell whether a piece only asks for the very thing that was done: “帮我报一下”."""
    return bool(_OF_HEALTH.search(part)) or len(part) < 5
