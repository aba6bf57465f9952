from datetime import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from core.place import FactSpec, asked_for, numbers_in, told, why_not


@cache
def facts() -> list[FactSpec]:
    return list(content.load().facts.values())


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("社区电话多少", "office_phone"),
        ("请问居委会的电话是多少呀？", "office_phone"),
        ("村委会电话", "office_phone"),
        ("最近的发热门诊怎么走", "fever_clinic"),
        ("你们几点下班", "office_hours"),
        ("居委会周末上班吗", "office_hours"),
        ("接种点几点上班", "vaccine_site"),
        ("物业电话", "property"),
        ("避难所在哪", "shelter"),
        ("夜里有急事打哪个电话", "night_phone"),
        ("垃圾扔哪里", "garbage"),
        ("大件垃圾扔哪", "bulky_waste"),
        ("我38.5度要去发热门诊吗", None),
        ("去发热门诊要带什么", None),
        ("网格员电话多少", None),
        ("社区医生电话", None),
        ("我要投诉物业", None),
        ("医院几点开门", None),
        ("社区电活是多少", "office_phone"),
        ("几点上班，我想去办个证", "office_hours"),
        ("居委会的电话是好多嘞", "office_phone"),
        ("社区电影几点放", None),
    ],
)
def test_a_fact_is_asked_for_where_nothing_else_is_said(text: str, fact: str | None) -> None:
    found = asked_for(facts(), text)

    assert [one.name for one in found] == ([fact] if fact else [])


def test_two_facts_are_asked_for_at_once() -> None:
    found = asked_for(facts(), "请告知贵居委会的办公地点和上班时间")

    assert {one.name for one in found} == {"office_address", "office_hours"}


@pytest.mark.parametrize(
    ("text", "where", "fact", "value"),
    [
        ("社区电话 0357-1234567", "", "office_phone", "0357-1234567"),
        ("社区电话0357-1234567。", "", "office_phone", "0357-1234567"),
        ("把居委会电话换成 0351-7654321", "", "office_phone", "0351-7654321"),
        ("幸福社区的社区电话改成0357-1111111", "幸福社区", "office_phone", "0357-1111111"),
        ("发热门诊是市二院，电话0357-3", "", "fever_clinic", "市二院，电话0357-3"),
        ("办公时间周一到周五 8:30-17:30", "", "office_hours", "周一到周五 8:30-17:30"),
        ("避难所改到实验小学操场", "", "shelter", "实验小学操场"),
        ("垃圾投放点 3号楼北侧", "", "garbage", "3号楼北侧"),
    ],
)
def test_what_staff_say_is_so_is_read(text: str, where: str, fact: str, value: str) -> None:
    found = told(facts(), text)

    assert found is not None
    assert (found[0], found[1].name, found[2]) == (where, fact, value)


@pytest.mark.parametrize(
    "text",
    [
        "社区电话多少",
        "社区电话是多少",
        "社区电话打不通",
        "发热门诊人太多了",
        "发热门诊在哪",
        "待办",
        "物业是哪家",
        "物业是真不行",
        "3号楼的垃圾站在维修",
        "社区电话是小李管的",
        "物业 又停水了",
        "上班时间聊天",
    ],
)
def test_asking_and_complaining_sets_nothing(text: str) -> None:
    assert told(facts(), text) is None


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("phone", "0357-1234567", None),
        ("phone", "0357-1234567转8001", None),
        ("phone", "0357-123 4567、13900001234（夜里18:00后）", None),
        ("phone", "400-810-1234", None),
        ("phone", "12345", None),
        ("phone", "96333", None),
        ("phone", "0357-12345", "no_phone"),
        ("phone", "1380000", "no_phone"),
        ("phone", "请找小王", "no_phone"),
        ("phone", "120", "urgent_phone"),
        ("hours", "全天", None),
        ("hours", "周一到周五上午8点半到12点，下午2点到5点半", None),
        ("hours", "25:30-17:30", "no_such_time"),
        ("hours", "8:75开门", "no_such_time"),
        ("hours", "天天", "no_hours"),
        ("text", "市二院东门", None),
        ("text", "", "empty"),
        ("text", "长" * 81, "too_long"),
    ],
)
def test_a_value_looks_like_what_it_is(kind: str, value: str, reason: str | None) -> None:
    assert why_not(kind, value) == reason


@given(
    st.from_regex(r"0[1-9]\d{1,2}-?[2-8]\d{6,7}", fullmatch=True),
    st.deferred(lambda: st.sampled_from(facts())),
)
def test_every_landline_is_read_back_as_it_was_said(phone: str, fact: FactSpec) -> None:
    found = told(facts(), f"{fact.label}改成{phone}")

    assert found is not None
    assert found[1:] == (fact, phone)
    assert why_not("phone", phone) is None
    assert numbers_in(phone) == [phone.replace("-", "")]


@given(st.times(), st.times())
def test_every_span_of_a_day_is_a_time(opens: time, closes: time) -> None:
    assert why_not("hours", f"{opens:%H:%M}-{closes:%H:%M}") is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    asked_for(facts(), text)
    told(facts(), text)
    for kind in ("phone", "hours", "text"):
        why_not(kind, text)
