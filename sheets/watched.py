"""What the cells of one row say of an observation: which, and from when to when."""

from datetime import date

from core.register import RowReason, WatchSaid
from sheets.cells import digits, given, plain
from sheets.headings import WATCH_DATES, Field
from sheets.record import Cells, Park
from sheets.values.days import read_near

# What offices write of somebody whom nobody watches over, or not any more.
_NOBODY = {
    "否", "正常", "不需要", "无需", "无需管控", "无需监测", "未管控", "不管控", "不监测", "未监测",
    "解除", "已解除", "已解除隔离", "已解除监测", "已解除管控", "结束", "已结束",
}  # fmt: skip


def read_watch(cells: Cells, today: date | None = None) -> WatchSaid | None:
    """Return what a row says of an observation, None where it says there is none.

    Raises Park for a day that is none, and for days without a word of which observation.
    """
    programme = plain(cells.first(Field.WATCH_PROGRAMME))
    if programme in _NOBODY:
        return None
    if not programme:
        if any(given(cells.first(kind)) for kind in WATCH_DATES):
            raise Park(RowReason.NO_PROGRAMME, Field.WATCH_PROGRAMME)
        return None
    starts = _day(cells, Field.WATCH_STARTS, today)
    ends = _day(cells, Field.WATCH_ENDS, today)
    return WatchSaid(programme, starts, ends, _length(cells))


def _day(cells: Cells, kind: Field, today: date | None) -> date | None:
    value = cells.first(kind)
    if not given(value):
        return None
    found = read_near(value, today)
    if found is None:
        raise Park(RowReason.WATCH_DAY, kind)
    return found


def _length(cells: Cells) -> int | None:
    value = cells.first(Field.WATCH_DAYS)
    if not given(value):
        return None
    found = (digits(value) or "").removesuffix("天").removesuffix("日").strip()
    if not (found.isascii() and found.isdigit() and len(found) <= 3):
        raise Park(RowReason.WATCH_LENGTH, Field.WATCH_DAYS)
    return int(found)
