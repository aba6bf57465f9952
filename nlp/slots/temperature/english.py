"""English words in a reading, in Chinese: “my husband 37.3” is 我老公37.3; and names in Latin letters."""

import re

from nlp.normalize import Text
from nlp.slots.rewriting import rewritten

_SAID = {
    "老公": "husband hubby",
    "老婆": "wife",
    "爱人": "partner spouse",
    "爸爸": "dad daddy father papa",
    "妈妈": "mom mum mommy mummy mother mama",
    "爷爷": "grandpa grandfather granddad",
    "奶奶": "grandma grandmother granny",
    "儿子": "son",
    "女儿": "daughter",
    "孩子": "kid child baby toddler kids children",
    "室友": "roommate flatmate",
    "保姆": "nanny",
    "全家": "everyone everybody",
    "我": "i i'm i’m i-am im me my myself mine",
    "他": "ta he he's his him brother bro",
    "她": "she she's her sister sis",
    "体温": "temp temperature",
    "发烧": "fever",
    "是": "is was",
    "和": "and",
    "今天": "today",
    "现在": "now currently",
    "昨天": "yesterday",
    "今早": "this-morning",
    "今晚": "tonight",
    "昨晚": "last-night",
    "早上": "morning am",
    "中午": "noon",
    "下午": "afternoon pm",
    "晚上": "evening night",
    "我家": "our",
    "": "has had have a an the of at about around",
    "度": "degrees degree celsius",
    "咳嗽": "cough coughing",
    "头痛": "headache",
    "正常": "normal fine ok okay",
}
_CHINESE = {english: word for word, said in _SAID.items() for english in said.split()}
_WORD = re.compile(
    r"(?<![a-z'’\d-])(?!pm\s?2\.5)(?P<word>this morning|last night|i['’]m|i am|s?he['’]s|[a-z]{1,12})(?![a-z])"
    r"(?:(?<=my)\s+)?",
    re.I,
)
_CUE = re.compile(r"[a-zA-Z]")
_READING = re.compile(r"(?<![\d.])(?:3[4-9]|4[0-2]|9\d|10\d)(?!\d)|三十")
_NAME = re.compile(r"(?<![A-Za-z])(?P<name>[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,11})?)$")
# What stands before a number in capitals without being anybody.
_NO_NAMES = frozenset(
    "Hi Hello Ok Okay Ct Ph Vip App Wifi Covid Id No Nr Type Room Unit Bus Line Size Level Version Ver Pm Vs Hr Bp Spo The At Of To In On It Its So But Dr Doctor Nike Adidas Puma "
    "Iphone Android Windows Temp Temperature Fever About Around High Max Min Low Day Morning Dear Sorry Thanks Thank Please Report Update Wechat Usd Rmb Price Only Just Still".split()
)


def spelled(text: Text) -> Text:
    """Write the English words around a reading in Chinese; each character still knows where it came from."""
    if not _CUE.search(text.clean) or not _READING.search(text.clean):
        return text
    words = ((match, _meant(match)) for match in _WORD.finditer(text.clean))
    return rewritten(text, ((match, word) for match, word in words if word is not None))


def _meant(match: re.Match[str]) -> str | None:
    return _CHINESE.get(match["word"].lower().replace(" ", "-"))


def name_before(text: str) -> tuple[str, int] | None:
    """Return the name in Latin letters that ends a text, and its start."""
    match = _NAME.search(text, max(0, len(text) - 30))
    if match is None or any(part in _NO_NAMES for part in match["name"].split()):
        return None
    return match["name"], match.start("name")
