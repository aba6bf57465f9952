"""The enterprise on stage: members type and tap, the app's callback hears it, the API answers."""

import itertools
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from core.clock import Clock
from sim import files
from sim.envelope import BadEnvelope, encrypt, open_reply, sign
from sim.errors import Answer, refuse
from sim.faults import FOREVER, Fault, Faults, Times
from sim.letters import Field, document
from sim.media import Media
from sim.poster import Poster, PostReply
from sim.server import PretendServer, Request, Response, as_json
from sim.work.api import WorkCalls

SECONDS = 5.0
_ids = itertools.count(45_000_000_000_000_000 + secrets.randbelow(10**12))


@dataclass(frozen=True, slots=True)
class WorkBubble:
    """One thing on a member's screen; `card` is what has buttons."""

    who: str  # me, bot
    text: str
    at: datetime
    card: dict[str, Any] | None = None
    media_id: str = ""  # of a picture


@dataclass(frozen=True, slots=True)
class WorkCall:
    """One call of the API by the bot, and how it was answered."""

    path: str
    body: dict[str, Any]
    answer: Answer


@dataclass
class WorkMember:
    """Somebody of the enterprise, with the app open."""

    userid: str
    platform: "PretendWork"
    screen: list[WorkBubble] = field(default_factory=list)
    taps: list[str] = field(default_factory=list)  # what was shown on the buttons after a tap

    def says(self, text: str, *, times: int = 1, msg_id: int | None = None) -> str:
        """Type a text into the app and return the answer of the last copy."""
        self.show("me", text)
        number = next(_ids) if msg_id is None else msg_id
        fields: dict[str, Field] = {"Content": text, "MsgId": number}
        return [self._told(self.platform.posts(self, "text", fields)) for _ in range(times)][-1]

    def sends(self, kind: str, **fields: Field) -> str:
        return self._told(self.platform.posts(self, kind, {**fields, "MsgId": next(_ids)}))

    def shows_picture(self, content: bytes, content_type: str = "image/png") -> str:
        """Send a picture the platform keeps for three days."""
        media_id = files.lay(self.platform, "image", content, content_type)
        self.screen.append(WorkBubble("me", "[图片]", self.platform.clock.now(), None, media_id))
        return self.sends("image", MediaId=media_id, PicUrl="http://p.qpic.cn/sample/0")

    def taps_on(self, words: str, *, times: int = 1) -> str:
        """Tap a button of the newest card that has it; return what the buttons then say."""
        card, key = self._button(words)
        for _ in range(times):
            fields: dict[str, Field] = {
                "Event": "template_card_event",
                "EventKey": key,
                "TaskId": str(card["task_id"]),
                "CardType": str(card["card_type"]),
                "ResponseCode": secrets.token_hex(8),
            }
            root = self.platform.posts(self, "event", fields)
            shown = "" if root is None else root.findtext("Button/ReplaceName") or ""
            self.taps.append(shown)
        return self.taps[-1]

    def event(self, name: str, **fields: Field) -> str:
        return self._told(self.platform.posts(self, "event", {"Event": name, **fields}))

    def texts(self) -> list[str]:
        return [bubble.text for bubble in self.screen if bubble.who == "bot"]

    def show(self, who: str, text: str, card: dict[str, Any] | None = None) -> None:
        self.screen.append(WorkBubble(who, text, self.platform.clock.now(), card))

    def _button(self, words: str) -> tuple[dict[str, Any], str]:
        for bubble in reversed(self.screen):
            for button in (bubble.card or {}).get("button_list", []):
                if button["text"] == words and bubble.card is not None:
                    return bubble.card, str(button["key"])
        raise AssertionError(f"no card with a button {words}")

    def _told(self, root: ElementTree.Element | None) -> str:
        said = "" if root is None else root.findtext("Content") or ""
        if said:
            self.show("bot", said)
        return said


