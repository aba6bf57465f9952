"""What sends: a channel for every road the settings open."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.config import WeChat
from core.ports import Channel, TokenStore
from wechat.aibot.replies import RobotReplies
from wechat.api import PlatformApi
from wechat.pictures import Pictures
from wechat.sending import Api, CustomMessages, TemplateMessages
from wechat.work.appchats import AppChats
from wechat.work.recalls import Recalls
from wechat.work.robots import GroupRobots
from wechat.work.sending import AppMessages, WorkApi

DrawWritten = Callable[[str], bytes]  # a contact card or a board, from what was written down for it
DrawBoard = Callable[[Mapping[str, Any]], bytes]


def open_channels(
    settings: WeChat,
    tokens: TokenStore,
    clock: Clock,
    zone: ZoneInfo,
    draw_written: DrawWritten,
    draw_board: DrawBoard,
) -> dict[str, Channel]:
    """Return the channels by the names of their roads; those of one account share its tokens."""
    found = _channels(settings, tokens, clock, zone, draw_written, draw_board)
    return {channel.name: channel for channel in found}


def _channels(
    settings: WeChat,
    tokens: TokenStore,
    clock: Clock,
    zone: ZoneInfo,
    draw_written: DrawWritten,
    draw_board: DrawBoard,
) -> Iterator[Channel]:
    official = Api(settings.official, tokens, clock)
    apis: dict[str, PlatformApi] = {"official": official}
    pictures = Pictures(apis, draw_written)
    yield CustomMessages(official, pictures)
    yield TemplateMessages(official, zone)
    if settings.work.may_send:
        apis["work"] = work = WorkApi(settings.work, tokens, clock)
        yield AppMessages(work, pictures)
        yield Recalls(work)
        yield AppChats(work, draw_board, pictures)
    if settings.work.robots:
        yield GroupRobots(settings.work, draw_board)
    if settings.work.aibot.is_open:
        yield RobotReplies(settings.work)
