from sqlalchemy.orm import Session

from db.models import DeliveryKind
from db.people import contacts
from ops import reasons
from outbox import queue
from tests.conftest import Someone, Town
from tests.databases import ZONE


def why(town: Town, someone: Someone) -> list[str]:
    with town.bot.database.read() as db:
        contact = contacts.find(db, "official", someone.phone.openid)
        assert contact is not None
        return list(reasons.of_day(db, contact, town.clock.now(), ZONE))


def test_who_was_asked_and_answered_reads_so(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.send()
    town.at("2026-11-21T08:05")
    town.observed[0].says("36.5")

    slot, delivery = why(town, town.observed[0])

    assert "asked 11-21 08:00" in slot
    assert slot.endswith("filled 11-21 08:05")
    assert "reminder" in delivery
    assert "wired by custom 11-21 08:00" in delivery


def test_who_had_reported_was_not_asked(town: Town) -> None:
    town.observed[0].says("36.5")
    town.at("2026-11-21T08:00")
    town.tick()

    [slot] = why(town, town.observed[0])

    assert "not asked, already_done; filled" in slot


def test_who_said_nothing_was_missed(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.at("2026-11-21T12:00")
    town.tick()

    slot, _ = why(town, town.observed[0])

    assert slot.endswith("missed")


def test_what_could_not_be_sent_says_why(town: Town) -> None:
    town.observed[0].phone.unfollows()
    town.at("2026-11-21T08:00")
    town.tick()
    town.send()

    lines = why(town, town.observed[0])

    assert any("failed, not_following" in line for line in lines)


def test_yesterday_is_another_day(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.at("2026-11-22T07:00")

    assert why(town, town.observed[0]) == []


def test_what_is_owed_to_the_person_is_told_at_their_address(town: Town) -> None:
    def owe(db: Session) -> None:
        contact = contacts.find(db, "official", town.resident.phone.openid)
        assert contact is not None
        now = town.clock.now()
        queue(db, DeliveryKind.INFO, "登记通过了", now, person_id=contact.person_id)

    town.bot.database.write(owe)

    [line] = why(town, town.resident)

    assert "info" in line and "queued" in line
