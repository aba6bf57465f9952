"""The robot: called in a group or alone, answers that grow, events, and what comes badly."""

import json
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import Bot
from core.messages import Message
from core.ports import StillWorking
from db.models import Stream, Turn, WorkItem
from dialog.spool import Spool
from dialog.streaming import Streaming, _id_of
from sim.wechat import WsgiPoster
from sim.work import PretendChat
from sim.work.api import wrong_card
from tests.wechat.work.conftest import Office
from wechat.aibot.messages import build

ASKED = "现在出门还查健康码吗"


@pytest.fixture
def group(office: Office) -> PretendChat:
    return office.robot.group()


def turns(office: Office) -> int:
    with office.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(Turn)) or 0


@pytest.mark.parametrize("text", ["\ud83d待办", "待办\x00"])
def test_half_a_character_and_nothing_at_all_are_left_out(office: Office, text: str) -> None:
    chat = office.robot.single()
    brought = chat.message("Doctor01\x00", {"msgtype": "text", "text": {"content": text}})
    reply, nonce = office.robot.post_plain(json.dumps(brought).encode())

    assert "抱歉" not in str(office.robot._open(reply.body, nonce))
    with office.bot.database.read() as db:
        assert [turn.text for turn in db.scalars(select(Turn))] == ["待办"]


def test_a_body_a_thousand_deep_is_refused_or_passed_over(office: Office) -> None:
    deep = b'{"a":' * 5000 + b"1" + b"}" * 5000
    sealed, _ = office.robot.post_plain(deep)
    assert office.robot.webhook is not None
    bare = office.robot.webhook.post({}, deep, 5.0)

    assert (sealed.status, sealed.body) == (200, b"")
    assert bare.status == 400


def test_the_address_is_shown_to_be_ours_by_the_opened_echo(office: Office) -> None:
    assert office.robot.verify()


def test_who_calls_it_by_name_is_answered_in_one_bubble(group: PretendChat) -> None:
    said = group.says("Doctor01", ASKED)

    assert "依据" in said
    assert len(group.bubbles) == 1


def test_alone_with_it_staff_do_what_they_can_do_elsewhere(office: Office) -> None:
    office.town.resident.says("转人工")

    assert "等您处理" in office.robot.single().says(office.town.who["work"]["grid_worker"], "待办")


@pytest.mark.parametrize(
    "given",
    [
        {"msgtype": "voice", "voice": {"content": ASKED}},
        {"msgtype": "mixed", "mixed": {"msg_item": [
            {"msgtype": "image", "image": {"url": "https://x"}},
            {"msgtype": "text", "text": {"content": f"@邻报 {ASKED}"}},
        ]}},
        {"msgtype": "text", "text": {"content": f"@邻报\u2005{ASKED}"}},
        {"msgtype": "text", "text": {"content": f"{ASKED} @邻报"}},
        {"msgtype": "text", "text": {"content": f"@王芳 想问下@邻报 {ASKED}"}},
        {"msgtype": "text", "text": {"content": "@邻报 这个怎么报"},
         "quote": {"msgtype": "text", "text": {"content": ASKED}}},
        {"msgtype": "text", "text": {"content": "@邻报 "},
         "quote": {"msgtype": "text", "text": {"content": ASKED}}},
    ],
)  # fmt: skip
def test_words_are_found_however_they_come(group: PretendChat, given: dict[str, Any]) -> None:
    bubble = group.sends("Doctor01", given)

    assert bubble is not None and bubble.is_over
    assert "依据" in bubble.text


@pytest.mark.parametrize(
    "given",
    [
        {"msgtype": "text", "text": {"content": "@邻报"}},
        {"msgtype": "mixed", "mixed": {"msg_item": [
            {"msgtype": "text", "text": {"content": "@邻报 "}},
            {"msgtype": "image", "image": {"url": "https://x"}},
        ]}},
    ],
)  # fmt: skip
def test_who_calls_it_and_says_nothing_hears_how_to_ask(
    group: PretendChat, given: dict[str, Any]
) -> None:
    bubble = group.sends("Doctor01", given)

    assert bubble is not None and "把要问的写在一句里" in bubble.text
    assert "转给社区的人" not in bubble.text  # no robot is shown pictures of a group


