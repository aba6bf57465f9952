"""What the enterprise's API answers: tokens, and messages of the app to members."""

import base64
import binascii
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.clock import Clock
from sim.errors import Answer, fine, refuse
from sim.media import Media
from sim.server import Request
from sim.work.groups import AppGroups
from sim.work.shown import wrong_articles, wrong_told

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PER_MEMBER = 30  # a minute; the rest is dropped without a word
PER_ROBOT = 20
TEXT_BYTES = 2048
ROBOT_BYTES = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}
PICTURE_BYTES = 2 << 20
LIFE = timedelta(seconds=7200)


class Enterprise(Protocol):
    """What the API needs to know of the enterprise."""

    corp_id: str
    agent_id: str
    secret: str
    clock: Clock
    media: dict[str, Media]

    @property
    def members(self) -> Mapping[str, object]: ...

    def shows(
        self, userid: str, text: str, card: dict[str, Any] | None, media_id: str = ""
    ) -> bool:
        """Show a member something; False if nobody is called so."""
        ...

    def hides(self, userid: str, text: str) -> None:
        """Take the newest bubble with this text off a member's screen."""
        ...


class WorkCalls:
    """Answers /cgi-bin calls of the app."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._of = enterprise
        self._token, self._until = "", enterprise.clock.now()
        self._sent: dict[str, list[datetime]] = defaultdict(list)
        self._said: dict[tuple[str, str], datetime] = {}
        self.robots: dict[str, list[tuple[datetime, dict[str, Any]]]] = {}  # by key
        self.chats = AppGroups(enterprise)
        self.unlicensed: set[str] = set()
        self.replies: dict[str, list[tuple[datetime, dict[str, Any]]]] = {}  # by response_code
        self.codes: dict[str, datetime] = {}  # given out then, used up once answered
        self.sent: dict[str, tuple[datetime, str, str]] = {}  # by msgid: when, to whom, what
        self.dropped = 0  # over the limit, or a repeat: answered “ok”, shown to nobody

    def kill_token(self) -> None:
        self._token = ""

    def __call__(self, request: Request, body: dict[str, Any]) -> Answer:
        if request.path == "/cgi-bin/webhook/send":
            return self._post(str(request.query.get("key") or ""), body)
        if request.path == "/cgi-bin/aibot/response":
            return self._reply(str(request.query.get("response_code") or ""), body)
        if request.path == "/cgi-bin/gettoken":
            return self._gettoken(request)
        if wrong := self.check(request):
            return wrong
        known = {"/cgi-bin/message/send": self._send, "/cgi-bin/message/recall": self._recall}
        known |= self.chats.calls
        call = known.get(request.path)
        return call(body) if call else refuse(40066)

    def check(self, request: Request) -> Answer | None:
        """Return why a call's token is no good, or None."""
        given = request.query.get("access_token", "")
        if not given:
            return refuse(41001)
        if given != self._token:
            return refuse(40014)
        return refuse(42001) if self._of.clock.now() >= self._until else None

    def _gettoken(self, request: Request) -> Answer:
        if request.query.get("corpid") != self._of.corp_id:
            return refuse(40013)
        if request.query.get("corpsecret") != self._of.secret:
            return refuse(40001)
        now = self._of.clock.now()
        if not self._token or now >= self._until:
            self._token, self._until = "wk_" + secrets.token_urlsafe(100), now + LIFE
        left = int((self._until - now).total_seconds())
        return fine(access_token=self._token, expires_in=left)

    def _send(self, body: dict[str, Any]) -> Answer:
        if str(body.get("agentid")) != self._of.agent_id:
            return refuse(40056)
        kind = body.get("msgtype")
        content = body.get(kind) if isinstance(kind, str) else None
        if not isinstance(content, dict):
            return refuse(40008)
        if wrong := _wrong(str(kind), content):
            return refuse(wrong)
        if kind == "image" and content.get("media_id") not in self._of.media:
            return refuse(40007)
        wanted = [each for each in str(body.get("touser") or "").split("|") if each]
        unknown = [each for each in wanted if not self._takes(each, content, body)]
        if unknown and len(unknown) == len(wanted):
            return refuse(81013, invaliduser="|".join(unknown).lower())
        without = [each for each in wanted if each in self.unlicensed]
        number = "m" + secrets.token_hex(8)
        for each in wanted:
            self.sent[number] = self._of.clock.now(), each, _text_of(content)
        return fine(
            invaliduser="|".join(unknown).lower(),
            unlicenseduser="|".join(without),
            msgid=number,
        )

    def _recall(self, body: dict[str, Any]) -> Answer:
        """Take a message off the screen it is on; within a day, and only one that was sent."""
        sent = self.sent.get(str(body.get("msgid") or ""))
        if sent is None or self._of.clock.now() - sent[0] > DAY:
            return refuse(40058)
        self._of.hides(*sent[1:])
        return fine()

    def _post(self, key: str, body: dict[str, Any]) -> Answer:
        """Take what a group robot is to say; it has twenty messages a minute."""
        if key not in self.robots:
            return refuse(93000)
        kind = str(body.get("msgtype"))
        content = body.get(kind)
        if wrong := _wrong_post(kind, content):
            return refuse(wrong)
        now = self._of.clock.now()
        recent = [at for at, _ in self.robots[key] if now - at < MINUTE]
        if len(recent) >= PER_ROBOT:
            return refuse(45009)
        self.robots[key].append((now, body))
        return fine()

    def _reply(self, code: str, body: dict[str, Any]) -> Answer:
        """Take one answer at the address that came with a message, within the hour."""
        now = self._of.clock.now()
        given = self.codes.pop(code, None)
        if given is None or now - given >= HOUR:
            return refuse(40058)
        content = body.get("markdown")
        text = content.get("content") if isinstance(content, dict) else None
        if body.get("msgtype") != "markdown" or not isinstance(text, str) or not text:
            return refuse(40058)
        self.replies.setdefault(code, []).append((now, body))
        return fine()

    def _takes(self, userid: str, content: dict[str, Any], body: dict[str, Any]) -> bool:
        """Show it, or drop it in silence; False for a userid nobody has."""
        now = self._of.clock.now()
        said = str(content)
        if userid in self.unlicensed:
            return True
        interval = timedelta(seconds=int(body.get("duplicate_check_interval") or 1800))
        last = self._said.get((userid, said))
        is_repeat = bool(body.get("enable_duplicate_check")) and last is not None
        recent = [at for at in self._sent[userid] if now - at < MINUTE]
        if len(recent) >= PER_MEMBER or (is_repeat and last is not None and now - last < interval):
            self.dropped += 1
            return True
        card = content if "task_id" in content else None
        media_id = str(content.get("media_id") or "")
        if not self._of.shows(userid, _text_of(content), card, media_id):
            return False
        self._sent[userid] = [*recent, now]
        self._said[userid, said] = now
        return True


