"""A picture sent to the robot: fetched while its address lives, opened, and laid where the app keeps it.

The address is good for five minutes; what the app keeps is for three days, as the account's is.
"""

import asyncio
import base64
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from core.clock import Clock
from core.config import WorkApp
from core.ports import ChannelError, TokenStore
from wechat.api import NOT_HEARD
from wechat.envelope import BLOCK
from wechat.pictures import BYTES, Pictures
from wechat.work.sending import WorkApi

MOST = 3  # of one message
SECONDS = 2.5  # for all of them: the platform hangs up after five
_STARTS = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}


class RobotPictures:
    """Knows the robot's key, and the app that keeps pictures."""

    def __init__(self, config: WorkApp, api: WorkApi) -> None:
        self._config, self._api = config, api
        self._base = urlsplit(config.api_base)

    async def lay(self, urls: Sequence[str]) -> list[str]:
        """Return the app's id of each picture, "" for one that could not be had; it takes its time once."""
        async with aiohttp.ClientSession() as http:
            tasks = [asyncio.create_task(self._lay(http, url)) for url in urls[:MOST]]
            await asyncio.wait(tasks, timeout=SECONDS)
            for task in tasks:
                task.cancel()
            return [str(each) if isinstance(each, str) else "" for each in await _ends(tasks)]

    async def close(self) -> None:
        await self._api.close()

    async def _lay(self, http: aiohttp.ClientSession, url: str) -> str:
        if not self._is_theirs(url):
            return ""
        try:
            async with http.get(url, allow_redirects=False) as got:
                sealed = await got.content.read(BYTES + BLOCK + 1) if got.status == 200 else b""
                # A stream gives what it has; the rest comes in pieces.
                while len(sealed) <= BYTES + BLOCK and (more := await got.content.read(1 << 16)):
                    sealed += more
        except (*NOT_HEARD, aiohttp.ClientError, OSError, TimeoutError):
            return ""
        content = opened(self._config.aibot.aes_key, sealed)
        kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), "")
        if not kind or len(content) > BYTES:
            return ""
        try:
            return await Pictures({"work": self._api}).lay("work", content, kind)
        except ChannelError:
            return ""

    def _is_theirs(self, url: str) -> bool:
        """It came in with a message: only the platform is asked, and where the settings say it keeps files."""
        try:
            there = urlsplit(url)
        except ValueError:
            return False
        if (there.scheme, there.netloc) == (self._base.scheme, self._base.netloc):
            return True
        return there.scheme == "https" and there.netloc in self._config.media_hosts


def lay_at_once(
    config: WorkApp, tokens: TokenStore, clock: Clock, urls: Sequence[str]
) -> Sequence[str]:
    """Lay pictures, outside any loop of sending; "" for all of them where there is no app."""
    if not config.may_send:
        return [""] * len(urls)

    async def laid() -> Sequence[str]:
        pictures = RobotPictures(config, WorkApi(config, tokens, clock))
        try:
            return await pictures.lay(urls)
        finally:
            await pictures.close()

    return asyncio.run(laid())


async def _ends(tasks: Sequence["asyncio.Task[str]"]) -> list[str | BaseException]:
    return await asyncio.gather(*tasks, return_exceptions=True)


def opened(aes_key: str, sealed: bytes) -> bytes:
    """Return what a file of the robot holds; b"" for what was not sealed for it."""
    if not sealed or len(sealed) % 16:
        return b""
    key = base64.b64decode(aes_key + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    whole = decryptor.update(sealed) + decryptor.finalize()
    fill = whole[-1]
    if not 1 <= fill <= BLOCK or whole[-fill:] != bytes([fill]) * fill:
        return b""
    return whole[:-fill]
