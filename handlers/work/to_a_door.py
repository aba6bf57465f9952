"""Words of staff for one household, named by its door: “跟602说一声…”; never a notice for a building."""

import re
from collections.abc import Sequence

from community.people import seeking
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from community.work import talking
from community.work.life import WorkItem
from core.numerals import to_int
from core.phrases import shorten
from dialog import Context, Router, Said
from handlers.people import register
from handlers.people.whom import address_in, door
from handlers.work import relaying

router = Router("to a door")

NOT_SENT = "这句是说给{door}的，没有发给任何人。"
WHICH_BUILDING = "没说是几号楼，请写全再说一次，比如“告诉3-2-{room} {said}”。"
NOT_KNOWN = "登记里没有这一户，请当面说。"
RING = "我只能给有编号的事回话，请打电话或当面说：\n{lines}"
FACE_TO_FACE = "这一户没有登记电话，请当面说。"
SEVERAL = "好几户我没法一起转告，请分别打电话或当面说。"
KEEP = (("原话先记成一件事", "words_kept"), ("不用记", "thanks"))
_HAN = "零〇一二三四五六七八九十"
_PLACE = rf"(?:[\dA-Za-z{_HAN}]{{1,3}}\s*(?:号楼|栋|幢|座)\s*的?\s*)?(?:[\d{_HAN}]{{1,2}}\s*单元\s*的?\s*)?"
_ROOM = rf"(?!1(?:10|19|20|22)(?!\d))(?:[1-9]\d{{2,3}}|[{_HAN}]{{3,4}})(?![\d.:：{_HAN}]|\s*(?:号楼|号院|栋|幢|座|年|元|块|户|人|家|个|名|位|度|路|点))(?:室|号|房间?)?"
_SHORT = r"\d{1,3}\s*[-—–/]\s*(?:\d{1,2}\s*[-—–/]\s*)?[1-9]\d{2,3}(?![\d.])"
_DOOR = rf"(?:{_SHORT}|{_PLACE}{_ROOM})"
_JOINS = r"\s*(?:[、,，和跟及]|还有)\s*"
_DOORS = rf"{_DOOR}(?:{_JOINS}{_DOOR}){{0,6}}"
_WHOSE = (
    r"(?:的|那|这|一)?(?:户|家里?|住户|业主|户主|邻居|人家|他们|那边)?(?:的(?:人|邻居|住户|业主))?"
)
_ASKS = r"(?:请|麻烦|劳烦|帮我?|你|您|再|先|去|那|就|替我?|顺便){0,3}"
_SAYS = r"(?:单独|也|都)?(?:发|带|捎|说|讲|回|打|交代|知会|通知|转达|提)(?:[个条句一声下]{1,2})?(?:消息|微信|信息|短信|话|通知|招呼|口信)?"
_TELLS = r"(?:通知|告诉|告知|提醒|转告|知会|回复|答复)(?:一下|一声|给)?|(?:群?发)?[个条]?通知(?:给|到)?|发给|带话给|捎话给|转达给"
_LETS = r"(?:把|别|不要|不准|少|小点|轻点|小声|注意|下楼|下来|来|关|收|挪|快|赶紧|记得)"
SAID = (
    rf"{_ASKS}(?:"
    rf"(?:跟|给|和|向|对|同)\s*(?P<to>{_DOORS}){_WHOSE}{_SAYS}"
    rf"|(?:发[个条]?)?(?:{_TELLS})\s*(?P<told>{_DOORS}){_WHOSE}(?:说|讲)?(?:一[声下])?"
    rf"|(?:让|叫|喊|请)\s*(?P<let>{_DOORS}){_WHOSE}(?={_LETS})"
    r")[\s,，:：]*(?:就?说是?(?!明))?[\s,，:：]*(?P<said>\S.{1,200})"
)
_ASKED = re.compile(r"[?？]\s*$|[吗没么][?？。]*$|^(?:[了过]|的(?:人|事|话|那|是))|怎么|多少")


@router.command(SAID, may=STAFF)
def hear(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “告诉3单元501 水管明天来修”: relayed where they wait for a word, else said to be with nobody."""
    said = found["said"].strip(" ,，:：")
    if _ASKED.search(said) or ctx.slots.get("temps"):
        return None
    if ctx.parse.danger or ctx.at_work().parse.danger:
        return None  # “告诉502他家老人摔倒了”: what sounds like help is heard as that
    named = (found["to"] or found["told"] or found["let"]).strip()
    if len(re.findall(_DOOR, named)) > 1:
        return _keep(ctx, named, SEVERAL)
    return _to_home(ctx, named, said)


def _to_home(ctx: Context, named: str, said: str) -> Said:
    address = address_in(ctx) or address_in(ctx.at_work())
    if address is None:
        return _keep(ctx, named, WHICH_BUILDING.format(room=_digits(named), said=shorten(said, 20)))
    found = seeking.seek(ctx.actor, ctx.db, Sought(address))
    people = [] if isinstance(found, Refused) else found
    waits = _waiting_from(ctx, people)
    if waits:
        return relaying.among(ctx, waits, said)
    return _keep(ctx, door(address), _ring(ctx, people))


def _waiting_from(ctx: Context, people: Sequence[Resident]) -> list[WorkItem]:
    """Return what this household waits for an answer to."""
    board = talking.board(ctx.actor, ctx.db)
    items = [] if isinstance(board, Refused) else [*board.in_hand, *board.waiting]
    theirs = {one.person.id for one in people}
    return [item for item in items if item.person_id in theirs and item.contact_id is not None]


def _ring(ctx: Context, people: Sequence[Resident]) -> str:
    if not people:
        return NOT_KNOWN
    ringing = [one for one in people if one.person.phone]
    if not ringing:
        return FACE_TO_FACE
    return RING.format(lines="\n".join(register.lines_of(ctx, ringing)))


def _keep(ctx: Context, called: str, why: str) -> Said:
    said = f"{NOT_SENT.format(door=called)}{why}"
    return ctx.offer(said, KEEP, text=ctx.text)


def _digits(named: str) -> str:
    """Write 三单元的五零一 as a room is written: 501."""
    digits = "".join(str(to_int(one) or 0) if one in _HAN else one for one in named)
    return str(re.findall(r"\d{3,4}", digits)[-1])
