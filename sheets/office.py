"""What the rest of the house asks of tables: one object behind `core.register.Office`."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from core.register import Problem, RegisterRow, RegisterTable
from sheets import wording
from sheets.annotate import annotate
from sheets.register import Register, open_register
from sheets.writing import write_register, write_template


class Tables:
    """Registers as files; see `core.register.Office`."""

    def open(self, path: Path, *, today: date, community: str = "") -> Register:
        return open_register(path, today=today, community=community)

    def annotate(
        self, path: Path, target: Path, table: RegisterTable, problems: Iterable[Problem]
    ) -> None:
        assert isinstance(table, Register), "a table is told of in the table it came from"
        annotate(path, target, table, problems)

    def write_template(self, target: Path) -> None:
        write_template(target)

    def write_register(self, rows: Iterable[RegisterRow], target: Path) -> None:
        write_register(rows, target)

    def sentence(self, reason: str) -> str:
        return wording.sentence(reason)
