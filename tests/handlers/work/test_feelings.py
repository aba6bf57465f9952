"""What weighs on somebody is heard before anything is done about it, and good news is shared."""

import pytest

from tests.conftest import Town

DIED = [
    "我妈今天凌晨走了", "俺爹昨儿夜里走了", "我老伴昨晚过世了", "爷爷上午没了", "我奶奶刚刚病逝了", "家里老人不在了",
    "外公半夜走的，走得很安详", "我婆婆在医院没抢救过来", "孩子他爷爷昨天去世了，心里空落落的",
]  # fmt: skip
LIVES = [
    "我爸昨天走了高速回来，要报备吗", "我妈药没了，帮我买一盒", "老公昨天出差走了", "爷爷三年前去世了，户口本上还有名字怎么办",
    "奶奶的体温计没了", "我爸刚走，去火车站了",
]  # fmt: skip
WAKE = ["我们家要办丧事，摆十桌", "后天办白事，大概来八十人", "爹的葬礼要不要跟村里讲一声"]
IN_HOSPITAL = ["我爸住院了", "老婆今早做手术住院了", "我妈让救护车拉走了", "娃儿肺炎住院第二天了"]
AFRAID = [
    "怕得很 半夜烧起来咋个办",
    "我好担心，楼上那家得登革热会不会传给我们",
    "吓死了，孩子发烧怎么办",
]
ANGRY = [
    "什么破社区，一天天的就知道填表", "气死我了，打了八遍电话没人接", "你们简直不把人当人", "受够了，天天折腾我们老百姓",
    "投诉网格员态度恶劣", "物业垃圾三天没人收，我要投诉",
]  # fmt: skip
ASHAMED = [
    "得了这个病，没脸见人了",
    "邻居都躲着我，好丢人",
    "大家指指点点，我抬不起头",
    "吃个低保还被人笑话",
]
LONELY = [
    "就我一个人在家，没人说话",
    "一个人过年，冷清得很",
    "儿女都在外地，闷得慌",
    "好孤独啊",
    "成天对着电视说话",
]
GLAD = [
    "我转阴了", "娃终于退烧了", "我爸今天出院了", "全家都好了，谢天谢地", "解除隔离了，太高兴了", "测出来是阴性，放心了", "生了个大胖小子", "老爸出院了，多谢你们惦记",
]  # fmt: skip
NOT_GLAD = [
    "几天能转阴",
    "孩子还没退烧",
    "我爸什么时候能出院",
    "退烧了又烧起来了",
    "出院了要不要复查",
]


