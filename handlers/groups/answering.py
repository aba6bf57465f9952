"""A question copied from a group that has no interface: an answer ready to be pasted, or what to do instead."""

import re
from collections.abc import Sequence
from dataclasses import replace

from community.groups import chat
from community.notices import board
from community.people.access import STAFF
from core.messages import Parse
from core.personal import in_public, without
from core.phrases import inert, quoted
from dialog import Context, Router
from handlers.groups import manners, pasting
from handlers.knowledge import answers, bare, unknown
from handlers.work import danger

router = Router("group_answers")

ASK = "\n还有要问的，关注公众号“{community}”直接问。"
NOT_KNOWN = "这个问题我没有核实过的答案，别在群里答。让他私信公众号问，或您查清后写“答 …”教给我。"
PERSONAL = "问题里有个人信息（{about}），别在群里答。请他私信公众号。"
ILL = (
    "说的是自家人的身体，别在群里答。可以贴这一句：\n"
    "身体情况别发在群里，私信公众号“{community}”说谁、多少度、几天了，有人马上联系您；喘不上气、叫不醒，先打120。"
)
IN_DANGER = "像是有危险：马上在群里贴下面这段，再打电话找他。\n{words}\n————\n{told}"
IN_GROUP = "群里有人说：{text}"
NAMES_NOTHING = "没说是哪一种，答不准。可以贴这一句：\n{which}写全了我再答。"
REST = "\n————\n下面这句没写进去，我没有核实过的答案：“{rest}”"
MOST, SHOWN = 3, 30

_GROUP = r"(?:(?:微信|业主|居民|小区|楼栋?|工作|家长|\d{1,3}号楼|\d{1,3}栋){0,2}群)"
_WHO = r"(?:个?人|居民|业主|住户|邻居|老人|家长)"
_SEP = r"[:：,，\s]"
_ASKED = (
    rf"(?:刚才?|今天|现在)?(?:有{_WHO})?在?{_GROUP}(?:里面?|上)?(?:里?有{_WHO}|[^\s:：,，]{{2,4}})?(?:又|还|都|在){{0,2}}问(?:我们?|咱们?|道)?{_SEP}*"
    rf"|群问{_SEP}+|(?:帮我|替我|帮忙)(?:回答|答|回)(?:一?下)?{_SEP}+"
    rf"|(?:有|这个)?{_WHO}们?(?:都|在|又){{0,2}}问{_SEP}+"
    rf"|(?:这个?|这句)?(?:该?怎么|咋|如何)(?:回复?|答)(?:他们?|她|人家|群里|居民|业主)?{_SEP}+"
)
_HOW_TO_SAY = re.compile(
    r"[，,\s]*(?:这个?|这句)?(?:我?(?:该|要)?(?:怎么|咋|如何)(?:回复?|答|说)(?:他们?|她|人家)?|帮我(?:回|答)(?:一?下)?)[呢啊吗]?[?？。]?$"
)


@router.command(
    rf"(?:{_ASKED})(?P<asked>.{{2,1500}})|(?P<pasted>【?{_GROUP}】?{_SEP}+[^\s:：]{{1,12}}[:：].{{2,1500}})",
    may=STAFF,
)
def answer(ctx: Context, found: re.Match[str]) -> str:
    """Take “群里问：从外地回来要隔离吗”: an answer ready to paste, if it is one we are sure of."""
    given = found["asked"] or found["pasted"]
    said = chat.words(_HOW_TO_SAY.sub("", given.strip())) or [given.strip()]
    heard = [_heard(ctx, one) for one in said]
    if cry := next((one for one in heard if one.parse.danger), None):
        return _in_danger(cry)
    asking = [one for one in heard if unknown.asks(one.text)][:MOST] or heard[:1]
    if about := next((about for one in heard if (about := in_public(one.text))), None):
        return PERSONAL.format(about=about)
    if any(manners.tells_of_health(one) for one in heard):
        return ILL.format(community=ctx.house.community)
    if kind := next((kind for one in asking if (kind := bare.kind_of(one.text))), None):
        return NAMES_NOTHING.format(which=bare.WHICH[kind])
    return _answered(ctx, asking)


def _heard(ctx: Context, text: str) -> Context:
    """Return the question as whoever wrote it would ask it."""
    hear = ctx.house.hear
    parse: Parse = hear(text, ctx.local_sent_at) if hear is not None else ctx.parse
    return ctx.derive(message=replace(ctx.message, text=text), parse=parse)


def _in_danger(cry: Context) -> str:
    """Say what helps whoever wrote it, and tell those on duty as if we had heard it ourselves."""
    whole = IN_GROUP.format(text=cry.text)
    told = danger.help_now(cry.derive(message=replace(cry.message, text=whole)))
    words = danger.words(cry.parse)
    return IN_DANGER.format(words=words, told=told.removeprefix(words).strip())


def _answered(ctx: Context, asking: Sequence[Context]) -> str:
    known = {one.text: said for one in asking if (said := _known(one))}
    if not known:
        return NOT_KNOWN
    rest = [one.text for one in asking if one.text not in known]
    seat = ctx.actor.seat
    end = ASK.format(community=ctx.house.community)
    end += pasting.scan(ctx, seat.id if seat is not None else None)
    if len(known) == 1 and any(said.startswith("【") for said in known.values()):
        end = ""  # a notice says itself how it is checked
    text = "\n".join(
        said if said.startswith("【") else f"问：{quoted(inert(without(asked)), SHOWN)}\n答：{said}"
        for asked, said in known.items()
    )
    pasted = pasting.ready(text, end)
    return pasted + (REST.format(rest=quoted("；".join(rest), SHOWN)) if rest else "")


def _known(one: Context) -> str:
    """Return what may be said to everybody: of a notice in force, or what is verified; "" if nothing."""
    if board.asks_about_event(one.text):
        notice = board.about_theirs(one.actor, one.db, one.text, one.now, one.house.zone)
        if notice is not None:
            return pasting.of_notice(one, notice)
    known = answers.find(one) or answers.known_answer(one, one.text)
    return known.text if known is not None and known.is_for_all else ""
