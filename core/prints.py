"""What is printed: what hangs at a building's door, and what a household keeps by the telephone."""

from collections.abc import Sequence
from dataclasses import dataclass


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
