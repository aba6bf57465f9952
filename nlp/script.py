"""Which script a message is written in: whoever writes Traditional Chinese reads it too."""

import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH_WORDS = 2  # so many words, and no Chinese, are a sentence in English


@cache
def _converter(kind: str) -> Callable[[str], str]:
    return OpenCC(kind).convert


def is_traditional(text: str) -> bool:
    """Tell whether a text has characters only Traditional has, and more of them than only Simplified.

    >>> is_traditional("請問發燒去哪裡看"), is_traditional("请问发烧去哪里看"), is_traditional("36.5")
    (True, False, False)
    """
    simplified, traditional = _converter("t2s")(text), _converter("s2t")(text)
    only_traditional = sum(map(str.__ne__, text, simplified))
    return only_traditional > sum(map(str.__ne__, text, traditional))


def traditional(text: str) -> str:
    """Return a text in Traditional characters; its words stay what they are."""
    return _converter("s2tw")(text)


def simplified(text: str) -> str:
    """Return a text in Simplified characters, as everything we know is written."""
    return _converter("t2s")(text)


def is_english(text: str) -> bool:
    """Tell whether a text is a sentence in English: some words, and nothing Chinese.

    >>> is_english("Where can I see a doctor?"), is_english("OK"), is_english("WiFi 密码 password")
    (True, False, False)
    """
    return len(_LATIN.findall(text)) >= ENGLISH_WORDS and not _HAN.search(text)
