"""The rows of a table that hold data, apart from hints, examples, sums and signatures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sheets.books import Row, Sheet
from sheets.cells import given, text
from sheets.headings import Field
from sheets.layout import Heading

_FOOTER = re.compile(
    r"^(?:合计|总计|小计|共计|共\d+[人户]|填表|填报|制表|审核|审批|统计人|注[:：]|备注[:：]|说明[:：]|填写说明|社区\(?盖章|单位\(?盖章|负责人[:：]|联系人[:：])"
)
_HINT = re.compile(
    r"^[(（]?(?:如|例|比如|示例|必填|选填|填|请|说明|格式|下拉|文本|数字|不填|11位|18位|男/女)"
)
_EXAMPLE = re.compile(r"^[(（【]?(?:示例|样例|范例|举例|填写示例|例子|例\s*[:：]?$)")
_SKIPPED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data: an example, a sum, a signature.  `row` is the user's number."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row with something of its own in the columns `own`; `at` counts from 0."""

    at: int
    row: Row
    own: tuple[int, ...]


class Body:
    """What stands below the headings; may be gone through more than once."""

    def __init__(self, sheet: Sheet, heading: Heading) -> None:
        self.sheet = sheet
        self.heading = heading
        self.skipped: list[Skipped] = []
        known = [column for column in heading.columns if column.meaning]
        self._serial = {c.at for c in known if c.meaning and c.meaning.field is Field.SERIAL}
        self._words = {column.at: column.heading for column in heading.columns}

    def lines(self) -> Iterator[Line]:
        """Yield the rows that may hold somebody, titles of groups among them."""
        self.skipped.clear()
        for at, row in enumerate(self.sheet.rows()):
            if at <= self.heading.last_row:
                continue
            own = tuple(i for i, value in enumerate(row) if value != "" and given(value))
            if self._is_blank(row, own):
                continue
            if self._is_noise(row, own, at):
                if len(self.skipped) < _SKIPPED_AT_MOST:
                    self.skipped.append(Skipped(at + 1, text(row[own[0]])[:40]))
                continue
            yield Line(at, row, own)

    def _is_blank(self, row: Row, own: tuple[int, ...]) -> bool:
        """Nothing at all, or a printed number that waits for its row to be filled in."""
        return self._serial.issuperset(own) and all(text(row[i]).isdecimal() for i in own)

    def _is_noise(self, row: Row, own: tuple[int, ...], at: int) -> bool:
        first = text(row[own[0]])
        if _EXAMPLE.match(first) or (len(own) <= 6 and _FOOTER.match(re.sub(r"\s", "", first))):
            return True
        if sum(self._words.get(i) == row[i] for i in own) * 2 > len(own):
            return True  # the headings once more, on top of another page
        if at > self.heading.last_row + 3:
            return False
        words = [text(row[i]) for i in own]
        return any(map(_EXAMPLE.match, words)) or self._are_hints(words)

    def _are_hints(self, words: list[str]) -> bool:
        return sum(bool(_HINT.match(word)) for word in words) * 2 >= len(words)
