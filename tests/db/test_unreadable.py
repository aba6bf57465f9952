"""A sealed value that cannot be opened takes nothing else with it."""

import pytest
from sqlalchemy import text

from core.clock import FakeClock
from db import unreadable
from db.models import DeliveryKind
from db.people import contacts
from db.sealed import places
from db.tokens import DatabaseTokens
from outbox import queue
from sim.wechat import PretendWeChat
from tests.conftest import Someone, Town
from tests.noticing import send

pytestmark = pytest.mark.slow

SPOILT = ["k1.AAAA", "nothing sealed", "", "k1.ÄÖ", "."]


def damage(town: Town, column: str, where: str = "1 = 1", value: str = "k0.AAAA") -> None:
    table, name = column.split(".")
    with town.bot.database.engine.begin() as connection:
        connection.execute(
            text(f"UPDATE {table} SET {name} = :value WHERE {name} IS NOT NULL AND {where}"),
            {"value": value},
        )


def owe(town: Town, someone: Someone, said: str, kind: DeliveryKind = DeliveryKind.INFO) -> int:
    def work(db: object) -> int:
        found = contacts.find(db, "official", someone.phone.openid)  # type: ignore[arg-type]
        assert found is not None
        return queue(db, kind, said, town.clock.now(), contact_id=found.id).id  # type: ignore[arg-type]

    return town.bot.database.write(work)


@pytest.mark.parametrize("value", SPOILT)
def test_a_damaged_delivery_fails_alone(town: Town, value: str) -> None:
    for person in (town.resident, town.grid_worker, town.secretary):
        owe(town, person, "明天停水")
    number = owe(town, town.doctor, "请接电话")
    damage(town, "deliveries.text", f"id = {number}", value)

    counts = town.send()

    assert (counts["failed"], counts["wired"]) >= (1, 3)  # who can be told of the failure is
    assert town.resident.hears() and not [t for t in town.doctor.hears() if "读不出来" in t]
    page = town.bot.app.test_client().get("/metrics").text
    assert 'kind="info",reason="unreadable",status="failed"' in page
    assert 'linbao_unreadable{place="deliveries.text"}' in page


def test_a_danger_behind_a_damaged_delivery_is_sent(town: Town) -> None:
    number = owe(town, town.secretary, "请核实", DeliveryKind.ALERT)
    damage(town, "deliveries.text", f"id = {number}")

    town.resident.says("我胸口疼得喘不上气")
    town.send()

    heard = [*town.secretary.hears(), *town.grid_worker.hears(), *town.doctor.hears()]
    assert any("120" in said for said in heard)


def test_a_damaged_item_is_listed_as_what_it_is(town: Town) -> None:
    town.resident.says("家里没米了，能帮忙买点菜吗")
    town.resident.says("转人工")
    with town.bot.database.read() as db:
        [(newest,)] = db.execute(text("SELECT max(id) FROM items")).all()
    damage(town, "items.text", f"id = {newest}")

    listed = town.grid_worker.says("待办")

    assert unreadable.UNREADABLE in listed
    assert "抱歉" not in listed


SAYINGS = [
    "我的信息",
    "我的登记",
    "36.8",
    "胸口疼得喘不上气",
    "近期计划从外地回来，应该怎么报备",
    "取消",
]
ORDERS = ["待办", "问题", "名单", "今天体温", "1", "通知", "我的信息"]


def test_whatever_is_damaged_nobody_meets_a_mistake_and_the_clock_goes_on(
    town: Town, clock: FakeClock
) -> None:
    """Every sealed column in turn, all its rows at once, after a day on which all of it was used."""
    for saying in (*SAYINGS, "我要报备", "武汉", "明天怎么去医院看牙", "转人工"):
        town.resident.says(saying)
    town.observed[0].says("38.6 咳嗽")
    send(town.secretary, "发通知 全体 明天9点停水")
    town.send()

    for column in places(town.bot.database.engine):
        damage(town, column)
        clock.advance(hours=1)
        for someone, sayings in ((town.resident, SAYINGS), (town.secretary, ORDERS)):
            for saying in sayings:
                answer = someone.says(saying)
                assert "我这边出了点问题" not in answer, (column, saying)
        town.tick()
        town.send()


def test_an_unreadable_token_counts_as_none_and_is_fetched_again(
    town: Town, platform: PretendWeChat
) -> None:
    owe(town, town.resident, "一")
    town.send()
    damage(town, "tokens.value")
    assert DatabaseTokens(town.bot.database).read("official:wx") is None
    owe(town, town.resident, "二")

    assert town.send() == {"wired": 1}


def test_a_value_that_was_read_as_unreadable_is_not_sealed_in_its_place(town: Town) -> None:
    damage(town, "people.name")
    with town.bot.database.engine.connect() as connection:
        before = connection.execute(text("SELECT id, name FROM people ORDER BY id")).all()

    town.resident.says("我的信息")
    town.tick()

    with town.bot.database.engine.connect() as connection:
        assert connection.execute(text("SELECT id, name FROM people ORDER BY id")).all() == before
