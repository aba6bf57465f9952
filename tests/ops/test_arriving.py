"""The platform's patience begins when a call stands at our door, read or not."""

import socket
import threading
from time import monotonic

from core import arrival


def test_what_lay_unread_arrived_when_it_came() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as caller,
    ):
        caller.sendall(b"POST")
        came = monotonic()
        threading.Event().wait(0.3)  # nobody accepts it, nobody reads it
        with listening.accept()[0] as taken:
            assert taken.recv(4) == b"POST"
            assert abs(arrival.of_data(taken) - came) < 0.1
            caller.sendall(b"more")
            again = monotonic()
            assert taken.recv(4) == b"more"
            assert abs(arrival.of_data(taken) - again) < 0.1


def test_where_the_kernel_does_not_tell_it_arrives_when_it_is_read() -> None:
    one, other = socket.socketpair()
    with one, other:
        assert abs(arrival.of_data(one) - monotonic()) < 0.1
