"""Whoever calls without a signature, however often, fills no disk with our log."""

import logging

import pytest

from core.sparing import LINES, MINUTE, Sparing


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def log(written: list[str]) -> logging.Logger:
    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    log = logging.Logger("door")
    log.addFilter(Sparing())
    log.addHandler(Lines())
    return log


def say(log: logging.Logger, text: str, *args: object, at: float) -> None:
    record = log.makeRecord(log.name, logging.WARNING, "", 0, text, args, None)
    record.created = at
    log.handle(record)


def test_a_flood_writes_a_few_lines_and_the_next_minute_says_how_many(
    log: logging.Logger, written: list[str]
) -> None:
    for number in range(600):
        say(log, "call %s refused", number, at=1000 + number / 100)
    assert written == [f"call {number} refused" for number in range(LINES)]

    say(log, "call %s refused", "again", at=1000 + MINUTE)
    say(log, "call %s refused", "more", at=1001 + MINUTE)

    assert written[LINES:] == ["call again refused（此前还有 580 条没写）", "call more refused"]


def test_another_wording_is_not_held_back(log: logging.Logger, written: list[str]) -> None:
    for _ in range(100):
        say(log, "call %s refused", 1, at=1000)
    say(log, "数据库连不上", at=1000)
    assert written[-1] == "数据库连不上"


def test_a_clock_set_back_loses_no_line(log: logging.Logger, written: list[str]) -> None:
    say(log, "one", at=1000)
    say(log, "two", at=10)
    assert written == ["one", "two"]
