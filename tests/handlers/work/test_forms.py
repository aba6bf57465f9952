from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from bot import Bot
from db.models import (
    Act,
    Consent,
    Contact,
    Conversation,
    Delivery,
    ItemEvent,
    ItemState,
    Step,
    Submission,
    Turn,
    WorkItem,
)
from dialog.inbox import SORRY
from tests.conftest import Someone, Town


def submissions(town: Town) -> list[Submission]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Submission).order_by(Submission.id)))


def work(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).order_by(WorkItem.id)))


def register(someone: Someone) -> str:
    for said in ("我后天从太原坐G1548回来", "没有"):
        someone.says(said)
    return someone.says("是")


def test_a_registration_is_stored_sealed_with_its_codes_beside_it(town: Town) -> None:
    register(town.resident)

    [row] = submissions(town)
    assert (row.form, work(town)[0].state) == ("returnee", ItemState.OPEN)
    assert (row.place_code, row.day) == ("140100", date(2026, 11, 23))
    assert row.answers["transport"]["no"] == "G1548"
    assert row.person_id is not None
    assert work(town)[0].unit_id is not None


def test_the_grid_worker_s_word_is_kept_with_who_said_it_and_when(town: Town) -> None:
    register(town.resident)
    town.clock.advance(minutes=5)
    town.grid_worker.says("收到 1")

    [item] = work(town)
    assert item.state is ItemState.DONE
    assert item.taken_at == item.closed_at == town.clock.now()
    assert item.owner_id is not None


def test_what_was_cancelled_is_nowhere(town: Town) -> None:
    town.resident.says("返乡登记")
    town.resident.says("太原")
    town.resident.says("取消")

    assert submissions(town) == []
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Conversation)) == 0
        assert db.scalar(select(func.count()).select_from(Delivery)) == 0


def test_a_form_for_a_relative_is_not_filled_with_one_s_own_name(town: Town) -> None:
    for said in ("帮我妈登记", "王秀英", "13800001111", "武汉", "后天", "火车", "3-2-602", "没有"):
        town.resident.says(said)
    town.resident.says("是")

    [row] = submissions(town)
    assert (row.answers["name"], row.answers["phone"]) == ("王秀英", "13800001111")
    assert row.person_id is None


def test_a_number_stands_for_what_was_said_before_it(town: Town) -> None:
    assert "回复 1 " in town.resident.says("太原后天回来要不要报备")

    assert "怎么来" in town.resident.says("1")


def test_a_form_survives_a_pause_and_is_forgotten_in_the_end(town: Town) -> None:
    town.resident.says("返乡登记")
    town.clock.advance(hours=47)
    town.tick()
    assert "从哪里回来" in town.resident.says("继续")

    town.clock.advance(hours=49)
    assert town.tick()["forms_dropped"] == 1
    assert "从哪里回来" not in town.resident.says("继续")


def test_a_grid_worker_s_yes_to_their_own_form_decides_no_ticket(town: Town) -> None:
    register(town.resident)
    worker = town.grid_worker
    for said in ("返乡登记", "太原", "后天", "开车", "3-2-602", "没有"):
        worker.says(said)

    assert worker.says("是").startswith("登记好了")
    assert [item.state for item in work(town)] == [ItemState.OPEN] * 2


def test_a_form_sent_twice_by_the_platform_is_stored_once(town: Town) -> None:
    for said in ("我后天从太原坐G1548回来", "没有"):
        town.resident.says(said)
    town.resident.phone.says("是", times=3)

    assert len(submissions(town)) == 1
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Turn)) == 3


# -- what becomes of it ----------------------------------------------------------------


def feast(someone: Someone, tables: str = "3", people: str = "30", day: str = "下个月8号") -> str:
    for said in ("办酒报备", "红事", day, "村礼堂", tables, people, "1"):
        someone.says(said)
    return someone.says("是")


