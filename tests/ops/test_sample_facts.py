"""The invented place of the demo has phones and hours, filled in as a secretary fills them in."""

from ops import sample_facts
from tests.conftest import Town


def test_residents_hear_what_the_secretary_filled_in(town: Town) -> None:
    zone = town.bot.config.community.zone
    given = town.bot.database, town.bot.library, town.who["secretary"], town.clock.now(), zone

    assert sample_facts.tell(*given) == len(sample_facts.FACTS)
    assert sample_facts.tell(*given) == 0  # what is so already is not told again
    assert sample_facts.FACTS["office_phone"] in town.resident.says("社区电话多少")
    assert "8:30" in town.resident.says("几点上班")
    assert sample_facts.FACTS["office_phone"] in town.resident.says("谁管我")
