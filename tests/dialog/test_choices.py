"""What can be chosen is a number everywhere, and a link where the account may show links."""

from collections.abc import Iterator

import pytest

from bot import Bot
from core.clock import FakeClock
from core.config import Config
from core.messages import Kind, Message
from db.people import contacts
from dialog.reply import Reply
from tests.conftest import Town
from tests.wechat.door import nothing_understood


@pytest.fixture
def linking(config: Config, clock: FakeClock, mind: Bot, town: Town) -> Iterator[Bot]:
    """The same account with links switched on."""
    wechat = config.wechat
    official = wechat.official.model_copy(update={"reply_links": True})
    linked = config.model_copy(update={"wechat": wechat.model_copy(update={"official": official})})
    bot = Bot(linked, clock)
    bot.__dict__["understanding"] = nothing_understood
    bot.library, bot.matcher = mind.library, mind.matcher
    yield bot
    bot.close()


def says(bot: Bot, clock: FakeClock, openid: str, text: str) -> str:
    now = clock.now()
    message = Message("official", f"{text}{now}", openid, Kind.TEXT, text, now)
    return bot.inbox.receive(message)


def test_a_choice_is_a_link_that_sends_its_number(
    linking: Bot, clock: FakeClock, town: Town
) -> None:
    openid = town.who["resident"]

    answer = says(linking, clock, openid, "删除我")

    assert (
        '回复 1 <a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=1">确定删除</a>' in answer
    )
    assert "已经全部删除" in says(linking, clock, openid, "1")
    with linking.database.read() as db:
        found = contacts.find(db, "official", openid)
        assert found is not None and found.person_id is None


def test_without_links_there_are_numbers(town: Town) -> None:
    answer = town.resident.says("删除我")

    assert "回复 1 确定删除" in answer
    assert "<a" not in answer


def test_too_many_links_for_one_message_are_numbers() -> None:
    long = Reply("字" * 600, tuple((f"选项{i}", "thanks") for i in range(1, 9)))

    assert len(long.said.encode()) < 2048 < len(long.linked.encode())


def test_both_say_the_same_words() -> None:
    reply = Reply("要哪一个？", (("这个", "one"), ("那个", "two")), below="都行")

    assert reply.said == "要哪一个？\n回复 1 这个\n回复 2 那个\n都行"
    assert reply.linked.count("<a href=") == 2
    assert reply.linked.endswith("都行")
