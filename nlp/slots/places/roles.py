"""Where somebody comes from, goes to or passes through, by the words around a place."""

import re

_ADMIN_AFTER = r"(?:省|市|区|县|那边|那儿|那里|地区|方向|站|火车站|机场|高铁站|本地|老家|家里)?"

_VIA_BEFORE = re.compile(
    r"(?:途经|路过|途径|经停|经由|中转|转机|换乘|经过|绕道|取道|停靠|(?<![已曾])经|(?:先)?[到在去]?转)(?:了|过)?$"
)
_VIA_AFTER = re.compile(
    rf"{_ADMIN_AFTER}(?:再|又|然后|后)?(?:中转|转机|转车|换乘|经停|倒车|转乘|转到|转(?=[一-龥]))"
)
_FROM_BEFORE = re.compile(
    r"(?:从|自|由|打|搁|离开|来自|离|(?:去|到|回|来|待|住|呆|路)过|(?:人|住|还|正|家|身|待|呆|一直|之前|目前|现|长期)?在|待在|住在|出发地是?|始发|刚离)(?:了|的|趟|中高?风险(?:地?区)?的?|高风险(?:地?区)?的?|疫区|外地的?|我?老家|外省的?)*[:]?$"
)
_TO_BEFORE = re.compile(
    r"(?:到达?|去|(?<![马早晚楼车以山网])上|奔|回|来|抵达?|返回?|赴|飞往?|前往|开往|往|至|进入?|落地|降落在?|来到|回到|寄到|目的地是?|进)(?:了|的|一趟|趟|下|老家|家乡|娘家|婆家|我?老家|的?是|一下|往|学校)*[:]?$"
)
_ARROW_BEFORE = re.compile(r"(?:-+>?|→|—+|~|到|至|飞|转)$")
_FROM_AFTER = re.compile(
    rf"{_ADMIN_AFTER}(?:回(?!去)|过来|返|来(?!不)|出发|到|至|去|飞|坐|乘|开车|自驾|开往|上车|起飞|出来|赶回|搭|-+>?[一-龥]|→|—+|的?(?:高铁|动车|火车|航班|飞机|大巴)|人|籍)"
)
_BACK = re.compile(
    r"(?:刚|才|昨|前|今|已经|上周|上个?月|\d号|[日号天])?[^。;!?]{0,12}(?:刚|已经|才)?(?:回来|返回|回到家|到家了|回家了|返程)"
)
_AHEAD = re.compile(r"明|后天|下周|下个?月|要|准备|打算|计划|想|能|可以|将|月底")
_LIST = re.compile(r"\s*(?:、|和|跟|与|及|以及|还有|,|/)\s*(?:还?有|去过|到过)?\s*$")


def role(clean: str, start: int, end: int, previous: tuple[int, str] | None) -> str:
    """Return from, to or via for the place between start and end."""
    left = max(previous[0] if previous else 0, start - 12)
    before, after = clean[left:start], clean[end : end + 24]
    if previous and start - previous[0] <= 3 and _LIST.fullmatch(clean[previous[0] : start]):
        return previous[1]
    if _VIA_BEFORE.search(before) and not before.endswith("去转") or _VIA_AFTER.match(after):
        return "via"
    if _FROM_BEFORE.search(before) or re.search(
        r"(?:从|自|由)[^,。;!?去到回来飞往至抵返赴]{1,8}$", before
    ):
        return "from"
    if _TO_BEFORE.search(before):
        return _visited(before, after)
    onward = ("from", "to") if re.search(r"[>→—]$", before) else ("from",)
    if previous and previous[1] in onward and _ARROW_BEFORE.search(before):
        return "to"
    return "from"


def _visited(before: str, after: str) -> str:
    """Tell 去上海出差刚回来 (now from there) from 明天去长沙,下周三回."""
    going = re.search(r"去|到|飞|赴|往", before[-4:])
    back = _BACK.match(after)
    if going and back and not _AHEAD.search(before + after):
        return "from"
    return "to"


_CUE_BEFORE = re.compile(
    r"(?:从|自|由|搁|奔|(?<![马早晚楼车以山网])上(?=$)|离开|在|到|去|回|来|往|抵达?|返|赴|飞|至|途经|路过|经过|途径|经|转|住|老家|家|过|打|是|我|人)(?:了|过|的|趟|一趟|老家)*[:]?\s*$|(?:[、和]|^|-)$"
)
_CUE_AFTER = re.compile(
    r"回来|来的|返回|过来|回去|出差|旅游|那边|这边|那儿|的?疫情|回[一-龥]{2}|到[一-龥]{2}|出发|自驾|坐高铁|坐车|什么情况|怎么样"
)
_BORDER = re.compile(
    r"$|[\s,。;!?、:()\d]|[的回来去到过出坐乘开飞转要那这也还后前是有隔做需能会想住打玩读旅探和跟与我今明昨早晚走了吗呢吧啊返人机站寄捎运搬赶调奔辞探放退-]|上班|工作|高铁|火车|自驾|属于|现在"
)


def has_border(clean: str, end: int) -> bool:
    """Tell whether a word may end here."""
    return bool(_BORDER.match(clean, end))


_SET_OUT = re.compile(r"(?:从|自|由|打)$")
_HOMEWARD = re.compile(
    r"(?![一-龥]?[面头里边])[^,。;!?的]{0,5}(?:回[来到家乡村]?|过来|返|来[的了看玩找]|来(?=$|[,。;!?])|到家|上来|下来)"
)


