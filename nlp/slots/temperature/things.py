"""What is warm and is no body: rooms, boilers, bath water, fridges; and a time of day written 20.30."""

import re

from core.late import late
from nlp.slots import goods
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import rooms
from nlp.slots.temperature.numbers import Number, last

_THING = re.compile(
    r"室内|室外|室温|屋里(?!头)|屋内|(?<!\d)房间|房里|客厅|卧室|阳台|厨房|家里(?=温度|才|只有|就|还不到|冷|热得)|暖气|地暖|供暖|供热|供水|回水|锅炉|管道|管网|换热站|水温|水箱|洗澡|泡脚|泡澡|牛奶|奶粉|冲奶|泡奶|奶瓶|温奶|奶温|洗衣机|屋外|热奶|"
    r"冰箱|冰柜|冷链|冷藏|冷冻|疫苗箱|保温|空调|热水器|热水袋|暖宝宝|电热毯|鱼缸|大棚|棚里|温室|烤箱|孵|发面|发酵|酸奶|车里|车内|车厢|机房|电梯里?|电脑|走廊|过道|大厅|饮水机|净水器|[热开]水壶|水壶|开水器|茶水|咖啡|火锅|砂锅|电饭煲|微波炉|蒸箱|烘干机|熨斗|桑拿|汗蒸|泳池|温泉|屋顶|楼顶|天台|路面|服务器|变压器|配电房|水泵|车间|厂房|工棚|工地|操场|路由器|[印理务风热烤]机(?=温|过|发|高|\d)|机器|设备|发动机|手机(?=发?烫|温度|都)|电池|太阳能|恒温|加热|烧水|开水|热水|温水|凉水|水(?:烧到|加热到|晾到|放到|凉到|有)?$|"
    r"(?:体温计|[测体]温枪|温度计)[^,。;!?\d]{0,4}(?:最高|最低|量程|报警|设|误差|范围|只能|刻度)|湿度|[婴童书病]房|婴儿房|油温|地面|地表|楼道|教室|办公室|仓库|猪圈|鸡舍|鸭舍|鸡苗|鱼塘|池塘|药品|药要|疫苗[^,。]{0,4}(?:存|放)|储存|保存|存放|孵化|气温|天气|外面|户外|预报|酒|白酒|近视|老花|散光"
)
_KIN = "|".join(
    word for word, who in CANONICAL.items() if len(word) > 1 and who not in ("本人", "全家")
)
# What is cooked, cooled or set to a degree: 熬到, 调到.
_MADE = re.compile(
    r"(?:熬|煮|炖|蒸|烤|晾|兑|拧|调|设[定置]?|开|加热|冷却|预热|升温|保温)[到至]\s*$"
)
# 奶冲到40度, 粥晾到40度; whoever drank it may have a fever: 喝了姜汤降到37.4.
_POURED = re.compile(
    r"^(?!.*[吃喝灌服擦敷])(?:.*(?<![我俺咱他她奶姑姨舅叔伯外])奶|.*(?:[汤粥茶水粉饭菜]|蜂蜜|米糊|辅食|中药|药汁|热水袋|毛巾))(?:粉|瓶)?(?:要|先|都|再|给我|得|应该|可以|一般)?(?:冲|泡|热|温|烫|凉|放|煨|焐|捂)[到至]?(?:了|大概|大约|差不多)?\s*$"
    r"|(?:冲|泡|温|热)(?:奶粉?|米粉|米糊|牛奶|辅食|中药|药)(?:要|用|得|到|先用|水温|温度)*$"
)
_BODY = late(
    rf"体温|本人|发烧|烧到|烧了|高烧|低烧|退烧|额|腋|耳温|[量测](?!一?下?水|室)|我(?!家|们|们家|屋)|俺(?!家|屋)|娃|爸|妈|爷|奶奶|孙|他|她|人(?=\d)|{_KIN}"
)
# 洗澡着凉了38.5 is of whoever fell ill.
_FELL_ILL = re.compile(
    r"[着受]凉|感冒|冻[得到着感病]|拉肚|腹泻|咳|[呕想又就]吐|吐了|难受|头[疼痛晕昏]|不舒服|没精神|没劲|发[抖冷寒]|寒战|睡了?(?:一|醒|着|完|到)|捂着"
)
# 给猫量了39.2, 我家狗体温39; 狗蛋 and 猫猫 are children.
_PET = re.compile(
    r"(?:给|我?家里?的?|养的)(?:[小大老一]?只?)(?:[猫狗](?:咪|狗|猫)?|兔子|仓鼠|宠物|金毛|泰迪|柯基|橘猫|布偶猫)(?:体温|肛温|发烧|烧到|[量测]了?一?下?|今[天早]|昨[天晚]|现在|[是有的都又])*$"
)
# 猫-38.6, 狗屁股量的38.9: no child is called so by one character, nor measured there.
_IS_PET = re.compile(
    r"(?:^|[,。;!?\s、/(])(?:我们?家?|俺家?|家里?|这|那)?的?[小大老]?(?:只|条)?(?:[猫狗](?:子|狗|咪|崽)?|兔子|仓鼠|鹦鹉|乌龟)(?:(?:屁股|肛门?|腋下|耳朵|肚子)[里上]?)?(?:体温|发烧|烧到|[量测]了?的?|[是有的都又也]|[\s:=-])*$"
)
_VET = re.compile(r"兽医|宠物(?!店)|[猫狗](?:医生|粮|砂)")
# 仓鼠箱36度, 泡脚桶42: a vessel, and no part of anybody's name.
_VESSEL = re.compile(
    r"(?:[一-龥][箱柜缸锅壶桶盆罐炉棚舍窖]|[猫狗鸡鸭鸟兔]窝)(?:子|里面?|内)?(?:的?水)?(?:温度?)?(?:[是有才都到]|显示|大概|现在|[:\s])*$"
)
# Who comes out of a cold room or drank hot water is measured, not the room.
_AWAY = re.compile(
    r"[挂吊输]了?|打(?!印)了?|[擦抹搓敷浇涂]|盐水|糖水|出来|回来|[之以]?后|完|喝|泡了|洗了"
)
_SIGNS = re.compile(r"[,。;!?\n]")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d(?![\d度°])")
# 下午4.15的会
_HOUR_OF_DAY = re.compile(r"(?:上午|中午|下午|晚上|[今明][早晚])\s*$")
_MEETING = re.compile(
    r"(?:[01]?\d|2[0-3])\.[0-5]\d\s*(?:的?(?:会|课|车|票|班|号)|开[会始门]|集合|出发|[到去回走])"
)
_AFTER = re.compile(
    r"\s*(?:度|°)?\s*(?:左右)?\s*(?:的)?(?:温水|热水|开水|凉水|水温|室温|恒温|高温天|天气)"
)
# 三十八度那个是洗澡水的
_IS_OF = late(
    rf"\s*(?:度|°)?\s*(?:的?[那这]个?[,\s]*)?(?:其实|应该|可能|才)?是(?:给|我们?家?|家里)*的?(?:(?:{_THING.pattern}|[一-龥]{{1,3}}[箱柜缸锅壶桶盆罐炉棚舍窖](?:子|里)?(?=的|$))(?![^,。;!?]{{0,6}}[量测])|[猫狗](?:咪|狗)?(?:的|量的)?(?=$|[,。;!?]))"
)
# “40度老板还喊上工”: a bare number before work under the sky or in a hall is the heat of it.
_HARD_WORK = re.compile(
    r"上工|开工|收工|停工|复工|工地|工棚|脚手架|搬砖|送外卖|送餐|送快递|送货|跑单|扫街|扫马路|环卫|下地|下田|插秧|摘|露天|户外|室外|爬高|屋顶|房顶|车间|厂房|站岗|巡逻|军训|体育课|操场|跑步|拉练"
)
_ILL = re.compile(r"体温|发烧|发热|烧到|烧了|高烧|低烧|退烧|[量测]的|咳|嗓子|感冒|请假|病")
_NOBODY = re.compile(r"(?:今天?|今日|这|都|外[头面]|天|大?太阳|现在|快|又|有|到|已经|超过|\s)*")
COLDEST = 34  # °C that a body may have
_DAY_AND_NIGHT = re.compile(
    r"(?:白天|中午|最高)[^,。;!?\d]{0,4}(\d{2}(?:\.\d)?)[度°][^。;!?\d]{0,8}(?:晚上|夜里|夜间|早晚|最低)[^,。;!?\d]{0,4}(\d{1,2}(?:\.\d)?)[度°]?"
)
# “今天40度还让我爸在工地上干”: the heat of a day somebody must work in.  Nobody stands before the number.
_HEAT = re.compile(
    r"\s*(?:来|多)?度?(?:的)?(?:天(?!了)|大?太阳|日头|毒日|热天|酷暑|高温)|"
    r"\s*度?(?:还|都|也)?(?:要|不)?(?:[让叫逼派喊](?:我(?:们)?)?[^,。;!?我]{1,6}[在去到上下][^,。;!?]{0,4}(?:工地|地里|田|施工|户外|外面|太阳|马路|操场|露天|大街)|停工|放高温假)"
)
# “41度包工头还逼着搬砖”, “都38度了还要扫马路”: work that is done outside.  Who is called to an office may be ill.
_HEAT_AT_WORK = re.compile(
    r"\s*(?:来|多)?度?[^,。;!?\d]{0,8}?(?:还|都|也|照样|偏|非)[^,。;!?\d]{0,2}(?:要|得|[让叫逼派喊])[^,。;!?\d]{0,6}"
    r"(?:上工|出工|开工|干活|搬砖|送(?:外卖|餐|货|快递|单)|跑(?:外卖|单)|扫(?:马路|大街|街)|下地|插秧|割稻|军训|站岗|巡逻|摆摊|出摊|拉操|施工)"
)


