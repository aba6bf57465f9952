"""How many letters are under way side by side: few at first, and more as long as they arrive."""

import asyncio
from types import TracebackType

from core.ports import ChannelError

FEW = 4  # so many may be lost at once when the platform has failed since we last wrote
MOST = 100  # as many connections as one process holds open to a platform
SPARE = 4  # one for so many is marked before there is room: no connection waits for a commit
MOST_OPEN = MOST + MOST // SPARE  # marked at once, and so open if we are killed


class Gate:
    """Lets one more through for each that went well; after a failure it begins anew."""

    def __init__(self, width: int = FEW) -> None:
        self.width = width
        self._free = asyncio.Semaphore(width)
        self.ready = asyncio.Semaphore(width + width // SPARE)  # let in to be marked

    async def __aenter__(self) -> None:
        await self._free.acquire()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._free.release()

    def note(self, error: ChannelError | None) -> None:
        """Note how a letter fared; what the platform refuses readably is no failure of its own."""
        if error is not None and error.is_everybodys:
            self.width = FEW  # of the gate that comes after this one
        elif self.width < MOST:
            self.width += 1
            self._free.release()
            self.ready.release()
            if self.width % SPARE == 0:
                self.ready.release()