@pytest.mark.parametrize("words", DIED)
def test_a_death_is_met_with_condolence_and_somebody_comes(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "节哀" in said.splitlines()[0], said
    assert "网格员" in said and "死亡证明" in said
    assert "报备" not in said and "没听懂" not in said
    town.send()
    assert any(words in heard for heard in town.grid_worker.phone.texts())


def test_who_may_only_have_left_is_asked_gently(town: Town) -> None:
    said = town.resident.says("我爸走了")
    assert "节哀" in said and "回复 1" in said
    assert "死亡证明" in town.resident.says("1")

    town.resident.says("我妈走了")
    assert "节哀" not in town.resident.says("2")


@pytest.mark.parametrize("words", LIVES)
def test_nobody_is_mourned_who_lives_or_died_long_ago(town: Town, words: str) -> None:
    assert "已告诉网格员，请他们" not in (said := town.resident.says(words)) or "药" in words
    assert not said.startswith("请您节哀。家里")


@pytest.mark.parametrize("words", WAKE)
def test_a_wake_begins_with_condolence(town: Town, words: str) -> None:
    assert "节哀" in town.resident.says(words).splitlines()[0]


def test_the_answer_to_a_wake_is_no_banquet_agreed_to(town: Town) -> None:
    told = _decided(town, "白事")
    assert "节哀" in told and "办酒" not in told and "已同意" not in told


def test_a_wake_is_reported_by_its_own_word(town: Town) -> None:
    said = town.resident.says("丧事报备")
    assert said.startswith("请您节哀") and "办什么事" not in said


def test_the_answer_to_a_wedding_is_as_it_was(town: Town) -> None:
    told = _decided(town, "红事")
    assert "已同意" in told and "节哀" not in told


def _decided(town: Town, kind: str) -> str:
    person = town.resident
    for said in ("办酒报备", kind, "后天", "自家院子", "3", "20", "1", "是"):
        person.says(said)
    town.grid_worker.says("同意 1")
    town.send()
    return next(heard for heard in reversed(person.phone.texts()) if "编号1" in heard)


@pytest.mark.parametrize("words", IN_HOSPITAL)
def test_who_has_somebody_in_hospital_is_asked_what_they_need(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "着急" in said.splitlines()[0] and "网格员" in said, said


@pytest.mark.parametrize("words", AFRAID)
def test_fear_is_heard_and_answered(town: Town, words: str) -> None:
    lines = town.resident.says(words).splitlines()
    assert "别慌" in lines[0] and len(lines) > 1


@pytest.mark.parametrize("words", ANGRY)
def test_anger_is_thanked_for_and_reaches_the_secretary(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "谢谢" in said and "社区书记" in said, said
    town.send()
    assert any(words in heard for heard in town.secretary.phone.texts())
    assert not any(words in heard for heard in town.grid_worker.phone.texts())


@pytest.mark.parametrize("words", ["傻机器人，滚", "你个蠢货", "滚蛋吧", "什么破玩意"])
def test_an_insult_is_not_returned(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "对不住" in said and "转人工" in said and "没听懂" not in said


@pytest.mark.parametrize("words", ASHAMED)
def test_shame_is_taken_away(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "不是您的错" in said and "12356" in said


@pytest.mark.parametrize("words", LONELY)
def test_who_is_alone_is_offered_company(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "回复 1" in said and "120" not in said, said
    assert "网格员" in town.resident.says("1")


@pytest.mark.parametrize("words", GLAD)
def test_good_news_is_shared(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "高兴" in said or "恭喜" in said, said
    assert "没听懂" not in said


@pytest.mark.parametrize("words", NOT_GLAD)
def test_what_only_sounds_like_it_is_no_good_news(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "高兴" not in said and "恭喜" not in said


def test_good_news_of_a_watched_household_asks_for_the_reading(town: Town) -> None:
    said = town.observed[0].says("退烧啦")
    assert "高兴" in said and "体温" in said
    assert "已记下" in town.observed[0].says("36.6")


OTHERWISE = [
    "这破电脑又死机，气死我", "红白事要不要跟居委会报备", "隔壁家办完丧事回来，要洗澡换衣裳哇", "求住院，六十八岁，高烧不退八天",
    "奶奶一个人在家，耳聋，敲门听不见，我在外地不放心", "风险等级降了，是不是就解封了", "凭什么我们楼阴性还要关14天", "烧是不烧了，人跟面条一样，还吐",
    "阴性报告给我发成别人的", "解封了没",
]  # fmt: skip
FELT = ("节哀", "高兴", "恭喜", "您一定很着急", "不是您的错", "空落落", "别慌")


@pytest.mark.parametrize("words", OTHERWISE)
def test_no_feeling_is_heard_where_there_is_none(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert not any(word in said.splitlines()[0] for word in FELT), said


def test_anger_at_a_machine_at_home_is_nobodys_complaint(town: Town) -> None:
    assert "书记" not in town.resident.says("这破电脑又死机，气死我")


def test_whoever_was_called_hears_the_good_news(town: Town) -> None:
    town.resident.says("我爸住院了")
    assert "转告网格员" in town.resident.says("我爸今天出院了，人挺好")
    town.send()
    assert any("今天出院了" in heard for heard in town.grid_worker.phone.texts())


def test_who_tells_of_a_last_breath_hears_what_may_still_help(town: Town) -> None:
    said = town.resident.says("我爷爷刚刚在家里咽气了")
    assert "120" in said.splitlines()[0] and "节哀" in said


def test_a_request_beside_it_is_still_a_request(town: Town) -> None:
    said = town.resident.says("就我一个人在家，能帮我买点菜吗")
    assert "编号" in said


def test_staff_are_people_too(town: Town) -> None:
    assert "节哀" in town.doctor.says("我外婆昨晚走了")


@pytest.mark.parametrize("words", ["老伴走了半年了，夜里还是睡不着", "我妈去世两年了，还老梦见她"])
def test_who_is_missed_long_after_is_heard_and_nobody_is_sent(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "人之常情" in said and "死亡证明" not in said


@pytest.mark.parametrize("words", ["我家闺女考上大学了", "今天领证了，要当爸爸了"])
def test_a_familys_joy_is_shared(town: Town, words: str) -> None:
    assert "恭喜" in town.resident.says(words)


@pytest.mark.parametrize("words", ["外婆独自在家热得不说话了", "一个人在家摔了，动不了，没人管"])
def test_whoever_is_alone_and_ill_needs_help_before_company(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "空落落" not in said and "120" in said


@pytest.mark.parametrize(
    ("words", "felt"),
    [
        ("老头子前天走了，刚忙完丧事", "节哀"),
        ("我爸昨晚没了，接下来要去哪儿办证明", "节哀"),
        ("查出来我妈是肝癌", "一步一步"),
        ("被邻居们躲着走，就因为得过病", "不是您的错"),
        ("高烧总算退了，谢谢大家", "高兴"),
        ("谢谢你们帮我跑了一趟，真贴心", "不客气"),
    ],
)
def test_loss_illness_shame_and_thanks_are_heard(town: Town, words: str, felt: str) -> None:
    said = town.resident.says(words)
    assert felt in said and "对不住" not in said, said


@pytest.mark.parametrize(
    "words",
    [
        "女儿好几个月没理我，发消息也不回",
        "伺候瘫了的老头子五年，我快熬不住了",
        "妈妈老骂我，我不想回去",
        "跟老姐妹翻了脸，心里堵得慌",
        "爸妈上夜班，家里就我一个小孩",
    ],
)
def test_what_weighs_on_them_is_answered_as_a_neighbour_would(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "依据" not in said and "没听懂" not in said and "约时间" not in said, said
    assert any(way in said for way in ("转人工", "12355", "12356", "几号楼")), said


@pytest.mark.parametrize("words", ["没考上公务员", "中考落榜了，没考取", "搬了新家一点也不高兴"])
def test_what_did_not_come_true_is_not_congratulated(town: Town, words: str) -> None:
    assert "恭喜" not in town.resident.says(words)


@pytest.mark.parametrize("words", ["我终于拿到驾照了", "今天过生日啦，真高兴"])
def test_small_good_news_is_shared_too(town: Town, words: str) -> None:
    assert "恭喜" in town.resident.says(words)


@pytest.mark.parametrize("said", ["麻烦你们上门看看", "麻烦您来一趟我家", "麻烦医生过来看一眼"])
def test_who_asks_somebody_to_come_has_thanked_nobody(town: Town, said: str) -> None:
    assert "真高兴" not in town.resident.says(said)
