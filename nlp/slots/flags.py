"""Small facts: in or out, from abroad, urgent, contact level, days, all well, a pick-up code."""

import re

from core.numerals import to_int
from nlp.normalize import Text

_IN = re.compile(
    r"回来|返回|返乡|回[家村国]|回到|回老家|返[京沪穗杭蓉汉陕川渝津程]|来[京沪穗杭蓉汉陕川渝津]|到达|抵达|从[^,。;!?去]{1,12}(?:回|来|返|到)|(?<![往])回(?![复答执应事收头龙馈])|来(?:这|咱|我们|本)|入境|(?:去|到)[^,。;!?]{1,8}(?:刚|才|昨天|今天|已经)?回来"
)
_OUT = re.compile(
    r"去(?!过|年|除|掉|世|哪里?做|痛|火|烧)|离开|出差|外出|出省|出境|前往|离[京沪穗杭蓉汉陕川渝津]|到外地|赴|飞往|出国|外地(?:打工|务工|上学)"
)
_BEEN = re.compile(r"去过|到过|去了[^,。;!?]{0,8}(?:刚|才)?回|刚从|回来[的了]")

_OVERSEAS = re.compile(r"境外|国外|海外|回国|入境|出境|出国|港澳台|留学生|归国|外国(?!语)")
_URGENT = re.compile(
    r"紧急|加急|十万火急|越[快早]越好|刻不容缓|火烧眉毛|抓紧|等米下锅|揭不开锅|人命|耽误不得|耽搁不得|拖不得|(?:马上|立马|今[天晚]|明[天早]|快|就|要)(?:就|要)*断(?=$|[\s,。;!?了药粮奶供])|断[粮奶顿炊]|急(?:用|需|死|着|！|!|$|,|。|诊|救|事|急)|(?:很|非常|比较|特别|十万火|挺|好|太)急|赶紧|马上|快点|快来|尽快|救命|立刻|立即|等不了|等不及|来不及|挺不住|撑不住|断药|快不行|救护车|危险|快生了|要生了|救救|急急"
)
_CALM = re.compile(
    r"不(?:着|太|是很|算|怎么|必着|用着)?急(?!诊)|不用?(?:太|那么|这么|特别|很)?急|急什么|应急|慢慢来|不赶(?:时间|紧)|没那么急|有空(?:再|的?时候)"
)
_RUNG = re.compile(
    r"(?<![\d./-])120(?!\s*(?:[\d/.%-]|[块元平斤个人米号万多次例包箱盒袋瓶只件份分秒天年高低正毫m栋楼室户])|以[上下]|左右)"
)
_MEASURED = re.compile(r"(?:压|糖|率|脉搏|心跳|体重|身高|价)[^,。;!?]{0,8}$")
_SECOND = re.compile(r"次密接?|密接的密接|密接者的密接")
_CLOSE = re.compile(r"密接|密切接触")
_SPACE = re.compile(r"时空伴随|时空交集|时空重[合叠]|轨迹(?:有)?(?:交集|重[合叠])")
_GENERAL = re.compile(r"一般接触者?|涉疫场所暴露")

_NUMBER = r"(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])"
_DAYS = re.compile(
    rf"(?<!第)(?<![\d.\-第前后]){_NUMBER}(?:[多几])?\s*(?:个)?(天|日|周|星期|礼拜|个?月)(?:多)?(?!前|后|以前|以后|之前|之后|内|[一-龥]?核酸|初|底|中旬|[一二三四五六日]|[\d])"
)
_LASTING = re.compile(
    r"(?:疼|痛|咳|烧|热|吐|拉|泻|堵|塞|晕|闷|难受|不舒服|隔离|持续|连续|已经|有|断断续续|病|嗽|涕|力|差|退|没吃|没睡|困|断了?|封了?|监测|味)[^,。;!?\d]{0,5}$"
)
_SINCE = re.compile(r"第\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*天了?")

