"""What people answer to notices, in their own words, and what becomes of it."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, Notice, Receipt, ReceiptAnswer, WorkItem
from db.notices import tallies
from handlers.notices import receipt_words
from tests.conftest import Someone, Town
from tests.noticing import send
from tests.staffing import person_of

A = ReceiptAnswer


def publish(town: Town, words: str) -> Notice:
    """The secretary says it, agrees, and it goes out."""
    said = send(town.secretary, words)
    assert "正在发给" in said, said
    town.send()
    with town.bot.database.read() as db:
        published = select(Notice).where(Notice.code.is_not(None)).order_by(Notice.id)
        return db.scalars(published).all()[-1]


def answers(town: Town, notice: Notice) -> dict[ReceiptAnswer, int]:
    found: dict[ReceiptAnswer, int] = {}
    with town.bot.database.read() as db:
        for unit in tallies.of_notice(db, notice.id):
            for answer, count in unit.answers.items():
                found[answer] = found.get(answer, 0) + count
    return found


def evidence(town: Town, notice: Notice) -> dict[int, int]:
    found: dict[int, int] = {}
    with town.bot.database.read() as db:
        for unit in tallies.of_notice(db, notice.id):
            for grade, count in unit.evidence.items():
                found[grade] = found.get(grade, 0) + count
    return found


def receipt(town: Town, who: Someone, notice: Notice) -> Receipt | None:
    number = person_of(town, who.phone.openid)
    with town.bot.database.read() as db:
        return db.scalar(
            select(Receipt).where(Receipt.person_id == number, Receipt.notice_id == notice.id)
        )


FLOOD = "发紧急通知 3号楼 水位上涨，请马上转移到体育馆"


@pytest.mark.parametrize(
    ("said", "answer", "people"),
    [
        ("收到", A.RECEIVED, None),
        ("好的收到，谢谢书记", A.RECEIVED, None),
        ("收到,马上走", A.RECEIVED, None),
        ("收到！我们这就下楼", A.RECEIVED, None),
        ("👌", A.RECEIVED, None),
        ("已办", A.DONE, None),
        ("我家3口人已到体育馆", A.DONE, 3),
        ("一家五口都到学校了", A.DONE, 5),
        ("已转移5个", A.DONE, 5),
        ("都搬完了", A.DONE, None),
        ("全家老小六口平安抵达", A.DONE, 6),
        ("车推出去了", A.DONE, None),
        ("晓得咯", A.RECEIVED, None),
        ("要得，明早再搞", A.LATER, None),
        ("晚上再说", A.LATER, None),
        ("等我下班回来再弄", A.LATER, None),
        ("不在家,在外地", A.AWAY, None),
        ("我们早就搬走了", A.AWAY, None),
        ("走不动,老人82岁", A.PROBLEM, None),
        ("走不动要人背", A.PROBLEM, None),
        ("家里有个坐轮椅的，下不了楼", A.PROBLEM, None),
        ("没有车去不了", A.PROBLEM, None),
        ("都上车了，4个人", A.DONE, 4),
        ("已收到，照办", A.RECEIVED, None),
        ("我在医院呢", A.AWAY, None),
        ("暂时走不开", A.LATER, None),
    ],
)
def test_an_answer_in_any_words_is_put_down(
    town: Town, said: str, answer: ReceiptAnswer, people: int | None
) -> None:
    notice = publish(town, FLOOD)
    neighbour = town.observed[1]

    heard = neighbour.says(said)

    kept = receipt(town, neighbour, notice)
    assert kept is not None, heard
    assert (kept.answer, kept.people, kept.text) == (answer, people, said)
    assert answers(town, notice) == {answer: 1}
    assert notice.code is not None
    assert notice.code in heard


def test_a_problem_is_somebody_s_at_once(town: Town) -> None:
    publish(town, FLOOD)

    heard = town.observed[1].says("走不动,老人82岁")
    town.send()

    with town.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem)).all()
    assert item.kind is ItemKind.DANGER
    assert item.person_id == person_of(town, town.observed[1].phone.openid)
    assert "已告诉" in heard
    assert any("走不动,老人82岁" in text for text in town.secretary.hears())


def test_evidence_is_counted_as_it_comes(town: Town) -> None:
    notice = publish(town, FLOOD)
    before = evidence(town, notice)
    town.observed[1].says("收到")
    town.observed[1].says("收到")
    replied = evidence(town, notice)
    town.observed[1].says("我们都转移了")

    assert before == {0: 3, 1: 4}
    assert replied == {0: 3, 1: 3, 3: 1}
    assert evidence(town, notice) == {0: 3, 1: 3, 4: 1}
    assert answers(town, notice) == {A.DONE: 1}


def test_who_was_sent_nothing_answers_nothing(town: Town) -> None:
    notice = publish(town, "发通知 3号楼 明天9点停水")

    assert town.resident.says("收到") == "好的，有事随时说。"
    assert "不是发给您这里的" in town.resident.says(f"收到 {notice.code}")
    assert answers(town, notice) == {}


def test_of_two_notices_it_is_asked_which(town: Town) -> None:
    water = publish(town, "发通知 3号楼 后天上午停水检修")
    tree = publish(town, "发通知 3号楼 下周修剪树木，请挪车")
    neighbour = town.observed[1]

    asked = neighbour.says("收到")
    assert "哪一条" in asked
    assert answers(town, water) == answers(town, tree) == {}
    assert "停水" in neighbour.says("2")
    assert answers(town, water) == {A.RECEIVED: 1}
    assert tree.code is not None
    assert tree.code in neighbour.says("车已经挪走了")
    assert answers(town, tree) == {A.DONE: 1}


def test_a_nod_to_something_else_is_no_receipt(town: Town) -> None:
    notice = publish(town, "发通知 3号楼 明天9点停水")
    town.observed[1].says("帮助")

    assert town.observed[1].says("好的") == "好的，有事随时说。"
    assert answers(town, notice) == {}


def test_nobody_is_asked_to_do_what_is_not_to_be_done(town: Town) -> None:
    publish(town, "发通知 3号楼 明天9点停水")

    heard = town.observed[1].says("收到")

    assert "停水" in heard
    assert "已办" not in heard


def test_who_asks_to_be_deleted_leaves_the_sums_and_no_word(town: Town) -> None:
    notice = publish(town, FLOOD)
    neighbour = town.observed[1]
    neighbour.says("我家3口人已到体育馆")
    before = evidence(town, notice)

    neighbour.says("删除我的信息")
    said = neighbour.says("1")

    with town.bot.database.read() as db:
        kept = db.scalars(select(Receipt)).all()
    assert kept == [], said
    assert evidence(town, notice) == before


def test_a_cry_for_help_in_a_flood_is_a_problem_of_that_household(town: Town) -> None:
    notice = publish(town, FLOOD)

    heard = town.observed[1].says("救命，水进屋了，我妈走不动")

    assert "119" in heard or "120" in heard or "110" in heard
    assert answers(town, notice) == {A.PROBLEM: 1}


def test_a_wish_of_one_s_own_is_no_answer_to_a_notice(town: Town) -> None:
    notice = publish(town, "发通知 3号楼 周六上午停水检修")

    heard = town.observed[1].says("帮我买点降压药")

    assert "通知" not in heard
    assert answers(town, notice) == {}


def test_inside_a_form_an_answer_is_the_form_s(town: Town) -> None:
    notice = publish(town, FLOOD)
    neighbour = town.observed[1]
    neighbour.says("我要报备返乡")

    for said in ("1", "好的", "在外地"):
        neighbour.says(said)

    assert answers(town, notice) == {}


@pytest.mark.parametrize(
    ("said", "answer", "people"),
    [
        ("俺们一家四口都到咯", ReceiptAnswer.DONE, 4),
        ("人都撤出来了 4个", ReceiptAnswer.DONE, 4),
        ("我们全家都过来了", ReceiptAnswer.DONE, None),
        ("屋里人都在体育馆了", ReceiptAnswer.DONE, None),
        ("水接好了", ReceiptAnswer.DONE, None),
        ("我老伴背不动", ReceiptAnswer.PROBLEM, None),
        ("家里没得人", ReceiptAnswer.AWAY, None),
        ("我在上班回不来", ReceiptAnswer.AWAY, None),
        ("一家三口在儿子家", ReceiptAnswer.AWAY, None),
        ("莫催了晓得了", ReceiptAnswer.RECEIVED, None),
        ("俺晓得哩", ReceiptAnswer.RECEIVED, None),
        ("不要紧 我看见了", ReceiptAnswer.RECEIVED, None),
        ("接到通知了", ReceiptAnswer.RECEIVED, None),
    ],
)
def test_as_people_say_it(said: str, answer: ReceiptAnswer, people: int | None) -> None:
    found = receipt_words.read(said)
    assert found is not None and (found.answer, found.people) == (answer, people)


@pytest.mark.parametrize(
    "said",
    ["没看见通知", "我没看到", "我都不晓得", "我家在体育馆旁边", "我们都在家", "背不出来课文"],
)
def test_what_only_sounds_like_an_answer_is_none(said: str) -> None:
    assert receipt_words.read(said) is None
