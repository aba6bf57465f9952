"""Values under one name for the model: every place is 某地, what is asked for 某物 or 某药.

The slot readers find them, so that whatever they know the model hears as the same sentence.
"""

import re

from nlp.slots import goods, items, places

PLACE, THING = "某地", "某物"
BEFORE, AFTER = "点", "一些"  # an amount before what it counts, and behind it

_BUYING = re.compile(
    r"买|捎|代购|订购|下单|没有?了|吃完|用完|喝完|吃光|用光|断货|急需|急用|缺|不够|送到|送来|想要|带[一点些两个]"
)


def mask(clean: str) -> str:
    """Write 某地, 某物 and 某药 for places and goods: 帮我买两斤土豆 is 帮我买点某物."""
    named, amounts = items.spans(clean)
    found = [(start, end, PLACE) for start, end in places.spans(clean)]
    found += [each for each in named if each[2]]
    if _BUYING.search(clean):
        unknown = (each for each in named if clean[each[0] : each[1]] not in goods.words())
        found += [(start, end, THING) for start, end, _ in unknown]
    begins = {start for start, _, _ in named}
    found += [(start, end, BEFORE if end in begins else AFTER) for start, end in amounts]
    if _BUYING.search(clean):
        found += _known(clean)
    return _written(clean, found)


def _known(clean: str) -> list[tuple[int, int, str]]:
    """Find the goods of the table; a single character is too often part of another word."""
    marks = goods.words()
    hits = goods.pattern().finditer(clean)
    return [(*hit.span(), marks[hit[0]]) for hit in hits if len(hit[0]) > 1 and marks[hit[0]]]


def _written(clean: str, found: list[tuple[int, int, str]]) -> str:
    """Put the names in; of those that overlap the first and longest stays."""
    parts, at = [], 0
    for start, end, name in sorted(found, key=lambda each: (each[0], -each[1])):
        if start < at:
            continue
        parts += [clean[at:start], name]
        at = end
    return "".join([*parts, clean[at:]])
