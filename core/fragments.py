"""What a text is made of when it is compared with another: numbers, days, hours, places, words."""

import enum
from dataclasses import dataclass


class FragmentKind(enum.StrEnum):
    """What a fragment says; all but a word can be written in several spellings."""

    AMOUNT = "amount"  # of money; value in yuan, “50”
    TIME = "time"  # of day; value “9:30” by the 24-hour clock
    HALF = "half"  # a part of the day without an hour: am, noon, pm, night
    DATE = "date"  # “11-22”, “22” of a month not named, “w7” of a week, “+1” from today
    YEAR = "year"
    PLACE = "place"  # a building; value its number
    PHONE = "phone"  # digits alone
    LINK = "link"  # without scheme and “www.”
    NUMBER = "number"
    TO = "to"  # from … to …
    WORD = "word"  # one character, or one word of Latin letters


class Stop(enum.IntEnum):
    """How much of a break stands before a fragment."""

    NONE = 0
    CLAUSE = 1
    SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Fragment:
    """A fragment of a text: what it says in one spelling, and where and how it stands there.

    `disguised` tells that letters stand for figures: 5O for 50.
    """

    kind: FragmentKind
    value: str
    said: str
    start: int
    end: int
    stop: Stop = Stop.NONE
    disguised: bool = False
