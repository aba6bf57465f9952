"""How much a text asks of people: whoever writes one that restricts somebody needs a second person."""

import re
from collections.abc import Iterator

from core.library import Burden

# The words by which a clause asks something of people, the heaviest first.
_BURDENS = (
    (Burden.ISOLATE, re.compile(r"集中隔离|集中观察|隔离点")),
    (Burden.STAY_HOME, re.compile(r"居家|隔离|不出门|足不出户|封[控闭楼]")),
    (Burden.TEST, re.compile(r"核酸|抗原|检测|测温|查验|化验")),
    (
        Burden.REPORT,
        re.compile(r"报备|登记|申报|报告|审批|备案|报名|出示|[凭持].|扫码|提前.{0,6}告知"),
    ),
)
# What must be, or must not be, whatever it is about.
_MUST = re.compile(
    r"必须|务必|应当?|不得|不准|不许|禁止|严禁|一律|限制|限[行时流]|停[业课工止用]|关[闭停]|封|罚|追究|劝[返离]|谢绝|只能|仅限|须|需|勿|不要(?!紧)|"
    r"别再?(?=[进出去离聚办上下])|在家(?:待|呆|等候)|"
    r"不(?:能|让|可以?)(?:再|随便|随意)?(?:[进出入离去聚办上养放停开堆带]|外出|出入)|"
    r"(?<![主重只快不])要(?![是紧么领问])"
)
_NOT = re.compile(r"(不用|不需要?|不再|不必|无需|无须|没有?要求|取消|停止|暂停)[^，,。；;]{0,8}")
_KINDLY = re.compile(r"建议|提倡|鼓励|尽量|可以|自愿|最好")
_STRICT = re.compile(r"必须|务必|不得|不准|不许|禁止|严禁|一律|不可以")
_CLAUSE = re.compile(r"[，,。；;！!？?\n]|但是?|不过")


def restricts(text: str) -> bool:
    """Tell whether a text asks more of people than advice does; in doubt it does."""
    return burden(text) > Burden.ADVICE


def burden(text: str) -> Burden:
    """Return the most that any clause asks; what is not plain counts as a demand."""
    return max(_of_clauses(text), default=Burden.ADVICE)


def _of_clauses(text: str) -> Iterator[Burden]:
    for clause in _CLAUSE.split(text):
        asked = _NOT.sub("", clause)
        found = _asked_by(asked)
        if found is not None:
            is_kind = _KINDLY.search(asked) and not _STRICT.search(asked)
            yield Burden.ADVICE if is_kind else found
        elif asked != clause:
            yield Burden.NOTHING


def _asked_by(clause: str) -> Burden | None:
    for weight, pattern in _BURDENS:
        if pattern.search(clause):
            return weight
    return Burden.REPORT if _MUST.search(clause) else None
