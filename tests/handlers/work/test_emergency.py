"""An emergency from the first word to the last: help first, then all of it to those called."""

import re

import pytest
from sqlalchemy import select

from content.packs import load
from db.models import ItemKind, ItemState, Observation, WorkItem
from handlers.work.first_aid import FIRST
from nlp import danger
from tests.conftest import Town


def emergencies(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.DANGER).order_by(WorkItem.id)
        return list(db.scalars(found))


@pytest.mark.parametrize(
    ("said", "number", "first"),
    [
        ("孩子抽搐，牙关紧咬", "120", "别往嘴里塞东西"),
        ("工友触电了", "120", "拉闸"),
        ("有个娃掉河里了", "120", "别下水"),
        ("我爸在大棚里热倒了，叫不应", "120", "凉水"),
        ("外婆吃汤圆噎住了", "120", "抱住"),
        ("我妈把半瓶敌敌畏喝了", "120", "别催吐"),
        ("喝84能杀毒不", "120", "千万别喝"),
        ("老公拿刀要砍我", "110", "离开"),
        ("厨房着火了", "119", "弯腰"),
        ("我妈瘫在床上走不动，村里喊撤离咋办", "119", "两三个人抬"),
        ("屋后头山在响，裂了一条口子", "119", "坡的两边"),
        ("涨水了，我爷爷中风瘫着叫不醒", "120", "侧"),
    ],
)
def test_the_number_comes_first_and_then_the_first_aid_that_fits(
    town: Town, said: str, number: str, first: str
) -> None:
    answer = town.resident.says(said)

    assert number in answer.splitlines()[0]
    assert first in answer
    assert len(answer.encode()) <= 2048