@pytest.mark.parametrize(
    "given",
    [
        {"msgtype": "image", "image": {"url": "https://x"}},
        {"msgtype": "file", "file": {"url": "https://x"}},
        {"msgtype": "video", "video": {"url": "https://x"}},
    ],
)
def test_what_cannot_be_read_is_asked_for_in_words(office: Office, given: dict[str, Any]) -> None:
    bubble = office.robot.single().sends("Doctor01", given)

    assert bubble is not None and "打字" in bubble.text


def test_a_message_that_comes_again_has_the_same_bubble_and_acts_once(
    office: Office, group: PretendChat
) -> None:
    again = group.message("Doctor01", {"msgtype": "text", "text": {"content": f"@邻报 {ASKED}"}})
    first = office.robot.posts(again)
    second = office.robot.posts(again)

    assert first == second
    assert turns(office) == 1


def test_one_number_for_two_people_gives_neither_the_other_s_answer(office: Office) -> None:
    alone = office.robot.single()
    said = {"msgtype": "text", "text": {"content": "我的信息"}}
    given = alone.message(office.town.who["work"]["doctor"], said)
    other = {**given, "from": {"userid": office.town.who["work"]["grid_worker"]}}
    first, second = office.robot.posts(given), office.robot.posts(other)

    assert first is not None and second is not None
    assert first["stream"]["content"] != second["stream"]["content"]
    assert turns(office) == 2


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("[领补贴](http://a.example/x) {0}", "［领补贴］"),
        ("{0} www.a.example", "（网址）"),
        ("<@Doctor01> {0}", "＜"),
        ("<think>{0}</think>", "＜think＞"),
        ("**{0}**", "＊＊"),
        ("> {0}", "＞"),
    ],
)
def test_nothing_in_a_question_is_markup_in_the_answer(
    group: PretendChat, words: str, shown: str
) -> None:
    said = group.says("Doctor01", words.format(ASKED)).partition("\n")[0]

    assert shown in said and "健康码" in said
    assert not re.search(r"[*_`#\[\]|~<>]|https?:|www\.", said)


def test_two_messages_within_seconds_have_two_bubbles(group: PretendChat) -> None:
    group.says("Doctor01", ASKED)
    group.says("Doctor01", "现在还要做核酸吗")

    assert len({bubble.stream_id for bubble in group.bubbles}) == len(group.bubbles) == 2


# -- events ---------------------------------------------------------------------------


def test_who_comes_in_hears_what_it_can_do(office: Office) -> None:
    shown = office.robot.event("Doctor01", "enter_chat")

    assert shown is not None and shown["msgtype"] == "template_card"
    card = shown["template_card"]
    assert wrong_card(card) == 0 and "转人工" in [each["key"] for each in card["button_list"]]


def test_each_button_says_what_can_be_typed_and_is_answered_where_it_was_tapped(
    office: Office,
) -> None:
    shown = office.robot.event("Doctor01", "enter_chat")
    assert shown is not None
    card = shown["template_card"]
    for button in card["button_list"]:
        tap = {
            "card_type": card["card_type"],
            "event_key": button["key"],
            "task_id": card["task_id"],
        }
        for _ in range(2):  # it comes again, and acts once
            assert office.robot.event("Doctor01", "template_card_event", template_card_event=tap)
    office.town.send()

    said = [body["markdown"]["content"] for [(_, body)] in office.enterprise.api.replies.values()]
    assert len(said) == len(card["button_list"])
    assert said == [_typed(office, button["key"]) for button in card["button_list"]]
    assert office.doctor.texts() == []


def _typed(office: Office, words: str) -> str:
    """Return what another of the staff hears who types the same."""
    return office.robot.single().says("Secretary01", words)


