"""What takes long is looked up before the turn writes anything: nobody who writes meanwhile waits for it."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.models import Contact, Notice, NoticeState, Post
from outbox.forecast import ByRoad, Forecast
from tests.conftest import Town

LONG = 20.0  # seconds; a test that hangs is a test that fails


class Slow(Forecast):
    """A forecast that goes on only when it is let."""

    def __init__(self, inner: Forecast) -> None:
        self._inner = inner
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.times = 0

    def __call__(self, *args: Any) -> list[ByRoad]:
        self.times += 1
        self.asked.set()
        assert self.go_on.wait(LONG), "nobody let it go on"
        return self._inner(*args)


def slow(town: Town) -> Slow:
    assert town.bot.house.forecast is not None
    forecast = Slow(town.bot.house.forecast)
    town.bot.house = replace(town.bot.house, forecast=forecast)
    return forecast


def in_thread(work: Any) -> tuple[threading.Thread, list[str]]:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(work()), daemon=True)
    thread.start()
    return thread, said


def drafts(db: Session) -> list[NoticeState]:
    return [notice.state for notice in db.query(Notice).order_by(Notice.id)]


def test_a_resident_is_answered_while_a_secretary_waits_for_the_preview(town: Town) -> None:
    forecast = slow(town)
    secretary, resident = town.secretary, town.resident
    thread, shown = in_thread(lambda: secretary.says("发通知 3号楼 周五上午清洗水箱"))
    assert forecast.asked.wait(LONG)

    answering, answered = in_thread(lambda: resident.says("你好"))
    answering.join(LONG / 4)
    in_time = list(answered)
    forecast.go_on.set()
    thread.join(LONG)

    assert in_time and in_time[0]
    assert "发给3号楼：共" in shown[0]
    with town.bot.database.read() as db:
        assert drafts(db) == [NoticeState.DRAFT]
    assert forecast.times == 1


def test_what_changed_while_it_was_looked_up_is_looked_up_again(town: Town) -> None:
    """The post ended meanwhile: nothing of what was seen with it is shown."""
    forecast = slow(town)
    thread, shown = in_thread(lambda: town.secretary.says("发通知 3号楼 周五上午清洗水箱"))
    assert forecast.asked.wait(LONG)

    town.bot.database.write(lambda db: _end_posts(db, town.who, town.clock.now()))
    forecast.go_on.set()
    thread.join(LONG)

    assert "共" not in shown[0]
    with town.bot.database.read() as db:
        assert drafts(db) == []


def _end_posts(db: Session, who: Mapping[str, Any], now: datetime) -> None:
    person = db.query(Contact).filter_by(address=who["secretary"]).one().person_id
    for post in db.query(Post).filter_by(person_id=person):
        post.until_on = now.date() - timedelta(days=1)
