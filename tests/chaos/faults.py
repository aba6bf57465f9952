"""Some two dozen faults: of processes, of the store, of the platform.  Each is over when its function returns."""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from sim.faults import Fault
from tests.chaos.stage import Stage
from tests.ops.crowd import held_up, paused
from tests.ops.place import until
from tests.ops.processes import children, descendants

SEND = "/send"  # custom and template messages alike
TOKEN = "/stable_token"
REPORTS = 3.0  # seconds
WHILE = 4.0  # how many seconds a fault lasts that lasts

_pause = threading.Event()  # never set


# -- processes ------------------------------------------------------------------------


def a_web_process_is_killed(stage: Stage) -> None:
    os.kill(children(stage.running.family()["web"])[0], signal.SIGKILL)


def all_web_processes_are_killed(stage: Stage) -> None:
    _kill(stage, "web")


def the_sender_is_killed(stage: Stage) -> None:
    _kill(stage, "sender")
    stage.killed_senders += 1


def the_clock_is_killed(stage: Stage) -> None:
    _kill(stage, "clock")


def everything_is_killed(stage: Stage) -> None:
    for pid in (stage.running.pid, *descendants(stage.running.pid)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    stage.running.process.wait(10)
    stage.killed_senders += 1
    stage.restart()


def a_new_version_is_started(stage: Stage) -> None:
    assert stage.running.end() == 0
    stage.restart()


def the_sender_hangs(stage: Stage) -> None:
    sender = stage.running.family()["sender"]
    os.kill(sender, signal.SIGSTOP)
    _pause.wait(WHILE)
    os.kill(sender, signal.SIGCONT)


def _kill(stage: Stage, name: str) -> None:
    os.kill(stage.running.family()[name], signal.SIGKILL)


# -- the store ------------------------------------------------------------------------


def the_database_hangs(stage: Stage) -> None:
    sqlite = stage.place.url.startswith("sqlite")
    with held_up(stage.place) if sqlite else paused(stage.place):
        _pause.wait(WHILE + 2)


def the_database_throws_everybody_out(stage: Stage) -> None:
    """PostgreSQL ends all connections; on SQLite somebody reads for long and a checkpoint waits."""
    if stage.place.url.startswith("sqlite"):
        with _reader(stage):
            _pause.wait(WHILE)
        return
    with psycopg.connect(stage.place.url.replace("+psycopg", "")) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def a_delivery_is_damaged(stage: Stage) -> None:
    found = stage.place.rows("SELECT min(id) FROM deliveries WHERE status = 'queued'")
    for (number,) in found:
        if number is not None:
            stage.place.change(f"UPDATE deliveries SET text = 'damaged' WHERE id = {number}")
            stage.damaged.add(int(number))


def _spooled(stage: Stage) -> list[Path]:
    """Return what waits in the spool, but for the junk we put there."""
    return [path for path in (stage.place.data / "spool").glob("*.msg") if path.name[:2] != "0-"]


def junk_lies_in_the_spool(stage: Stage) -> None:
    spool = stage.place.data / "spool"
    (spool / "0-a-folder.msg").mkdir(parents=True, exist_ok=True)
    (spool / "0-not-sealed.msg").write_text("{}", "utf-8")


@contextmanager
def _reader(stage: Stage) -> Iterator[None]:
    reader = sqlite3.connect(stage.place.data / "linbao.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turns").fetchone()
    try:
        yield
    finally:
        reader.close()


# -- the platform ---------------------------------------------------------------------


def the_platform_refuses_connections(stage: Stage) -> None:
    stage.place.platform.unplug()
    _pause.wait(WHILE)
    stage.place.platform.plug_in()


def the_platform_is_busy(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, errcode=-1, times="forever"))


def the_day_is_used_up(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, errcode=45009, times="forever"))


def the_token_is_refused(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, errcode=40001, times="forever"))


def a_gateway_fails_before(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, status=502, html=True, times="forever"))


def a_page_of_html_comes_with_a_200(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, html=True, times="forever"))


def it_is_taken_and_the_connection_breaks(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, drop_after=True, times="forever"))


def it_is_taken_and_a_gateway_fails(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, status=502, after=True, times="forever"))


def it_is_taken_and_half_an_answer_comes(stage: Stage) -> None:
    _for_a_while(
        stage.place.platform.fault(SEND, body='{"errcode":0,', after=True, times="forever")
    )


def every_second_call_fails(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, errcode=-1, every=2, times="forever"))


def connections_are_reset(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, reset=True, times="forever"))


def the_platform_says_nothing(stage: Stage) -> None:
    _for_a_while(stage.place.platform.fault(SEND, hang=WHILE, times=20))


def tokens_are_slow(stage: Stage) -> None:
    refused = stage.place.platform.fault(SEND, errcode=42001, times=1)
    _for_a_while(stage.place.platform.fault(TOKEN, slow=WHILE, times=3))
    refused.lift()


def _for_a_while(fault: Fault) -> None:
    _pause.wait(WHILE)
    fault.lift()


FAULTS: tuple[Callable[[Stage], None], ...] = (
    a_web_process_is_killed,
    all_web_processes_are_killed,
    the_sender_is_killed,
    the_clock_is_killed,
    everything_is_killed,
    a_new_version_is_started,
    the_sender_hangs,
    the_database_hangs,
    the_database_throws_everybody_out,
    a_delivery_is_damaged,
    junk_lies_in_the_spool,
    the_platform_refuses_connections,
    the_platform_is_busy,
    the_day_is_used_up,
    the_token_is_refused,
    a_gateway_fails_before,
    a_page_of_html_comes_with_a_200,
    it_is_taken_and_the_connection_breaks,
    it_is_taken_and_a_gateway_fails,
    it_is_taken_and_half_an_answer_comes,
    every_second_call_fails,
    connections_are_reset,
    the_platform_says_nothing,
    tokens_are_slow,
)


def wait_for_rest(stage: Stage) -> None:
    """Wait until the family is whole and nothing is on its way any more."""
    stage.running.family()
    stage.place.wait_ready(stage.running)

    def nothing_waits() -> bool:
        waiting = stage.place.rows(
            "SELECT id FROM deliveries WHERE status IN ('queued', 'sending')"
        )
        whole = {number for (number,) in waiting} - stage.damaged
        return not whole and not _spooled(stage)

    until(nothing_waits, 240, "everything to be sent")
    _pause.wait(REPORTS)  # the clock may have more to tell about what has just been sent
    until(nothing_waits, 60, "what was told of it to be sent")
