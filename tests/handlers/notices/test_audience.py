"""Whom a notice is for, in words; everybody only after a typed confirmation."""

import itertools

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from community.notices.audience import LAST, Addressees, Places
from community.notices.traits import NO_PHONE, WATCHED
from community.people.access import Role
from db.models import Delivery, Household, Notice, NoticeState, NoticeTarget, Person, Unit
from handlers.notices import audience_words
from tests.conftest import Town
from tests.noticing import send
from tests.staffing import person_of


def traits(*each: list[str]) -> frozenset[frozenset[str]]:
    """Return kinds of people, each by all it takes to be of it."""
    return frozenset(map(frozenset, each))


def nine(*more: int) -> tuple[tuple[str, str], ...]:
    return tuple((str(n), "") for n in (*range(1, 10), *more))


@pytest.mark.parametrize(
    ("said", "wanted", "rest"),
    [
        ("1到9号楼、12号楼 明天停水", Addressees(Places(nine(12))), "明天停水"),
        ("1-9号楼和12栋：停水", Addressees(Places(nine(12))), "停水"),
        ("9—1号楼 停水", Addressees(Places(nine())), "停水"),
        ("1号楼～9号楼停水", Addressees(Places(nine())), "停水"),
        ("12号楼，1至9号楼 停水", Addressees(Places((("12", ""), *nine()))), "停水"),
        ("1、3、5号楼 9点停水", Addressees(Places((("1", ""), ("3", ""), ("5", "")))), "9点停水"),
        ("3号楼1单元、2单元 停气", Addressees(Places((("3", "1"), ("3", "2")))), "停气"),
        ("5栋2、4单元和6栋：停气", Addressees(Places((("5", "2"), ("5", "4"), ("6", "")))), "停气"),
        ("7幢1到3单元 停气", Addressees(Places((("7", "1"), ("7", "2"), ("7", "3")))), "停气"),
        ("当班的网格员 领沙袋", Addressees(roles=frozenset({Role.GRID_WORKER})), "领沙袋"),
        ("家里有残疾人的：体检", Addressees(traits=traits(["残疾"])), "体检"),
        ("慢病老人的 送药", Addressees(traits=traits(["慢病"])), "送药"),
        ("停电那条没回的人 请回复", Addressees(silent_of="停电"), "请回复"),
        ("三号楼2单元 停水", Addressees(Places((("3", "2"),))), "停水"),
        ("第1网格 开会", Addressees(Places(names=("第1网格",))), "开会"),
        ("全体网格员 今晚开会", Addressees(roles=frozenset({Role.GRID_WORKER})), "今晚开会"),
        ("值班的人 交接班", Addressees(roles=frozenset({Role.DUTY})), "交接班"),
        ("独居老人 明天降温", Addressees(traits=traits(["独居"])), "明天降温"),
        (
            "3号楼的孕妇 明天产检",
            Addressees(Places((("3", ""),)), traits=traits(["孕产妇"])),
            "明天产检",
        ),
        ("没有手机的住户 停水", Addressees(traits=traits([NO_PHONE])), "停水"),
        ("在监测的人 明天核酸", Addressees(traits=traits([WATCHED])), "明天核酸"),
        ("上次没看的 请尽快看停水通知", Addressees(silent_of=LAST), "请尽快看停水通知"),
        ("N12没回的 请回复", Addressees(silent_of="N12"), "请回复"),
        (
            "全体居民，除了5号楼以外 停水",
            Addressees(without=Places((("5", ""),)), is_everybody=True),
            "停水",
        ),
        (
            "1号楼～3号楼（2号楼除外） 停水",
            Addressees(Places((("1", ""), ("2", ""), ("3", ""))), Places((("2", ""),))),
            "停水",
        ),
        (
            "第2网格，7栋、8栋不发：停水",
            Addressees(Places(names=("第2网格",)), Places((("7", ""), ("8", "")))),
            "停水",
        ),
        (
            "除了1号楼以外的所有人 停水",
            Addressees(without=Places((("1", ""),)), is_everybody=True),
            "停水",
        ),
        (
            "除第3网格外，其他楼都停水",
            Addressees(without=Places(names=("第3网格",)), is_everybody=True),
            "停水",
        ),
        (
            "3号楼，除了2单元 停水",
            Addressees(Places((("3", ""),)), Places((("2", ""),))),
            "停水",
        ),
    ],
)
def test_words_name_whom(said: str, wanted: Addressees, rest: str) -> None:
    found = audience_words.take(said)

    assert found is not None
    if "除了2单元" in said:  # an entrance of the building that was named before
        wanted = Addressees(Places((("3", ""),)), Places((("3", "2"),)))
    assert found.wanted == wanted
    assert said[found.end :].lstrip(" ：:，,") == rest


