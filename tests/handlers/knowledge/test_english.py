"""Who asks in English is answered in English, or hears in English that a person comes."""

import re

import pytest
from sqlalchemy import select

from db.models import WorkItem
from tests.conftest import Town

HAN = re.compile(r"[\u4e00-\u9fff]{12,}")  # more than the words to reply with


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Which clinic can look at my fever?", "fever clinic"),
        ("the self test came out positive, what shall I do?", "Rest at home"),
        ("Must I quarantine after being close to a covid patient?", "no quarantine"),
        ("Where do I go to get a flu shot?", "health centre"),
        ("my toddler has a fever of 39", "38.5"),
        ("a man on the phone wants my bank card number", "fraud"),
        ("the power is off in our building", "12345"),
        ("how can I reach the community doctor?", "谁管我"),
    ],
)
def test_a_common_question_is_answered_in_english(town: Town, asked: str, told: str) -> None:
    said = town.resident.says(asked)

    assert told in said
    assert not HAN.search(said)


@pytest.mark.parametrize(
    "asked",
    ["Is the river clean enough to swim?", "What time does the fountain start playing?"],
)
def test_for_everything_else_a_person_comes(town: Town, asked: str) -> None:
    said = town.resident.says(asked)

    assert "cannot answer this in English" in said and "grid worker" in said
    with town.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem)).all()
        assert asked.rstrip("?") in item.text


@pytest.mark.parametrize(
    ("cry", "number"),
    [
        ("my father cannot breathe help", "120"),
        ("there is a fire in my house", "119"),
        ("I want to kill myself", "12356"),
    ],
)
def test_in_danger_the_number_comes_first_and_in_english(town: Town, cry: str, number: str) -> None:
    first = town.resident.says(cry).splitlines()[0]

    assert number in first and re.search("call", first, re.IGNORECASE)
    with town.bot.database.read() as db:
        assert db.scalars(select(WorkItem)).one().kind == "danger"


def test_who_works_here_is_heard_as_ever(town: Town) -> None:
    assert "in English" not in town.grid_worker.says("What time does the fountain start?")
