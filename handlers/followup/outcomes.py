"""“已送医院”, “12 打过电话，退了”, “上门了没人”: what came of a check, by whoever was there."""

import re

from community.followup import outcomes
from community.followup.outcomes import CheckOutcome, CheckTold, WhichCheck
from community.people.access import STAFF, Refused
from core.phrases import quoted
from dialog import Context, Router
from handlers.work import dealing

router = Router("outcomes")

CLOSED = "好的，编号{number}办结了：{words}。"
TO_THE_DOOR = "记下了：{words}。请上门看看，看过回复“{number} 人没事”或“{number} 上门了没人”。"
TO_THE_NEXT = "记下了：{words}。编号{number}已经告诉下一位负责人，会接着找。"
WHICH = "说的是哪一件？请带上编号，比如“{first} {words}”。等您回话的有：{numbers}。"
NO_CHECK = "编号{number}不是要核实体温或联系人的事，办完请写“办结 {number} 结果”。"

_WORDS = {
    CheckOutcome.HOSPITAL: (
        r"(?:已经?|人)*(?:送|去|到|住|进)(?:了|到|往|去)?(?:医院|急诊|发热门诊|卫生院)(?:了|看病|就诊|去了)*|"
        r"(?:已经?)?(?:120|救护车)(?:已经?)?(?:接走|拉走|送走|来了)(?:了|人)*|住院了?|就医了"
    ),
    CheckOutcome.BETTER: (
        r"(?:烧|体温|热度?)?(?:已经?)?(?:退|降下来|降|正常|好)了(?:烧|热)?|退烧了|不烧了|体温正常了?|"
        r"(?:再量|复测|重新量)(?:了|过)?(?:是|体温)?\s*3[5-7](?:[.。点]\d)?度?(?:了|正常)*"
    ),
    CheckOutcome.WELL: (
        r"(?:人|都|家里|老人|一家|身体|他|她|他们)*(?:没事|没有事|挺好|很好|都好|平安|在家|好好的|没什么事|一切正常)(?:的|呢|了|好好的|没事)*|"
        r"(?:见到|看到|联系上|联系到|通)(?:本?人|他|她|家属)?了?(?:没事|挺好|都好)?|忘了?报了?|手机(?:坏|没电)了?"
    ),
    CheckOutcome.NOBODY_IN: (
        r"(?:家里|屋里)?(?:没有?人|无人|人不在)(?:在家|在|应|应门|答应|开门)?|(?:人)?不在家|没见到?人"
    ),
    CheckOutcome.NO_ANSWER: (
        r"(?:电话)?(?:没有?人?接|无人接听|打不通|没打通|未接|关机了?|占线|不接)(?:电话)?"
    ),
    CheckOutcome.NO_SUCH_NUMBER: r"(?:电话)?(?:是)?(?:空号|号码不对|错号|停机了?|打错了?)",
    CheckOutcome.NOT_OPENED: r"(?:不|没|拒绝)(?:给|肯|让)?(?:开门|进门?|配合)|敲门(?:不应|没应)",
}
# No word here is made of two others: a text is read in one way only.
_BEFORE = (
    r"(?:我|已经?|刚|才|都|上门|敲门|去家里|去|打|电话|看|问|了|过|几次|两次|三次|又|，|,|\s){0,20}"
)
_NUMBER = r"(?:(?:编号)?(?P<number>\d{1,9})\s*号?[\s,，:：]{1,5})?"
_ANY = "|".join(f"(?P<{outcome.name}>{words})" for outcome, words in _WORDS.items())


@router.command(rf"{_NUMBER}(?P<said>{_BEFORE}(?:{_ANY}))[。!！]*", may=STAFF)
def tell(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “12 已送医院”, “打过电话，退了”, “上门了没人”; without a number only where it is clear."""
    outcome = next(each for each in CheckOutcome if found[each.name] is not None)
    number = int(found["number"]) if found["number"] else None
    house, words = ctx.house, " ".join(found["said"].split())
    told = outcomes.tell(
        ctx.actor, ctx.db, number, outcome, words, house.library.forms, ctx.now, house.desk
    )
    if isinstance(told, CheckTold):
        said = CLOSED if outcome.closes else TO_THE_NEXT if told.goes_to_next else TO_THE_DOOR
        return said.format(number=told.number, words=words)
    if isinstance(told, WhichCheck):
        listed = "、".join(map(str, told.numbers[:8]))
        return WHICH.format(first=told.numbers[0], words=quoted(words, 20), numbers=listed)
    return _refused(told, number)


def _refused(refused: Refused, number: int | None) -> str | None:
    if number is None:
        return None  # nothing of theirs waits: it is said of something else
    if refused.reason == "no_check":
        return NO_CHECK.format(number=number)
    return dealing.why_not(refused, number)
