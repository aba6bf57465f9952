"""When staff answer a question otherwise, whoever heard the answer hears the difference, once."""

import pytest
from sqlalchemy import text

from tests.conftest import Someone, Town

ASKED = "小区的喷泉几点开放呀"
OTHERWISE = "喷泉一般几点钟开呀"
RUMOR = "听说五号楼拉走五个人，是真的吗"


def news(someone: Someone) -> list[str]:
    return [said for said in someone.hears() if said.startswith("您") and "有变化" in said]


def pass_time(town: Town, to: str) -> None:
    town.at(to)
    town.tick()
    town.send()


@pytest.fixture
def answered(town: Town) -> Town:
    """A resident asked, the secretary answered, and the resident has read it."""
    town.resident.says(ASKED)
    town.secretary.says("答 1 每天晚上七点开。下雨不开。")
    pass_time(town, "2026-11-21T08:00")
    return town


def correct(town: Town, said: str = "改答 1 每天晚上八点开。下雨不开。") -> str:
    return town.secretary.says(said)


def look(*people: Someone) -> None:
    for someone in people:
        someone.seen = len(someone.phone.screen)


def test_the_asker_who_was_told_hears_the_difference_once(answered: Town) -> None:
    lin = answered.resident
    look(lin)

    said = correct(answered)
    pass_time(answered, "2026-11-21T08:10")
    pass_time(answered, "2026-11-21T08:20")

    assert "听过原来答复的人" in said
    [told] = news(lin)
    assert told.startswith(f"您11月21日问的“{ASKED}”有变化。\n原来：每天晚上七点开。\n")
    assert "现在改为：每天晚上八点开。\n" in told


def test_who_asked_in_the_same_words_hears_the_difference_once(answered: Town) -> None:
    chen = answered.newcomer()
    assert "七点开" in chen.says(ASKED)

    correct(answered)
    pass_time(answered, "2026-11-21T08:10")

    [told] = news(chen)
    assert "现在改为：每天晚上八点开。" in told
    assert "八点开" in answered.doctor.says(ASKED)


def test_who_asked_in_other_words_hears_the_difference_once(answered: Town) -> None:
    lin, chen = answered.resident, answered.newcomer()
    answered.secretary.says("1")
    assert "七点开" in lin.says(ASKED)
    assert "七点开" in chen.says(OTHERWISE)

    correct(answered)
    pass_time(answered, "2026-11-21T08:10")
    pass_time(answered, "2026-11-21T08:20")

    assert [len(news(someone)) for someone in (chen, lin)] == [1, 1]


def test_who_heard_it_in_two_ways_hears_the_difference_once(answered: Town) -> None:
    lin = answered.resident
    answered.secretary.says("1")
    assert "七点开" in lin.says(OTHERWISE)
    look(lin)

    correct(answered)
    pass_time(answered, "2026-11-21T08:10")
    answered.newcomer().says("东门的路灯什么时候修呀")
    answered.secretary.says("答 2 下周修")
    answered.secretary.says("改答 2 下个月修")
    pass_time(answered, "2026-11-21T08:30")

    assert len(news(lin)) == 1


def test_a_verdict_that_turns_is_told_to_whoever_heard_it(town: Town) -> None:
    lin, chen = town.resident, town.newcomer()
    lin.says(RUMOR)
    town.secretary.says("答 1 假的，没有这回事")
    pass_time(town, "2026-11-21T08:00")
    assert "不实" in chen.says("网传五号楼拉走五个人，属实吗")
    look(lin, chen)

    town.secretary.says("改答 1 属实，是送去体检的")
    pass_time(town, "2026-11-21T08:10")

    for someone in (lin, chen):
        [told] = news(someone)
        assert "原来：社区核实：不实。" in told
        assert "现在改为：社区核实：属实。是送去体检的。" in told


