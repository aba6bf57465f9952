"""One table for the channels: what is given, what goes out, what a refusal means."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from core.clock import FakeClock
from core.phrases import on_a_line
from core.ports import ChannelError, Letter, Token
from sim.wechat import PretendWeChat
from tests.conftest import platform_address
from tests.wechat.door import OPENID, official
from wechat import errors
from wechat.sending import Api, CustomMessages, TemplateMessages

T = TypeVar("T")
ONCE = "0123456789abcdef0123456789abcdef"
DAY = "2026年11月21日 07:00"


class OneProcess:
    """A token store for a process that is alone."""

    def __init__(self) -> None:
        self.token: Token | None = None

    def read(self, name: str) -> Token | None:
        return self.token

    def write(self, name: str, token: Token) -> None:
        self.token = token

    def try_lock(self, name: str, holder: str) -> bool:
        return True

    def unlock(self, name: str, holder: str) -> None:
        """Nobody else waits."""

    def may_force(self, name: str, day: str, now: datetime) -> bool:
        return True


def using(
    platform: PretendWeChat, clock: FakeClock, work: Callable[[Api], Awaitable[T]], **settings: Any
) -> T:
    """Do some work with an API of its own and close it."""

    async def whole() -> T:
        config = official(
            api_base=platform_address(platform), **{"templates": {"default": "T1"}, **settings}
        )
        api = Api(config, OneProcess(), clock)
        try:
            return await work(api)
        finally:
            await api.close()

    return asyncio.run(whole())


def send(
    platform: PretendWeChat, clock: FakeClock, road: str, letter: Letter, **settings: Any
) -> str:
    def work(api: Api) -> Awaitable[str]:
        zone = ZoneInfo("Asia/Shanghai")
        channel = CustomMessages(api) if road == "custom" else TemplateMessages(api, zone)
        assert channel.name == f"official.{road}"
        return channel.send(letter)

    return using(platform, clock, work, **settings)


def letter(text: str = "您好 😀", template: str = "reminder", **fields: str) -> Letter:
    return Letter(OPENID, text, ONCE, template, fields or None)


def template(template_id: str = "T1", **data: str) -> dict[str, Any]:
    return {
        "touser": OPENID,
        "template_id": template_id,
        "client_msg_id": ONCE,
        "data": {key: {"value": value} for key, value in data.items()},
    }


def refusal(platform: PretendWeChat, clock: FakeClock, road: str = "custom") -> ChannelError:
    with pytest.raises(ChannelError) as found:
        send(platform, clock, road, letter())
    return found.value


OWN = {"templates": {"reminder": {"id": "R1", "fields": {"phrase4": "{what}"}}}}
CONFORMANCE: dict[str, tuple[str, Letter, dict[str, Any], dict[str, Any]]] = {
    "free text": (
        "custom",
        letter("您好\n😀 <a href='https://a.cn'>看</a>"),
        {},
        {
            "touser": OPENID,
            "msgtype": "text",
            "text": {"content": "您好\n😀 <a href='https://a.cn'>看</a>"},
        },
    ),
    "a template filled with our words": (
        "template",
        letter(what="早上体温上报", text="请回复体温"),
        {},
        template(thing1="早上体温上报", thing2="请回复体温", time3=DAY),
    ),
    "a template filled from the text": (
        "template",
        letter("这是一段很长很长的话，\n超过了二十个字，所以要截短一点才行"),
        {},
        template(
            thing1="社区提醒（回“查看”）",
            thing2="这是一段很长很长的话， 超过了二十个字…",
            time3=DAY,
        ),
    ),
    "a template with a time of its own": (
        "template",
        letter(what="体温", time="2026年11月22日 08:00"),
        {},
        template(thing1="体温", thing2="您好 😀", time3="2026年11月22日 08:00"),
    ),
    "a template of its own kind": (
        "template",
        letter(what="报体温"),
        OWN,
        template("R1", phrase4="报体温"),
    ),
}


@pytest.mark.parametrize(
    ("road", "given", "settings", "body"), CONFORMANCE.values(), ids=CONFORMANCE
)
def test_what_goes_out(
    platform: PretendWeChat,
    clock: FakeClock,
    road: str,
    given: Letter,
    settings: dict[str, Any],
    body: dict[str, Any],
) -> None:
    platform.follower(OPENID).windows.spoke(clock.now())

    platform_id = send(platform, clock, road, given, **settings)

    (call,) = platform.calls_to(f"/message/{road}/send")
    assert call.path == f"/cgi-bin/message/{road}/send"
    assert call.body == body
    assert call.answer["errcode"] == 0
    assert platform_id == str(call.answer.get("msgid", ""))


@pytest.mark.parametrize("road", ["custom", "template"])
@pytest.mark.parametrize(("code", "meaning"), errors._TABLE.items(), ids=map(str, errors._TABLE))
def test_what_a_refusal_means(
    platform: PretendWeChat, clock: FakeClock, road: str, code: int, meaning: errors.ErrorMeaning
) -> None:
    platform.fault("/send", errcode=code, times="forever")

    with pytest.raises(ChannelError) as refusal:
        send(platform, clock, road, letter())

    said = refusal.value.reason, refusal.value.permanent, refusal.value.wait_seconds
    assert said == (meaning.reason, meaning.permanent, meaning.wait_seconds)
    assert platform.count("/send") == (2 if code in errors.STALE_TOKEN else 1)


REASONS = {
    -1: ("busy", False),
    40001: ("token_refused", False),
    40003: ("invalid_address", True),
    40164: ("ip_not_allowed", False),
    43004: ("not_following", True),
    45009: ("day_quota_used", False),
    45011: ("busy", False),
    45015: ("window_closed", True),
    45047: ("quota_used", True),
    48001: ("no_permission", True),
    48002: ("blocked", True),
    87014: ("content_refused", True),
    40037: ("no_template", True),
    47003: ("wechat_47003", True),
}


@pytest.mark.parametrize(("code", "meaning"), REASONS.items(), ids=map(str, REASONS))
def test_the_codes_people_meet_mean_what_the_documents_say(
    code: int, meaning: tuple[str, bool]
) -> None:
    found = errors.trouble(code)

    assert (found.reason, found.permanent) == meaning


def test_no_template_is_a_reason_and_no_call(platform: PretendWeChat, clock: FakeClock) -> None:
    with pytest.raises(ChannelError, match="no_template"):
        send(platform, clock, "template", letter(), templates={})

    assert platform.calls == []


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("停水", "停水"),
        ("一" * 20, "一" * 20),
        ("一" * 21, "一" * 19 + "…"),
        (" 两行\n字 ", "两行 字"),
        ("", ""),
    ],
)
def test_a_field_takes_twenty_characters_on_one_line(text: str, short: str) -> None:
    assert on_a_line(text) == short
