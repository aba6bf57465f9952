"""Groups the app makes: who may, of whom, and what stands in them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.clock import Clock
from sim.errors import Answer, fine, refuse
from sim.media import Media

MOST_MEMBERS = 2000
TEXT_BYTES = 2048
_CHAT_ID = re.compile(r"[0-9a-zA-Z]{1,32}")


class Members(Protocol):
    """What groups need to know of the enterprise."""

    clock: Clock
    media: dict[str, Media]

    @property
    def members(self) -> Mapping[str, object]: ...


@dataclass
class AppGroup:
    """One group the app made, and all that was posted into it."""

    name: str
    owner: str
    members: list[str]
    posts: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [body["text"]["content"] for _, body in self.posts if body["msgtype"] == "text"]


class AppGroups:
    """Answers /cgi-bin/appchat; an app that is not seen by the whole enterprise may make none."""

    def __init__(self, of: Members) -> None:
        self._of = of
        self.by_id: dict[str, AppGroup] = {}
        self.is_seen_by_all = True
        self.calls: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "/cgi-bin/appchat/create": self._create,
            "/cgi-bin/appchat/send": self._send,
        }

    def _create(self, body: dict[str, Any]) -> Answer:
        if not self.is_seen_by_all:
            return refuse(60011)
        chat_id, listed = str(body.get("chatid") or ""), body.get("userlist")
        if not _CHAT_ID.fullmatch(chat_id):
            return refuse(86001)
        if chat_id in self.by_id:
            return refuse(86215)
        if not isinstance(listed, list) or not 2 <= len(set(listed)) <= MOST_MEMBERS:
            return refuse(86006)
        if any(one not in self._of.members for one in listed):
            return refuse(86216)
        if body.get("owner") not in listed:
            return refuse(86207)
        name = str(body.get("name") or "")
        if not name or len(name) > 50:
            return refuse(86004)
        self.by_id[chat_id] = AppGroup(name, str(body["owner"]), list(listed))
        return fine(chatid=chat_id)

    def _send(self, body: dict[str, Any]) -> Answer:
        group = self.by_id.get(str(body.get("chatid") or ""))
        if group is None:
            return refuse(86003)
        kind = str(body.get("msgtype"))
        content = body.get(kind)
        if not isinstance(content, dict) or kind not in {"text", "image"}:
            return refuse(40008)
        if kind == "image" and content.get("media_id") not in self._of.media:
            return refuse(40007)
        if kind == "text":
            text = content.get("content")
            if not isinstance(text, str) or not 0 < len(text.encode()) <= TEXT_BYTES:
                return refuse(45002 if text else 44004)
        group.posts.append((self._of.clock.now(), body))
        return fine()
