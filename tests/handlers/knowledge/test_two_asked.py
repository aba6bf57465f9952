"""Who asks two things is answered both, who asks what they may do is sent nobody, who runs short is brought some."""

import pytest
from sqlalchemy import func, select

from db.models import WorkItem
from tests.conftest import Town


def kept(town: Town) -> int:
    with town.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(WorkItem)) or 0


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("冰箱停电一天了，肉化了还能吃吗，还有胰岛素放在里面要不要紧", "4小时", "停针"),
        ("小宝宝屋里整夜点蚊香行吗？还是给他抹驱蚊水，刚四个月", "盘香", "避蚊胺"),
    ],
)
def test_two_things_asked_are_both_answered(town: Town, text: str, first: str, second: str) -> None:
    said = town.resident.says(text)
    assert first in said and second in said, said


@pytest.mark.parametrize(
    "text",
    ["居家观察能不能到楼下丢一趟垃圾", "狗狗可不可以跟着我一起隔离，家里没别人了"],
)
def test_who_asks_what_they_may_do_is_sent_nobody(town: Town, text: str) -> None:
    before = kept(town)
    said = town.resident.says(text)
    assert "约时间" not in said and "依据" in said, said
    assert kept(town) == before


def test_who_runs_short_and_asks_hears_it_and_is_brought_some(town: Town) -> None:
    before = kept(town)
    said = town.resident.says("娃四个月，奶粉只剩一顿了买不到，能喂鲜牛奶顶一下吗")
    assert said.startswith("别用鲜牛奶") and "记下了" in said, said
    assert kept(town) == before + 1


def test_how_much_of_a_medicine_stands_behind_whether_it_helps(town: Town) -> None:
    said = town.resident.says("全家没病，想喝连花清瘟预防，一天吃几包")
    assert said.index("没病别拿来防病") < said.index("看说明书"), said


@pytest.mark.parametrize("text", ["狗被蚊子咬了会不会得登革热", "猫会不会得登革热啊"])
def test_whether_one_may_catch_it_is_answered_where_nobody_is_ill(town: Town, text: str) -> None:
    said = town.resident.says(text)
    assert said.startswith("猫狗不会得"), said


@pytest.mark.parametrize(
    "text", ["幼儿园有手足口了我孩子还能去上学不", "班上出了手足口，我家娃能上学吗"]
)
def test_the_well_child_is_not_told_the_days_of_the_ill(town: Town, text: str) -> None:
    said = town.resident.says(text)
    assert "没症状照常去" in said, said


@pytest.mark.parametrize(
    ("text", "not_said"),
    [
        ("同桌得了水痘，我孩子没发，要不要在家隔离", "核酸"),
        ("来例假能打疫苗不", "年纪大更该打"),
        ("我家娃户口在外省，能在这里打预防针吗", "年纪大更该打"),
    ],
)
def test_what_is_usual_of_one_illness_is_not_said_of_another(
    town: Town, text: str, not_said: str
) -> None:
    assert not_said not in town.resident.says(text)


def test_a_lookalike_verdict_does_not_hide_what_a_story_asks(town: Town) -> None:
    said = town.resident.says("地下室淹过，墙上发黑，我把84和洁厕灵倒一块刷，是不是更有劲")
    assert "不能混" in said.partition("依据")[0], said


@pytest.mark.parametrize(
    "text",
    [
        "加我微信说发隔离补贴，链接里我填了银行卡号，还差密码",
        "骗子的网页我身份证号输进去了，没点提交",
    ],
)
def test_who_has_typed_in_a_card_hears_what_to_block(town: Town, text: str) -> None:
    said = town.resident.says(text)
    assert "挂失" in said and "别再填" in said, said


def test_who_asks_whether_it_is_a_trick_and_names_the_card_hears_it_is(town: Town) -> None:
    said = town.resident.says("这个是不是骗子，说发救灾款，要我拍银行卡给他")
    assert "骗子" in said.partition("\n")[0] and "还不知道" not in said, said


def test_how_a_capsule_is_taken_orders_none(town: Town) -> None:
    before = kept(town)
    said = town.resident.says("我妈吞不下，缓释胶囊能掰开吃吗")
    assert "别掰" in said, said
    assert kept(town) == before


def test_what_the_water_carried_off_hurries_nobody(town: Town) -> None:
    said = town.resident.says("发大水把我爷爷的坟冲了，找哪个修")
    assert "往高处" not in said and "养老" not in said, said
