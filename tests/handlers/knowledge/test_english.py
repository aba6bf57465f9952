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
        ("the power is off in our building", "95598"),
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
    ("asked", "told", "never"),
    [
        (
            "the owner of my flat keeps the deposit, he says for painting",
            "mediation",
            "you were ill",
        ),
        ("which clinic tests for dengue", "dengue", "antigen"),
        ("they want me on the roof at 40 degrees, may I refuse", "12333", "sick leave"),
    ],
)
def test_what_is_asked_is_not_answered_with_its_neighbour(
    town: Town, asked: str, told: str, never: str
) -> None:
    said = town.resident.says(asked)

    assert told in said and never not in said


def test_what_may_be_one_of_two_is_offered_and_a_person_called_only_for_neither(town: Town) -> None:
    asked = "the lift is dead and my wife is pregnant"
    assert "Reply 1" in town.resident.says(asked)
    with town.bot.database.read() as db:
        assert not db.scalars(select(WorkItem)).all()

    assert "asked" in town.resident.says("None of these: a person answers")
    with town.bot.database.read() as db:
        assert asked in db.scalars(select(WorkItem)).one().text


@pytest.mark.parametrize("said", ["hello", "Hi!", "the moon was yellow over the roofs"])
def test_who_greets_or_tells_in_english_hears_english_and_nobody_is_called(
    town: Town, said: str
) -> None:
    assert not HAN.search(town.resident.says(said))
    with town.bot.database.read() as db:
        assert not db.scalars(select(WorkItem)).all()


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


@pytest.mark.parametrize(
    ("before", "reading", "says"),
    [
        ("is there dengue here", "38.2", "counts as a fever"),
        ("where can I see a doctor", "36.7", "is normal"),
        ("I feel hot and tired", "my temp 38.9", "counts as a fever"),
        ("is the clinic open today", "40.3", "120"),
    ],
)
def test_a_number_after_english_is_answered_in_english(
    town: Town, before: str, reading: str, says: str
) -> None:
    town.resident.says(before)

    answer = town.resident.says(reading)

    assert says in answer and "体温" not in answer, answer


def test_a_number_after_chinese_is_answered_in_chinese(town: Town) -> None:
    town.resident.says("hello")
    town.resident.says("流感几天能上学")

    assert "体温正常" in town.resident.says("36.7")
