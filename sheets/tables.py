"""The room's door for registers: what core/ports.py calls Registers."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from core.prints import PaperTable
from core.register import Problem, RegisterRow, RegisterTable
from sheets.annotate import annotate
from sheets.register import Register, open_register
from sheets.wording import sentence
from sheets.writing import write_register, write_table, write_template


class Tables:
    """Registers as XLSX, XLS and CSV."""

    def open(
        self, path: Path, *, today: date | None = None, sheet: str = "", community: str = ""
    ) -> Register:
        return open_register(path, today=today, sheet=sheet, community=community)

    def sentence(self, reason: str) -> str:
        return sentence(reason)

    def annotate(self, table: RegisterTable, target: Path, problems: Iterable[Problem]) -> None:
        if not isinstance(table, Register):
            raise TypeError("a table that this room has not opened")
        annotate(table.path, target, table, problems)

    def write_template(self, target: Path, programmes: Sequence[str] = ()) -> None:
        write_template(target, programmes)

    def write_list(self, table: PaperTable, target: Path) -> None:
        widths = [max(6, int(width)) for width in table.widths]
        write_table(table.headings, table.rows, target, widths=widths, sheet="名单")

    def write(self, rows: Iterable[RegisterRow], target: Path) -> None:
        write_register(rows, target)
