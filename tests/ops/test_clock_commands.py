from tests.ops.place import Place

EIGHT = "2026-11-21T08:00"


def test_a_tick_asks_once_and_a_send_sends_once_and_why_tells_it(place: Place) -> None:
    observed = place.who["observed"]

    tick, again = (place.run("tick", "--at", EIGHT) for _ in range(2))
    send, nothing = (place.run("send", "--at", "2026-11-21T08:01") for _ in range(2))
    why = place.run("why", observed[0], "--at", "2026-11-21T12:00")

    assert (tick.result["reminded"], again.result["reminded"]) == (len(observed), 0)
    assert not any(again.result.values())
    assert send.result.get("wired") == len(observed)
    assert nothing.result == {} or not any(nothing.result.values())
    for openid in observed:
        assert len(place.platform.follower(openid).texts()) == 1
    assert why.code == 0
    assert any("asked 11-21 08:00" in line for line in why.lines)
    assert any("wired" in line for line in why.lines)
    assert observed[0] not in why.out


def test_a_tick_long_after_the_slot_asks_nobody(place: Place) -> None:
    done = place.run("tick", "--at", "2026-11-21T12:01+08:00")

    assert done.result["reminded"] == 0
    assert done.result["missed"] == len(place.who["observed"])
