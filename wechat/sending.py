"""Handing letters to the Official Account's API: customer-service and template messages."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from core.clock import Clock
from core.config import Official
from core.ports import OUTCOME_UNKNOWN, ChannelError, Letter, TokenStore
from wechat.errors import STALE_TOKEN, trouble
from wechat.tokens import Tokens

LIMIT = aiohttp.ClientTimeout(total=10, connect=3)
IDLE_SECONDS = 5  # an older connection may be dead without our knowing
# Nothing was written: the name is not found, nobody listens, or not in time.
NOT_HEARD = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
TEXT_BYTES = 2048
SHORT = 20  # characters a template's “thing” may have


class Api:
    """One connection pool to the account's API, and the rules every call obeys."""

    def __init__(self, config: Official, store: TokenStore, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self._tokens = Tokens(config, store, clock)
        self._http: aiohttp.ClientSession | None = None

    async def call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Post JSON to the API, or without a body get something, and return its answer.

        A stale token is refreshed and the call repeated once, never more.  Once the call is
        written only a readable answer decides what became of it.
        Raises ChannelError for every refusal.
        """
        http = self._session()
        token = await self._tokens.get(http)
        answer = await self._ask(http, path, token, body)
        if answer.get("errcode") in STALE_TOKEN:
            token = await self._tokens.get(http, refused=token)
            answer = await self._ask(http, path, token, body)
        if code := answer.get("errcode", 0):
            found = trouble(code)
            raise ChannelError(
                found.reason, permanent=found.permanent, wait_seconds=found.wait_seconds
            )
        return answer

    async def _ask(
        self, http: aiohttp.ClientSession, path: str, token: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        # Raw UTF-8: the platform shows \\uXXXX to people as it stands.
        data = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            async with http.request(
                "GET" if data is None else "POST",
                f"{self.config.api_base}{path}",
                params={"access_token": token},
                data=data,
                headers=headers,
            ) as got:
                status, text = got.status, await got.text()
        except NOT_HEARD as error:
            raise ChannelError("unreachable", permanent=False) from error
        except (aiohttp.ClientError, OSError, TimeoutError, UnicodeDecodeError) as error:
            raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from error
        return _answer(status, text)

    async def reach(self) -> None:
        """Ask the platform for a token, to see whether it hears us.  Raises ChannelError."""
        await self._tokens.get(self._session())

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
            self._http = aiohttp.ClientSession(timeout=LIMIT, connector=connector)
        return self._http

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None


def _answer(status: int, text: str) -> dict[str, Any]:
    """Read the platform's answer; whatever is none leaves open what became of the call.

    A page of HTML with a 200 is none, nor is half a JSON, nor anything a broken gateway says.
    """
    try:
        answer: dict[str, Any] = json.loads(text)
        code = int(answer.get("errcode", 0))
    except (ValueError, TypeError, AttributeError):
        raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from None
    if status >= 500 or (status != 200 and not code):
        raise ChannelError(OUTCOME_UNKNOWN, permanent=False)
    return {**answer, "errcode": code} if "errcode" in answer else answer


def _taken(answer: dict[str, Any]) -> str:
    """Return the platform's id for a message; what does not say it was taken says nothing."""
    if "errcode" not in answer:
        raise ChannelError(OUTCOME_UNKNOWN, permanent=False)
    return str(answer.get("msgid", ""))


class CustomMessages:
    """客服消息: free text, within 48 hours of the person's last message."""

    name = "official.custom"

    def __init__(self, api: Api) -> None:
        self._api = api

    async def send(self, letter: Letter) -> str:
        answer = await self._api.call(
            "/cgi-bin/message/custom/send",
            {"touser": letter.address, "msgtype": "text", "text": {"content": letter.text}},
        )
        return _taken(answer)

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
            },
        )
        return _taken(answer)

    async def ready(self) -> None:
        await self._api.reach()

    def _words(self, letter: Letter) -> dict[str, str]:
        now = self._api.clock.now().astimezone(self._zone)
        given = dict(letter.fields or {})
        return {
            "what": shorten(given.get("what") or "社区提醒"),
            "text": shorten(given.get("text") or letter.text),
            "time": given.get("time") or now.strftime("%Y年%m月%d日 %H:%M"),
        }


def shorten(text: str, limit: int = SHORT) -> str:
    """Cut a text to what a template field takes, one line, with a sign that it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
