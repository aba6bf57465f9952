"""Symptoms people have, and those they say they do not have."""

import re
from dataclasses import dataclass

from core.late import late
from nlp.normalize import Text

_WORDS = {
    "发热": r"发高?烧(?!友|级)|发低烧|发着烧|低烧|高烧|发热(?!门诊)|烧到|烧[得了起](?!水|饭|菜|香)|又烧|还烧|在烧(?!东西|纸|火|水|饭|菜|柴|煤|香|荒|炉|垃圾|秸秆|麦)|反复烧|(?<=不)烧(?!水|饭|菜)|烧(?=退|还没退)|脸发烫|身上发烫|额头烫|浑身发烫|(?<![水汤茶饭奶粥锅菜机路面])(?:有点|有些|很|好|特别|挺)烫|(?<![脸上头身])发烫|滚烫|烫手|烫得很|烫得厉害|体温(?:一直|还|有点|有些|偏|略|稍微?|比较|很|太)+高(?!于|过|吗)|[低高]热(?![量水])|热度(?:不退|没退|上来)|烧(?:糊涂|迷糊|晕)",
    "干咳": r"干咳|乾咳",
    "咳嗽": r"咳嗽|咳痰|咳个不停|(?<!干)(?<!乾)(?<!止)咳(?!嗽|痰|水|药|糖浆)",
    "乏力": r"乏力|没力气|没劲|没得劲|(?:没得|莫得|没啥|没什么|没有?多少|冇得)(?:一?点)?(?:劲|力气|力|气力)|没气力|提不起劲|软绵绵|身上发软|手脚发软|腿软|浑身无力|全身无力|四肢无力|无力|疲惫|疲倦|倦怠|疲劳|没精神|累得慌|没有力气|浑身没劲|浑身软|浑身发软",
    "咽痛": r"咽痛|咽喉(?:疼|痛|肿)|喉咙(?:也?不|都不|有点|很|好|特别|也|就是|像|一直)?(?:疼|痛|发炎|肿|干痛|吞刀片|刀割|不舒服|干|痒)|嗓子(?:也?不|都不|有点|很|好|特别|也|就是|像|一直|开始)?(?:疼|痛|发炎|肿|冒烟|冒火|刀割|不舒服|干|痒|哑|眼疼)|吞刀片|刀片嗓|咽口水疼|咽口水痛|扁桃体(?:发炎|疼|肿|痛)",
    "鼻塞": r"鼻塞|鼻子(?:不通|堵|塞)|鼻子不通气",
    "流涕": r"流涕|流(?:清)?鼻涕|鼻涕",
    "打喷嚏": r"打喷嚏|喷嚏",
    "头痛": r"头(?:也?不|都不|有点|很|好|特别|也|一直|还|就是|好像)?(?:痛|疼)|脑袋(?:疼|痛)|脑壳(?:疼|痛)|偏头痛|头晕头痛|头昏脑胀",
    "肌肉酸痛": r"肌肉(?:酸|疼|痛)|(?:浑身|全身|身上|身体)(?:都|有点|很|好|到处)?(?:酸|疼|痛)|关节(?:酸|疼|痛)|骨头(?:疼|痛|酸)|腰酸背痛|酸痛|骨头缝",
    "腹泻": r"腹泻|下泻|拉肚子|拉水|屙肚子|屙稀|拉稀|闹肚子|跑肚|窜稀|水样便",
    "呕吐": r"呕吐|上吐(?=下泻)|吐了|发呕|作呕|打呕|恶心|想吐|反胃|一直吐|又吐",
    "胸闷": r"胸闷|胸口(?:闷|发闷|堵|难受)|胸部发闷",
    "呼吸困难": r"呼吸困难|呼吸(?:不畅|急促|费力|不上来|不过来)|喘不(?:上|过|上来)?来?气|喘不上|气喘|气短|憋气|憋得慌|上不来气|透不过气|喘得厉害|气促|喘气困难",
    "嗅觉减退": r"嗅觉(?:减退|失灵|丧失|没了|消失|下降|不灵)|(?:失去|没有?|丧失)(?:了)?嗅觉|闻不(?:到|出|见)(?:味|气味|任何|东西|了)?|(?:没|失去)了?嗅觉",
    "味觉减退": r"味觉(?:减退|失灵|丧失|没了|消失|下降|不灵)|(?:失去|没有?|丧失)(?:了)?味觉|尝不(?:到|出)(?:味道|味)?|吃(?:东西|饭|啥|什么)(?:都)?没(?:有)?味|嘴里没味|没有?味道",
    "结膜充血": r"结膜充血|结膜炎|红眼|眼睛(?:红|充血|发红)",
    "头晕": r"头晕|头昏|眩晕|晕晕的",
    "畏寒": r"畏寒|怕冷|发抖|打抖|抖个不停|抖得|(?<![不没])打颤|发冷|寒战|打冷战|打寒战|打摆子|打哆嗦|冷得(?:发抖|打颤)",
    "皮疹": r"皮疹|起疹子|出疹|红疹",
    "关节痛": r"关节肿痛",
    "胸痛": r"胸痛|胸口(?:疼|痛)|心口(?:疼|痛)",
}  # fmt: skip
_SYMPTOM = late("|".join(f"(?P<s{i}>{pattern})" for i, pattern in enumerate(_WORDS.values())))
_NAMES = list(_WORDS)

