"""A menu of their own for staff (个性化菜单): a tag for who they are, and the menu those with it see."""

import contextlib
from collections.abc import Collection, Sequence
from typing import Any

from core.ports import ChannelError
from wechat.sending import Api

TAG = "邻报工作人员"
AT_ONCE = 50  # people the platform tags in one call


class PersonalMenu:
    """Every call raises ChannelError where the platform refuses."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def lay(self, buttons: dict[str, Any], openids: Collection[str]) -> None:
        """Let these people, and nobody else, see these buttons in place of the plain ones."""
        tag = await self._tag()
        await self._tell_apart(tag, set(openids))
        for old in await self._laid(tag):
            await self._api.call("/cgi-bin/menu/delconditional", {"menuid": old})
        rule = {"matchrule": {"tag_id": str(tag)}}
        await self._api.call("/cgi-bin/menu/addconditional", {**buttons, **rule})

    async def _tag(self) -> int:
        known = (await self._api.call("/cgi-bin/tags/get")).get("tags") or []
        for one in known:
            if one.get("name") == TAG:
                return int(one["id"])
        made = await self._api.call("/cgi-bin/tags/create", {"tag": {"name": TAG}})
        return int(made["tag"]["id"])

    async def _tell_apart(self, tag: int, wanted: set[str]) -> None:
        body = {"tagid": tag, "next_openid": ""}
        found = await self._api.call("/cgi-bin/user/tag/get", body)
        tagged = set((found.get("data") or {}).get("openid") or [])
        await self._change("batchtagging", tag, sorted(wanted - tagged))
        await self._change("batchuntagging", tag, sorted(tagged - wanted))

    async def _change(self, how: str, tag: int, openids: Sequence[str]) -> None:
        for first in range(0, len(openids), AT_ONCE):
            some = openids[first : first + AT_ONCE]
            try:
                await self._one_call(how, tag, some)
            except ChannelError as error:
                if error.reason != "invalid_address" or len(some) == 1:
                    raise
                await self._one_by_one(how, tag, some)

    async def _one_by_one(self, how: str, tag: int, openids: Sequence[str]) -> None:
        """One the platform knows no more spoils a whole call: leave that one out."""
        for openid in openids:
            with contextlib.suppress(ChannelError):
                await self._one_call(how, tag, [openid])

    async def _one_call(self, how: str, tag: int, openids: Sequence[str]) -> None:
        body = {"openid_list": list(openids), "tagid": tag}
        await self._api.call(f"/cgi-bin/tags/members/{how}", body)

    async def _laid(self, tag: int) -> list[str]:
        """Return the menus of the tag that were laid before."""
        found = (await self._api.call("/cgi-bin/menu/get")).get("conditionalmenu") or []
        return [
            str(one["menuid"])
            for one in found
            if str((one.get("matchrule") or {}).get("tag_id") or "") == str(tag)
        ]