def _text_of(content: dict[str, Any]) -> str:
    if content.get("media_id"):
        return "[图片]"
    return str(content.get("content") or content.get("sub_title_text") or "")


def _wrong_post(kind: str, content: object) -> int:
    """Return the code for what a group robot may not say, 0 for what it may."""
    if not isinstance(content, dict):
        return 40058
    looked_at = {"image": wrong_picture, "news": wrong_articles, "template_card": wrong_told}
    if kind in looked_at:
        return looked_at[kind](content)
    text = content.get("content")
    if kind not in ROBOT_BYTES or not isinstance(text, str) or not text:
        return 40058
    return 40058 if len(text.encode()) > ROBOT_BYTES[kind] else 0


def wrong_picture(content: dict[str, Any]) -> int:
    """Return the code for a picture a robot may not show: 2 MB of PNG or JPEG, with its own md5."""
    try:
        raw = base64.b64decode(str(content.get("base64") or ""), validate=True)
    except binascii.Error:
        return 40058
    is_one = raw.startswith((b"\x89PNG", b"\xff\xd8\xff")) and len(raw) <= PICTURE_BYTES
    return 0 if is_one and hashlib.md5(raw).hexdigest() == content.get("md5") else 40058


def _wrong(kind: str, content: dict[str, Any]) -> int:
    if kind == "text":
        text = content.get("content")
        if not isinstance(text, str) or not text:
            return 44004
        return 45002 if len(text.encode()) > TEXT_BYTES else 0
    if kind == "image":
        return 0
    return wrong_card(content) if kind == "template_card" else 40008


def wrong_card(card: dict[str, Any]) -> int:
    """Return the code for a card that is refused, 0 for a good one."""
    buttons = card.get("button_list")
    if card.get("card_type") != "button_interaction" or not card.get("task_id"):
        return 40058
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 6:
        return 40058
    return 0 if all(each.get("text") and each.get("key") for each in buttons) else 40058
