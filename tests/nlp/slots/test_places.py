"""A table of places with their official names, and of words that only look like places."""

from datetime import datetime, timedelta, timezone

import pytest

from nlp.slots import extract
from nlp.slots.places.gazetteer import official

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))


def brief(text: str) -> str:
    """Write places shortly: from四川省/内江市, and ? for one that must be asked about."""
    found = []
    for place in extract(text, AT).get("places", []):
        parts = [place[key] for key in ("province", "city", "district")] + [place.get("country")]
        known = "?" if "ambiguous" in place else "/".join(part for part in parts if part)
        found.append(place["role"] + known)
    return " ".join(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从内江回成都要隔离吗", "from四川省/内江市 to四川省/成都市"),
        ("明天去长沙出差下周三回", "to湖南省/长沙市"),
        ("昨天从成都回来忘了报备", "from四川省/成都市"),
        ("后天从太原坐G1548回来", "from山西省/太原市"),
        ("現在從臺北回來要隔離嗎", "from台湾省/台北市"),
        ("香港回来怎么办", "from香港特别行政区"),
        ("澳门入境", "from澳门特别行政区"),
        ("从日本回国", "from日本"),
        ("孩子在曼谷留学要回来", "from泰国"),
        ("现在能去北京吗", "to北京市/北京市"),
        ("回上海", "to上海市/上海市"),
        ("从燕郊回来", "from河北省/廊坊市/三河市"),
        ("河北省廊坊市三河市燕郊镇", "from河北省/廊坊市/三河市"),
        ("从北京朝阳回来", "from北京市/北京市/朝阳区"),
        ("沈阳和平区", "from辽宁省/沈阳市/和平区"),
        ("从南京市鼓楼区过来", "from江苏省/南京市/鼓楼区"),
        ("吉林省长春市", "from吉林省/长春市"),
        ("从吉林市回来", "from吉林省/吉林市"),
        ("从海南三亚回", "from海南省/三亚市"),
        ("从海南省回来", "from海南省"),
        ("从杭州余杭来", "from浙江省/杭州市/余杭区"),
        ("深圳宝安回来", "from广东省/深圳市/宝安区"),
        ("从余杭回来", "from浙江省/杭州市/余杭区"),
        ("成都双流机场", "from四川省/成都市/双流区"),
        ("到浦东机场", "to上海市/上海市/浦东新区"),
        ("在虹桥站下车", "from上海市/上海市/闵行区"),
        ("到北京西站", "to北京市/北京市/丰台区"),
        ("来沪人员要登记吗", "to上海市/上海市"),
        ("返京要核酸吗", "to北京市/北京市"),
        ("离陕要报备吗", "from陕西省"),
        ("刚去了趟上海昨天回来", "from上海市/上海市"),
        ("从重庆经西安到太原", "from重庆市/重庆市 via陕西省/西安市 to山西省/太原市"),
        ("途经武汉回上海", "via湖北省/武汉市 to上海市/上海市"),
        ("从郑州转车到洛阳", "via河南省/郑州市 to河南省/洛阳市"),
        ("从乌鲁木齐飞北京", "from新疆维吾尔自治区/乌鲁木齐市 to北京市/北京市"),
        ("在广州转机", "via广东省/广州市"),
        ("双流县", "from四川省/成都市/双流区"),
        ("昆山回来", "from江苏省/苏州市/昆山市"),
        ("义乌到家要隔离吗", "from浙江省/金华市/义乌市"),
        ("从公安县回来", "from湖北省/荆州市/公安县"),
        ("去过武汉", "from湖北省/武汉市"),
        ("武汉、上海和广州都去过", "from湖北省/武汉市 from上海市/上海市 from广东省/广州市"),
        ("从恩施州回来", "from湖北省/恩施土家族苗族自治州"),
        ("西双版纳旅游回来", "from云南省/西双版纳傣族自治州"),
        ("从仙桃回来", "from湖北省/仙桃市"),
        ("四川凉山西昌回来", "from四川省/凉山彝族自治州/西昌市"),
        ("贵州毕节七星关区", "from贵州省/毕节市/七星关区"),
        ("内蒙古呼和浩特回来", "from内蒙古自治区/呼和浩特市"),
        ("广西省回来的", "from广西壮族自治区"),
        ("从新疆喀什回来", "from新疆维吾尔自治区/喀什地区"),
        ("从云南省昆明市回来", "from云南省/昆明市"),
        ("我要去苏州工作", "to江苏省/苏州市"),
        ("周末去郑州", "to河南省/郑州市"),
        ("我妹妹在魔都上班", "from上海市/上海市"),
        ("泰州市海陵区", "from江苏省/泰州市/海陵区"),
        ("从雄安新区回来", "from河北省/保定市"),
        ("从江苏省回来", "from江苏省"),
        ("在东莞打工，想回广西玉林", "from广东省/东莞市 to广西壮族自治区/玉林市"),
        ("从唐山路南区来", "from河北省/唐山市/路南区"),
        ("从济南市中区来", "from山东省/济南市/市中区"),
        ("从广州南沙回来", "from广东省/广州市/南沙区"),
        ("从上海虹桥到北京南", "from上海市/上海市/闵行区 to北京市/北京市/丰台区"),
        ("黔西南兴义回来", "from贵州省/黔西南布依族苗族自治州/兴义市"),
        ("我在朝阳", "from?"),
        ("从吉林回来", "from?"),
        ("从鼓楼区回来", "from?"),
        ("刚从海南回来", "from?"),
        ("从通州回来", "from?"),
        ("上海→南京→合肥", "from上海市/上海市 to江苏省/南京市 to安徽省/合肥市"),
        ("从深圳坐高铁到武汉再转到荆州", "from广东省/深圳市 via湖北省/武汉市 to湖北省/荆州市"),
        ("从香港经深圳湾口岸入境", "from香港特别行政区 via广东省/深圳市/南山区"),
        ("从准格尔旗回来", "from内蒙古自治区/鄂尔多斯市/准格尔旗"),
        ("从广东省深圳市龙岗区布吉街道回来", "from广东省/深圳市/龙岗区"),
        ("从哈尔滨飞三亚在北京转机", "from黑龙江省/哈尔滨市 to海南省/三亚市 via北京市/北京市"),
        ("日本大阪飞上海浦东", "from日本 to上海市/上海市/浦东新区"),
        ("从台湾高雄回来", "from台湾省/高雄市"),
        ("我是江西人", "from江西省"),
        ("从北京回武汉大学", "from北京市/北京市 to湖北省/武汉市"),
        ("我去北京协和医院", "to北京市/北京市"),
    ],
)
def test_places(text: str, expected: str) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "海南鸡饭", "南京西路封了吗", "我住上海路3号", "朝阳小区", "去公安局", "报平安", "平安健康", "北京时间几点", "兰州拉面馆开门吗", "重庆小面",
        "中山公园能去吗", "沙县小吃", "和平饭店", "新疆大枣两斤", "青岛啤酒一箱", "东方小区3栋", "云南白药", "日照时间", "阿里巴巴", "大家团结",
        "长寿面", "广东话", "我叫王朝阳", "天河小区", "无为而治",
        "西安凉皮", "联系人王重庆", "我叫高平", "我是朱文山", "北京大学", "武汉大学返校", "四川大学华西医院", "上海医院",
        "大理石", "长春花", "宁波汤圆两袋", "库尔勒香梨", "绍兴黄酒", "山西老陈醋一瓶", "德国疫苗", "日本料理",
        "泰国香米", "北京生物疫苗", "武汉肺炎", "杭州湾", "吉林大路", "王海口头答应的", "李安阳台漏水", "西湖龙井",
        "北京同仁堂", "深圳航空", "南京大排档",
    ],
)  # fmt: skip
def test_no_place(text: str) -> None:
    assert brief(text) == ""