def is_thing(text: str, number: Number) -> bool:
    """Tell a room, a boiler or a bath from a body, by what is named last before the number."""
    clause = _clause(text, number.start)
    if _MADE.search(clause) or _POURED.search(clause) or rooms.is_heat(text, number):
        return True
    thing = last(_THING, clause)
    if _PET.search(clause) or _is_pet(text, clause) or _VESSEL.search(clause):
        return True
    if _IS_OF.match(text, number.end):
        return True
    is_ill = _BODY.search(clause, thing.end()) or _FELL_ILL.search(clause) if thing else None
    if thing is not None and not is_ill:
        return _AWAY.search(clause, max(0, thing.start() - 3)) is None
    if (
        _is_price(text, number)
        or _AFTER.match(text, number.end)
        or _is_of_day_and_night(text, number)
    ):
        return True
    if _is_heat(text, number) and not _BODY.search(clause):
        return True
    sentence = text[: number.start]
    sentence = sentence[max(sentence.rfind(sign) for sign in "。;!?\n") + 1 :]
    is_cold = number.celsius < COLDEST and not number.short
    if (number.exact and not is_cold) or _BODY.search(clause):
        return False
    return bool(_THING.search(sentence)) and not _BODY.search(sentence)


def _is_pet(text: str, clause: str) -> bool:
    """Tell 猫-38.6 and 我家二哈39,兽医说正常 from 小狗36.8, a child called so."""
    if _VET.search(text) and not _BODY.search(re.sub(r"^我们?家", "", clause)):
        return True
    said = _IS_PET.search(clause)
    return said is not None and not re.search(r"小[猫狗]|[猫狗]子", said[0])


