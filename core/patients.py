"""Of whom a clause speaks that tells how somebody is: who speaks, a child, one of the elders, the other half."""

import re

SELF, CHILD, PATIENT = "本人", "孩子", "病人"
SAME = "他"  # whoever was spoken of before
_PEOPLE = (
    (
        CHILD,
        r"(?<![怀带])(?<!怀着)(?<!生[完了])(?<!肚里)(?<!肚里的)(?<!肚子里)(?<!肚子里的)(?:孩子|小孩|小朋友|家里?[小大]的|[宝崽]宝|宝贝|[大二小]宝|娃[娃儿]?|婴儿|幼儿|毛毛|[儿孙]子|女儿|闺女|孙女|外孙女?|丫头|小子|崽|囡|伢|细路|幺儿|[老小][大二三幺](?![爷娘爸妈]))",
    ),
    ("婆婆", "婆婆|岳母|丈母娘|家婆"),
    ("公公", "公公|岳父|老?丈人|家公"),
    ("奶奶", "奶奶|外婆|姥姥|阿婆|太奶|姥(?!爷)"),
    ("爷爷", "爷爷|外公|姥爷|阿公|太爷|我爷|俺爷"),
    ("老伴", "老伴|老头子?|老婆子|老太婆"),
    ("老婆", "老婆|媳妇儿?|爱人|妻子|太太(?<!老太太)|孩[子他]+妈"),
    ("老公", "老公|丈夫|孩[子他]+爸|我?家?那口子"),
    ("妈", "妈妈?|老娘|(?<![姑新伴大婆])娘|母亲"),
    ("爸", "爸爸?|老爹|爹|父亲"),
    (PATIENT, "老人家?|老太太|老爷子|老奶奶|老汉|病人|患者"),
    ("兄弟姐妹", "[哥姐弟妹](?!夫|们)"),
    ("别人", "邻居|隔壁|对门|楼[上下]|同事|室友|朋友|同学|[叔舅姨姑婶伯嫂]"),
    (SELF, "我|俺|本人|自己|偶"),
    (SAME, "[他她它](?![们家])|人家"),
)
_NAMED = re.compile("|".join(f"(?P<p{at}>{words})" for at, (_, words) in enumerate(_PEOPLE)))
# “我家娃”, “我妈”, “他爸”: whose somebody is.
_OF = re.compile(r"(?:我|俺|[他她你])(?:们)?(?:家)?(?:里)?的?$")
# Who only said it, or is not there: “奶奶说抹酱油”, “老公出差了”, “爸妈上班去了”.
_NOT_HERE = re.compile(
    r"(?:说|讲|让|叫|要我|问|出差|上班|不在|没在|在外地|在国外|在单位|在加班|回不来|去了|看到|听说|给我发|怀着?我)"
)
_CLAUSES = re.compile(r"[，,。.!！?？;；\n\s]+")
_DECIMAL = re.compile(r"(?<=\d)[.,，](?=\d)")
_ELDERS = {"婆婆", "公公", "奶奶", "爷爷", "老伴", "妈", "爸"}


def clauses(text: str) -> list[str]:
    """Return the clauses of a text; a reading is not cut in two.

    >>> clauses("我妈76，昨天起烧到38.5。咋办")
    ['我妈76', '昨天起烧到38·5', '咋办']
    """
    return [one for one in _CLAUSES.split(_DECIMAL.sub("·", text)) if one]


def spoken_of(clause: str) -> str | None:
    """Return of whom a clause tells how they are; None where nobody is named.

    >>> spoken_of("我家娃六个月"), spoken_of("我妈76"), spoken_of("我自己38"), spoken_of("她才58天")
    ('孩子', '妈', '本人', '他')
    >>> spoken_of("老公出差了"), spoken_of("又39了"), spoken_of("奶奶说给我抹酱油")
    (None, None, '本人')
    """
    told = None
    for found in _NAMED.finditer(clause):
        if _NOT_HERE.match(clause, found.end()):
            continue
        who = _PEOPLE[int(str(found.lastgroup)[1:])][0]
        is_owner = who in (SELF, SAME) and _is_owner(clause, found)
        told = told if is_owner else who
    return told


def _is_owner(clause: str, found: re.Match[str]) -> bool:
    """Tell whether “我” only says whose somebody is."""
    after = _NAMED.search(clause, found.end())
    if after is None or not _OF.search(clause[: after.start()]):
        return False
    return after.start() - found.end() <= len("们家里的")


def may_be(one: str | None, other: str | None) -> bool:
    """Tell whether two names may mean one person: “老人” is any of the elders, and nobody named is who speaks.

    >>> may_be("妈", "病人"), may_be("妈", "本人"), may_be(None, "本人"), may_be(None, "妈")
    (True, False, True, False)
    """
    if one == other or {one, other} <= {None, SELF}:
        return True
    return PATIENT in (one, other) and bool({one, other} & _ELDERS)


def without(text: str) -> str:
    """Return a text without the people it names.

    >>> without("我外婆81")
    '81'
    """
    return _NAMED.sub("", text)
