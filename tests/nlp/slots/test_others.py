"""Tables of examples for the smaller slots."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from nlp.slots import extract

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))


def slot(text: str, key: str) -> Any:
    return extract(text, AT).get(key)


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("没发烧就是有点咳", ["咳嗽"], ["发热"]),
        ("没有发烧咳嗽", None, ["发热", "咳嗽"]),
        ("不发烧不咳嗽", None, ["发热", "咳嗽"]),
        ("没发烧，咳嗽两天了", ["咳嗽"], ["发热"]),
        ("无发热，咳嗽，乏力", None, ["发热", "咳嗽", "乏力"]),
        ("发烧咳嗽都没有", None, ["发热", "咳嗽"]),
        ("我家老人37.6有点咳嗽", ["咳嗽"], None),
        ("嗓子疼两天了", ["咽痛"], None),
        ("没有发烧就是拉肚子", ["腹泻"], ["发热"]),
        ("浑身没劲", ["乏力"], None),
        ("闻不到味道了", ["嗅觉减退"], None),
        ("吃东西没味道", ["味觉减退"], None),
        ("我爸喘不上气", ["呼吸困难"], None),
        ("烧退了还有点咳", ["咳嗽"], ["发热"]),
        ("鼻子不通，流清鼻涕，打喷嚏", ["鼻塞", "流涕", "打喷嚏"], None),
        ("頭痛，乏力", ["头痛", "乏力"], None),
        ("乾咳，胸闷", ["干咳", "胸闷"], None),
        ("浑身酸痛，恶心想吐", ["肌肉酸痛", "呕吐"], None),
        ("头不疼，嗓子也不疼", None, ["头痛", "咽痛"]),
        ("咳嗽好了", None, ["咳嗽"]),
        ("退烧药哪里买", None, None),
        ("发热门诊在哪", None, None),
        ("如果发烧怎么办", None, None),
        ("眼睛红", ["结膜充血"], None),
    ],
)
def test_symptoms(text: str, present: list[str] | None, absent: list[str] | None) -> None:
    assert (slot(text, "symptoms"), slot(text, "neg_symptoms")) == (present, absent)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("坐G1548回来", {"mode": "train", "no": "G1548"}),
        ("高铁d2201次", {"mode": "train", "no": "D2201"}),
        ("G37次晚点了", {"mode": "train", "no": "G37"}),
        ("k 528 回的", {"mode": "train", "no": "K528"}),
        ("坐火车1461次", {"mode": "train", "no": "1461"}),
        ("Ｚ７２回来", {"mode": "train", "no": "Z72"}),
        ("坐CA1234回来", {"mode": "flight", "no": "CA1234"}),
        ("3U8888落地", {"mode": "flight", "no": "3U8888"}),
        ("mu 5301", {"mode": "flight", "no": "MU5301"}),
        ("航班9C8812", {"mode": "flight", "no": "9C8812"}),
        ("坐飞机回", {"mode": "flight"}),
        ("坐高铁回来", {"mode": "train"}),
        ("自己开车", {"mode": "car"}),
        ("自驾回村", {"mode": "car"}),
        ("坐大巴", {"mode": "bus"}),
        ("坐长途客车", {"mode": "bus"}),
        ("坐轮渡过来", {"mode": "ship"}),
        ("打车到家", {"mode": "taxi"}),
        ("坐地铁", {"mode": "metro"}),
        ("戴K95口罩", None),
        ("住D2栋", None),
        ("体温T36.5", None),
        ("G318国道封了", None),
    ],
)
def test_transport(text: str, expected: dict[str, str] | None) -> None:
    assert slot(text, "transport") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("车牌粤B·12345", ["粤B12345"]),
        ("皖A D12345", ["皖AD12345"]),
        ("京A12345和沪CQ1234", ["京A12345", "沪CQ1234"]),
        ("川a·8k7d2", ["川A8K7D2"]),
        ("浙Ｃ６６６６６", ["浙C66666"]),
        ("鄂AF12345", ["鄂AF12345"]),
        ("苏E 5Q 776", ["苏E5Q776"]),
        ("豫N-77777", ["豫N77777"]),
        ("新A88888", ["新A88888"]),
        ("琼B3F456来接", ["琼B3F456"]),
        ("京东快递", None),
        ("粤B证", None),
    ],
)
def test_plates(text: str, expected: list[str] | None) -> None:
    assert slot(text, "plates") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13800001234", ["13800001234"]),
        ("138 0000 1234", ["13800001234"]),
        ("138-0000-1234", ["13800001234"]),
        ("１３８００００１２３４", ["13800001234"]),
        ("+86 13800001234", ["13800001234"]),
        ("1380 000 1234", ["13800001234"]),
        ("0791-88881234", ["079188881234"]),
        ("(010)66661234", ["01066661234"]),
        ("０７９１－８８８８１２３４", ["079188881234"]),
        ("021 6666 1234", ["02166661234"]),
        ("400-800-1234", ["4008001234"]),
        ("我13800001234，老婆13900005678", ["13800001234", "13900005678"]),
        ("138000012345", None),
        ("1380000123", None),
        ("12345", None),
        ("430102199001011234", None),
    ],
)
def test_phones(text: str, expected: list[str] | None) -> None:
    assert slot(text, "phones") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-2-601", {"building": "3", "unit": "2", "room": "601"}),
        ("8栋2单元1501", {"building": "8", "unit": "2", "room": "1501"}),
        ("十二号楼三单元五零二", {"building": "12", "unit": "3", "room": "502"}),
        ("A座1201", {"building": "A", "room": "1201"}),
        ("米20斤送到6栋301", {"building": "6", "room": "301"}),
        ("6栋301体温36.5", {"building": "6", "room": "301"}),
        (
            "幸福小区8栋2单元1501",
            {"community": "幸福小区", "building": "8", "unit": "2", "room": "1501"},
        ),
        ("我住阳光花园3号楼", {"community": "阳光花园", "building": "3"}),
        ("3号楼1单元5楼", {"building": "3", "unit": "1", "floor": "5"}),
        ("3栋", {"building": "3"}),
        ("7楼从武汉回来没报备", {"floor": "7"}),
        ("5幢802室", {"building": "5", "room": "802"}),
        ("b座1803", {"building": "B", "room": "1803"}),
        ("１２栋３０２", {"building": "12", "room": "302"}),
        ("2单元401", {"unit": "2", "room": "401"}),
        ("601室", {"room": "601"}),
        ("12-1803", {"building": "12", "room": "1803"}),
        ("5#2单元302", {"building": "5", "unit": "2", "room": "302"}),
        ("二栋一单元三零一", {"building": "2", "unit": "1", "room": "301"}),
        ("体温36.5", None),
        ("12月8日回来", None),
        ("13800001234", None),
        ("下楼扔垃圾", None),
    ],
)
def test_address(text: str, expected: dict[str, str] | None) -> None:
    assert slot(text, "address") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我家三口人", {"count": 3}),
        ("一家三口从日本回国", {"count": 3}),
        ("两大一小", {"count": 3}),
        ("我和老婆两个人", {"count": 2}),
        ("全家5口", {"count": 5}),
        ("我们4个人回来", {"count": 4}),
        ("五六个人打麻将", {"count_min": 5, "count_max": 6}),
        ("3-4人", {"count_min": 3, "count_max": 4}),
        ("十几个人聚餐", {"count_min": 10, "count_max": 19}),
        ("二十多个人跳舞", {"count_min": 20, "count_max": 29}),
        ("N95口罩", None),
        ("一个人都没有", None),
    ],
)
def test_persons(text: str, expected: dict[str, int] | None) -> None:
    assert slot(text, "persons") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我叫王建国", "王建国"),
        ("姓名：李梅，电话13800001234", "李梅"),
        ("我叫阿依古丽·买买提", "阿依古丽·买买提"),
        ("我是张伟住3栋", "张伟"),
        ("名字叫欧阳修文", "欧阳修文"),
        ("联系人 陈静", "陈静"),
        ("我叫王芳在北京", "王芳"),
        ("我是密接", None),
        ("我是武汉回来的", None),
        ("我是黄码怎么办", None),
        ("我是业主", None),
        ("你好", None),
    ],
)
def test_name(text: str, expected: str | None) -> None:
    assert slot(text, "name") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("孩子发烧了", "孩子"), ("娃不舒服", "孩子"), ("我爸咳嗽", "爸爸"), ("父亲咳嗽", "爸爸"), ("我媳妇难受", "老婆"), ("老伴头晕", "老伴"),
        ("我头疼", "本人"), ("俺娘腿疼", "妈妈"), ("婆婆摔了", "婆婆"), ("二宝吐了", "二宝"), ("大家好", None), ("我们小区", None), ("宝鸡回来", None), ("帮我买菜", None),
    ],
)  # fmt: skip
def test_who(text: str, expected: str | None) -> None:
    assert slot(text, "who") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("抗原两条杠了", {"type": "抗原", "result": "阳性"}),
        ("抗原自测一条杠", {"type": "抗原", "result": "阴性"}),
        ("试剂盒一道杠", {"type": "抗原", "result": "阴性"}),
        ("測出兩條槓", {"type": "抗原", "result": "阳性"}),
        ("混管阳性", {"type": "核酸", "result": "混管阳性"}),
        ("十混一异常", {"type": "核酸", "result": "混管阳性"}),
        ("核酸阴性", {"type": "核酸", "result": "阴性"}),
        ("我核酸阳性了", {"type": "核酸", "result": "阳性"}),
        ("我阳了", {"result": "阳性"}),
        ("昨天转阴了", {"result": "阴性"}),
        ("早上阳性现在阴性", {"result": "阴性"}),
        ("抗体阳性", {"type": "抗体", "result": "阳性"}),
        ("昨天做了核酸", {"type": "核酸"}),
        ("两道杠", {"type": "抗原", "result": "阳性"}),
        ("没阳", {"result": "阴性"}),
        ("同事阳了我算密接吗", None),
        ("核酸几天做一次", None),
        ("如果阳性怎么办", None),
        ("一线医护", None),
        ("阳性患者去哪里", None),
        ("太阳了得", None),
    ],
)
def test_results(text: str, expected: dict[str, str] | None) -> None:
    assert slot(text, "test") == expected


def goods(text: str) -> str:
    return " ".join(
        f"{i['name']}{i.get('qty', '')}{i.get('unit', '')}{i.get('spec', '')}"
        for i in slot(text, "items") or []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("帮我买点菜", "菜"),
        ("米20斤送到6栋301", "米20斤"),
        ("宝宝没奶粉了要两罐", "奶粉2罐"),
        ("三段奶粉两罐", "奶粉2罐三段"),
        ("半斤肉两包盐一提卫生纸", "肉0.5斤 盐2包 卫生纸1提"),
        ("鸡蛋两板，白菜2颗，土豆3斤", "鸡蛋2板 白菜2颗 土豆3斤"),
        ("买一桶油和十斤大米", "油1桶 大米10斤"),
        ("需要尿不湿一包XL", "尿不湿1包"),
        ("降压药吃完了", "降压药"),
        ("胰岛素快没了", "胰岛素"),
        ("帮忙带两盒布洛芬", "布洛芬2盒"),
        ("要一斤半排骨", "排骨1.5斤"),
        ("苹果5斤 香蕉2斤", "苹果5斤 香蕉2斤"),
        ("代购：牛奶1箱、面条2把、酱油1瓶", "牛奶1箱 面条2把 酱油1瓶"),
        ("2.5公斤面粉", "面粉2.5公斤"),
        ("缺口罩和酒精", "口罩 酒精"),
        ("买两瓶藿香正气水", "藿香正气水2瓶"),
        ("两袋猫粮", "猫粮2袋"),
        ("口罩怎么戴", ""),
        ("抗原两条杠", ""),
        ("快递要消毒吗", ""),
        ("吃大蒜能预防吗", ""),
        ("体温36.5", ""),
    ],
)
def test_items(text: str, expected: str) -> None:
    assert goods(text).replace("1包XL", "1包") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发烧三天了", 3), ("咳嗽一周", 7), ("嗓子疼两天了", 2), ("隔离20天了", 20), ("拉肚子半个月了", 15), ("烧了2天", 2), ("连续5天头疼", None), ("第四天", 4),
        ("三天没吃药了", 3), ("一个星期了还咳", 7), ("两个礼拜没下楼", 14), ("疼了十几天", None), ("三天后回", None), ("两周前去过上海", None), ("为什么隔离14天", 14), ("我后天回", None),
    ],
)  # fmt: skip
def test_duration(text: str, expected: int | None) -> None:
    if expected is not None:
        assert slot(text, "duration_days") == expected


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("后天从太原坐G1548回来", "direction", "in"),
        ("明天去长沙出差下周三回", "direction", "out"),
        ("昨天从成都回来忘了报备", "direction", "in"),
        ("去了趟上海刚回来", "direction", "in"),
        ("我要离开几天", "direction", "out"),
        ("出省要核酸吗", "direction", "out"),
        ("体温36.5", "direction", None),
        ("我是密接", "contact", "密接"),
        ("次密接要隔离吗", "contact", "次密接"),
        ("密接的密接", "contact", "次密接"),
        ("收到时空伴随短信", "contact", "时空伴随"),
        ("救命，快点来人", "urgent", True),
        ("药快断了很急", "urgent", True),
        ("不急，慢慢来", "urgent", None),
        ("住A座1201", "urgent", None),
        ("取件码 8-2-3015", "pickup_code", "8-2-3015"),
        ("取货码是a123456", "pickup_code", "A123456"),
        ("取件码：6 位", "pickup_code", None),
        ("从国外回来", "overseas", True),
        ("从四川回来", "overseas", None),
    ],
)
def test_small_facts(text: str, key: str, expected: object) -> None:
    assert slot(text, key) == expected
