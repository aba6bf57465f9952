"""What people were told and is now different for them: found, told once, and who was not reached."""

from community.knowledge.corrections.finding import concerned, find
from community.knowledge.corrections.remembering import (
    remember,
    remember_all,
    subscribe,
    unsubscribe,
)
from community.knowledge.corrections.reporting import code_of, report, title_of
from community.knowledge.corrections.telling import difference, tell

__all__ = [
    "code_of", "concerned", "difference", "find", "remember", "remember_all",
    "report", "subscribe", "tell", "title_of", "unsubscribe",
]  # fmt: skip