class PretendWork:
    """Set `webhook`, call `serve`, and let `member(userid)` speak."""

    def __init__(
        self, corp_id: str, agent_id: str, secret: str, token: str, aes_key: str, clock: Clock
    ) -> None:
        self.corp_id, self.agent_id, self.secret = corp_id, agent_id, secret
        self.token, self.aes_key, self.clock = token, aes_key, clock
        self.webhook: Poster | None = None
        self.address = ""
        self.members: dict[str, WorkMember] = {}
        self.calls: list[WorkCall] = []
        self.faults = Faults()
        self.api = WorkCalls(self)
        self.media: dict[str, Media] = {}
        self.files: Callable[[str], bytes | None] = lambda _: None  # what was sent to the robot
        self._lock = threading.RLock()
        self._server: PretendServer | None = None

    def member(self, userid: str) -> WorkMember:
        with self._lock:
            return self.members.setdefault(userid, WorkMember(userid, self))

    def serve(self) -> str:
        """Start answering on loopback and return the address, which is `wechat.work.api_base`."""
        self._server = PretendServer(self._answer, "127.0.0.1", 0)
        self.address = self._server.address
        return self.address

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    def fault(
        self, path_suffix: str, *, errcode: int | None = None, reset: bool = False,
        drop_after: bool = False, times: Times = 1,
    ) -> Fault:  # fmt: skip
        """Spoil the next calls whose path ends so, as `PretendWeChat.fault` does."""
        many = FOREVER if times == "forever" else times
        fault = Fault(path_suffix, many, errcode=errcode, reset=reset, drop_after=drop_after)
        return self.faults.add(fault)

    def verify(self, echo: str = "1616140317555161061") -> bool:
        """Check the callback as saving the app's settings does."""
        sealed = encrypt(self.aes_key, self.corp_id, echo.encode())
        reply = self._road().get({**self._signed(sealed), "echostr": sealed}, SECONDS)
        return reply.status == 200 and reply.body == echo.encode()

    def posts(
        self, member: WorkMember, kind: str, fields: dict[str, Field]
    ) -> ElementTree.Element | None:
        """Call back with what a member did; return what is in the sealed answer, None for nothing."""
        head: dict[str, Field] = {
            "ToUserName": self.corp_id,
            "FromUserName": member.userid,
            "CreateTime": int(self.clock.now().timestamp()),
            "MsgType": kind,
            "AgentID": int(self.agent_id),
        }
        reply = self.post_plain(document({**head, **fields}))
        if reply.status != 200:
            raise AssertionError(f"the callback was answered with {reply.status}")
        if reply.body in (b"", b"success"):
            return None
        sealed = {each.tag: each.text or "" for each in ElementTree.fromstring(reply.body)}
        plain = open_reply(self.token, self.aes_key, self.corp_id, sealed)
        root = ElementTree.fromstring(plain)
        if root.findtext("ToUserName") != member.userid:
            raise BadEnvelope("the answer is for somebody else")
        return root

    def post_plain(self, plain: bytes) -> PostReply:
        """Seal a body and post it as the platform does."""
        sealed = encrypt(self.aes_key, self.corp_id, plain)
        body = document({"ToUserName": self.corp_id, "AgentID": self.agent_id, "Encrypt": sealed})
        return self._road().post(self._signed(sealed), body, SECONDS)

    def shows(
        self, userid: str, text: str, card: dict[str, Any] | None, media_id: str = ""
    ) -> bool:
        found = {each.lower(): each for each in self.members}.get(userid.lower())
        if found is None:
            return False
        bubble = WorkBubble("bot", text, self.clock.now(), card, media_id)
        self.members[found].screen.append(bubble)
        return True

    def hides(self, userid: str, text: str) -> None:
        screen = self.members[userid].screen if userid in self.members else []
        for bubble in reversed(screen):
            if bubble.who == "bot" and bubble.text == text:
                screen.remove(bubble)
                return

    def _file(self, request: Request) -> Response:
        """Take a picture, or give one out."""
        with self._lock:
            fault = self.faults.take(request.path)
            wrong = self.api.check(request)
            if fault is not None and fault.errcode is not None:
                wrong = refuse(fault.errcode)
            if request.path.endswith("upload"):
                answer = wrong or files.upload(self, request)
            else:
                found = wrong or files.fetch(self, request.query.get("media_id", ""))
                if isinstance(found, Response):
                    self.calls.append(WorkCall(request.path, {}, {}))
                    return found
                answer = found
            self.calls.append(WorkCall(request.path, {}, answer))
        return as_json(answer)

    def _signed(self, sealed: str) -> dict[str, str]:
        stamp, nonce = str(int(self.clock.now().timestamp())), secrets.token_hex(5)
        return {
            "msg_signature": sign(self.token, stamp, nonce, sealed),
            "timestamp": stamp,
            "nonce": nonce,
        }

    def _road(self) -> Poster:
        assert self.webhook is not None, "nobody is listening: set .webhook"
        return self.webhook

    def _answer(self, request: Request) -> Response:
        if request.path.startswith("/aibot-media/"):
            sealed = self.files(request.path)
            return Response(404, b"", "") if sealed is None else Response(200, sealed, "")
        if request.path.startswith("/cgi-bin/media/"):
            return self._file(request)
        body = json.loads(request.body) if request.body else {}
        fault = self.faults.take(request.path)
        if fault is not None and fault.reset:
            return Response(reset=True)
        with self._lock:
            wrong = fault is not None and fault.errcode is not None
            answer = refuse(fault.errcode or -1) if wrong and fault else self.api(request, body)
            self.calls.append(WorkCall(request.path, body, answer))
        if fault is not None and fault.drop_after:
            return Response(reset=True)
        return as_json(answer)
