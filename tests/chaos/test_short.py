import pytest

from tests.chaos.playing import play
from tests.chaos.stage import SHORT

SEED = 20260


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_random_faults_lose_nothing_double_nothing_and_call_nothing_sent_that_was_not(
    engine: str, postgres: str
) -> None:
    sums = play(engine, SHORT, SEED, postgres if engine == "postgresql" else "")

    assert sums.inbound and sums.deliveries
    assert sums.holds, sums
