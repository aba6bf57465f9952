"""A form that was begun waits: for grief, a fever, another wish, another form; nothing said is lost."""

from datetime import timedelta

import pytest

from tests.conftest import Someone, Town

SYMPTOMS, DAY = "现在有没有发烧", "哪天到"
WAITS = "返乡登记先给您留着"


def to_the_symptoms(someone: Someone) -> None:
    assert SYMPTOMS in someone.says("我后天从长沙坐G1548回来")


def finishes(someone: Someone) -> None:
    """Come back with one word; all that was said before is there."""
    assert SYMPTOMS in someone.says("继续")
    summary = someone.says("没有")
    assert "湖南省长沙市" in summary and "11月23日" in summary and "G1548" in summary
    assert someone.says("是").startswith("登记好了")


def test_numbers_offered_meanwhile_lie_on_top_of_the_form(town: Town) -> None:
    to_the_symptoms(town.resident)
    town.resident.says("等一下")

    assert "回复 1" in town.resident.says("从山西回来要隔离吗")
    finishes(town.resident)


def test_another_form_is_filled_in_first_and_the_first_one_goes_on(town: Town) -> None:
    to_the_symptoms(town.resident)
    town.resident.says("等会儿再填")
    town.resident.says("外出报备")
    for said in ("湖北武汉", "12月1号到3号", "没有"):
        town.resident.says(said)

    assert WAITS in town.resident.says("是")
    finishes(town.resident)


def test_leaving_the_second_form_leads_back_to_the_first(town: Town) -> None:
    to_the_symptoms(town.resident)
    town.resident.says("外出报备")

    left = town.resident.says("不填了")
    assert "没有保存" in left and WAITS in left
    finishes(town.resident)


def test_a_value_asked_for_on_top_is_waited_for_an_hour_and_the_form_longer(town: Town) -> None:
    resident = town.resident
    to_the_symptoms(resident)
    resident.says("没有")
    resident.says("是")
    resident.says("外出报备")
    resident.says("等一下")
    assert "要改哪一项" in resident.says("返乡登记填错了")
    town.clock.advance(hours=3)
    assert "去哪里" in resident.says("继续")


def test_beginning_it_again_goes_on_with_what_was_said(town: Town) -> None:
    resident = town.resident
    resident.says("返乡登记")
    resident.says("长沙")

    again = resident.says("返乡登记")
    assert "接着填" in again and DAY in again
    assert "怎么来" in resident.says("大后天")


def test_for_somebody_else_it_is_begun_anew(town: Town) -> None:
    resident = town.resident
    resident.says("返乡登记")
    resident.says("长沙")

    assert "是谁要回来" in resident.says("帮我爸返乡登记")


def test_a_wish_that_is_no_answer_is_seen_to(town: Town) -> None:
    resident = town.resident
    resident.says("返乡登记")
    resident.says("长沙")

    said = resident.says("帮我买三斤土豆")
    assert "编号1" in said and WAITS in said
    assert DAY in resident.says("继续")


@pytest.mark.parametrize(
    "words",
    ["我爸昨晚过世了", "奶奶今早病逝了", "我爱人没抢救过来"],
)
@pytest.mark.parametrize("at", [(), ("没有",)], ids=["asked", "confirming"])
def test_a_death_is_heard_and_nothing_is_asked_under_it(
    town: Town, words: str, at: tuple[str, ...]
) -> None:
    to_the_symptoms(town.resident)
    for said in at:
        town.resident.says(said)

    heard = town.resident.says(words)
    assert "节哀" in heard.splitlines()[0]
    assert SYMPTOMS not in heard and "是否" not in heard and "登记" not in heard
    assert "不客气" in town.resident.says("谢谢你")
    assert (SYMPTOMS if not at else "请核对") in town.resident.says("继续")


@pytest.mark.parametrize("words", ["好怕 夜里烧起来怎么办", "我家里人住院了", "没人说话，好孤单"])
def test_what_weighs_on_somebody_is_heard_first(town: Town, words: str) -> None:
    to_the_symptoms(town.resident)

    assert SYMPTOMS not in town.resident.says(words)
    finishes(town.resident)


@pytest.mark.parametrize("words", ["38.6", "烧到39度了", "我发烧了"])
def test_a_fever_of_a_watched_household_is_filed_and_the_form_waits(town: Town, words: str) -> None:
    watched = town.observed[0]
    watched.says("返乡登记")

    heard = watched.says(words)
    assert "已记下" in heard and "从哪里回来" not in heard
    town.send()
    assert any("体温异常" in told for told in town.doctor.phone.texts())
    assert "从哪里回来" in watched.says("继续")


def test_a_fever_said_where_symptoms_are_asked_is_not_asked_again(town: Town) -> None:
    to_the_symptoms(town.resident)

    assert "请核对" not in town.resident.says("烧到38.9度")
    assert "症状：发热" in town.resident.says("继续")


def test_an_emergency_waits_for_nothing(town: Town) -> None:
    to_the_symptoms(town.resident)

    assert SYMPTOMS not in town.resident.says("我爸晕倒了叫不醒")
    town.clock.advance(minutes=40)
    finishes(town.resident)


def test_a_tip_tells_of_deaths_without_being_comforted(town: Town) -> None:
    for said in ("举报", "1", "2"):
        town.resident.says(said)

    assert "在哪里" in town.resident.says("饭店不干净，我爷爷上个月吃了拉肚子去世了")


def test_a_form_nobody_comes_back_to_is_gone_in_time(town: Town) -> None:
    to_the_symptoms(town.resident)
    town.resident.says("等一下")
    town.resident.says("从山西回来要隔离吗")
    town.clock.advance(seconds=timedelta(hours=50).total_seconds())

    assert SYMPTOMS not in town.resident.says("继续")
