"""The point somebody asks is answered in the first line; what nobody wrote down is said honestly."""

import pytest

from tests.conftest import Town


def first(said: str) -> str:
    return said.partition("。")[0]


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("狗证办下来要多少钱", "费用"),
        ("居住证过期没签会怎么样", "不罚"),
        ("得过新冠多久可以去跑步健身", "两周"),
        ("办餐饮健康证，单位出钱还是我自己掏", "谁出|单位|众包|元"),
        ("爸妈在老家交的医保，在我这边住院能报销吗", "能报"),
        ("停电了阳台上能用汽油发电机吗", "不行"),
        ("得了肺结核，医院会告诉我公司吗", "保密"),
    ],
)
def test_what_is_asked_of_a_matter_is_said_first(town: Town, words: str, point: str) -> None:
    said = town.resident.says(words)
    assert any(one in said[:45] for one in point.split("|")), said


def test_a_price_nobody_wrote_down_is_not_passed_over(town: Town) -> None:
    said = town.resident.says("速福达现在多少钱一盒")
    assert "没有登记" in said[:40] and "处方药" in said, said


def test_the_same_answer_without_the_point_begins_as_ever(town: Town) -> None:
    assert first(town.resident.says("狗证去哪里办")).startswith("先打狂犬疫苗")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("王大夫礼拜四下午坐诊不", "哪位医生哪天坐诊"),
        ("超市里还有没有口罩卖", "店里有没有货"),
        ("派出所礼拜天办事开门吗", "几点开"),
        ("把李校长的手机号发给我", "不能给"),
    ],
)
def test_what_only_this_place_knows_is_never_guessed(town: Town, words: str, says: str) -> None:
    said = town.resident.says(words)
    assert says in said[:60] and "没有" in said[:60], said


def test_what_is_wanted_beside_it_is_seen_to(town: Town) -> None:
    said = town.resident.says("周大夫明天上午坐不坐诊，我妈的降糖药快吃完了，帮忙买点")
    assert said.startswith("哪位医生哪天坐诊") and ("购药" in said or "记下了" in said), said


def test_the_offices_own_hours_are_said_as_they_were_written_down(town: Town) -> None:
    assert "哪位医生" not in town.resident.says("居委会周六上班吗")


def test_whether_something_sent_has_come_is_no_new_order(town: Town) -> None:
    said = town.resident.says("前天我说的那个降压药你们收到了没")
    assert "编号" not in said and "再说一遍" in said, said
    asked = town.resident.says("帮我买两盒降压药，氨氯地平，电话13812340000")
    assert "编号" in asked, asked


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("下穿的桥洞灌了水，我电瓶车慢点骑过得去吗", "别冲"),
        ("停电了，阳台窗户开着，发电机搁那儿可以用吧", "不行"),
    ],
)
def test_what_only_sounds_like_danger_is_answered_before_the_numbers(
    town: Town, words: str, point: str
) -> None:
    said = town.resident.says(words)
    assert point in said[:40] and "按胸口" not in said, said


def test_who_nearly_struck_a_child_and_rues_it_is_not_told_to_flee(town: Town) -> None:
    said = town.resident.says("小宝病了五天，我几天没睡，刚差点动手打娃，现在后悔得直哭")
    assert "离开那个人" not in said and "做得对" in said, said


def test_a_child_locked_in_a_car_is_taken_out_first(town: Town) -> None:
    said = town.resident.says("孩子被锁车里了，大太阳底下，钥匙在车上")
    assert "砸" in said.split("\n")[1], said


def test_stale_medicine_is_not_taken_for_a_fever(town: Town) -> None:
    said = town.resident.says("烧到38.7，家里就剩一板过期的布洛芬，能吃一颗吗")
    assert said.startswith("别吃"), said


def test_the_heat_of_a_warning_is_nobodys_fever(town: Town) -> None:
    said = town.resident.says("预报说明天40度高温红色预警，老板叫我们照样上工，能不去吗")
    assert "发热门诊" not in said and "停" in said, said


def test_whoever_writes_english_hears_in_english_what_to_do(town: Town) -> None:
    said = town.resident.says(
        "HELP stuck in the elevator of building 3 with my mother, nobody answers the alarm"
    )
    assert "alarm bell" in said and said.index("alarm bell") < said.index("警铃"), said
