"""When a rule changes, whoever was told something else hears the difference, once."""

from typing import Any

import pytest

from community.knowledge import library as shelves
from core.library import Rule
from db.knowledge import versions
from db.models import Version
from db.people import contacts, persons
from tests.conftest import Someone, Town
from tests.databases import ZONE

TAIYUAN = {
    "id": "taiyuan", "topic": "太原来返", "title": "太原来返人员报备",
    "intents": ["ask_return_policy", "ask_report_procedure"], "level": "community",
    "issuer": "梧桐里社区", "who": {"origin": ["1401"]}, "burden": "report",
    "answer": "从太原回来要提前一天报备。", "sources": [{"title": "社区通知"}],
}  # fmt: skip
ASKED = "从太原回来要隔离吗"


def approve(town: Town, since: str, **fields: Any) -> int:
    """The secretary writes a rule and the township approves it; return its number."""
    rule = Rule.model_validate({**TAIYUAN, "effective": {"from": since}, **fields})

    def work(db: Any) -> int:
        author, approver = (_staff(town, db, who) for who in ("secretary", "township"))
        row = shelves.add_version(db, rule, town.clock.now(), ZONE, author=author)
        shelves.approve(db, row, approver, town.clock.now())
        return row.id

    return town.bot.database.write(work)


def withdraw(town: Town, number: int) -> None:
    def work(db: Any) -> None:
        row: Version | None = versions.get(db, "rule", number)
        assert row is not None
        shelves.withdraw(db, row, town.clock.now())

    town.bot.database.write(work)


def _staff(town: Town, db: Any, who: str) -> Any:
    contact = contacts.find(db, "official", town.who[who])
    assert contact is not None and contact.person_id is not None
    return persons.get(db, contact.person_id)


def news(someone: Someone) -> list[str]:
    return [text for text in someone.hears() if "有变化" in text]


@pytest.fixture
def asked(town: Town) -> Town:
    """At nine a resident asked about Taiyuan, and a newcomer about Guangdong."""
    town.at("2026-11-21T09:00")
    assert "不用报备" in town.resident.says(ASKED)
    town.newcomer().says("从广东回来要隔离吗")
    return town


def test_only_those_for_whom_it_is_different_hear_the_difference_once(asked: Town) -> None:
    resident, newcomer = asked.resident, asked.newcomer()
    resident.seen = len(resident.phone.screen)
    newcomer.seen = len(newcomer.phone.screen)
    asked.at("2026-11-21T10:00")
    approve(asked, "2026-11-21")

    first = asked.tick()
    asked.send()
    second = asked.tick()
    asked.send()

    [text] = news(resident)
    assert text.startswith("您11月21日问的“从太原市回来”有变化。\n原来：不用报备")
    assert "改为：从太原回来要提前一天报备。" in text
    assert news(newcomer) == []
    assert (first["concerned"], first["corrected"]) == (1, 1)
    assert (second["concerned"], second["corrected"]) == (0, 0)


def test_a_rule_to_come_is_told_when_its_moment_comes(asked: Town) -> None:
    resident = asked.resident
    resident.seen = len(resident.phone.screen)
    approve(asked, "2026-11-21T18:00:00+08:00")

    for moment in ("2026-11-21T17:59", "2026-11-21T18:01"):
        asked.at(moment)
        asked.tick()
        asked.send()
        if moment.endswith("59"):
            assert news(resident) == []

    [text] = news(resident)
    assert "11月21日18:00起改为：从太原回来要提前一天报备。" in text


def test_who_asked_about_a_day_after_the_change_hears_at_once(town: Town) -> None:
    town.at("2026-11-21T09:00")
    resident = town.resident
    resident.says("我26号从太原回来要隔离吗")
    approve(town, "2026-11-25")

    town.tick()
    town.send()

    assert ["11月25日起改为" in text for text in news(resident)] == [True]


def test_who_asked_again_since_has_heard_it_already(asked: Town) -> None:
    resident = asked.resident
    approve(asked, "2026-11-21")
    asked.at("2026-11-21T09:05")
    assert "要提前一天报备" in resident.says(ASKED)

    asked.tick()
    asked.send()

    assert news(resident) == []


def test_what_was_told_long_ago_is_not_corrected(asked: Town) -> None:
    asked.at("2027-01-10T09:00")
    approve(asked, "2027-01-10")

    assert asked.tick()["concerned"] == 0


def test_a_rule_given_wrongly_is_taken_back_from_those_who_heard_it(asked: Town) -> None:
    number = approve(asked, "2026-11-21")
    asked.at("2026-11-21T09:30")
    resident = asked.resident
    resident.says(ASKED)
    asked.tick()
    asked.send()
    resident.hears()
    withdraw(asked, number)

    asked.tick()
    asked.send()

    [text] = news(resident)
    assert "原来：从太原回来要提前一天报备。" in text and "现在改为：不用报备" in text


def test_author_and_approver_hear_who_was_not_reached(asked: Town) -> None:
    asked.resident.phone.unfollows()
    approve(asked, "2026-11-21")

    asked.tick()
    asked.send()
    asked.tick()
    asked.send()

    for staff in (asked.secretary, asked.township):
        [text] = [said for said in staff.hears() if "太原来返人员报备" in said]
        assert "共1人，微信已接收0人" in text and "没送到1人" in text


def test_whoever_asked_to_hear_of_changes_does_once(asked: Town) -> None:
    resident = asked.resident
    assert "有变化会告诉您" in resident.says("有变化告诉我")
    approve(asked, "2026-11-25", topic="新冠来返与隔离", who={}, area="14", intents=["ask_mask"])

    for moment in ("2026-11-21T10:00", "2026-11-25T00:01"):
        asked.at(moment)
        asked.tick()
        asked.send()

    [text] = [said for said in resident.hears() if "您关注的" in said]
    assert "11月25日起：从太原回来要提前一天报备。" in text


def test_what_was_told_is_deleted_with_the_person(asked: Town) -> None:
    asked.resident.says("删除我")
    asked.resident.says("1")
    approve(asked, "2026-11-21")

    assert asked.tick()["concerned"] == 0