# Phrases that hold a negative word but are complaints, and things that are only named after a symptom.
_NOT_SYMPTOMS = re.compile(
    r"发烧门诊|发热门诊|退烧|退热|止咳|感冒药|咳嗽药|发热病人|发热患者|发热人员|发烧友|头痛粉|治.{0,3}发热|发热及咳嗽类|烧(?:水|饭|菜|烤|香)|不咳?知|叫我头疼"
)
_NEGATION = re.compile(
    r"(?<!有)没有?(?:再|出现|任何|什么|明显|感觉|觉得|感到|发生|发现|见|其他|其它|过|一点|啥|得|怎么)*|(?<![有])无(?:任何|明显|其他|其它)*|(?<!要)(?<!是)不(?:再|怎么|太|咋|会|觉得|感觉)*|未(?:再|出现|见|发现|有|发)*|并无|否认|排除|从没|也没有?|都没有?|木有|冇|么得|没得"
)
_CHAIN = re.compile(r"[\s、/和或及与跟以也,]*(?:以及|或者|还有|也没有?|也不|不|没有?|无)?\s*")
_FORMAL = re.compile(r"无|未|否认|没有(?:出现|任何)|没有其")
_BUT = re.compile(r"但|就是|只是|不过|可是|只有|有点|有些|倒是|反而|却|还是|就(?=咳|头|有)")
_DENIED_AFTER = re.compile(
    r"(?:[、,\s和或]*(?:这些|啥的|什么的|等等?|之类的?|的?症状|的?情况))*\s*"
    r"(?:都|也|均|全|全部|统统)(?:没有|没|无|不存在|没得)(?!办法|用|药|人|精)"
)
_GONE = re.compile(
    r"(?:已经|也|都|也都|现在|基本|就)*(?:好了|退了|不了|消失了|没了|全好|痊愈|缓解了)"
)
_COOLED = re.compile(
    r"退烧了|烧退了|退了烧|已退烧|不烧了|(?<!有点)(?<!有些)不(?:怎么|太|是很)?烫(?!手吗)|体温(?:也|都|并)?不高"
)
_PAIN_DENIED = re.compile(r"(?:头|嗓子|喉咙|身上|脑袋)(?:也|都)?不")
_SUPPOSED = re.compile(
    r"(?:如果|要是|假如|若|万一|一旦|只要|凡是|是否|有无|有没有|会不会|出现哪些|哪些)[^,。;!?]{0,10}$"
)


_WHETHER = re.compile(r"(?:算|[才就也]叫|叫做|属于|是不是|是否|是不是算)(?:是|又|在|要)?$")


Said = tuple[str, int]  # a symptom, and where in the text it is said


@dataclass(frozen=True)
class _Hit:
    name: str
    start: int
    end: int


def read(text: Text) -> tuple[list[str], list[str]]:
    """Return the symptoms somebody has, and those denied."""
    said, denied = complaints(text)
    absent = list(dict.fromkeys(name for name, _ in denied))
    present = dict.fromkeys(name for name, _ in said)
    return [name for name in present if name not in absent], absent


def complaints(text: Text) -> tuple[list[Said], list[Said]]:
    """Return the symptoms somebody has, and those somebody denies, each with where it is said."""
    clean = text.clean
    hits = _hits(clean)
    present: list[Said] = []
    absent: list[Said] = []
    previous: tuple[int, str] | None = None  # end of a denied symptom, and the word that denied it
    for i, hit in enumerate(hits):
        if _SUPPOSED.search(clean[max(0, hit.start - 14) : hit.start]) or _asked(clean, hit):
            continue
        negation = _negation(clean, hit, previous)
        later = _denied_later(clean, hits[i : i + 10])
        previous = (hit.end, negation) if negation else None
        is_denied = negation or later or _GONE.match(clean, hit.end)
        (absent if is_denied else present).append((hit.name, hit.start))
    if cooled := _COOLED.search(clean):
        absent.append(("发热", cooled.start()))
    return present, absent


def _asked(clean: str, hit: _Hit) -> bool:
    """Tell 37.2算发烧吗 and 是不是发烧, which ask what a word covers, from a complaint."""
    before = clean[max(0, hit.start - 6) : hit.start]
    return bool(
        _WHETHER.search(before)
        or (before.endswith("是") and re.match(r"了?[吗么嘛]", clean[hit.end :]))
    )


def _hits(clean: str) -> list[_Hit]:
    skip = [m.span() for m in _NOT_SYMPTOMS.finditer(clean)]
    found = []
    for match in _SYMPTOM.finditer(clean):
        if any(a <= match.start() < b for a, b in skip):
            continue
        found.append(_Hit(_NAMES[int((match.lastgroup or "s0")[1:])], *match.span()))
    return found


def _negation(clean: str, hit: _Hit, previous: tuple[int, str] | None) -> str:
    """Return the word that denies this symptom, its own or one carried along a list."""
    if _PAIN_DENIED.match(clean, hit.start):
        return "不"
    before = clean[max(0, hit.start - 8) : hit.start]
    for match in _NEGATION.finditer(before):
        rest = before[match.end() :]
        if not re.sub(r"[发有过一点儿的]|\s", "", rest) and not _BUT.search(rest):
            return match[0]
    if previous is None:
        return ""
    gap = clean[previous[0] : hit.start]
    if len(gap) > 6 or _BUT.search(gap) or not _CHAIN.fullmatch(gap):
        return ""
    if "," in gap and not (
        _FORMAL.match(previous[1]) and re.match(r"[,、。;!?\s]|$", clean[hit.end : hit.end + 1])
    ):
        return ""
    return previous[1]


def _denied_later(clean: str, hits: list[_Hit]) -> bool:
    """Tell 发烧咳嗽都没有: a list that is denied at its end."""
    end = hits[0].end
    for hit in hits[1:]:
        if hit.start > end and not re.fullmatch(
            r"[\s、,和或/]{0,2}(?:什么|还有|以及)?", clean[end : hit.start]
        ):
            break
        end = max(end, hit.end)
    return bool(_DENIED_AFTER.match(clean[end : end + 14]))
