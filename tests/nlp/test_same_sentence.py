"""Every place and every good is the same sentence: what the slot reader knows the model hears alike."""

from datetime import datetime

import pytest

from nlp.concepts import spell
from nlp.normalize import normalize
from nlp.slots import goods, items, places
from nlp.slots.places.gazetteer import official, short
from nlp.understand import Understanding

JOURNEYS = (
    "我明天从{}回来",
    "刚从{}到家",
    "我要去{}出差三天",
    "从{}回来要隔离吗",
    "{}现在有疫情吗",
    "我儿子后天从{}坐高铁回来",
    "去{}要报备吗",
    "{}回来的用隔离吗",
    "从{}回来要做几次核酸",
    "我从{}回来怎么报备",
)
REQUESTS = (
    "帮我买两斤{}",
    "家里没{}了，能不能帮忙带一点",
    "要三包{}",
    "麻烦带一袋{}送到3号楼",
    "{}吃完了，没法出门",
    "{}两斤，鸡蛋一板",
    "急需两盒{}",
    "给我捎一点{}来",
    "我妈要{}，帮忙买一下",
    "订五箱{}送上楼",
)
CITIES = sorted({short(p.city) for p in official() if p.city and not p.district})
WORDS = goods.words()
DAILY = sorted(word for word, mark in WORDS.items() if mark == "某物" and len(word) > 1)
# Seventy names in each of twenty frames: nightly.
pytestmark = pytest.mark.slow
# Each is both a place and a word that people say beside one.
BOTH = {"朝阳", "吉林", "海南"}


@pytest.mark.parametrize("frame", JOURNEYS)
def test_every_city_is_the_same_journey(frame: str) -> None:
    right = spell(frame.format("太原"))
    other = [name for name in CITIES if spell(frame.format(name)) != right]
    assert len(other) <= len(CITIES) // 100, other


@pytest.mark.parametrize("frame", REQUESTS)
def test_every_good_is_the_same_request(frame: str) -> None:
    right = spell(frame.format("土豆"))
    other = [name for name in DAILY if spell(frame.format(name)) != right]
    assert len(other) <= len(DAILY) // 100, other


@pytest.mark.parametrize("frame", JOURNEYS)
def test_every_city_is_read_as_itself(frame: str) -> None:
    wrong = []
    for name in set(CITIES) - BOTH:
        called = {(p.province, p.city) for p in official() if p.city and short(p.city) == name}
        found = places.read(normalize(frame.format(name)))
        if len(found) != 1 or (found[0]["province"], found[0]["city"]) not in called:
            wrong.append((name, found))
    assert not wrong


@pytest.mark.parametrize(("frame", "amount"), [("帮我买两斤{}", (2, "斤")), ("{}三包", (3, "包"))])
def test_every_good_is_read_as_itself(frame: str, amount: tuple[int, str]) -> None:
    wrong = []
    for name in WORDS:
        found = items.read(normalize(frame.format(name)))
        read = [(i.get("spec", "") + i["name"], (i.get("qty"), i.get("unit"))) for i in found]
        if read != [(name, amount)]:
            wrong.append((name, found))
    assert len(wrong) <= len(WORDS) // 100, wrong


@pytest.mark.parametrize("frame", [*JOURNEYS, *REQUESTS])
def test_the_intent_is_the_frame_s(frame: str, understanding: Understanding, at: datetime) -> None:
    names = CITIES if frame in JOURNEYS else DAILY
    right = understanding(frame.format("太原" if frame in JOURNEYS else "土豆"), at).intent
    asked = names[:: max(1, len(names) // 40)]
    same = [understanding(frame.format(name), at).intent == right for name in asked]
    assert sum(same) >= 0.95 * len(same)
