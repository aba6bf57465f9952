"""Temperatures that are nobody's: limits that are asked about, what a doctor advises, what would be if."""

import re

from nlp.slots.temperature.context import REACHED, sentence
from nlp.slots.temperature.numbers import Number

_BOUND_BEFORE = re.compile(
    r"(?:超过?|(?<![没不])过了?|高于|大于|高过|达到|到达|≥|>|低于|不到|小于|不超过|到了?|有|在|是|连续)\s*$"
)
_SUBJECT = re.compile(
    r"我(?!们这|们小|想问|问)|俺|本人|孩子|小孩|宝|娃|老公|老婆|老伴|爸|妈|爷|奶|姥|儿子|女儿|老人|室友|同事|[外公岳]公|外婆|婆婆|丈母娘|[老岳]丈人?|岳[父母]|[叔舅姑姨婶伯哥姐弟妹嫂孙侄甥婿媳囡伢崽仔爹娘]|老头|他|她|现在|今天|今早|今晚|刚|昨|前天|早上|晚上|中午|下午|夜里|一直|持续|突然|又|已经|最高|升到|烧到|烧了|两次|几次|一次|这两天|这几天"
)
_ANYBODY = re.compile(
    r"(?<![我俺咱家])(?:小孩子?|小娃娃?儿?|小朋友|婴幼?儿|幼儿|儿童|大人|成年?人|老人家?|老年人|孕妇|孕妈|学生|一般人?|正常人)"
    r"(?:的?体温|[腋耳额口肛]温|腋下|额头|耳朵|发烧|发热|烧到?|量|要是|如果|超?过了?|高于|低于|不到|到了?|达到|在)*\s*$"
)
_CHILD = re.compile(r"(?:孩子|宝宝|宝贝|娃娃?儿?|老人|老头|老太太?)(?:体温|发烧|烧到?)*\s*$")
_HAPPENS_NOW = re.compile(r"了|现在|今[天早晚]|昨|刚|已经|又烧|还烧|一直|我[家妈爸的]")
_BELOW_AFTER = re.compile(r"\s*(?:度|°)?\s*(?:以下|以内|往下)")
_RULE_TAIL = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下|以内|往上)?(?:的|属于|视?为|即|就|才|再|还|都|要|需|会|能|不用|不必|不需|可以|应|得(?!了)|必须|不能|不让|禁止|不得|该|是不是|是否|有没有|到底|怎么|不?算|都?叫|者|请|[进上回去出坐]不[了去成来]|劝返|劝离|隔离|居家|上报|报警|弹窗|口服|服用|服药|用药|给药|务必|一律|立即|立刻|须)"
)
_ASKS_MEANING = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下|以内)?\s*(?:就|才|到底|也|还|都)?(?:是不是|是否|能否|能|会)?(?:不?算|算不上|属不属于|属于|叫|是|视?为)(?:不算|不是(?!不?[要该得需去应能会可])|标准|正常|发烧|发热|低烧|低热|高烧|烧(?!到|了|得)|偏高|高吗)"
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
# 到38.5再叫我 has not come yet; 烧到39.2再吃了一次药 has.
_UP_TO = re.compile(r"(?:到了?|超过了?|高于)\s*$")
_THEN = re.compile(
    r"\s*(?:度|°)?\s*(?:以上)?(?:的?时候?)?再[叫喊说讲吃喂用去来打看送联处找挂](?![^,。;!?]{0,2}[了过])"
)
_ONLY_ASKS = re.compile(
    r"[帮替][^,。;!?\d]{1,5}(?:问|打听|咨询)|(?:^|[,。\s]|我|就是|就|只是|随便|先|单纯|纯粹|纯|好奇|帮人|替人|帮朋友)(?:想)?(?:问问|问一?下|问[一句个]?声|问[一个]?句|咨询|打听|了解一?下)"
    r"|好奇(?:而已|一下|罢了)?(?=$|[,。!?\s])|[问说]着玩"
)
_RANGE_OF_NORMAL = re.compile(
    r"正常(?:人)?(?:的)?(?:体温|范围|值|温度|在|应该?是?|是|区间|标准)[^,。;!?\d]{0,6}(?:\d\d\.?\d?\s*(?:度)?\s*[-~到至和]\s*)?$"
)
_MEASURED = re.compile(r"[量测](?:了|得|出|的|是)|体温(?:是|有|就|:)?\s*$|烧")
# 我36.5,超过37.3要上报吗: the first number is whose the subject is, the second asks.
_TOLD_BEFORE = re.compile(r"\d\d[.度点]\d|\d\d度|三十|四十")
# 37.2还是37.3算发烧, and the second of them.
_WHICH = re.compile(
    r"\s*(?:度|°)?\s*[跟和与](?:3\d|4[0-2])(?:[.度点]\d?)?\s*(?:度|°)?\s*(?:有?(?:什么|啥)?(?:区别|差别|不同)|就?(?:只|才)?差)|\s*(?:度|°)?\s*(?:还是|或者?)\s*(?:3\d|4[0-2])(?:[.度点]\d?)?\s*(?:度|°)?\s*(?:才|就|以上)*(?:算|叫|是发|属|为准)"
)
_ASKED_OF_LIMITS = re.compile(r"(?:3\d|4[0-2])(?:[.度点]\d?)?\s*(?:度|°)?\s*(?:还是|[跟和与])$")
_CALLED = re.compile(
    r"\s*(?:度|°)?\s*(?:才|就|以上)*(?:算|叫|是发|属|为准|就?(?:只|才)?差|有?(?:什么|啥)?(?:区别|差别|不同))"
)
_HOW_MUCH = re.compile(r"(?:多少|几度|多高)[^。;!\d]*(?:\d\d(?:\.\d)?度?还是)?$")
_ASKED_SO = re.compile(
    r"\s*(?:度|°)?\s*(?:左右|以上|以下)?(?:吗|么|\?|还是|对不对?|对[吗么]|是[吗么不]|行[吗么不])"
)
_ADVISED = re.compile(
    r"(?:医生|大夫|护士|说明书?|标签|包装|通知|公告|规定|政策|群里|他们|门口|保安|物业|学校|单位|药师|药店|老师|社区|网上|书上|电视上?|专家|新闻|手机上)[^,。;!?]{0,6}(?:说|讲|让|叫|交代|嘱咐|建议|写|告诉)(?:(?!我(?!家孩|的|们))[^,。;!?\d]){0,8}$"
)
_ADVICE = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下|以内|往上)?(?:的?时候?)?[,\s]*(?:一定|千万|尽量|务必|马上|赶紧|立刻|立即|尽快|抓紧)*(?:[送叫喊打别莫挂]|再(?!次|量)|才|要|就|得|应|必须|不能|不让|可以|不用|不要|吃|用|喝|算|属于)"
)
_HYPOTHETIC = re.compile(
    r"(?:如果|(?<![主需重首还就])要是|假[如设定使]|倘若?|真要|若(?=有|是|体|超|高|达|出|发|烧|到|孩|家|你|您|\d|本)|万一|只要|一旦|凡(?=是|有|体|超|在|\d)|说好|讲好|超没超|梦[见到]|做梦|有没有|是否|会不会|不要|除非|等(?:你|到)|(?<!我)是不是(?:体温|温度)?(?:过了?|超过|到了?|高于|大于)|怎么判断|规定|标准|参考值|正常(?:人)?(?:的)?(?:体温|范围|值|温度|在|是|腋温|应该?)|界限|红线|警戒)[^,。;!?]*$"
)
# What is feared or waited for has not happened, unless it is said to have (等烧到39我才发现).
_AWAITED = re.compile(
    r"(?:(?<![害可])(?:怕|担心)[^,。;!?]{0,6}(?:会|再|[烧升超]|到)|等[^,。;!?]{0,4}(?:[烧升涨]?到|超过?)|真(?:的)?(?:到|烧|要|是到))[^,。;!?]*$"
)
_HAS_HAPPENED = re.compile(
    r"\s*(?:度|°)?(?:了|[,\s]*(?:我|他|她|家里)?才[^,。;!?]{0,3}(?:发现|知道|[说讲]|告诉|去|来|打))"
)
_BOUND_AFTER = re.compile(r"\s*(?:以上|以下|以内|往上)")
_NORMAL_LIMIT = re.compile(r"\s*(?:以下|以内)?\s*(?:都|就|才)?(?:算|是|为|属于|叫)正常")
_QUESTION = re.compile(
    r"吗|么|嘛|呢|\?|怎么|算不算|是不是|要不要|多少|会不会|能不能|可不可以|该|是否|什么|对[吧不]|不(?=$|[,。?!\s])|([一-龥]{1,2})不\1|(?:伐|哇|啵|咩|噻|撒|冇|吼)(?=$|[,。?!\s])"
)
_IS_ASKED = re.compile(rf"{_QUESTION.pattern}|吧(?=$|[,。?!])")
_ONLY_THEN = re.compile(
    r"\s*(?:度|°)?\s*(?:以上|以下)?\s*才(?:能|可以|需|要|用|吃|喂|打|上|贴|算|给|让|去|该|好)[^。;!]*(?:吗|么|伐|哇|啵|咩|[对是]?吧|对不|\?|是不是)"
)
# 37.5才叫发烧: of whoever it is asked, it is no reading.
_ONLY_THEN_CALLED = re.compile(r"\s*(?:度|°)?\s*(?:以上|往上)?\s*才(?:能|会|是)?(?:算|叫|是|属于)")
# Nobody's: “为什么是37.3”, “谁38度来着”, “你们登记成38.6了吧”, “从没烧到过39”.
_NOBODYS = re.compile(
    r"(?:(?:为什么|为啥|凭什么|凭啥)[^,。;!?\d]{0,3}是|谁[昨今前天早晚又还是]{0,3}|(?:你们|系统|社区|表上|后台)[^,。;!?\d]{0,4}(?:登记|记|写|填|录|显示)[成的]?是?了?|从来?没有?烧到过?)\s*$"
)


