"""What one room needs of another: named here, implemented there, handed over by bot.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from core.fragments import Fragment
from core.messages import Message, Parse
from core.prints import (
    CountBoard,
    DoorPoster,
    DoorSlip,
    HelpCard,
    NoticeHead,
    Paper,
    PaperTable,
    PersonCurve,
)
from core.register import Problem, RegisterRow, RegisterTable

OUTCOME_UNKNOWN = "outcome_unknown"


class ChannelError(Exception):
    """A send that did not go through; `reason` is a short code we store and count.

    `permanent`: this letter will not go this way.  Otherwise nothing is wrong with the letter:
    the platform takes none now, or never heard us, and may be asked again after `wait_seconds`.
    With the reason `outcome_unknown` the letter was written and may have arrived.
    """

    def __init__(self, reason: str, *, permanent: bool, wait_seconds: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.wait_seconds = wait_seconds

    @property
    def may_have_arrived(self) -> bool:
        return self.reason == OUTCOME_UNKNOWN

    @property
    def is_everybodys(self) -> bool:
        """Whether the road as a whole is refused, or silent: nobody's letter would fare better."""
        return not self.permanent


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """The code of a place: what its QR must hold, and where the platform shows it drawn."""

    url: str
    picture: str


@dataclass(frozen=True, slots=True)
class StaffButtons:
    """A menu in the platform's own shape, and who sees it in place of the plain one."""

    title: str
    buttons: dict[str, Any]
    openids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Letter:
    """One text to one address, as a channel sees it.

    `fields` fills a template where the road is one; `idempotency_key` is our own id,
    the same at every try, for platforms that drop repeats by it.
    `buttons` are (what stands on one, the text it says), for roads that show them.
    `picture` is sent instead of the text: the channel a platform has it from and its id there,
    “official:MEDIA_ID”; or “drawn:…”, what is drawn when it is sent.
    """

    address: str
    text: str
    idempotency_key: str
    template: str = ""
    fields: Mapping[str, Any] | None = None
    link: str = ""  # of a page that shows the whole of it
    buttons: Sequence[tuple[str, str]] = ()
    picture: str = ""
    reply_to: str = ""  # an address of the platform's that takes one answer


class Channel(Protocol):
    """What sends by one road: a customer-service message, a template message.

    One that must fetch something before it can write (a token) also has `async ready()`: it is
    called before letters are marked as under way, and raises ChannelError.
    """

    @property
    def name(self) -> str:
        """The road's name, “official.custom”."""
        ...

    async def send(self, letter: Letter) -> str:
        """Hand the letter to the platform; return its id for it, or raise ChannelError."""
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and the moment it dies."""

    value: str
    expires_at: datetime


class TokenStore(Protocol):
    """Where processes share a token; one of them refreshes, the others wait and read."""

    def read(self, name: str) -> Token | None: ...

    def write(self, name: str, token: Token) -> None: ...

    def try_lock(self, name: str, holder: str) -> bool:
        """Take the right to refresh for a minute; False while another holds it."""
        ...

    def may_force(self, name: str, day: str, now: datetime) -> bool:
        """Take one of the few forced refreshes all processes share; `day` is the platform's."""
        ...

    def unlock(self, name: str, holder: str) -> None: ...


class NotTaken(Exception):
    """A message that can be kept nowhere; whoever brought it should bring it again."""


class StillWorking(Exception):
    """A message whose answer is not there yet; whoever brought it comes back for it."""


@dataclass(frozen=True, slots=True)
class StreamPart:
    """How far an answer is: all that can be said by now, and whether anything follows."""

    id: str
    text: str
    is_over: bool


class Streams(Protocol):
    """Answers the platform comes back for."""

    def begin(self, message: Message) -> StreamPart | None:
        """Answer a message; None where nothing is to be said."""
        ...

    def poll(self, stream_id: str) -> StreamPart: ...


