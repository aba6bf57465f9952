"""What a number that looks like a temperature is when it is not one: a house, a bus, an age, the weather, a rule."""

import re

from nlp.slots.names import BARE
from nlp.slots.temperature import english, given
from nlp.slots.temperature.numbers import Number

COLDEST, HOTTEST = 34, 42.5  # °C a body may have
BODY = re.compile(
    r"体温|测温|量体|额温|额头|腋|耳温|口腔|舌下|肛温|温度(?!计|湿)|发烧|高烧|低烧|发热|烧到|烧[了得着没不]|又烧|退烧|还烧|[量测](?:了|的|出|得|是|一|完|体|过|着|$|[\s:,是为]*\d)"
    r"|刚[量测]|[再又才复]?[量测]\s*[:是]?\s*[\d三]|打寒战|浑身|身上|难受|咳|嗓子|头疼|头痛|头晕|乏力|没劲|没力气|发冷|怕冷|[退降]不下|不退|打[完了]针|疫苗|体温枪|测量|报(?:平安|体温|温度)"
)
_UNITS_AFTER = re.compile(
    r"\s*(?:例|人(?!体)|个|名|位|岁|周岁|路|号|栋|幢|楼|层|次|元|块|毛|角|斤|公斤|千克|[kK]|g\b|克|米|cm|m(?![a-z])|平米|平(?![安时常稳均])|天|周(?![一二三四五六日末])|年|月|日|分(?!开)"
    r"|页|条|床|包|箱|盒|袋|瓶|罐|颗|粒|片|支|件|公里|里|小时|时|秒|码|户|班|期|单元|室|万|亿|千|百|届|集|章|寸|吨|升(?![到至高温起了上])|[一每/]\s*[盒包箱袋瓶斤只板份件支提桶罐张条双位人串碗杯顿]|[两三四五六\d]\s*[箱袋斤板提桶份件张双]|[mM][lLgG]|毫|w|瓦"
    r"|折|成|辆|台|家|所|项|座|股|篇|种|师|团|军|街|门|桌|线|铺|枚|只|双|张|套|份|顿|点(?!\d|[几多])|教|中(?:学|$)|厂|栋|弄(?![反错混颠])|巷|村|组|队"
    r"|[-/]\d{2,}(?![\d.点:])|-\d{1,2}-\d|[dD](?![\da-zA-Z])|\+(?!(?:3[4-9]|4[0-2])[.度])\d|计|摄影|寝|多(?:个|例|人|岁|天|元|块|名|位|万|家|斤|户|次)|几(?:个|例|人|岁|天|元|块|名|位|家|斤|户|次))"
)
# 李秀英 36.7 张浩 38.2: no 张 is counted.
_NEXT_IN_LIST = re.compile(rf"[ ,、/|\n]+(?:{BARE.pattern})[^\d,。;]{{0,12}}[34]\d(?:[.\s]|度|$)")
_NEXT_CALLED = re.compile(r"[ ,、/|\n]+([一-龥]{2})[34]\d(?:[.\s]\d|度|$)")
# What is counted in whole ones: 38.7床都下不来 and 39.2人直抖 are no numbers of beds or people.
_WHOLE_AFTER = re.compile(
    r"\s*(?:例|人(?!次|/|均)|个(?!百分|点|亿|万|单位)|名|位|号(?!楼|线)|栋|幢|层|次|路|床|户|班|室|家|门|桌|所|座|街|队|组|村|厂|教|师|团|种|项|条|线|点(?!\d|[几多])|时(?![间长])|天|年|月|只(?=算|有|是|能|要|好|得|剩|不过))"
)
_BURNT = re.compile(r"(?:[高发]烧|烧到?|体温)(?:了|是|有|到)?\s*$")
_LIMP = re.compile(r"\s*(?:人|床|路|门|班|家)(?:里|上)?(?:都|也|已经|还是|没|直)")
_PAID = re.compile(
    r"的(?:鞋|码|尺码)|(?:度|°)?[,\s]*(?:哪里)?能?买[到得]|[,\s]*(?:都|也|就|才)?(?:不|真|太|挺|好|很)*(?:贵(?!人)|便宜|划算|包邮|断货|缺货|有货|到货|团吗|拼)|[一二两三四五六\d]\s*[盒包瓶][^,。;!?\d]{0,4}(?:要不要|谁要|有人要)|[,\s]*我?已?经?(?:转(?:你|账|过去|了)|付(?:了|款|过|给)|AA)"
)
_LIQUID = re.compile(r"(?:度|°)?\s*(?:的水|的?热水|的?温水|的?开水|的奶(?!奶))")
_DEGREES_OF = re.compile(
    r"\s*(?:的?(?:温水|热水|开水|水(?!银)|酒|白酒|近视|角|电|天(?!了)|天气|高温天|斜坡|烤|仰角|纬))"
)
_BEFORE = re.compile(
    r"(?:血压|高压|低压|血氧|血糖|心率|脉搏|呼吸频率|身高|体重|[cC][tT]值?|(?<!数)值|尿酸|白细胞|水温|室温|油温|气温|度数|酒精|近视|散光|左眼|右眼|价格?|单价|总价|多少钱|¥|\$|[nN][oO]\.?"
    r"|车牌|北纬|东经|评分|湿度|[pP][mM]2\.5|猪肉|牛肉|排骨|鸡蛋|白菜|大米|口罩|肉涨|头围|胸围|身长|脚长|鞋码|转账|红包|距离|跑了|走了|[pP][mM]|[pP][hH]|版本|型号|余额|电量|电池|还剩|腰围|欠了?|交了?|(?<!补)充了?|[一-龥]费(?:用了)?|用[电水气]|每平米?|每[户人份家]|[一每两三\d][箱斤盒袋份提板件筐]|\d米|\d\s?[×x÷]|(?:蛋白|酶|酐|固醇|细胞)|血脂|共计|合计|累计|新增|人均"
    r"|[xXvV]|尺码|鞋|票价|卖|买了?|花了|付了?|转了?|支付宝|货号|单号|利率|折扣|(?<!小)满|减|考了|得分|分数|得了|总共|一共|总额|金额|消费|账单|原价|团价|券后|到手|那份|实付|应付|空调开?到?|买[^,。;!?]{0,6}要|空调设|调到|冰箱|热水器)"
    r"[是为:号约有开到在的共了值 ]{0,3}$"
)
# What is counted in whole numbers: after 3栋 a decimal is a temperature again.
_NUMBERED = re.compile(
    r"(?:第|尾号|编号|房号|房间|电话|手机|今年|虚岁|年龄|年纪|属|才满|楼层|楼|栋|幢|单元|座|排|路|电话号|邮编|学号|工号|床号|门牌|排号|取号|叫号|序号|号码|密码|验证码|取件码|尾数|(?<![\d一二三四五六七八九十])号)[是为:约有开到在的共了值 ]{0,3}$|\d:$"
)
_QUANTITY = (
    r"(?:体重|血糖|[cC][tT](?![回后完片室检出扫拍做])值?|心率|血压|血氧|尿酸|油价|肉价|菜价)"
)
_QUANTITY_MOVES = re.compile(
    rf"{_QUANTITY}[^,。;!?\d]{{0,4}}(?:\d[\d.]*[^,。;!?体温\d]{{0,5}}[升降涨][到至])?$|{_QUANTITY}[^,。;!?\d]{{0,3}}[从由]$"
)
_PREGNANT = re.compile(r"怀?孕(?!妇|妈)[是有了]?\s*$")
_LETTERS_BEFORE = re.compile(r"[a-zA-Z]\s?-?$|(?<!\.\d)(?<![一-龥])[-/]$|(?!度)[一-龥]/$")
# emmm 37.4, ok 36.6: somebody begins to speak, and nothing is labelled.
_HUMS = re.compile(
    r"(?<![A-Za-z])(?:e?m{2,}|e[mnr]+|h+m+|u+[mh]+|[ao]+h*|h[ai]+|hey|hello|ok(?:ay)?|yes|yep|hh+|xs|btw|ps)\s+$",
    re.I,
)
_JOINED_BEFORE = re.compile(r"[一-龥]-$")
_WEATHER_STRONG = re.compile(
    r"体感|气温|天气|室内温|房间|屋里温|室外温|水温|室温|最高气温|预报|高温(?:预警|天|补贴|假)|空调|降温|升温|零下|零上|洗澡水|热水|温水|开水|泡脚|冲奶|奶温|烤箱|电热毯|发酵|温奶器|酒精|白酒"
)
_THERMOMETER_OF = re.compile(
    r"[气水室油奶]温|体感|[热晒]到\s*$|[热晒]到\s*\d|室内温|屋里温|(?<!\d)房间(?:里|内)?(?:温度)?\s*\d|天气|预报|洗澡水|烤箱|恒温|空调(?:开|设|调)"
)
_WEATHER = re.compile(
    r"户外|室外|外面|太阳|高温|(?:好|真|太|这么|那么|天|超级?|热得|闷|炎)热|热死|热疯|好晒|真晒|凉快|好冷|真冷|太冷|的天|夏天|三伏"
)
_TODAY = re.compile(r"(?:今天|明天|昨天|这天|今日|都)\s*(?:才|有|都|快|可能)*$")
_HOT = re.compile(r"\s*(?:度|°)?了?[,\s]*(?:太|好|真|这么|热|晒|闷)")
_SELF = re.compile(
    r"感冒|[着受]凉|体温|测温|额温|腋|耳温|发烧|高烧|低烧|发热|退烧|烧[到了得着]|[量测][了的得出]|身上|浑身|额头|难受|咳|嗓子|头疼|头痛|寒战|全身"
)
REACHED = re.compile(r"(?:度|°)?\s*(?:的?时候|那会儿?|那阵)")
REACHED_SO = re.compile(rf"{REACHED.pattern}|(?:度|°)?\s*(?:就|才)[^,。;!?]")
_ENGLISH = re.compile(
    r"(?:fever|temp|temperature|tmp|t|degrees?)\s*(?:is|of|was|at|:|about|around|=)*\s*$", re.I
)
_HEALTH = re.compile(
    r"退烧|有点高|偏高|有点烧|发烧|烧|头疼|头痛|咳|不舒服|无不适|没症状|无症状|医院|(?:其他|其它|一切|都)正常|正常吗|怎么办|[😷🤒🌡]"
)
_JUST_NOW = re.compile(
    r"(?:[天周月]前|小时前|[昨前今]儿个?|今天|今早|今晚|早上|上午|中午|下午|晚上|昨天|昨[晚夜]|今晨|当晚|上次|上回|这次|前天|前晚|夜里|半夜|凌晨|最高|最低|一会儿?|有时候?|第[一二三四五六七八九十\d]{1,2}[天次]|现在|刚才|刚刚|目前|此刻)(?:是|有|又|也|就|的|了|还|:|,|\s)*$|[还又]是?$|(?:从|都|也|一直)没有?(?:超过?|高过|上过?)$"
)
_TAKEN_BACK = re.compile(
    r"(?:[打写说输发报搞记看]错了?|更正|不对)[,\s]*(?:(?:应该|而)?是|不是|不是\d\d(?:\.\d)?[,\s]*(?:而)?是)$"
)
_MOVES = re.compile(
    r"\s*(?:度|°)?\s*(?:又|再|一下子)?(?:升|降|退|烧|涨|回落)[到至]\s*\d\d(?:\.\d|度)"
)
_MOVED = re.compile(r"(?:飙|升|涨|窜|蹿|冲|退|降|掉|回落|回升)[到至]了?\s*$")
_EDGES = re.compile(r"[。;!?\n]")


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of the sentence around a stretch; a dot inside a number does not end one."""
    left = max(
        (m.end() for m in _EDGES.finditer(text, max(0, start - 80), start)),
        default=max(0, start - 80),
    )
    right = _EDGES.search(text, end)
    return left, right.start() if right else len(text)


def measures(text: str, number: Number) -> bool:
    """Tell whether the sentence up to the number speaks of measuring or fever."""
    left, right = sentence(text, number.start, number.end)
    if number.start - left <= 1 and not text[number.end : right].strip(" 度°了多"):
        left, _ = sentence(text, max(0, left - 1), number.end)  # 我发烧了!39!
    if BODY.search(text, max(left, number.start - 40), number.start):
        return True
    before, after = (
        text[max(0, number.start - 8) : number.start],
        text[number.end : number.end + 12],
    )
    if _TAKEN_BACK.search(text, max(left, number.start - 16), number.start):
        return True
    if _ENGLISH.search(before) or (before.endswith("到") and REACHED_SO.match(after)):
        return True
    moves = _MOVES.match(text, number.end) or _MOVED.search(before)
    return bool(moves or _JUST_NOW.search(before) or _HEALTH.search(after))


def is_other(text: str, number: Number) -> bool:
    """Tell a count, a price, a house or a measured something else from a temperature."""
    before = text[max(0, number.start - 10) : number.start]
    after = text[number.end : number.end + 8]
    if _DEGREES_OF.match(after) and (number.unit or "度" in after[:2]) and not number.exact:
        return True
    if _LIQUID.match(after):
        return True
    if not number.unit and (_UNITS_AFTER.match(after) or _PAID.match(after)):
        return not (_is_told_before(text, number, before))
    if re.match(r"\s*%", after) and not measures(text, number):
        return True
    if (_NUMBERED.search(before) or _PREGNANT.search(before)) and not number.exact:
        return not re.search(r"体温[是为:]?$", before)
    if _QUANTITY_MOVES.search(text, max(0, number.start - 30), number.start):
        return True
    if _BEFORE.search(before) and not re.search(r"体温[是为:]?$", before):
        return not (number.unit and number.exact) or bool(
            re.search(r"气温|水温|室温|北纬|东经|[水电气]费|用[水电气]", before)
        )
    return _is_labelled(text, number, before)


def _is_told_before(text: str, number: Number, before: str) -> bool:
    """Tell 38.7床都下不来, 烧到39人都糊涂了 and 36.7 张浩 38.2 from what is counted or paid."""
    if number.exact and _is_next_in_list(text, number.end):
        return True
    if (
        number.exact
        and text.startswith("一", number.end)
        and before.endswith(text[number.end :][:2])
    ):
        return True  # 一支37.4一支38.1
    if number.exact and COLDEST <= number.celsius <= HOTTEST:
        return bool(_WHOLE_AFTER.match(text, number.end))
    return bool(_BURNT.search(before) and _LIMP.match(text, number.end))


def _is_next_in_list(text: str, end: int) -> bool:
    """Tell the name of whoever is next in a list from what is counted: 张浩 38.2, 军子36.5."""
    called = _NEXT_CALLED.match(text, end)
    return bool(_NEXT_IN_LIST.match(text, end) or (called and given.is_given(called[1])))


def _is_labelled(text: str, number: Number, before: str) -> bool:
    """Tell CT38 and 张-36 from Kevin 36.6 and temp 38."""
    if number.exact and english.name_before(text[: number.start].rstrip(" :-")):
        return False
    if not number.exact and _JOINED_BEFORE.search(before):
        return True
    if _HUMS.search(before):
        return False
    return bool(_LETTERS_BEFORE.search(before)) and not _ENGLISH.search(
        text[max(0, number.start - 24) : number.start]
    )


def is_weather(text: str, number: Number) -> bool:
    """Tell the weather or a bath from a body; a decimal is nearly always a body."""
    if number.value < 30 and not number.exact:
        return False
    left, right = sentence(text, number.start, number.end)
    around = text[max(left, number.start - 40) : min(right, number.end + 20)]
    if _SELF.search(around):
        return False
    if re.search(r"(?:我|孩子|宝|娃|老[公婆人伴]|[爸妈爷奶])\S{0,3}$", text[left : number.start]):
        return False
    begin = max(left, text.rfind(",", left, number.start) + 1)
    comma = text.find(",", number.end, right)
    near = text[max(begin, number.start - 12) : min(right if comma < 0 else comma, number.end + 10)]
    ahead = re.search(r"(?:明|后)天[^,。;!?]{0,8}$", text[begin : number.start])
    if re.search(r"[今明后]天(?:的)?(?:白天)?最高", near) and re.search(
        r"热|暑|晒", text[number.end : right + 12]
    ):
        return True
    if number.exact and number.celsius >= 36:
        return bool(_THERMOMETER_OF.search(near))
    if _WEATHER_STRONG.search(near) or (ahead and not number.exact):
        return True
    hot_day = _TODAY.search(text[left : number.start]) and _HOT.match(text, number.end)
    return not number.exact and bool(_WEATHER.search(near) or hot_day)
