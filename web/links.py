"""Addresses of pages that one person may open for a while: what is signed for whom, and until when."""

from collections.abc import Callable
from datetime import timedelta

from community.notices import page
from core import tickets
from core.clock import Clock


class Links:
    """Makes the addresses; the pages themselves read them with the same keys."""

    def __init__(self, public_url: str, key: Callable[[str], bytes], clock: Clock) -> None:
        """`key` returns what signs for a purpose; `public_url` may be empty: no page is seen from outside."""
        self.base = public_url.rstrip("/")
        self._key, self._clock = key, clock

    def notice(self, notice_id: int, person_id: int | None) -> str:
        """Return the address of a notice's page for one person, or for a whole group."""
        until = self._clock.now() + page.LASTS
        if person_id is None:
            word = tickets.sign(self.group_key(), notice_id, 0, until)
            return f"{self.base}/h5/g/{word}"
        word = tickets.sign(self.notice_key(), notice_id, person_id, until)
        return f"{self.base}/h5/n/{word}"

    def curve(self, person_id: int, viewer_id: int, minutes: int) -> str:
        """Return the address of somebody's curve for one of the staff."""
        until = self._clock.now() + timedelta(minutes=minutes)
        word = tickets.sign(self.curve_key(), person_id, viewer_id, until)
        return f"{self.base}/h5/c/{word}"

    def missing(self, notice_id: int, viewer_id: int, lacking: str, minutes: int) -> str:
        """Return the address of the list of who lacks something of a notice, for one of the staff."""
        until = self._clock.now() + timedelta(minutes=minutes)
        word = tickets.sign(self.missing_key(), notice_id, viewer_id, until)
        return f"{self.base}/h5/m/{lacking}/{word}"

    def notice_key(self) -> bytes:
        return self._key("notice page")

    def group_key(self) -> bytes:
        return self._key("group page")

    def missing_key(self) -> bytes:
        return self._key("missing list")

    def curve_key(self) -> bytes:
        return self._key("curve page")