# 进厂要低于37.3, 老人一般37度算烧吗
_REQUIRED = re.compile(
    r"(?<!不)(?:要求|必须|需要|得|要|须|应)(?:是|在)?(?:体温)?(?:是|在)?(?:低于|小于|不超过?|不高于|不能超过?|不到|控制在)\s*$"
)
_USUAL = re.compile(r"(?:一般|通常|平常|正常)(?:来说|情况下?)?(?:体温)?\s*$")


# 校门口37.2就不让进: a gate, and nobody who stands at it.
_GATE = re.compile(
    r"(?:^|[,。;!?\s])[一-龥]{0,6}(?:[门口站店院校厂园场馆局行卡点岗亭楼]|小区|超市|公司|单位|地铁|公交|社区|村里?|火车|飞机|大巴)(?:现在|都|是|要|说|规定|要求|量到|量出|测到|测出|到|超过?|过|体温|温度)*\s*$"
)
_LET_NOBODY_IN = re.compile(
    r"\s*(?:度|°)?\s*(?:以上)?(?:的)?(?:就|都|一律|也)(?:不[让给准许能]|进不|上不|拦|劝|挡|赶|报警|要隔离|得隔离|要登记)(?![^,。;!?]{0,3}了)"
)


def is_rule(text: str, number: Number) -> bool:
    """Tell a quoted threshold (超过37.3要上报吗) from somebody's reading."""
    left, right = sentence(text, number.start, number.end)
    right = min(right + 1, len(text), number.end + 40)
    before, after = text[max(left, number.start - 40) : number.start], text[number.end : right]
    if _is_stated(before, after, number) or (_LET_NOBODY_IN.match(after) and _is_of_gate(before)):
        return True
    if _is_of_anybody(before, after) or (_UP_TO.search(before) and _THEN.match(after)):
        return True
    if _HAS_HAPPENED.match(after) and not _QUESTION.search(after):
        return False
    clauses = before.rsplit(",", 1)
    told = len(clauses) == 2 and _TOLD_BEFORE.search(clauses[0])
    has_subject = _SUBJECT.search(clauses[1] if told else before)
    if has_subject or re.match(r"\s*(?:度|°)?\s*(?:以上)?了", after) or REACHED.match(after):
        return False  # 超过38度了怎么办 and 烧到38.5的时候 have happened
    bound = bool(_BOUND_BEFORE.search(before)) or bool(_BOUND_AFTER.match(after))
    if _ASKS_MEANING.match(after) and _QUESTION.search(after):
        return not _MEASURED.search(before) or bool(_BOUND_AFTER.match(after))
    return bound and (bool(_RULE_TAIL.match(after)) or bool(_QUESTION.search(after)))


