import asyncio
import threading
from collections.abc import Awaitable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot import Bot
from core.clock import FakeClock
from core.config import Config
from core.ports import ChannelError
from db.tokens import DatabaseTokens
from sim.wechat import PretendWeChat
from tests.conftest import Town
from tests.wechat.door import OPENID
from tests.wechat.test_sending import letter, refusal, send, using
from wechat.sending import Api, CustomMessages

STALE = [40001, 40014, 41001, 42001]


@pytest.mark.parametrize("code", STALE)
def test_a_token_refused_for_ever_is_renewed_once_and_tried_once_more(
    reachable: PretendWeChat, clock: FakeClock, code: int
) -> None:
    reachable.fault("custom/send", errcode=code, times="forever")

    assert refusal(reachable, clock).reason == "token_refused"

    assert reachable.count("custom/send") == 2
    forced = [call.body.get("force_refresh") for call in reachable.calls_to("stable_token")]
    assert forced.count(True) == 1


@pytest.mark.parametrize("code", STALE)
def test_a_token_refused_once_is_healed_within_the_call(
    reachable: PretendWeChat, clock: FakeClock, code: int
) -> None:
    reachable.fault("custom/send", errcode=code)

    send(reachable, clock, "custom", letter("您好"))

    assert reachable.follower(OPENID).texts() == ["您好"]
    assert reachable.count("custom/send") == 2


def test_a_token_killed_by_somebody_else_is_replaced(
    reachable: PretendWeChat, clock: FakeClock
) -> None:
    async def work(api: Api) -> None:
        channel = CustomMessages(api)
        await channel.send(letter("一"))
        reachable.tokens.kill()
        await channel.send(letter("二"))

    using(reachable, clock, work)

    assert reachable.follower(OPENID).texts() == ["一", "二"]


def test_a_token_is_kept_until_shortly_before_its_end(
    reachable: PretendWeChat, clock: FakeClock
) -> None:
    async def work(api: Api) -> list[int]:
        counts = []
        for minutes in (0, 60, 54, 2):
            clock.advance(minutes=minutes)
            await CustomMessages(api).send(letter())
            counts.append(reachable.count("stable_token"))
        return counts

    assert using(reachable, clock, work) == [1, 1, 1, 2]
    assert reachable.count("custom/send") == 4


def test_the_old_way_to_a_token_is_never_taken(reachable: PretendWeChat, clock: FakeClock) -> None:
    send(reachable, clock, "custom", letter())

    assert reachable.count("/cgi-bin/token") == 0


def test_many_at_once_without_a_token_buy_one(reachable: PretendWeChat, clock: FakeClock) -> None:
    reachable.fault("stable_token", slow=0.2)

    async def work(api: Api) -> list[str]:
        sends: list[Awaitable[str]] = [CustomMessages(api).send(letter(str(n))) for n in range(5)]
        return list(await asyncio.gather(*sends))

    using(reachable, clock, work)

    assert reachable.count("stable_token") == 1
    assert sorted(reachable.follower(OPENID).texts()) == list("01234")


def test_two_processes_without_a_token_buy_one(
    town: Town, config: Config, clock: FakeClock, platform: PretendWeChat
) -> None:
    platform.fault("stable_token", slow=0.3)
    bots = [Bot(config, clock) for _ in range(2)]

    def one(bot: Bot) -> None:
        async def several() -> None:
            api = Api(config.wechat.official, DatabaseTokens(bot.database), clock)
            openid = town.who["resident"]
            await asyncio.gather(
                *(api.call("/cgi-bin/message/custom/typing", typing(openid)) for _ in range(5))
            )
            await api.close()

        asyncio.run(several())

    threads = [threading.Thread(target=one, args=(bot,)) for bot in bots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for bot in bots:
        bot.close()

    assert platform.count("custom/typing") == 10
    assert platform.count("stable_token") == 1


@pytest.mark.slow
@pytest.mark.parametrize("code", STALE)
def test_processes_together_force_once_in_half_a_minute_and_twenty_times_a_day(
    town: Town, config: Config, clock: FakeClock, platform: PretendWeChat, code: int
) -> None:
    platform.fault("custom/typing", errcode=code, times="forever")
    bots = [Bot(config, clock) for _ in range(2)]

    async def ask(bot: Bot) -> None:
        api = Api(config.wechat.official, DatabaseTokens(bot.database), clock)
        with pytest.raises(ChannelError, match="token_refused"):
            await api.call("/cgi-bin/message/custom/typing", typing(town.who["resident"]))
        await api.close()

    for _ in range(60):
        for bot in bots:
            asyncio.run(ask(bot))
        clock.advance(seconds=10)
    in_ten_minutes = forced_at(platform)
    for _ in range(40):
        asyncio.run(ask(bots[0]))
        clock.advance(minutes=5)
    for bot in bots:
        bot.close()

    apart = [later - earlier for earlier, later in pairwise(in_ten_minutes)]
    assert len(in_ten_minutes) == 20 and min(apart) >= timedelta(seconds=30)
    assert len(forced_at(platform)) == 20


def forced_at(platform: PretendWeChat) -> list[datetime]:
    calls = platform.calls_to("stable_token")
    return [call.at for call in calls if call.body["force_refresh"]]


@pytest.mark.slow
def test_a_token_that_takes_longer_than_a_letter_may_is_waited_for(
    reachable: PretendWeChat, clock: FakeClock
) -> None:
    reachable.fault("stable_token", slow=11)

    send(reachable, clock, "custom", letter("您好"))

    assert reachable.follower(OPENID).texts() == ["您好"]


def typing(openid: str) -> dict[str, Any]:
    return {"touser": openid, "command": "Typing"}
