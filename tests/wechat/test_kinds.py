import pytest

from sim.letters import EVENTS, MESSAGES
from sim.wechat import PretendWeChat
from tests.conftest import Town

PASSED_ON = {"image", "location"}
UNREADABLE = sorted(set(MESSAGES) - {"text"} - PASSED_ON)
GREETED = {"subscribe", "SCAN", "CLICK"}


def statuses(platform: PretendWeChat) -> list[int | None]:
    return [exchange.status for exchange in platform.exchanges]


def test_what_cannot_be_read_gets_one_kind_sentence(town: Town, platform: PretendWeChat) -> None:
    lin = town.resident.phone

    answers = {kind: lin.sends(kind) for kind in UNREADABLE}

    assert all("打字告诉我" in answer for answer in answers.values()), answers
    assert statuses(platform) == [200] * len(UNREADABLE)


def test_what_can_be_shown_is_passed_on(town: Town, platform: PretendWeChat) -> None:
    answers = [town.resident.phone.sends(kind) for kind in sorted(PASSED_ON)]

    assert all("网格员" in answer for answer in answers), answers
    assert statuses(platform) == [200] * len(answers)


def test_a_voice_that_was_recognised_is_read(town: Town) -> None:
    heard = town.resident.phone.sends("voice", Recognition="我是3号楼的")

    assert "打字告诉我" not in heard


def test_every_event_is_accepted_and_most_say_nothing(town: Town, platform: PretendWeChat) -> None:
    lin = town.resident.phone

    answers = {name: lin.event(name) for name in EVENTS}

    assert statuses(platform) == [200] * len(EVENTS)
    assert {name for name, answer in answers.items() if answer} == GREETED
    assert platform.faults_seen == []


def test_every_event_of_a_stranger_is_accepted(town: Town, platform: PretendWeChat) -> None:
    stranger = town.newcomer().phone

    answers = {name: stranger.event(name) for name in EVENTS}

    assert statuses(platform) == [200] * len(EVENTS)
    assert {name for name, answer in answers.items() if answer} == GREETED


@pytest.mark.parametrize("kind", ["hologram", "event_of_the_future", "TEXT"])
def test_a_type_nobody_knows_is_accepted_in_silence(
    town: Town, platform: PretendWeChat, kind: str
) -> None:
    assert town.resident.phone.sends(kind) == ""

    assert statuses(platform) == [200]
    assert platform.exchanges[0].body == b""


def test_an_event_nobody_knows_is_accepted_in_silence(town: Town, platform: PretendWeChat) -> None:
    assert town.resident.phone.event("telepathy", EventKey="x") == ""

    assert (statuses(platform), platform.exchanges[0].body) == ([200], b"")


def test_spaces_and_control_characters_are_no_words(town: Town) -> None:
    lin = town.resident.phone

    assert "打字告诉我" in lin.says("   ")
    assert "打字告诉我" in lin.says("\x01\x02")
    assert "打字告诉我" in lin.says("")


def test_odd_words_are_answered(town: Town, platform: PretendWeChat) -> None:
    lin = town.resident.phone

    for odd in ("]]>", "<xml>", "\x00a\x1f", "/::)", "😀" * 500, "a" * 20_000, "%s{0}", "'; --"):
        assert lin.says(odd)

    assert platform.faults_seen == []
