import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.personal import in_public, without

HAN = str.maketrans("0123456789", "零一二三四五六七八九")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
AROUND = st.sampled_from(
    ["请问", "我住", "我家在", "我的是", "打了", "，", " ", "在", "找", "听说"]
)
AFTER = st.sampled_from(["怎么办", "漏水归谁管", "，热水几点有", "没人接", " 能用吗", "。", ""])

digits = st.text("0123456789", min_size=8, max_size=8)
mobiles = st.builds(lambda head, rest: f"1{head}{rest}", st.sampled_from(list("3456789")), st.text("0123456789", min_size=9, max_size=9))  # fmt: skip
ids = st.builds(lambda a, b, c: f"{a}{b}{c}", st.text("123456789", min_size=6, max_size=6), st.sampled_from(["19900307", "20010101"]), st.sampled_from(["1234", "567X", "012x"]))  # fmt: skip
plates = st.builds(
    lambda place, letter, dot, rest: f"{place}{letter}{dot}{rest}",
    st.sampled_from("京津沪粤晋浙苏鲁"),
    st.sampled_from("ABCDE"),
    st.sampled_from(["", "·", " "]),
    st.text("ABCDEFGH0123456789", min_size=5, max_size=6),
)
rooms = st.integers(min_value=201, max_value=3209).map(str)
doors = st.builds(
    lambda shape, b, e, r: shape.format(b=b, e=e, r=r),
    st.sampled_from(["{b}号楼{e}单元{r}", "{b}-{e}-{r}", "{b}栋{r}", "{b}幢 {e}单元 {r}室", "{b}号楼{r}室", "{b}#{e}-{r}", "{e}单元{r}", "{b}座{r}", "{b}—{e}—{r}"]),
    st.integers(1, 30),
    st.integers(1, 4),
    rooms,
)  # fmt: skip


def spelled(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from([text, text.translate(WIDE)])


@given(AROUND, mobiles.flatmap(spelled), AFTER)
def test_no_telephone_stays_in_a_question(before: str, phone: str, after: str) -> None:
    kept = without(f"{before}{phone}{after}")

    assert phone not in kept and phone[-4:] not in kept


@given(AROUND, ids, AFTER)
def test_no_id_number_stays(before: str, number: str, after: str) -> None:
    assert number[6:14] not in without(f"{before}{number}{after}")


@given(AROUND, plates, AFTER)
def test_no_plate_stays(before: str, plate: str, after: str) -> None:
    assert plate[-5:] not in without(f"{before}{plate}{after}")


@given(AROUND, st.tuples(doors, rooms), AFTER)
def test_no_door_stays_however_it_is_written(
    before: str, given_: tuple[str, str], after: str
) -> None:
    door, _ = given_
    room = door.rstrip("室")[-3:]

    for text in (door, door.translate(WIDE)):
        kept = without(f"{before}{text}{after}")
        assert room not in kept and room.translate(WIDE) not in kept


@given(st.integers(1, 20), st.integers(1, 4), st.sampled_from(["601", "1203", "502", "310"]))
def test_a_door_said_in_chinese_figures_goes_too(building: int, entrance: int, room: str) -> None:
    spoken = room.translate(HAN)
    names = "零一二三四五六七八九十"
    said = f"{building if building > 10 else names[building]}号楼{names[entrance]}单元{spoken}停水"

    assert spoken not in without(said)


@given(st.text(max_size=60))
def test_taking_out_twice_takes_out_no_more(text: str) -> None:
    once = without(text)

    assert without(once) == once


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("张三家阳了是真的吗", "〔姓名〕阳了是真的吗"),
        ("老王家儿子被拉走了", "〔姓名〕家儿子被拉走了"),
        ("李秀英确诊了", "〔姓名〕确诊了"),
        ("我是王建国，怎么报名", "〔姓名〕，怎么报名"),
        ("王医生几点在", "〔姓〕医生几点在"),
        ("我微信号abc_12345加一下", "我〔账号〕加一下"),
        ("周末被封吗", "周末被封吗"),
        ("社区医生几点上班", "社区医生几点上班"),
        ("体温36.5-37.2正常吗", "体温36.5-37.2正常吗"),
        ("3号楼13点停水", "3号楼13点停水"),
        ("1号楼20户人都没水", "1号楼20户人都没水"),
        ("2020-2021年的规定", "2020-2021年的规定"),
        ("高风险地区回来7-14天", "高风险地区回来7-14天"),
        ("120和12345哪个快", "120和12345哪个快"),
    ],
)
def test_what_belongs_to_nobody_stays(said: str, kept: str) -> None:
    assert without(said) == kept


def test_a_name_we_know_goes_wherever_it_stands() -> None:
    assert without("阿依古丽能打疫苗吗", ("阿依古丽", None)) == "〔姓名〕能打疫苗吗"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("有事打13812345678", "13812345678"),
        ("张三家3-2-601今天隔离", "3-2-601"),
        ("社区电话0351-1234567", None),
        ("3号楼明天9点停水", None),
        ("请找王医生", None),
    ],
)
def test_what_must_not_be_said_to_everybody_is_found(said: str, found: str | None) -> None:
    assert in_public(said) == found
