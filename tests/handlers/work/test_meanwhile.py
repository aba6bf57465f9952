"""While help is on its way: what is asked is answered, and a danger told bit by bit is one."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, WorkItem
from tests.conftest import Town


def danger(town: Town) -> str:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.DANGER).order_by(WorkItem.id)
        return next((item.text for item in db.scalars(found)), "")


@pytest.mark.parametrize(
    ("called", "asked", "says"),
    [
        ("我爸嘴歪了说不清话", "他就是喝多了吧 让他睡一觉行不", "别等"),
        ("我妈右边手脚突然动不了", "要不要等天亮再送", "别等"),
        ("我胸口压着疼 出冷汗", "叫120好多钱 我自己开车去行不", "急救"),
        ("我胸口疼得出冷汗", "我自己骑车去卫生院要得不", "别自己开车"),
        ("奶奶被蛇咬了", "要不要拿绳子扎起来", "别用绳子扎死"),
        ("爷爷被毒蛇咬了脚", "县医院有血清没", "哪家能治"),
        ("吃了头孢起疹子喉咙发紧喘", "家里有氯雷他定 先吃一片可以吗", "代替不了120"),
        ("水淹到一楼膝盖了", "电闸在楼下 要不要下去拉", "电死人"),
        ("洪水进屋到腰了", "救援的人到哪了", "往高处"),
        ("我老公胸口疼得厉害", "怎么还没来人", "催"),
        ("我爸胸口压着疼 出冷汗", "叫120好多钱 我自己开去要得不", "别自己开车"),
        ("我妈走丢了 82 有老年痴呆", "派出所是不是要满24小时才给找", "不用等24小时"),
        ("洪水进屋到腰了", "村口桥没了 能派船吗", "119派"),
    ],
)
def test_what_is_asked_meanwhile_is_answered(
    town: Town, called: str, asked: str, says: str
) -> None:
    town.resident.says(called)

    answer = town.resident.says(asked)

    assert says in answer, answer
    assert asked in danger(town)


def test_whoever_cannot_walk_in_the_water_is_carried(town: Town) -> None:
    town.resident.says("水淹到一楼膝盖了 我和老伴在家")

    answer = town.resident.says("她中风走不了 我背不动")

    assert "119" in answer.splitlines()[0] and "抬上楼" in answer, answer


@pytest.mark.parametrize(
    ("asked", "says"),
    [("要打几针 隔几天", "针"), ("去哪打 贵不贵", "狂犬"), ("社保卡丢了怎么补", "12333")],
)
def test_after_a_bite_what_is_asked_is_answered_as_ever(town: Town, asked: str, says: str) -> None:
    assert "狂犬疫苗" in town.resident.says("娃被村里野狗咬了 腿上两个牙印出血")

    answer = town.resident.says(asked)

    assert says in answer and "新冠" not in answer, answer


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("我手上有一瓶安眠药", "交给身边的人"),
        ("我站在天台上", "12356"),
        ("你别告诉我爸妈", "不能替您瞒着"),
        ("我把药放下了 有点困", "马上打120"),
    ],
)
def test_whoever_has_the_means_at_hand_is_not_sent_a_form(town: Town, told: str, says: str) -> None:
    town.resident.says("我觉得活着没意思 不想活了")

    answer = town.resident.says(told)

    assert says in answer, answer
    assert "手机号" not in answer and told in danger(town)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("吃了医生开的头孢 半小时后身上起风团", "喉咙有点紧 说话哑了"), "过敏的东西"),
        (("38度4 刚满四岁", "刚才睡着身子一抖一抖的 抖了好几下 这个正常吗"), "侧躺"),
        (("我咳了一个礼拜 晚上气有点紧", "夹手指那个显示九十一"), "坐着"),
        (("刚打完针 身上起了疹子", "舌头有点肿 嗓子发紧"), "过敏的东西"),
        (("孩子发烧39度", "手脚一惊一惊的 抖了几下"), "侧躺"),
    ],
)
def test_a_danger_told_bit_by_bit_is_one(town: Town, parts: tuple[str, ...], says: str) -> None:
    for part in parts[:-1]:
        assert "请马上拨打120" not in town.resident.says(part)

    answer = town.resident.says(parts[-1])

    assert "120" in answer.splitlines()[0] and says in answer, answer
    assert parts[-1] in danger(town)


def test_what_was_told_long_before_or_is_over_adds_nothing(town: Town) -> None:
    town.resident.says("吃了医生开的头孢 半小时后身上起风团")
    town.at("2026-11-21T10:30")

    assert not danger(town)
    assert "请马上拨打120" not in town.resident.says("喉咙有点紧 说话哑了")


@pytest.mark.parametrize(
    "said", ["还有我老婆和娃儿一起 三个人", "还有我爸妈 一共五口人", "38度4 刚满四岁"]
)
def test_who_comes_along_and_how_old_they_are_is_no_danger(town: Town, said: str) -> None:
    town.resident.says("我27号从东莞回来 要不要报备")
    town.resident.says(said)

    assert not danger(town)


def test_whoever_is_well_again_has_their_question_answered_too(town: Town) -> None:
    town.resident.says("我妈走丢了 82岁 有老年痴呆")

    answer = town.resident.says("找到了没事了 谢谢 社保卡丢了怎么补办")

    assert "没事就好" in answer and "挂失" in answer, answer


def test_how_long_until_well_is_no_news_of_being_well(town: Town) -> None:
    town.resident.says("我妈胸口疼得厉害")

    assert "没事就好" not in town.resident.says("好了好久能出院")


@pytest.mark.parametrize(
    ("before", "said", "says"),
    [
        ("地库进水了没 我车在负二", "我老婆已经先下去了 电话打不通 没信号", "别下去找人"),
        ("台风要来了 我们住工棚", "我们四十多号人 板房 在塔吊下面 不敢动", "离开工棚"),
    ],
)
def test_what_only_sounds_like_danger_is_of_where_they_are(
    town: Town, before: str, said: str, says: str
) -> None:
    town.resident.says(before)

    answer = town.resident.says(said)

    assert "119" in answer.splitlines()[0] and says in answer, answer


def test_a_body_in_the_flood_is_a_body(town: Town) -> None:
    town.resident.says("发大水了 在二楼")

    answer = town.resident.says("我妈叫不醒")

    assert "120" in answer.splitlines()[0] and "侧躺" in answer, answer


def test_a_shelter_asks_for_no_papers(town: Town) -> None:
    town.resident.says("洪水进屋到腰了")

    answer = town.resident.says("去安置点要不要钱 我们没得居住证")

    assert "不要钱" in answer and "急诊" not in answer, answer
