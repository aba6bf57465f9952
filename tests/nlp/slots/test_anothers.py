"""A reading of whoever is called anything at all is never the speaker's."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from nlp.slots import extract
from nlp.slots.relations import CANONICAL

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
ONE_OF_US = {"全家", "其他人", "本人"}
OTHERS = sorted(
    word
    for word, who in CANONICAL.items()
    if who not in ONE_OF_US and "," not in who and len(word) > 1 and word not in ("大家", "小的")
)


def readings(text: str) -> list[tuple[Any, Any]]:
    return [(each["who"], each["c"]) for each in extract(text, AT).get("temps", [])]


def test_every_relation_has_its_own_reading_beside_ones_own() -> None:
    wrong = [
        word
        for word in OTHERS
        if ("本人", 38.4) in readings(f"{word}38.4，我36.5")
        or ("本人", 38.4) in readings(f"我36.5，{word}今早38.4")
    ]

    assert wrong == []


# Somebody else is told of, and nothing says that it is whoever speaks who was measured.
OF_ANOTHER = [
    "{}昨天从外地回来，38.4", "38.4，{}今天没出门", "38.4 {}一直睡着", "{}不会弄手机，38.4", "{}刚睡下，量出来38.4", "给{}登记一下，38.4",
    "38.4，{}的", "{}喊冷，拿表一夹38.4", "{}从单位回来就躺下了。38.4", "38.4，{}不肯去医院", "帮{}报：38.4", "量了一下{}，38.4",
    "{}托人带话，体温38.4", "替{}说一声今早38.4", "温度38.4，人是{}", "{}的温度是我看的表，38.4", "{}睡着了我悄悄量的，38.4", "38.4，{}头疼",
]  # fmt: skip


def test_a_fever_beside_somebody_else_is_not_the_speakers_unasked() -> None:
    said = [
        OF_ANOTHER[(i + step) % len(OF_ANOTHER)].format(word)
        for i, word in enumerate(OTHERS)
        for step in (0, 7)
    ]

    assert [text for text in said if ("本人", 38.4) in readings(text)] == []


@pytest.mark.parametrize(
    "said",
    [
        "38.4", "体温38.4，麻烦社区送点药", "从单位回来38.4", "医生您好，38.4", "赵医生，38.4", "刘主任，今天体温38.4", "社区让报体温，38.4", "38.4 谢谢周阿姨",
        "同学聚会回来我38.4", "老公帮我量的，38.4", "昨晚38.4，老婆守了我一夜", "38.4，老婆让我去医院", "物业小吴你好，38.4", "孩子没事，我38.4",
    ],
)  # fmt: skip
def test_a_plain_message_is_not_asked_about(said: str) -> None:
    assert ("本人", 38.4) in readings(said)


# Many a given name ends in a word of time or place, or is a word by itself.
FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙朱高林何郭马罗梁郑韩唐冯董程袁邓许沈"
GIVEN_NAMES = (
    "浩然 怡然 有福 来福 家豪 人杰 会英 前进 正东 常青 高远 时雨 晚晴 早春 日新 上进 大海 天佑 子轩 文正 欣然 "
    "传家 春来 树人 旭日 建国 淑芬 梓涵 知秋 未来 无忌 一诺 千寻 立夏"
).split()


def test_a_full_name_is_never_the_speaker() -> None:
    names = [f"{family}{given}" for family in FAMILY_NAMES for given in GIVEN_NAMES]
    wrong = [
        name
        for i, name in enumerate(names)
        if readings(f"{name}{('今早', '体温', '')[i % 3]}38.4")[0]
        not in ((name, 38.4), (None, 38.4))
    ]

    assert wrong == []


@pytest.mark.parametrize("word", ["房东", "徒弟", "钟点工", "楼下小卖部的", "双胞胎"])
def test_who_is_not_known_is_asked_about(word: str) -> None:
    assert readings(f"{word}38.4，我36.5") == [(None, 38.4), ("本人", 36.5)]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("屋头老汉37.9，我36.2，幺儿36.8", [("爸爸", 37.9), ("本人", 36.2), ("儿子", 36.8)]),
        ("大姐夫38.3，大姐36.7", [("姐夫", 38.3), ("姐姐", 36.7)]),
        ("我奶昨天还37.9", [("奶奶", 37.9)]),
        ("我仔38.1", [("儿子", 38.1)]),
        ("患者女，38岁，体温39", [("本人", 39.0)]),
        ("我爸36.4，她38.2", [("爸爸", 36.4), (None, 38.2)]),
        ("娃早上38.5，吃了药他37.6", [("孩子", 38.5), ("孩子", 37.6)]),
        ("38.4是孩子他奶的", [("奶奶", 38.4)]),
        ("37.8度是我妈量的", [("妈妈", 37.8)]),
        ("39度是他的", [(None, 39.0)]),
        ("36.8是刚刚量的", [("本人", 36.8)]),
    ],
)
def test_whose_it_is(said: str, right: list[tuple[Any, Any]]) -> None:
    assert readings(said) == right


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("36.2写成38.2了，是36.2", [("本人", 36.2)]),
        ("老公36.5，噢不，是36.7，儿子36.9", [("老公", 36.7), ("儿子", 36.9)]),
        ("烧到38.8吃了布洛芬，一小时后37.9", [("本人", 38.8), ("本人", 37.9)]),
        ("白天37度晚上29度，老人热得受不了", []),
        ("白天37度晚上38.5", [("本人", 37.0), ("本人", 38.5)]),
    ],
)
def test_what_was_taken_back_and_what_is_weather(said: str, right: list[tuple[Any, Any]]) -> None:
    assert readings(said) == right
