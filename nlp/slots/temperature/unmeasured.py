"""Those in a household whose temperature was not taken."""

import re

from nlp.normalize import Text
from nlp.slots.people import mentions
from nlp.slots.temperature.reading import Reading

_MISSING = re.compile(
    r"(?:还没有?|没有?|未|忘了|忘记|来不及|没法|没办法|不能|不肯|不愿意?|不让|没空|没来得及|还未)(?:给\S{1,3})?(?:量|测)(?!到|出)(?:体温|温度)?|量不了|测不了|(?<!发烧)睡着了"
)


def read(text: Text, readings: list[Reading]) -> list[str]:
    """List those whose temperature was not taken."""
    people = mentions(text)
    measured = {r.who for r in readings}
    found: list[str] = []
    for match in _MISSING.finditer(text.clean):
        if "睡着" in match[0] and not readings:
            continue
        start = max((r.end for r in readings if r.end <= match.start()), default=0)
        before = [p for p in people if start <= p.start and p.end <= match.start()]
        who = before[-1].who if before else "本人"
        if who not in measured and who not in found:
            found.append(who)
    return found