class Understand(Protocol):
    """Text to meaning."""

    def __call__(self, text: str, at: datetime) -> Parse: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A known question near a text; score 0 to 1.

    `covers`: how much of what the text says is also said there, 0 to 1.
    """

    key: str
    score: float
    covers: float = 1.0


class Matcher(Protocol):
    """Finds the known questions nearest to a text, best first.

    How near one is hangs on its rivals: those that cannot be meant are left out.
    """

    def nearest(
        self, text: str, limit: int, without: frozenset[str] = frozenset()
    ) -> Sequence[Match]: ...


class Unreadable(ValueError):
    """An answer that could not be read; `sentence` is what to say to the person.

    `choices` are values that may be meant, each with the words beside its number.
    """

    def __init__(self, sentence: str, choices: Sequence[tuple[str, Any]] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.choices = tuple(choices)


class Reader(Protocol):
    """Reads the answer to one form question.  Raises Unreadable."""

    def __call__(self, text: str, at: datetime, /) -> Any: ...


class FragmentReader(Protocol):
    """Takes a text apart for comparing it with another."""

    def __call__(self, text: str, /) -> Sequence[Fragment]: ...


class Registers(Protocol):
    """Reads and writes registers as tables; every method may raise TableUnusable."""

    def open(
        self, path: Path, *, today: date | None = None, sheet: str = "", community: str = ""
    ) -> RegisterTable:
        """Open a table and find what it holds.

        `today` gives days without a year theirs; `sheet` chooses one by name; `community`
        parks rows of any other, and without it a table of several is refused.
        """
        ...

    def sentence(self, reason: str) -> str:
        """Say the word of a Parked or a CellDoubt in Chinese."""
        ...

    def annotate(self, table: RegisterTable, target: Path, problems: Iterable[Problem]) -> None:
        """Write a copy of the user's table (XLSX) with its problems beside their rows."""
        ...

    def write_list(self, table: PaperTable, target: Path) -> None:
        """Write any list (XLSX or CSV by the ending); nothing in it becomes a formula."""
        ...

    def write_template(self, target: Path, programmes: Sequence[str] = ()) -> None:
        """Write an empty register (XLSX) to fill; of observations these are to be chosen from."""
        ...

    def write(self, rows: Iterable[RegisterRow], target: Path) -> None:
        """Write the register, XLSX or CSV by the ending; imported again it is the same."""
        ...


class Prints(Protocol):
    """Draws what is printed on A4."""

    def poster(self, poster: DoorPoster) -> tuple[bytes, bytes]:
        """Return the poster as PDF and as PNG.  Raises ValueError for no picture of a code."""
        ...

    def code(self, content: str) -> bytes:
        """Return a QR code as PNG."""
        ...

    def slips(self, slips: Sequence[DoorSlip]) -> bytes:
        """Return door slips as PDF, eight on a page.  Raises ValueError for none."""
        ...

    def card(self, card: HelpCard) -> bytes:
        """Return the card as PDF."""
        ...

    def contact(self, card: HelpCard) -> bytes:
        """Return the card as PNG, for a telephone."""
        ...

    def paper(self, paper: Paper) -> bytes:
        """Return what a household is given as PDF."""
        ...

    def board(self, board: CountBoard) -> bytes:
        """Return a day's board as PNG."""
        ...

    def head(self, head: NoticeHead) -> bytes:
        """Return what stands above a notice in a group as PNG."""
        ...

    def curve(self, curve: PersonCurve) -> bytes:
        """Return somebody's curve as PNG."""
        ...

    def table(self, table: PaperTable) -> bytes:
        """Return a list as A4 pages (PDF)."""
        ...


class Scripts(Protocol):
    """Knows in which script or language a text is written, and writes Chinese in the other."""

    def is_traditional(self, text: str) -> bool: ...

    def is_english(self, text: str) -> bool: ...

    def simplified(self, text: str) -> str: ...

    def traditional(self, text: str) -> str: ...
