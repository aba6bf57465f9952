from pathlib import Path

import pytest

from core.doors import Door, DoorUnreadable
from sheets.headings import Field
from sheets.places import check_complete, read_door

FIELDS = {
    "a": Field.ADDRESS,
    "b": Field.BUILDING,
    "c": Field.COMMUNITY,
    "e": Field.ESTATE,
    "f": Field.FLOOR,
    "g": Field.GRID,
    "r": Field.ROOM,
    "u": Field.ENTRANCE,
    "v": Field.GROUP,
}
PARTS = {"c": "community", "e": "estate", "g": "grid", "v": "group"}
LINES = Path(__file__).with_name("doors.tsv").read_text("utf-8").splitlines()
SPELLINGS = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]


def cells(spelling: str) -> dict[Field, str]:
    if "=" not in spelling:
        return {Field.ADDRESS: spelling}
    pairs = (part.split("=") for part in spelling.split(" "))
    return {FIELDS[key]: value for key, value in pairs}


def door(wanted: str) -> Door | None:
    if wanted == "?":
        return None
    *names, numbers = wanted.split(" ")
    building, entrance, room = numbers.split("/")
    parts = {PARTS[key]: value for key, value in (name.split(":") for name in names)}
    return Door(building=building, entrance=entrance, room=room, **parts)


def read(spelling: str) -> Door | None:
    try:
        found = read_door(cells(spelling))
        check_complete(found, household_known=False)
    except DoorUnreadable:
        return None
    return found


@pytest.mark.parametrize(("spelling", "wanted"), SPELLINGS)
def test_a_door_is_read_right_or_not_at_all(spelling: str, wanted: str) -> None:
    assert read(spelling) == door(wanted)


def test_the_table_of_spellings_holds_two_hundred() -> None:
    assert len(set(SPELLINGS)) >= 200
