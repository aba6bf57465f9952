"""What a notice asks for and a rule in force says nobody need do: shown before it is sent."""

import re
from collections.abc import Iterator

from core.phrases import shorten
from dialog import Context

SHOWN = 2
_SPARES = re.compile(r"(?:不用|不需要?|无需|不必|不得要求|不再要求)(?P<what>[一-龥]{2})")
_NOT = re.compile(
    r"(?:不用|不需要?|无需|不必|不再|不要求|没有|取消|解除|结束|停止|不)[一-龥]{0,2}$"
)


def notes(ctx: Context, text: str) -> list[str]:
    """Return a line for each rule that a text contradicts, the first few."""
    found = []
    for held in ctx.knowledge.shelf.rules.at(ctx.now):
        rule = held.piece
        asked = next((w for w in _spared(rule.answer) if _asks(text, w)), None)
        if asked is not None:
            found.append(
                f"注意：现行规定 {held.code}“{rule.title}”（{rule.issuer}）说“{shorten(rule.answer, 40)}”，"
                f"和您写的“{asked}”不一样。请先核对；有新的规定，请写明出处。"
            )
    return found[:SHOWN]


def _spared(answer: str) -> Iterator[str]:
    return (each["what"] for each in _SPARES.finditer(answer))


def _asks(text: str, what: str) -> bool:
    """Tell whether a text speaks of it other than to say that it is not needed."""
    return any(
        _NOT.search(text[max(0, each.start() - 6) : each.start()]) is None
        for each in re.finditer(re.escape(what), text)
    )
