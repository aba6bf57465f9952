import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fragments import FragmentKind
from nlp.fragments import read

SAME = [
    ("amount", "50元 五十元 伍拾元整 5十元 ５０元 ￥50.00 50块钱 人民币50元".split()),
    ("amount", "1200元 一千二百元 1,200元 1千2百元".split()),
    ("amount", "500元 五百元 伍佰圆 5百块".split()),
    ("time", "9:00 9：00 九点 9点 9时 9点整 上午9点 早上九点 09:00".split()),
    ("time", "17:30 下午5点半 下午五点三十分 17时30分 傍晚5:30".split()),
    ("date", "11月22日 十一月二十二号 11/22 11.22".split()),
    ("date", "周日 星期天 禮拜天 星期日".split()),
    ("place", "3号楼 三号楼 3栋 3幢 3#楼 三號樓".split()),
    ("phone", ["13800138000", "138-0013-8000", "138 0013 8000", "一三八零零一三八零零零"]),
    ("link", ["https://pay.cn/a", "http://www.pay.cn/a/", "pay.cn/a"]),
]


@pytest.mark.parametrize(("kind", "spellings"), SAME)
def test_one_thing_in_many_spellings_has_one_value(kind: str, spellings: list[str]) -> None:
    found = [[(p.kind, p.value) for p in read(f"请看：{text}，谢谢")[2:-2]] for text in spellings]

    assert all(fragments == found[0] for fragments in found)
    assert [each[0] for each in found[0]] == [FragmentKind(kind)]


@pytest.mark.parametrize("text", ["5O元", "1OO元", "l38O0138000", "3O1"])
def test_letters_that_stand_for_figures_are_told(text: str) -> None:
    [fragment] = read(text)

    assert fragment.disguised
    assert fragment.value.isdigit()


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("下午2-5点", ["14:00", "17:00"]),
        ("下午2点到5点", ["14:00", "17:00"]),
        ("14:00—17:00", ["14:00", "17:00"]),
        ("上午9点至下午五点", ["9:00", "17:00"]),
        ("9点到11点", ["9:00", "11:00"]),
    ],
)
def test_a_span_has_two_hours(text: str, hours: list[str]) -> None:
    assert [p.value for p in read(text) if p.kind is FragmentKind.TIME] == hours


@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(text: str) -> None:
    fragments = read(text)

    assert all(text[p.start : p.end].strip() for p in fragments)
    assert all(one.start <= then.start for one, then in zip(fragments, fragments[1:], strict=False))
