"""Handing letters to the enterprise app's API: a text, or a card with buttons, to one member."""

from typing import Any

import aiohttp

from core.clock import Clock
from core.config import WorkApp
from core.ports import ChannelError, Letter, Token, TokenStore
from wechat.api import PlatformApi, taken
from wechat.pictures import Pictures
from wechat.tokens import LIMIT, Tokens, ask
from wechat.work import cards
from wechat.work.errors import trouble

# The platform drops the same words to the same member within this: a letter that is written
# twice, and no word that was meant twice.
REPEAT_SECONDS = 60


class WorkTokens(Tokens):
    """The app's; asked again the platform gives the same one while it is good."""

    def __init__(self, config: WorkApp, store: TokenStore, clock: Clock) -> None:
        super().__init__(f"work:{config.corp_id}:{config.agent_id}", store, clock)
        self._config = config

    async def _buy(self, http: aiohttp.ClientSession, refused: str) -> Token:
        whose = {"corpid": self._config.corp_id, "corpsecret": self._config.secret}
        url = f"{self._config.api_base}/cgi-bin/gettoken"
        answer = await ask(http.get(url, params=whose, timeout=LIMIT), trouble)
        if answer.get("access_token") == refused:
            raise ChannelError("token_refused", permanent=False)
        return self._bought(answer)


class WorkApi(PlatformApi):
    """The API of the enterprise app."""

    def __init__(self, config: WorkApp, store: TokenStore, clock: Clock) -> None:
        super().__init__(config.api_base, WorkTokens(config, store, clock), trouble)
        self.config = config


class AppMessages:
    """应用消息: to members who may see the app, at any time."""

    name = "work.app"

    def __init__(self, api: WorkApi, pictures: Pictures | None = None) -> None:
        self._api = api
        self._pictures = pictures or Pictures({"work": api})

    async def send(self, letter: Letter) -> str:
        answer = await self._api.call(
            "/cgi-bin/message/send",
            {
                "touser": letter.address,
                "agentid": int(self._api.config.agent_id),
                **await self._content(letter),
                "enable_duplicate_check": 1,
                "duplicate_check_interval": REPEAT_SECONDS,
            },
        )
        number = taken(answer)
        _look_who_was_left_out(answer, letter.address)
        return number

    async def _content(self, letter: Letter) -> dict[str, Any]:
        if letter.picture:
            media = await self._pictures.at("work", letter.picture)
            return {"msgtype": "image", "image": {"media_id": media}}
        return _worded(letter)

    async def ready(self) -> None:
        await self._api.reach()

    async def close(self) -> None:
        await self._api.close()


def _worded(letter: Letter) -> dict[str, Any]:
    if letter.buttons and cards.holds(letter.text):
        return {"msgtype": "template_card", "template_card": cards.with_buttons(letter)}
    return {"msgtype": "text", "text": {"content": letter.text}}


def _look_who_was_left_out(answer: dict[str, Any], address: str) -> None:
    """The platform says “ok” to what reaches nobody.  Raises ChannelError."""
    if _names(answer.get("invaliduser"), address):
        raise ChannelError("invalid_address", permanent=True)
    if _names(answer.get("unlicenseduser"), address):
        raise ChannelError("unlicensed", permanent=True)


def _names(listed: object, address: str) -> bool:
    """Userids are the same in capitals and small letters, and come back in small ones."""
    return address.lower() in str(listed or "").lower().split("|")
