"""Groups the app itself makes and writes into (应用群): members of the enterprise only."""

from collections.abc import Mapping
from typing import Any

from core.ports import OUTCOME_UNKNOWN, ChannelError, Letter
from wechat.api import taken
from wechat.pictures import Pictures
from wechat.work.robots import TEXT_BYTES, Draw, split
from wechat.work.sending import WorkApi

EXISTS = "wechat_86215"  # a group of this id: we made it before, and did not hear so
# Whether a group may be made at all hangs on the app; to wait does not help whoever asked for it.
REFUSED = {"not_visible", "no_permission"}


class AppChats:
    """A letter whose fields name members makes the group first, by an id of ours."""

    name = "work.appchat"

    def __init__(self, api: WorkApi, draw: Draw, pictures: Pictures | None = None) -> None:
        self._api, self._draw = api, draw
        self._pictures = pictures or Pictures({"work": api})

    async def send(self, letter: Letter) -> str:
        fields = letter.fields or {}
        if members := str(fields.get("members") or ""):
            await self._make(letter.address, fields, members.split("|"))
        if board := fields.get("board"):
            media = await self._pictures.lay("work", self._draw(board), "image/png")
            return await self._say(
                letter.address, {"msgtype": "image", "image": {"media_id": media}}
            )
        number = ""
        for place, part in enumerate(split(letter.text, TEXT_BYTES)):
            body = {"msgtype": "text", "text": {"content": part}}
            try:
                number = await self._say(letter.address, body)
            except ChannelError as error:
                if place and not error.may_have_arrived:  # the beginning is in the group already
                    raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from error
                raise
        return number

    async def ready(self) -> None:
        await self._api.reach()

    async def _make(self, chat_id: str, fields: Mapping[str, Any], members: list[str]) -> None:
        body = {
            "chatid": chat_id,
            "name": str(fields.get("name") or ""),
            "owner": str(fields.get("owner") or members[0]),
            "userlist": members,
        }
        try:
            await self._api.call("/cgi-bin/appchat/create", body)
        except ChannelError as error:
            if error.reason == EXISTS:
                return
            if error.reason in REFUSED:
                raise ChannelError("may_make_no_group", permanent=True) from error
            raise

    async def _say(self, chat_id: str, body: Mapping[str, Any]) -> str:
        return taken(await self._api.call("/cgi-bin/appchat/send", {"chatid": chat_id, **body}))
