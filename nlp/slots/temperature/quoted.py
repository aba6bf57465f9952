"""What others said of others: a neighbour's child, a rumour in a group, a notice passed on."""

import re

from core.late import late
from nlp.slots.names import BARE, SURNAMES
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature.given import BETWEEN, name_before, titled_before
from nlp.slots.temperature.numbers import Number, last

_DOOR = r"(?<![\d.])(?:\d{3,4}|(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:号楼|单元|楼|栋|幢|层|室|户|弄|门))"
_OUTSIDER = (
    r"(?:邻居|对门|对面|隔壁|楼[上下道](?:那|的|[一-龥]{0,2}家)?|同事|同学|同事|工友|朋友|别人|人家|别家|他们家|保安|门卫|物业|大[妈爷叔婶]|"
    r"同[楼栋幢]的?(?:人|住户|邻居)|业主|居民|网友|楼长|栋长|组长|管家|业委会(?:的人)?|居委会?(?:的人)?|"
    rf"{_DOOR}(?:那?[一]?[家户位]|那边|的|有一?[家户]|有人|邻居|业主|住户)+"
    r"|群友|熟人|老乡|领导|老板|司机|快递员?|外卖员?|有(?:个|位)?(?:人|邻居|业主|朋友|同事|同学))"
)
_KIN = "|".join(
    sorted((re.escape(word) for word in CANONICAL if len(word) > 1), key=len, reverse=True)
)
_SURNAME = f"[{''.join(sorted(s for s in SURNAMES if len(s) == 1))}]"
_TELLS = r"(?:说|讲|发(?![烧热高低冷抖])|问|传|告诉|反映|聊|提到|喊|打电话|通知|晒|吐槽|在群里)"
_HEARSAY = re.compile(
    r"听说|据说|听(?:人|别人|邻居|楼栋?长|组长|网格员|管家|保安|保洁|业主|群友|老(?![师公婆伴妈爸爹娘头])[一-龥]|他们|人家)[说讲]|听[^,。;!?\d]{0,4}(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|单元|楼|栋|幢|层|室|户|弄)[^,。;!?\d]{0,5}[说讲]|群里|网传|盛传|都在传|电视(?!的?时|机)|广播|报纸|报道|微博|快手|朋友圈|网上|新闻|抖音|热搜|(?:刷|看|发|短)[^,。;!?\d]{0,4}视频|视频(?:号|上|里)?[说讲]|转发|转自|转的?:|公众号|"
    r"(?<!家)(?<!家里)有(?:个|位|一个|一位)?(?:人|业主|居民|小孩|孩子|老人|同学|学生|同事|邻居|[大老][一-龥])(?=[^,。;!?]{0,6}$)|(?<![家屋])有(?:个|一?[户家])(?=$)"
)
_SAID = re.compile(rf"{_OUTSIDER}[^,。;!?]{{0,10}}?{_TELLS}[^。;!?]*$")
_HAS_FEVER = re.compile(rf"{_OUTSIDER}[^,。;!?\d]{{0,4}}发[高低]?[烧热][^,。;!?\d]{{0,6}}$")
_OFFICIAL = re.compile(
    rf"^(?:保安|门卫|物业|楼长|栋长|组长|管家|大[妈爷叔婶])[^,。;!?]{{0,6}}?{_TELLS}[^。;!?]*$"
)
_OF_ANOTHER = late(
    rf"[他她佢]|有[一个位名人家户]|那[家户个]|{_DOOR}|{_KIN}|[人家户]|{_SURNAME}[一-龥]"
)
_I_TOLD = re.compile(r"(?:我|俺|咱)(?!看|听|见|刷|瞧|们|[他她的家])")
_OF_US = re.compile(r"^(?:我|俺|咱)(?![他她])")
_THEIRS = late(
    rf"(?:邻居|对门|对面|隔壁|楼[上下]|(?:同学|同事|朋友|同桌|工友|老乡|别人|闺蜜|闺密|姐妹|哥们|发小|战友|球友|牌友|网友|客户|亲家)(?=家|的|他|她|老[公婆]|[爸妈]|孩子|儿子|女儿))(?:邻居|那?家|老?[一-龥]家|的)*(?:(?:{_KIN})|[他她]|有人|[老小阿]?{_SURNAME}[一-龥]?|[那一这][户家]|租客|住户|小伙子?|小两口|大[爷妈叔婶])[^,。;!?]{{0,6}}$"
    rf"|(?:单位|公司|厂里?|办公室|部门|车间|班组|店里|学校|班上?)里?的?(?:[小老]{_SURNAME}|{_SURNAME}(?:哥|姐|工|总|科|处|师傅|经理|主任|老师))[^,。;!?\d]{{0,4}}$"
    r"|(?<!我)(?<!我们)一个(?:办公室|宿舍|寝室|车间|班组?|单位|公司|部门|学校|小区|工地)里?的?(?:同事|同学|工友|室友|朋友|[男女]的|人|那个|孩子)[^,。;!?]{0,8}$"
    r"|(?:隔壁|邻|对面|同)床的?[^,。;!?\d]{0,6}$|同(?:车|机|船|航班|车厢|桌|楼|院|病房|批)的?(?:[一-龥]{0,3}(?:人|乘客|旅客|同事|朋友|家属|孩子|小孩|老人|大[爷妈叔婶]|阿姨|师傅))[^,。;!?\d]{0,4}$"
    r"|[他她]们?(?:班上?|学校|单位|公司|小区|村里?|厂里?|宿舍)里?[^,。;!?\d]{0,8}$"
    r"|(?<![我咱老])人家[^,。;!?]{0,5}$"
    r"|(?:班上?|单位|公司|厂里|学校|幼儿园|楼里|小区里?|村里)[^,。;!?\d]{0,4}(?:好几个|有几个|几个|好多|一半|有(?:人|个|一个|位|小朋友|孩子|小孩|同学|学生|老师|家长|员工|工人|业主|住户)|很多)[^,。;!?\d]{0,4}$"
    r"|(?:邻居|对门|对面|隔壁|楼[上下])[^,。;!?\d我俺咱]{0,6}(?:老人|大[爷妈叔婶]|奶奶|爷爷|阿姨|那家|男的|女的|小孩|孩子)[^,。;!?\d我俺咱]{0,8},[^,。;!?\d我俺咱]{0,6}$"
)
_ON_BEHALF = re.compile(r"(?:帮|替|给|代)[^,。;!?]{0,3}$")
_PATIENT = re.compile(
    r"[一-龥]某{1,2}[男女]?(?=$|[,\s\d(]|体温|发烧|发热|现|已|今|昨)[^。;!?]{0,8}$|(?:该|[一两二三\d]例|某|一[名位]|有[名位个])(?:[男女]性?|新增|确诊|外地|外省)?(?:患者|病例|病人|病患|乘客|旅客|[男女]子|老人|居民)[^。;!?]{0,10}$"
)
_MEASURES = re.compile(r"[量测]了?一?下")
_EXAMPLE = re.compile(
    r"(?:示例|样[例张本板]|模板|范例|例子|举例|示范|例如|譬如|比如|比方|举个例|格式(?:如下|为|是|:)|(?:^|[,。;\s])例:)[^。!?\n]{0,24}$"
)
# “我姐说她婆婆昨天38.8”: of a home that is not ours.
_THEIR_KIN = late(
    rf"(?:姐|妹|哥|弟|嫂|夫|舅|姑|姨|表.|堂.|闺[蜜密]|朋友|同[事学]|邻居|亲戚|老乡|亲家|发小)[^,。;!?]{{0,2}}(?:说|讲)[,:]?[他她](?:家|的)?(?:{_KIN})[^,。;!?]{{0,8}}$"
)
# 儿子同学38.2: not of this home either.
_OF_KIN = late(
    rf"(?:{_KIN})(?:们|单位|班上?|学校)?(?:他|她)?的?(?:同学|同桌|老师|班主任|教练|同事|朋友|工友|战友|领导|客户|邻居|闺蜜|老?姐妹|牌友|病友|舞伴|老乡)(?P<gap>[^,。;!?\d]{{0,8}})$"
)
_CAME = late(rf"{_KIN}|我|俺|咱|回|后|来|玩|吃|聚|{_TELLS}")
_ADDRESSED = re.compile(rf"{_TELLS}(?:了|过|的|[:,\s“\"'])*")
_OPEN, _SHUT = '“「『"‘《', '”」』"’》'
_ASKS_ABOUT = re.compile(
    r"^[,。!?\s]*(?:这|那)?是?[^,。;!?]{0,10}(?:发|说|转|讲|传|写|问)的|^[,。!?\s]*(?:这|那|是)?[^,。;!?]{0,6}(?:真的|谁|几号楼|哪[栋个家楼]|什么意思|怎么回事|假的|谣言|发的|听到|看到)"
)
_NOTICE = re.compile(
    r"【[^】]*(?:通知|公告|提醒|通告|转发?|通报|扩散|紧急|寻)[^】]*】|各位(?:居民|业主|邻居|家长|同志)|温馨提示"
)
_OURS = late(rf"[,。;!?\s](?:我|俺|咱|(?:{_KIN})(?!们))")


