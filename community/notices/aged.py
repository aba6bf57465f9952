"""Ages as one trait of whom a notice is for: “60岁以上”, “6岁以下”, “70到85岁”."""

from community.notices.spans import Spans

OLDEST = 150
_YEARS = Spans("岁", OLDEST)
trait, span = _YEARS.trait, _YEARS.span
