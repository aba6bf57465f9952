"""The robot on stage: groups with members who call it by name, bubbles that grow, and polls."""

import itertools
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.clock import Clock
from sim.envelope import decrypt, encrypt, seal_file, sign
from sim.poster import Poster, PostReply, TimedOut

SECONDS = 5.0
REPEATS = 2  # of a message nobody has answered in time
STREAM_BYTES = 20_480
NAME = "邻报"
FILES_LAST = timedelta(minutes=5)
_ids = itertools.count(1)


class BadReply(Exception):
    """An answer the robot would not show; says why."""


@dataclass
class RobotBubble:
    """One answer of the robot, as everybody in the chat sees it."""

    stream_id: str
    text: str
    is_over: bool
    grew: list[str] = field(default_factory=list)  # all it said so far


@dataclass
class PretendChat:
    """A group, or the single chat of somebody with the robot (`chat_id` "")."""

    robot: "PretendRobot"
    chat_id: str
    bubbles: list[RobotBubble] = field(default_factory=list)

    def says(self, userid: str, text: str, **more: Any) -> str:
        """Let somebody call the robot and wait for the end of its answer; "" for silence."""
        bubble = self.begins(userid, text, **more)
        return "" if bubble is None else self.waits(bubble).text

    def begins(self, userid: str, text: str, **more: Any) -> RobotBubble | None:
        """Let somebody call the robot; return the bubble of the first answer."""
        called = f"@{NAME} {text}" if self.chat_id else text
        return self.sends(userid, {"msgtype": "text", "text": {"content": called}, **more})

    def sends(self, userid: str, given: Mapping[str, Any]) -> RobotBubble | None:
        shown = self.robot.brings(self.message(userid, given))
        return None if shown is None else self._bubble(shown)

    def message(self, userid: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Make what the platform posts for something somebody sent."""
        where = (
            {"chatid": self.chat_id, "chattype": "group"}
            if self.chat_id
            else {"chattype": "single"}
        )
        url = self.robot.response_url()
        head = {"msgid": f"r{self.robot.run}-{next(_ids)}", "aibotid": "aib1", **where}
        return {**head, "from": {"userid": userid}, "response_url": url, **given}

    def shows_picture(self, userid: str, content: bytes, kind: str = "image") -> str:
        """Send a picture (or, by kind, a file) alone to the robot; return its whole answer."""
        bubble = self.sends(userid, {"msgtype": kind, kind: {"url": self.robot.keep(content)}})
        return "" if bubble is None else self.waits(bubble).text

    def waits(self, bubble: RobotBubble, polls: int = 40) -> RobotBubble:
        """Come back for the rest of an answer until it is over."""
        for _ in range(polls):
            if bubble.is_over:
                break
            self.polls(bubble)
        return bubble

    def polls(self, bubble: RobotBubble) -> None:
        """Come back once."""
        given = {"msgtype": "stream", "stream": {"id": bubble.stream_id}}
        shown = self.robot.posts(self.message("Anybody01", given))
        if shown is None:
            raise BadReply("a poll was answered with nothing")
        self._grow(bubble, shown)

    def _bubble(self, shown: Mapping[str, Any]) -> RobotBubble:
        if shown["msgtype"] != "stream":
            raise BadReply(f"a message is not answered with {shown['msgtype']}")
        bubble = RobotBubble(str(shown["stream"]["id"]), "", False)
        known = next((one for one in self.bubbles if one.stream_id == bubble.stream_id), None)
        if known is None:
            self.bubbles.append(bubble)
        self._grow(known or bubble, shown)
        return known or bubble

    def _grow(self, bubble: RobotBubble, shown: Mapping[str, Any]) -> None:
        stream = shown["stream"]
        if stream["id"] != bubble.stream_id:
            raise BadReply("the answer is for another bubble")
        if len(str(stream["content"]).encode()) > STREAM_BYTES:
            raise BadReply("the answer is too long")
        bubble.text, bubble.is_over = str(stream["content"]), bool(stream["finish"])
        bubble.grew.append(bubble.text)


class PretendRobot:
    """Set `webhook`, and let somebody speak in `group(chat_id)` or `single()`."""

    def __init__(self, token: str, aes_key: str, clock: Clock, api_base: str = "") -> None:
        self.token, self.aes_key, self.clock, self.api_base = token, aes_key, clock, api_base
        self.webhook: Poster | None = None
        self.run = secrets.token_hex(4)
        self.codes: dict[str, datetime] = {}
        self.whose: dict[str, str] = {}  # by code: who did what it answers
        self.kept: dict[str, tuple[datetime, bytes]] = {}  # by path, sealed
        self._groups: dict[str, PretendChat] = {}

    def group(self, chat_id: str = "wrGridWorkers01") -> PretendChat:
        return self._groups.setdefault(chat_id, PretendChat(self, chat_id))

    def single(self) -> PretendChat:
        return PretendChat(self, "")

    def response_url(self, userid: str = "") -> str:
        """Return an address that takes one answer within the hour, to something of this member's."""
        code = secrets.token_hex(8)
        self.whose[code] = userid
        self.codes[code] = self.clock.now()
        return f"{self.api_base}/cgi-bin/aibot/response?response_code={code}"

    def keep(self, content: bytes) -> str:
        """Keep a file as the platform does: sealed with the robot's key, for five minutes."""
        path = f"/aibot-media/{secrets.token_hex(8)}"
        self.kept[path] = self.clock.now(), seal_file(self.aes_key, content)
        return self.api_base + path

    def fetched(self, path: str) -> bytes | None:
        """Give a file out while its address lives."""
        since, sealed = self.kept.get(path, (None, b""))
        return sealed if since is not None and self.clock.now() - since < FILES_LAST else None

    def event(self, userid: str, kind: str, **event: Any) -> dict[str, Any] | None:
        """Let something happen; an event comes once and is never repeated."""
        return self.posts(
            {
                "msgid": f"e{self.run}-{next(_ids)}",
                "create_time": int(self.clock.now().timestamp()),
                "aibotid": "aib1",
                "from": {"corpid": "", "userid": userid},
                "response_url": self.response_url(userid),
                "msgtype": "event",
                "event": {"eventtype": kind, **event},
            }
        )

    def verify(self, echo: str = "1616140317555161061") -> bool:
        sealed = encrypt(self.aes_key, "", echo.encode())
        query, _ = self._signed(sealed)
        reply = self._road().get({**query, "echostr": sealed}, 1.0)
        return reply.status == 200 and reply.body == echo.encode()

    def brings(self, message: Mapping[str, Any]) -> dict[str, Any] | None:
        """Post a message; one that is not answered in time comes again, an event never does."""
        for _ in range(REPEATS):
            try:
                return self.posts(message)
            except TimedOut:
                continue
        return self.posts(message)

    def posts(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """Post something sealed; return the opened answer, None for silence.  Raises BadReply."""
        reply, nonce = self.post_plain(json.dumps(given, ensure_ascii=False).encode())
        if reply.status != 200:
            raise BadReply(f"status {reply.status}")
        return None if reply.body == b"" else self._open(reply.body, nonce)

    def post_plain(self, plain: bytes, receiver: str = "") -> tuple[PostReply, str]:
        sealed = encrypt(self.aes_key, receiver, plain)
        query, nonce = self._signed(sealed)
        body = json.dumps({"encrypt": sealed}).encode()
        return self._road().post(query, body, SECONDS), nonce

    def _open(self, body: bytes, nonce: str) -> dict[str, Any]:
        given = json.loads(body)
        if given["nonce"] != nonce:
            raise BadReply("the answer does not carry the nonce of the call")
        if not isinstance(given["timestamp"], int):
            raise BadReply("the timestamp is no number")
        parts = str(given["timestamp"]), given["nonce"], given["encrypt"]
        if given["msgsignature"] != sign(self.token, *parts):
            raise BadReply("the answer's signature is wrong")
        plain, receiver = decrypt(self.aes_key, given["encrypt"])
        if receiver != "":
            raise BadReply("the answer is sealed for somebody")
        found: dict[str, Any] = json.loads(plain)
        return found

    def _signed(self, sealed: str) -> tuple[dict[str, str], str]:
        stamp, nonce = str(int(self.clock.now().timestamp())), secrets.token_hex(5)
        signature = sign(self.token, stamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": stamp, "nonce": nonce}, nonce

    def _road(self) -> Poster:
        assert self.webhook is not None, "nobody is listening: set .webhook"
        return self.webhook