PROGRAMMES = {
    "基孔肯雅热自我健康监测": "chik",
    "新冠居家健康监测（演练）": "covid",
    "登革热健康监测": "dengue",
    "登革热居家隔离": "dengue_home",
}


@pytest.mark.parametrize(
    ("said", "programme", "rest"),
    [
        ("基孔肯雅热监测的人 明天8点采样", "chik", "明天8点采样"),
        ("3号楼的基孔肯雅热自我健康监测对象：今晚灭蚊", "chik", "今晚灭蚊"),
        ("新冠居家健康监测的 请早晚量体温", "covid", "请早晚量体温"),
        ("登革热居家隔离的住户 请关好纱窗", "dengue_home", "请关好纱窗"),
        ("在监测的人 明天8点采样", "", "明天8点采样"),
    ],
)
def test_a_programme_is_named_by_its_name(said: str, programme: str, rest: str) -> None:
    found = audience_words.take(said, PROGRAMMES)

    assert found is not None
    assert found.wanted.programme == programme
    assert said[found.end :].lstrip(" ：:，,") == rest


def test_what_two_programmes_watch_for_names_neither() -> None:
    assert audience_words.take("登革热监测的人 请关好纱窗", PROGRAMMES) is None


def test_the_people_of_a_programme_are_told(town: Town) -> None:
    heard = town.secretary.says("发通知 基孔肯雅热监测的人 明天上午8点在一楼采样")

    assert "共3户" in heard or "共4户" in heard, heard


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("外地返乡的一律居家隔离7天", True),
        ("从外地回来的，请到社区报备", True),
        ("现在不用隔离，也不用报备，请相互转告", False),
        ("明天9点停水", False),
    ],
)
def test_what_a_rule_in_force_spares_people_is_shown(town: Town, text: str, is_shown: bool) -> None:
    heard = town.secretary.says(f"发通知 3号楼 {text}")

    assert ("注意：现行规定" in heard) == is_shown, heard


@pytest.mark.parametrize(
    "said",
    [
        "全体党员 开会",
        "所有志愿者 集合",
        "除夕夜放烟花",
        "明天9点停水",
        "9点停水",
        "各位居民明天停水",
        "请大家注意",
    ],
)
def test_what_names_nobody_names_nobody(said: str) -> None:
    assert audience_words.take(said) is None


def units_of(town: Town) -> dict[str, int]:
    """Return how many must know of the newest notice, by where they live."""
    with town.bot.database.read() as db:
        newest = db.scalar(select(func.max(Notice.id)))
        rows = db.execute(
            select(Unit.name, func.count())
            .join(NoticeTarget, NoticeTarget.unit_id == Unit.id)
            .where(NoticeTarget.notice_id == newest, ~NoticeTarget.is_exempt)
            .group_by(Unit.name)
        )
        return {name: count for name, count in rows}


def test_two_buildings_are_told_and_the_third_is_not(town: Town) -> None:
    said = send(town.secretary, "发通知 3号楼、1号楼 明天9点停水")

    assert "正在发给" in said, said
    assert units_of(town) == {"1号楼": 8, "3号楼": 7}


