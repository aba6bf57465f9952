"""What a number that looks like a temperature is when it is not one: a house, a bus, an age, the weather, a rule."""

import re

from nlp.slots.names import BARE
from nlp.slots.temperature import english
from nlp.slots.temperature.numbers import Number

BODY = re.compile(
    r"体温|测温|量体|额温|额头|腋|耳温|口腔|舌下|肛温|温度(?!计|湿)|发烧|高烧|低烧|发热|烧到|烧[了得着]|又烧|退烧|还烧|[量测](?:了|的|出|得|是|一|完|体|过|着|$|[\s:,是为]*\d)"
    r"|刚[量测]|[再又才复]?[量测]\s*[:是]?\s*[\d三]|打寒战|浑身|身上|难受|咳|嗓子|头疼|头痛|头晕|乏力|没劲|没力气|发冷|怕冷|[退降]不下|不退|打[完了]针|疫苗|体温枪|测量|报(?:平安|体温|温度)"
)
_UNITS_AFTER = re.compile(
    r"\s*(?:例|人(?!体)|个|名|位|岁|周岁|路|号|栋|幢|楼|层|次|元|块|毛|角|斤|公斤|千克|[kK]|g\b|克|米|cm|m(?![a-z])|平米|平(?![安时常稳均])|天|周(?![一二三四五六日末])|年|月|日|分(?!开)"
    r"|页|条|床|包|箱|盒|袋|瓶|罐|颗|粒|片|支|件|公里|里|小时|时|秒|码|户|班|期|单元|室|万|亿|千|百|届|集|章|寸|吨|升(?![到至高温起了上])|[一每/]\s*[盒包箱袋瓶斤只板份件支提桶罐张条双位人串碗杯顿]|[两三四五六\d]\s*[箱袋斤板提桶份件张双]|[mM][lLgG]|毫|w|瓦"
    r"|折|成|辆|台|家|所|项|座|股|篇|种|师|团|军|街|门|桌|线|铺|枚|只|双|张|套|份|顿|点(?!\d|[几多])|教|中(?:学|$)|厂|栋|弄|巷|村|组|队"
    r"|[-/]\d{2,}(?![\d.])|-\d{1,2}-\d|[dD](?![\da-zA-Z])|\+\d|计|摄影|寝|多(?:个|例|人|岁|天|元|块|名|位|万|家|斤|户|次)|几(?:个|例|人|岁|天|元|块|名|位|家|斤|户|次))"
)
# 李秀英 36.7 张浩 38.2: no 张 is counted.
_NEXT_IN_LIST = re.compile(rf"[ ,、/|\n]+(?:{BARE.pattern})[^\d,。;]{{0,12}}[34]\d(?:[.\s]|度|$)")
_PAID = re.compile(
    r"(?:度|°)?[,\s]*(?:哪里)?能?买[到得]|[,\s]*(?:都|也|就|才)?(?:不|真|太|挺|好|很)*(?:贵(?!人)|便宜|划算|包邮|断货|缺货|有货|到货|团吗|拼)|[一二两三四五六\d]\s*[盒包瓶][^,。;!?\d]{0,4}(?:要不要|谁要|有人要)|[,\s]*我?已?经?(?:转(?:你|账|过去|了)|付(?:了|款|过|给)|AA)"
)
_LIQUID = re.compile(r"(?:度|°)?\s*(?:的水|的?热水|的?温水|的?开水|的奶(?!奶))")
_DEGREES_OF = re.compile(
    r"\s*(?:的?(?:温水|热水|开水|水(?!银)|酒|白酒|近视|角|电|天(?!了)|天气|高温天|斜坡|烤|仰角|纬))"
)
_BEFORE = re.compile(
    r"(?:血压|高压|低压|血氧|血糖|心率|脉搏|呼吸频率|身高|体重|[cC][tT]值?|(?<!数)值|尿酸|白细胞|水温|室温|油温|气温|度数|酒精|近视|散光|左眼|右眼|价格?|单价|总价|多少钱|¥|\$|[nN][oO]\.?"
    r"|车牌|北纬|东经|评分|湿度|[pP][mM]2\.5|猪肉|牛肉|排骨|鸡蛋|白菜|大米|口罩|肉涨|头围|胸围|身长|脚长|鞋码|转账|红包|距离|跑了|走了|[pP][mM]|[pP][hH]|版本|型号|余额|电量|电池|还剩|腰围|欠了?|交了?|(?<!补)充了?|[一-龥]费(?:用了)?|用[电水气]|每平米?|每[户人份家]|[一每两三\d][箱斤盒袋份提板件筐]|\d米|\d\s?[×x÷]|(?:蛋白|酶|酐|固醇|细胞)|血脂|怀?孕|共计|合计|累计|新增|人均"
    r"|[xXvV]|尺码|鞋|票价|卖|买了?|花了|付了?|转了?|支付宝|货号|单号|利率|折扣|(?<!小)满|减|考了|得分|分数|得了|总共|一共|总额|金额|消费|账单|原价|团价|券后|到手|那份|实付|应付|空调开?到?|买[^,。;!?]{0,6}要|空调设|调到|冰箱|热水器)"
    r"[是为:号约有开到在的共了值 ]{0,3}$"
)
# What is counted in whole numbers: after 3栋 a decimal is a temperature again.
_NUMBERED = re.compile(
    r"(?:第|尾号|编号|房号|房间|电话|手机|今年|虚岁|年龄|年纪|属|才满|楼层|楼|栋|幢|单元|座|排|路|电话号|邮编|学号|工号|床号|门牌)[是为:约有开到在的共了值 ]{0,3}$|\d:$"
)
_QUANTITY = r"(?:体重|血糖|[cC][tT]值?|心率|血压|血氧|尿酸|油价|肉价|菜价)"
_QUANTITY_MOVES = re.compile(
    rf"{_QUANTITY}[^,。;!?\d]{{0,4}}(?:\d[\d.]*[^,。;!?体温\d]{{0,5}}[升降涨][到至])?$|{_QUANTITY}[^,。;!?\d]{{0,3}}[从由]$"
)
_LETTERS_BEFORE = re.compile(r"[a-zA-Z]\s?-?$|(?<!\.\d)(?<![一-龥])[-/]$|[一-龥]/$")
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
    r"体温|测温|额温|腋|耳温|发烧|高烧|低烧|发热|退烧|烧[到了得着]|[量测][了的得出]|身上|浑身|额头|难受|咳|嗓子|头疼|头痛|寒战|全身"
)
_BOUND_BEFORE = re.compile(
    r"(?:超过?|高于|大于|高过|达到|到达|≥|>|低于|不到|小于|不超过|到了?|有|在|是|连续)\s*$"
)
_SUBJECT = re.compile(
    r"我(?!们这|们小|想问|问)|俺|本人|孩子|小孩|宝|娃|老公|老婆|老伴|爸|妈|爷|奶|姥|儿子|女儿|老人|室友|同事|现在|今天|今早|今晚|刚|昨|前天|早上|晚上|中午|下午|夜里|一直|持续|突然|又|已经|最高|升到|烧到|烧了|两次|几次|一次|这两天|这几天"
)
_RULE_TAIL = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下|以内|往上)?(?:的|属于|视?为|即|就|才|再|还|都|要|需|会|能|不用|不必|不需|可以|应|必须|不能|不让|禁止|不得|该|是不是|是否|有没有|到底|怎么|不?算|都?叫|者|请|务必|一律|立即|立刻|须)"
)
_ASKS_MEANING = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下|以内)?\s*(?:就|才|到底|也|还|都)?(?:是不是|是否|能|会)?(?:不?算|属于|叫|是|视?为)(?:不算|不是|标准|正常|发烧|发热|低烧|低热|高烧|偏高|高吗)"
)
_LIMIT = re.compile(
    r"\s*(?:度|°)?\s*(?:就|才|不?就?是)+(?:一[个条道])?(?:红线|界[限线]|警戒|临界|上限|下限|门槛|分界|标准|[^,。;!?]{0,6}线(?:吗|吧|$))"
)
_RULE_CLASS = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下)?的(?:人|乘客|居民|人员|学生|患者|员工|顾客|旅客|职工|孩子|同学|标准|都|不|话|才|要|需|就(?!诊)|怎么|,|应)"
)
# 到38.5的时候再吃药 is advice; 烧到38.5的时候喂了药 has happened.
_WHEN = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下)?的?时候?[^,。;!?]{0,4}?(?:再(?!次|量)|才(?:能|可以|需|要|用|吃|给|让|去|该)|就?(?:要|应|得(?!了)|该|需|可以|必须)|怎么办|能不能|要不要|是不是)"
)
_ONLY_ASKS = re.compile(r"(?:我|就是|只是|随便|先|帮人|替人|帮朋友)(?:想)?(?:问问|问一?下|咨询)")
_RANGE_OF_NORMAL = re.compile(
    r"正常(?:人)?(?:的)?(?:体温|范围|值|温度|在|应该?是?|是|区间|标准)[^,。;!?\d]{0,6}(?:\d\d\.?\d?\s*(?:度)?\s*[-~到至和]\s*)?$"
)
_MEASURED = re.compile(r"[量测](?:了|得|出|的|是)|体温(?:是|有|就|:)?\s*$|烧")
# 我36.5,超过37.3要上报吗: the first number is whose the subject is, the second asks.
_TOLD_BEFORE = re.compile(r"\d\d[.度点]\d|\d\d度|三十|四十")
# 37.2还是37.3算发烧, and the second of them.
_WHICH = re.compile(
    r"\s*(?:度|°)?\s*[跟和与](?:3\d|4[0-2])(?:[.度点]\d?)?\s*(?:度|°)?\s*有?(?:什么|啥)?(?:区别|差别|不同)|\s*(?:度|°)?\s*(?:还是|或者?)\s*(?:3\d|4[0-2])(?:[.度点]\d?)?\s*(?:度|°)?\s*(?:才|就|以上)*(?:算|叫|是发|属)"
)
_ASKED_OF_LIMITS = re.compile(r"(?:3\d|4[0-2])(?:[.度点]\d?)?\s*(?:度|°)?\s*(?:还是|[跟和与])$")
_CALLED = re.compile(
    r"\s*(?:度|°)?\s*(?:才|就|以上)*(?:算|叫|是发|属|有?(?:什么|啥)?(?:区别|差别|不同))"
)
_HOW_MUCH = re.compile(r"(?:多少|几度|多高)[^。;!\d]*(?:\d\d(?:\.\d)?度?还是)?$")
_ASKED_SO = re.compile(
    r"\s*(?:度|°)?\s*(?:左右|以上|以下)?(?:吗|么|\?|还是|对不对?|对[吗么]|是[吗么不]|行[吗么不])"
)
_REACHED = re.compile(r"(?:度|°)?\s*(?:的?时候|那会儿?|那阵)")
_ADVISED = re.compile(
    r"(?:医生|大夫|护士|说明书?|标签|包装|通知|公告|规定|政策|群里|他们|门口|保安|物业|学校|单位|药师|药店|老师|社区|网上|书上|电视上?|专家|新闻|手机上)[^,。;!?]{0,6}(?:说|讲|让|叫|交代|嘱咐|建议|写|告诉)(?:(?!我(?!家孩|的|们))[^,。;!?\d]){0,8}$"
)
_ADVICE = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下|以内|往上)?(?:的?时候?)?[,\s]*(?:再(?!次|量)|才|要|就|得|应|必须|不能|不让|可以|不用|不要|吃|用|喝|算|属于)"
)
_ENGLISH = re.compile(
    r"(?:fever|temp|temperature|tmp|t|degrees?)\s*(?:is|of|was|at|:|about|around|=)*\s*$", re.I
)
_HYPOTHETIC = re.compile(
    r"(?:如果|要是|假[如设定使]|倘若?|真要|若(?=有|是|体|超|高|达|出|发|烧|到|孩|家|你|您|\d|本)|万一|只要|一旦|凡(?=是|有|体|超|在|\d)|说好|讲好|超没超|梦[见到]|做梦|有没有|是否|会不会|不要|除非|等(?:你|到)|(?<!我)是不是(?:体温|温度)?(?:过了?|超过|到了?|高于|大于)|怎么判断|规定|标准|参考值|正常(?:人)?(?:的)?(?:体温|范围|值|温度|在|是|腋温|应该?)|界限|红线|警戒)[^,。;!?]*$"
)
# What is feared or waited for has not happened, unless it is said to have (等烧到39我才发现).
_AWAITED = re.compile(
    r"(?:(?<![害可])(?:怕|担心)[^,。;!?]{0,6}(?:会|再|[烧升超]|到)|等[^,。;!?]{0,4}(?:[烧升涨]到|超过?)|真(?:的)?(?:到|烧|要|是到))[^,。;!?]*$"
)
_HAS_HAPPENED = re.compile(
    r"\s*(?:度|°)?(?:了|[,\s]*(?:我|他|她|家里)?才[^,。;!?]{0,3}(?:发现|知道|[说讲]|告诉|去|来|打))"
)
_BOUND_AFTER = re.compile(r"\s*(?:以上|以下|以内|往上)")
_NORMAL_LIMIT = re.compile(r"\s*(?:以下|以内)?\s*(?:都|就|才)?(?:算|是|为|属于|叫)正常")
_QUESTION = re.compile(
    r"吗|么|嘛|呢|\?|怎么|算不算|是不是|要不要|多少|会不会|能不能|可不可以|该|是否|什么|对[吧不]|不(?=$|[,。?!\s])"
)
_HEALTH = re.compile(
    r"退烧|有点高|偏高|有点烧|发烧|烧|头疼|头痛|咳|不舒服|无不适|没症状|无症状|医院|(?:其他|其它|一切|都)正常|正常吗|怎么办|[😷🤒🌡]"
)
_JUST_NOW = re.compile(
    r"(?:[天周月]前|小时前|[昨前今]儿个?|今天|今早|今晚|早上|上午|中午|下午|晚上|昨天|昨晚|上次|上回|这次|前天|前晚|夜里|半夜|凌晨|最高|最低|一会儿?|有时候?|第[一二三四五六七八九十\d]{1,2}[天次]|现在|刚才|刚刚|目前|此刻)(?:是|有|又|也|就|的|了|还|:|,|\s)*$|[还又]是?$|(?:从|都|也|一直)没有?(?:超过?|高过|上过?)$"
)
_TAKEN_BACK = re.compile(
    r"(?:[打写说输发报搞记看]错了?|更正|不对)[,\s]*(?:(?:应该|而)?是|不是|不是\d\d(?:\.\d)?[,\s]*(?:而)?是)$"
)
_MOVES = re.compile(
    r"\s*(?:度|°)?\s*(?:又|再|一下子)?(?:升|降|退|烧|涨|回落)[到至]\s*\d\d(?:\.\d|度)"
)
_MOVED = re.compile(r"(?:飙|升|涨|窜|蹿|冲|退|降|掉|回落|回升)[到至]了?\s*$")
_ONLY_THEN = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下)?\s*才(?:能|可以|需|要|用|吃|喂|打|上|贴|算|给|让|去|该)[^。;!]*(?:吗|么|[对是]?吧|对不|\?|是不是)"
)
# Nobody's: “为什么是37.3”, “谁38度来着”, “你们登记成38.6了吧”, “从没烧到过39”.
_NOBODYS = re.compile(
    r"(?:(?:为什么|为啥|凭什么|凭啥)[^,。;!?\d]{0,3}是|谁[昨今前天早晚又还是]{0,3}|(?:你们|系统|社区|表上|后台)[^,。;!?\d]{0,4}(?:登记|记|写|填|录|显示)[成的]?是?了?|从来?没有?烧到过?)\s*$"
)
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
    if _ENGLISH.search(before) or (before.endswith("到") and _REACHED.match(after)):
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
        return not (number.exact and _NEXT_IN_LIST.match(text, number.end))
    if re.match(r"\s*%", after) and not measures(text, number):
        return True
    if _NUMBERED.search(before) and not number.exact:
        return not re.search(r"体温[是为:]?$", before)
    if _QUANTITY_MOVES.search(text, max(0, number.start - 30), number.start):
        return True
    if _BEFORE.search(before) and not re.search(r"体温[是为:]?$", before):
        return not (number.unit and number.exact) or bool(
            re.search(r"气温|水温|室温|北纬|东经|[水电气]费|用[水电气]", before)
        )
    return _is_labelled(text, number, before)


