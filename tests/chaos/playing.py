"""One run: strangers talk, a notice goes out before each fault, and in the end everything is counted."""

import logging
import random

from tests.chaos.faults import FAULTS, wait_for_rest
from tests.chaos.stage import Load, Size, stage
from tests.chaos.sums import Sums, add_up
from tests.ops.place import until

log = logging.getLogger("chaos")


def play(engine: str, size: Size, seed: int, server: str = "") -> Sums:
    """Let faults strike in an order that follows from the seed, and return the sums."""
    dice = random.Random(seed)
    with stage(engine, size, server) as here:
        load = Load(here.place, size)
        load.start()
        notices = []
        for number, fault in enumerate(dice.sample(FAULTS, size.faults), 1):
            notices.append(here.publish(number))
            log.info("%s: %s", engine, fault.__name__)
            fault(here)
        until(lambda: load.is_done, 300, "everybody to be answered")
        wait_for_rest(here)
        return add_up(here, notices, load.said)
