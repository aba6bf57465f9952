"""Callers who take their time, and those who never come to an end."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.buffering import MOST_BYTES, Arriving
from tests.ops.conftest import Furnisher
from tests.ops.place import Place

pytestmark = pytest.mark.slow

HEAD = b"POST /wechat/official HTTP/1.1\r\nHost: x\r\n"
SLOW = {
    "half a head": HEAD,
    "half a body": HEAD + b"Content-Length: 500\r\n\r\n<xml>",
    "half a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n<xml>",
    "nothing": b"",
    "no hanging up": b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    "what is no request": b"\x16\x03\x01\x02\x00\r\n\r\n",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(furnish: Furnisher, request: pytest.FixtureRequest) -> Iterator[Place]:
    place = furnish(str(request.param))
    place.serve("--no-clock", "--no-sender")
    place.platform.follower(place.who["resident"]).says("帮助")
    yield place
    place.stop()


@pytest.mark.parametrize("begun", SLOW.values(), ids=SLOW)
def test_two_hundred_slow_callers_keep_no_message_waiting(served: Place, begun: bytes) -> None:
    resident = served.platform.follower(served.who["resident"])
    with ExitStack() as open_to_the_end:
        for _ in range(200):
            caller = socket.create_connection(("127.0.0.1", served.port), 5)
            open_to_the_end.enter_context(closing(caller))
            caller.sendall(begun)

        answers = [resident.says(text) for text in ("帮助", "36.8", "怎么报备")]

    assert all(answers)
    taken = served.platform.exchanges[-3:]
    assert [one.attempt for one in taken] == [0, 0, 0]
    assert max(one.took for one in taken) < 2


def test_a_caller_who_never_comes_to_an_end_is_hung_up_on(served: Place) -> None:
    with closing(socket.create_connection(("127.0.0.1", served.port), 20)) as caller:
        caller.sendall(HEAD)

        assert caller.recv(100) == b""


def test_a_request_may_come_a_letter_at_a_time(served: Place) -> None:
    with closing(socket.create_connection(("127.0.0.1", served.port), 10)) as caller:
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n":
            caller.sendall(bytes([letter]))
        heard = bytearray()
        while heard.count(b"ok\n") < 2:
            heard += caller.recv(1000)

    assert heard.count(b"HTTP/1.1 200") == 2


def test_whoever_sends_too_much_is_refused_and_hung_up_on(served: Place) -> None:
    with closing(socket.create_connection(("127.0.0.1", served.port), 10)) as caller:
        caller.sendall(HEAD + f"Content-Length: {MOST_BYTES * 3}\r\n\r\n".encode() + b"x" * 9000)
        heard = b"".join(iter(lambda: caller.recv(1000), b""))

    assert heard.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))


def test_half_a_request_holds_up_no_end(furnish: Furnisher) -> None:
    place = furnish()
    running = place.serve("--no-clock", "--no-sender")
    with closing(socket.create_connection(("127.0.0.1", place.port), 5)) as caller:
        caller.sendall(HEAD)

        assert running.end(seconds=6) == 0
    place.stop()


def _chunked(parts: Sequence[bytes], trailer: bytes) -> bytes:
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts if part)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body + b"0\r\n" + trailer + b"\r\n"


def _plain(body: bytes) -> bytes:
    return HEAD + b"content-LENGTH:  %d\r\nA: b\r\n\r\n" % len(body) + body


BODIES = st.binary(max_size=60) | st.text("\r\n0", max_size=20).map(str.encode)
TRAILERS = st.sampled_from([b"", b"A: b\r\n", b"A: b\r\nC: d\r\n"])
REQUESTS = BODIES.map(_plain) | st.builds(_chunked, st.lists(BODIES, max_size=4), TRAILERS)


@given(REQUESTS, st.lists(st.integers(0, 400), max_size=8), st.binary(max_size=30))
def test_a_request_is_whole_at_its_end_however_it_is_cut(
    request: bytes, cuts: list[int], next_one: bytes
) -> None:
    places = sorted({0, len(request), *(cut for cut in cuts if cut < len(request))})
    arriving = Arriving()

    for start, end in zip(places, places[1:], strict=False):
        more = next_one if end == len(request) else b""
        assert arriving.take(request[start:end] + more) == (end == len(request))

    assert not arriving.is_cut
    assert arriving.buffer == request + next_one


@given(st.binary(max_size=300))
def test_any_bytes_after_a_head_are_taken(body: bytes) -> None:
    arriving = Arriving()

    arriving.take(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    arriving.take(body)

    assert not arriving.is_cut
