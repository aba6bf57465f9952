from sqlalchemy import select

from community.knowledge.burden import restricts
from community.questions import piece_of
from db.models import Delivery, EntryVersion, Feedback, Provenance, Question, Standing
from tests.conftest import Town

ASKED = "小区的喷泉几点开放呀"


def test_everybody_who_asked_hears_the_answer_once(town: Town) -> None:
    lin, chen, zhao = town.resident, town.newcomer(), town.newcomer("oNewcomer0000000000000000002")
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


def questions(town: Town) -> list[Question]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Question).order_by(Question.id)))


def entries(town: Town) -> list[EntryVersion]:
    """Return the answers that were made lasting."""
    made = EntryVersion.number.is_not(None) & (EntryVersion.origin == Provenance.STAFF)
    with town.bot.database.read() as db:
        return list(db.scalars(select(EntryVersion).where(made).order_by(EntryVersion.id)))


def test_neither_the_askers_name_nor_what_they_add_is_kept(town: Town) -> None:
    town.newcomer().says("喷泉几点开放呀，找我请打13800001111，我在3号楼2单元601，我叫王建国")

    [question] = questions(town)
    assert "喷泉几点开放" in question.text
    assert not any(part in question.text for part in ("王建国", "601", "1380000"))


def test_nobody_hears_an_answer_twice_however_often_they_asked(town: Town) -> None:
    lin = town.resident
    for _ in range(3):
        lin.says(ASKED)

    listed = town.secretary.says("问题")
    town.secretary.says("答 1 晚上七点开")
    town.send()

    assert "（1人问，" in listed
    assert len([text for text in lin.hears() if "晚上七点开" in text]) == 1


def test_who_said_nothing_for_two_days_is_told_by_the_grid_worker_and_staff_know_it(
    town: Town,
) -> None:
    town.resident.says(ASKED)
    town.bot.config.wechat.official.templates.clear()
    town.at("2026-11-24T09:00")

    said = town.secretary.says("答 1 晚上七点开")
    town.send()

    assert "其中1人超过48小时没说过话" in said
    with town.bot.database.read() as db:
        told = [row.text for row in db.scalars(select(Delivery).order_by(Delivery.id))]
    assert any("没收到这条消息" in text and "晚上七点开" in text for text in told)


def test_an_answer_about_tomorrow_is_not_given_tomorrow(town: Town) -> None:
    town.resident.says("明天喷泉开不开放呀")
    town.secretary.says("答 1 开的")
    same_day = town.newcomer().says("请问明天喷泉开不开放")
    town.at("2026-11-22T09:00")

    next_day = town.newcomer().says("请问明天喷泉开不开放")

    assert "开的" in same_day and "11月21日" in same_day
    assert "开的" not in next_day


def test_an_answer_is_given_until_the_day_staff_named(town: Town) -> None:
    town.resident.says(ASKED)
    town.secretary.says("答 1 喷泉在修，停开，到11月30日有效")
    town.at("2026-11-30T20:00")
    last_day = town.newcomer().says(ASKED)
    town.at("2026-12-01T08:00")

    assert "喷泉在修，停开" in last_day
    assert "喷泉在修" not in town.newcomer().says(ASKED)


def test_an_answered_question_becomes_an_entry_in_the_askers_words(town: Town) -> None:
    town.resident.says(ASKED)
    town.newcomer().says("喷泉在小区里几点开放呀")
    town.secretary.says("答 1 晚上七点开，到12月31日有效")
    town.secretary.says("1")
    town.secretary.phone.says("1", times=2)

    [entry] = entries(town)
    piece = piece_of(entry)
    assert entry.state is Standing.APPROVED
    assert (piece.answer, restricts(piece.answer)) == ("晚上七点开", False)
    assert ASKED in piece.questions
    assert (str(piece.effective.from_), str(piece.effective.to)) == ("2026-11-21", "2026-12-31")
    town.at("2027-01-01T09:00")
    assert "晚上七点开" not in town.doctor.says(ASKED)


def test_a_second_person_may_say_no(town: Town) -> None:
    town.resident.says(ASKED)
    town.grid_worker.says("答 1 一律不得进水池")
    town.grid_worker.says("1")

    said = town.secretary.says("不同意问答 1")

    assert "不采用" in said
    assert entries(town)[0].state is Standing.WITHDRAWN


def test_an_answer_needs_a_second_person_for_what_a_rule_does(town: Town) -> None:
    town.resident.says(ASKED)
    town.secretary.says("答 1 从太原回来的请提前一天报备")

    assert "要第二个人同意" in town.secretary.says("1")


def test_residents_neither_agree_nor_take_down(town: Town) -> None:
    town.resident.says(ASKED)
    town.secretary.says("答 1 一律不得进水池")
    town.secretary.says("1")

    town.resident.says("同意问答 1")
    town.resident.says("撤下问答 1")

    assert entries(town)[0].state is Standing.DRAFT


def test_no_use_is_counted_once_however_often_it_is_said(town: Town) -> None:
    lin = town.resident
    lin.says("家里有人阳了怎么照顾")
    lin.says("没用")
    lin.says("没用")
    lin.says("没用！")

    assert len(questions(town)) == 1
    assert "答非所问 ×1" in town.secretary.says("问题")
    with town.bot.database.read() as db:
        assert db.scalars(select(Feedback.useful)).all() == [False]


def test_whether_it_was_of_use_is_asked_once_a_day(town: Town) -> None:
    lin = town.resident
    first = lin.says("家里有人阳了怎么照顾")
    second = lin.says("84消毒液怎么配")
    town.at("2026-11-22T09:00")

    third = lin.says("84消毒液怎么配")

    assert "回复“没用”" in first and "回复“没用”" in third
    assert "回复“没用”" not in second
    assert "回复“没用”" not in town.secretary.says("84消毒液怎么配")


def test_who_is_forgotten_leaves_no_question_and_no_word_of_use(town: Town) -> None:
    lin = town.resident
    lin.says("家里有人阳了怎么照顾")
    lin.says("没用")
    lin.says("删除我")
    lin.says("1")

    assert questions(town) == []
    with town.bot.database.read() as db:
        assert db.scalars(select(Feedback.id)).all() == []