def test_all_but_one_building(town: Town) -> None:
    send(town.secretary, "发通知 全体居民，除了2号楼 明天9点停水")

    assert units_of(town) == {"1号楼": 8, "3号楼": 7}


def test_a_building_that_is_not_there_is_named(town: Town) -> None:
    heard = town.secretary.says("发通知 1到5号楼 明天9点停水")

    assert "4号楼" in heard and "5号楼" in heard and "没有发送" in heard


def test_posts_are_told_and_no_household(town: Town) -> None:
    said = send(town.secretary, "发通知 全体网格员 今晚7点开会")
    town.send()

    assert "正在发给1人" in said, said
    assert any("开会" in text for text in town.grid_worker.hears())
    assert town.observed[1].hears() == []
    assert "开会" in town.grid_worker.says("收到")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("通知今天夜里值班的同志把雨衣带上", "把雨衣带上"),
        ("告诉值班的同志交接班提前半小时", "交接班提前半小时"),
        ("叫值夜班的师傅把大门锁好", "把大门锁好"),
        ("让当班的同事到会议室开会", "到会议室开会"),
        ("通知今晚值班的人带好手电", "带好手电"),
    ],
)
def test_what_is_said_to_who_is_on_duty_is_a_notice(town: Town, order: str, words: str) -> None:
    shown = town.secretary.says(order)
    if "今晚还没有排" not in shown:
        assert f"内容：{words}" in shown and "人能收到" in shown and "户" not in shown, shown


def test_who_lives_alone_is_told(town: Town) -> None:
    alone = person_of(town, town.who["observed"][0])
    town.bot.database.write(
        lambda db: db.execute(update(Person).filter_by(id=alone).values(needs=["独居"])) and None
    )

    said = send(town.secretary, "给独居老人发个通知，明天降温，请添衣服")

    assert "正在发给1人" in said, said
    assert sum(units_of(town).values()) == 1


SAID_OF_ONE = (
    "{}的{}老人",
    "{}又{}的",
    "{}并且{}的人",
    "{}{}的老人",
    "既{}又{}的老人",
    "{}老人里{}的",
)
SAID_OF_TWO = ("{}老人和{}老人", "{}的和{}的", "{}、{}的老人", "{}老人以及{}的人", "{}老人还有{}的")
NEEDS = {"独居": "独居", "没手机": NO_PHONE, "残疾": "残疾", "透析": "透析", "高血压": "慢病"}


@pytest.mark.parametrize(("one", "other"), [*itertools.permutations(NEEDS, 2)])
def test_what_is_said_of_one_narrows_and_what_is_said_of_two_widens(one: str, other: str) -> None:
    both = traits([NEEDS[one], NEEDS[other]])
    either = traits([NEEDS[one]], [NEEDS[other]])
    for place in ("", "3号楼的"):
        for words, wanted in ((SAID_OF_ONE, both), (SAID_OF_TWO, either)):
            for shape in words:
                said = f"{place}{shape.format(one, other)} 明天降温"
                found = audience_words.take(said)
                assert found is not None and found.wanted.traits == wanted, said
                assert said[found.end :].strip() == "明天降温", said


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("在监测的孕妇", traits([WATCHED, "孕产妇"])),
        ("在监测的和3号楼的孕妇", traits([WATCHED], ["孕产妇"])),
        ("没手机的独居老人和孕妇", traits([NO_PHONE, "独居"], ["孕产妇"])),
        ("独居老人孕妇：", traits(["独居"], ["孕产妇"])),
        ("孕妇、残疾人和独居没手机的老人", traits(["孕产妇"], ["残疾"], ["独居", NO_PHONE])),
    ],
)
def test_kinds_of_people(said: str, wanted: frozenset[frozenset[str]]) -> None:
    found = audience_words.take(f"{said} 明天产检")
    assert found is not None and found.wanted.traits == wanted


