"""Whoever is unwell hears what fits just them, before any answer that is for everybody."""

import pytest
from sqlalchemy import select

from db.models import Observation
from tests.conftest import Town

NOT_KEPT = "没有保存"


@pytest.mark.parametrize(
    ("said", "first", "never"),
    [
        # No medicine that hurts the child, and the ward is rung.
        ("肚里孩子六个来月 量着38.6 抽屉里有盒芬必得 吞一颗行不", "产科", "照说明书"),
        # A known question is near; it is answered for everybody.
        (
            "高烧两天 关节痛 胳膊上一片红疹 蚊子咬了好些包 止痛药顶一顶？",
            "现在就去医院",
            "照说明书吃一种退烧药",
        ),
        ("做着化疗呢 烧到38.3 先吃退烧药看看？", "急诊", "38.5℃以上"),
        ("在乌干达修完路才到家 忽冷忽热的", "疟疾", "先歇着"),
        ("指夹血氧九十一 人倒不难受", "现在就去医院", "95%以上正常"),
        ("清完淤泥回来一个礼拜 发烧 小腿一按就疼", "钩体病", "先歇着"),
        ("娃刚才烧抽了 现在好了 要不要紧", "现在去医院", "真替您高兴"),
    ],
)
def test_who_is_at_risk_hears_that_first(town: Town, said: str, first: str, never: str) -> None:
    answer = town.resident.says(said)

    assert first in answer.partition("\n")[0] and "120" in answer
    assert never not in answer and NOT_KEPT not in answer and "请社区医生联系我" in answer


@pytest.mark.parametrize("said", ["38.6", "发烧38度6了"])
def test_a_reading_nobody_keeps_is_told_so_last(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "先歇着" in answer.partition("\n")[0]
    assert NOT_KEPT in answer.splitlines()[-1]


def test_who_it_is_may_be_told_when_asked(town: Town) -> None:
    town.resident.says("发烧38.6咋办")
    answer = town.resident.says("是我老婆 怀孕五个月")

    assert "产科" in answer.partition("\n")[0] and "布洛芬" in answer
    assert "怀着孩子感冒" not in answer


def test_who_is_at_no_risk_keeps_to_what_was_said(town: Town) -> None:
    town.resident.says("发烧38.6咋办")

    assert "照刚才说的" in town.resident.says("都没有")


def test_a_watched_home_is_written_down_and_warned(town: Town) -> None:
    answer = town.observed[0].says("38.8 我怀孕六个月")

    assert "产科" in answer.partition("\n")[0] and "已记下" in answer
    with town.bot.database.read() as db:
        assert [row.value for row in db.scalars(select(Observation)) if row.value] == ["38.8"]


def test_what_the_register_knows_of_who_speaks_counts(town: Town) -> None:
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 张三")
    town.grid_worker.says("同意")
    town.grid_worker.says("张三要做透析")
    town.grid_worker.says("1")

    assert "透析室" in someone.says("发烧38.1怎么办")
    assert "透析室" not in someone.says("我儿子发烧38.1怎么办")


@pytest.mark.parametrize(
    "said",
    [
        "41度包工头还逼着我们搬砖",
        "孕妇能打流感疫苗吗",
        "听说非洲猪瘟会传人",
        "【通知】孕妇、老人发烧请去发热门诊",
    ],
)
def test_the_weather_a_vaccine_and_a_notice_are_no_illness(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "退烧药" not in answer and "先歇着" not in answer


def test_a_wish_beside_an_illness_is_seen_to_below_it(town: Town) -> None:
    answer = town.resident.says("我怀孕发烧了 公司不批假合法吗 请病假要什么手续")

    assert "产科" in answer.partition("\n")[0]
    assert len(answer.splitlines()) > 2