def test_answering_again_asks_first_and_then_tells(answered: Town) -> None:
    lin = answered.resident
    look(lin)
    asked = correct(answered, "答 1 每天晚上八点开。下雨不开。")
    pass_time(answered, "2026-11-21T08:10")
    before = news(lin)

    said = answered.secretary.says("1")
    pass_time(answered, "2026-11-21T08:20")

    assert "已经答过了" in asked and "1 改成新的答复" in asked
    assert before == []
    assert "已改" in said
    assert len(news(lin)) == 1


@pytest.mark.parametrize("said", ["撤回答复 1", "撤下问答 1"])
def test_what_was_taken_back_is_said_once_and_given_to_nobody(answered: Town, said: str) -> None:
    lin = answered.resident
    look(lin)

    correct(answered, said)
    pass_time(answered, "2026-11-21T08:10")
    answered.newcomer().says("东门的路灯什么时候修呀")
    answered.secretary.says("答 2 下周修")
    answered.secretary.says("改答 2 下个月修")
    pass_time(answered, "2026-11-21T08:30")

    [told] = news(lin)
    assert "原来说“每天晚上七点开。下雨不开。”现在不适用了" in told
    assert "七点开" not in answered.doctor.says(ASKED)


def test_what_was_taken_back_can_be_answered_anew(answered: Town) -> None:
    lin = answered.resident
    correct(answered, "撤回答复 1")
    pass_time(answered, "2026-11-21T08:10")
    look(lin)

    correct(answered)
    pass_time(answered, "2026-11-21T08:20")

    [told] = news(lin)
    assert "现在改为：每天晚上八点开。" in told


def test_the_same_words_again_are_no_news(answered: Town) -> None:
    lin = answered.resident
    look(lin)

    correct(answered, "改答 1 每天晚上七点开。下雨不开。")
    answered.secretary.says("1")
    pass_time(answered, "2026-11-21T08:10")

    assert news(lin) == []


def test_an_answer_that_came_to_its_end_is_no_news(answered: Town) -> None:
    lin = answered.resident
    pass_time(answered, "2026-12-20T09:00")
    lin.says(ASKED)
    look(lin)
    pass_time(answered, "2026-12-25T09:00")
    answered.newcomer().says("东门的路灯什么时候修呀")
    answered.secretary.says("答 2 下周修")
    answered.secretary.says("改答 2 下个月修")
    pass_time(answered, "2026-12-25T10:00")

    assert news(lin) == []


def test_a_lasting_answer_that_is_corrected_lasts_only_if_staff_say_so(answered: Town) -> None:
    answered.secretary.says("1")
    correct(answered)
    answered.at("2027-01-20T09:00")

    said = answered.doctor.says(ASKED)

    assert "七点开" not in said and "八点开" not in said


def test_a_corrected_answer_is_judged_again_before_it_lasts(answered: Town) -> None:
    answered.secretary.says("1")
    correct(answered, "改答 1 一律不得进水池")

    assert "要第二个人同意" in answered.secretary.says("1")


def test_who_answered_hears_who_was_not_reached(answered: Town) -> None:
    answered.resident.phone.unfollows()
    correct(answered)
    pass_time(answered, "2026-11-21T08:10")
    pass_time(answered, "2026-11-21T08:20")

    [told] = [said for said in answered.secretary.hears() if "有变化的共" in said]
    assert "共1人，微信已接收0人" in told and "没送到1人" in told


def test_residents_correct_and_take_back_nothing(answered: Town) -> None:
    answered.resident.says("改答 1 随便")
    answered.resident.says("撤回答复 1")

    assert "七点开" in answered.newcomer().says(ASKED)


def test_an_answer_lies_sealed_and_is_deleted_when_its_time_is_long_over(answered: Town) -> None:
    def lying() -> list[str]:
        with answered.bot.database.read() as db:
            rows = db.execute(text("SELECT * FROM entries WHERE number IS NOT NULL"))
            return [str(row) for row in rows]

    before = lying()
    answered.at("2027-04-01T09:00")
    answered.tick()

    assert len(before) == 1 and "七点" not in before[0]
    assert lying() == []
