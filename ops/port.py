"""The port people knock at: held by the parent, so that nobody finds it shut while a child starts anew."""

import socket
import threading

from core.trouble import Trouble
from ops.trouble import of_system

BACKLOG = 2048  # callers who wait for a child that is starting
# The children of a server that was killed go after it, but not in the same instant.
LEAVING_SECONDS, LEAVING_TRIES = 2.0, 40


def hold(host: str, port: int) -> socket.socket:
    """Listen at a port.  Raises Trouble if somebody else has it, and goes on having it."""
    patience = threading.Event()
    trouble = ""
    for _ in range(LEAVING_TRIES):
        try:
            return _listening(host, port)
        except OSError as error:
            trouble = of_system(error)
        patience.wait(LEAVING_SECONDS / LEAVING_TRIES)
    raise Trouble(f"听不了 {host}:{port}：{trouble}")


def refuse_taken(host: str, port: int) -> None:
    """Raise Trouble if somebody holds a port."""
    hold(host, port).close()


def _listening(host: str, port: int) -> socket.socket:
    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
        held.listen(BACKLOG)
    except OSError:
        held.close()
        raise
    return held
