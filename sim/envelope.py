"""Signatures and the AES envelope, apart from the product's own so that each checks the other."""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from sim.letters import document, enclosing

BLOCK = 32  # the platform pads to 32, twice the block of AES


class BadEnvelope(ValueError):
    """A text that does not open: wrong key, padding, length or receiver."""


def sign(token: str, timestamp: str, nonce: str, *more: str) -> str:
    """Return the sha1 the platform puts into `signature`, or with `more` into `msg_signature`."""
    parts = sorted(part.encode() for part in (token, timestamp, nonce, *more))
    return hashlib.sha1(b"".join(parts)).hexdigest()


def encrypt(aes_key: str, app_id: str, text: bytes, random16: bytes | None = None) -> str:
    """Seal a text for a receiver; `random16` is fixed only where a vector asks for it."""
    head = random16 or secrets.token_hex(8).encode()
    plain = head + struct.pack(">I", len(text)) + text + app_id.encode()
    pad = BLOCK - len(plain) % BLOCK
    maker = _cipher(aes_key).encryptor()
    sealed = maker.update(plain + bytes([pad]) * pad) + maker.finalize()
    return base64.b64encode(sealed).decode()


def seal_file(aes_key: str, content: bytes) -> bytes:
    """Seal a file as the platform keeps what was sent to a robot: the same cipher, no envelope."""
    pad = BLOCK - len(content) % BLOCK
    maker = _cipher(aes_key).encryptor()
    return maker.update(content + bytes([pad]) * pad) + maker.finalize()


def decrypt(aes_key: str, text: str) -> tuple[bytes, str]:
    """Open a sealed text and return it with the receiver it was sealed for.  Raises BadEnvelope."""
    try:
        sealed = base64.b64decode(text, validate=True)
        opener = _cipher(aes_key).decryptor()
        plain = opener.update(sealed) + opener.finalize()
    except (binascii.Error, ValueError) as error:
        raise BadEnvelope(f"not a sealed text: {error}") from error
    plain = _unpadded(plain)
    length = struct.unpack(">I", plain[16:20])[0] if len(plain) >= 20 else -1
    if not 0 <= length <= len(plain) - 20:
        raise BadEnvelope("its length does not fit")
    return plain[20 : 20 + length], plain[20 + length :].decode("utf-8", "replace")


def sealed_post(
    *,
    token: str,
    aes_key: str,
    app_id: str,
    openid: str,
    plain: bytes,
    timestamp: str,
    nonce: str,
    mode: str = "encrypted",
) -> tuple[dict[str, str], bytes]:
    """Make the query and the body of one POST to the webhook, as the platform does in a mode."""
    query = {
        "signature": sign(token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": openid,
    }
    if mode == "plain":
        return query, plain
    sealed = encrypt(aes_key, app_id, plain)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = sign(token, timestamp, nonce, sealed)
    if mode == "compatible":
        return query, enclosing(plain, "Encrypt", sealed)
    return query, document({"ToUserName": _receiver(plain), "Encrypt": sealed})


def open_reply(token: str, aes_key: str, app_id: str, fields: Mapping[str, str]) -> bytes:
    """Check and open a sealed reply, given its four elements.  Raises BadEnvelope."""
    missing = {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"} - set(fields)
    if missing:
        raise BadEnvelope(f"the sealed reply has no {', '.join(sorted(missing))}")
    expected = sign(token, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
    if not hmac.compare_digest(expected, fields["MsgSignature"]):
        raise BadEnvelope("the reply's MsgSignature is wrong")
    text, receiver = decrypt(aes_key, fields["Encrypt"])
    if receiver != app_id:
        raise BadEnvelope("the reply is sealed for another AppID")
    return text


@lru_cache(maxsize=16)
def _key(aes_key: str) -> bytes:
    key = base64.b64decode(aes_key + "=")
    if len(key) != 32:
        raise ValueError("an EncodingAESKey has 43 characters")
    return key


def _cipher(aes_key: str) -> Cipher[CBC]:
    key = _key(aes_key)
    return Cipher(AES(key), CBC(key[:16]))


def _unpadded(plain: bytes) -> bytes:
    pad = plain[-1] if plain else 0
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise BadEnvelope("its padding is wrong")
    return plain[:-pad]


def _receiver(plain: bytes) -> str:
    start = plain.find(b"<ToUserName><![CDATA[") + len(b"<ToUserName><![CDATA[")
    return plain[start : plain.find(b"]]>", start)].decode()
