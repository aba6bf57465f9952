"""Who is said to be well without a number: 儿子38.2,其他人都正常."""

import re

from nlp.normalize import Text
from nlp.slots.people import mentions
from nlp.slots.temperature.reading import Reading

_WELL = re.compile(
    r"[\s,]*(?:体温|也|都|全|均|一切|目前|现在|还|挺|很|今天|是|的|就)*"
    r"(?:正常|没事儿?|好好的|没烧|没发烧|不烧|没问题|没有?(?:发烧|症状|不舒服|异常)|无异常|无症状|健康|平安|好着呢?)(?![吗么嘛?不])"
)


def read(text: Text, readings: list[Reading], missing: list[str]) -> list[str]:
    """List those who are said to be well and of whom no temperature is told."""
    measured = {reading.who for reading in readings} | set(missing)
    if not readings:
        return []
    told = [m.who for m in mentions(text) if _WELL.match(text.clean, m.end)]
    return [who for who in dict.fromkeys(told) if who not in measured]
