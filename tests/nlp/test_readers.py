"""Answers to form questions, and the sentences that ask again."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from core.ports import Unreadable
from nlp.readers import READERS

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        ("name", "王建国", "王建国"),
        ("name", "我叫李梅", "李梅"),
        ("name", "王 建 国", "王建国"),
        ("name", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("name", "我叫王建国，住3栋", "王建国"),
        ("name", "王建国，男", "王建国"),
        ("name", "我是3号楼2单元601 张三", "张三"),
        ("transport", "骑电动车", {"mode": "bike"}),
        ("count", "十二桌左右", 12),
        ("count", "两三桌", 3),
        ("count", "三四十人", 40),
        ("count", "30到40个", 40),
        ("count", "一百来人", 100),
        ("count", "不摆", 0),
        ("number", "两点五", 2.5),
        ("number", "2.5公斤", 2.5),
        ("period", "12月1号到5号", {"date": "2026-12-01", "end": "2026-12-05"}),
        ("period", "明天去，下周三回", {"date": "2026-11-22", "end": "2026-11-25"}),
        ("period", "后天", {"date": "2026-11-23"}),
        ("items", "米20斤", [{"name": "米", "qty": 20, "unit": "斤"}]),
        ("items", "老干妈", [{"name": "老干妈"}]),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("phone", "１３８ ００００ １２３４", "13800001234"),
        ("phone", "0791-88881234", "079188881234"),
        ("date", "后天", {"date": "2026-11-23"}),
        ("date", "25号", {"date": "2026-11-25"}),
        ("date", "12/08", {"date": "2026-12-08"}),
        ("date", "12.8", {"date": "2026-12-08"}),
        ("date", "大年初三", {"date": "2027-02-08"}),
        ("date", "明天上午", {"date": "2026-11-22", "part": "morning"}),
        ("date", "下午3点", {"date": "2026-11-21", "part": "afternoon", "time": "15:00"}),
        ("place", "某某村", {"raw": "某某村"}),
        ("address", "3-2-601", {"building": "3", "unit": "2", "room": "601"}),
        ("address", "3 2 601", {"building": "3", "unit": "2", "room": "601"}),
        ("address", "十二号楼三单元五零二", {"building": "12", "unit": "3", "room": "502"}),
        ("transport", "高铁G1548", {"mode": "train", "no": "G1548"}),
        ("transport", "1234", {"mode": "train", "no": "1234"}),
        ("transport", "自己开车", {"mode": "car"}),
        ("transport", "坐飞机CA1234", {"mode": "flight", "no": "CA1234"}),
        ("transport", "大巴", {"mode": "bus"}),
        ("symptoms", "没有", []),
        ("symptoms", "都好", []),
        ("symptoms", "不发烧", []),
        ("symptoms", "发烧，咳嗽", ["发热", "咳嗽"]),
        ("yes_no", "是的", True),
        ("yes_no", "嗯", True),
        ("yes_no", "承诺", True),
        ("yes_no", "没问题", True),
        ("yes_no", "没有", False),
        ("yes_no", "不同意", False),
        ("yes_no", "否", False),
        ("temperature", "36.8", {"c": 36.8, "grade": "normal"}),
        ("temperature", "37度3", {"c": 37.3, "grade": "fever"}),
        ("temperature", "37度多", {"c": None, "approx_c": 37.0, "grade": "fever"}),
        ("temperature", "36.5 37.8", {"c": 37.8, "grade": "fever"}),
        ("integer", "三个人", 3),
        ("integer", "12", 12),
        ("text", "  帮忙 ", "帮忙"),
    ],
)
def test_answers(reader: str, text: str, value: Any) -> None:
    assert READERS[reader](text, AT) == value


def test_a_place_has_its_official_names() -> None:
    found = READERS["place"]("余杭", AT)
    assert (found["province"], found["city"], found["district"], found["code"]) == (
        "浙江省",
        "杭州市",
        "余杭区",
        "330110",
    )
    assert len(READERS["place"]("朝阳", AT)["ambiguous"]) == 3


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("name", "不知道"), ("phone", "123"), ("date", "随便"), ("place", "123"), ("address", "不知道"), ("transport", "随便"), ("symptoms", "嗯"),
        ("yes_no", "随便"), ("temperature", "没量"), ("temperature", "366"), ("temperature", "七度八"), ("integer", "没"), ("text", " "),
        ("count", "随便"), ("number", "2到3"), ("period", "看情况"), ("period", "明天去，昨天回"), ("items", "？"),
        ("id_number", "110105194912310021"), ("id_number", "11010519491231002"),
    ],
)  # fmt: skip
def test_asked_again_with_a_sentence(reader: str, text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        READERS[reader](text, AT)
    assert "请" in caught.value.sentence


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text", ["", "\x00", "😷", "1" * 5000, "我" * 5000, "3-2-601", "-", "99999999999"]
)
def test_only_unreadable_is_raised(reader: str, text: str) -> None:
    try:
        READERS[reader](text, AT)
    except Unreadable as trouble:
        assert trouble.sentence