@pytest.mark.parametrize(
    "said",
    [
        "有人煤气中毒倒在屋里",
        "闻到煤气味 我妈还在屋里",
        "隔壁烧炭中毒了，人倒在屋里",
        "工人下化粪池没上来",
        "菜窖里头两个人没声了",
    ],
)
def test_nobody_is_sent_into_gas(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "别进" in answer or "别下去" in answer
    assert not re.search("憋住气|快进快出", answer)


def test_no_answer_and_no_first_aid_sends_anybody_into_gas() -> None:
    told = [*FIRST.values()]
    told += [f"{entry.answer}{entry.more}" for entry in load().entries.values()]

    assert not [text for text in told if re.search(r"憋住气|快进快出|发晕马上退|先抬到外面", text)]


def test_in_the_middle_of_a_form_nothing_of_it_is_asked_and_it_can_be_gone_on_with(
    town: Town,
) -> None:
    question = town.resident.says("返乡登记")

    answer = town.resident.says("我家娃儿三十九度抽筋")
    more = town.resident.says("在三楼东边那户")

    assert "120" in answer.splitlines()[0]
    assert question.splitlines()[-1] not in answer + more
    assert "已经转给" in more
    assert town.resident.says("继续")


def test_a_reading_in_a_cry_for_help_is_stored(town: Town) -> None:
    answer = town.observed[0].says("39.4，喘不上气了")

    with town.bot.database.read() as db:
        values = [one.value for one in db.scalars(select(Observation))]

    assert "120" in answer.splitlines()[0] and "39.4" in answer
    assert 39.4 in [float(value) for value in values if value is not None]


def test_a_number_of_somebodys_papers_is_passed_on_to_nobody(town: Town) -> None:
    town.resident.says("我爸叫不醒了，身份证11010519491231002X")
    town.resident.says("11010519491231002X")
    town.send()

    [item] = emergencies(town)
    assert "叫不醒" in item.text and "19491231" not in item.text
    assert not any("19491231" in text for text in town.grid_worker.hears())


def test_what_is_plainly_something_else_is_answered(town: Town) -> None:
    town.resident.says("我喘不上气")

    answer = town.resident.says("小区什么时候解封")

    assert "已经转给" not in answer
    assert "解封" not in emergencies(town)[0].text


@pytest.mark.parametrize(("said", "told"), [("好了没事了", "已经没事"), ("对不起发错了", "发错了")])
def test_the_end_goes_to_those_called_and_the_emergency_stays_until_staff_close_it(
    town: Town, said: str, told: str
) -> None:
    town.resident.says("我喘不上气")

    answer = town.resident.says(said)

    [item] = emergencies(town)
    assert "转告" in answer
    assert told in item.text and said in item.text
    assert item.state is ItemState.OPEN


def test_whole_words_reach_those_called_newest_last(town: Town) -> None:
    story = "我爸喘不上气，" + "早上起来就说胸口闷，吃了药也没用，" * 12 + "门没锁，直接进来"
    town.resident.says(story)
    later = [f"第{n}句，他手脚冰凉，" + "脸色越来越差，" * 8 for n in range(1, 6)]
    for words in later:
        town.resident.says(words)

    text = emergencies(town)[0].text
    town.send()
    town.clock.advance(minutes=10)
    town.send()
    heard = "\n".join(town.secretary.hears() + town.grid_worker.hears())

    assert story in text
    assert [text.index(words) for words in later] == sorted(text.index(words) for words in later)
    assert story in heard
    assert all(words in heard for words in later)


def test_what_helps_needs_no_database() -> None:
    from handlers.work import first_aid

    for name in danger.names():
        assert first_aid.of(name, danger.kind(name)).words


@pytest.fixture
def known(town: Town) -> Town:
    """Two neighbours without a phone of their own, in the register of the grid worker."""
    for told in ("登记住户 3-1-404 何桂英 17000000004", "登记住户 3-2-502 邢海波 17000000005"):
        town.grid_worker.says(told)
        town.grid_worker.says("对")
    return town


def test_staff_tell_of_a_resident_whose_door_the_register_knows(known: Town) -> None:
    """Nobody asks them for their own door; what they say of other things is no news of it."""
    worker = known.grid_worker

    answer = worker.says("何桂英喘不上气了，嘴唇发紫")
    unclear = worker.says("那个啥弄一下呗")
    worker.says("他嘴唇更紫了，人迷糊")
    worker.says("何桂英家钥匙在门垫下")

    [item] = emergencies(known)
    assert "120" in answer.splitlines()[0]
    assert "登记里何桂英住3号楼1单元404" in answer and "请把您" not in answer
    assert "说的是何桂英（3号楼1单元404，电话17000000004）" in item.text
    assert "已经转给" not in unclear and "弄一下" not in item.text
    assert "人迷糊" in item.text and "门垫" in item.text


def test_staff_who_name_nobody_are_asked_where_the_other_is(town: Town) -> None:
    answer = town.grid_worker.says("路边有个老人晕倒了叫不醒")

    assert "请把人在几号楼" in answer and "请把您" not in answer
    assert "120" in town.grid_worker.says("人还没醒")


def test_each_resident_staff_tell_of_has_an_emergency_of_their_own(known: Town) -> None:
    known.grid_worker.says("何桂英喘不上气了")
    known.grid_worker.says("3-2-502晕倒了，叫不醒")
    known.grid_worker.says("何桂英喘不上气了，脸都紫了")

    first, second = emergencies(known)
    assert "脸都紫了" in first.text and "晕倒" not in first.text
    assert "说的是邢海波" in second.text


@pytest.mark.parametrize(
    ("said", "told", "not_told"),
    [
        ("84和洁厕灵混一块刷马桶，呛得我喘不上气咳个不停", "离开那间屋", "催吐，别灌"),
        ("屋里烧炭取暖，我妈和我都头晕想吐", "能动的马上都出来", "按下5到6厘米\n别进去"),
    ],
)
def test_who_breathes_it_in_comes_out_first(
    town: Town, said: str, told: str, not_told: str
) -> None:
    heard = town.resident.says(said)

    assert told in heard, heard
    assert not_told not in heard


@pytest.mark.parametrize(
    "said", ["俺爷下地锄草回来人糊涂了，身上一点汗都没有", "工友绑钢筋热得倒地上喊不答应"]
)
def test_whom_the_heat_has_felled_is_cooled(town: Town, said: str) -> None:
    assert "泼凉水" in town.resident.says(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("孩子胎动好像少了", "现在就去有产科的医院"),
        ("一天没感觉到胎动", "现在就去有产科的医院"),
        ("我真的受不了了", "12356"),
        ("地上还有小珠子", "人不好打120"),
    ],
)
def test_nobody_is_told_to_press_a_chest_without_a_sign_of_it(
    town: Town, said: str, told: str
) -> None:
    heard = town.resident.says(said)

    assert told in heard, heard
    assert "按胸口" not in heard


def test_whose_labour_has_begun_hears_of_that(town: Town) -> None:
    assert "羊水" in town.resident.says("羊水破了宝宝也不怎么动了，要生了")


@pytest.mark.parametrize(
    "said", ["他在旁边 我不方便说", "我不敢出声 他会听见", "救我 别打电话 他在家"]
)
def test_who_must_not_be_heard_is_not_rung(town: Town, said: str) -> None:
    answer = town.resident.says(said)
    if "12110" not in answer:
        pytest.skip("not heard as danger at all")
    then = town.resident.says("4栋602")

    assert "悄悄" in answer and "悄悄" in then and "电话" not in then.replace("别打您电话", "")
