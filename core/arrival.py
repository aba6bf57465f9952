"""When a call stood at our door, which may be long before a thread had time for it.

The platform's patience begins there, and so must ours.
"""

import socket
import struct
from contextvars import ContextVar
from time import monotonic

_arrived: ContextVar[float | None] = ContextVar("arrived", default=None)
# Where Linux's `tcp_info` says how many milliseconds ago the last of a connection's data came.
_LAST_DATA = struct.Struct("@52xI")


def note(moment: float) -> None:
    """Set for what this thread does next when it arrived, in seconds of `time.monotonic`."""
    _arrived.set(moment)


def moment() -> float:
    """Return when what this thread does arrived; now, if nobody noted it."""
    arrived = _arrived.get()
    return monotonic() if arrived is None else arrived


def of_data(sock: socket.socket) -> float:
    """Return when the last data of a connection came, in seconds of `time.monotonic`.

    Only the kernel knows: in a rush it lies there for seconds before it is read.  Where it does
    not tell, that is now.
    """
    try:
        told = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA.size)
        waited = int(_LAST_DATA.unpack(told)[0])
    except (OSError, AttributeError, struct.error):  # no TCP, or no Linux
        return monotonic()
    return monotonic() - waited / 1000
