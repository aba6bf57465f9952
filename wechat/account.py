"""What the account itself is asked for: the QR code of a place, and its menu."""

from typing import Any

from core.ports import ChannelError
from wechat.sending import Api

SCENE_BYTES = 64


class AccountCalls:
    """Calls beside sending; each raises ChannelError where the platform refuses."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def place_code(self, scene: str) -> str:
        """Return what a QR code must hold so that whoever scans it follows us, and says from where.

        It lasts for ever; an account has a hundred thousand of them.
        """
        if not 1 <= len(scene.encode()) <= SCENE_BYTES:
            raise ValueError(f"a scene of {len(scene.encode())} bytes, 1 to {SCENE_BYTES}")
        body = {
            "action_name": "QR_LIMIT_STR_SCENE",
            "action_info": {"scene": {"scene_str": scene}},
        }
        answer = await self._api.call("/cgi-bin/qrcode/create", body)
        url = str(answer.get("url") or "")
        if not url:
            raise ChannelError("busy", permanent=False)
        return url

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
