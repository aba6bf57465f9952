"""Answering where a robot's button was tapped: once, at the address that came with the tap."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp

from core.config import WorkApp
from core.phrases import cut_bytes
from core.ports import OUTCOME_UNKNOWN, ChannelError, Letter
from wechat.api import LIMIT, NOT_HEARD, read_answer, taken
from wechat.work.errors import trouble

MARKDOWN_BYTES = 20_480


class RobotReplies:
    """主动回复: the platform takes one answer at such an address, within the hour."""

    name = "work.aibot"

    def __init__(self, config: WorkApp) -> None:
        self._base = urlsplit(config.api_base)
        self._http: aiohttp.ClientSession | None = None

    async def send(self, letter: Letter) -> str:
        address = urlsplit(letter.reply_to)
        # It came in with a message: nothing of ours goes to anybody but the platform.
        if (address.scheme, address.netloc) != (self._base.scheme, self._base.netloc):
            raise ChannelError("bad_request", permanent=True)
        content = cut_bytes(letter.text, MARKDOWN_BYTES)[0]
        answer = await self._post(letter.reply_to, content)
        if code := answer.get("errcode", 0):
            found = trouble(code)
            raise ChannelError(found.reason, permanent=True)  # the one answer may be used up
        return taken(answer)

    async def _post(self, url: str, content: str) -> dict[str, Any]:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=LIMIT)
        body = {"msgtype": "markdown", "markdown": {"content": content}}
        try:
            async with self._http.post(url, json=body, allow_redirects=False) as got:
                return read_answer(got.status, await got.text())
        except NOT_HEARD as error:
            raise ChannelError("unreachable", permanent=False) from error
        except (aiohttp.ClientError, OSError, TimeoutError, UnicodeDecodeError) as error:
            raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from error

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None
