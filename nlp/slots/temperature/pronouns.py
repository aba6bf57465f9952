"""Whom 他 and 她 mean before a number: the relative spoken of last, or somebody to be asked about."""

import re

from nlp.slots.people import Mention
from nlp.slots.temperature.meant import AT_ANOTHER_TIME, TENDING, TENDS
from nlp.slots.temperature.reading import SOMEBODY, Reading

_PRONOUN = re.compile(r"(?<![其吉])[他她它](?!们?家)")
# “他刚睡醒38.0”: what he did stands between; who is only met or spoken to is not the one measured.
_WITH_THEM = re.compile(
    r"(?:[跟和与同陪见接触碰离随等找送看望照顾伺候护理]|接触过?|照顾|伺候|离开|告诉|通知|听|问|被|遇[到见])了?$"
)
_TOGETHER = re.compile(r"[和跟与、]")  # 老公和儿子都在,他38.2: which of them
_TOLD = re.compile(
    rf"(?:们|俩|仨|几个)?(?:的(?:体温|温度)?[,:\s]*|[^,。;!?\d]{{0,16}}|[^,。;!?\d]{{0,6}}[量测夹试]了?(?:一?下)?(?:体温|温度)?[,\s]*(?:结果|一看|发现|显示|是)*|[^。;!?\d]{{0,24}}我(?:{TENDS})[^。;!?\d]{{0,12}})$"
)
_SIGN = re.compile(r"[,。;!?\d]")
_ALREADY = r"(?:还|又|也|都|就|一直|昨晚|刚才?)*"
_SAYS = re.compile(rf"{_ALREADY}(?:说|讲|告诉)")
# 我闺女说他一直出汗, 姥姥抱着他睡: she is not the one spoken of.
_ACTS_ON = re.compile(
    rf"{_ALREADY}(?:说|讲|告诉我?|抱着?|陪着?|带着?|照顾|伺候|看着|守着|搂着|哄着?|背着?|[给帮替](?=$))"
)
# 婆婆37.9,小姑子过来照顾,她又到38.3
_HELPS = re.compile(
    r"[^,。;!?\d]{0,4}(?:[过回]?来|过?去|帮忙)?(?:照顾|照看|伺候|帮忙|陪|看望|送药|送饭)[^。;!?\d]*,"
)
_MEN = frozenset(
    "老公 爸爸 爷爷 姥爷 外公 公公 岳父 儿子 哥哥 弟弟 孙子 外孙 舅舅 叔叔 姑父 姨父 大伯 姐夫 妹夫 女婿 侄子 外甥 大儿子 小儿子".split()
)
# What begins with 他 goes on with him: 他早饭没吃就睡了,起来量38.2.
_OF_HIM = re.compile(r"(?![们俩仨]|[也还又都就]?(?:说|让|叫|问|要求|通知|告诉))[^。;!?\d]{0,40}")
_WOMEN = frozenset(
    "老婆 妈妈 奶奶 姥姥 外婆 婆婆 岳母 女儿 姐姐 妹妹 孙女 外孙女 舅妈 婶婶 姑姑 姨妈 大伯母 嫂子 弟媳 儿媳 侄女 外甥女 大女儿 小女儿".split()
)
_ALL = re.compile(r"们?(?:俩|仨|几个)?\s*(?:都|全|均|[\d三])")


def read(text: str, found: list[Mention], readings: list[Reading]) -> list[Mention]:
    """Let 他 and 她 before a number mean the relative spoken of last; else it is to be asked who.

    Who has a reading already, of the same time, is somebody else: 我妈36.3,他38.8.
    """
    meant: list[Mention] = []
    for match in _PRONOUN.finditer(text):
        if any(m.start <= match.start() < m.end for m in found):
            continue  # 孩子他妈
        if not _is_measured(text, match, found, readings):
            continue
        meant.append(Mention(_whom(text, match, found, readings, meant), *match.span()))
    return meant


def _is_measured(
    text: str, match: re.Match[str], found: list[Mention], readings: list[Reading]
) -> bool:
    """Tell whether a reading follows in the same clause, with nobody else between."""
    after = next((r for r in readings if r.start >= match.end()), None)
    if after is None:
        return False
    told = text[match.end() : after.start]
    begins = match.start() == 0 or text[match.start() - 1] in ",。;!? \n"
    if not (_TOLD.fullmatch(told) or (begins and _OF_HIM.fullmatch(told))):
        return False
    between = [m for m in found if match.end() <= m.start < after.start]
    if not all(_may_stand_between(text, m) for m in between):
        return False
    with_them = _WITH_THEM.search(text, 0, match.start())
    return with_them is None or bool(_ALL.match(text, match.end()))


def _may_stand_between(text: str, mention: Mention) -> bool:
    """Tell 她自己 and whoever tends her from somebody else that is measured."""
    is_self = text[mention.start : mention.end] == "自己"
    return mention.who == "本人" and (is_self or bool(TENDING.match(text, mention.end)))


def _whom(
    text: str,
    match: re.Match[str],
    found: list[Mention],
    readings: list[Reading],
    meant: list[Mention],
) -> str:
    before = [m for m in found if m.end <= match.start() and m.who not in ("本人", "全家")]
    pair = len(before) > 1 and _TOGETHER.fullmatch(text[before[-2].end : before[-1].start])
    if pair or text[match.end() : match.end() + 1] in tuple("们俩仨几") or not before:
        return SOMEBODY
    last = _likely(text, match, sorted(before, key=lambda m: m.end))
    if last is None:
        return SOMEBODY
    told = [
        r
        for r in readings
        if _is_of(r, last, [*found, *(m for m in meant if m.who != last.who)])
        and r.start < match.start()
        and not text[: r.start].endswith("不是")
    ]
    if told and not AT_ANOTHER_TIME.search(text, told[-1].end, match.end() + 4):
        return SOMEBODY
    return last.who


def _likely(text: str, match: re.Match[str], before: list[Mention]) -> Mention | None:
    """Return who is meant of those spoken of: not who speaks of him or holds her, nor a man by 她."""
    acting = [m for m in before if _ACTS_ON.fullmatch(text, m.end, _first_pronoun(text, m.end))]
    acting += [m for m in before[1:] if _HELPS.match(text, m.end, match.start())]
    left = [m for m in before if m not in acting]
    if not left and _SAYS.match(text, before[-1].end):
        return before[-1]  # 我外甥说他头疼
    left = [m for m in left if text[m.start - 1 : m.start] != match[0]]  # 她对象 is not she
    both = "他" in text and "她" in text
    if match[0] == "她" and len({m.who for m in before}) > 1:
        left = [m for m in left if m.who not in _MEN]
    elif both:
        left = [m for m in left if m.who not in _WOMEN]
    if not left:
        return None
    beside = {m.who for m in left if not _SIGN.search(text, m.end, left[-1].start)}
    return left[-1] if len(beside) == 1 else None  # 姐姐来看我妈,她38.1: which of them


def _first_pronoun(text: str, start: int) -> int:
    found = _PRONOUN.search(text, start)
    return found.start() if found else len(text)


def _is_of(reading: Reading, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether a reading stands behind somebody named, and nobody is named between."""
    return mention.end <= reading.start and not any(
        mention.end <= other.start < reading.start for other in found
    )
