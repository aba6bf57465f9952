"""Handing letters to the Official Account's API: customer-service and template messages."""

from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.config import Official
from core.phrases import on_a_card
from core.ports import ChannelError, Letter, TokenStore
from wechat.api import PlatformApi, taken
from wechat.pictures import Pictures
from wechat.tokens import StableTokens

TEXT_BYTES = 2048


class Api(PlatformApi):
    """The API of the Official Account."""

    def __init__(self, config: Official, store: TokenStore, clock: Clock) -> None:
        super().__init__(config.api_base, StableTokens(config, store, clock))
        self.config = config
        self.clock = clock


class CustomMessages:
    """客服消息: free text, within 48 hours of the person's last message."""

    name = "official.custom"

    def __init__(self, api: Api, pictures: Pictures | None = None) -> None:
        self._api = api
        self._pictures = pictures or Pictures({"official": api})

    async def send(self, letter: Letter) -> str:
        content = await self._content(letter)
        answer = await self._api.call(
            "/cgi-bin/message/custom/send", {"touser": letter.address, **content}
        )
        return taken(answer)

    async def _content(self, letter: Letter) -> dict[str, Any]:
        if letter.picture:
            media = await self._pictures.at("official", letter.picture)
            return {"msgtype": "image", "image": {"media_id": media}}
        return {"msgtype": "text", "text": {"content": letter.text}}

    async def ready(self) -> None:
        await self._api.reach()

    async def close(self) -> None:
        await self._api.close()


class TemplateMessages:
    """模板消息: a few short fields, at any time, to followers of a certified service account."""

    name = "official.template"

    def __init__(self, api: Api, zone: ZoneInfo) -> None:
        self._api = api
        self._zone = zone

    async def send(self, letter: Letter) -> str:
        template = self._api.config.template(letter.template)
        if template is None:
            raise ChannelError("no_template", permanent=True)
        words = self._words(letter)
        data = {key: {"value": text.format_map(words)} for key, text in template.fields.items()}
        answer = await self._api.call(
            "/cgi-bin/message/template/send",
            {
                "touser": letter.address,
                "template_id": template.id,
                "client_msg_id": letter.idempotency_key,  # the platform drops repeats within ten minutes
                "data": data,
                **({"url": letter.link} if letter.link else {}),
            },
        )
        return taken(answer)

    async def ready(self) -> None:
        await self._api.reach()

    def _words(self, letter: Letter) -> dict[str, str]:
        now = self._api.clock.now().astimezone(self._zone)
        given = dict(letter.fields or {})
        what, text = on_a_card(given.get("what") or "社区提醒", given.get("text") or letter.text)
        return {
            "what": what,
            "text": text,
            "time": given.get("time") or now.strftime("%Y年%m月%d日 %H:%M"),
        }
