"""What is said of a text that differs from our notice: what exactly, and not to go by it."""

from collections.abc import Sequence

from community.notices import Notice, board
from community.notices.board import Seen
from community.notices.comparing import Difference, conflicts
from core.phrases import shorten
from dialog import Context

SHOWN = 3  # differences named; one is enough not to go by a text
LONGEST = 40  # characters of a piece that are repeated
GO_BY = "以通知为准，别按这条办，先别转发。"
GO_BY_COSTLY = "以通知为准，别按这条转账、点链接或打电话，先别转发。"


def warning(seen: Seen, *, may_read: bool) -> str:
    """Say what in a text is not as we published it."""
    named = "；".join(_named(each, may_read=may_read) for each in seen.differences[:SHOWN])
    more = len(seen.differences) - SHOWN
    said = f"注意，和我们发的通知 {seen.notice.code} 不一样：{named}"
    return f"{said}{f'；还有{more}处' if more > 0 else ''}。{_go_by(seen.differences)}"


def _named(difference: Difference, *, may_read: bool) -> str:
    """Put both side by side; what was told to others only is not repeated."""
    ours, theirs = shorten(difference.ours, LONGEST), shorten(difference.theirs, LONGEST)
    if not ours:
        return f"“{theirs}”不是通知里的"
    if not may_read:
        return f"“{theirs}”和通知写的不同" if theirs else "少了一句"
    if not theirs:
        return f"通知里的“{ours}”，您这条没有"
    return f"通知里写的是“{ours}”，您这条是“{theirs}”"


def _go_by(differences: Sequence[Difference]) -> str:
    return GO_BY_COSTLY if any(each.is_costly for each in differences) else GO_BY


def asked_otherwise(ctx: Context, notice: Notice, text: str) -> str:
    """Say first in what a question takes a notice to say something else; "" where it does not."""
    days = board.days_of(notice, ctx.now, ctx.house.zone)
    found = conflicts(notice.text, text, ctx.house.fragments, days)
    named = "；".join(f"通知里写的是“{each.ours}”，不是“{each.theirs}”" for each in found[:SHOWN])
    return f"{named}。\n" if named else ""