def _is_of_gate(before: str) -> bool:
    gate = _GATE.search(before)
    return gate is not None and not _SUBJECT.search(gate[0])


def _is_of_anybody(before: str, after: str) -> bool:
    """Tell what is asked of children or old people at large: 小朋友38.5以下不用吃药吧, 大人超过38.5要不要去医院."""
    if _HAPPENS_NOW.search(before + after):
        return False
    if _BELOW_AFTER.match(after) and (_ANYBODY.search(before) or _CHILD.search(before)):
        return bool(_QUESTION.search(after) or _RULE_TAIL.match(after))
    if not _ANYBODY.search(before):
        return False
    if _ONLY_THEN_CALLED.match(after) and _IS_ASKED.search(after):
        return True
    bound = _BOUND_AFTER.match(after) or _BOUND_BEFORE.search(before)
    return bool(bound and _RULE_TAIL.match(after))


def _is_stated(before: str, after: str, number: Number) -> bool:
    """Tell what is normal, what a doctor advises, and what would be if, whoever is spoken of."""
    if _RANGE_OF_NORMAL.search(before):
        return True
    if _NORMAL_LIMIT.match(after) and not _SUBJECT.search(before) and not number_is_high(number):
        return True
    if _ONLY_ASKS.search(after) and _IS_ASKED.search(after) and not _SUBJECT.search(before):
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
    usual = _USUAL.search(before) and _ASKS_MEANING.match(after) and _QUESTION.search(after)
    if usual or _REQUIRED.search(before):
        return True
    return bool(_LIMIT.match(after) or _NOBODYS.search(before) or asked)


def number_is_high(number: Number) -> bool:
    """Tell whether the number would be a fever."""
    return number.celsius >= 37  # a little early on purpose: in doubt it is asked about
