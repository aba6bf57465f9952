import pytest

from community.knowledge.burden import burden, restricts
from core.library import Burden

ASKS = [
    "从太原回来的请提前一天报备",
    "可以办，但要先登记",
    "不用隔离，到家后报备一下就行",
    "建议少出门，进小区一律扫码",
    "凭出入证进小区",
    "晚上十点后不让进",
    "不得养鸡，12月31日前自己处理好",
    "超市暂时关门，请勿外出聚集",
    "楼道里要戴口罩",
    "要是发烧了就居家，别出门",
    "没做核酸的不能上班",
    "办酒席的须经社区同意",
    "乱扔垃圾罚五十元",
    "电动车不能停楼道",
    "快递员不许上楼",
    "3号楼封三天",
    "明天起停课",
    "请在家待着，不要下楼",
]
ASKS_NOTHING = [
    "喷泉每天晚上七点开",
    "每天晚上七点开，下雨不开",
    "喷泉在修，停开",
    "不用报备了",
    "从外地回来不再隔离，也无需登记",
    "可以的，带身份证就行",
    "建议戴口罩",
    "提倡自愿报备",
    "请打社区医生电话，医生教您",
    "主要看天气，下雨就不开",
    "要是下雨就改到周日",
    "不要紧，多喝水",
    "取消出示健康码",
    "水费周五前在物业交",
    "社区食堂十一点半开门，老人打八折",
    "快递放在东门架子上",
    "打疫苗在卫生站二楼，周一到周五",
]


@pytest.mark.parametrize("text", ASKS)
def test_what_asks_something_of_people_needs_a_second_person(text: str) -> None:
    assert restricts(text)


@pytest.mark.parametrize("text", ASKS_NOTHING)
def test_what_only_informs_or_advises_needs_nobody_else(text: str) -> None:
    assert not restricts(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("从太原回来要集中隔离", Burden.ISOLATE),
        ("从太原回来要先报备，再居家三天", Burden.STAY_HOME),
        ("建议做一次核酸", Burden.ADVICE),
        ("不用报备了", Burden.NOTHING),
        ("不用隔离，但要做核酸", Burden.TEST),
        ("请早点休息", Burden.ADVICE),
    ],
)
def test_the_heaviest_clause_counts(text: str, asks: Burden) -> None:
    assert burden(text) is asks
