from datetime import date

from sqlalchemy import func, select

from db.models import Conversation, Delivery, Submission, SubmissionState, Turn
from tests.conftest import Someone, Town


def submissions(town: Town) -> list[Submission]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Submission).order_by(Submission.id)))


def register(someone: Someone) -> str:
    for said in ("我后天从太原坐G1548回来", "没有"):
        someone.says(said)
    return someone.says("是")


def test_a_registration_is_stored_sealed_with_its_codes_beside_it(town: Town) -> None:
    register(town.resident)

    [row] = submissions(town)
    assert (row.form, row.state) == ("returnee", SubmissionState.WAITING)
    assert (row.place_code, row.day) == ("140100", date(2026, 11, 23))
    assert row.answers["transport"]["no"] == "G1548"
    assert row.person_id is not None
    assert row.unit_id is not None


def test_the_grid_worker_s_word_is_kept_with_who_said_it_and_when(town: Town) -> None:
    register(town.resident)
    town.clock.advance(minutes=5)
    town.grid_worker.says("收到 1")

    [row] = submissions(town)
    assert row.state is SubmissionState.CONFIRMED
    assert row.decided_at == town.clock.now()
    assert row.decided_by is not None


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
    assert [row.state for row in submissions(town)] == [SubmissionState.WAITING] * 2


def test_a_form_sent_twice_by_the_platform_is_stored_once(town: Town) -> None:
    for said in ("我后天从太原坐G1548回来", "没有"):
        town.resident.says(said)
    town.resident.phone.says("是", times=3)

    assert len(submissions(town)) == 1
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Turn)) == 3