def _is_price(text: str, number: Number) -> bool:
    """Tell 38.5的鸡蛋 from a fever."""
    return text.startswith("的", number.end) and bool(goods.pattern().match(text, number.end + 1))


def _is_of_day_and_night(text: str, number: Number) -> bool:
    """Tell 白天37度晚上29度, which nobody's body goes through."""
    said = _DAY_AND_NIGHT.search(text)
    if said is None or not said.start() <= number.start < said.end():
        return False
    return min(float(said[1]), float(said[2])) < COLDEST


def _is_heat(text: str, number: Number) -> bool:
    has_unit = number.unit or text[number.end :].lstrip().startswith("度")
    is_told = _HEAT.match(text, number.end) or _HEAT_AT_WORK.match(text, number.end)
    return has_unit and not number.exact and (bool(is_told) or _is_of_work(text, number))


def _is_of_work(text: str, number: Number) -> bool:
    """Tell the heat somebody is ordered out into: nobody stands before it, and nobody is ill of it."""
    begin = max(text.rfind(sign, 0, number.start) for sign in ",。;!?\n") + 1
    after = re.split(r"[。;!?\n]", text[number.end : number.end + 24])[0]
    is_nobodys = _NOBODY.fullmatch(text[begin : number.start]) is not None
    return is_nobodys and bool(_HARD_WORK.search(after)) and not _ILL.search(text)


def is_clock(text: str, number: Number) -> bool:
    """Tell 今晚20.30 from a temperature nobody can have."""
    if _HOUR_OF_DAY.search(text, max(0, number.start - 4), number.start):
        return bool(_MEETING.match(text, number.start))
    if number.unit or number.fahrenheit or number.value >= 25 or number.value < 5:
        return False
    if re.match(r"\d{1,2}:[0-5]\d(?!\d)", text[number.start :]):
        return True
    said = re.search(r"(?:体温|温度)[是为有:\s]*$", text[max(0, number.start - 6) : number.start])
    return said is None and bool(_CLOCK.match(text, number.start))


def _clause(text: str, end: int) -> str:
    return _SIGNS.split(text[max(0, end - 40) : end])[-1]
