"""Reading one answer of HTTP/1.1 out of the bytes that come, however they are cut."""

from dataclasses import dataclass

MOST_HEAD, MOST_BODY = 1 << 16, 10 << 20  # longer ones are no answer of a platform's
END = b"\r\n\r\n"


class BadAnswer(Exception):
    """What came is no HTTP, or more of it than anything we ask for."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a call brought; `kind` without its charset."""

    status: int
    kind: str
    body: bytes


class AnswerReader:
    """Takes bytes until an answer is whole."""

    def __init__(self) -> None:
        self.is_done = False
        self.may_go_on = False  # the connection is good for another call
        self._bytes = b""
        self._status = 0
        self._kind = "application/octet-stream"
        self._length: int | None = None  # None: to the end of the connection
        self._is_chunked = False
        self._body = bytearray()

    @property
    def answer(self) -> HttpAnswer:
        return HttpAnswer(self._status, self._kind, bytes(self._body))

    def feed(self, data: bytes) -> None:
        """Take what came.  Raises BadAnswer."""
        self._bytes = self._bytes + data if self._bytes else data
        while not self._status:
            if not self._take_head():
                return
        if self._is_chunked:
            self._take_chunks()
        else:
            self._take_body()
        if self.is_done and self._bytes:
            raise BadAnswer
        if len(self._body) > MOST_BODY:
            raise BadAnswer

    def end(self) -> None:
        """Nothing more comes.  Raises BadAnswer."""
        is_to_the_end = self._status and self._length is None and not self._is_chunked
        if not self.is_done and not is_to_the_end:
            raise BadAnswer
        self.is_done, self.may_go_on = True, False

    def _take_head(self) -> bool:
        """Read one head; one that only says “go on” is not the answer's."""
        head, found, rest = self._bytes.partition(END)
        if not found:
            if len(head) > MOST_HEAD:
                raise BadAnswer
            return False
        self._bytes = rest
        first, *lines = head.decode("latin-1").split("\r\n")
        version, _, status = first.partition(" ")
        if not version.startswith("HTTP/1.") or not status[:3].isdigit():
            raise BadAnswer
        if (number := int(status[:3])) >= 200:
            self._status, self.may_go_on = number, version == "HTTP/1.1"
            self._length = 0 if number in {204, 304} else None
            for line in lines:
                self._take_line(line)
            if self._length is None and not self._is_chunked:
                self.may_go_on = False
        return True

    def _take_line(self, line: str) -> None:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip()
        if name == "content-length":
            if not (value.isascii() and value.isdigit()) or int(value) > MOST_BODY:
                raise BadAnswer
            self._length = int(value)
        elif name == "transfer-encoding":
            if value.lower() != "chunked":
                raise BadAnswer
            self._is_chunked = True
        elif name == "content-type":
            self._kind = value.partition(";")[0].strip().lower()
        elif name == "content-encoding" and value.lower() != "identity":
            raise BadAnswer  # we never said that we read it
        elif name == "connection" and value.lower() == "close":
            self.may_go_on = False

    def _take_body(self) -> None:
        if self._length is None:
            self._body += self._bytes
            self._bytes = b""
            return
        wanted = self._length - len(self._body)
        self._body += self._bytes[:wanted]
        self._bytes = self._bytes[wanted:]
        self.is_done = len(self._body) == self._length

    def _take_chunks(self) -> None:
        while not self.is_done:
            line, found, rest = self._bytes.partition(b"\r\n")
            if not found:
                if len(line) > MOST_HEAD:
                    raise BadAnswer
                return
            size = _size(line)
            if size == 0:
                self._take_trailers(rest)
                return
            if len(rest) < size + 2:
                return
            if rest[size : size + 2] != b"\r\n" or len(self._body) + size > MOST_BODY:
                raise BadAnswer
            self._body += rest[:size]
            self._bytes = rest[size + 2 :]

    def _take_trailers(self, rest: bytes) -> None:
        """Leave out what may follow the last chunk."""
        if rest.startswith(b"\r\n"):
            self._bytes, self.is_done = rest[2:], True
        elif END in rest:
            self._bytes, self.is_done = rest.partition(END)[2], True
        elif len(rest) > MOST_HEAD:
            raise BadAnswer


def _size(line: bytes) -> int:
    """Return the size a chunk says it has."""
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if digits.isalnum() else _bad()
    except ValueError:
        return _bad()


def _bad() -> int:
    raise BadAnswer
