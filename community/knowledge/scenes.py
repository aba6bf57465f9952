"""What a text happens in: an answer that never speaks of water is none to what the water has done."""

import re
from functools import lru_cache

from core.library import Entry

READ = 4096  # entries of which is remembered what they speak of
# Of an answer about something else so much is left of its nearness.
LEFT = 0.65

_WATER = re.compile(
    r"泡(?:过|了|在|坏|烂|水)|进了?水|[水被]淹|淹(?:过|了|死|没|水)|涝|洪水|大水|水灾|发水|水冲|冲走|水退|退水|涨水|蹚水|浸水|漂"
)


def is_elsewhere(text: str, entry: Entry) -> bool:
    """Tell whether a text tells of what a flood has done, and an entry knows of no flood."""
    return bool(_WATER.search(text)) and not _knows_water(entry.answer, tuple(entry.questions))


@lru_cache(READ)
def _knows_water(answer: str, questions: tuple[str, ...]) -> bool:
    return any(_WATER.search(each) for each in (answer, *questions))