def test_one_person_must_have_all_that_is_said_of_one(town: Town) -> None:
    """Nobody by name is without a phone; a household none of which follows us is."""
    observed = [person_of(town, each) for each in town.who["observed"][:3]]
    held = (["独居"], ["独居", "没有手机"], ["没有手机"])

    def note(db: Session) -> None:
        for person, needs in zip(observed, held, strict=True):
            db.execute(update(Person).filter_by(id=person).values(needs=needs))

    town.bot.database.write(note)

    shown = town.secretary.says("发通知 没手机的独居老人 明天降温，请添衣服")

    assert "“没有手机且独居”的：共1户" in shown, shown
    town.secretary.says("2")
    said = send(town.secretary, "发通知 独居的和残疾的 明天降温，请添衣服")
    assert "正在发给2人" in said, said


def test_who_was_silent_is_told_again(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 明天9点停水，收到请回复")
    town.send()
    town.observed[1].says("收到")

    said = send(town.secretary, "发通知 上次没看的 停水前请蓄水")

    assert "正在发给3人" in said, said
    assert units_of(town) == {"3号楼": 6}


def test_nobody_is_refused(town: Town) -> None:
    assert "没有一户要发" in town.secretary.says("发通知 孕妇 明天产检")


def test_everybody_only_after_a_typed_confirmation(town: Town) -> None:
    shown = town.secretary.says("发通知 全体 明天9点停水")
    town.secretary.says("1")
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Delivery)) == 0

    assert "打字回复" in shown
    town.secretary.says("发通知 全体 明天9点停水")
    assert "正在发给" in town.secretary.says("确认发给全体")