def test_every_official_name_is_known() -> None:
    for place in official():
        city = place.city if place.city != place.province else None
        text = "".join(part for part in (place.province, city, place.district) if part)
        found = extract(f"从{text}回来", AT)["places"]
        names = [(p["province"], p["city"], p["district"]) for p in found]
        assert names == [(place.province, place.city, place.district)], text


def test_an_ambiguous_name_lists_its_candidates() -> None:
    place = extract("从朝阳回来", AT)["places"][0]

    assert [place["province"], place["city"], place["district"]] == [None, None, None]
    assert {
        "province": "北京市",
        "city": "北京市",
        "district": "朝阳区",
        "code": "110105",
    } in place["ambiguous"]
    assert len(place["ambiguous"]) == 3


def test_another_place_settles_an_ambiguous_one() -> None:
    assert brief("从朝阳回来，我在长春上班").startswith("from吉林省/长春市/朝阳区")


def test_codes_and_raw_text_are_kept() -> None:
    place = extract("從臺南回來", AT)["places"][0]
    assert (place["raw"], place["code"]) == ("臺南", "710000")
    assert extract("从昆明回来", AT)["places"][0]["code"] == "530100"


def test_abroad_is_flagged() -> None:
    assert extract("从韩国回来", AT)["overseas"] is True
    assert "overseas" not in extract("从昆明回来", AT)
