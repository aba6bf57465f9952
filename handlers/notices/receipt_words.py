"""What an answer to a notice comes to: 收到, 已办, 3口人已到, 走不动要人背, 晚上再说, 不在家."""

import re
import unicodedata

from community.notices.receipts import NoticeAnswer, ReceiptAnswer
from core.late import late
from core.numerals import HAN, to_int

LONGEST = 80  # characters; what is longer is a story, and heard as one
SHORT = 40
_CODE = re.compile(r"(?:通知)?\s*[Nn]\s*-?(\d{1,9})\s*号?(?!\d)(?:通知|那条)?[\s:：,，。]*")
_BREAK = r"[\s,，、。.!！~…;；]*"
_N = rf"(?:\d{{1,4}}|[{HAN}]{{1,4}})"
_COUNT = re.compile(
    rf"(?P<n>{_N})\s*(?:口人?|个人|人(?!民)|名|位|个(?!小时|钟|月|星期|礼拜|问题|单元))"
)
_FINE = re.compile(
    r"没(?:有)?(?:什么|任何|啥)?(?:问题|困难)|无(?:问题|困难)|不(?:用|需要)(?:人)?(?:帮|背|接)"
)
_NOT_YET = re.compile(
    r"(?:还|都|暂时)?没(?:有)?(?:办|弄|做|搬|撤|转移|到|填|打|好|完)|还没|尚未|未(?:办|完成|撤|转移)"
)

_PROBLEM = re.compile(
    r"[背抬扶抱拖推搀]不动|[背抬扶抱]不了|[走动下来去出站起弄办做填打搬撤](?:不了|不动|不去|不来|不了楼|不起来)|没(?:办)?法|办不[了到]|做不到|"
    r"(?:要|需要?|得|请|找|派)(?:个|几个|一个)?人(?:来)?(?:帮|接|背|抬|扶|搭把手)|背(?:下|出|走)|抬(?:下|出|走)|轮椅|瘫|卧床|担架|"
    r"被?困(?:在|住|了)|困难|没(?:有)?(?:车|船|地方|人(?:管|接|帮))|有(?:个|点|些)?问题|不会(?:弄|填|用|操作)|不方便|"
    r"腿脚|行动不便|残疾|氧气|吸氧|透析|快生|临产|孕|出不[去来]|进水|淹|不(?:想|愿意?|肯)(?:走|撤|转移|搬|去)|不走|"
    r"(?:来|快|谁)(?:人)?(?:帮帮?|救)|帮帮?(?:我|忙)|求助|救命|"
    rf"老人.{{0,6}}(?:{_N})岁|(?:{_N})岁.{{0,4}}(?:老|一个人|独居)|怎么走不|没人(?:管|接|来)"
)
_AWAY = re.compile(
    r"(?:不|没)在(?:家|屋|本地|小区|社区|村里?|这边|这里|国内|[\u4e00-\u9fff]{0,3}楼)|"
    r"(?<![子儿女他她])(?:已经?)?在(?:外地|外省|外面|老家|国外|外|医院)(?!卖|婆|公)|住院|出差|出门在外|回老家|不住(?:这|那|在这|了)|"
    r"(?:早就?|已经?)?搬走了?|(?:租|卖)出去了|房子(?:空|没人)|(?:家|屋)里?没(?:得|有)?人|回不来|在(?:儿子|女儿|闺女|亲戚|妹妹|姐姐|弟弟|哥哥|爸妈|父母|娘家|婆家)家?(?:里|那边?|这边?)?(?:住|呢|了)*$"
)
_DONE = late(
    r"已经?(?!收[到悉])(?:全部|都|全)?(?:在(?!家|本地|外)|上车|[办做搞]|转移|撤离?|到|搬|接种|接好|填|交|报|关|收|停|清|落实|处理|完成|通知|传达|离开|上车|出来|出发到|安置|入住|登记|打[完过好])|"
    r"(?:办|做|弄|搞|搬|撤|转移|填|交|关|收|清|处理|登记|接种|通知|打|挪|停)(?:好|完|妥|掉|走|毕|到位)了?|(?:办|做|搬|撤|转移|填|关|清|到|挪)了|完成了?$|搞定|(?:推|开|抬|拆|搬|移|拿|收|挪)(?:走|出去|开|掉|回去|起来|干净)了|"
    rf"(?:都|全家|一家|人|家|我们?|{_N}口?)到(?:了|达)?[\u4e00-\u9fff]{{0,8}}|^到(?:了|达)?[\u4e00-\u9fff]{{0,8}}了?$|安全到|平安[到抵]|抵达[\u4e00-\u9fff]{{0,8}}|上车了|(?:接|装|备|存|蓄|囤)(?:好|满|够)了"
    r"|(?:全家|一家|人|我们?|都|俺们?|老小).{0,4}(?:撤|过|出|下|上|走)(?:出|过|下|上)?来了|(?:人|都|全家|一家|我们?|俺们?)(?:都|全|已经?|现在)*在(?!家|屋|外地|老家|外面)[\u4e00-\u9fff]{2,8}[了啦咯]$"
)
_LATER = re.compile(
    r"(?:今晚|晚上|晚点儿?|晚些|等会儿?|等一会儿?|待会儿?|过会儿?|一会儿?|回头|明[天早]|后天|下了?班|改天|有空|抽空|忙完|吃完饭|过几天|周末|稍后)"
    r".{0,6}(?:再|就|才)?(?:说|看|办|搞|去|弄|走|做|搬|填|来|撤|回|打|交)|没(?:有)?(?:时间|空)|走不开|(?:再说|再看|考虑)(?:吧|了|一下)?$"
)
_STRONG = (
    r"收到了?|晓得[了咯啦嘞哩]?|接到(?:通知|消息)了?|看见了?|要得|得嘞|已阅|已收|收悉|知悉|获悉|照办|遵命|明白了?|清楚了?|看到了?|已看|看过了?|知晓|"
    r"(?:我们?)?(?:马上|立刻|立即|这就|现在就?|赶紧|赶快)(?:就|去|来|开始)?(?:走|办|去|到|撤|转移|搬|做|关|弄|准备|出发|来|挪|收拾|下楼)(?:了|车|水|电)?|"
    r"(?:会|一定)(?:注意|照办|配合|准时到?|按时)的?|配合|准时到|参加"
)
_WEAK = r"好[的嘞哒滴]?|嗯|哦|噢|行|可以|知道了?|了解|ok|okay|得|中|没问题|👌|👍|🙏|🆗|✅|放心|谢谢|谢了|辛苦了?|多谢|麻烦了|没(?:有)?问题|1"
_TAIL = r"[吧了啦啊哈呢哦噢您你们大家社区书记\s]*"
_WORD = re.compile(rf"{_STRONG}|{_WEAK}", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:[吧了啦啊哈呢哦噢哩咧呐您你们大家社区书记的我俺咱阿拉也都\s,，、。.!！~…;；]|[莫别不](?:用|要)?催|不要紧|没事)*"
)
_HAS_STRONG = re.compile(_STRONG)
_ASKS = re.compile(
    r"[?？吗]|怎么(?!走不)|什么|多少|几[点号天]|哪[里儿个]|为什么|是不是|能不能|要不要"
)


