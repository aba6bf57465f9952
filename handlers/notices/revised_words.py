"""What somebody says of the notice before them: another time, another word, a sentence more, whom else."""

import re

from core.numerals import HAN

_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_DAY = r"\d{1,2}月\d{1,2}[日号]|(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天末]"
_PART = r"早上|上午|中午|下午|傍晚|晚上|夜里|凌晨"
_CLOCK = rf"{_N}(?:点|时(?!间)|[:：])(?:半|{_N}分?)?(?:钟|整)?"
_TO = r"\s*(?:到|至|[-－—~～]{1,2})\s*"
TIME = re.compile(
    rf"(?P<day>(?:{_DAY}))?(?:的|\s)?(?P<part>{_PART})?\s*(?P<clock>{_CLOCK}(?:{_TO}(?:{_PART})?{_CLOCK})?)?"
)
_END = r"(?:就行|就好|就可以了?|吧|啊|呢|哈|了)?[。!！]*"
_FIRST = r"(?:不对|错了|写错了?|等等|等一下|哦|噢|嗯|好|行|那就?|那个|[\s，,]){0,3}"
_BECOMES = r"(?:改成|换成|改为|换为|改到|改|应该是|应为|应是|要写成|写成)"
INSTEAD = re.compile(
    rf"{_FIRST}(?:把|将)?(?P<old>[^，,。]{{1,30}}?)[\s，,]*(?:(?:写|说)?错了?[\s，,]*)?(?:{_BECOMES}|(?:写|说)?错了?[\s，,]*是)\s*(?P<new>.{{1,60}}?){_END}"
)
NOT_BUT = re.compile(
    rf"{_FIRST}不是\s*(?P<old>[^，,。\s]{{1,30}}?)[\s，,]*(?:，|,|\s)?(?:而?是|改成)\s*(?P<new>.{{1,60}}?){_END}"
)
ANEW = re.compile(
    rf"{_FIRST}(?:把|将)?(?:时间|日期|日子|范围|地方)?(?:给我)?(?:{_BECOMES}|换|(?<=[对错了\s，,])是)\s*(?P<new>.{{1,60}}?){_END}"
)
ADDS = re.compile(
    r"(?:后面|最后|里面|末尾)?(?:再|还要?|请|帮我)*(?:加|补充?|添)(?:上|个)?(?:一?[句条]|一?句话)[\s:：,，]*+(?:就?说)?(?P<text>.{2,200})"
)
# “加上 量血压不要钱”, “说清楚以这条为准”: no place is named, so it is what is said that grows.
ADDS_TOO = re.compile(
    r"(?:对|嗯|好|行|哦|还有|另外|再|还要?|请|帮我|[\s,，]){0,4}(?:(?:重新?|再)(?:发|写|出)(?:一?[遍次条个份])?[\s,，]*)?"
    r"(?:加上|补上|添上|补充(?:一下)?|写上|写明|注明|写清楚?|说清楚?|讲清楚?|说明|强调(?:一下)?)[\s:：,，]*+(?P<text>[^?？]{2,120})"
)
SHORTER = re.compile(
    r".{0,8}(?:太长|太啰嗦|太罗嗦|字太多|短一?点|短些|精简|简短|缩短|简单点|少写点).{0,8}"
)
AGAIN = re.compile(
    r"(?:对|嗯|好|行|那|就|[\s,，]){0,4}(?:重新?|再)(?:发|写|看|出)(?:一?[遍次条个份]|一下|来)?(?:给我看看?)?(?:吧|了)?[。!！]*"
)
CUTS = re.compile(
    r"(?:把|将)?[“\"]?(?P<text>[^“”\"]{2,60}?)[”\"]?(?:那?一?[句段]话?)?(?:就?(?:去掉|删掉|删了|删去|不要了|不用写了?|别写了?))(?:吧)?[。!！]*"
)
MORE = re.compile(
    rf"{_FIRST}(?:\d{{1,3}}(?:号楼|栋|幢)\s*)?(?:再|还|也|要|帮我|顺便){{0,3}}(?:加上?|添上?|还有|带上|算上)(?:给|发给|发)?\s*(?P<whom>.{{1,40}}?)(?:也(?:要)?发)?(?:一[份下])?{_END}"
)
TOO = re.compile(
    rf"{_FIRST}(?:还有)?(?P<whom>.{{1,40}}?)(?:那边)?也(?:要|得|给|发|通知|说|加上|算上?){{1,2}}(?:[他她它]们?)?(?:一[份下声])?{_END}"
)
TOO_FIRST = re.compile(
    rf"{_FIRST}(?:顺便|还|再)?也(?:要|得)?(?:给|发给|发到|发|通知)(?:一下)?\s*(?P<whom>.{{1,40}}?)(?:发|说)?(?:一[份下声])?{_END}"
)
ONLY = re.compile(
    rf"{_FIRST}(?:那?就|那)?(?:[^\s,，。只光单仅]{{1,8}})??(?:只|光|单|仅)(?:要|用|给|发给|发到|发|通知|喊|叫|告诉){{1,2}}\s*(?P<whom>.{{1,40}}?)(?:的)?(?:发|就[行好]|就可以了?)?(?:[\s,，]*(?:别|不要?|不用)(?:再)?(?:发给|发|给|通知|喊)(?:全部|全体|所有人?|大家|别人|其他人?|别的楼?|其他楼?|整个小区|全小区))?{_END}"
)
LESS = re.compile(
    rf"{_FIRST}(?:先)?(?:(?:别|不要?|不用)(?:给|发给|发|通知){{1,2}}|去掉|除[去掉了]|排除|不含)\s*(?P<whom>.{{1,40}}?)(?:发了?|除外|去掉)?{_END}"
)
NOT_THEM = re.compile(
    rf"{_FIRST}(?P<whom>.{{1,40}}?)(?:那边)?(?:先|就)?(?:别|不要?|不用)(?:发|通知|给)了?{_END}"
)
HOLDS = re.compile(
    r"(?:哎|诶|等等|等一下|等下|慢着|停|[\s，,!！])*(?:先|暂时|还是)*(?:别发|不发|不要发|别先发|不用发|放一放|等等再说|缓一缓)(?:出去)?(?:了|吧|啊|呢)*(?:[\s，,。!！]+(?P<why>[^?？]{1,30})|[。!！]*)"
)
DROPS = re.compile(
    r"(?:哎|诶|那|还是|[\s,，!！])*(?:算了|不发了|别发了|先放着|先不发)(?:[\s,，]*(?:算了|不发了|别发了|先放着|先不发))*(?:吧|了|啊)*(?:[\s，,。!！]+[^?？]{1,30}|[。!！]*)"
)
AFTER_ALL = re.compile(
    r"(?:算了|那|要不|嗯|好|行|[\s，,]){0,3}(?:还是|就){0,2}(?:把)?(?:刚才|刚刚|上面|前面)?(?:取消|写|说)?的?(?:那|这)?[条个]?(?:通知)?(?:还是|再|继续|接着|照样|就)*发(?:出去|了|送)?吧?(?:[\s，,。!！]*就?(?:刚才|刚刚|上面|前面)(?:写|取消|说)?的?(?:那|这)?[条个]?(?:通知)?)?[。!！]*"
)
_TELLS_WHICH = re.compile(r"还是|刚才|刚刚|继续|接着|那[条个]|上面|前面|取消")


