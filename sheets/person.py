"""What the cells of one row say of a person and of posts; what cannot be used is doubted."""

import re
from collections.abc import Mapping
from datetime import date

from core.register import Doubt, Need, PostHolder, RowReason
from sheets.cells import Value, digits, given
from sheets.headings import Field
from sheets.layout import Column
from sheets.record import Cells, Park
from sheets.values.belonging import read_needs, read_yes
from sheets.values.days import read_day
from sheets.values.identity import read_id, read_name, read_sex
from sheets.values.phones import read_phones

_ABOUT_NEEDS = re.compile("特殊|重点|关注|健康|身体|困难|老弱")


def identity(cells: Cells) -> dict[str, str]:
    """Return number, born and sex; what the card tells fills in what the row does not say."""
    born, sex = day(cells, Field.BORN), ""
    for column, value in cells.all(Field.SEX):
        found = read_sex(value)
        if found is None:
            cells.doubt(column, Doubt.SEX_UNREADABLE)
        sex = found or sex
    for column, value in cells.all(Field.ID_NUMBER):
        card = read_id(value)
        if card.rounded:
            raise Park(RowReason.ID_ROUNDED, Field.ID_NUMBER)
        if card.doubt:
            cells.doubt(column, card.doubt)
        elif card.number:
            if (sex and sex != card.sex) or not card.born.startswith(born):
                cells.doubt(column, Doubt.ID_DIFFERS)
                return {"number": "", "born": born, "sex": sex}
            return {"number": card.number, "born": card.born, "sex": card.sex}
    return {"number": "", "born": born, "sex": sex}


def day(cells: Cells, kind: Field, today: date | None = None) -> str:
    """Read a day; what is not one is doubted."""
    for column, value in cells.all(kind):
        found = read_day(value, today)
        if found:
            return found
        if found is None:
            cells.doubt(column, Doubt.DATE_UNREADABLE)
    return ""


def phones(cells: Cells, *, others_head: bool) -> tuple[str, ...]:
    """Read a person's phones; with `others_head` a phone of the head's is somebody else's."""
    numbers: list[str] = []
    for column, value in cells.all(Field.PHONE):
        if others_head and "户主" in column.heading:
            cells.aside(column, value)  # it is the head's, not this person's
            continue
        read = read_phones(value)
        numbers += read.numbers
        if read.doubt:
            cells.doubt(column, read.doubt)
    return tuple(dict.fromkeys(numbers))


def needs(cells: Cells) -> tuple[tuple[Need, ...], str]:
    """Return what somebody needs, and what of it could not be read."""
    found_needs: list[Need] = []
    left: list[str] = []
    for column, value in cells.all(Field.NEEDS):
        found = read_needs(value)
        found_needs += found.needs
        if found.left and _ABOUT_NEEDS.search(column.heading):
            cells.doubt(column, Doubt.NEED_UNKNOWN)
            left.append(found.left)
        elif found.left:
            cells.aside(column, value)  # a class of people that needs nothing: 常住, 流动
    for column, value in cells.all(Field.NEED):
        _tick(cells, column, value, found_needs)
    return tuple(need for need in Need if need in found_needs), "；".join(left)


def _tick(cells: Cells, column: Column, value: Value, needs: list[Need]) -> None:
    need = column.meaning.need if column.meaning else None
    answer = read_yes(value)
    asks_for_phone = need is Need.NO_PHONE and not any(
        w in column.heading for w in ("无手机", "没有")
    )
    if asks_for_phone or "有无手机" in column.heading:
        answer = None if answer is None else not answer
    if need and answer:
        needs.append(need)
    elif answer is None:
        found = read_needs(value)
        needs += found.needs
        if found.left:
            cells.doubt(column, Doubt.NEED_UNKNOWN)
            cells.aside(column, found.left)


def notes(cells: Cells) -> list[str]:
    """Return what stands under 备注."""
    return [found for _, value in cells.all(Field.NOTES) if (found := given(value))]


def posts(cells: Cells, owners: Mapping[int, int]) -> tuple[PostHolder, ...]:
    """Return who holds posts for the unit of the row; `owners` says whose phone is where."""
    numbers: dict[int, str] = {}
    for column, value in cells.all(Field.POST_PHONE):
        read = read_phones(value)
        if read.doubt:
            cells.doubt(column, read.doubt)
        if read.numbers:
            numbers[owners.get(column.at, -1)] = read.numbers[0]
            if column.at not in owners:
                cells.aside(column, value)
    holders = []
    for column, value in cells.all(Field.POST):
        name, phone = _with_phone(value)
        if name and column.meaning and column.meaning.post:
            holders.append(
                PostHolder(column.meaning.post, name, phone or numbers.get(column.at, ""))
            )
        else:
            cells.aside(column, value)
    return tuple(holders)


def _with_phone(value: Value) -> tuple[str, str]:
    """Read 李云 13812345678 as a name and a phone."""
    found = digits(value) or ""
    read = read_phones(found) if any(ch.isdecimal() for ch in found) else None
    letters = "".join(ch for ch in found if not (ch.isdecimal() or ch in "+-()"))
    return read_name(letters).name, read.numbers[0] if read and read.numbers else ""


def has_person(cells: Cells) -> bool:
    """Whether the row tells of somebody beside the posts it names."""
    return any(
        given(cells.first(kind))
        for kind in (Field.ID_NUMBER, Field.RELATION, Field.SEX, Field.BORN)
    )


def has_home(cells: Cells) -> bool:
    """Whether somebody lives where the row says."""
    return any(given(cells.first(kind)) for kind in (Field.ROOM, Field.ADDRESS))
