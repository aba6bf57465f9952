"""Dangers and what only looks like one, written apart from the signs and examples: only measured on."""

import json
import time
from pathlib import Path

import pytest

from nlp import danger
from tests.common import slow
from tests.hearing import heard

HELDOUT = Path(__file__).with_name("dangers_heldout.jsonl")
ROWS = [json.loads(line) for line in HELDOUT.read_text("utf-8").splitlines()]
# Everyday sentences, half of them dangers, written before what they measure was last changed.
FRESH = [
    json.loads(line)
    for line in HELDOUT.with_name("dangers_fresh.jsonl").read_text("utf-8").splitlines()
]
# Frightened people typing and dictating, plainly and roundabout, each set as first read in docs/understanding.md.
UNSEEN = [
    json.loads(line)
    for line in HELDOUT.with_name("dangers_unseen.jsonl").read_text("utf-8").splitlines()
]
OTHERS = [
    json.loads(line)
    for line in HELDOUT.with_name("dangers_others.jsonl").read_text("utf-8").splitlines()
]
LONG = {
    "denied": "没有呼吸困难，" * 1500,
    "meant": "我爸喘不上气叫不醒" * 1200,
    "supposed": "如果晕倒了怎么办" * 1250,
    "one character": "啊" * 10_000,
    "digits": "1234567890" * 1000,
    "almost": "打孩子头" * 2500,
}


def test_of_unseen_dangers_few_are_missed() -> None:
    dangers = [row["text"] for row in ROWS if row["danger"]]

    missed = [text for text in dangers if heard(text) is None]

    assert len(missed) <= 0.02 * len(dangers), missed


def test_of_unseen_look_alikes_few_alarm() -> None:
    harmless = [row["text"] for row in ROWS if not row["danger"]]

    alarms = [text for text in harmless if heard(text) is not None]

    assert len(alarms) <= 0.045 * len(harmless), alarms


def test_of_what_frightened_people_write_little_is_heard_wrong() -> None:
    missed = [r["text"] for r in UNSEEN if r["danger"] and heard(r["text"]) is None]
    alarms = [r["text"] for r in UNSEEN if not r["danger"] and heard(r["text"]) is not None]

    assert len(missed) <= 4, missed
    assert len(alarms) <= 4, alarms


def test_of_everyday_sentences_few_are_taken_for_another_kind() -> None:
    missed = [r["text"] for r in FRESH if r["danger"] and heard(r["text"]) is None]
    alarms = [r["text"] for r in FRESH if not r["danger"] and heard(r["text"]) is not None]

    assert len(missed) <= 1, missed
    assert len(alarms) <= 3, alarms


def test_of_what_strangers_wrote_little_is_missed_and_little_rings() -> None:
    missed = [r["text"] for r in OTHERS if r["danger"] and heard(r["text"]) is None]
    alarms = [r["text"] for r in OTHERS if not r["danger"] and heard(r["text"]) is not None]

    assert len(missed) <= 10, missed
    assert len(alarms) <= 30, alarms


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_ten_thousand_characters_are_looked_through_at_once(text: str) -> None:
    danger.find("不")

    begun = time.process_time()
    danger.find(text)

    assert time.process_time() - begun < 0.05 * slow()


def test_a_danger_at_the_end_of_many_denials_is_heard() -> None:
    assert heard("没有呼吸困难，" * 100 + "我妈叫不醒了") == "意识不清"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我家娃儿三十九度抽筋", "抽搐"),
        ("喝84能杀毒不", "别喝"),
        ("停电了，我爸离不开呼吸机", "救命设备停了"),
        ("工友被电打了，躺地上不动", "触电"),
        ("外婆吃汤圆噎住了", "噎住"),
        ("老公拿菜刀要砍我", "暴力"),
        ("老板娘掉河里了", "溺水"),
        ("炭火盆烤了一夜，两个人头晕恶心", "煤气中毒"),
        ("对乙酰我一次吃六片，好得快吧", "别多吃"),
        ("弟弟醉得叫不应，灌点醋行不", "意识不清"),
        ("阿公气喘勿上", "呼吸困难"),
        ("诉求：父亲血氧饱和度77%，端坐呼吸，请安排车", "呼吸困难"),
        ("不能平卧三天了，咳粉红泡沫痰", "呼吸困难"),
        ("柏油便两次，站起来就晕", "吐血"),
        ("没感觉到孩子动有一天了，36周", "要生了"),
        ("我怕我会掐死孩子再去死", "想不开"),
        ("老伴走了一年，今晚我就去找她", "想不开"),
        ("把一周的降糖药一次吃了", "中毒"),
        ("美林加一倍喂行不行", "别多吃"),
        ("骑车的卷到车底下了", "摔伤"),
    ],
)
def test_the_danger_is_named_whose_first_aid_fits(text: str, name: str) -> None:
    assert heard(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "货架歪了，没压到人",
        "小度叫不醒了，是不是坏了",
        "奶奶助听器没戴，喊不应",
        "爷爷天天念叨不想活了，嘴上说说，转身就下棋去了",
        "不是我们单元着火，是蒸汽",
        "差点从梯子上摔下来",
        "通知说后天停电，制氧机得提前充电吧",
        "前天说的那个掉河里的孩子没事了吧",
        "孩子惊厥过会不会影响智力",
        "我爸不去了",
        "老两口抬不动煤气罐",
        "我们一家已经到安置点了",
        "四十度的天我爸还在工地上搬砖",
        "在药店门口量了一下，37",
        "中成药一次吃五粒对吧",
        "饭后半小时吃一次药行吗",
        "要是突然晕倒了怎么通知你们",
        "夜里憋醒是什么病",
        "溺水的人先控水还是先人工呼吸",
        "电梯总是卡，能不能修修",
        "电梯没困人，在检修",
        "学费压得我喘不过气",
        "看了账单差点背过气",
        "居家须知：出现呼吸困难应拨打120",
        "喝水呛了一下，咳两声就好了",
        "奶奶中风五年了，想申请护理补贴",
        "楼上晾的被子掉下来了，没砸到人",
    ],
)
def test_what_is_less_than_it_sounds_is_no_danger(text: str) -> None:
    assert heard(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "摔了一下没碰到头，可是腿断了站不起来",
        "奶奶耳背，敲门三天没开门，喊也不应",
        "不是开玩笑，他说不想活了",
        "不是演习，五楼着火了",
        "从前天起我妈就喘不上气",
        "昨晚他问我刀在哪，今早割腕了",
        "网格员，孩子说了好几次，差点噎死，现在脸紫了",
    ],
)
def test_what_seems_to_take_a_danger_away_does_not(text: str) -> None:
    assert heard(text) is not None