def means_after_all(text: str) -> bool:
    """Tell whether somebody wants what they dropped: “还是发吧 刚才那个”."""
    return bool(AFTER_ALL.fullmatch(text) and _TELLS_WHICH.search(text))


def swap(text: str, old: str, new: str) -> str | None:
    """Return a text with one word for another, wherever it stands; None where it does not."""
    guarded = re.escape(old.strip())
    if old[:1].isdigit():
        guarded = rf"(?<![\d:：]){guarded}"
    if old.endswith(("点", "时")):
        guarded = rf"{guarded}(?![半\d])"
    elif old[-1:].isdigit():
        guarded = rf"{guarded}(?!\d)"
    changed = re.sub(guarded, lambda _: new, text)
    return changed if changed != text else None


def retime(text: str, new: str) -> str | None:
    """Return a text with its only time replaced; what the new one leaves unsaid stays as it was."""
    said = TIME.fullmatch(new.strip())
    if said is None or not said[0] or not (said["day"] or said["clock"]):
        return None
    found = [each for each in TIME.finditer(text) if each["day"] or each["clock"]]
    wanted = [each for each in found if _fits(each, said)]
    if len(wanted) != 1:
        return None
    old = wanted[0]
    day, part = said["day"] or old["day"] or "", said["part"] or old["part"] or ""
    clock = said["clock"] or old["clock"] or ""
    return f"{text[: old.start()]}{day}{part}{clock}{text[old.end() :]}"


def _fits(old: re.Match[str], new: re.Match[str]) -> bool:
    """Tell whether this is what the new words take the place of: a clock for a clock, a day for a day."""
    return bool(old["clock"]) if new["clock"] else bool(old["day"])
