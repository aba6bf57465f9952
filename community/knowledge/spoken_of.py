"""Whether a text speaks of what it is taken for: a rule for everybody answers nobody who asks of other things."""

import re
from collections.abc import Sequence

_TRAVEL = (
    r"(?<![几这那两一])回(?![复答音事执收访])|返|外地|外省|外市|省外|市外|离开|出[差省市国]|出远门|旅[游行]|探亲|疫区|风险区?|境外|国外"
    r"|过年|过节|放假|寒假|暑假|自驾|火车|高铁|飞机|大巴|到家|从.{1,8}[来回到]|[来到]了?[几两三四五一\d]+天|来我?[们家]|来(?:访|住|串)"
)
_ABOUT_ILL = r"隔离|密接|阳|感染|健康码"
_REGISTER = r"报备|登记|申报|上报|报告|报社区|报村"
# What says nothing of what is to be registered: without anything else it is coming home.
_FILLS = (
    r"请问|问一?下|现在|目前|今年|最近|还|需要|必须|一定|要不要|用不用|是否|是不是|怎[么样]|咋个?|如何|哪[里儿]?|找谁|谁|向|给|跟|社区|村[里委]?会?|居委会?|街道"
    r"|网格员?|提前|多久|[几多]天|什么|啥|材料|手续|流程|程序|可以|电话|手机|网上|[要用得能去到在办填个表我你您他们人都也就了的吗么嘛呢啊呀吧不没有是]|\W"
)
_GATHERING = r"酒|席|宴|桌|聚|婚|喜事|红事|白事|丧|寿|满月|周岁|百日|升学|庙会|集[会市]|赶集|活动|人多|请客|团圆|年夜饭|吃饭|礼拜|唱戏|戏班|打牌|麻将|开会|会议|婚礼|办事"

_travel, _ill = re.compile(_TRAVEL), re.compile(_ABOUT_ILL)
_register, _fills = re.compile(_REGISTER), re.compile(_FILLS)
# 报停暖气 and 没住也得交 sound like being shut in, and are not.
_ISOLATION = re.compile(
    r"隔离|关[起在几]|密接|阳|感染|传染|核酸|新冠|风险|疫|观察|病|发烧|确诊|接触|封|回|返|外地"
)
# Who speaks of one of these, and of no journey, asks about this illness: the rules of isolation are of another.
_OTHER_ILL = re.compile(
    r"登革|基孔|疟|流感|[甲乙]流|手足口|水痘|诺如|麻疹|腮腺|百日咳|猴痘|支原体|肺结核|结核病|疱疹|红眼"
)
_COVID = re.compile(r"新冠|奥密|阳了|阳性|密接|核酸")
_OF_ISOLATION = {"ask_quarantine_cost", "ask_quarantine_type", "ask_quarantine_duration"}
_BY_WORDS = {
    "ask_quarantine_cost": _ISOLATION,
    "ask_quarantine_type": _ISOLATION,
    "ask_quarantine_duration": _ISOLATION,
    "ask_gathering": re.compile(_GATHERING),
    "ask_relief_policy": re.compile(
        r"补[贴助偿发]?|救[助济灾]|困难|低保|特困|津贴|减免|[领给发]钱|受灾|赔|抚恤|穷|没钱|活不下去|吃不上|政策|福利"
    ),
}
_TESTED = re.compile(r"核酸|抗原|检测|检查|[测验采化]|做")
_JABS = re.compile(r"疫苗|接种|[打针苗剂]")
_BY_WORDS |= {
    "ask_epidemic_news": re.compile(r"病|疫|阳|确诊|感染|[例烧传封]|新冠|流感|登革|风险|情况|消息"),
    "ask_test_site": _TESTED,
    "ask_test_requirement": _TESTED,
    "ask_vaccine_site": _JABS,
    "ask_vaccine_eligibility": _JABS,
    "ask_health_code": re.compile("码"),
    "ask_risk_level": re.compile("风险|[高中低]"),
}
_COMING = {"ask_return_policy", "ask_report_procedure", "ask_departure_policy"}


def only(text: str, intents: Sequence[str]) -> tuple[str, ...]:
    """Return the meanings a text speaks of by its own words; of most they need say nothing."""
    return tuple(intent for intent in intents if _speaks(text, intent))


def _speaks(text: str, intent: str) -> bool:
    if intent in _OF_ISOLATION and _is_of_another_illness(text):
        return False
    if intent in _BY_WORDS:
        return bool(_BY_WORDS[intent].search(text))
    if intent not in _COMING:
        return True
    if _travel.search(text) or _ill.search(text):
        return True
    return bool(_register.search(text)) and not _fills.sub("", _register.sub("", text))


def _is_of_another_illness(text: str) -> bool:
    return bool(_OTHER_ILL.search(text)) and not _COVID.search(text) and not _travel.search(text)
