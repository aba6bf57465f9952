"""The platform asked one thing at a time, outside any loop of sending: what operators' commands need."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from core.clock import Clock
from core.config import Official
from core.ports import ChannelError, PlaceCode, StaffButtons, TokenStore
from wechat.account import AccountCalls
from wechat.personal_menu import PersonalMenus
from wechat.sending import Api

T = TypeVar("T")


class Asking:
    """Every question waits for its answer; all but `reach` raise ChannelError where it is a refusal."""

    def __init__(self, account: Official, tokens: TokenStore, clock: Clock) -> None:
        self._account, self._tokens, self._clock = account, tokens, clock

    def reach(self) -> str | None:
        """Return the reason why the platform does not hear us, or None if it does."""
        try:
            self._at_once(lambda api: api.reach())
        except ChannelError as error:
            return error.reason
        return None

    def place_code(self, scene: str) -> PlaceCode:
        """Return the QR code of a place."""
        return self._at_once(lambda api: AccountCalls(api).place_code(scene))

    def passing_code(self, scene: str, seconds: int) -> str:
        """Return the same for a code that is worth nothing after a while."""
        return self._at_once(lambda api: AccountCalls(api).passing_code(scene, seconds))

    def lay_menu(self, buttons: dict[str, Any]) -> None:
        """Lay the account's menu in place of what was there."""
        self._at_once(lambda api: AccountCalls(api).lay_menu(buttons))

    def lay_staff_menus(self, menus: Sequence[StaffButtons]) -> None:
        """Lay what some people, and nobody else, see instead."""
        self._at_once(lambda api: PersonalMenus(api).lay(menus))

    def tell_staff_apart(self, menus: Sequence[StaffButtons]) -> None:
        """Let those see the menus laid for staff who hold the posts now, and nobody else."""
        self._at_once(lambda api: PersonalMenus(api).tell_apart(menus))

    def has_menu(self) -> bool:
        """Tell whether the account has a menu."""
        return self._at_once(lambda api: AccountCalls(api).has_menu())

    def rights(self) -> dict[str, bool | None]:
        """Return what the account may do, as the platform says; None where it gave no answer."""
        return self._at_once(lambda api: AccountCalls(api).rights())

    def _at_once(self, ask: Callable[[Api], Awaitable[T]]) -> T:
        api = Api(self._account, self._tokens, self._clock)

        async def asked() -> T:
            try:
                return await ask(api)
            finally:
                await api.close()

        return asyncio.run(asked())
