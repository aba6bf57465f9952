"""The keys that seal personal data: AES-256-GCM for values, HMAC for looking them up."""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.trouble import Trouble


class KeyFileError(Trouble):
    """The key file is missing or not usable; the text says which."""


INDEX = "index"  # the name of the key of blind indexes


def _print(key: bytes) -> str:
    return hmac.digest(key, b"which key is it", hashlib.sha256).hex()[:16]


class Keyring:
    """Seals and opens values; every sealed value names its key, so keys can be changed later.

    A value is sealed for one place (“people.name”): moved to another column
    it does not open.
    """

    def __init__(self, current: str, keys: dict[str, bytes], index: bytes) -> None:
        self.current = current
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._index = index
        self._prints = {name: _print(key) for name, key in {**keys, INDEX: index}.items()}

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        try:
            given = json.loads(path.read_text("utf-8"))
            keys = {name: base64.b64decode(key) for name, key in given["keys"].items()}
            ring = cls(given["current"], keys, base64.b64decode(given["index"]))
            ring._ciphers[ring.current]
        except FileNotFoundError:
            raise KeyFileError(
                f"没有密钥文件 {path}：用过的请从备份恢复；刚装的请运行 bot.py init"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyFileError(f"密钥文件 {path} 用不了，请从备份恢复") from error
        return ring

    @classmethod
    def make(cls, path: Path) -> None:
        """Write a new key file, readable by this account alone; never over an old one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        name = f"k{os.urandom(5).hex()}"  # no two installations call their keys the same
        text = json.dumps(
            {
                "current": name,
                "keys": {name: base64.b64encode(os.urandom(32)).decode()},
                "index": base64.b64encode(os.urandom(32)).decode(),
            }
        )
        spare = path.with_suffix(f".{os.getpid()}.new")
        handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(spare, path)  # fails if there is one already, unlike a rename
        finally:
            spare.unlink()

    def seal(self, text: str, place: str) -> str:
        nonce = os.urandom(12)
        sealed = self._ciphers[self.current].encrypt(nonce, text.encode(), place.encode())
        return f"{self.current}.{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """Return what was sealed.  Raises KeyFileError, also for what was never sealed at all."""
        name, _, body = sealed.partition(".")
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
