"""Who of those spoken of a looser word means: 娃 the grandson, 老太太 the mother."""

import re
from dataclasses import replace

from nlp.slots.names import SURNAMES
from nlp.slots.people import Mention
from nlp.slots.temperature.reading import SOMEBODY

CHILDREN = frozenset("儿子 女儿 孙子 孙女 外孙 外孙女 大宝 二宝 三宝 外甥 侄子 侄女".split())
_OLD_WOMEN = frozenset("妈妈 奶奶 姥姥 外婆 婆婆 岳母 太奶奶 干妈 后妈 养母".split())
_OLD_MEN = frozenset("爸爸 爷爷 姥爷 外公 公公 岳父 太爷爷 干爸 继父 养父".split())
# What one does to somebody who is measured: 我妈说没事,可我摸着烫,一量38.5.
TENDS = r"(?:半夜|早上|刚才?)?一?摸|(?:半夜|早上|刚才?)?一[量测夹试](?!了?个)|[给帮替][他她]|看[着他她的]|[盯守陪按捏][着紧住他她]|喂|劝|逼|抱|扶|哄|捂|裹|擦|敷|贴|强行|硬[给要拿是]|(?:只好|只能|负责)?[来代][量测报填登夹]|(?:过去|过来|赶去|赶来|上门)[量测夹]|[帮替](?:忙|着)?[量测报填登夹发]"
TENDING = re.compile(rf"[就也都先再又]?(?:[去来过赶跑]+)?给?(?:{TENDS})")
# 两个体温计一个37.1一个38.0 are of one person.
TWO_TOOLS = re.compile(
    r"[两二2俩三3](?:[个支把根种]|只)?(?:不同的?|不一样的)?(?:体温计|温度计|体温表|体温枪|额温枪|耳温枪|表|枪)"
)
_LATER = re.compile(
    r"过了?(?:一?会|半|几|[一两二三\d])|(?:小时|分钟|刻钟?|钟头)[之以]?后|[再复重]新?[量测]|捂|裹|擦|敷|贴|现在|目前|下午|中午|晚上|早上|上午|今早|今晚|刚才|刚刚|又|后来?|之后|吃了?药|退到|降到|升到|了(?=$|[,。])|咳|吐|拉|疼|痛|没精神"
)


AT_ANOTHER_TIME = re.compile(
    rf"{_LATER.pattern}|今[天日儿]|昨|前[天晚]|上周|周[一二三四五六日]|[号日]|这会儿?|这时|[喂吃喝]了"
)


def one_of_them(text: str, found: list[Mention]) -> list[Mention]:
    """Let 娃 mean the grandson in 孙娃子上午38.2,下午娃37.5了."""
    kept: list[Mention] = []
    for mention in found:
        children = {m.who for m in kept if m.who in CHILDREN}
        if mention.who == "孩子" and len(children) == 1 and not any(m.who == "孩子" for m in kept):
            last = max(m.end for m in kept if m.who in CHILDREN)
            if AT_ANOTHER_TIME.search(_told_of(text, last, mention)):
                mention = replace(mention, who=children.pop())
        word = text[mention.start : mention.end]
        if word == "自己":
            mention = _oneself(text, mention, kept)
        if mention.who in ("女儿", "小女儿", "儿子"):
            mention = _one_of(text, mention, kept, _LOOSELY.get(word, frozenset()))
        if any(_is_titled(m.who, word) for m in kept):
            titled = frozenset(m.who for m in kept if _is_titled(m.who, word))
            mention = _one_of(text, mention, kept, titled)
        if mention.who in ("老人", SOMEBODY):
            mention = _one_elder(text, mention, kept)
        kept.append(mention)
    return kept


_FALLS_ILL = re.compile(
    r"(?:也|就|都|却|反而|倒|先|又)*(?:[发高低]?烧|病|倒|累|中招|不舒服|扛不住|躺|阳了|咳|难受|撑不住)"
)
_GIRLS = frozenset("孙女 外孙女 侄女 外甥女 女儿 大女儿".split())
_BOYS = frozenset("孙子 外孙 侄子 外甥 儿子 大儿子".split())
_LOOSELY = {
    **dict.fromkeys(("丫头", "小丫头", "小姑娘", "妮子"), _GIRLS),
    **dict.fromkeys(("小子", "男娃", "崽伢子"), _BOYS),
}


def _told_of(text: str, last: int, mention: Mention) -> str:
    """Return what is told between somebody and a mention, and of it in the same clause."""
    return text[last : mention.start] + "|" + re.split(r"[,。;!?]", text[mention.end :])[0]


def _oneself(text: str, mention: Mention, kept: list[Mention]) -> Mention:
    """Let 自己 be who the clause began with: 婆婆伺候完公公自己也37.8."""
    begin = max(text.rfind(sign, 0, mention.start) for sign in ",。;!?\n")
    first = next((m for m in kept if m.start > begin), None)
    if first is None and _FALLS_ILL.match(text, mention.end):
        first = kept[-1] if kept else None  # 丈母娘来带娃,今天自己倒下了
    return replace(mention, who=first.who) if first and first.who != "全家" else mention


def _one_elder(text: str, mention: Mention, kept: list[Mention]) -> Mention:
    """Let 老太太 mean the mother in 我妈早上37.8,老太太这会儿37.1."""
    if any(m.who == "老人" for m in kept):
        return mention
    return _one_of(text, mention, kept, _elders(text[mention.start : mention.end]))


def _is_titled(who: str, word: str) -> bool:
    """Tell whether 阿姨 may be the 李阿姨 spoken of before."""
    return len(word) > 1 and len(who) > len(word) and who.endswith(word) and who[0] in SURNAMES


def _one_of(text: str, mention: Mention, kept: list[Mention], who: frozenset[str]) -> Mention:
    """Let a mention be the only one of those who was spoken of, if more is told of them now."""
    before = [m for m in kept if m.who in who]
    named = {m.who for m in before}
    if len(named) != 1 or any(m.who == mention.who for m in kept if m.who not in who):
        return mention
    if not AT_ANOTHER_TIME.search(_told_of(text, before[-1].end, mention)):
        return mention
    return replace(mention, who=named.pop())


def _elders(word: str) -> frozenset[str]:
    """Return who may be meant by 老太太, 老爷子 or 老人家."""
    if word.endswith(("老太太", "老太")):
        return _OLD_WOMEN
    if word.endswith("老爷子"):
        return _OLD_MEN
    return _OLD_WOMEN | _OLD_MEN if word.endswith(("老人", "老人家")) else frozenset()
