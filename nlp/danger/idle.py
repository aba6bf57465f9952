"""Texts without any sign that speak of nobody in danger now: asked, supposed, over, made up."""

import re

from core.late import late
from nlp.danger import cues

# What asks for something, or for a fact, is no cry for help unless there is one in it.
_ASKED = re.compile(
    r"(?<![活醒])(打不打|要不要|用不用|算不算|行不行|能不能|吃不吃|去不去|该不该)|(吗|么|呢|(?<![汗应静气识吸声话音])没有|不|好|吧|哪|谁|几点|多少|什么|啥|为何|怎么|如何|咋|能否|是否|行不|对不对|是不是|可以|多少钱|哪[里买]|几|想问|咨询|报修|申请|预约|登记|办理|在哪|安排|推荐)[?。!,a-z]*$|[?]|想问|请问|咨询|报修|申请|预约|怎么办理|找谁|哪里|在哪|多少钱|能不能|可不可以|要不要"
)
_ALL_RIGHT = late(
    r"(没有?|不是)[^,。!?;]{1,6},?(就|只)是|自己(爬|站)起来|不(喘|闷|憋|抽|咳|晕|吐|疼|痛)(?=$|[,。;])|血氧(还有?|是|有)?(9[4-9]|100)|(气|吵|烦|笑|馋|忙|困)(得|死|疯|晕|炸|哭|懵|傻|崩)|哪(里|儿)?(都|也)?不(疼|痛)|(网课|作业|辅导|气得|急得|看得|账单)[^。!?;]{0,8}血压|放心|吃得(下|香)|睡得(着|香|好)|(呼吸|情况|病情|生命体征)(都|很|也)?(平稳|稳定|正常)|(叫|喊)醒了|(扶|接|抓|拉)住了|没(摔|磕|碰)(着|到)|(是|就是|只是)睡着|(?<=[,。])(也|人)?没(有)?(晕|昏|抽|吐|喘|伤着?|出血|流血|发烧|发热)(?=$|[,。!])|止住|没哭|不(喘|抽|烧|疼|晕|吐|痒)了|好多了|好(些|一点)了|没事|能(玩|吃|走|动)|精神(还|不错|好|挺)|差点|挺好|(搬|扛|拎|提|挪)不(动|上)|[抬背]不动[^,。!?;]{0,4}(罐|桶|袋|米|箱|柜|水(?!里)|东西|机)|(在|从)[^,。!?;]{1,10}(找到|翻到|捡到)|不起泡|擦破|破皮|(幸好|幸亏|好在|还好)[^,。!?;]{0,6}[没无不]|([^,。!?;]{0,3}[不没](高|低|晕|闷|疼|痛|烧|咳|喘|慌|吐|麻|憋)[,。]?){2,}$"
)
# What one person asked another is no question to us: “爷爷昨天问我农药在哪,…”
_ASKED_OF_OTHERS = re.compile(r"问(我|他|她|我们|人家)(?!们?想)[^,。!?;]{0,14}(?=[,。!?;])")
# An elder who has died is mourned: nobody can help them any more.
_PASSED_AWAY = re.compile(
    r"(爷|奶|婆|公|姥|外婆|外公|爸|妈|爹|娘|老伴|老头|老太|舅|姑|姨|伯|叔)[^,。!?;]{0,8}(走了|过世|去世|没了|不在了)"
    r"(?![一]?半|丢|一大)[^,。!?;]{0,4}(?=$|[,。!?;])"
)
# A thing is thrown away, nobody falls: 有人把油漆倒进沟里了.
_DUMPED = re.compile(
    r"把(?![^,。!?;]{0,8}[人孩娃婴老妈爸爹娘他她我火罐药])[^,。!?;]{1,8}[倒泼排丢扔](进|到|在|入)(?!火)"
)
_CRY = re.compile(
    r"救|快来|快点|快派|120|赶紧|怎么办|咋办|咋整|求你|求求|急急|来不及|马上来|快不|帮帮|派车|派人"
)
# Who lies in hospital is seen to; whoever tells of it tells of themselves.
_SEEN_TO = re.compile(r"(?<![要想得让能])(住院(了|着|呢)?|在医院(打针|输液|住着|陪))")
_NOT_SEEN_TO = re.compile(r"叫不|喘|昏|抢救|血|跑|不见|跳|刀|死|不行|抽|没人|拔|活")

# Lonely or ashamed, and nothing that hurts or that one could do to oneself.
_FEELS = re.compile(
    r"没个?人[^,。!?;]{0,8}(说|聊|看我|理|陪)|孤单|孤独|寂寞|冷清|空落落|[掉流](下)?眼泪|想哭|没脸|丢人|见不得人|抬不起头|嫌弃|难为情"
)
_HURTS = re.compile(
    r"死|活|药|刀|绳|楼顶|[跳上]楼|河|江|水库|桥|累(?!了)|遗|告别|再见|解脱|永远|了断|结束|想通|煤气|割|跳|走了算|不想过|没意思|没盼|没用|陪[他她]|找[他她]|血|喘|疼|痛|闷|晕|昏|吐|抽|打我|救"
)


def is_idle(whole: str) -> bool:
    """Tell whether a text without any sign speaks of nobody in danger now: asked, supposed, over, made up."""
    if _is_past_help(whole) or (_FEELS.search(whole) and not _HURTS.search(whole)):
        return True
    if cues.IF.search(whole) or cues.MADE_UP.search(whole) or cues.NEWS.search(whole):
        return not cues.NOW.search(whole)
    if cues.RESOLVED.search(whole) and not cues.BUT.search(whole):
        return True
    if cues.LONG_AGO.search(whole) and not cues.NOW.search(whole):
        return True
    if _ALL_RIGHT.search(whole) and not cues.BUT.search(whole):
        return True
    return bool(_ASKED.search(_ASKED_OF_OTHERS.sub("", whole))) and not _CRY.search(whole)


def _is_past_help(whole: str) -> bool:
    """Tell whether nobody is there to be helped: seen to already, a thing and no person, or mourned."""
    if _CRY.search(whole):
        return False
    is_theirs = _SEEN_TO.search(whole) or _DUMPED.search(whole)
    return bool(_PASSED_AWAY.search(whole) or (is_theirs and not _NOT_SEEN_TO.search(whole)))
