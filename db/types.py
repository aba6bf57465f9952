"""Column types: aware moments, sealed texts, and words from a fixed list."""

import enum
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import DateTime, Enum, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from db import unreadable
from db.keys import KeyFileError, Keyring


class UtcDateTime(TypeDecorator[datetime]):
    """Stores aware datetimes as UTC; SQLite would otherwise drop the zone without a word."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None

    def bind_processor(self, dialect: Dialect) -> Any:
        """Spell a moment for SQLite as SQLAlchemy does, in a fifth of its time."""
        return _spelled if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read a moment of SQLite's as it was spelled, without three functions in between."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(64)
def _spelled(value: datetime | None) -> str | None:
    """Spell a moment; a message has one now, and says it half a dozen times."""
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _read(spelled: str | None) -> datetime | None:
    return datetime.fromisoformat(spelled).replace(tzinfo=UTC) if spelled else None


def keyring_of(dialect: Dialect) -> Keyring:
    """Return the keyring that `db.connect` laid beside the engine's dialect."""
    ring: Keyring = dialect.linbao_keyring  # type: ignore[attr-defined]
    return ring


class Sealed(TypeDecorator[str]):
    """A text that lies encrypted in the table; `place` is “table.column”.

    What cannot be opened is read as `db.unreadable` says; it never raises.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).seal(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        try:
            return keyring_of(dialect).open(value, self.place)
        except KeyFileError:
            return unreadable.text(self.place)


class SealedJson(TypeDecorator[Any]):
    """Answers, lists, mappings that lie encrypted in the table; unreadable ones as `db.unreadable` says."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return keyring_of(dialect).seal(json.dumps(value, ensure_ascii=False), self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return json.loads(keyring_of(dialect).open(value, self.place))
        except (KeyFileError, ValueError):
            return unreadable.mapping(self.place)


class BlindIndex(TypeDecorator[str]):
    """Holds the HMAC of a value, so that it can be looked up without being readable."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).index(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value


class SealedWord(Sealed):
    """A short text that lay readable once, in a column of the same type."""

    impl = String  # type: ignore[assignment]
    cache_ok = True


class CodedText(TypeDecorator[str]):
    """A word that lies coded in the table: SQL tells equal from unequal, and nothing else."""

    impl = String
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).code(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).decode(value, self.place)


Word = TypeVar("Word", bound=enum.StrEnum)


class CodedEnum(TypeDecorator[Word]):
    """A word from a fixed list that lies coded in the table, as short as a blind index."""

    impl = String
    cache_ok = True

    def __init__(self, place: str, kind: type[Word]) -> None:
        super().__init__(32)
        self.place = place
        self.kind = kind

    def process_bind_param(self, value: Word | str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return _codes(keyring_of(dialect), self.place, self.kind)[self.kind(value)]

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        if value is None:
            return None
        word: Word = _decodes(keyring_of(dialect), self.place, self.kind)[value]
        return word


@lru_cache(64)
def _codes(ring: Keyring, place: str, kind: type[Word]) -> dict[Word, str]:
    return {word: ring.index(word.value, place) for word in kind}


@lru_cache(64)
def _decodes(ring: Keyring, place: str, kind: type[Word]) -> dict[str, Word]:
    return {code: word for word, code in _codes(ring, place, kind).items()}


def words(kind: type[enum.StrEnum]) -> Enum:
    """A column of one of these words, stored as the word itself."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
