"""What was told of somebody a turn ago counts for the reading, or the medicine, of the next."""

import pytest

from tests.conftest import Town

FOR_ADULTS = "38.5℃以上或难受，照说明书只吃一种退烧药"


@pytest.mark.parametrize(
    ("told", "then", "first"),
    [
        ("我家小的五个月大", "38.4咋整", "不满半岁"),
        ("囡囡刚满两个月", "量了38.2怎么办", "不满三个月"),
        ("38.2咋办", "噢 她才45天", "不满三个月"),
        ("我外婆81岁 有老慢支", "38.7了", "老人发烧"),
        ("我怀着五个多月", "家里有芬必得 能吃一粒吗", "怀孕别自己吃布洛芬"),
        ("我老婆怀孕六个月了", "她能吃退烧药吗", "怀孕别自己吃布洛芬"),
        ("我10岁 大人都不在家", "有点发烧 可以自己吃药吗", "孩子一个人在家别自己吃药"),
        ("我血压高 肾也不好", "发烧了该吃哪种退烧药", "肾不好的"),
        ("一个钟头前刚喂过布洛芬", "又烧到39.4了", "刚吃过退烧药又烧，先别再吃"),
        ("我在做化疗", "有点怕冷 37.8", "化疗"),
        ("天天吃利伐沙班的", "能不能吃布洛芬", "在吃抗凝药"),
        ("上礼拜在淤泥里铲了两天", "今天发烧 浑身肌肉痛", "蹚过水"),
    ],
)
def test_it_counts_in_the_next_words(town: Town, told: str, then: str, first: str) -> None:
    town.resident.says(told)
    answer = town.resident.says(then)

    assert answer.startswith(first) and FOR_ADULTS not in answer and "点前" not in answer


@pytest.mark.parametrize(
    ("told", "then", "never"),
    [
        ("我妈79岁 有糖尿病", "孩子38.4咋办", "老人发烧"),
        ("我妈79岁 有糖尿病", "我自己38.4", "老人发烧"),
        ("我怀孕了 要不要戴口罩", "我爸38.6", "产科"),
        ("老人高龄津贴怎么领", "38.6咋办", "老人发烧"),
        ("流感疫苗在哪打", "38.6咋办", "打完疫苗"),
        ("妈38.7", "打错了 是36.7 我妈有老慢支", "发烧"),
    ],
)
def test_what_was_told_of_somebody_else_does_not(
    town: Town, told: str, then: str, never: str
) -> None:
    town.resident.says(told)

    assert never not in town.resident.says(then).partition("\n")[0]


def test_it_is_said_again_where_less_would_be_said(town: Town) -> None:
    town.resident.says("宝宝两个月大")
    first = town.resident.says("38.3")
    again = town.resident.says("又量了一次38.6")

    assert first.startswith("不满三个月") and again.startswith("不满三个月")


def test_after_half_an_hour_it_is_another_talk(town: Town) -> None:
    town.resident.says("宝宝两个月大")
    town.clock.advance(minutes=40)

    assert not town.resident.says("我38.3").startswith("不满三个月")


@pytest.mark.parametrize("then", ["等明天再说行吗", "我妈说在家等着 医院人多", "到底听谁的"])
def test_who_would_rather_wait_hears_it_again(town: Town, then: str) -> None:
    town.resident.says("我在做化疗 今天38.1")
    answer = town.resident.says(then)

    assert answer.startswith("别等") and "化疗" in answer


def test_who_sets_out_hears_what_to_bring(town: Town) -> None:
    town.resident.says("我在做化疗")
    town.resident.says("38.2")

    assert "医保卡" in town.resident.says("行 这就下楼 要拿些什么")
