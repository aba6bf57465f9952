from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from bot import Bot
from db.models import Delivery, DeliveryKind, DeliveryStatus, Episode, EpisodeState, SlotDue
from tests.conftest import Town


def slots(bot: Bot) -> dict[tuple[str, str], int]:
    """Count slots by state and reason."""
    with bot.database.read() as db:
        rows = db.execute(
            select(SlotDue.state, SlotDue.reason, func.count()).group_by(
                SlotDue.state, SlotDue.reason
            )
        )
        return {(state.value, reason or ""): n for state, reason, n in rows}


def reminders(bot: Bot) -> list[DeliveryStatus]:
    with bot.database.read() as db:
        wanted = Delivery.kind == DeliveryKind.REMINDER
        return list(db.scalars(select(Delivery.status).where(wanted).order_by(Delivery.id)))


def test_repeating_a_tick_changes_nothing(town: Town) -> None:
    town.at("2026-11-21T08:00")
    first, second = town.tick(), town.tick()

    assert first["opened"] == first["reminded"] == 3
    assert set(second.values()) == {0}
    assert len(reminders(town.bot)) == 3


def test_two_clocks_at_once_ask_once(town: Town) -> None:
    town.at("2026-11-21T08:00")

    with ThreadPoolExecutor(4) as pool:
        counts: list[Any] = list(pool.map(lambda _: town.tick(), range(4)))

    assert sum(each["reminded"] for each in counts) == 3
    assert len(reminders(town.bot)) == 3


def test_a_clock_that_stood_still_asks_while_the_slot_is_open(town: Town) -> None:
    town.at("2026-11-21T11:59")

    assert town.tick()["reminded"] == 3


def test_a_slot_nobody_ran_for_is_missed_and_never_asked(town: Town) -> None:
    town.at("2026-11-21T12:00")
    counts = town.tick()

    assert (counts["opened"], counts["missed"], counts["reminded"]) == (3, 3, 0)
    assert slots(town.bot) == {("missed", "not_running"): 3}


def test_a_report_before_eight_fills_the_slot_of_the_morning(town: Town) -> None:
    town.observed[0].says("36.5")
    town.at("2026-11-21T08:00")

    assert town.tick()["reminded"] == 2
    assert slots(town.bot) == {("filled", "already_done"): 1, ("open", ""): 2}


def test_a_report_between_tick_and_sending_calls_the_reminder_off(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.observed[0].says("36.5")
    town.send()

    assert sorted(reminders(town.bot)) == ["cancelled", "wired", "wired"]


def test_a_report_after_closing_does_not_open_the_slot_again(town: Town) -> None:
    town.at("2026-11-21T17:30")
    town.tick()
    town.at("2026-11-21T21:30")
    assert town.tick()["missed"] == 3

    assert "傍晚 36.5℃" in town.observed[0].says("36.5")

    assert slots(town.bot) == {("missed", "not_running"): 3, ("missed", "not_sent"): 3}
    assert set(town.tick().values()) == {0}


def test_somebody_who_says_they_have_not_measured_is_not_asked_again(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.observed[0].says("没量")
    town.at("2026-11-21T09:00")

    assert set(town.tick().values()) == {0}
    assert slots(town.bot) == {("open", ""): 3}


def test_who_has_no_road_left_is_told_to_the_grid_worker_at_once(town: Town) -> None:
    town.observed[0].phone.unfollows()
    town.at("2026-11-21T08:00")
    town.tick()
    town.send()
    town.send()

    [told] = town.grid_worker.hears()
    assert "没报体温" in told and "提醒发不到" in told
    assert "没有关注或已取消关注" in told


def test_episodes_run_from_yesterday_for_ten_more_days_and_then_end(town: Town) -> None:
    town.at("2026-12-01T08:00")
    last_day = town.tick()
    assert (last_day["reminded"], last_day["ended"]) == (3, 0)
    town.at("2026-12-01T18:00")
    for someone in town.observed:
        someone.says("36.5")

    town.at("2026-12-02T08:00")
    day_after = town.tick()
    assert (day_after["reminded"], day_after["ended"]) == (0, 3)

    with town.bot.database.read() as db:
        states = db.scalars(select(Episode.state)).all()
        waiting = Delivery.kind == DeliveryKind.INFO
        texts = db.scalars(select(Delivery.text).where(waiting)).all()
    assert set(states) == {EpisodeState.ENDED}
    assert len(texts) == 3
    assert all("到期结束" in text for text in texts)


def test_temperatures_are_gone_thirty_days_after_the_end(town: Town) -> None:
    town.observed[0].says("36.5")
    town.at("2026-12-01T18:00")
    town.observed[0].says("36.6")
    town.at("2026-12-02T08:00")
    town.tick()
    town.at("2027-01-03T08:00")

    assert town.tick()["purged"] >= 1
    assert "36.5" not in town.observed[0].says("我的信息")
