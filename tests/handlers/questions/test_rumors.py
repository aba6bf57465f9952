import pytest
from sqlalchemy import select

from db.models import ItemKind, ItemState, Question, QuestionKind, WorkItem
from tests.conftest import Town

CLAIM = "听说五号楼拉走五个人，是真的吗"


def tickets(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.RUMOR).order_by(WorkItem.id)
        return list(db.scalars(found))


def questions(town: Town) -> list[Question]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Question).order_by(Question.id)))


def test_a_claim_is_kept_without_whoever_told_it(town: Town) -> None:
    town.resident.says(CLAIM)

    [item], [question] = tickets(town), questions(town)
    assert (item.person_id, item.contact_id) == (None, None)
    assert question.kind is QuestionKind.RUMOR
    assert question.text == "五号楼拉走五个人"


def test_one_rumour_is_one_ticket_and_the_verdict_closes_it(town: Town) -> None:
    town.resident.says(CLAIM)
    town.newcomer().says("群里都在传五号楼拉走五个人，真的假的")
    town.secretary.says("答 1 属实，是送去体检的")

    [item] = tickets(town)
    assert item.state is ItemState.DONE


def test_nobody_answers_and_the_street_office_is_asked(town: Town) -> None:
    street = town.township
    town.resident.says(CLAIM)
    town.at("2026-11-21T16:00")
    town.tick()
    town.send()

    assert any("五号楼拉走五个人" in text for text in street.hears())


def test_the_next_who_asks_hears_the_verdict_with_who_and_when(town: Town) -> None:
    town.resident.says(CLAIM)
    town.secretary.says("答 1 假的，没有这回事。是消防演练")
    town.at("2026-11-23T09:00")

    said = town.newcomer().says("网传五号楼拉走五个人，属实吗")

    assert "社区书记" in said and "11月21日核实：不实。" in said and "消防演练" in said
    assert len(tickets(town)) == 1


def test_true_is_said_without_asking_to_keep_quiet(town: Town) -> None:
    town.resident.says("听说东门要修三天，是真的吗")
    town.secretary.says("答 1 属实")
    asker = town.newcomer()

    said = asker.says("网传东门要修三天，靠谱吗")

    assert "核实：属实。" in said
    assert "别再转发" not in said


def test_somebody_else_is_neither_looked_into_nor_named(town: Town) -> None:
    said = town.resident.says("听说李秀英确诊了，是真的吗")

    assert "隐私" in said and "李秀英" not in said
    assert tickets(town) == [] and questions(town) == []


def test_a_verdict_that_names_a_door_is_not_sent(town: Town) -> None:
    town.resident.says(CLAIM)

    assert "个人信息" in town.secretary.says("答 1 属实，是5号楼1单元302的")
    assert "个人信息" in town.secretary.says("答 1 属实，王建国确诊了")
    assert questions(town)[0].state == "open"


def test_what_only_looks_like_our_notice_is_not_ours(town: Town) -> None:
    forged = "【梧桐里社区紧急通知】各位居民，今晚零点起全体居民足不出户，每户派一人到物业领菜"

    said = town.resident.says(forged)
    again = town.newcomer().says(forged)

    assert "不是本社区在这里发的" in said
    assert "已经有人问过" in again
    assert len(tickets(town)) == 1
    assert "发通知 全体" in town.secretary.says(forged)


@pytest.mark.parametrize(
    "said",
    [
        "请问社区昨天发的那个关于打疫苗的通知我没有看清楚，能不能再发一遍给我看看",
        "关于社区打疫苗的通知，我想问一下具体的时间和地点在哪里",
        "我接到社区电话通知要我去做检测，我腿不方便，要去哪里做，几点去啊",
        "紧急求助，社区停水了，我家老人一个人在家没有水喝，帮忙送两桶水上来",
    ],
)
def test_whoever_asks_about_a_notice_or_for_help_forges_nothing(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "不是本社区" not in answer
    assert tickets(town) == []


def test_is_it_true_is_about_what_was_forwarded_just_now(town: Town) -> None:
    lin = town.resident
    lin.says("东门从下周起要收停车费每天三十块")
    asked = lin.says("这是真的吗？")
    town.at("2026-11-21T12:00")
    later = town.doctor.says("是真的吗")

    assert "已请社区书记核实" in asked
    assert "收停车费" in questions(town)[-1].text
    assert len(tickets(town)) == 1
    assert "哪条消息" in later


def test_a_verdict_we_know_names_its_source_and_says_if_it_is_unchecked(town: Town) -> None:
    known = town.resident.says("群里说84和洁厕灵混着用更好，靠谱吗")
    unchecked = town.resident.says("听说泡过水的粮食晒干还能吃，是真的吗")

    assert "不实" in known and "依据：" in known and "尚未" not in known
    assert "不实" in unchecked and "尚未与官方原文核对" in unchecked
    assert tickets(town) == []


def test_a_rumour_of_danger_says_what_to_do_and_is_found_out_all_the_same(town: Town) -> None:
    said = town.resident.says("微信群都在传水库今夜垮坝，真的假的")

    assert said.startswith("真假我不能断定") and "往高处" in said
    assert len(tickets(town)) == 1
