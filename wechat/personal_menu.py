"""Menus of their own for staff (个性化菜单): a tag for who they are, and the menu those with it see."""

import contextlib
from collections.abc import Sequence

from core.ports import ChannelError, StaffButtons
from wechat.sending import Api

OURS = "邻报·"  # tags of this beginning are ours; the platform takes 30 bytes
FORMER = "邻报工作人员"  # of the one menu there was for all staff
AT_ONCE = 50  # people the platform tags in one call


class PersonalMenus:
    """Every call raises ChannelError where the platform refuses."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def lay(self, menus: Sequence[StaffButtons]) -> None:
        """Let each of these see their buttons in place of the plain ones, and nobody else."""
        tags = await self._tags()
        for menu in menus:
            tag = tags.pop(OURS + menu.title, None) or await self._make(OURS + menu.title)
            await self._tell_apart(tag, set(menu.openids))
            await self._take_away(tag)
            rule = {"matchrule": {"tag_id": str(tag)}}
            await self._api.call("/cgi-bin/menu/addconditional", {**menu.buttons, **rule})
        for left in tags.values():  # of menus there are no more
            await self._tell_apart(left, set())
            await self._take_away(left)

    async def tell_apart(self, menus: Sequence[StaffButtons]) -> None:
        """Let each of these see the menu that was laid for them, as posts have changed hands."""
        tags = await self._tags()
        for menu in menus:
            if (tag := tags.get(OURS + menu.title)) is not None:
                await self._tell_apart(tag, set(menu.openids))

    async def _tags(self) -> dict[str, int]:
        known = (await self._api.call("/cgi-bin/tags/get")).get("tags") or []
        return {
            str(one["name"]): int(one["id"])
            for one in known
            if str(one.get("name")).startswith(OURS) or one.get("name") == FORMER
        }

    async def _make(self, name: str) -> int:
        made = await self._api.call("/cgi-bin/tags/create", {"tag": {"name": name}})
        return int(made["tag"]["id"])

    async def _take_away(self, tag: int) -> None:
        for old in await self._laid(tag):
            await self._api.call("/cgi-bin/menu/delconditional", {"menuid": old})

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
