"""One row of somebody's own register, as it was read; what a row says of people is plain here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.doors import Door


class RowReason(StrEnum):
    """Why a row is parked; DoorReason holds those of addresses."""

    NO_NAME = "name_missing"
    NAME_UNREADABLE = "name_unreadable"
    SEVERAL_PEOPLE = "several_people"
    SEVERAL_NAMES = "several_names"  # in columns of their own: owner and tenant, member 1 and 2
    VACANT = "vacant"
    GONE = "gone"  # the row says that the person died or moved away
    NO_DOOR = "door_missing"
    ID_ROUNDED = "id_rounded"  # the table program has lost its last digits
    OTHER_COMMUNITY = "other_community"
    NO_POST = "post_unreadable"
    NO_PROGRAMME = "programme_missing"  # days of an observation, and no word of which
    WATCH_DAY = "watch_day_unreadable"  # or no whole day: a month, the 31st of one that has 30
    WATCH_LENGTH = "watch_length_unreadable"


class Doubt(StrEnum):
    """Why one cell of a row that was taken was left out."""

    ID_CHECKSUM = "id_checksum"
    ID_UNREADABLE = "id_unreadable"
    ID_DIFFERS = "id_differs"  # from the birth date or the sex beside it
    PHONE_ROUNDED = "phone_rounded"
    PHONE_UNREADABLE = "phone_unreadable"
    DATE_UNREADABLE = "date_unreadable"
    SEX_UNREADABLE = "sex_unreadable"
    RELATION_UNKNOWN = "relation_unknown"  # kept as it was written
    NEED_UNKNOWN = "need_unknown"  # kept among the notes


class Need(StrEnum):
    """What makes somebody need more of their community."""

    ALONE = "lives_alone"
    PREGNANT = "pregnant"
    DIALYSIS = "dialysis"
    CHRONIC = "chronic"
    NO_PHONE = "no_phone"
    DISABLED = "disabled"
    BEDRIDDEN = "bedridden"
    OLD = "old"
    INFANT = "infant"
    LEFT_BEHIND = "left_behind"
    MENTAL = "mental"
    POOR = "poor"
    ELSEWHERE = "lives_elsewhere"  # 人户分离: of this household, and not at home


# What staff read and write for each.
NEED_WORDS = {
    Need.ALONE: "独居",
    Need.PREGNANT: "孕产妇",
    Need.DIALYSIS: "透析",
    Need.CHRONIC: "慢病",
    Need.NO_PHONE: "没有手机",
    Need.DISABLED: "残疾",
    Need.BEDRIDDEN: "卧床或失能",
    Need.OLD: "高龄",
    Need.INFANT: "婴幼儿",
    Need.LEFT_BEHIND: "留守",
    Need.MENTAL: "精神障碍",
    Need.POOR: "低保",
    Need.ELSEWHERE: "人户分离",
}


class PostKind(StrEnum):
    """What a column or a row makes somebody; the first five are words of db's Role too."""

    GRID_WORKER = "grid_worker"
    SECRETARY = "secretary"
    DOCTOR = "doctor"
    DUTY = "duty"
    TOWNSHIP = "township"
    BUILDING_HEAD = "building_head"  # 楼栋长, 单元长
    IN_CHARGE = "in_charge"  # 包户干部, 责任人


@dataclass(frozen=True, slots=True)
class PostHolder:
    """Somebody with a post for the unit of the row: who, which, and their mobile if given."""

    kind: PostKind
    name: str
    phone: str = ""


class WatchColumn(StrEnum):
    """The columns in which a table tells of an observation."""

    PROGRAMME = "watch_programme"
    STARTS = "watch_starts"
    DAYS = "watch_days"
    ENDS = "watch_ends"


@dataclass(frozen=True, slots=True)
class WatchSaid:
    """What a row says of its person's observation: which, and from when to when as far as written."""

    programme: str
    starts: date | None = None
    ends: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class CellDoubt:
    """A cell that was left out, though its row was taken."""

    column: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row that can be used: a resident with a door, or only who holds posts for a unit.

    `row` is the number the user sees.  Days are ISO text and may end with the month or
    the year, as they were written.  `name` is empty in a row that names posts only.
    """

    row: int
    door: Door
    name: str = ""
    household: str = ""  # 户号
    head: str = ""  # 户主, where the row names one
    relation: str = ""  # 户主, 妻子, 儿子 …
    sex: str = ""  # 男, 女
    born: str = ""
    id_number: str = ""
    phones: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    moved_in: str = ""
    notes: str = ""
    posts: tuple[PostHolder, ...] = ()
    watch: WatchSaid | None = None
    others: Mapping[str, str] = field(default_factory=dict)  # columns we have no place for
    doubts: tuple[CellDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Parked:
    """A row that cannot be used; `reason` is a word of RowReason or DoorReason."""

    row: int
    column: str  # its heading in the user's table; empty where none is to blame
    reason: str
    raw: str = ""  # never for a log


@dataclass(frozen=True, slots=True)
class Problem:
    """What to say beside one row of the user's own table; `column` is a heading or empty."""

    row: int
    column: str
    sentence: str
    parked: bool = True  # or taken, with this cell left out


@dataclass(frozen=True, slots=True)
class Layout:
    """What was recognised in a file: to be said before and after reading it."""

    sheet: str  # empty for CSV
    heading_row: int  # the last one, as the user counts
    columns: Mapping[str, str]  # heading → what it was taken for
    unknown: tuple[str, ...]  # headings kept aside
    hidden_sheets: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()  # that look like registers too, and were not read
    communities: tuple[str, ...] = ()  # named in the table


class RegisterTable(Protocol):
    """A table that was opened and recognised."""

    @property
    def layout(self) -> Layout: ...

    def rows(self) -> Iterator[RegisterRow | Parked]:
        """Yield each row with data once, in the user's order."""
        ...


class TableUnusable(ValueError):
    """A file that is not read at all; `sentence` says in Chinese why and what to do."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence = sentence