def is_believable(clean: str, start: int, end: int) -> bool:
    """Tell whether a name that could be anything stands where a place would."""
    before = clean[max(0, start - 2) : start]
    if _SET_OUT.search(before) and _HOMEWARD.match(clean, end):
        return True
    if not has_border(clean, end):
        return False
    return bool(_CUE_BEFORE.search(clean[max(0, start - 6) : start])) or bool(
        _CUE_AFTER.match(clean, end)
    )


_NOT_PLACE_AFTER = re.compile(
    r"(?:[东南西北中][一二三]?|[一二三四五六七八九十]+)?(?:路|(?:风情|美食|步行|商业|小吃|文化|特色|古|老)?街(?!道办)|风情[园区镇]|大街|大道|巷|弄|胡同|里弄|立交|大桥|桥头)(?!过)"
    r"|(?:小区|花园(?![路街])|花苑|家园|名苑|苑|公馆|新村|村(?!里)|社区|大厦|广场|公园|(?:大|小|国际|商务|快捷|度假|假日|商贸|精品)*(?:宾馆|酒店|饭店|旅馆|旅社|民宿|会所|茶楼|茶馆|茶餐厅|餐厅|饭馆|面馆|菜馆|会馆|商城|商厦|百货|便利店|大卖场)|超市|商场|门诊|新城(?!区)|华庭|华府|豪庭|里小区|坊|楼|门(?!口)|医科)"
    r"|鸡饭|火锅|小面|拉面|牛肉|小吃|炒饭|烤鸭|大枣|羊肉|热干面|小笼|大盘鸡|手抓|串串|麻辣|冒菜|烧烤|凉面|炸酱面|羊汤|汤面|泡馍|包子|灌汤|酸辣粉|担担面|桂林米粉|臊子|煲|菜馆|土菜|特色菜|米粉|螺蛳粉|火腿|扒鸡|大米|烧饼|煎饼|大葱|白药|话(?!题)|时间|青菜|啤酒|菜(?!市|鸟)|方言|口音"
    r"|现代|大众|牌(?!照)|晚报|日报|晨报|电视|卫视|银行|股份|证券|交所|条约|红富士|苹果|肠粉|米粉|粉(?!色)|特产|瓜子|蜜瓜|榨菜|人寿|人保|电力|电网|移动|联通|电信|黑土|队|米线|生煎|汤包|狗不理|麻花|灌饼|胡辣汤|馕|板栗|西瓜|脐橙|土豆|红薯|白酒|茅台|泡菜|腊肉|娃娃|泡面|皇帝柑|国际(?!机场)|仔"
    r"|凉皮|刀削面|香梨|黄酒|(?:老)?陈醋|枸杞|葡萄|香米|汤圆|粽子|月饼|皮蛋|海鲜|咖啡|奶茶|料理|飞饼|面包|套娃|龟(?!山)|红茶|绿茶|龙井|毛尖|普洱|豆腐|辣酱|豆瓣|大闸蟹|酱肉|烧鸡|烤鱼|臭豆腐|米酒|腐竹|核桃|红枣"
    r"|酒家|饭庄|会馆|湾(?![仔区])|肺炎|病毒|毒株|株|疫苗|生物|智飞|科兴|国药|进口|版|大路|仪器|面(?![前对临积谈试世])|产的|制造|航空(?!港)|石化|石油|万达|恒大|碧桂园|大排档|人家(?!里|中)|事变|同仁堂"
)
# A school or a hospital lies in the place it is named for, but only a journey there is told of.
_INSTITUTION_AFTER = re.compile(
    r"(?:(?:中文|城市|浸会|科学|华侨|经贸|经济|大学|矿业|地质|水利|电力|传媒|戏剧|电影|舞蹈|公安|警察|国际|关系|信息|信息工程|铁道|北[方部]|南[方部]|东[方部]|西[方部]|第一|第二|女子|开放|广播|农林|药科|化工|纺织|服装|轻工|邮电|协和|应用|理工|师范|医科|交通|科技|工业|农业|财经|外国语|外语|中医药?|民族|航空|职业|技术|电子|邮电|工商|政法|林业|海洋|石油|音乐|美术|体育|工程|建筑|商|医|第[一二三])*(?:大学|学院|分校)(?!城)|(?:第?[一二三四五六七八九十]{1,2}|实验|外国语)?(?:小学|中学|高中|幼儿园|附中)|(?:市)?(?:第?[一二三四五六七八九十]{1,2})?(?:人民|中心|儿童|妇幼|协和|中医)?医院|路[店站])"
)
_WAY_BEFORE = re.compile(r"(?:从|自|在|到|去|回|来|往|抵达?|返|离开)(?:了|过|的)?$")
_WORD_GOES_ON = {"大理": "石", "长春": "花", "海口": "味头", "安阳": "台", "哈密": "瓜"}


def is_something_else(clean: str, start: int, end: int) -> bool:
    """Tell 上海路, 海南鸡饭, 北京时间 and 大理石 from a place."""
    follows = clean[end : end + 1]
    if follows and follows in _WORD_GOES_ON.get(clean[start:end], ""):
        return True
    if _INSTITUTION_AFTER.match(clean, end):
        return not _WAY_BEFORE.search(clean[max(0, start - 4) : start])
    return bool(_NOT_PLACE_AFTER.match(clean, end))
