"""What the account itself is asked for: the QR code of a place, and its menu."""

from collections.abc import Awaitable
from typing import Any
from urllib.parse import quote

from core.ports import ChannelError, PlaceCode
from wechat.sending import Api

SCENE_BYTES = 64
# Opened by a browser, never by us: the platform draws the code of a ticket here.
SHOWN = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket={ticket}"
LONGEST = 2_592_000  # seconds


class AccountCalls:
    """Calls beside sending; each raises ChannelError where the platform refuses."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def place_code(self, scene: str) -> PlaceCode:
        """Return the code by which whoever scans it follows us, and says from where.

        It lasts for ever; an account has a hundred thousand of them.
        """
        return await self._code("QR_LIMIT_STR_SCENE", scene)

    async def passing_code(self, scene: str, seconds: int) -> str:
        """Return the same for a code that is worth nothing after a while: 30 days at most."""
        made = await self._code("QR_STR_SCENE", scene, expire_seconds=min(seconds, LONGEST))
        return made.url

    async def _code(self, kind: str, scene: str, **more: int) -> PlaceCode:
        if not 1 <= len(scene.encode()) <= SCENE_BYTES:
            raise ValueError(f"a scene of {len(scene.encode())} bytes, 1 to {SCENE_BYTES}")
        action = {"scene": {"scene_str": scene}}
        body = {"action_name": kind, "action_info": action, **more}
        answer = await self._api.call("/cgi-bin/qrcode/create", body)
        url = str(answer.get("url") or "")
        if not url:
            raise ChannelError("busy", permanent=False)
        return PlaceCode(url, SHOWN.format(ticket=quote(str(answer.get("ticket") or ""))))

    async def lay_menu(self, menu: dict[str, Any]) -> None:
        """Lay the whole menu in place of whatever was there."""
        await self._api.call("/cgi-bin/menu/create", menu)

    async def has_menu(self) -> bool:
        """Tell whether a menu was laid by the API."""
        try:
            await self._api.call("/cgi-bin/menu/get")
        except ChannelError as error:
            if error.reason == "no_menu":
                return False
            raise
        return True

    async def rights(self) -> dict[str, bool | None]:
        """Ask what the account may do; None where the platform gave no answer to that.

        A code that is worth nothing after a minute is made for it; nothing else changes.
        """
        return {
            "templates": await self._may(
                self._api.call("/cgi-bin/template/get_all_private_template")
            ),
            "customer_service": await self._may(self._api.call("/cgi-bin/customservice/getkflist")),
            "codes": await self._may(self.passing_code("check", 60)),
            "menu": await self._may(self.has_menu()),
            "tags": await self._may(self._api.call("/cgi-bin/tags/get")),
        }

    async def _may(self, asked: Awaitable[Any]) -> bool | None:
        try:
            await asked
        except ChannelError as error:
            return False if error.reason == "no_permission" else None
        return True
