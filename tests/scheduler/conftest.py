import pytest

from bot import Bot
from scheduler.jobs import Rules


@pytest.fixture
def rules(mind: Bot) -> Rules:
    return mind.rules
