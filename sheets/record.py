"""The cells of one row by what they hold, and the row that is given up."""

from dataclasses import dataclass, field

from core.register import CellDoubt, Doubt
from sheets.cells import Value, given
from sheets.headings import Field
from sheets.layout import Column


class Park(Exception):
    """A row that cannot be used, and the column to blame."""

    def __init__(self, reason: str, blamed: Field | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blamed = blamed


@dataclass
class Cells:
    """The cells of one row by what they hold."""

    by_field: dict[Field, list[tuple[Column, Value]]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    doubts: list[CellDoubt] = field(default_factory=list)

    def all(self, kind: Field) -> list[tuple[Column, Value]]:
        return self.by_field.get(kind, [])

    def first(self, kind: Field) -> Value:
        return next((value for _, value in self.all(kind) if given(value)), "")

    def aside(self, column: Column, value: Value) -> None:
        """Keep what has no place, under its heading; a heading may stand twice."""
        if found := given(value):
            twice = column.heading in self.unknown
            self.unknown[f"{column.heading}#{column.at + 1}" if twice else column.heading] = found

    def doubt(self, column: Column, doubt: Doubt) -> None:
        self.doubts.append(CellDoubt(column.heading, doubt))
