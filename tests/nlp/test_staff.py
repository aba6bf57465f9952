"""Staff are heard by a model of their own; everybody else is understood exactly as without it."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library import Library, Pack, PackInfo
from nlp.errors import ModelStale
from nlp.evaluate import evaluate
from nlp.slots import staff
from nlp.train import train
from nlp.understand import Understanding
from nlp.words import Words

HELD_OUT = Path(__file__).with_name("heldout_staff.jsonl")
EVERYBODY: dict[str, list[object]] = {
    "ask_mask": ["口罩多久换一次", "要戴什么口罩", "口罩怎么丢", "坐公交要戴口罩吗"],
    "report_temperature": ["36.5", "我36.8", "今早三十六度六", "我和老伴36.7"],
    "oos": ["今晚吃火锅吗", "给我讲个笑话", "股票又跌了", "打球去不去"],
}
STAFF: dict[str, list[object]] = {
    "staff_roster": ["今天谁值班", "明晚谁值夜班", "值班表发我", "我哪天值班"],
    "staff_ticket_list": ["我的待办", "还有什么事没办", "任务列一下", "没接的单子有几个"],
    "residents": ["我家停电了", "谁去吃饭", "口罩在哪领", "我36.5"],
}


def small(staff: dict[str, list[object]]) -> Library:
    everybody = Pack(info=PackInfo(name="p", title="p"), utterances=EVERYBODY)
    info = PackInfo(name="s", title="s", heard_from="staff")
    return Library([everybody, *([Pack(info=info, utterances=staff)] if staff else [])])


def rows(kind: str) -> list[dict[str, object]]:
    found = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    return [row for row in found if row["kind"] == kind]


def test_staff_words_change_nothing_of_what_residents_mean(tmp_path: Path, at: datetime) -> None:
    train(small({}), tmp_path / "without", embedding=False)
    train(small(STAFF), tmp_path / "with", embedding=False)
    texts = ["口罩多久换", "36.6", "今天谁值班", "我的待办", "吃火锅吗", "你好"]

    alone = Understanding.load(tmp_path / "without", small({}))
    beside = Understanding.load(tmp_path / "with", small(STAFF))

    assert [alone(text, at) for text in texts] == [beside(text, at) for text in texts]
    assert beside.intents == set(EVERYBODY)
    assert beside.staff_intents == set(STAFF) - {"residents"}


def test_a_staff_meaning_is_heard_from_staff_only(tmp_path: Path, at: datetime) -> None:
    train(small(STAFF), tmp_path, embedding=False)
    understanding = Understanding.load(tmp_path, small(STAFF))

    assert understanding.staff("明天谁值班", at).intent == "staff_roster"
    assert not understanding("明天谁值班", at).intent.startswith("staff_")


def test_without_their_pack_staff_are_heard_as_anybody(tmp_path: Path, at: datetime) -> None:
    train(small(STAFF), tmp_path, embedding=False)
    train(small({}), tmp_path, embedding=False)
    understanding = Understanding.load(tmp_path, small({}))

    assert understanding.staff("明天谁值班", at) == understanding("明天谁值班", at)
    assert not (tmp_path / "staff.npz").exists()


def test_other_staff_words_make_the_model_stale(tmp_path: Path) -> None:
    train(small(STAFF), tmp_path, embedding=False)
    more = small(STAFF | {"staff_help": ["怎么用这个"]})

    with pytest.raises(ModelStale):
        Understanding.load(tmp_path, more)


def test_held_out_sentences_of_staff_are_understood(
    understanding: Understanding, at: datetime
) -> None:
    result = evaluate(understanding.staff, rows("staff"), at)

    assert result["rows"] >= 120
    assert result["acc"] >= 0.8  # without the embedding


def test_what_staff_say_for_themselves_is_not_taken_for_work(
    understanding: Understanding, at: datetime
) -> None:
    own = [understanding.staff(str(row["text"]), at).intent for row in rows("own")]

    assert sum(intent.startswith("staff_") for intent in own) <= 1


@pytest.mark.parametrize("text", ["", "😀", "。。。", "\ud83d", "1" * 3000, "通知" * 4000])
def test_nothing_staff_can_send_raises(
    understanding: Understanding, at: datetime, text: str
) -> None:
    parse = understanding.staff(text, at)

    assert parse.intents[0] == parse.intent == parse.candidates[0].intent
    assert 1 <= len(parse.candidates) <= 3


def test_danger_is_danger_whoever_speaks_of_it(understanding: Understanding, at: datetime) -> None:
    parse = understanding.staff("3号楼有人喘不上气，快派人", at)

    assert parse.danger is not None
    assert parse.intent == "request_medical"


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("给11号楼和十四栋发个通知，明天修路", {"scope": ["11号楼", "14号楼"]}),
        ("马上告诉全村，河水要漫堤，往山上撤", {"scope": ["全村"], "urgent": True}),
        ("跟3号楼说一声，明天修路", {"say": "明天修路"}),
        ("这条发给七组：九点开会", {"scope": ["七组"], "say": "九点开会"}),
        ("跟5号楼2单元的人说电梯停了", {"scope": ["5号楼2单元"], "say": "电梯停了"}),
        ("5号楼2单元301住的谁", {"scope": None}),
        ("26号单子我来", {"ticket": 26}),
        ("第十一个问题答：不用", {"question": 11}),
        ("名单第七条是空号", {"row": 7}),
        ("后天我歇班，老岳替我", {"substitute": "老岳"}),
        ("2-703 骆秋萍 36.7", {"name": "骆秋萍", "temps": [{"who": "骆秋萍", "c": 36.7}]}),
        ("三号楼那个五零四的盛大妈", {"address": {"building": "3", "room": "504"}}),
        ("骆秋萍和骆大姐是同一个人", {"names": ["骆秋萍", "骆大姐"]}),
        ("给骆秋萍延长到12月3日", {"until": "2026-12-03"}),
        ("各村下午四点前回", {"deadline": "2026-11-21T16:00:00+08:00"}),
        ("观察 2-1-703 骆秋萍 0天", {"duration_days": 0, "ask": True}),
        ("明早谁值班，周四呢", {"name": None}),
        ("把没人接的单子列出来，楼道的先看", {"name": None}),
    ],
)
def test_what_staff_sentences_carry(
    understanding: Understanding, at: datetime, text: str, slots: dict[str, object]
) -> None:
    found = understanding.staff(text, at).slots

    assert {name: found.get(name) for name in slots} == slots


@pytest.fixture(scope="module")
def plain_words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    return Words(tmp_path_factory.mktemp("plain-words"))


@given(
    minute=st.integers(0, 60 * 24 - 1),
    hour=st.integers(1, 23),
    half=st.sampled_from(["", "半"]),
)
def test_a_deadline_without_a_day_is_the_next_such_hour(
    plain_words: Words, minute: int, hour: int, half: str
) -> None:
    at = datetime(2026, 11, 21, tzinfo=timezone(timedelta(hours=8))) + timedelta(minutes=minute)

    found = staff.extract(f"各村{hour}点{half}前回", at, {}, plain_words)
    moment = datetime.fromisoformat(found["deadline"])

    assert at < moment <= at + timedelta(hours=24)
    assert moment.hour % 12 == hour % 12
    assert moment.minute == (30 if half else 0)
