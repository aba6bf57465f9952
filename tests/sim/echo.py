"""A bot that says back what it hears, or whatever a test wants it to."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl

from sim.account import Account
from sim.envelope import decrypt, encrypt, sign
from sim.letters import Fields, document

Heard = dict[str, str]
Reply = Callable[["EchoBot", Heard], tuple[int, bytes]]


def echo(bot: "EchoBot", heard: Heard) -> tuple[int, bytes]:
    return 200, bot.text(heard, f"你说：{heard.get('Content') or heard['MsgType']}")


class EchoBot:
    """A WSGI application; `reply` decides what it answers."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.heard: list[Heard] = []
        self.queries: list[dict[str, str]] = []
        self.reply: Reply = echo

    def __call__(self, environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        query = dict(parse_qsl(str(environ["QUERY_STRING"]), keep_blank_values=True))
        self.queries.append(query)
        if environ["REQUEST_METHOD"] == "GET":
            start("200 OK", [])
            return [query["echostr"].encode()]
        stream, length = environ["wsgi.input"], int(str(environ["CONTENT_LENGTH"]))
        heard = self._opened(stream.read(length))  # type: ignore[attr-defined]  # WSGI's word
        self.heard.append(heard)
        status, body = self.reply(self, heard)
        start(f"{status} Whatever", [])
        return [body]

    def text(self, heard: Heard, content: str, **changed: str | int) -> bytes:
        return self.sealed(
            {
                "ToUserName": heard["FromUserName"],
                "FromUserName": heard["ToUserName"],
                "CreateTime": 1700000000,
                "MsgType": "text",
                "Content": content,
                **changed,
            }
        )

    def sealed(self, fields: Fields, **changed: str) -> bytes:
        if self.account.mode != "encrypted":
            return document(fields)
        sealed = encrypt(self.account.aes_key, self.account.app_id, document(fields))
        envelope = {
            "Encrypt": sealed,
            "MsgSignature": sign(self.account.token, "1700000000", "nonce", sealed),
            "TimeStamp": "1700000000",
            "Nonce": "nonce",
        }
        return document({**envelope, **changed})

    def _opened(self, body: bytes) -> Heard:
        root = ET.fromstring(body)
        sealed = root.findtext("Encrypt")
        if sealed:
            root = ET.fromstring(decrypt(self.account.aes_key, sealed)[0])
        return {one.tag: one.text or "" for one in root.iter()}
