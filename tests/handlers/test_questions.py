import pytest

from core.personal import without
from tests.conftest import Town

ASKED = "小区的喷泉几点开放呀"


def test_everybody_who_asked_hears_the_answer_once(town: Town) -> None:
    lin, chen, zhao = town.resident, town.newcomer(), town.doctor
    lin.says(ASKED)
    chen.says(ASKED)
    zhao.says(ASKED)

    listed = town.secretary.says("问题")
    number = listed.split("\n")[1].split()[0]
    said = town.secretary.says(f"答 {number} 喷泉每天晚上七点开")
    town.send()

    assert "（3人问，" in listed and "共3个" in listed
    assert "3人" in said
    assert [text for text in lin.hears() if "喷泉每天晚上七点开" in text] != []
    assert len([text for text in chen.hears() if "喷泉每天晚上七点开" in text]) == 1
    assert town.secretary.says("问题") == "现在没有等人回答的问题。"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("电话13800001111能用吗", "电话〔电话〕能用吗"),
        ("打0351-1234567没人接", "打〔电话〕没人接"),
        ("3号楼2单元601漏水归谁管", "〔门牌〕漏水归谁管"),
        ("我住3-2-601，热水几点有", "我住〔门牌〕，热水几点有"),
        ("我叫王建国，怎么报名", "〔姓名〕，怎么报名"),
        ("110101199003071234是我的号", "〔证件号〕是我的号"),
        ("120和12345哪个快", "120和12345哪个快"),
    ],
)
def test_a_question_is_kept_without_what_belongs_to_one_person(said: str, kept: str) -> None:
    assert without(said) == kept


def test_a_suggested_answer_is_taken_by_its_number(town: Town) -> None:
    town.resident.says(ASKED)
    lines = town.secretary.says("问题").split("\n")
    number = lines[1].split()[0]

    town.secretary.says(f"答 {number} 用 1")
    town.send()

    suggested = lines[2].partition("：")[2].rstrip("…")
    assert any(suggested in text for text in town.resident.phone.texts())


def test_residents_cannot_answer_questions(town: Town) -> None:
    town.resident.says(ASKED)

    town.resident.says("答 1 随便")

    assert "等人回答的问题" in town.secretary.says("问题")


def test_an_answer_with_a_telephone_number_is_not_sent(town: Town) -> None:
    town.resident.says(ASKED)
    number = town.secretary.says("问题").split("\n")[1].split()[0]

    assert "个人信息" in town.secretary.says(f"答 {number} 打13800001111问老王")
