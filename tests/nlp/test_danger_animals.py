"""What happens to an animal, or to whoever merely lies in, is no danger; to a person beside it is."""

import pytest

from tests.hearing import heard


@pytest.mark.parametrize(
    "text",
    [
        "家里小狗没气了",
        "小区的锦鲤没气了，谁管打捞",
        "我家金毛一直抽搐",
        "邻居家的猫快不行了，有宠物医院吗",
        "楼下流浪狗没气了",
        "孩子赖床，叫不起来，今天晚点量",
        "儿子睡懒觉叫不醒，等会儿量",
    ],
)
def test_an_animal_or_a_sleepyhead_alarms_nobody(text: str) -> None:
    assert heard(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "奶奶被狗咬了，没气了",
        "狗把我妈扑倒，昏迷了",
        "我爸杀鸡呢，突然没气了",
        "猫在窗台，奶奶没气了",
        "外公喂鱼时昏迷",
        "鱼刺卡住没气了",
        "羊水破了，人昏迷了",
        "牛顶了一下，人没气了",
        "吃鸡噎住了，没气了",
        "孩子发烧叫不起来",
        "小狗没事，爷爷没气了",
    ],
)
def test_a_person_beside_an_animal_is_in_danger(text: str) -> None:
    assert heard(text) is not None