def _is_labelled(text: str, number: Number, before: str) -> bool:
    """Tell CT38 and 张-36 from Kevin 36.6 and temp 38."""
    if number.exact and english.name_before(text[: number.start].rstrip(" :-")):
        return False
    if not number.exact and _JOINED_BEFORE.search(before):
        return True
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


def is_rule(text: str, number: Number) -> bool:
    """Tell a quoted threshold (超过37.3要上报吗) from somebody's reading."""
    left, right = sentence(text, number.start, number.end)
    right = min(right + 1, len(text), number.end + 40)
    before, after = text[max(left, number.start - 40) : number.start], text[number.end : right]
    if _is_stated(before, after, number):
        return True
    clauses = before.rsplit(",", 1)
    told = len(clauses) == 2 and _TOLD_BEFORE.search(clauses[0])
    has_subject = _SUBJECT.search(clauses[1] if told else before)
    if has_subject or re.match(r"\s*(?:度|°)?\s*(?:以上)?了", after) or _REACHED.match(after):
        return False  # 超过38度了怎么办 and 烧到38.5的时候 have happened
    bound = bool(_BOUND_BEFORE.search(before)) or bool(_BOUND_AFTER.match(after))
    if _ASKS_MEANING.match(after) and _QUESTION.search(after):
        return not _MEASURED.search(before) or bool(_BOUND_AFTER.match(after))
    return bound and (bool(_RULE_TAIL.match(after)) or bool(_QUESTION.search(after)))


