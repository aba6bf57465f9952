"""Whom a notice is not for, said behind what it says: “…停水，1号楼不用发”."""

import re
from dataclasses import replace

from community.notices.audience import Addressees, Places
from handlers.notices import audience_words

_NOT_TO = re.compile(
    r"[\s,，;；。](?P<whom>[^\s,，;；。]{2,16}?)(?:那边|那里)?就?(?:不用|不要|别|不)(?:再)?(?:发|通知|告诉)(?:了|他们)?[。!！]*$"
)


def take(wanted: Addressees, text: str) -> tuple[Addressees, str]:
    """Take “，1号楼不用发” from the end of what is to be said; whoever wrote it speaks to us."""
    if (said := _NOT_TO.search(text)) is None:
        return wanted, text
    named = audience_words.take(said["whom"])
    if named is None or named.end < len(said["whom"]) or named.wanted.places.is_empty:
        return wanted, text
    places, before = named.wanted.places, wanted.without
    without = Places(before.buildings + places.buildings, before.names + places.names)
    return replace(wanted, without=without), text[: said.start()].rstrip(" ,，;；。")
