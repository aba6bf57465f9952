"""The heat of a home, a car, a day: 家里热到34度, 今天39度我妈还要下地.  It is nobody's body."""

import re

from nlp.slots.temperature.numbers import Number

_PLACE = (
    r"(?:(?<!在)(?:我们?|俺|自己|奶奶|爷爷|爸妈|老人|父母)?(?:家|屋|房间|房子|屋子)(?:里|里头|里面|中|内)?(?!人)|屋里头?|房里|顶[楼层]|出租屋|阁楼|宿舍|帐篷|铁皮房|板房|彩钢房"
    r"|车[里内上]?|车厢|公交车?上|地铁[里上]|店里|厂里|车间|厨房|教室|大棚|棚[里子]|那(?:间|个)?[房屋]间?|楼上|外[头面边]|太阳底下|地里|田里|马路上|工地上?|水[里温]?|室[内外温])"
)
_FILLS = r"(?:今[天儿日]|明天|昨天|这[几两]天|现在|白天|中午|下午|晚上|夜里|早上|最高|最低|温度|都|已经|快|又|也|就|才|只|得|有|要|是|大概|差不多|接近|超过|能|的|了|热|闷|又闷又热|\s)*"
_MOVES = r"(?:热|闷|晒|烤|蒸|冷|冻|凉|降|升|飙|涨|窜|蹿|高|低|冲|达|到)+(?:[到得成至]|[到至]了|[到至]过)?"
# “屋里飙到36”, “奶奶那间房热到35度”: the place itself grows hot, nobody stands between it and the number.
_GROWS = re.compile(rf"{_PLACE}{_FILLS}{_MOVES}{_FILLS}$")
_STANDS = re.compile(rf"{_PLACE}{_FILLS}$")
# “晒到40度”, “外头热到39”: without anybody before it.
_SUN = re.compile(rf"(?:^|[,。;!?\s]){_FILLS}(?:太阳)?(?:晒|烤)(?:到|得)了?\s*$")
# Words of a hot or a cold day; beside them a number that stands by a home is the home's.
_WEATHER = re.compile(
    r"空调|风扇|电扇|中暑|闷热|太热|好热|热得(?!厉害)|热死|太阳|暖气|地暖|取暖|供暖|开窗|通风|凉快|纳凉|降温|防暑|高温|蒸笼|桑拿|痱子|挂墙|墙上|温度计|睡不着|睡得着|受得了|受不了|扛得住"
)
_ILL = re.compile(
    r"体温|发烧|发热|高烧|低烧|退烧|烧[到了得着]|[量测]|咳|嗓子|感冒|难受|不舒服|没精神|寒战|打抖|抽|迷糊|昏|叫不醒|吐|拉肚|额头|身上(?!起痱)|吃药|退热|看病|医院"
)
_OUTDOORS = r"(?:下地|下田|地里|田里|菜园|菜地|种菜|买菜|赶集|晒(?:谷|麦|粮|被|太阳)|摆摊|出摊|工地|捡(?:瓶|纸|废)|钓鱼|散步|遛弯|遛狗|跳舞|打牌|爬山|割|插秧|锄|出门|出去|户外|外[面头])"
# “今天39度，我妈还要下地”: somebody who goes out, named after it.
_GOES_OUT = re.compile(
    r"\s*(?:度|°)?的?(?:天|高温)?了?[,\s]*[^,。;!?\d我]{0,2}(?:我|俺)?[^,。;!?\d我]{1,4}(?:还|非|偏|硬|老|天天|照样|就是|总)?(?:要|得|在|去|想|坚持|说)[^,。;!?\d]{0,4}"
    + _OUTDOORS
)
# “这几天40度，屋里没空调”: no fever is told of days on end, beside where it might be cool.
_FOR_DAYS = re.compile(
    rf"(?:^|[,。;!?\s])(?:这[几两]天|最近|近来|天天|连着[几两好]天|一连[几两好]天){{1,2}}(?:气温)?{_FILLS}$"
)
_COOL = re.compile(r"空调|风扇|电扇|[乘纳]凉|避暑|凉快|太阳|户外|室外|干活|下地|出工|中暑|高温")
_OF_THE_DAY = re.compile(rf"(?:^|[,。;!?\s]){_FILLS}$")
# “洗澡水烧到42度”: whoever drank it may still have a fever.
_WATER = re.compile(
    r"(?<!喝)(?<!喝[了点完过口])(?:(?:洗澡|泡脚|洗脚|泡澡|冲凉|地暖|暖气|冲奶|泡奶|壶里|锅里|盆里)的?水|[热温凉开]水|热水器)(?:温度?)?(?:是|有|才|只|都|得|要)?(?:(?:烧|热|煮|加热|晾|凉|放|调|兑|升|降|开|设)[到至成]了?)?\s*$"
)
# “气象台发40度红色预警”: said of a day, whoever says it.
_FORECAST = re.compile(r"(?:气象[台局]|预报|气温|最高温)[^,。;!?]{0,8}$")
_WARNED = re.compile(
    r"\s*(?:度|°C?|℃)?(?:以上)?的?(?:高温|极端|红色|橙色|黄色){1,2}(?:天|预警|警报|信号|天气)"
)
REACH = 24


def is_heat(text: str, number: Number) -> bool:
    """Tell the heat of a place or a day from a fever; in doubt it is one."""
    before = text[max(0, number.start - REACH) : number.start]
    if _WATER.search(before):
        return True
    if _ILL.search(text):
        return False
    if _FORECAST.search(before) or _WARNED.match(text, number.end):
        return True
    if _GROWS.search(before) or _SUN.search(before):
        return True
    if _STANDS.search(before) and _WEATHER.search(text):
        return True
    if _FOR_DAYS.search(before) and _COOL.search(text):
        return True
    has_unit = number.unit or text.startswith(("度", "°"), number.end)
    is_day = has_unit and not number.exact and _OF_THE_DAY.search(before) is not None
    return is_day and _GOES_OUT.match(text, number.end) is not None
