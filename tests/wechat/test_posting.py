"""What a letter needs of HTTP: whatever a server answers, and however it is cut, is read as it is meant."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from yarl import URL

from core.clock import SystemClock
from wechat import posting
from wechat.posting import CutShort, NotHeard, Postman
from wechat.reading import AnswerReader, BadAnswer, HttpAnswer

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
BODY = '{"text":"停水"}'.encode()


def read(*parts: bytes, ends: bool = False) -> AnswerReader:
    reader = AnswerReader()
    for part in parts:
        reader.feed(part)
    if ends:
        reader.end()
    return reader


@pytest.mark.parametrize("many", [1, 3, 7, len(OK)])
def test_an_answer_is_whole_however_it_is_cut(many: int) -> None:
    parts = [OK[at : at + many] for at in range(0, len(OK), many)]

    assert not read(*parts[:-1]).is_done
    found = read(*parts)
    assert found.is_done and found.may_go_on
    assert found.answer == HttpAnswer(200, "application/json", b"{}")


@pytest.mark.parametrize(
    "sent",
    [
        CHUNKED + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        CHUNKED + b"2;name=value\r\n{}\r\n0\r\nX-Later: 1\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
    ],
)
@pytest.mark.parametrize("many", [1, 1000])
def test_pieces_trailers_and_go_on_are_taken_out(sent: bytes, many: int) -> None:
    found = read(*(sent[at : at + many] for at in range(0, len(sent), many)))

    assert found.is_done and found.may_go_on
    assert (found.answer.status, found.answer.body) == (200, b"{}")


def test_without_a_length_the_end_of_the_connection_ends_it() -> None:
    found = read(b"HTTP/1.0 502 Bad Gateway\r\n\r\n<html>", b"</html>")
    assert not found.is_done
    found.end()
    assert found.is_done and not found.may_go_on
    assert (found.answer.status, found.answer.body) == (502, b"<html></html>")


@pytest.mark.parametrize(
    "sent",
    [
        b"220 mail.example.com ESMTP\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        CHUNKED + b"xyz\r\n",
        CHUNKED + b"-2\r\n",
        CHUNKED + b"1\r\nab\r\n0\r\n\r\n",
        OK + b"HTTP/1.1 200 OK\r\n\r\n",
        b"a" * (1 << 17),
    ],
)
def test_what_is_no_answer_is_none(sent: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(sent)


@pytest.mark.parametrize("sent", [b"", OK[:-1], OK[:20], CHUNKED + b"2\r\n{"])
def test_half_an_answer_is_none(sent: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(sent, ends=True)


class Server:
    """Says one thing after the other, whatever it is asked, and keeps what that was."""

    def __init__(self, says: Sequence[bytes], *, hangs_up: bool) -> None:
        self._says = list(says)
        self._hangs_up = hangs_up
        self.heard: list[bytes] = []
        self.connections = 0
        self.over: list[asyncio.Event] = []

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = len(self.over)
        self.over.append(asyncio.Event())
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
            self.heard.append(head + await reader.readexactly(length))
            writer.write(self._says.pop(0))
            if self._hangs_up:
                break
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        self.over[number].set()


Work = Callable[[Postman, URL], Coroutine[Any, Any, None]]


def meet(server: Server, work: Work, tls: ssl.SSLContext | None = None) -> None:
    """Let a postman work with a server on loopback."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[URL]:
        listening = await asyncio.start_server(server.hear, "127.0.0.1", 0, ssl=tls)
        port = listening.sockets[0].getsockname()[1]
        yield URL(f"{'https' if tls else 'http'}://127.0.0.1:{port}/send").with_query(token="a b")
        listening.close()

    async def run() -> None:
        async with opened() as url:
            postman = Postman(url.origin())
            await work(postman, url)
            await postman.close()
            await asyncio.gather(*(each.wait() for each in server.over))

    asyncio.run(run())


def test_one_connection_serves_one_call_after_the_other_and_several_at_once() -> None:
    server = Server([OK] * 5, hangs_up=False)

    async def work(postman: Postman, url: URL) -> None:
        for _ in range(3):
            assert (await postman.post(url, BODY)).body == b"{}"
        assert server.connections == 1
        await asyncio.gather(postman.post(url, BODY), postman.post(url, BODY))
        assert server.connections == 2

    meet(server, work)
    first, rest = server.heard[0].split(b"\r\n", 1)
    assert first in {b"POST /send?token=a%20b HTTP/1.1", b"POST /send?token=a+b HTTP/1.1"}
    assert b"Host: 127.0.0.1:" in rest and rest.endswith(b"\r\n\r\n" + BODY)


@pytest.mark.parametrize("says", [OK, OK.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)])
def test_a_server_that_hangs_up_after_its_answer_is_called_anew(says: bytes) -> None:
    server = Server([says] * 2, hangs_up=True)

    async def work(postman: Postman, url: URL) -> None:
        for many in (1, 2):
            assert (await postman.post(url, BODY)).status == 200
            assert server.connections == many
            await asyncio.sleep(0.05)  # until we have heard that it hung up

    meet(server, work)


@pytest.mark.parametrize("says", [b"", OK[:-1], b"nonsense\r\n\r\n"])
def test_a_call_whose_answer_is_cut_short_is_open(says: bytes) -> None:
    server = Server([says, OK], hangs_up=True)

    async def work(postman: Postman, url: URL) -> None:
        with pytest.raises(CutShort):
            await postman.post(url, BODY)
        assert (await postman.post(url, BODY)).status == 200

    meet(server, work)


def test_no_answer_in_time_is_open_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TOTAL_SECONDS", 0.05)

    async def work(postman: Postman, url: URL) -> None:
        with pytest.raises(CutShort):
            await postman.post(url, BODY)

    meet(Server([b""], hangs_up=False), work)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nowhere.invalid"])
def test_where_nobody_listens_nothing_was_written(address: str) -> None:
    async def run() -> None:
        with pytest.raises(NotHeard):
            await Postman(URL(address)).post(URL(f"{address}/send"), BODY)

    asyncio.run(run())


@pytest.fixture
def certified(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for loopback that nobody has signed, and what a server needs of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    day, now = timedelta(days=1), SystemClock().now()
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - day, now + day
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    file, own = tmp_path / "cert.pem", tmp_path / "key.pem"
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    kind = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    own.write_bytes(key.private_bytes(serialization.Encoding.PEM, *kind))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, own)
    return file, context


@pytest.mark.parametrize("is_trusted", [True, False])
def test_only_a_server_whose_certificate_is_good_is_written_to(
    certified: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch, *, is_trusted: bool
) -> None:
    file, context = certified
    server = Server([OK], hangs_up=False)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    async def work(postman: Postman, url: URL) -> None:
        if is_trusted:
            assert (await postman.post(url, BODY)).status == 200
        else:
            with pytest.raises(NotHeard):
                await postman.post(url, BODY)

    meet(server, work, context)
    assert len(server.heard) == is_trusted