@pytest.mark.parametrize("url", ["", "https://example.org/cgi-bin/aibot/response?response_code=1"])
def test_an_address_that_is_not_the_platform_s_is_never_called(office: Office, url: str) -> None:
    tap = {"card_type": "button_interaction", "event_key": "帮助", "task_id": "t9"}
    event = {"eventtype": "template_card_event", "template_card_event": tap}
    head = {"msgid": "e-9", "from": {"userid": "Doctor01"}, "response_url": url}
    office.robot.posts({**head, "msgtype": "event", "event": event})
    office.town.send()

    assert office.enterprise.api.replies == {}
    assert len(office.doctor.texts()) == 1  # it came to the app instead


def test_an_hour_later_it_is_answered_in_the_app(office: Office) -> None:
    tap = {"card_type": "button_interaction", "event_key": "帮助", "task_id": "t8"}
    office.robot.event("Doctor01", "template_card_event", template_card_event=tap)
    office.town.clock.advance(hours=1)
    office.town.send()

    assert office.enterprise.api.replies == {}
    assert len(office.doctor.texts()) == 1


def test_a_button_answers_no_question_of_a_form(office: Office) -> None:
    who = office.town.who["work"]["grid_worker"]
    shown = office.robot.event(who, "enter_chat")
    assert shown is not None
    card = shown["template_card"]
    for button in card["button_list"]:
        tap = {
            "card_type": card["card_type"],
            "event_key": button["key"],
            "task_id": card["task_id"],
        }
        office.robot.event(who, "template_card_event", template_card_event=tap)
    office.town.send()

    said = [str(body) for posts in office.enterprise.api.replies.values() for _, body in posts]
    assert len(said) == 3
    assert not any(
        f"“{button['key']}”是哪里" in text for text in said for button in card["button_list"]
    )


@pytest.mark.parametrize("kind", ["feedback_event", "disconnected_event", "something_new"])
def test_any_other_event_is_acknowledged(office: Office, kind: str) -> None:
    assert office.robot.event("Doctor01", kind, id="trace_1", type=1) is None


def test_a_tap_acts_once_and_its_card_says_so(office: Office) -> None:
    number = _called_for_help(office)
    who = office.town.who["work"]["grid_worker"]
    tap = {"card_type": "button_interaction", "event_key": f"收到 {number}", "task_id": "t1"}
    shown = [
        office.robot.event(who, "template_card_event", template_card_event=tap) for _ in range(2)
    ]
    office.town.send()

    assert all(each is not None and each["template_card"]["task_id"] == "t1" for each in shown)
    [[(_, body)]] = office.enterprise.api.replies.values()
    assert "由您处理" in body["markdown"]["content"]
    assert not any("由您处理" in text for text in office.grid_worker.texts())


def _called_for_help(office: Office) -> int:
    said = office.town.resident.says("转人工")
    assert said
    with office.bot.database.read() as db:
        return db.scalars(select(WorkItem.id)).one()


# -- answers that take long ---------------------------------------------------------------


def busy(bot: Bot) -> threading.Event:
    """Hold the database's line of writing until the event is set."""
    gate = threading.Event()

    def wait(db: Session) -> None:
        gate.wait(20)

    bot.database.submit(wait)
    return gate


@pytest.fixture
def impatient(office: Office) -> Office:
    """The same office where a long answer is one that takes a moment."""
    office.bot.inbox._patience = 0.2
    return office


def another(office: Office) -> Bot:
    """Start another process of the same house."""
    return Bot(office.bot.config, office.town.clock)


def test_an_answer_that_takes_long_grows_until_it_is_whole(
    impatient: Office, engine_name: str
) -> None:
    if engine_name != "sqlite":
        pytest.skip("only there one line of writing holds everything up")
    group = impatient.robot.group()
    gate = busy(impatient.bot)
    bubble = group.begins("Doctor01", ASKED)
    assert bubble is not None and not bubble.is_over
    group.polls(bubble)
    assert not bubble.is_over
    gate.set()

    assert "依据" in group.waits(bubble).text
    assert turns(impatient) == 1