_WELL = re.compile(
    r"(?:体温|温度|身体|一切|全部|全家|大家|都|状况|健康|各项|各方面|人|今天|情况|均|指标|家里人?|三餐)[^,。;!?不没\d]{0,6}正常(?!吗|么|不|值|范围|上班|营业|通行|出入|情况下|开|的?话|体温|人|生活|工作|上学|返|的?温度|是多少|进|走|运|供|吃)"
    r"|^[\s,]*正常[\s。!,了的]*$|报(?:个)?平安$|^\s*平安\s*$|(?:没有?|无)(?:任何|什么|啥|其他|其它|别的|哪里)*(?:不舒服|不适|异常|症状|问题)(?!的(?:人|话)|感染|者|吗|怎么|会|就|可以)"
    r"|(?:身体|一切|大家|全家|都)[^,。;!?不没]{0,4}(?:很好|挺好|安好|健康|良好|无恙|平安)(?!吗|码)|(?:体温)?(?:都|均)正常$|\d\s*[度°]?多?[,\s]*(?:体温)?正常(?=[\s,。;!]|$)|(?:^|[一-龥])没烧[,。\s]*$"
)
_NOT_WELL = re.compile(
    r"不(?:太)?正常|正常吗|正常么|是不是正常|正常不|算正常|如果|要是|昨天[^,。]{0,3}正常|怎么恢复正常|才正常|是否正常|白天[^,。]{0,4}正常|晚上正常"
)

_CODE = re.compile(
    r"(?:取件码|取货码|提货码|自提码|取餐码|验证码|领取码|柜机码|取件号|提取码)\s*(?:是|为|:|:|=)?\s*([A-Za-z0-9](?:[A-Za-z0-9-]{1,14}[A-Za-z0-9]))"
)


def read_direction(text: Text) -> str | None:
    """Tell a trip here from a trip away, by what the message says first."""
    clean = text.clean
    coming, going = _IN.search(clean), _OUT.search(clean)
    if coming and (not going or coming.start() <= going.start() or _BEEN.search(clean)):
        return "in"
    return "out" if going else None


def read_overseas(text: Text) -> bool:
    """Tell whether the message names going or coming over the border."""
    return bool(_OVERSEAS.search(text.clean))


def read_urgent(text: Text) -> bool:
    """Tell whether somebody says it cannot wait."""
    said = _URGENT.search(text.clean) or _calls_120(text.clean)
    return bool(said) and not _CALM.search(text.clean)


def _calls_120(clean: str) -> bool:
    """Tell the number that is rung from 血压120/80, 120块 and 120平."""
    return any(not _MEASURED.search(clean[: match.start()]) for match in _RUNG.finditer(clean))


def read_contact(text: Text) -> str | None:
    """Return the contact level a message speaks of."""
    levels = ((_SECOND, "次密接"), (_SPACE, "时空伴随"), (_CLOSE, "密接"), (_GENERAL, "一般接触"))
    return next((name for pattern, name in levels if pattern.search(text.clean)), None)


def read_days(text: Text) -> int | None:
    """Return how many days something has lasted."""
    clean = text.clean
    for match in _DAYS.finditer(clean):
        lasting = _LASTING.search(clean[max(0, match.start() - 10) : match.start()])
        if (
            lasting
            or re.match(r"了", clean[match.end() :])
            or re.match(r"没|不|都", clean[match.end() :])
        ):
            return _days(match[1], match[2])
    since = _SINCE.search(clean)
    return to_int(since[1]) if since else None


def _days(number: str, unit: str) -> int:
    size = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}.get(unit, 30)
    return size // 2 or 1 if number == "半" else (to_int(number) or 0) * size


def read_normal(text: Text) -> bool:
    """Tell whether the message says that all is well, without inventing a number."""
    return bool(_WELL.search(text.clean)) and not _NOT_WELL.search(text.clean)


def read_pickup_code(text: Text) -> str | None:
    """Return a parcel's code as written, without blanks."""
    match = _CODE.search(text.clean)
    return match[1].upper() if match else None
