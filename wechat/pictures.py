"""Bringing a picture from where the platform keeps it to the account that is to show it."""

from collections.abc import Callable, Mapping

import aiohttp

from core.ports import ChannelError
from wechat.api import PlatformApi

BYTES = 10 << 20  # as large as the platform takes a picture
DRAWN = "drawn"
_ENDINGS = {"image/png": "png", "image/gif": "gif", "image/bmp": "bmp"}


class Pictures:
    """Pictures are named “official:MEDIA_ID”: the channel they came in by, and its id for them."""

    def __init__(
        self, apis: Mapping[str, PlatformApi], draw: Callable[[str], bytes] | None = None
    ) -> None:
        """`draw` makes a PNG of what is drawn when it is sent: “drawn:…”."""
        self._apis = apis
        self._draw = draw

    async def at(self, channel: str, picture: str) -> str:
        """Return the id by which a channel knows a picture; another's is fetched and laid there.

        Raises ChannelError, also for what the platform has deleted.
        """
        source, _, media = picture.partition(":")
        if source == channel:
            return media
        if source == DRAWN and self._draw is not None:
            return await self.lay(channel, self._draw(media), "image/png")
        if source not in self._apis:
            raise ChannelError("picture_gone", permanent=True)
        content, kind = await self._apis[source].fetch("/cgi-bin/media/get", media_id=media)
        if not content or len(content) > BYTES:
            raise ChannelError("picture_gone", permanent=True)
        return await self.lay(channel, content, kind)

    async def lay(self, channel: str, content: bytes, kind: str) -> str:
        """Lay a picture where a channel keeps them; return its id there.  Raises ChannelError."""
        name = f"picture.{_ENDINGS.get(kind, 'jpg')}"

        def form() -> aiohttp.FormData:
            made = aiohttp.FormData()
            made.add_field("media", content, filename=name, content_type=kind or "image/jpeg")
            return made

        answer = await self._apis[channel].upload("/cgi-bin/media/upload", form, type="image")
        laid = str(answer.get("media_id") or "")
        if not laid:
            raise ChannelError("picture_gone", permanent=True)
        return laid