def read(text: str) -> NoticeAnswer | None:
    """Read an answer to a notice; None where the words are none, or ask something."""
    plain = unicodedata.normalize("NFKC", text).strip()
    code = _CODE.search(plain)
    about = f"N{int(code[1])}" if code else ""
    rest = f"{plain[: code.start()]} {plain[code.end() :]}".strip() if code else plain
    if not rest or len(rest) > LONGEST or _ASKS.search(rest):
        return None
    answer, is_vague = _answer(rest)
    if answer is None:
        return None
    return NoticeAnswer(answer, text.strip(), _people(rest, answer), about, is_vague and not about)


def _answer(text: str) -> tuple[ReceiptAnswer | None, bool]:
    """Return what it comes to, and whether it may be meant for anything."""
    if _WORD.search(text) and _BESIDE.fullmatch(_WORD.sub("", text)):
        return ReceiptAnswer.RECEIVED, not _HAS_STRONG.search(text)
    if _PROBLEM.search(_FINE.sub(" ", text)):
        return ReceiptAnswer.PROBLEM, False
    if len(text) > SHORT:
        return None, False
    if _AWAY.search(text):
        return ReceiptAnswer.AWAY, False
    if _LATER.search(text) or _NOT_YET.search(text):
        return ReceiptAnswer.LATER, False
    if _DONE.search(text):
        return ReceiptAnswer.DONE, False
    begins = re.match(rf"(?:{_STRONG}){_TAIL}{_BREAK}", text)
    return (ReceiptAnswer.RECEIVED, False) if begins and len(text) <= SHORT else (None, False)


def _people(text: str, answer: ReceiptAnswer) -> int | None:
    if answer not in (ReceiptAnswer.DONE, ReceiptAnswer.RECEIVED, ReceiptAnswer.PROBLEM):
        return None
    found = _COUNT.search(text)
    return to_int(found["n"]) if found else None
