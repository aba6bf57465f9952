"""One illness is named and one point of it is asked: “水痘传染吗”, “手足口几天能上学”, and nothing else.

What is known of that point of that illness is meant, whichever wording happens to be nearest.
"""

import re

from core import points
from core.points import Point
from core.things import Things, ThingSpec

LEFT = 1  # characters beside the illness and the point; more may change what is asked
_CHILDREN = {"孩子"}  # what is said of an illness is said of them too; of others it may differ
_FILLS = re.compile(
    r"请问|我?想?问一?下|想知道|医生说|说是|到底|究竟|一般|大概|大约|现在|如果|要是|得了?|患上?|染上?|感染了?|确诊了?|中招了?|出了?|发了?|有了?|病人|病毒|这病|毛病|肺炎|阳性|大人|自己|家里人?|隔离|用"
    r"|老[公婆伴头]子?|爱人|同[事学]|室友|朋友|弟弟|妹妹|哥哥|姐姐|小朋友|学生|俺|咱|[我你他她它][们家]?|这个?|那个?|到|么|个|[会能要可以不是有吗嘛呢啊呀吧了的就还都又再病人给被上和跟]|\W"
)

# What is asked of somebody who is well: others have it where they go, and what is said to the ill is not for them.
_OTHERS_HAVE_IT = re.compile(
    r"(?:班|学校|园|托|同[学桌]|宿舍|单位|厂|楼|小区|村|隔壁|邻居|同事)[里上内中]?[^，,。]{0,8}(?:有|出|得|发现|确诊|查出|感染|爆发|传开)"
)


def is_plain(text: str, things: Things) -> bool:
    """Tell whether nothing but a point of an illness is asked, of nobody for whom it may differ."""
    others = [one for one in things.whom(text) if one.name not in _CHILDREN]
    rest = _FILLS.sub("", things.without(points.without(text)))
    return not others and len(rest) <= LEFT


def asked(text: str, things: Things) -> tuple[ThingSpec, list[Point]] | None:
    """Return which illness is named and what is asked of it; None where more or less is said."""
    named = things.named(text)
    if len(named) != 1 or named[0].kind != "illness" or not is_plain(text, things):
        return None
    if _OTHERS_HAVE_IT.search(text):
        return None
    wanted = points.asked(text)
    return (named[0], wanted) if set(wanted) & set(points.OF_ILLNESS) else None
