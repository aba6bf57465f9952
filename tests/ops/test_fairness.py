"""Threads are shared in turn by who sends, and nobody has them all."""

import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.buffering import Arriving
from ops.fairness import NOBODY, FairPool, FairQueue, sender_of


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=60))
def test_whoever_waits_is_served_after_one_of_each_other(senders: list[str]) -> None:
    queue, served = FairQueue(share=1), list[str]()
    for sender in senders:
        queue.put(sender, lambda: None)
    queue.close()

    while (taken := queue.take()) is not None:
        served.append(taken[0])
        queue.done(taken[0])

    assert Counter(served) == Counter(senders)
    for sender in set(senders):
        assert served.index(sender) < len(set(senders))


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=30), st.integers(1, 4))
def test_no_sender_has_more_than_their_share_in_hand(senders: list[str], share: int) -> None:
    queue = FairQueue(share, held_up=0)
    for sender in senders:
        queue.put(sender, lambda: None)

    in_hand: Counter[str] = Counter()
    for _ in range(sum(min(count, share) for count in Counter(senders).values())):
        taken = queue.take()
        assert taken is not None
        in_hand[taken[0]] += 1

    assert max(in_hand.values()) <= share


@given(st.integers(1, 20), st.integers(2, 8))
def test_whoever_is_quick_has_one_thread_however_many_are_free(many: int, share: int) -> None:
    queue, served = FairQueue(share, held_up=1000), list[str]()
    for _ in range(many + 1):
        queue.put("flood", lambda: None)

    for number in range(many):
        queue.put(f"other {number}", lambda: None)
        served += [taken[0] for taken in (queue.take(), queue.take()) if taken]
        queue.done("flood")

    assert Counter(served)["flood"] == many
    assert all({served[at], served[at + 1]} == {"flood", f"other {at // 2}"}
               for at in range(0, 2 * many, 2))  # fmt: skip


class Connection:
    """What the web server hands over, as far as anybody looks at it."""

    def __init__(self, request: bytes) -> None:
        self.arriving = Arriving(bytearray(request))


def test_others_are_served_while_one_sender_keeps_all_their_threads() -> None:
    pool, gate, served = FairPool(8), threading.Event(), threading.Event()
    flood = Connection(b"POST /wechat/official?openid=oFlood&signature=x HTTP/1.1\r\n\r\n")
    held = [pool.submit(lambda _: gate.wait(20), flood) for _ in range(100)]

    other = pool.submit(lambda: served.set())
    other.result(20)
    waiting = sum(not future.done() for future in held)
    gate.set()
    pool.shutdown()

    assert served.is_set() and waiting == 100
    assert all(future.result() for future in held)


def test_who_is_held_up_may_say_something_else_meanwhile() -> None:
    pool, gate = FairPool(8), threading.Event()
    one = Connection(b"POST /wechat/official?openid=oOne&signature=x HTTP/1.1\r\n\r\n")
    question = pool.submit(lambda _: gate.wait(20), one)

    for _ in range(3):
        assert pool.submit(lambda _: "打120", one).result(20) == "打120"

    assert not question.done()
    gate.set()
    pool.shutdown()


def test_what_goes_wrong_in_a_thread_is_told_and_ends_nothing() -> None:
    pool = FairPool(2)

    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).result(20)

    assert pool.submit(lambda: "still here").result(20) == "still here"
    pool.shutdown()


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        (b"POST /wechat/official?signature=a&openid=oAbc-1_2&nonce=1 HTTP/1.1\r\n", "oAbc-1_2"),
        (b"GET /healthz HTTP/1.1\r\n", NOBODY),
        (b"POST /x HTTP/1.1\r\nReferer: ?openid=oForged\r\n", NOBODY),
        (b"\x16\x03\x01 tls", NOBODY),
        (b"", NOBODY),
    ],
)
def test_who_sends_is_read_from_the_first_line(line: bytes, sender: str) -> None:
    assert sender_of(line) == sender
