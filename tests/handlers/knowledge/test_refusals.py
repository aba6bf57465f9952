"""What is not ours to say gets a fixed sentence and the right number to call."""

import pytest

from handlers.knowledge import refusals
from tests.conftest import Town

ASKED = {
    refusals.DOSE: [
        "我该吃几片布洛芬", "布洛芬一次吃多少毫克", "孩子发烧退烧药吃几毫升", "头孢和布洛芬能一起吃吗",
    ],
    refusals.DIAGNOSIS: ["我这是新冠吗", "我是不是阳了", "孩子这样是得了手足口病吗", "会不会是登革热"],
    refusals.NAMES: ["密接是谁", "谁是密接", "哪家确诊了", "确诊的病人住哪栋"],
    refusals.END: ["哪天能解封", "什么时候才能解封啊", "疫情什么时候结束", "还要多久解封"],
    refusals.READING: [
        "彩超说有个结节，要紧不", "片子上有阴影是啥病", "化验单看不懂帮我看看", "医生让做手术，做不做", "乙肝五项有一个阳性什么意思",
    ],
    refusals.VERDICT: ["这样拘留合法吗", "你们封门违法吗", "我能告社区吗", "不让出门合不合法"],
}  # fmt: skip
OTHERS = [
    "疫苗要打几针", "打疫苗要多少钱", "去哪里买药", "隔离几天", "密接怎么判定", "我是密接怎么办",
    "新冠是什么病", "隔离多久能解除", "怎么举报有人违规", "口罩能用几次", "哪里可以做核酸",
    "违反规定会怎么处罚", "36.8", "这个药多少钱", "布洛芬多少钱一盒", "药断了，帮我买点降压药", "核酸阳性怎么办", "我妈要做手术，帮我接孩子",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [(text, said) for said, texts in ASKED.items() for text in texts]
)
def test_what_is_not_ours_to_say_is_recognised(text: str, said: str) -> None:
    assert refusals.sentence(text) == said


@pytest.mark.parametrize("text", OTHERS)
def test_other_questions_are_left_to_those_who_know(text: str) -> None:
    assert refusals.sentence(text) is None


def test_each_is_said_with_the_right_number_in_chat(town: Town) -> None:
    said = {texts[0]: town.resident.says(texts[0]) for texts in ASKED.values()}

    # What this place has, or that nobody has put it down, comes after; a rule that is known before.
    for answer, sentence in zip(said.values(), ASKED, strict=True):
        assert answer.startswith(sentence) or "我不能下结论" in answer or "我不能判断" in answer
    assert all(any(n in text for n in ("120", "12320", "12345", "12348")) for text in said.values())


def test_a_temperature_beside_such_a_question_is_kept(town: Town) -> None:
    observed = town.observed[0]

    assert "37.9" in observed.says("我37.9，是不是阳了")