def test_another_process_goes_on_with_a_stream_of_one_that_died(office: Office) -> None:
    group = office.robot.group()
    given = group.message("Doctor01", {"msgtype": "text", "text": {"content": f"@邻报 {ASKED}"}})
    message = _kept_and_then_died(office, given)
    other = another(office)
    try:
        other.__dict__.update(
            understanding=office.bot.understanding,
            library=office.bot.library,
            matcher=office.bot.matcher,
        )
        office.robot.webhook = WsgiPoster(other.app, "/wechat/work/aibot")
        shown = office.robot.posts(
            group.message("Doctor01", {"msgtype": "stream", "stream": {"id": message}})
        )
    finally:
        other.close()

    assert shown is not None and shown["stream"]["finish"]
    assert "依据" in shown["stream"]["content"]
    assert turns(office) == 1


def _aside(office: Office) -> Callable[[], Spool]:
    return lambda: Spool(office.bot.config.data / "streams", office.bot.keyring)


def test_what_the_database_did_not_take_in_time_is_answered_by_the_next_process(
    office: Office,
) -> None:
    group = office.robot.group()
    given = group.message("Doctor01", {"msgtype": "text", "text": {"content": f"@邻报 {ASKED}"}})
    message = build(given, office.town.clock.now())
    assert message is not None
    _aside(office)().keep(message)
    shown = office.robot.posts(
        group.message("Doctor01", {"msgtype": "stream", "stream": {"id": _id_of(message)}})
    )

    assert shown is not None and "依据" in shown["stream"]["content"]
    assert list(_aside(office)().waiting()) == []


def _kept_and_then_died(office: Office, given: dict[str, Any]) -> str:
    """Leave what a process leaves that was killed before it acted; return the stream."""

    def dies(message: Message) -> str:
        raise StillWorking

    message = build(given, office.town.clock.now())
    assert message is not None
    part = Streaming(dies, lambda: office.bot.database, office.town.clock, _aside(office)).begin(
        message
    )
    assert part is not None and not part.is_over
    return part.id


def test_a_stream_nobody_knows_is_over(office: Office) -> None:
    shown = office.robot.posts(
        office.robot.group().message("Doctor01", {"msgtype": "stream", "stream": {"id": "x" * 32}})
    )

    assert shown is not None and shown["stream"] == {
        "id": "x" * 32, "finish": True, "content": "这条回答已经过期了，请再问一次。",
    }  # fmt: skip


def test_streams_are_forgotten_after_an_hour(office: Office) -> None:
    office.robot.group().says("Doctor01", ASKED)
    office.town.clock.advance(hours=2)
    office.town.tick()
    with office.bot.database.read() as db:
        assert db.scalars(select(Stream)).all() == []


# -- what comes badly ------------------------------------------------------------------------


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.dictionaries(
            st.sampled_from(["msgid", "from", "msgtype", "text", "event", "stream", "quote"]),
            st.one_of(st.none(), st.text(max_size=8), st.integers(), st.lists(st.text(max_size=3)),
                      st.fixed_dictionaries({"userid": st.text(max_size=4)})),
        ),
    )
)  # fmt: skip
def test_nothing_breaks_the_door(office: Office, given: Any) -> None:
    plain = given if isinstance(given, bytes) else json.dumps(given).encode()

    reply, _ = office.robot.post_plain(plain)

    assert reply.status == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"encrypt": 5}', b"x" * 200_000])
def test_what_is_not_sealed_is_refused(office: Office, body: bytes) -> None:
    road = office.robot.webhook
    assert road is not None

    assert road.post({"timestamp": "1", "nonce": "n"}, body, 5).status in {400, 403}


def test_what_is_sealed_for_somebody_else_is_refused(office: Office) -> None:
    assert office.robot.post_plain(b"{}", receiver="ww1")[0].status == 403
