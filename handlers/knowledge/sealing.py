"""Staff who ask whether a door may be sealed: no, why, and what helps instead; nobody is in danger yet."""

import re
from datetime import timedelta

from community.people.access import STAFF
from community.questions import feedback
from dialog import Context, Router

router = Router("sealing doors")

LATELY = timedelta(minutes=30)

NO = (
    "不能封。没有这样的规定，把门封上、锁上、焊上，着火急病人出不来，出了事要担责任。可以这样办：\n"
    "・上门或打电话说清楚：为什么要少出门、几天、有困难谁来帮（买菜、拿药、倒垃圾）；\n"
    "・请社区医生一起说，愿意监测的写“观察 3-2-601 张三 7天”；\n"
    "・说不通，报街道和卫健部门，由他们依规定办，社区不自己强制。\n"
    "跟本人可以这么说：“不是要关您，是怕传给家里老人。这几天要什么，我给您送到门口。”"
)
_ASKS = r"能不能|可不可以|可以|能|要不要|是不是(?:可以|要)|该不该|想|准备|打算|干脆|不行就|申请"
_SEALS = r"(?:封(?:上|了|住|死|起来|条|门|掉)|锁(?:上|住|死|起来|门)|焊(?:上|死|住)?|钉死|堵(?:上|死|住)|贴(?:上)?封条|装(?:个)?(?:门磁|铁门))"
_DOOR = r"门|家|户|单元|楼道|屋"
_SEALED = re.compile(r"被(?:人)?(?:封|锁|焊)|出不[来去]|打不开|救|着火|里面有人")


@router.command(
    rf"(?=.{{4,80}}\Z)(?:.*(?:{_ASKS}).*(?:{_DOOR}).*{_SEALS}.*|.*(?:{_ASKS}).*{_SEALS}.*(?:{_DOOR}).*)",
    may=STAFF,
)
def asked(ctx: Context, _: object) -> str | None:
    """Take “能不能把他家门封上” before it is taken for somebody who is locked in."""
    if _SEALED.search(ctx.text) or re.search(r"我(?:们)?家(?:的)?门", ctx.text):
        return None
    return NO


@router.command(
    r"(?:那|要是|如果)?(?:他|她|人家|他们)?(?:还是|就是|硬是)?(?:不听|不配合|不肯|不干|硬要出去?)(?:劝)?(?:的话)?(?:呢|怎么办|咋办|咋弄|怎么弄)[?？。]?",
    may=STAFF,
)
def unwilling(ctx: Context, _: object) -> str | None:
    """Take “那他不听怎么办” after that: how it is put, who calls, and from when it is not ours."""
    since = ctx.now - LATELY
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    return UNWILLING if last is not None and last.answer.startswith(NO[:4]) else None


UNWILLING = (
    "别吵、别硬来：\n"
    "・先听他为什么要出去，能替他办的（买菜、拿药、请假证明）替他办；\n"
    "・换个他信得过的人打电话，家属、社区医生或老邻居；\n"
    "・说两三次还不行，把时间、说了什么记下，报街道，要不要采取措施由卫健、公安定，社区不自己拦门锁门；\n"
    "・他有发热、咳嗽，劝他戴口罩去医院，急的打120。\n"
    "可以这么说：“我知道憋得慌，就这几天。您缺什么跟我说，我给您送。”"
)
