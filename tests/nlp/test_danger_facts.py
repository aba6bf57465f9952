"""An age with a long illness, quicksilver on a floor, money that is gone: told, and no life hangs on it."""

import pytest

from nlp import danger


@pytest.mark.parametrize(
    "said",
    [
        "我爷爷83 有哮喘",
        "我妈76了 血压高",
        "外公九十 有房颤 糖尿病",
        "温度计掉地上碎了 水银珠子滚得到处都是",
        "卡里刚扣了6200 我手都在抖",
        "余额宝被转走四千 我腿都软了",
        "氨氯地平快没了",
        "今天烧到39 浑身骨头疼",
        "我公公偏瘫在床",
        "娃身上水痘的泡一片一片的",
    ],
)
def test_it_is_no_danger(said: str) -> None:
    assert danger.find(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "我妈83 有哮喘 喘不上气",
        "老头子70 放过支架 胸口疼得冒汗",
        "被转走三万 我不想活了",
        "衣服着火烧到全身了",
        "突然半边动不了 偏瘫了",
        "卡里被转了8万 我爸气得倒地上了",
        "癫痫药没了 正在抽",
    ],
)
def test_what_happens_now_is_one(said: str) -> None:
    assert danger.find(said) is not None
