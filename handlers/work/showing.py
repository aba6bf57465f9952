"""Pictures and places: passed on to whom they are for, and looked at by staff."""

import re

from community.people.access import STAFF, Refused
from community.work import attaching, showing
from community.work.attaching import AttachmentKind
from community.work.showing import Looked
from core.messages import Kind
from core.phrases import say_moment
from dialog import Context, Router, places
from handlers.people.refused import NOT_STAFF
from handlers.work import promises

router = Router("showing")

_CALLED = {AttachmentKind.PICTURE: "照片", AttachmentKind.PLACE: "位置"}
NEW = "{what}已转给{{who}}（编号{number}）。是什么事，接着打字告诉我；有危险直接打120。"
ADDED = "{what}加到您的那件里了（编号{number}），已转给{{who}}。"
READINGS = "照片里的体温我看不了，请把数字发给我，比如“36.5”。"
WAITS = "{what}收下了，这份填完一起交；要是不填了，{what}就不转给人。接着回答上面那一问就行。"
UNSEEN = (
    "这份可以不留姓名，{what}带着您的微信，所以没有转给任何人。请打字说，接着回答上面那一问就行。"
)
OF_STAFF = "{what}没有转给任何人：居民发来的我才转。要说什么请打字；自己要帮忙，回复“转人工”。"
NOTHING = "没有能看的照片或位置：可能没人发过，或者过了3天，平台已经删了。"
SENDING = (
    "编号{number}的{count}张照片马上发给您（{until}前能看）。没收到就再回一次“看图 {number}”。"
)
ONLY = "只发最近{count}张，一共{of}张。"
PLACES = "编号{number}的位置，点开看地图：\n{lines}"


@router.event(Kind.PICTURE)
def picture(ctx: Context) -> str:
    holds = {"channel": ctx.message.channel, "media": ctx.message.extra["media"]}
    return _passed_on(ctx, AttachmentKind.PICTURE, holds)


@router.event(Kind.PLACE)
def place(ctx: Context) -> str:
    return _passed_on(ctx, AttachmentKind.PLACE, dict(ctx.message.extra))


def _passed_on(ctx: Context, kind: AttachmentKind, holds: dict[str, str]) -> str:
    what, asked = _CALLED[kind], None
    if ctx.is_filling and ctx.place is not None:
        if places.is_form(ctx.place):
            return _beside_a_form(ctx, ctx.place.form, kind, holds)
        asked = int(ctx.place.step) if ctx.place.form == places.ASKED else None
    if ctx.actor.is_staff and not ctx.calls:
        return OF_STAFF.format(what=what)
    shown = attaching.show(
        ctx.actor, ctx.db, kind, holds, ctx.speaker, ctx.subject, ctx.now, ctx.house.desk, asked
    )
    said = (NEW if shown.is_new else ADDED).format(what=what, number=shown.item.id)
    told = promises.told(ctx, shown.item, said)
    return f"{told}\n{READINGS}" if ctx.watched and kind is AttachmentKind.PICTURE else told


def _beside_a_form(ctx: Context, form: str, kind: AttachmentKind, holds: dict[str, str]) -> str:
    """What is sent in the middle of a form goes with it; to one that needs no name it would give one."""
    spec = ctx.house.library.forms.get(form)
    if spec is None or spec.unseen_unless:
        return UNSEEN.format(what=_CALLED[kind])
    attaching.keep(ctx.actor, ctx.db, kind, holds, ctx.now)
    return WAITS.format(what=_CALLED[kind])


@router.command(
    r"(?:我?要?看一?下?|查看)(?:图片?|照片|位置|图和位置)\s*(?:编?号?\s*(?P<number>\d{1,9})\s*号?)?[。!！]?",
    may=STAFF,
    others=NOT_STAFF,
)
def look(ctx: Context, found: re.Match[str]) -> str:
    """Take “看图 12”, or “看图” for what came last."""
    number = int(found["number"]) if found["number"] else None
    looked = showing.look(ctx.actor, ctx.db, number, ctx.now)
    return NOTHING if isinstance(looked, Refused) else _say(ctx, looked)


def _say(ctx: Context, looked: Looked) -> str:
    said = []
    if looked.sent and looked.until is not None:
        until = say_moment(looked.until, ctx.house.zone)
        said.append(SENDING.format(number=looked.number, count=looked.sent, until=until))
    if looked.sent < looked.of:
        said.append(ONLY.format(count=looked.sent, of=looked.of))
    if looked.places:
        said.append(PLACES.format(number=looked.number, lines="\n".join(looked.places)))
    return "\n".join(said)