def history(town: Town) -> list[tuple[Act, bool, str | None]]:
    with town.bot.database.read() as db:
        rows = db.scalars(select(ItemEvent).order_by(ItemEvent.id))
        return [(row.act, row.actor_id is not None, row.text) for row in rows]


def holder(town: Town) -> str | None:
    """Return who of the staff has the first form in hand, by their word in the sample."""
    with town.bot.database.read() as db:
        told = select(Step.person_id).where(Step.item_id == work(town)[0].id)
        assignee = db.scalars(told.order_by(Step.id.desc())).first()
        held = {c.address for c in db.scalars(select(Contact).where(Contact.person_id == assignee))}
    roles = ("grid_worker", "secretary", "doctor", "township")
    return next((role for role in roles if town.who[role] in held), None)


@pytest.mark.parametrize(
    ("tables", "people", "decides", "hours"),
    [
        (5, 50, "grid_worker", 24),
        (6, 50, "secretary", 48),
        (3, 51, "secretary", 48),
        (15, 150, "secretary", 48),
        (16, 100, "township", 72),
        (15, 160, "township", 72),
    ],
)
def test_tables_and_people_decide_who_decides_and_by_when(
    mind: Bot, tables: int, people: int, decides: str, hours: int
) -> None:
    tier = mind.library.forms["gathering"].tier({"tables": tables, "people": people})

    assert (tier.decides, tier.within_hours) == (decides, hours)


def test_who_decides_has_it_in_hand_until_it_is_due(town: Town) -> None:
    feast(town.resident, "两三桌", "一百五六十")

    [item] = work(town)
    assert holder(town) == "township"
    assert item.due_at == town.clock.now() + timedelta(hours=72)


def test_a_day_that_is_near_leaves_less_time_but_never_none(town: Town) -> None:
    feast(town.resident, day="明天")
    feast(town.observed[0], day="今天中午")

    first, second = work(town)
    assert first.due_at == datetime(2026, 11, 21, 10, tzinfo=UTC)  # the day before, at six
    assert second.due_at == town.clock.now() + timedelta(hours=1)


def test_every_step_is_in_the_history_with_who_and_when(town: Town) -> None:
    feast(town.resident)
    town.grid_worker.says("问 1 几点开席？")
    town.resident.says("中午十二点")
    town.resident.says("改 1 桌数 4")
    town.grid_worker.says("不同意 1 礼堂那天有人用")

    assert history(town) == [
        (Act.SENT, False, None),
        (Act.ASKED, True, "几点开席？"),
        (Act.REPLIED, False, "中午十二点"),
        (Act.CHANGED, False, "改了桌数：4"),
        (Act.DECLINED, True, "礼堂那天有人用"),
    ]
    [row] = submissions(town)
    assert (work(town)[0].state, row.answers["tables"]) == (ItemState.DECLINED, 4)


def test_what_was_asked_and_said_lies_sealed(town: Town) -> None:
    feast(town.resident)
    town.grid_worker.says("问 1 几点开席？")
    town.resident.says("中午十二点")

    with town.bot.database.read() as db:
        raw = db.execute(text("SELECT text FROM item_events WHERE text IS NOT NULL")).all()
    assert len(raw) == 2
    assert not any("几点" in row[0] or "中午" in row[0] for row in raw)


def test_nobody_changes_or_withdraws_what_another_sent_in(town: Town) -> None:
    feast(town.resident)

    for said in ("改 1 桌数 9", "撤销 1", "撤销1"):
        assert "没有找到您的编号1" in town.observed[0].says(said)
    assert [item.state for item in work(town)] == [ItemState.OPEN]


def test_a_question_waits_for_its_answer_while_other_things_are_asked(town: Town) -> None:
    feast(town.resident)
    town.grid_worker.says("问 1 几点开席？")

    assert "回复 1" not in town.resident.says("要提前几天报备？")
    assert "等您回答" in town.resident.says("我的登记")
    town.resident.says("中午十二点")
    assert history(town)[-1] == (Act.REPLIED, False, "中午十二点")


