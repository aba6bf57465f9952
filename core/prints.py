"""What is printed: what hangs at a building's door, and what a household keeps by the telephone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class DoorPoster:
    """All that a poster says.

    `code` is what the QR holds, or `code_png` its picture; with neither, people
    are told to look for the `account` by its name.
    """

    community: str
    place: str  # 3号楼, or empty
    sentences: tuple[str, str, str]
    code: str = ""
    code_png: bytes = b""
    words: str = ""  # what to say after following the account, where the code cannot know the place
    phone: str = ""  # of the community, answered by day
    account: str = ""


HEAD_PICTURE = "head.png"  # what it is called, below the address of the notice's own page


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """The picture above a notice that is an article: what stands on the notice itself, and nothing else."""

    heading: str  # 红色预警 3号楼通知
    text: str  # its beginning
    foot: str  # whose, its code, its day
    colour: str = ""  # of the warning: red, orange, yellow, blue
    stands: str = ""  # that it holds no more


@dataclass(frozen=True, slots=True)
class DoorSlip:
    """A notice for one door, where no message reaches."""

    heading: str
    text: str
    code: str
    door: str  # for whoever brings it


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody to turn to: 网格员, 王芳, 13900000000, 全天."""

    role: str
    name: str
    phone: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class HelpCard:
    """All that a card says.  It names no household: it may lie open."""

    community: str
    helpers: Sequence[Helper]  # seven at most: grid worker, doctor, property, night duty …
    code: str = ""  # what the QR holds
    note: str = ""  # until when, or what to say


@dataclass(frozen=True, slots=True)
class Paper:
    """A page with a title and lines; `signs` are the places to sign at its foot."""

    community: str
    title: str
    lines: Sequence[str]
    signs: Sequence[str] = ()

    @property
    def text(self) -> str:
        """Return it as it is read in a chat."""
        return "\n".join([f"【{self.title}】", *self.lines, self.community])


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A list on paper: as many cells a row as headings; `widths` are shares of the page."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


@dataclass(frozen=True, slots=True)
class CountBoard:
    """Sums by place, a row each, their total below: a day's reports, unless it says otherwise.  No names."""

    title: str
    rows: Sequence[tuple[str | int, ...]]
    headings: Sequence[str] = ("网格", "应报", "已报", "异常", "未报")
    alarms: Sequence[int] = (3, 4)  # the columns that stand out where they are not zero

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "CountBoard":
        """Return what was written down of one, as JSON holds it."""
        rows = [tuple(row) for row in given["rows"]]
        return replace(cls("", ()), **{**given, "rows": rows})

    def sums(self) -> tuple[int, ...]:
        """Return what the numbers of all rows add up to."""
        return tuple(sum(int(row[at]) for row in self.rows) for at in range(1, len(self.headings)))


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One part of a day: its short name, a temperature in °C, symptoms; or nothing was reported."""

    label: str
    celsius: float | None
    marks: Sequence[str] = ()
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class PersonCurve:
    """Somebody's days, oldest first, and the line from which it is a fever (°C)."""

    title: str
    fever_ge: float
    points: Sequence[CurvePoint]
