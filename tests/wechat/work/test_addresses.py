"""One person, two addresses: joined by a code, told once, heard as one, parted again."""

import re
from datetime import timedelta

import pytest

from db.models import Contact
from db.people import contacts
from tests.wechat.work.conftest import Office

NEW = "TownshipZhang"


def code(office: Office) -> str:
    said = office.town.township.says("绑定企业微信")
    found = re.search(r"\w{4}-\w{4}-\w{4}", said)
    assert found, said
    return found[0]


def contact(office: Office, channel: str, address: str) -> Contact:
    with office.bot.database.read() as db:
        found = contacts.find(db, channel, address)
    assert found is not None
    return found


def test_a_code_said_on_the_other_side_makes_both_one_person(office: Office) -> None:
    said = office.enterprise.member(NEW).says(f"合并 {code(office)}")

    assert "合并好了" in said
    mine = contact(office, "official", office.town.who["township"])
    assert contact(office, "work", NEW).person_id == mine.person_id


def test_what_is_taken_on_one_side_is_taken_on_both(office: Office) -> None:
    office.town.resident.says("转人工")
    office.town.send()
    office.grid_worker.says("收到")

    assert "没有等您处理" in office.town.grid_worker.says("待办")
    assert "您手上有1件" in office.town.grid_worker.says("待办")


@pytest.mark.parametrize("change", ["again", "late", "wrong", "somebody"])
def test_a_code_opens_once_in_time_and_for_nobody_else(office: Office, change: str) -> None:
    given = code(office)
    who = office.enterprise.member(NEW)
    if change == "again":
        who.says(f"合并 {given}")
        who = office.enterprise.member("SomebodyElse")
    elif change == "late":
        office.town.clock.advance(seconds=timedelta(minutes=31).total_seconds())
    elif change == "wrong":
        given = "AAAA-BBBB-CCCC"
    else:
        who = office.doctor
    before = contact(office, "work", who.userid).person_id if change == "somebody" else None

    assert "合并好了" not in who.says(f"合并 {given}")
    assert contact(office, "work", who.userid).person_id == before


def test_one_side_can_be_taken_away_and_the_last_stays(office: Office) -> None:
    who = office.enterprise.member(NEW)
    who.says(f"合并 {code(office)}")

    assert "解除好了" in who.says("解除合并")
    assert contact(office, "work", NEW).person_id is None
    assert "唯一的号" in office.town.township.says("解除合并")


def test_residents_are_given_no_code(office: Office) -> None:
    assert not re.search(r"\w{4}-\w{4}-\w{4}", office.town.resident.says("绑定企业微信"))