def test_who_is_in_another_form_answers_by_number(town: Town) -> None:
    resident = town.resident
    feast(resident)
    resident.says("返乡登记")
    town.grid_worker.says("问 1 几点开席？")
    town.send()
    assert any("回答请写“回 1 您的话”" in heard for heard in resident.hears())

    assert "已经转给" in resident.says("回 1 十二点")
    assert history(town)[-1] == (Act.REPLIED, False, "十二点")
    assert "哪天到" in resident.says("太原")


def test_the_same_form_sent_again_is_one(town: Town) -> None:
    feast(town.resident)

    assert "已经在办" in feast(town.resident)
    assert len(submissions(town)) == 1


def test_deleting_oneself_empties_the_history_too(town: Town) -> None:
    feast(town.resident)
    town.grid_worker.says("问 1 几点开席？")
    town.resident.says("中午十二点")
    town.resident.says("删除我")
    town.resident.says("1")

    [row] = submissions(town)
    assert (work(town)[0].state, row.answers) == (ItemState.WITHDRAWN, {})
    assert [said for _, _, said in history(town)] == [None, None, None]
    town.clock.advance(days=4)
    assert town.tick()["forms_late"] == 0


def test_answers_and_history_are_emptied_when_their_days_are_over(town: Town) -> None:
    feast(town.resident)
    town.grid_worker.says("不同意 1 太多人")
    town.clock.advance(days=17 + 30)
    town.tick()
    assert submissions(town)[0].answers

    town.clock.advance(days=2)
    town.tick()
    assert submissions(town)[0].answers == {}
    assert [said for _, _, said in history(town)] == [None, None]


def test_health_is_asked_about_only_after_a_yes_that_is_kept(town: Town) -> None:
    assert "同意请回复" in town.resident.says("健康问询")
    town.resident.says("同意")

    with town.bot.database.read() as db:
        [consent] = db.scalars(select(Consent)).all()
    assert consent.purpose == "form:health"
    assert "30天后删除" in consent.wording


def test_a_call_for_help_is_on_its_way_before_anything_is_asked(town: Town) -> None:
    said = town.newcomer().says("家里断粮了，帮我买20斤米")

    assert "送到哪户" in said
    assert [item.state for item in work(town)] == [ItemState.OPEN]
    town.newcomer().says("3-2-601")
    assert submissions(town)[0].answers["household"]["room"] == "601"


def test_at_most_two_things_are_asked_for_help(town: Town) -> None:
    newcomer = town.newcomer()
    newcomer.says("代购")
    newcomer.says("米20斤")

    assert "电话" not in newcomer.says("3-2-601")
    assert len(submissions(town)) == 1


def test_who_has_not_answered_is_reminded_before_anybody_is_blamed(town: Town) -> None:
    resident, secretary = town.resident, town.secretary
    feast(resident)
    town.grid_worker.says("问 1 几点开席？")
    town.send()
    resident.hears()

    town.clock.advance(hours=24, minutes=1)
    town.tick()
    town.send()
    [heard] = resident.hears()
    assert "还等您回答：几点开席？" in heard
    assert secretary.hears() == []

    town.clock.advance(hours=24, minutes=1)
    town.tick()
    assert work(town)[0].late_at == town.clock.now()
    assert holder(town) == "secretary"


def test_odd_words_are_asked_about_again_and_break_nothing(town: Town) -> None:
    odd = [" ", "😀" * 40, "改" * 3000, "{number}{who}", "12 13 14", "\u202e\u200b"]
    for first in ("办酒报备", "三史申报", "代购", "举报"):
        assert town.resident.says(first) != SORRY
        assert SORRY not in [town.resident.says(said) for said in odd]
        assert town.resident.says("取消") != SORRY
