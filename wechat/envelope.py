"""Signatures and the AES envelope, the same for Official Accounts and WeCom.

wechatpy's own cipher leaves the padding unchecked and answers garbage with
half a dozen exception types; here there is one, and it never explains itself.
"""

import base64
import binascii
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from wechatpy.utils import WeChatSigner

BLOCK = 32


class NotForUs(Exception):
    """The envelope was not sealed for us, or not by the platform."""


def sign(*parts: str) -> str:
    """Return the platform's signature over these parts."""
    signer = WeChatSigner()
    signer.add_data(*map(str.encode, parts))
    signature: str = signer.signature
    return signature


def is_signed(signature: str, *parts: str) -> bool:
    """Compare in constant time; anything that is not ASCII cannot be a signature."""
    return signature.isascii() and hmac.compare_digest(signature, sign(*parts))


class Envelope:
    """Seals and opens texts for one receiver (an AppID, a CorpID, or "" for a robot)."""

    def __init__(self, aes_key: str, receiver: str) -> None:
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._receiver = receiver.encode()

    def seal(self, text: bytes, random16: bytes | None = None) -> str:
        whole = (random16 or os.urandom(16)) + struct.pack(">I", len(text)) + text + self._receiver
        fill = BLOCK - len(whole) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(whole + bytes([fill]) * fill) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str) -> bytes:
        """Return the text inside.  Raises NotForUs."""
        try:
            raw = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            raise NotForUs from None
        if not raw or len(raw) % 16:
            raise NotForUs
        decryptor = self._cipher.decryptor()
        whole = decryptor.update(raw) + decryptor.finalize()
        fill = whole[-1]
        if not 1 <= fill <= BLOCK or whole[-fill:] != bytes([fill]) * fill:
            raise NotForUs
        whole = whole[:-fill]
        if len(whole) < 20:
            raise NotForUs
        end = 20 + int(struct.unpack(">I", whole[16:20])[0])
        if end > len(whole) or not hmac.compare_digest(whole[end:], self._receiver):
            raise NotForUs
        return whole[20:end]
