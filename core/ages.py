"""How old somebody is said to be, and how long a fever has lasted, in the words of a chat."""

import re

from core import numerals

_NUMBER = r"(?:\d{1,3}|[零〇一二两俩仨三四五六七八九十百半]{1,4})"
_UNIT = r"(?P<more>多|来|几)?(?P<unit>天|日(?!常)|周(?!岁)|个?半?多?(?:星期|礼拜)|个?半?多?月)"
_BABY = (
    r"(?:宝宝?|娃娃?儿?|婴儿?|孩子|小孩|毛毛|孙[子女孙]|外孙女?|儿子|女儿|闺女|小子|丫头|妹妹|弟弟|崽崽?"
    r"|囡囡|伢|细路|[bB]{2}|幺儿|女娃|男娃)"
)
_UNBORN = r"(?<!肚里)(?<!肚里的)(?<!肚子里)(?<!肚子里的)"
_OF_WHOM = r"(?:今年|今天|现在|刚刚?|才|满|快|已经|还不到|不到|没到|未满|不足|了|有|是|[，,、 ])*"
# “出生40天”, “孙女刚满两个月”, “两个月的娃”, “三个月大”.
_AGES_OF_BABIES = [
    re.compile(
        rf"(?:出生|生下来?|落地|来到世上)(?:才|刚|了|有|第|已经|快|满|到现在|不到|没到|还)*(?P<n>{_NUMBER}){_UNIT}"
    ),
    re.compile(
        rf"(?<!怀)(?<!孕)(?<![\d第])(?P<n>{_NUMBER}){_UNIT}(?:左右|出头)?(?:的?(?:大|龄)|的?{_BABY})"
    ),
    re.compile(
        rf"{_UNBORN}{_BABY}{_OF_WHOM}(?P<n>{_NUMBER}){_UNIT}(?!没|不(?!到)|都|一直|前|后|反复|以[前后来]|内|里)"
    ),
]
# “哦忘说了 他才58天”, “两个多月”: an age, once a child is spoken of.
_BARE_AGE = re.compile(
    rf"^(?:[哦噢啊嗯对]|忘(?:了)?说了?|还没说|他|她|它|娃|是|就|这|个)*+(?:今年|现在|才|刚刚?|还?不到|没到|未?满|快|只有|有)*+(?P<n>{_NUMBER}){_UNIT}(?:大|了|的|呢|吧)*$"
)
_AMONG_THE_FIRST = 8  # days; “孩子3天发烧” tells of a fever unless it is said to be an age
_WORDS = {
    r"没满月|未满月|刚出生|刚生(?:下来|的|出来)|新生儿|初生|月子里的?(?:娃|宝|孩)|没出月": 15,
    r"(?<!圆)满月(?!酒)": 30,
    r"没满?百天|不到百天|未满百天": 80,
    r"百天(?!宴|酒)": 100,
}
_ELDER = (
    r"(?:老人家?|[他她](?![们家])|老爷子|老太太?|老头子?|老伴|[爷奶爸妈爹娘姥]+|父亲|母亲|外公|外婆|公公|婆婆|岳[父母]|丈[人母]娘?"
    r"|我|俺)"
)
_YEARS = [
    re.compile(rf"(?P<n>{_NUMBER})(?:多|来|几)?(?:周)?岁"),
    re.compile(
        rf"(?:{_ELDER}|今年)(?:今年|快|都|已经|有|也|[，, ])*(?P<n>{_NUMBER})(?:多|几)?(?=了|的人|[，,。 ]|$)"
    ),
]
_DAYS = {"天": 1, "日": 1, "周": 7}
_LASTS = rf"(?P<n>{_NUMBER})(?P<more>多|来|几)?个?(?P<unit>天|日|周|星期|礼拜|月)"
_FEVER = r"(?:烧|发热|体温)"
_DEGREES = r"(?:[34]\d(?:[.点]\d)?度?\d?)"
_OF_FEVER = [
    re.compile(rf"{_FEVER}(?:{_DEGREES}|[^，,。！？!?\d\s]){{0,6}}?{_LASTS}(?![后前内])"),
    re.compile(rf"(?<!第)(?<!过了){_LASTS}[^，,。！？!?]{{0,4}}?(?:[高低]?烧|发热|[没不]退)"),
]


def of_babies(text: str) -> list[int]:
    """Return how many days old the babies are that a text speaks of.

    >>> of_babies("宝宝出生40天 体温38.1"), of_babies("孩子发烧三天了"), of_babies("肚里娃三个月")
    ([40], [], [])
    """
    found = [days for word, days in _WORDS.items() if re.search(word, text)]
    for kind, pattern in enumerate(_AGES_OF_BABIES):
        for one in pattern.finditer(text):
            days = _in_days(one)
            is_doubtful = kind == 2 and one["unit"] in _DAYS and days < _AMONG_THE_FIRST
            if days and not is_doubtful:
                found.append(days)
    return found


def as_of_a_baby(clause: str) -> str:
    """Return a bare age with whose it is before it; any other clause as it is.

    >>> as_of_a_baby("他才58天"), as_of_a_baby("烧了三天")
    ('宝宝58天', '烧了三天')
    """
    found = _BARE_AGE.match(clause)
    if found is None:
        return clause
    return f"宝宝{found['n']}{found['more'] or ''}{found['unit']}"


def of_elders(text: str) -> list[int]:
    """Return the ages in years that a text names.

    >>> of_elders("我妈85岁"), of_elders("老爷子九十了"), of_elders("我妈38.5了")
    ([85], [90], [])
    >>> of_elders("今年七十一"), of_elders("今年6月"), of_elders("今年20度")
    ([71], [], [])
    """
    found = (numerals.to_int(one["n"]) for pattern in _YEARS for one in pattern.finditer(text))
    return list(dict.fromkeys(years for years in found if years))


def of_fever(text: str) -> int:
    """Return for how many days a fever is said to have lasted; 0 if nothing is said of it.

    >>> of_fever("烧了五天了还不退"), of_fever("发烧39度三天了"), of_fever("高烧一个礼拜没退")
    (5, 3, 7)
    >>> of_fever("发烧39 一周后高考")
    0
    """
    found = (_in_days(one) for pattern in _OF_FEVER for one in pattern.finditer(text))
    return max((days for days in found if days < 100), default=0)


def _in_days(found: re.Match[str]) -> int:
    unit, number = found["unit"], found["n"]
    many = 0.5 if number == "半" else float(numerals.to_int(number.rstrip("半")) or 0)
    many += 0.5 if "半" in unit or (number != "半" and number.endswith("半")) else 0
    one = _DAYS.get(unit, 7 if unit.endswith(("星期", "礼拜")) else 30)
    more = 0.3 * one if found["more"] or "多" in unit else 0
    return int(many * one + more)
