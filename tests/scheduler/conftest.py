import pytest

from bot import Bot
from scheduler.jobs import JobContext


@pytest.fixture
def context(mind: Bot) -> JobContext:
    return mind.job_context