_FULL_NAME = late(rf"[,;\s](?:{BARE.pattern}){BETWEEN}$")


def is_quoted(text: str, number: Number) -> bool:
    """Tell whether a number was said of somebody who is not of this home.

    “邻居说我家孩子38.9” without signs may be one's own child: in doubt it is taken.
    """
    before = text[max(0, number.start - 80) : number.start]
    if _NOTICE.search(text) and not re.search(r"我|俺", text):
        return True
    if _EXAMPLE.search(before) or _PATIENT.search(before):
        return True
    opened = _opened(before)
    if opened is not None:
        return _is_cited(text, number, before[:opened])
    clause = before[max(before.rfind(sign) for sign in "。;!?") + 1 :]
    if (
        (theirs := _THEIRS.search(clause)) is not None
        and not re.search(r"[帮给替]我|我[^,。;!?]*$", clause[theirs.start() :])
        and not _ON_BEHALF.search(clause[: theirs.start()])
    ):
        return True
    if _is_theirs(clause) or _is_outsiders(clause):
        return True
    told = _SAID.search(clause)
    if told is not None and not _ON_BEHALF.search(clause[: told.start()]):
        said = _ADDRESSED.search(clause, told.start())
        return not _is_told_of_us(told[0], clause[said.end() :] if said else "")
    return _is_heard_of(clause)