def test_fewer_than_confirmed_is_said(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    gone = person_of(town, town.who["observed"][1])
    town.bot.database.write(
        lambda db: (
            db.execute(update(Person).filter_by(id=gone).values(gone_on=town.clock.now().date()))
            and None
        )
    )

    assert "确认的时候是4人，现在只能发给3人" in town.secretary.says("1")


def test_a_draft_of_yesterday_is_not_sent(town: Town) -> None:
    town.secretary.says("发通知 全体 明天9点停水")
    town.clock.advance(hours=30)

    assert "正在发给" not in town.secretary.says("确认发给全体")
    with town.bot.database.read() as db:
        assert set(db.scalars(select(Notice.state))) == {NoticeState.DRAFT}
        assert db.scalar(select(func.count()).select_from(Household)) == 23


@pytest.fixture
def family(town: Town) -> Town:
    """A grandmother of 81 and a girl of 4, written down as staff tell of them."""
    for said in (
        "登记住户 2-1-301 欧阳青 17000000011",
        "给欧阳青家加上婆婆石老太 81岁",
        "欧阳青家添了个女儿 石榴 4岁",
    ):
        town.grid_worker.says(said)
        assert "登记好了" in town.grid_worker.says("1"), said
    return town


@pytest.mark.parametrize(
    ("told", "whom"),
    [
        ("石老太一个人过", "独居老人"),
        ("石老太走不了路", "卧床的老人"),
        ("石老太吃低保", "低保户"),
        ("欧阳青有喜了", "孕妇"),
        ("石老太每周要血透", "透析的人"),
    ],
)
def test_what_staff_told_of_somebody_names_them(family: Town, told: str, whom: str) -> None:
    family.grid_worker.says(told)
    family.grid_worker.says("1")

    shown = family.secretary.says(f"发通知 {whom} 明天降温，请添衣服")

    assert "共1户" in shown, shown


@pytest.mark.parametrize(
    ("whom", "kind"),
    [
        ("80岁以上的老人", "80岁以上"),
        ("2号楼65岁以上老人", "65岁以上"),
        ("满六十周岁的", "60岁以上"),
        ("老人", "60岁以上"),
        ("2号楼的老年人", "60岁以上"),
        ("上了年纪的", "60岁以上"),
        ("高龄老人", "80岁以上"),
        ("70到85岁的老人", "70到85岁"),
        ("6岁以下的孩子", "6岁以下"),
        ("家里有80岁以上老人的", "80岁以上"),
    ],
)
def test_an_age_names_whom(family: Town, whom: str, kind: str) -> None:
    shown = family.secretary.says(f"发通知 {whom} 明天降温，请添衣服")

    assert f"“{kind}”的：共1户" in shown, shown
    assert "没有登记" in shown, "of whom nobody knows the age is said"


@pytest.mark.parametrize(
    "whom", ["85岁以上的老人", "90多岁的老人", "独居的80岁以上老人", "60到70岁的", "3岁以下的"]
)
def test_who_is_not_of_that_age_is_not_meant(family: Town, whom: str) -> None:
    shown = family.secretary.says(f"发通知 {whom} 明天降温，请添衣服")
    assert "没有一户要发" in shown, shown


@pytest.mark.parametrize("said", ["老人节活动 请报名", "老人卡年审 请办理", "60岁生日会 请参加"])
def test_what_only_begins_like_an_age_names_nobody(said: str) -> None:
    assert audience_words.take(said) is None


@pytest.mark.parametrize(
    ("whom", "kind", "floors"),
    [
        ("2号楼一楼的住户", "1楼", range(1, 2)),
        ("2号楼三楼", "3楼", range(3, 4)),
        ("2号楼3层的老人", "3楼", range(3, 4)),
        ("2号楼2到5楼的住户", "2到5楼", range(2, 6)),
        ("2号楼二楼以上的住户", "2楼以上", range(2, 99)),
        ("2号楼底层的居民", "1楼", range(1, 2)),
    ],
)
def test_a_floor_names_who_lives_there(family: Town, whom: str, kind: str, floors: range) -> None:
    with family.bot.database.read() as db:
        rooms = db.scalars(select(Household.room).where(Household.building == "2")).all()
    homes = sum(int(room[:-2]) in floors for room in rooms)

    shown = family.secretary.says(f"发通知 {whom} 今晚有暴雨，请把东西搬高")

    assert 0 < homes < len(rooms)
    assert f"{kind}" in shown.splitlines()[0], shown
    assert f"共{homes}户" in shown, shown
    assert "楼层按门牌号看" in shown, "of whom the floor is seen is said"


def test_nobody_of_that_kind_on_that_floor_is_said(family: Town) -> None:
    shown = family.secretary.says("发通知 2号楼三、四楼的独居老人 今晚有暴雨")

    assert "没有一户要发" in shown
    assert "楼层按门牌号看" in shown


@pytest.mark.parametrize(
    "said", ["一楼大厅有活动 请参加", "三楼会议室开会 请准时", "二楼平台维修 绕行"]
)
def test_a_place_on_a_floor_names_nobody(said: str) -> None:
    assert audience_words.take(said) is None


@pytest.mark.parametrize(
    "said", ["发通知 2单元 今天检修电梯", "通知第2单元的住户今天检修电梯", "发通知 除了2单元 停水"]
)
def test_an_entrance_of_no_building_is_asked_about(town: Town, said: str) -> None:
    shown = town.secretary.says(said)

    assert "2单元是哪栋楼的" in shown, shown
    assert "发通知 3号楼2单元" in shown


def test_an_entrance_is_that_of_the_only_building(town: Town) -> None:
    others = update(Unit).where(Unit.building != "3").values(building=None)
    town.bot.database.write(lambda db: db.execute(others) and None)

    assert "发给3号楼2单元" in town.secretary.says("发通知 2单元 今天检修电梯")


def test_an_entrance_left_out_is_one_of_the_buildings_named() -> None:
    for said in ("3号楼、5号楼，2单元除外 停水", "3号楼和5号楼除了2单元 停水"):
        named = audience_words.take(said)
        assert named is not None
        assert named.wanted.without.buildings[-1] == ("5", "2"), said
