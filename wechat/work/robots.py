"""Handing letters to group robots (消息推送): everybody in the group reads them."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from core.config import WorkApp
from core.phrases import cut_bytes
from core.ports import OUTCOME_UNKNOWN, ChannelError, Letter
from wechat.api import LIMIT, NOT_HEARD, read_answer, taken
from wechat.work import cards
from wechat.work.errors import trouble

TEXT_BYTES, MARKDOWN_BYTES = 2048, 4096
PICTURE_BYTES = 2 << 20  # before it is written in base64
Draw = Callable[[Any], bytes]  # what a letter's fields say of a board → its picture
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*")
_MARKDOWN = re.compile(r"^(?:#{1,6} |> |[-*] |\|)|\*\*[^*]+\*\*", re.MULTILINE)
_TABLE = re.compile(r"^\|.*\|\s*$", re.MULTILINE)
_MENTION = re.compile(r"<@([\w.@-]{1,64})>")


class GroupRobots:
    """Each robot is known by the name the settings give it; its key is its only secret."""

    name = "work.robot"

    def __init__(self, config: WorkApp, draw: Draw) -> None:
        self._draw = draw
        self._base = config.api_base
        self._keys = {robot.name: robot.key for robot in config.robots}
        self._http: aiohttp.ClientSession | None = None

    async def send(self, letter: Letter) -> str:
        """Send one text or picture; what is longer than a message goes in several, cut at sentences."""
        key = self._keys.get(letter.address)
        if key is None:
            raise ChannelError("invalid_address", permanent=True)
        for place, body in enumerate(self._bodies(letter)):
            try:
                await self._post(key, body)
            except ChannelError as error:
                if place and not error.may_have_arrived:  # the beginning is in the group already
                    raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from error
                raise
        return ""

    def _bodies(self, letter: Letter) -> list[dict[str, Any]]:
        """Return what a letter becomes: a board's picture, a card that opens a page, else its words."""
        fields = letter.fields or {}
        board = fields.get("board")
        if board and (shown := picture(self._draw(board))):
            return [shown]
        if letter.link and fields.get("text"):
            if cards.tells(fields):
                return [_of("template_card", cards.telling(fields, letter.link))]
            if cards.is_long(fields):
                return [_of("news", cards.article(fields, letter.link))]
        return bodies(letter.text)

    async def _post(self, key: str, body: Mapping[str, Any]) -> None:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=LIMIT)
        url = f"{self._base}/cgi-bin/webhook/send"
        try:
            async with self._http.post(url, params={"key": key}, json=body) as got:
                status, text = got.status, await got.text()
        except NOT_HEARD as error:
            raise ChannelError("unreachable", permanent=False) from error
        except (aiohttp.ClientError, OSError, TimeoutError, UnicodeDecodeError) as error:
            raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from error
        answer = read_answer(status, text)
        if code := answer.get("errcode", 0):
            found = trouble(code)
            raise ChannelError(
                found.reason, permanent=found.permanent, wait_seconds=found.wait_seconds
            )
        taken(answer)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None


def bodies(text: str) -> list[dict[str, Any]]:
    """Return the messages a text becomes: plain with its mentions, or markdown where it is some."""
    if _TABLE.search(text):
        return [_markdown("markdown_v2", part) for part in split(text, MARKDOWN_BYTES)]
    if _MARKDOWN.search(text):
        return [_markdown("markdown", part) for part in split(text, MARKDOWN_BYTES)]
    return [_plain(part) for part in split(text, TEXT_BYTES)]


def picture(content: bytes) -> dict[str, Any] | None:
    """Return the message a picture becomes; None for one the platform would not take."""
    if len(content) > PICTURE_BYTES:
        return None
    whole = base64.b64encode(content).decode()
    return {"msgtype": "image", "image": {"base64": whole, "md5": hashlib.md5(content).hexdigest()}}


def _of(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    return {"msgtype": kind, kind: content}


def _markdown(kind: str, text: str) -> dict[str, Any]:
    return _of(kind, {"content": text})


def _plain(text: str) -> dict[str, Any]:
    content: dict[str, Any] = {"content": text}
    if called := list(dict.fromkeys(_MENTION.findall(text))):
        content["mentioned_list"] = ["@all" if one == "all" else one for one in called]
    return _of("text", content)


def split(text: str, most: int) -> list[str]:
    """Cut a text into parts of so many bytes, between sentences where there is one to cut at."""
    parts, rest = [""], [piece for piece in _SENTENCE.findall(text) if piece]
    for piece in rest:
        if len((parts[-1] + piece).encode()) <= most:
            parts[-1] += piece
            continue
        left = piece
        while left:
            head, left = cut_bytes(left, most) if len(left.encode()) > most else (left, "")
            parts.append(head)
    return [part for part in parts if part.strip()]
