"""Tests and what they showed: 抗原两条杠, 混管阳性, 核酸阴性."""

import re

from nlp.normalize import Text

_TYPES = {
    "核酸": r"核酸|混管|混检|混采|单管|十混一",
    "抗体": r"抗体",
    "抗原": r"抗原|试剂盒|测试盒|检测盒|(?<![A-Za-z])[cCtT]\s?线|[一二两1-2]条?道?杠|自测|测试棒",
}
_POSITIVE = re.compile(
    r"(?:[两二2]|双)\s*(?:[条道根]\s*[红紫]?[杠线]|[红紫]?杠)|阳性|(?<!太)(?<!重)(?<!沈)(?<!朝)(?<!洛)(?<!贵)(?<!襄)(?<!衡)(?<!益)(?<!岳)(?<!南)阳了|复阳|变阳|是阳(?!台|光|春)|测阳|(?<![没无有A-Za-z])[tT]\s?线(?!没|无|不|都没)|结果阳|小阳人|中招了|确诊了"
)
_NEGATIVE = re.compile(
    r"(?:[一1]|单)\s*(?:[条道根]\s*[红紫]?[杠线]|[红紫]?杠)(?!街|下)|[只就]有\s?[cC]|没有?\s?[tT]\s?线|[tT]\s?线(?:没|无|不)|阴性|转阴|阴了|是阴(?!天)|没阳|没有阳"
)
_MIXED = re.compile(r"(?:混管|混检|混采|十混一)[^,。;!?]{0,6}(?:阳|异常)")
_UNSURE = re.compile(r"(?:如果|要是|万一|若|是不是|会不会|是否|什么是|怎么算)[^,。;!?]{0,8}$")
_NOT_MINE = re.compile(
    r"(?:邻居|同事|朋友|楼上|楼下|小区|隔壁|单位|同学|对门|别人|亲戚|跟|和|与|那个|一个|接触)[^,。;!?]{0,8}$"
)
_DONE = re.compile(r"(?:做|测|采)(?:了|过|完|的)")
_WEAK_LINE = re.compile(r"(?:浅|淡|弱|若隐若现|模糊|隐约)[^,。]{0,4}(?:杠|线|阳)|弱阳")


def read(text: Text) -> dict[str, str] | None:
    """Return the kind of test and its result, if the message tells of one."""
    clean = text.clean
    kind = next((name for name, pattern in _TYPES.items() if re.search(pattern, clean)), None)
    result = _result(clean)
    if result is None:
        return {"type": kind} if kind and _DONE.search(clean) else None
    return {"type": kind, "result": result} if kind else {"result": result}


def _result(clean: str) -> str | None:
    if _MIXED.search(clean):
        return "混管阳性"
    last: tuple[int, str] | None = None
    for pattern, name in ((_POSITIVE, "阳性"), (_NEGATIVE, "阴性"), (_WEAK_LINE, "阳性")):
        for match in pattern.finditer(clean):
            before = clean[max(0, match.start() - 12) : match.start()]
            if _UNSURE.search(before) or _NOT_MINE.search(before) or _is_question(clean, match):
                continue
            found = name if not re.search(r"(?:不是|没有?|没测出)$", before) else "阴性"
            last = max(last or (-1, ""), (match.start(), found))
    return last[1] if last else None


def _is_question(clean: str, match: re.Match[str]) -> bool:
    return bool(
        re.match(
            r"(?:的|是什么|怎么办理|者|率|患者|病例|人员|感染者|证明|是啥)",
            clean[match.end() : match.end() + 5],
        )
    )
