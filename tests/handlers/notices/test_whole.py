"""“查看”: what a card had no room for is read by saying so; nothing is opened by a card."""

from tests.conftest import Town

LONG = "发通知 1号楼 明天9点到17点停水，请大家提前储水，楼下有送水车，行动不便的打电话我们送上门"


def published(town: Town, text: str) -> None:
    """Publish to phones whose window is closed: they have a card."""
    town.clock.advance(days=3)
    assert "确认" in town.secretary.says(text)
    town.secretary.says("1")
    town.send()


def test_a_cut_card_says_what_to_say_and_then_the_whole_is_read(town: Town) -> None:
    published(town, LONG)
    resident = town.resident
    [card] = [one for one in resident.hears() if "停水" in one]

    assert "送上门" not in card and "回“查看”" in card
    said = resident.says("查看")
    assert "行动不便的打电话我们送上门" in said


def test_nothing_that_was_withdrawn_and_nothing_of_somebody_else_is_read(town: Town) -> None:
    published(town, LONG)
    town.secretary.says("撤回 N1 发错了")
    town.secretary.says("1")
    town.send()

    assert "送上门" not in town.resident.says("查看")
    assert "停水" not in town.newcomer().says("查看")


def test_without_a_card_it_is_an_ordinary_word(town: Town) -> None:
    assert "停水" not in town.resident.says("查看")
