"""What the platform keeps of a file."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Media:
    """A file that was uploaded."""

    kind: str
    content: bytes
    content_type: str
    until: datetime
