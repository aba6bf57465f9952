import pytest

from handlers.work.first_aid import FIRST
from nlp import danger
from tests.hearing import heard

BODY = """
我爸喘不上气了，快来人
呼吸困难
奶奶呼 吸 困 难，脸都憋紫了
呼吸很困难，怎么办
爷爷踹不上气
喘不过汽来
孩子上不来气，嘴唇发青
憋得慌，躺都躺不下
憋的慌
胸闷得喘不过气
气都喘不上来
出不来气了
喘得厉害，话都说不出来
呼吸困難，叫救護車
喘不過氣
我透唔到气
没有发烧，但是喘不上气
我快窒息了
不咳嗽，就是胸口疼
胸痛
我胸口疼得冒冷汗
胸 口 疼
心口一阵一阵绞痛
心绞痛犯了
心脏疼
老头子心梗了
我胸口痛是不是心梗
体温36.5，胸口像针扎一样疼
顺便问下几点做核酸，我妈现在喘不上气
我妈叫不醒了
怎么叫都不醒
推他半天没反应
爷爷昏迷了
我爺爺昏迷不醒
老公晕倒了
人昏过去了
奶奶意识不清
意识有点模糊
神志不清，说胡话
突然倒地上不动了
老人不省人事
没有心跳了
没有呼吸了
孩子高烧抽搐
娃抽风了
孩子惊厥，眼睛翻白
口吐白沫
全身抽搐不停
羊水破了
老婆要生了
媳妇快生了，车出不去
孕39周，宫缩五分钟一次
见红了，怀孕38周
封控楼里有孕妇临产
马上要生了怎么出小区
胎动没了
大出血
血止不住
产后大量出血
流了一地血
嘴唇发紫
孩子脸色发青嘴唇紫了
指甲都发紫
中暑昏迷了
工地上有人中暑，叫不醒
热射病，人不行了
吐血了
咳血
呕了好几口血
奶奶突然说不出话，嘴歪了
半边身子动不了
脑出血
孩子误喝了消毒液
吃了一大把安眠药
我家孩子噎住了
鱼刺不是，是花生卡在气管了
触电了
煤气中毒
我爸快不行了
救命啊
有生命危险
""".split("\n")

MIND = """
不想活了
我想不开
活着没意思
我活够了
不想活下去了
想自杀
想死
死了算了
好想跳楼
她割腕了
邻居要跳楼
有人轻生
活着真累，一了百了
唔想活
我不如死了
隔离得我真想一死了之，想结束自己
写好遗书了
生不如死
""".split("\n")

RESCUE = """
发大水了怎么办往哪跑
洪水来了，水快到二楼了
水进屋了，老人走不动
水已经没过膝盖了
我们被困在屋顶上
车困在水里了出不来，我被困住了
村里山洪冲下来了
房子要塌了
隔壁着火了
楼道里全是浓烟
家里好像煤气漏了
一股很大的煤气味
我被困在电梯里了
堤坝决堤了
""".split("\n")

HARMLESS = """
呼吸困难是新冠的症状吗
重症会呼吸困难吗
哪些情况属于呼吸困难
发热、胸痛、呼吸困难的患者应如何就诊？
新冠会导致昏迷吗
没有胸痛
没有呼吸困难，体温36.5
不胸闷不气短
无胸闷胸痛
没有喘不上气的情况
不发烧，没有胸痛，没有呼吸困难
否认胸痛
如果出现呼吸困难怎么办
要是喘不上气该打哪个电话
怎么预防中暑昏迷
打疫苗会晕倒吗
过敏会休克吗
佩戴有呼吸阀的口罩有风险吗
口罩戴久了会窒息吗
呼吸道疾病好了还要戴口罩吗
戴口罩喘不过气可以摘吗
心理热线多少
自杀热线是多少
孕妇临产应急预案是什么
急救培训：心脏骤停怎么办
困死了
热死了
累得要死
笑死我了
气死我了
想死你了
电脑要死机了
血压有点高
验血要空腹吗
发洪水一般是几月份
灾后水怎么消毒
楼上漏水了
燃气泄漏应急演练是哪天
煤气费怎么交
洪水退了能回家吗
被子困不困都行
火锅店能开吗
献血去哪里
孩子出生了要办什么证
他生病了
头晕
鼻塞
有点气短吗？没有
怀孕能打疫苗吗
脑梗后遗症能打疫苗吗
有癫痫史能打吗
热性惊厥史的孩子能接种吗
新冠会死人吗
我怕死
今天36.5，一切正常
小区什么时候解封
帮我买两斤鸡蛋
谢谢

""".split("\n")


def filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


@pytest.mark.parametrize("text", filled(BODY))
def test_a_body_in_danger_is_recognised(text: str) -> None:
    word = heard(text)

    assert word is not None
    assert danger.kind(word) == "body"


@pytest.mark.parametrize("text", filled(MIND))
def test_a_wish_to_die_is_recognised(text: str) -> None:
    word = heard(text)

    assert word is not None
    assert danger.kind(word) == "mind"


@pytest.mark.parametrize("text", filled(RESCUE))
def test_who_must_be_got_out_is_recognised(text: str) -> None:
    word = heard(text)

    assert word is not None
    assert danger.kind(word) == "rescue"


def test_for_every_danger_there_is_what_to_do_first() -> None:
    assert set(danger.names()) == set(FIRST)


@pytest.mark.parametrize("text", filled(HARMLESS))
def test_knowledge_questions_denials_and_turns_of_phrase_are_not_danger(text: str) -> None:
    assert heard(text) is None


def test_danger_is_found_at_the_end_of_a_very_long_message() -> None:
    assert heard("今天天气不错，小区很安静。" * 800 + "我妈喘不上气了") == "呼吸困难"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("水到车窗了门推不开", "洪水"),
        ("桥洞里车泡水了，我们出不去", "洪水"),
        ("屋门被水顶住打不开，水还在涨", "洪水"),
        ("高压线断了掉在积水里", "电线落水"),
        ("电线杆倒了，电线泡在路边水里", "电线落水"),
        ("宝宝四十度手脚冰凉", "孩子危急"),
        ("闺女高烧40度，四肢发冷", "孩子危急"),
    ],
)
def test_what_helps_is_of_the_danger_that_is_meant(text: str, name: str) -> None:
    assert heard(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "夜市摊把炭灰倒树坑里",
        "饭店往河里倒泔水",
        "娃换牙掉了一颗",
        "青蛙往池塘里跳",
        "坛坛罐罐里接的水要倒掉迈",
        "被水冲走的东西里有我的证件，完了",
        "孩子他爷走了",
        "下雨天车门打不开是不是冻住了",
        "孩子打完疫苗手脚凉正常吗",
    ],
)
def test_whoever_is_in_no_danger_is_not_sent_an_ambulance(text: str) -> None:
    assert heard(text) is None


@pytest.mark.parametrize("code", ["YKCHDB62", "MYGNSUYA", "WTWGNB4Y", "8EEBG6DY", "QZXJKVWP"])
def test_a_code_is_no_cry(code: str) -> None:
    assert heard(f"补充举报 {code} 就在东门") is None
    assert heard(f"查一下 {code} 到哪一步了") is None


def test_a_cry_in_capitals_is_one() -> None:
    assert heard("HELP HE IS DROWNING") is not None
    assert heard("我爸 DROWNING 了 救命") is not None


@pytest.mark.parametrize(
    "text",
    [
        "救我",
        "快来人啊出事了",
        "我不行了",
        "来人啊！快来人！",
        "救救我们",
        "出大事了，快来救人",
        "我撑不住了",
        "快救救孩子吧",
        "救我呀……",
        "老婆婆喊她只会哼哼，迷迷糊糊的",
        "我外公推他光哼哼，也不睁眼",
        "舅舅透析的机器断电了",
        "他哮喘犯了，喷雾用完了",
        "我们撑不住了",
        "有人往河里跳了",
        "隔壁女的要往楼下跳",
        "刚看见个人朝江里跳",
        "奶奶一天没喝水，叫她迷迷糊糊",
        "气雾剂空了，女儿喘病又发作",
    ],
)
def test_a_bare_cry_and_help_that_ran_out_are_heard(text: str) -> None:
    assert heard(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "快来人修一下水管",
        "这个不行了换一个",
        "我不行，让小李去",
        "出事故的路段通了吗",
        "来人登记一下",
        "啊",
        "！！！",
        "来人了吗",
        "透析的机器在几楼",
        "哮喘的喷雾用完了，帮我配一支",
    ],
)
def test_what_begins_like_a_cry_is_none(text: str) -> None:
    assert heard(text) is None
