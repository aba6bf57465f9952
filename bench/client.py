"""The platform's side of a measurement: sealed letters, and a look at every reply."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.servers import TEXTS
from sim.account import Account
from sim.envelope import sealed_post
from sim.letters import document
from sim.poster import PostReply
from sim.verdict import judge

CONNECTIONS = 8


@dataclass(frozen=True)
class Letter:
    """A sealed message, ready to post, and the answer an echo must give."""

    path: str
    body: bytes
    openid: str
    text: str


class Letters:
    """Writes letters from the followers in turn; no MsgId comes twice."""

    def __init__(
        self, account: Account, openids: Sequence[str], texts: Iterator[str] | None = None
    ) -> None:
        self._account = account
        self._people = itertools.cycle(openids)
        self._texts = itertools.cycle(TEXTS) if texts is None else texts
        self._ids = itertools.count(24_000_000_000_000_000)

    def write(self, count: int) -> list[Letter]:
        return [self._one() for _ in range(count)]

    def _one(self) -> Letter:
        account, openid, text, number = (
            self._account,
            next(self._people),
            next(self._texts),
            next(self._ids),
        )
        stamp = str(int(time.time()))
        plain = document(
            {
                "ToUserName": account.name,
                "FromUserName": openid,
                "CreateTime": int(stamp),
                "MsgType": "text",
                "Content": text,
                "MsgId": number,
            }
        )
        query, body = sealed_post(
            token=account.token,
            aes_key=account.aes_key,
            app_id=account.app_id,
            openid=openid,
            plain=plain,
            timestamp=stamp,
            nonce=str(number)[-9:],
        )
        return Letter(f"/wechat/official?{urlencode(query)}", body, openid, text)


def post(port: int, account: Account, letters: Sequence[Letter], *, is_echo: bool) -> list[str]:
    """Post all letters over a few connections that stay open; return what was wrong with replies."""
    waiting, troubles = iter(letters), list[str]()
    lock = threading.Lock()

    def caller() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        for letter in _taken(waiting, lock):
            try:
                connection.request("POST", letter.path, letter.body, {"Content-Type": "text/xml"})
                answer = connection.getresponse()
                wrong = _wrong(is_echo, account, letter, PostReply(answer.status, answer.read()))
            except (OSError, http.client.HTTPException) as error:
                wrong = f"no reply: {type(error).__name__}"
                connection.close()
            if wrong:
                troubles.append(wrong)
        connection.close()

    threads = [threading.Thread(target=caller) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return troubles


def _taken(waiting: Iterator[Letter], lock: threading.Lock) -> Iterator[Letter]:
    while True:
        with lock:
            letter = next(waiting, None)
        if letter is None:
            return
        yield letter


def _wrong(is_echo: bool, account: Account, letter: Letter, reply: PostReply) -> str:
    verdict = judge(reply, account, letter.openid)
    if verdict.outcome != "shown":
        return f"{verdict.outcome} {verdict.reason}"
    if is_echo and verdict.text != letter.text:
        return f"not an echo: {verdict.text!r}"
    return ""
