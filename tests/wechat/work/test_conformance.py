"""One table for every road out: what is given, what goes to the platform, and what a refusal is called."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import md5
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.clock import FakeClock
from core.config import WorkApp
from core.ports import Channel, ChannelError, Letter
from sim.media import Media
from sim.wechat import PretendWeChat
from sim.work import PretendRobot, PretendWork
from sim.work.groups import AppGroup
from tests.conftest import platform_address
from tests.wechat.door import OPENID, official
from tests.wechat.test_sending import OneProcess
from tests.wechat.work.conftest import KEYS, ROBOT_KEY, ROBOT_TOKEN, ROBOTS
from wechat.aibot.replies import RobotReplies
from wechat.api import PlatformApi
from wechat.pictures import Pictures
from wechat.sending import Api, CustomMessages, TemplateMessages
from wechat.work.appchats import AppChats
from wechat.work.recalls import Recalls
from wechat.work.robots import GroupRobots
from wechat.work.sending import AppMessages, WorkApi

ONCE = "0123456789abcdef0123456789abcdef"
BUTTONS = (("接单", "收到 3"),)
DAY = "2026年11月21日 07:00"
WHOLE = {"agentid": 1000002, "enable_duplicate_check": 1, "duplicate_check_interval": 60}


@dataclass
class Stage:
    """Both platforms, and every channel that sends to them."""

    account: PretendWeChat
    enterprise: PretendWork
    robot: PretendRobot
    clock: FakeClock

    def channels(self) -> dict[str, Channel]:
        config = official(api_base=platform_address(self.account), templates={"default": "T1"})
        api = Api(config, OneProcess(), self.clock)
        work_config = WorkApp.model_validate(
            {**KEYS, "robots": ROBOTS, "api_base": self.enterprise.address}
        )
        work = WorkApi(work_config, OneProcess(), self.clock)
        apis: dict[str, PlatformApi] = {"official": api, "work": work}
        pictures = Pictures(apis)
        found: list[Channel] = [
            CustomMessages(api, pictures),
            TemplateMessages(api, ZoneInfo("Asia/Shanghai")),
            AppMessages(work, pictures),
            Recalls(work),
            AppChats(work, lambda _: PNG, pictures),
            GroupRobots(work_config, lambda _: PNG),
            RobotReplies(work_config),
        ]
        return {channel.name: channel for channel in found}

    def send(self, road: str, letter: Letter) -> None:
        async def whole() -> None:
            channels = self.channels()
            try:
                await channels[road].send(letter)
            finally:
                for channel in channels.values():
                    closing: Callable[[], Awaitable[None]] | None = getattr(channel, "close", None)
                    if closing is not None:
                        await closing()

        asyncio.run(whole())

    def asked(self, path: str) -> list[dict[str, Any]]:
        """Return what was posted to a path, wherever it lies."""
        by_account = [call.body for call in self.account.calls if call.path == path]
        return by_account + [call.body for call in self.enterprise.calls if call.path == path]


@pytest.fixture
def stage(platform: PretendWeChat, enterprise: PretendWork, clock: FakeClock) -> Stage:
    platform.follower(OPENID).windows.spoke(clock.now())
    platform.media["M1"] = Media("image", b"\x89PNG", "image/png", clock.now().replace(year=2030))
    enterprise.media["M2"] = platform.media["M1"]
    enterprise.member("Doctor01")
    enterprise.api.chats.by_id["chat1"] = AppGroup("网格员", "Doctor01", ["Doctor01", "Duty01"])
    enterprise.api.sent["m1"] = clock.now(), "Doctor01", "您好"
    enterprise.api.robots = {robot.key: [] for robot in ROBOTS}
    robot = PretendRobot(ROBOT_TOKEN, ROBOT_KEY, clock, enterprise.address)
    robot.codes = enterprise.api.codes
    return Stage(platform, enterprise, robot, clock)


def to_openid(text: str = "您好", **more: Any) -> Letter:
    return Letter(OPENID, text, ONCE, **more)


def to_member(text: str = "您好", **more: Any) -> Letter:
    return Letter("Doctor01", text, ONCE, **more)


CUSTOM, TEMPLATE = "/cgi-bin/message/custom/send", "/cgi-bin/message/template/send"
APP, WEBHOOK = "/cgi-bin/message/send", "/cgi-bin/webhook/send"
APPCHAT = "/cgi-bin/appchat/send"
PNG = b"\x89PNG drawn"
RECALL = "/cgi-bin/message/recall"
TABLE: dict[str, tuple[str, Letter, str, list[dict[str, Any]]]] = {
    "a text by the account": (
        "official.custom", to_openid(), CUSTOM,
        [{"touser": OPENID, "msgtype": "text", "text": {"content": "您好"}}],
    ),
    "a picture of the account by the account": (
        "official.custom", to_openid(picture="official:M1"), CUSTOM,
        [{"touser": OPENID, "msgtype": "image", "image": {"media_id": "M1"}}],
    ),
    "a template": (
        "official.template", to_openid(template="reminder", fields={"what": "报体温"}), TEMPLATE,
        [{"touser": OPENID, "template_id": "T1", "client_msg_id": ONCE, "data": {
            "thing1": {"value": "报体温"}, "thing2": {"value": "您好"}, "time3": {"value": DAY}}}],
    ),
    "a text by the app": (
        "work.app", to_member(), APP,
        [{"touser": "Doctor01", "msgtype": "text", "text": {"content": "您好"}, **WHOLE}],
    ),
    "a card by the app": (
        "work.app", to_member("【求助】\n3-2-601", buttons=BUTTONS), APP,
        [{"touser": "Doctor01", "msgtype": "template_card", "template_card": {
            "card_type": "button_interaction", "main_title": {"title": "【求助】"},
            "sub_title_text": "【求助】\n3-2-601", "task_id": ONCE,
            "button_list": [{"text": "接单", "style": 1, "key": "收到 3"}]}, **WHOLE}],
    ),
    "a picture of the app by the app": (
        "work.app", to_member(picture="work:M2"), APP,
        [{"touser": "Doctor01", "msgtype": "image", "image": {"media_id": "M2"}, **WHOLE}],
    ),
    "a message of the app taken back": (
        "work.recall", Letter("app", "收回 N1", ONCE, fields={"recall": "m1"}), RECALL,
        [{"msgid": "m1"}],
    ),
    "a text into a group of the app's": (
        "work.appchat", Letter("chat1", "明天停水", ONCE), APPCHAT,
        [{"chatid": "chat1", "msgtype": "text", "text": {"content": "明天停水"}}],
    ),
    "a board into a group": (
        "work.robot", Letter("网格员群", "应报3", ONCE, fields={"board": {"title": "监测"}}), WEBHOOK,
        [{"msgtype": "image", "image": {
            "base64": b64encode(PNG).decode(), "md5": md5(PNG).hexdigest()}}],
    ),
    "a text into a group": (
        "work.robot", Letter("网格员群", "明天停水", ONCE), WEBHOOK,
        [{"msgtype": "text", "text": {"content": "明天停水"}}],
    ),
    "markdown into a group": (
        "work.robot", Letter("网格员群", "**停水** 明天", ONCE), WEBHOOK,
        [{"msgtype": "markdown", "markdown": {"content": "**停水** 明天"}}],
    ),
}  # fmt: skip
LINK = "https://linbao.example/h5/g/x"
CARD = {"what": "3号楼通知", "text": "明天9点停水", "rows": [("编号", "N12")]}
TABLE |= {
    "a notice with a page into a group": (
        "work.robot", Letter("网格员群", "停水", ONCE, fields=CARD, link=LINK), WEBHOOK,
        [{"msgtype": "template_card", "template_card": {
            "card_type": "text_notice", "main_title": {"title": "3号楼通知"},
            "sub_title_text": "明天9点停水",
            "horizontal_content_list": [{"keyname": "编号", "value": "N12"}],
            "jump_list": [{"type": 1, "title": "看大字版", "url": LINK}],
            "card_action": {"type": 1, "url": LINK}}}],
    ),
    "a long notice with a page into a group": (
        "work.robot",
        Letter("网格员群", "停水。" * 400, ONCE, fields={**CARD, "text": "停水。" * 400}, link=LINK),
        WEBHOOK,
        [{"msgtype": "news", "news": {"articles": [{
            "title": "3号楼通知", "description": ("停水。" * 400)[:169] + "…", "url": LINK,
            "picurl": f"{LINK}/head.png"}]}}],
    ),
    "a notice too long for a card and not yet an article": (
        "work.robot",
        Letter("网格员群", "停水。" * 50, ONCE, fields={**CARD, "text": "停水。" * 50}, link=LINK), WEBHOOK,
        [{"msgtype": "text", "text": {"content": "停水。" * 50}}],
    ),
}  # fmt: skip
ROADS = {
    "official.custom", "official.template", "work.app", "work.recall", "work.appchat",
    "work.robot", "work.aibot",
}  # fmt: skip


@pytest.mark.parametrize(("road", "letter", "path", "bodies"), TABLE.values(), ids=TABLE)
def test_what_is_given_becomes_what_the_platform_documents(
    stage: Stage, road: str, letter: Letter, path: str, bodies: list[dict[str, Any]]
) -> None:
    stage.send(road, letter)

    assert stage.asked(path) == bodies


def test_an_answer_goes_to_the_address_of_the_tap_once(stage: Stage) -> None:
    letter = to_member("记下了", reply_to=stage.robot.response_url())
    stage.send("work.aibot", letter)
    with pytest.raises(ChannelError) as again:
        stage.send("work.aibot", letter)

    [body, _] = stage.asked("/cgi-bin/aibot/response")
    assert body == {"msgtype": "markdown", "markdown": {"content": "记下了"}}
    assert again.value.permanent
    assert len(stage.enterprise.api.replies) == 1


# road → a code of the platform's, what it is called, and whether this letter is over
REFUSED: dict[tuple[str, int], tuple[str, bool]] = {
    ("official.custom", 45015): ("window_closed", True),
    ("official.custom", 45047): ("quota_used", True),
    ("official.custom", 48001): ("no_permission", True),
    ("official.custom", 40007): ("picture_gone", True),
    ("official.custom", -1): ("busy", False),
    ("official.template", 43004): ("not_following", True),
    ("official.template", 40037): ("no_template", True),
    ("work.app", 81013): ("invalid_address", True),
    ("work.app", 60020): ("ip_not_allowed", False),
    ("work.app", 45009): ("busy", False),
    ("work.recall", 40058): ("wechat_40058", True),
    ("work.recall", 45009): ("busy", False),
    ("work.appchat", 86003): ("invalid_address", True),
    ("work.appchat", 45009): ("busy", False),
    ("work.robot", 93000): ("robot_removed", False),
    ("work.robot", 45009): ("busy", False),
    ("work.aibot", 93006): ("invalid_address", True),
    ("work.aibot", 45009): ("busy", True),  # its one answer may be used up: it goes another way
}
USUAL = {
    "official.custom": to_openid(),
    "official.template": to_openid(template="reminder"),
    "work.app": to_member(),
    "work.recall": Letter("app", "收回 N1", ONCE, fields={"recall": "m1"}),
    "work.appchat": Letter("chat1", "明天停水", ONCE),
    "work.robot": Letter("网格员群", "明天停水", ONCE),
    "work.aibot": to_member(),
}
ENDS = {
    "official.custom": CUSTOM, "official.template": TEMPLATE, "work.app": APP,
    "work.recall": RECALL, "work.appchat": APPCHAT, "work.robot": WEBHOOK, "work.aibot": "/cgi-bin/aibot/response",
}  # fmt: skip


@pytest.mark.parametrize(
    ("road", "code"), REFUSED, ids=[f"{road} {code}" for road, code in REFUSED]
)
def test_a_refusal_is_called_what_staff_read(stage: Stage, road: str, code: int) -> None:
    stage.account.fault(ENDS[road], errcode=code, times="forever")
    stage.enterprise.fault(ENDS[road], errcode=code, times="forever")

    refusal = _refused(stage, road)

    assert (refusal.reason, refusal.permanent) == REFUSED[road, code]


@pytest.mark.parametrize("road", sorted(ROADS))
def test_what_was_cut_off_may_have_arrived(stage: Stage, road: str) -> None:
    stage.account.fault(ENDS[road], drop_after=True, times="forever")
    stage.enterprise.fault(ENDS[road], drop_after=True, times="forever")

    assert _refused(stage, road).may_have_arrived


def _refused(stage: Stage, road: str) -> ChannelError:
    letter = USUAL[road]
    if road == "work.aibot":
        letter = replace(letter, reply_to=stage.robot.response_url())
    with pytest.raises(ChannelError) as found:
        stage.send(road, letter)
    return found.value


def test_every_road_stands_in_the_table(stage: Stage) -> None:
    covered = {road for road, _ in REFUSED} & set(USUAL)

    assert set(stage.channels()) == ROADS == covered
    assert {road for road, *_ in TABLE.values()} | {"work.aibot"} == ROADS