def _is_stated(before: str, after: str, number: Number) -> bool:
    """Tell what is normal, what a doctor advises, and what would be if, whoever is spoken of."""
    if _RANGE_OF_NORMAL.search(before):
        return True
    if _NORMAL_LIMIT.match(after) and not _SUBJECT.search(before) and not number_is_high(number):
        return True
    if _ONLY_ASKS.search(after) and _QUESTION.search(after) and not _SUBJECT.search(before):
        return True
    if _is_limit(before, after):
        return True
    if _WHEN.match(after) or (_ADVISED.search(before) and _ADVICE.match(after)):
        return True
    of_us = re.search(r"我|现在", before)
    if _AWAITED.search(before) and not _HAS_HAPPENED.match(after):
        return True
    return bool(
        _HYPOTHETIC.search(before)
        or (_RULE_CLASS.match(after) and not (of_us or re.search(r"烧到|刚", before)))
        or (_ONLY_THEN.match(after) and not of_us)
    )


def _is_limit(before: str, after: str) -> bool:
    """Tell a limit that is asked about or named, and what is nobody's."""
    if _WHICH.match(after) or (_ASKED_OF_LIMITS.search(before) and _CALLED.match(after)):
        return True
    asked = _HOW_MUCH.search(before) and (_ASKED_SO.match(after) or _ASKED_OF_LIMITS.search(before))
    return bool(_LIMIT.match(after) or _NOBODYS.search(before) or asked)


def number_is_high(number: Number) -> bool:
    """Tell whether the number would be a fever."""
    return number.celsius >= 37  # a little early on purpose: in doubt it is asked about
