"""The keys that seal personal data: AES-256-GCM for values, HMAC for looking them up."""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.trouble import Trouble


class KeyFileError(Trouble):
    """The key file is missing or not usable; the text says which."""


SHORTEST_INDEX = 16  # bytes
INDEX = "index"  # the name of the key of blind indexes
FOLLOW_SECONDS = 1.0  # how soon a running process seals with a key that was added


def _print(key: bytes) -> str:
    return hmac.digest(key, b"which key is it", hashlib.sha256).hex()[:16]


def _read(path: Path) -> tuple[str, dict[str, bytes], bytes]:
    given = json.loads(path.read_text("utf-8"))
    keys = {name: base64.b64decode(key) for name, key in given["keys"].items()}
    index = base64.b64decode(given["index"])
    if len(index) < SHORTEST_INDEX:
        raise ValueError("too short a key of the index")
    return given["current"], keys, index


def _new_key() -> tuple[str, str]:
    """Return a key and its name; no two installations call their keys the same."""
    return f"k{os.urandom(5).hex()}", base64.b64encode(os.urandom(32)).decode()


def _written(path: Path, given: Mapping[str, object]) -> Path:
    """Write a key file beside its place, readable by this account alone; return where."""
    spare = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(given, file)
        file.flush()
        os.fsync(file.fileno())
    return spare


class Keyring:
    """Seals and opens values; every sealed value names its key, so keys can be changed later.

    A value is sealed for one place (“people.name”): moved to another column
    it does not open.  A ring that was read from a file follows it: while it
    runs a key may be added there and become the current one.
    """

    def __init__(self, current: str, keys: dict[str, bytes], index: bytes) -> None:
        self._take(current, keys, index)
        self._file: Path | None = None
        self._seen, self._look_at = 0, 0.0

    def _take(self, current: str, keys: dict[str, bytes], index: bytes) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._index = index
        self._prints = {name: _print(key) for name, key in {**keys, INDEX: index}.items()}
        # Both at once: other threads seal meanwhile.
        self._sealing = current, self._ciphers.get(current)

    @property
    def current(self) -> str:
        """Return the name of the key that seals."""
        return self._sealing[0]

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        try:
            seen = path.stat().st_mtime_ns
            ring = cls(*_read(path))
            ring._ciphers[ring.current]
            ring._file, ring._seen = path, seen
        except FileNotFoundError:
            raise KeyFileError(
                f"没有密钥文件 {path}：用过的请从备份恢复；刚装的请运行 bot.py init"
            ) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeyFileError(f"密钥文件 {path} 用不了，请从备份恢复") from error
        return ring

    @classmethod
    def make(cls, path: Path) -> None:
        """Write a new key file, readable by this account alone; never over an old one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        name, key = _new_key()
        index = base64.b64encode(os.urandom(32)).decode()
        spare = _written(path, {"current": name, "keys": {name: key}, "index": index})
        try:
            os.link(spare, path)  # fails if there is one already, unlike a rename
        finally:
            spare.unlink()

    @classmethod
    def add_key(cls, path: Path) -> str:
        """Add a key to the file and let it be the current one; return its name.

        The others stay: they open what they sealed, also in backups.
        """
        given = json.loads(path.read_text("utf-8"))
        name, key = _new_key()
        _written(path, {**given, "current": name, "keys": {**given["keys"], name: key}}).replace(
            path
        )
        return name

    @classmethod
    def drop_others(cls, path: Path) -> list[str]:
        """Take all keys but the current one out of the file; return their names."""
        given = json.loads(path.read_text("utf-8"))
        current = given["current"]
        others = [name for name in given["keys"] if name != current]
        _written(path, {**given, "keys": {current: given["keys"][current]}}).replace(path)
        return others

    def follow(self) -> None:
        """Take in what was changed in the file; one that cannot be read now is asked again later."""
        if self._file is None:
            return
        try:
            seen = self._file.stat().st_mtime_ns
            if seen == self._seen:
                return
            current, keys, index = _read(self._file)
            if index != self._index or current not in keys:
                return  # another installation's file: `check` tells of it
            self._take(current, keys, index)
            self._seen = seen
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return

    def seal(self, text: str, place: str) -> str:
        if self._file is not None and (now := monotonic()) >= self._look_at:
            self._look_at = now + FOLLOW_SECONDS
            self.follow()
        nonce = os.urandom(12)
        name, cipher = self._sealing
        assert cipher is not None, "the current key is among the keys"
        sealed = cipher.encrypt(nonce, text.encode(), place.encode())
        return f"{name}.{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """Return what was sealed.  Raises KeyFileError, also for what was never sealed at all."""
        name, _, body = sealed.partition(".")
        if name not in self._ciphers:
            self.follow()
        try:
            raw = base64.b64decode(body)
            return self._ciphers[name].decrypt(raw[:12], raw[12:], place.encode()).decode()
        except (KeyError, InvalidTag, ValueError) as error:
            raise KeyFileError(
                f"{place} 里有数据用这个密钥文件打不开，密钥文件可能拿错了"
            ) from error

    @property
    def prints(self) -> Mapping[str, str]:
        """Return by name what tells one key from another and nothing else about it."""
        return self._prints

    def bound_to(self, secret: str) -> "Keyring":
        """Return a ring whose seals open only for whoever brings the same secret again."""
        key = hmac.digest(self._index, f"bound\0{secret}".encode(), hashlib.sha256)
        return Keyring("bound", {"bound": key}, self._index)

    def signing(self, what: str) -> bytes:
        """Return a key that signs one kind of word; it hangs on that of the index, which stays."""
        return hmac.digest(self._index, f"sign\0{what}".encode(), hashlib.sha256)

    def code(self, text: str, place: str) -> str:
        """Seal a word so that equal words look equal: what SQL compares and nobody else reads.

        The key hangs on that of the index, which stays the same when the others change.
        """
        return _code(self._index, text, place)

    def decode(self, coded: str, place: str) -> str:
        return _decode(self._index, coded, place)

    def index(self, text: str, place: str) -> str:
        """Return the blind index of a value: equal for equal values, telling nothing else."""
        digest = hmac.digest(self._index, f"{place}\0{text}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:18]).decode()


@lru_cache(1024)  # the words come from short lists
def _code(index: bytes, text: str, place: str) -> str:
    nonce = hmac.digest(index, f"code\0{place}\0{text}".encode(), hashlib.sha256)[:12]
    return base64.b64encode(nonce + _coder(index).encrypt(nonce, text.encode(), b"")).decode()


@lru_cache(1024)
def _decode(index: bytes, coded: str, place: str) -> str:
    raw = base64.b64decode(coded)
    try:
        return _coder(index).decrypt(raw[:12], raw[12:], b"").decode()
    except InvalidTag as error:
        raise KeyFileError(f"{place} 里有数据用这个密钥文件打不开，密钥文件可能拿错了") from error


def _coder(index: bytes) -> AESGCM:
    return AESGCM(hmac.digest(index, b"code", hashlib.sha256))
