"""What people were told and is now different for them: found, told once, and who was not reached."""

from community.corrections.finding import concerned, find
from community.corrections.remembering import remember, remember_all, subscribe
from community.corrections.reporting import code_of, report, title_of
from community.corrections.telling import difference, tell

__all__ = [
    "code_of", "concerned", "difference", "find", "remember", "remember_all",
    "report", "subscribe", "tell", "title_of",
]  # fmt: skip
