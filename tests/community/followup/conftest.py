import pytest

from bot import Bot
from scheduler.context import JobContext


@pytest.fixture
def context(mind: Bot) -> JobContext:
    return mind.job_context
