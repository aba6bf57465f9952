from concurrent.futures import ThreadPoolExecutor

from core.clock import FakeClock
from sim.wechat import PretendWeChat
from tests.sim.talk import Talk


def errcode(talk: Talk, token: str) -> int:
    body = {"touser": "o-nobody", "msgtype": "text", "text": {"content": "x"}}
    return int(talk.post("message/custom/send", body, token=token)["errcode"])


GOOD = 40003  # the token was taken; only the receiver is unknown


def test_a_stable_token_stays_the_same_until_five_minutes_before_its_end(
    talk: Talk, clock: FakeClock
) -> None:
    first = talk.token()
    clock.advance(minutes=114)
    assert talk.token() == {"access_token": first["access_token"], "expires_in": 360}

    clock.advance(minutes=1)
    second = talk.token()
    assert second["access_token"] != first["access_token"]
    assert errcode(talk, first["access_token"]) == GOOD

    clock.advance(minutes=5)
    assert errcode(talk, first["access_token"]) == 42001
    assert errcode(talk, second["access_token"]) == GOOD


def test_many_at_once_get_one_stable_token(talk: Talk, platform: PretendWeChat) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(lambda _: talk.token()["access_token"], range(16)))

    assert len(tokens) == 1
    assert platform.tokens.issued == 1
    assert platform.count("stable_token") == 16


def test_each_plain_token_ends_the_one_before_in_five_minutes(talk: Talk, clock: FakeClock) -> None:
    stable = talk.token()["access_token"]
    first = talk.token(stable=False)["access_token"]
    second = talk.token(stable=False)["access_token"]

    assert len({stable, first, second}) == 3
    assert errcode(talk, first) == GOOD
    clock.advance(minutes=5)
    assert errcode(talk, first) == 42001
    assert errcode(talk, second) == GOOD
    assert errcode(talk, stable) == GOOD


def test_force_kills_the_old_token_but_not_twice_in_half_a_minute(
    talk: Talk, clock: FakeClock
) -> None:
    first = talk.token()["access_token"]
    second = talk.token(force_refresh=True)["access_token"]
    assert errcode(talk, first) == 40001
    assert talk.token(force_refresh=True)["access_token"] == second

    clock.advance(seconds=31)
    assert talk.token(force_refresh=True)["access_token"] != second


def test_force_is_used_up_after_twenty_a_day(talk: Talk, clock: FakeClock) -> None:
    for _ in range(20):
        assert "access_token" in talk.token(force_refresh=True)
        clock.advance(seconds=31)

    assert talk.token(force_refresh=True)["errcode"] == 45009
    clock.advance(days=1)
    assert "access_token" in talk.token(force_refresh=True)


def test_wrong_callers_are_told_what_is_wrong(talk: Talk) -> None:
    assert talk.token(secret="guess")["errcode"] == 40125
    assert talk.token(appid="wx2")["errcode"] == 40013
    assert talk.token(grant_type="please")["errcode"] == 40002
    assert talk.token(stable=False, secret="guess")["errcode"] == 40125


def test_a_token_that_is_not_good_is_told_apart(talk: Talk, platform: PretendWeChat) -> None:
    assert errcode(talk, "") == 41001
    assert errcode(talk, "short") == 40014
    assert errcode(talk, "x" * 120) == 40001

    good = talk.token()["access_token"]
    platform.tokens.kill()
    assert errcode(talk, good) == 40001
    assert errcode(talk, talk.token()["access_token"]) == GOOD
