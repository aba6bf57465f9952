"""What was offered is looked at again when it is chosen: nothing is done that may be done no more."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models import (
    Delivery,
    DeliveryKind,
    EntryVersion,
    Episode,
    EpisodeState,
    Household,
    Notice,
    NoticeState,
    Observation,
    Person,
    PlaceFact,
    RuleVersion,
    Submission,
    WorkItem,
)
from tests.conftest import Someone, Town
from tests.staffing import end_posts, stand_in, traces

Scene = Callable[[Town], Someone]  # returns who has the numbers before them
Turn = Callable[[Town], None]  # what happens before they choose


def publishing(town: Town) -> Someone:
    assert "确认发送" in town.secretary.says("发通知 3号楼 明天9点停水")
    return town.secretary


def withdrawing(town: Town) -> Someone:
    publishing(town).says("1")
    assert "确认撤回" in town.secretary.says("撤回 N1 水管修好了")
    return town.secretary


def ruling(town: Town) -> Someone:
    assert "1" in town.secretary.says("新规定 从太原回来要在3天内做一次核酸 从12月1日起")
    return town.secretary


def _answered(town: Town) -> None:
    town.resident.says("小区的喷泉几点开放呀")
    assert "答" in town.secretary.says("问题")


def keeping(town: Town) -> Someone:
    _answered(town)
    assert "1" in town.secretary.says("答 1 每天晚上七点开")
    return town.secretary


def changing_what_was_sent(town: Town) -> Someone:
    keeping(town).says("2")
    assert "改成新的答复" in town.secretary.says("答 1 每天晚上八点开")
    return town.secretary


def leaving(town: Town) -> Someone:
    town.observed[0].says("36.5")
    assert "结束监测" in town.observed[0].says("退出监测")
    return town.observed[0]


def doubting(town: Town) -> Someone:
    assert "36.6" in town.observed[0].says("体温366")
    return town.observed[0]


def forgetting(town: Town) -> Someone:
    assert "确定" in town.resident.says("删除我")
    return town.resident


def asked(town: Town) -> Someone:
    for said in ("返乡登记", "太原", "后天", "开车", "没有", "是"):
        town.resident.says(said)
    town.grid_worker.says("问 1 几点到")
    town.send()
    return town.resident


def correcting(town: Town) -> Someone:
    for said in ("返乡登记", "太原", "后天", "开车", "没有", "是", "改 1"):
        town.resident.says(said)
    return town.resident


def inviting(town: Town) -> Someone:
    assert "对吗" in town.secretary.says("邀请 楼栋长 3号楼 欧阳春晓")
    return town.secretary


def registering(town: Town) -> Someone:
    assert "对吗" in town.secretary.says("登记住户 3号楼2单元601 林小满")
    return town.secretary


def _registered(town: Town) -> None:
    registering(town).says("1")


def burying(town: Town) -> Someone:
    _registered(town)
    assert "确定吗" in town.secretary.says("去世 3-2-601 林小满")
    return town.secretary


def letting_move(town: Town) -> Someone:
    _registered(town)
    assert "确定吗" in town.secretary.says("搬走 3-2-601 林小满")
    return town.secretary


def entering_a_family(town: Town) -> Someone:
    assert "对吗" in town.secretary.says("3-2-601新搬来一家两口，户主林小满，老婆林小美")
    return town.secretary


def beginning_to_observe(town: Town) -> Someone:
    assert "开始" in town.secretary.says("把3-2-601的张三纳入监测，看五天")
    return town.secretary


def changing_phone(town: Town) -> Someone:
    _registered(town)
    assert "对吗" in town.secretary.says("改电话 3-2-601 林小满 17000000001")
    return town.secretary


def _family(town: Town) -> None:
    _registered(town)
    assert "林大满" in town.secretary.says("林小满家添了个儿子 林大满")
    town.secretary.says("1")


def lengthening(town: Town) -> Someone:
    beginning_to_observe(town).says("1")
    assert "改到期日吗" in town.secretary.says("张三延长三天")
    return town.secretary


def moving_the_fever_line(town: Town) -> Someone:
    assert "37.0" in town.secretary.says("3号楼发热线改成37.0")
    return town.secretary


def urging(town: Town) -> Someone:
    publishing(town).says("1")
    town.send()
    assert "催一下" in town.secretary.says("谁没看")
    return town.secretary


def _crowd(town: Town, count: int) -> None:
    """Let so many more households live in building 3, none of which follows the account."""

    def move_in(db: Session) -> None:
        one = db.scalars(select(Household).where(Household.building == "3")).first()
        assert one is not None
        for number in range(count):
            room = {"entrance": "9", "room": f"{101 + number}", "room_index": f"{101 + number}"}
            home = Household(unit_id=one.unit_id, building="3", **room)
            home.people = [Person(name="林大山", created_at=town.clock.now())]
            db.add(home)

    town.bot.database.write(move_in)


def asking_whom_it_missed(town: Town) -> Someone:
    _crowd(town, 20)  # more than one page of names
    publishing(town).says("1")
    town.send()
    assert "看下一页" in town.secretary.says("谁没看")
    return town.secretary


def looking_whom_it_will_miss(town: Town) -> Someone:
    _crowd(town, 30)
    assert "看收不到的全部名单" in town.secretary.says("发通知 3号楼 明天9点停水")
    return town.secretary


def describing(town: Town) -> Someone:
    _registered(town)
    assert "对吗" in town.secretary.says("林小满怀孕了")
    return town.secretary


def moving_a_household(town: Town) -> Someone:
    _family(town)
    assert "一起搬到" in town.secretary.says("林小满一家搬到3-1-605了")
    return town.secretary


def moving_one(town: Town) -> Someone:
    _family(town)
    assert "还留在" in town.secretary.says("林大满搬到3-1-605了")
    return town.secretary


def changing_the_head(town: Town) -> Someone:
    _family(town)
    assert "户主换成林大满" in town.secretary.says("林小满家户主换成林大满")
    return town.secretary


def offering_a_post(town: Town) -> Someone:
    assert "愿不愿意" in town.secretary.says("请宋家豪当第1网格的网格员")
    return town.secretary


def telling_of_an_illness(town: Town) -> Someone:
    _registered(town)
    assert "社区医生" in town.secretary.says("林小满嗓子疼，不舒服")
    return town.secretary


def reading_on(town: Town) -> Someone:
    assert "看后面的" in town.secretary.says("我管哪些户")
    return town.secretary


def telling_a_fact(town: Town) -> Someone:
    assert "确认" in town.secretary.says("社区电话改成0357-1234567")
    return town.secretary


def posts_end(town: Town) -> None:
    end_posts(town, town.who["secretary"])


def notice_dropped(town: Town) -> None:
    dropped = update(Notice).values(state=NoticeState.WITHDRAWN)
    town.bot.database.write(lambda db: db.execute(dropped) and None)


def notice_published(town: Town) -> None:
    sent = update(Notice).values(state=NoticeState.PUBLISHED, code="N1")
    town.bot.database.write(lambda db: db.execute(sent) and None)


def not_watched_any_more(town: Town) -> None:
    ended = update(Episode).values(state=EpisodeState.ENDED)
    town.bot.database.write(lambda db: db.execute(ended) and None)


def becomes_staff(town: Town) -> None:
    stand_in(town, town.who["grid_worker"], town.who["resident"])


def decided_meanwhile(town: Town) -> None:
    town.grid_worker.says("不同意 1 日期不对")


# The action that is chosen, how it is offered, and what has happened by then.
SCENES: list[tuple[str, Scene, Turn, str]] = [
    ("publish", publishing, posts_end, "1"),
    ("publish", publishing, notice_dropped, "1"),
    ("drop_notice", publishing, notice_published, "2"),
    ("withdraw", withdrawing, posts_end, "1"),
    ("withdraw", withdrawing, notice_dropped, "确认"),
    ("submit_rule", ruling, posts_end, "1"),
    ("keep_entry", keeping, posts_end, "1"),
    ("correct_answer", correcting, posts_end, "1"),
    ("stop_watching", leaving, not_watched_any_more, "1"),
    ("temperature", doubting, not_watched_any_more, "1"),
    ("forget", forgetting, becomes_staff, "确定删除"),
    ("invite_other", inviting, posts_end, "1"),
    ("register_entered", registering, posts_end, "1"),
    ("register_died", burying, posts_end, "1"),
    ("register_left", letting_move, posts_end, "1"),
    ("register_changed", changing_phone, posts_end, "1"),
    ("entry_confirmed", entering_a_family, posts_end, "1"),
    ("describe_confirmed", describing, posts_end, "1"),
    ("household_moved", moving_a_household, posts_end, "1"),
    ("household_moved_all", moving_one, posts_end, "2"),
    ("head_confirmed", changing_the_head, posts_end, "1"),
    ("post_offered", offering_a_post, posts_end, "1"),
    ("another_doctor", telling_of_an_illness, posts_end, "2"),
    ("another_watched", telling_of_an_illness, posts_end, "1"),
    ("asking_next", reading_on, posts_end, "1"),
    ("observe_begun", beginning_to_observe, posts_end, "1"),
    ("end_moved", lengthening, posts_end, "1"),
    ("fever_line", moving_the_fever_line, posts_end, "1"),
    ("urge_silent", urging, posts_end, "1"),
    ("next_missing", asking_whom_it_missed, posts_end, "1"),
    ("missing_file", asking_whom_it_missed, posts_end, "3"),
    ("all_unreachable", looking_whom_it_will_miss, posts_end, "3"),
    ("set_fact", telling_a_fact, posts_end, "1"),
    ("reply", asked, decided_meanwhile, "八点到"),
    ("put_right", changing_what_was_sent, decided_meanwhile, "电话13655550123"),
]
# These do nothing but speak, or ask for help, which nobody needs a right for.
HARMLESS = {
    "thanks",
    "rest",
    "say_again",
    "no_thanks",
    "drop_rule",
    "not_understood",
    "added_to",  # words after a question, which somebody reads with it
    "none_of_these",  # somebody answers the question instead
    "english_person",  # … in English
    "own_phone",  # somebody looks at the number before the register has it
    "call_doctor",
    "call_for_others",
    "nobody_answers_call",  # a call for help, which needs no post
    "nobody_answers_later",
    "door_left",
    "read_on",
    "watch_again",  # asks the use case, which refuses once the time is over
    "keep_fact",
    "staff_how",
    "staff_unclear",
}

# Tested where they belong; which of a list was meant only leads to one of the others.
BESIDE = {
    "head_named", "member_is_new", "member_kin", "member_named", "staff_of_another", "these_two",
    "doctor_for", "door_done", "entry_entrance", "entry_name", "gone_died",
    "gone_moved", "left_all", "lives_at_home", "lives_elsewhere", "new_door_given",
    "observe_value", "relay_words", "release_all", "release_whom", "released",
    "swap_days", "swap_whom", "told_for_value", "told_for_whom", "value_given",
    "home_joined", "invitation_accepted", "invitation_declined", "invite_instead",
    "leave_confirmed", "leave_dropped", "member_invited", "members_added", "post_ended",
    "register_merged", "register_moved",
    "noted_on_one", "words_kept",
    "resigned", "swap_confirmed", "unbound", "whose_new", "whose_none",
}  # fmt: skip
OF_A_LIST = re.compile(r"\w+_(?:\d|where)")


def done(town: Town) -> list[object]:
    """Return all that an offered action can change."""
    with town.bot.database.read() as db:
        counts = [
            db.scalar(select(func.count()).select_from(model))
            for model in (Observation, WorkItem, EntryVersion, RuleVersion, Submission, PlaceFact)
        ]
        notices = db.execute(select(Notice.id, Notice.state)).all()
        owed = select(func.count()).where(Delivery.kind == DeliveryKind.NOTICE)
        return [*counts, *[tuple(row) for row in notices], db.scalar(owed)]


@pytest.mark.parametrize(("action", "offer", "happens", "chosen"), SCENES)
def test_nothing_is_done_that_may_be_done_no_more(
    town: Town, action: str, offer: Scene, happens: Turn, chosen: str
) -> None:
    someone = offer(town)
    happens(town)
    before, acts = done(town), traces(town)

    said = someone.says(chosen)

    assert said
    assert "抱歉，我这边出了点问题" not in said
    assert done(town) == before
    assert traces(town) == acts


def test_every_action_that_can_be_offered_is_looked_at(town: Town) -> None:
    actions = town.bot.dispatcher._features.actions
    known = {action for action in actions if not OF_A_LIST.fullmatch(action)}

    assert known == {action for action, *_ in SCENES} | HARMLESS | BESIDE


def test_what_completes_a_form_that_was_closed_is_not_called_passed_on(town: Town) -> None:
    resident = town.resident
    said = resident.says("能帮我买点菜吗")
    town.grid_worker.says("办结 1 送到了")

    answer = resident.says("两斤青菜")

    assert said
    assert "告诉负责的人了" not in answer


def test_what_completes_a_form_in_hand_reaches_whoever_has_it(town: Town) -> None:
    resident = town.resident
    resident.says("能帮我买点菜吗")
    town.grid_worker.says("收到 1")
    town.send()
    town.grid_worker.hears()

    answer = resident.says("两斤青菜")
    town.send()

    assert "抱歉" not in answer
    assert any("两斤青菜" in heard for heard in town.grid_worker.hears())
