"""More examples for the smaller slots: what a second reading of residents' messages turned up."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from nlp.slots import extract

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))


def slot(text: str, key: str) -> Any:
    return extract(text, AT).get(key)


@pytest.mark.parametrize(
    "text",
    [
        "37.2算发烧吗", "算不算发烧", "是不是发烧", "多少度算发烧", "37.3是发烧吗", "多少度才叫发烧", "水有点烫", "汤太烫了", "发热门诊在哪",
    ],
)  # fmt: skip
def test_a_question_states_no_symptom(text: str) -> None:
    assert slot(text, "symptoms") is None


@pytest.mark.parametrize(
    "text",
    [
        "有点烫", "体温有点高", "体温偏高", "额头有点烫", "孩子身上滚烫", "摸着烫手", "有点低热", "孩子烧糊涂了", "发烧怎么办", "发烧了吗？我发烧了",
    ],
)  # fmt: skip
def test_other_words_for_fever(text: str) -> None:
    assert slot(text, "symptoms") == ["发热"]


@pytest.mark.parametrize("text", ["不烫了", "体温不高", "烧退了"])
def test_fever_denied(text: str) -> None:
    assert (slot(text, "symptoms"), slot(text, "neg_symptoms")) == (None, ["发热"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我是3号楼2单元601 张三", "张三"),
        ("我是3号楼2单元601的张三", "张三"),
        ("我是3号楼的李建国", "李建国"),
        ("3-2-601 李梅 36.4", "李梅"),
        ("5栋1203 张建国 13800001234", "张建国"),
        ("张三，3栋201", "张三"),
        ("您好我是2栋2单元302王丽霞", "王丽霞"),
        ("俺叫李大壮", "李大壮"),
        ("我姓张叫张小明", "张小明"),
        ("联系人刘洋13800001234", "刘洋"),
        ("我是李梅家长", None),
        ("我是党员", None),
        ("我是程序员", None),
        ("我是司机", None),
        ("我是高三学生", None),
        ("我是封控区的", None),
        ("3栋高烧", None),
        ("6栋301 白菜两颗", None),
    ],
)
def test_names(text: str, expected: str | None) -> None:
    assert slot(text, "name") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0351-1234567", ["03511234567"]),
        ("0755-1234567", ["07551234567"]),
        ("138.0000.1234", ["13800001234"]),
        ("幺三八零零零零幺二三四", ["13800001234"]),
        ("一二三四五六七八九十", None),
    ],
)
def test_phones(text: str, expected: list[str] | None) -> None:
    assert slot(text, "phones") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("酱油醋各一瓶", "酱油1瓶 醋1瓶"),
        ("土豆西红柿各2斤", "土豆2斤 西红柿2斤"),
        ("米10斤面5斤油一桶", "米10斤 面5斤 油1桶"),
        ("想要俩馒头", "馒头2个"),
        ("吃了一粒布洛芬", ""),
        ("喝了两杯水", ""),
    ],
)
def test_items(text: str, expected: str) -> None:
    found = slot(text, "items") or []
    assert " ".join(f"{i['name']}{i['qty']}{i['unit']}" for i in found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("测试盒上面有两条线", {"type": "抗原", "result": "阳性"}),
        ("只有C线", {"type": "抗原", "result": "阴性"}),
        ("T线很淡", {"type": "抗原", "result": "阳性"}),
        ("C线T线都有", {"type": "抗原", "result": "阳性"}),
        ("核酸呈阳性", {"type": "核酸", "result": "阳性"}),
    ],
)
def test_results(text: str, expected: dict[str, str]) -> None:
    assert slot(text, "test") == expected


@pytest.mark.parametrize("text", ["骑电动车", "K95", "G2京沪高速"])
def test_no_train(text: str) -> None:
    assert (slot(text, "transport") or {}).get("mode") != "train"


@pytest.mark.parametrize("text", ["36.9度正常", "体温36度多正常", "我36.6正常"])
def test_a_plain_reading_called_normal(text: str) -> None:
    assert slot(text, "normal") is True


@pytest.mark.parametrize("text", ["37.4，正常", "38了正常吗", "我36.6正常，老婆37.9"])
def test_a_fever_is_never_called_normal(text: str) -> None:
    assert slot(text, "normal") is None
    assert slot(text, "temps")


@pytest.mark.parametrize("text", ["干咳，体温36.9度", "安好，36.5", "康复，36.9", "36.5 谢谢"])
def test_a_word_before_a_reading_is_no_name(text: str) -> None:
    assert [reading["who"] for reading in slot(text, "temps")] == ["本人"]
