"""Who is borne, fetched, cooked for or visited beside the one who is measured."""

import re

from nlp.slots.people import WORDS, Mention
from nlp.slots.temperature.meant import CHILDREN

# Who was borne, fetched or put to bed is not the one measured after it: 弟媳生完孩子38.3.
_BROUGHT = re.compile(
    rf"(?:{WORDS})[^,。;!?\d]{{0,8}}?(?:生[完了过]|坐月子带|[接送带哄看喂陪教管伺候]+完)(?:了|我家|家里)?(?:[一二三四两]个)?$"
)
# 丈母娘给我带孩子累病了38.3
_MINDS = re.compile(
    rf"(?:{WORDS})[^,。;!?\d]{{0,10}}?(?:来|帮忙|[帮给替](?:我们?|他们|[他她]|俺))[^,。;!?\d]{{0,2}}?(?:带|看|照看|照顾|接送|伺候)(?:我家)?$"
)
_FOR_WHOM = re.compile(r"[给帮替为]$")
_SERVED = re.compile(r"[送买做洗寄捎煮修搬]|打(?:电话|扫)|收拾|过生日|陪床|守夜|拜年|开家长会")
_TO_WHOM = re.compile(r"(?:去|到|在|从|回|来)$")
_AT_HOME = re.compile(r"(?:他们?)?(?:家|那里|那边|那儿|那)(?!发|烧|测|量)")
MET = frozenset("室友 同学 朋友 同事 亲戚 邻居 客人".split())
_WITH_WHOM = re.compile(r"(?:[跟和与同陪找约]|家里来了?)$")
_MEETS = re.compile(
    r"们?(?:一起|一块儿?)?(?:出|去|玩|吃|聊|打|逛|聚|喝|上|坐|骑|爬|踢|唱|旅游|见面)"
)


_IS_AWAY = re.compile(
    r"们?(?:都|也|今天|昨天|这[几两]天|还|正|又|早就|一早|已经)*(?:不在(?:家|身边)?|刚?走(?:了|的)?|在(?:外地|国外|外省|老家|单位|外面)|没在家?|没回[来家]|出差(?:了|去了|在外|没回来?)?|(?:去)?(?:上学|上班|上幼儿园|出门|出去|回老家|买菜|打工|跑车)(?:去)?了|送(?:去|到|回)?[^,。;!?\d]{1,6}了),(?:(?:就|只有?)?(?:一个人|自己|家里没|我|俺)[^。;!?]*|(?:体温|现在|今[早天晚]|刚才?|[量测]了?|[^一-龥])*)$"
)
# 女儿38.6我没敢动,过半小时再量37.9: what somebody did meanwhile; the story goes on with the patient.
_GOES_ON = re.compile(
    r",[^,。;!?]{0,8}?[量测夹]|,(?:今|昨|早|晚|上午|下午|中午|半夜|凌晨|天亮|傍晚)|,[^,。;!?]{0,4}?(?:过了?(?:一?会|半|几|[一两二三四\d])|[^,。;!?]{0,6}(?:小时|分钟|刻钟?|钟头)[之以]?后|后来|结果|[上下回进出](?:来|楼|门|家)|一[看量测]|又[到升烧涨]|睡[着醒了]|[降退升回]到?了?|这会儿?|现在|刚才?[量测]|到(?:了|现在|晚上|夜里|早上|天亮))"
)
_IS_ILL = re.compile(
    r"也|自己|烧|咳|难受|不舒服|没劲|[疼痛晕冷烫吐拉]|嗓|鼻|感冒|[着受]凉|没事|正常|还好|体温|[量测]"
)
_ACTS = re.compile(
    r"[^,。;!?\d]{0,4}(?:没敢|不敢|没舍得|请了?个?假|[去来]|[给帮替陪喂抱看守买拿取找送接擦照顾敷捂叫喊催打熬煮烧]|赶紧|马上|着急|急|吓|慌|担心|害怕|在(?:外|上班|单位|出差|加班|旁|边上|一边))"
)


# 老师打电话问,我说现在37.3
_REPORTS = re.compile(
    r"(?:就|也|跟[他她]们?)?(?:说|回答?|答|告诉[他她]们?)(?:现在|已经|刚才?|是|还)"
)


def only_acts(text: str, mention: Mention, end: int) -> bool:
    """Tell who does something while the story goes on with the patient before: 老公去买药,一小时后37.9."""
    if _REPORTS.match(text, mention.end):
        return True
    goes_on = _GOES_ON.search(text, mention.end, end)
    if goes_on is None:
        return False
    done = text[mention.end : goes_on.start()]
    return bool(_ACTS.match(done)) and not _IS_ILL.search(done)


def is_bystander(text: str, mention: Mention) -> bool:
    """Tell the child of 弟媳生完孩子38.3 and the mother of 我姐给我妈送饭38.4 from who has the fever."""
    return _is_brought(text, mention) or _is_served(text, mention)


def is_away(text: str, mention: Mention, end: int) -> bool:
    """Tell whoever is not at home from whoever is measured there: 孩子上学去了,38.4."""
    return mention.who != "本人" and _IS_AWAY.match(text, mention.end, end) is not None


def _is_brought(text: str, mention: Mention) -> bool:
    """Tell the child somebody has just borne or fetched from one that is measured."""
    is_child = mention.who in CHILDREN or mention.who == "孩子"
    start = max(0, mention.start - 24)
    brought = _BROUGHT.search(text, start, mention.start)
    return is_child and bool(brought or _MINDS.search(text, start, mention.start))


def _is_served(text: str, mention: Mention) -> bool:
    """Tell whom somebody cooks for or visits from one that is measured: 我姐给我妈送饭淋雨38.4."""
    served = _FOR_WHOM.search(text, 0, mention.start) and _SERVED.match(text, mention.end)
    visited = _TO_WHOM.search(text, 0, mention.start) and _AT_HOME.match(text, mention.end)
    met = (
        mention.who in MET
        and _WITH_WHOM.search(text, 0, mention.start)
        and _MEETS.match(text, mention.end)
    )
    return bool(served or visited or met)
