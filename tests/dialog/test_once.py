import threading

import pytest

from core.config import Config
from core.ports import Understand
from sim.wechat import PretendWeChat
from tests.conftest import Town
from tests.dialog.processes import HELLO, MakeBot, Several, count, road
from tests.wechat.door import nothing_understood


@pytest.fixture(scope="session")
def understanding() -> Understand:
    return nothing_understood


def test_a_message_that_comes_three_times_is_acted_on_once(
    town: Town, platform: PretendWeChat
) -> None:
    town.resident.phone.says(HELLO, times=3)

    assert (count(town.bot, "turns"), count(town.bot, "questions")) == (1, 1)
    texts = [exchange.verdict.text for exchange in platform.exchanges]
    assert len(texts) == 3 and len(set(texts)) == 1 and texts[0]


def test_an_event_that_comes_three_times_is_acted_on_once(
    town: Town, platform: PretendWeChat
) -> None:
    town.newcomer().phone.event("subscribe", times=3)

    texts = [exchange.verdict.text for exchange in platform.exchanges]
    assert len(set(texts)) == 1 and texts[0]
    assert count(town.bot, "turns") == 1


def test_copies_of_a_new_followers_first_message_that_come_at_once_are_one(
    town: Town, platform: PretendWeChat
) -> None:
    before = count(town.bot, "contacts")

    town.newcomer().phone.says(HELLO, parallel=4)

    assert (count(town.bot, "turns"), count(town.bot, "questions")) == (1, 1)
    assert count(town.bot, "contacts") == before + 1
    assert len({exchange.verdict.text for exchange in platform.exchanges}) == 1
    assert platform.faults_seen == []


def test_copies_that_reach_two_processes_at_once_are_one(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.webhook = Several(road(make(config)), road(make(config)))

    for number in range(5):
        town.newcomer(f"oNewcomer000000000000000000{number}").phone.says(HELLO, parallel=4)

    assert (count(town.bot, "turns"), count(town.bot, "questions")) == (5, 5)
    assert len(platform.exchanges) == 20
    assert {exchange.verdict.outcome for exchange in platform.exchanges} == {"shown"}
    assert platform.faults_seen == []


def test_two_messages_of_one_person_at_once_are_both_answered(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.webhook = Several(road(make(config)), road(make(config)))
    phone = town.newcomer().phone

    threads = [threading.Thread(target=phone.says, args=(f"{HELLO}{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(town.bot, "turns") == 6
    assert {exchange.verdict.outcome for exchange in platform.exchanges} == {"shown"}


def test_a_repeat_after_a_restart_is_answered_the_same(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    first = town.resident.phone.says(HELLO, msg_id=77)

    restarted = make(config)
    platform.webhook = road(restarted)
    again = town.resident.phone.says(HELLO, msg_id=77)

    assert first == again != ""
    assert (count(restarted, "turns"), count(restarted, "questions")) == (1, 1)


def test_the_same_number_from_somebody_else_is_another_message(town: Town) -> None:
    town.resident.phone.says(HELLO, msg_id=77)
    town.newcomer().phone.says(HELLO, msg_id=77)

    assert count(town.bot, "turns") == 2