def _is_heard_of(clause: str) -> bool:
    """Tell a rumour and what was read in a group from what I told there myself."""
    heard = last(_HEARSAY, clause)
    if heard is None or _MEASURES.search(clause, heard.end()):
        return False
    if _I_TOLD.match(clause, heard.end()):
        return False  # 小区群里我报过了,38.3
    return not (_OURS.search(clause, heard.end()) or _names_somebody(clause[heard.end() :]))


def _is_told_of_us(told: str, rest: str) -> bool:
    """Tell whether what somebody else tells is of this home: 邻居说,我家孩子38.9; 门口保安说38.2不让进."""
    if _OFFICIAL.search(told) and not _OF_ANOTHER.search(rest):
        return True
    return bool(_OURS.search(rest) or _OF_US.search(rest) or _names_somebody(rest))


def _is_outsiders(clause: str) -> bool:
    """Tell 单位同事发烧39度 from 邻居说我家孩子发烧39度."""
    told = _HAS_FEVER.search(clause)
    return told is not None and not _OURS.search(clause, told.start()) and "我" not in told[0]


def _is_theirs(clause: str) -> bool:
    """Tell 我姐说她婆婆 and 儿子同学, who live elsewhere."""
    theirs = _OF_KIN.search(clause)
    if theirs is not None and not _CAME.search(theirs["gap"]):
        return True
    return _THEIR_KIN.search(clause) is not None


def _names_somebody(said: str) -> bool:
    """Tell whether a given name begins what stands behind the last comma: 邻居说他38,雯雯36.5."""
    titled, called = titled_before(said), name_before(said)
    at = titled[2] if titled else called[1] if called else -1
    return at > 0 and bool(re.search(r"[,;\s]\s*$", said[:at])) or bool(_FULL_NAME.search(said))


def _opened(before: str) -> int | None:
    """Return where the quotation begins in which the text ends, if it is inside of one."""
    for at in range(len(before) - 1, -1, -1):
        if before[at] == '"':
            return at if before.count('"') % 2 else None
        if before[at] in _OPEN:
            return at
        if before[at] in _SHUT:
            return None
    return None


def _is_cited(text: str, number: Number, before: str) -> bool:
    shut = next((at for at in range(number.end, len(text)) if text[at] in _SHUT), len(text))
    inside = text[len(before) + 1 : shut] if len(before) < len(text) else ""
    if re.search(r"[你您](?:们?家)?的?(?:孩子|儿子|女儿|宝|娃|小孩|[爸妈爷奶]|老[公婆人])", inside):
        return False  # “您家孩子38.3,请接回”
    if re.search(rf"{_OUTSIDER}|群里|有人|转", before) or _ASKS_ABOUT.search(text[shut + 1 :]):
        return True
    return not before.strip() and len(inside) > 12 and bool(text[shut + 1 :].strip())
