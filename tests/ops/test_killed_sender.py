"""A sender that is killed: only what may have gone is open, the rest is sent by the next one."""

import os
import signal
from collections import Counter
from datetime import UTC, timedelta

import pytest

from core.clock import SystemClock
from db.models import Contact, ContactState, DeliveryKind, DeliveryStatus
from outbox import queue
from outbox.gate import MOST_OPEN
from tests.ops.conftest import Furnisher
from tests.ops.place import Place, until

pytestmark = pytest.mark.slow

MANY = 150
SENT = "/message/custom/send"
LONG_AGO = "'2020-01-01 00:00:00.000000'"


def owe(place: Place, kind: DeliveryKind, *, left: int = 5) -> list[str]:
    """Owe something to many who have just spoken; return their openids.

    With none `left` it goes by template.
    """
    openids = [f"oKilled{number:021d}" for number in range(MANY)]
    now = place.clock.now()
    for openid in openids:
        place.platform.follower(openid).windows.spoke(now)
    with place.database() as database:

        def work(db) -> None:  # type: ignore[no-untyped-def]  # a session
            for openid in openids:
                spoke = Contact(channel="official", address=openid, state=ContactState.FOLLOWING)
                spoke.window_until, spoke.window_left = now.replace(year=now.year + 1), left
                db.add(spoke)
                db.flush()
                queue(db, kind, "停水", now, contact_id=spoke.id)

        database.write(work)
    return openids


def statuses(place: Place) -> Counter[str]:
    found = place.rows("SELECT status, count(*) FROM deliveries GROUP BY status")
    return Counter(dict(found))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("kind", [DeliveryKind.INFO, DeliveryKind.REMINDER])
def test_a_killed_sender_leaves_open_only_what_may_have_gone(
    furnish: Furnisher, engine: str, kind: DeliveryKind
) -> None:
    place = furnish(engine)
    openids = owe(place, kind)
    # The first are taken at once; then the platform takes letters and answers no more.
    for openid in openids[20:]:
        place.platform.fault(SENT, openid=openid, hang=30)
    sender = place.start("worker")
    until(lambda: len(place.platform.journal) > 25 or statuses(place)["sending"] > 8, 30)
    until(lambda: statuses(place)["wired"] >= 15, 30)
    os.kill(sender.pid, signal.SIGKILL)
    sender.process.wait(5)

    open_ones = statuses(place)["sending"]
    place.platform.lift()
    place.change(f"UPDATE deliveries SET lease_until = {LONG_AGO} WHERE lease_until IS NOT NULL")
    place.run("send")
    place.run("send")

    after = statuses(place)
    heard = [place.platform.follower(openid).texts() for openid in openids]
    assert 0 < open_ones <= MOST_OPEN
    if kind is DeliveryKind.INFO:
        assert after == {"wired": MANY - open_ones, "unknown": open_ones}
        assert all(len(texts) <= 1 for texts in heard)
    else:
        assert after == {"wired": MANY}
        assert all(texts for texts in heard)
    left = place.rows(
        "SELECT min(window_left) FROM contacts WHERE moment_until IS NULL AND window_until > '2027-01-01'"
    )
    assert left[0][0] >= (4 if kind is DeliveryKind.INFO else 3)
    assert DeliveryStatus.FAILED.value not in after


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("minutes", "goes_again"), [(3, True), (11, False), (24 * 60, False)])
def test_a_notice_by_template_never_goes_twice_however_long_the_sender_was_dead(
    furnish: Furnisher, engine: str, minutes: int, goes_again: bool
) -> None:
    place = furnish(engine)
    openids = owe(place, DeliveryKind.INFO, left=0)
    place.platform.fault("template/send", after=True, hang=60, times="forever")
    sender = place.start("worker")
    screens = [place.platform.follower(each).screen for each in openids]
    begun = place.clock.now()
    until(lambda: sum(map(bool, screens)) >= 4, 30, "the first to be taken")
    os.kill(sender.pid, signal.SIGKILL)
    sender.process.wait(5)
    open_ones = statuses(place)["sending"]

    place.platform.lift()
    over = SystemClock().now().astimezone(UTC) - timedelta(minutes=minutes)
    place.change(
        f"UPDATE deliveries SET lease_until = '{over:%Y-%m-%d %H:%M:%S.%f}'"
        " WHERE lease_until IS NOT NULL"
    )
    dead = timedelta(minutes=minutes + 2)  # its lease had lasted two
    for since in (dead, dead + timedelta(minutes=15)):
        place.clock.set(begun + since)
        place.run("send")

    after = statuses(place)
    assert 0 < open_ones <= MOST_OPEN
    assert after["unknown"] == (0 if goes_again else open_ones)
    assert after["wired"] == MANY - after["unknown"]
    assert max(map(len, screens)) == 1


def test_what_is_taken_back_while_it_is_claimed_is_not_sent(place: Place) -> None:
    openids = owe(place, DeliveryKind.INFO)
    place.platform.fault("stable_token", slow=1.0)
    sender = place.start("worker")
    claimed = "SELECT count(*) FROM deliveries WHERE status = 'queued' AND lease_until IS NOT NULL"
    until(lambda: place.rows(claimed)[0][0], 30, "the sender to have them in hand")

    place.change("UPDATE deliveries SET status = 'cancelled', reason = 'withdrawn'")
    until(lambda: place.rows("SELECT 1 FROM deliveries WHERE lease_until IS NOT NULL") == [], 30)
    sender.end()

    assert all(not place.platform.follower(openid).texts() for openid in openids)
    assert statuses(place) == {"cancelled": MANY}
