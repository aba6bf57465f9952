"""What content consists of: the shapes that content/ reads from YAML and other rooms use."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from core.chains import ChainSpec, DeciderSpec
from core.forms import FormSpec
from core.menu import MenuSpec
from core.piece import Piece
from core.place import FactSpec
from core.points import Point
from core.programmes import (
    PERMITTED,
    TEAM,
    FeverLine,
    Permissions,
    ReleaseSpec,
    TeamPlace,
    TestSpec,
    WatchKind,
)
from core.things import Things, ThingSpec
from core.triage import Triage, TriageSpec


def _clock_time(value: Any) -> Any:
    # YAML reads an unquoted 17:30 as the number 1050 (base 60).
    return time(value // 60, value % 60) if isinstance(value, int) else value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class Part(Piece):
    """A part of the day in which one report is due."""

    name: str
    label: str  # 早上, 傍晚: as said to people
    begins: ClockTime  # reports from here on count for this part …
    ends: ClockTime | None  # … and before here; null: until midnight
    asks: ClockTime  # when we ask those who have not reported
    closes_after_hours: float = 4
    # Who has not answered is asked once more after so long; null: not again.
    asks_again_after_minutes: int | None = Field(default=120, ge=10, le=720)

    def covers(self, moment: time) -> bool:
        return self.begins <= moment and (self.ends is None or moment < self.ends)


class Programme(Piece):
    """How people are followed up: how long, when, and what counts as a warning."""

    id: str
    title: str
    kind: WatchKind = WatchKind.SELF_WATCH
    permissions: Permissions | None = None  # where the kind's own are not meant
    days: int = Field(ge=1, le=60)
    voluntary: bool = True
    exercise: bool = False  # a drill: every message says so
    parts: list[Part]
    fever_ge: FeverLine = 37.3
    danger_ge: float = 40.0
    release: ReleaseSpec = ReleaseSpec()
    tests: TestSpec | None = None
    wishes_days: list[int] = [3, 7, 10]  # days on which food, pills and power are asked after
    opened_by: list[str] = []  # forms whose approval begins it: returnee
    team: list[TeamPlace] = TEAM
    agreement: str = ""  # 协议书, line by line; without it nothing is to be signed
    symptoms: list[str]  # a warning like a fever; others are stored, and nobody is alerted
    danger: list[str] = ["呼吸困难", "胸痛"]  # 120 first, and the duty officer
    welcome: str
    ask: str
    normal: str
    warning: str
    meanwhile: str  # what one may do and what not while it lasts
    purpose: str

    def part_at(self, moment: time) -> Part:
        """Return the part of the day a report made at this time counts for."""
        return next(part for part in self.parts if part.covers(moment))

    @model_validator(mode="after")
    def _day_without_holes(self) -> "Programme":
        edges = [part.begins for part in self.parts]
        ends = [part.ends for part in self.parts]
        if edges[:1] != [time(0)] or edges[1:] != ends[:-1] or ends[-1] is not None:
            raise ValueError("parts 要从 00:00 起把一天排满，中间不能有空")
        return self

    @property
    def permits(self) -> Permissions:
        """Return what may be done meanwhile: as said here, else as the kind has it."""
        return self.permissions or PERMITTED.get(self.kind, Permissions())

    @model_validator(mode="after")
    def _kind_and_permissions_agree(self) -> "Programme":
        if self.kind.is_isolation and self.permits.go_out:
            raise ValueError("隔离的方案不能写可以出门（permissions.go_out）")
        if self.kind.is_isolation and self.voluntary:
            raise ValueError("隔离的方案不是自愿的，要写 voluntary: false")
        if self.danger_ge < self.fever_ge:
            raise ValueError("危险线不能低于发热线")
        return self


class Source(Piece):
    key: str = ""
    title: str = ""
    publisher: str = ""
    address: str | None = None
    date: str | None = None
    region: str | None = None
    grade: Literal["A", "B", "C"] = "C"


ANSWER_CHARACTERS = 120  # what somebody reads on a small screen without scrolling
LED_CHARACTERS = 45  # of what goes before an answer, to whoever asks just this point of it


MORE_CHARACTERS = 400  # of a longer explanation: one message
ENGLISH_CHARACTERS = 280  # the same screen, where letters are half as wide


def _fits(answer: str) -> str:
    """Return an answer that can be read without scrolling.  Raises ValueError."""
    letters = sum(ch.isascii() for ch in answer)
    most = ENGLISH_CHARACTERS if 2 * letters > len(answer) else ANSWER_CHARACTERS
    if len(answer) > most:
        raise ValueError(f"答案有{len(answer)}个字，最多{most}个")
    return answer


Led = Annotated[str, Field(min_length=4, max_length=LED_CHARACTERS, pattern="。$")]


class Effective(Piece):
    """From a day on, to a day (both included) or until further notice; or from moment to moment."""

    from_: date | datetime | None = Field(default=None, alias="from")
    to: date | datetime | None = None  # a day is included; a moment is the first that is not

    def moments(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """Return when it begins, and the first moment it is over."""
        return _moment(self.from_, zone), _moment(self.to, zone, after=True)


def _moment(at: date | None, zone: ZoneInfo, *, after: bool = False) -> datetime | None:
    if at is None:
        return None
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=zone)
    return datetime.combine(at + timedelta(days=int(after)), time(0), zone)


class Entry(Piece):
    """A question people ask and the answer we give, with where it is from."""

    id: str
    topic: str
    intents: list[str] = []
    questions: list[str] = Field(min_length=1)
    answer: Annotated[str, AfterValidator(_fits)] = Field(min_length=1)
    more: str = Field(default="", max_length=MORE_CHARACTERS)  # for whoever wants to read on
    region: str = ""
    effective: Effective = Effective()
    status: Literal["current", "reference", "historical"]
    action: str | None = None
    rule: str | None = None
    verify: bool = False  # not yet checked against the official text
    facts: list[str] = []  # of the place, said below the answer: office_phone
    names: list[str] = []  # it is about these only: whoever names none of them means another
    asked: dict[Point, Led] = {}  # what is said first to whoever asks just this point of it
    sources: list[Source] = Field(min_length=1)


STAFF = "staff"  # how the keys of what staff answered begin


class StaffAnswer(Entry):
    """What staff answered to a question, as long as they made it.

    `mark` stands for its words where they must not be read: at random, and
    the same in every version that says the same.
    """

    number: int  # what staff call it by: 问答3
    answer: str = Field(min_length=1)
    mark: str
    is_lasting: bool = False  # for whoever asks something like it, not only the same

    @property
    def is_for_all(self) -> bool:
        """Tell whether it is found by other words: it lasts, and is as short as answers are."""
        return self.is_lasting and len(self.answer) <= ANSWER_CHARACTERS


class Level(IntEnum):
    """Who issued a rule; the nearer to the resident, the higher the number."""

    NATION = 1
    PROVINCE = 2
    CITY = 3
    COUNTY = 4
    TOWN = 5
    COMMUNITY = 6


class Burden(IntEnum):
    """How much a rule asks of people; more than advice restricts them."""

    NOTHING = 0
    ADVICE = 1
    REPORT = 2
    TEST = 3
    STAY_HOME = 4
    ISOLATE = 5


def _named(kind: type[IntEnum]) -> BeforeValidator:
    def read(value: Any) -> Any:
        return (
            kind[value.upper()]
            if isinstance(value, str) and value.upper() in kind.__members__
            else value
        )

    return BeforeValidator(read)


class Who(Piece):
    """Whom a rule is for; everything that is given must hold, nothing given is everybody."""

    origin: list[str] = []  # GB/T 2260 codes or their beginnings, or: abroad
    person: list[Literal["elderly", "pregnant", "chronic", "child"]] = []


class Rule(Piece):
    """Who must do what, where, from when to when, by whose word."""

    id: str
    topic: str  # rules of one topic, area and `who` follow each other without a hole
    title: str
    intents: list[str] = []  # questions it answers
    area: str = ""  # GB/T 2260 code or its beginning; empty: the whole country
    level: Annotated[Level, _named(Level)] = Level.NATION
    issuer: str = Field(min_length=2)
    effective: Effective
    burden: Annotated[Burden, _named(Burden)] = Burden.NOTHING
    verify: bool = False  # not yet checked against the official text
    who: Who = Who()
    answer: str = Field(min_length=4, max_length=ANSWER_CHARACTERS)
    action: str | None = None
    sources: list[Source] = Field(min_length=1)

    @property
    def restricts(self) -> bool:
        return self.burden > Burden.ADVICE


class PackInfo(Piece):
    """What a pack is, and whether it is on."""

    name: str
    title: str
    on: bool = True
    area: str = Field(default="", pattern=r"^\d{0,12}$")  # GB/T 2260; empty: the whole country
    authority: str = ""
    exercise: bool = False
    effective: Effective = Effective()
    heard_from: Literal["everybody", "staff"] = "everybody"  # whose words its intents are


class Pack(Piece):
    """One folder of content, read and checked."""

    info: PackInfo
    utterances: dict[str, list[Any]] = {}
    titles: dict[str, str] = {}  # what an intent is called when we ask back
    entries: list[Entry] = []
    rules: list[Rule] = []
    programmes: list[Programme] = []
    forms: list[FormSpec] = []
    chains: list[ChainSpec] = []
    deciders: list[DeciderSpec] = []
    facts: list[FactSpec] = []
    things: list[ThingSpec] = []
    triage: TriageSpec | None = None
    menu: MenuSpec | None = None
    broken: list[str] = []  # of entries and rules, what could not all be read: the old ones stay


def content_hash(piece: Entry | Rule) -> str:
    """Return what tells a piece from every other, and from itself with one word changed."""
    return sha256(piece.model_dump_json(by_alias=True, exclude_defaults=True).encode()).hexdigest()


class Library:
    """All packs that are on, with what is in them by name."""

    def __init__(self, packs: list[Pack], problems: Sequence[str] = ()) -> None:
        self.packs = packs
        self.problems = list(problems)  # why something in them was left out
        self.entries = {e.id: e for pack in packs for e in pack.entries}
        self.rules = {r.id: r for pack in packs for r in pack.rules}
        self.programmes = {p.id: p for pack in packs for p in pack.programmes}
        self.forms = {f.id: f for pack in packs for f in pack.forms}
        self.chains = [c for pack in packs for c in pack.chains]
        self.deciders = [d for pack in packs for d in pack.deciders]
        self.facts = {f.name: f for pack in packs for f in pack.facts}
        self.things = Things(one for pack in packs for one in pack.things)
        self.triage = Triage(*(pack.triage for pack in packs if pack.triage))
        self.menu = next((pack.menu for pack in packs if pack.menu), None)
        self.titles = {k: title for pack in packs for k, title in pack.titles.items()}
        self._homes = {e.id: pack.info for pack in packs for e in pack.entries}

    def pieces(self) -> list[Entry | Rule]:
        """Return everything that has versions."""
        return [*self.entries.values(), *self.rules.values()]

    @cached_property
    def by_hash(self) -> Mapping[str, Entry | Rule]:
        return {content_hash(piece): piece for piece in self.pieces()}

    def pack_of(self, entry: Entry) -> PackInfo:
        return self._homes[entry.id]
