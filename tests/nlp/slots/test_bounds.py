"""Whatever is sent, reading it stays quiet and quick."""

import json
from datetime import datetime, timedelta, timezone
from time import thread_time

import pytest

from nlp.slots import extract
from tests.common import slow

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
LONG = 10_000


@pytest.mark.parametrize(
    "piece",
    ["我", "36.8", "37度8，", "3-2-601 ", "一二三四五六七八九十", "从北京到", "没有", "发烧咳嗽", "1", "1380", "   ", "😷", "\u200f", "\x00", "两斤米", "。", "我老婆", "不对", "周一到", "朝阳", "A1", "初三前"],
)  # fmt: skip
def test_a_long_message_is_quick(piece: str) -> None:
    text = (piece * LONG)[:LONG]
    extract("热身36.5从北京回来", AT)

    best = min(timed(text) for _ in range(3))

    # 50 ms on a quiet machine; shared build machines are given some room.
    assert best < 0.15 * slow()


def timed(text: str) -> float:
    begin = thread_time()
    extract(text, AT)
    return thread_time() - begin


def test_slots_are_plain_json() -> None:
    text = "我叫王建国，昨天从朝阳坐G1548回3栋2单元501，36.5-37.1，老婆38度多，买两斤米，电话13800001234"

    slots = extract(text, AT)

    assert json.loads(json.dumps(slots, ensure_ascii=False)) == slots


@pytest.mark.parametrize("text", ["", " ", "你好", "😷😷", "\u200b\u202e"])
def test_nothing_said_nothing_found(text: str) -> None:
    assert extract(text, AT) == {}
