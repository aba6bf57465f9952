import pytest

from nlp.concepts import spell
from nlp.sounds import heard


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("何酸在哪做", "核酸在哪做"),
        ("居家阁离几天", "居家隔离几天"),
        ("小区几时解疯", "小区几时解封"),
        ("带口照吗", "带口罩吗"),
        ("蜜接要报吗", "密接要报吗"),
        ("举抱楼上打牌", "举报楼上打牌"),
        ("有点科嗽", "有点咳嗽"),
    ],
)
def test_a_word_of_ours_written_by_its_sound_is_the_word(written: str, meant: str) -> None:
    assert heard(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "喝酸奶",
        "大学校区",
        "课堂提问",
        "银行开门吗",
        "新街口封路",
        "这是我的宝贝",
        "出门怎么走",
        "公共场所",
    ],
)
def test_a_real_word_that_sounds_alike_stays(text: str) -> None:
    assert heard(text) == text


@pytest.mark.parametrize("text", ["", "😀", "abc 123", "一二三" * 400])
def test_the_length_never_changes(text: str) -> None:
    assert len(heard(text)) == len(text)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("琴日做的核酸", "昨天做的核酸"),
        ("俺们小区啥前儿开门", "我们小区什么时候开门"),
        ("侬晓得伐", "你晓得伐"),
        ("quarantine几天", "隔离几天"),
        ("唔該", "不该"),
    ],
)
def test_other_parts_of_the_country_and_english_are_one_spelling(said: str, plain: str) -> None:
    assert spell(said) == spell(plain)
