"""“停水那条再给3号楼也发一份”: a notice is sent on to more, and to nobody twice."""

import re

from community.notices import extending, proposing
from community.notices.kinds import NoticeColour
from community.people.access import STAFF, Refused
from core.phrases import shorten
from dialog import Context, Router, Said
from handlers.notices import audience_words, proposal, publishing

router = Router("notices sent on")

SAME = "和通知 {code}“{text}”是同一条，已经发过的人不再发；回话、“谁没回”各算各的。"
ALL_HAVE_IT = "{whom}都已经发过通知 {code} 了，没有再发。没回的可以“催 {code}”。"
_CODE = r"(?:通知)?\s*(?P<code>[Nn]\d{1,9})\s*号?(?:通知|那条)?"
_TOPIC = r"(?:(?P<topic>(?!刚|这|那|上)[^\s\d:：,，。把将]{1,10}?)的?)?(?:刚才|刚发|刚刚)?的?(?:那|这|上一?)[条个份](?:通知|公告)?"
_WHICH = rf"[把将]?(?:{_CODE}|{_TOPIC}|刚才的?(?:通知)?)"
_MORE = r"[\s,，]*(?:再|也|还|又|同样|一样|另外|顺便|一并|一起|补){0,3}(?:要|得|请|帮我|麻烦)?"
_TO = r"(?:补?发给|补?发到|转发?给|转到|推给|群发给|(?:告诉|通知)(?:一[下声])?|给|往|向)"
_ALSO = r"(?:那边|那里|们)?(?:也|再|都|还){0,2}"
_SEND = r"(?:(?:补|转|群|推)?发(?:一?[份条下遍个]|过去|去|送)?|说一?[下声]|一份|去一份)?(?:吧|哈|啊|了)?"
_IS_ALL = re.compile(rf"{_ALSO}[\s,，]*{_ALSO}{_SEND}")
_END = r"[。!！]*"


@router.command(rf"{_WHICH}{_MORE}{_TO}(?P<whom>[^。!！?？\n]{{1,40}}?){_END}", may=STAFF)
def send_on(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “停水那条再给3号楼也发一份”, “N1 也发给值班的人”."""
    return _send_on(ctx, found["code"], found["topic"], found["whom"])


@router.command(
    rf"{_WHICH}[\s,，]*(?:还)?(?:漏了?|忘了?|少发?了?|没发)(?:发|给)?(?P<whom>[^。!！?？\n]{{1,40}}?){_END}",
    may=STAFF,
)
@router.command(
    rf"{_WHICH}[\s,，]+(?P<whom>[^。!！?？\n]{{1,30}}?(?:也|再|补|还).{{0,8}}?){_END}", may=STAFF
)
def send_missed(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “刚才那条漏了2单元，补发一下”, “停水的那条，3号楼也发一下”."""
    return _send_on(ctx, found["code"], found["topic"], found["whom"])


@router.command(
    rf"(?:再|也)?(?:给|往|向)(?P<whom>[^。!！?？\n]{{1,30}}?)(?:也|再|补|还|同样){{1,2}}(?:发|转发|转)(?:一?[份条下遍])?"
    rf"(?:{_CODE}|{_TOPIC})(?:吧)?{_END}",
    may=STAFF,
)
def send_them(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “给3号楼也发一份停水那条”."""
    return _send_on(ctx, found["code"], found["topic"], found["whom"])


def _send_on(ctx: Context, code: str | None, topic: str | None, whom: str) -> Said | None:
    known = publishing.programmes(ctx)
    named = audience_words.take(whom, known)
    if named is None or not _IS_ALL.fullmatch(whom[named.end :]):
        return None
    notice = extending.find(ctx.actor, ctx.db, (code or "").upper(), topic or "", ctx.now)
    if isinstance(notice, Refused):
        return publishing.refused(notice)
    forecast = ctx.house.forecast
    assert forecast is not None, "whoever sends notices has roads"
    made = proposing.propose(
        ctx.actor, ctx.db, extending.draft(notice, named.wanted), ctx.now, ctx.house.zone,
        forecast, ctx.beforehand,
    )  # fmt: skip
    if isinstance(made, Refused):
        if made.reason == "nobody":
            return ALL_HAVE_IT.format(whom=whom[: named.end], code=notice.code)
        return publishing.refused(made)
    same = SAME.format(code=notice.code, text=shorten(notice.text, 40))
    urgent = notice.colour is NoticeColour.RED
    return proposal.show(ctx, made, [f"内容：{notice.text}", same], urgent=urgent)
