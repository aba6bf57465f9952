"""Traditional Chinese in, Traditional Chinese out."""

import pytest

from nlp import script
from tests.conftest import Town


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("請問發燒了去哪裡看醫生？", "發熱門診"),
        ("家裡有人確診，怎麼照顧", "口罩"),
        ("轉人工", "網格員"),
        ("幫助", "報備"),
    ],
)
def test_who_writes_traditional_reads_it(town: Town, asked: str, told: str) -> None:
    said = town.resident.says(asked)

    assert told in said
    assert script.traditional(said) == said


def test_a_danger_is_heard_in_it_too(town: Town) -> None:
    said = town.resident.says("我媽喘不上氣了，臉發紫")

    assert "120" in said.splitlines()[0] and "撥打" in said


def test_a_number_is_answered_in_the_script_of_what_it_answers(town: Town) -> None:
    resident = town.resident
    offered = resident.says("我從外地回來要報備嗎")

    assert "回覆 1" in offered
    assert script.is_traditional(resident.says("2"))


def test_who_writes_simplified_reads_that(town: Town) -> None:
    said = town.resident.says("发烧了去哪里看")

    assert script.simplified(said) == said
    assert not script.is_traditional(town.resident.says("36.5"))
