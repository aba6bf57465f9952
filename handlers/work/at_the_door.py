"""What staff found at a door: nobody answers where somebody old lives, somebody was met after all."""

import re
from dataclasses import replace

from community.people import counting, describing, mentioned, seeking, tree
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from community.work import calling, life
from core.phrases import say_day, shorten
from core.register import Need
from dialog import Context, Reply, Router, Said
from dialog.reply import reply
from handlers.followup import for_another
from handlers.people import whom
from handlers.work import dealing, promises, told_of

router = Router("at the door")

OLD = 70
NUMBER = "110"
NOW = (
    "{door}没人应{phone}，别等：再敲门、喊一喊，听听里面有没有动静，马上打家人电话。"
    "闻到煤气味、听见呻吟、叫不应，打110开门、120救人，着火打119。"
)
TOLD = "已记为紧急（编号{number}），并通知{who}。联系上了告诉我一声，我再问您要不要办结。"
WHERE = "是哪一户没人应？回复门牌就行，比如“3-2-601”；里面可能有老人病人的，先打110、120。"
ASK = "{door}没人应，登记里没有老人、独居或行动不便。要请网格员、值班员一起找吗？"
LATER = "好的，没有告诉别人。过会儿再敲一次；一直没人应，写“{door}没人应”。"
FOUND = "好的，已经转告{who}：联系上了。编号{number}要办结吗？"
DONE = "好的，编号{number}办结了：{result}"
OPEN = "好的，编号{number}先留着。办结时写“办结 {number} 结果”。"
NOTED = "记下了：{who}，今天看过：{note}。问“{name}情况”能看到。"
EXAMINED = "记在{who}名下了：{note}。问“{name}情况”能看到。"
NOTE = 60
_KNOCK = r"(?:敲|拍|砸|喊|叫|按)(?:了|过|门|铃|好?几?[次遍回]|半天|好?久|很?久|一[阵会]儿?|一直|多次|都|也|[，,\s]){0,6}"
_SILENT = r"(?:[没无]有?人?(?:应|答应|答|开门?|回应|反应|动静|理)|不(?:应|开门?|答应|吭声)|[没无](?:反应|动静|回应))"
_NOBODY = re.compile(
    rf"{_KNOCK}{_SILENT}|{_SILENT}[^。]{{0,12}}(?:敲|门)|(?:门|屋里|家里)[^，,。]{{0,6}}{_SILENT}"
)
_PHONE = re.compile(r"电话[^，,。]{0,6}(?:不接|没人接|打不通|关机|没接|不通)|(?:不接|打不通)电话")
_FRAIL = re.compile(
    r"[七八九][十几]|[789]\d[岁多]|老[人太爷奶头]|奶奶|爷爷|独居|一个人[住在过]|孤寡|瘫|卧床|残疾|行动不便|有病|心脏|糖尿|孕妇|透析"
)
_NOTHING_OF = re.compile(r"[?？]|怎么|通知|发给|快递|外卖|没什么人|群里?|微信|志愿者|报名")
_LOOKED = re.compile(
    r"(?:敲了?门|上门|入户|看[过望了]|走访|探访|见[到了]|去(?:他|她)家|打了?电话|电话打了?)[^?？]{0,16}?(?:好着|挺好|很好|没事|都好|平安|正常|在家|精神|安全|能自理)"
)
_MET = re.compile(
    r"(?:刚|刚才|现在|已经|人|电话){0,3}(?:又)?(?:联系[上到]了?|找[到着](?:人|她|他)?了|接(?:电话)?了|打通了|开门了|见[到着](?:人|本人)?了|人?没事(?:儿)?了?|回来了|在家呢?)(?=$|[\s，,。!！]).{0,40}"
)


@router.command(r"[^\n]{4,80}", may=STAFF)
def nobody_answers(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “401敲了半天没人应 她家老太太八十多了”: an old person behind a shut door cannot wait."""
    if not _NOBODY.search(ctx.text) or _NOTHING_OF.search(ctx.text):
        return None
    if ctx.parse.danger and ctx.at_work().parse.danger:
        return None  # what it is has a name, and an answer of its own
    one = told_of.resident(ctx)
    if one is None and not (ctx.slots.get("address") or {}).get("room"):
        return ctx.ask(WHERE, "nobody_answers_where", text=ctx.text)
    if _FRAIL.search(ctx.text) or (one is not None and _is_frail(ctx, one)):
        return _call(ctx, one)
    door = _door(ctx, one)
    choices = [("请人一起找", "nobody_answers_call"), ("先不用", "nobody_answers_later")]
    return ctx.offer(ASK.format(door=door), choices, door=door, text=ctx.text)


@router.action("nobody_answers_where")
def where(ctx: Context) -> Said:
    """Take the door that was asked for, with what was said of it before."""
    if not (ctx.slots.get("address") or {}).get("room"):
        return ""
    text = f"{ctx.text} {ctx.known['text']}"
    return _call(ctx.derive(message=replace(ctx.message, text=text)), told_of.resident(ctx))


@router.action("nobody_answers_call")
def call(ctx: Context) -> Said:
    return _call(ctx, told_of.resident(ctx))


@router.action("nobody_answers_later")
def later(ctx: Context) -> str:
    return LATER.format(door=ctx.known["door"])


def _door(ctx: Context, one: Resident | None) -> str:
    if one is not None:
        return one.door
    address = ctx.slots.get("address") or {}
    entrance = f"{address['unit']}单元" if address.get("unit") else ""
    return f"{address.get('building', '')}号楼{entrance}{address.get('room', '')}"


def _is_frail(ctx: Context, one: Resident) -> bool:
    """Tell whether the register knows anybody behind this door who may need help at once."""
    home = one.person.household
    family = [each for each in home.people if each.gone_on is None] if home else [one.person]
    today = ctx.local_sent_at.date()
    ages = [counting.age_of(each.birth, each.id_number, today) for each in family]
    needs = {need for each in family for need in each.needs or ()}
    return bool(needs & _NEEDS) or any(age is not None and age >= OLD for age in ages)


_NEEDS = {need.value for need in Need} - {Need.ELSEWHERE.value, Need.POOR.value}


def _call(ctx: Context, one: Resident | None) -> str:
    """Tell who must come, and say what to do at the door meanwhile."""
    subject = ctx.subject
    if one is not None:
        home = one.person.household
        subject = replace(subject, person=one.person, unit=home.unit if home else subject.unit)
    about = tree.introduce(one.person) if one is not None else ""
    called = calling.danger(
        ctx.actor, ctx.db, ctx.text, ctx.speaker, NUMBER, subject, ctx.now, ctx.house.desk, about
    )
    phone = "、电话不接" if _PHONE.search(ctx.text) else ""
    told = promises.told(ctx, called.item, TOLD.replace("{number}", str(called.item.id)))
    return f"{NOW.format(door=_door(ctx, one), phone=phone)}\n{told}"


@router.command(r"[^\n]{6,80}", may=STAFF)
def seen(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “302敲门了 人好着呢”: that somebody was looked after is noted, and begins nothing."""
    if not _LOOKED.search(ctx.text) or _NOTHING_OF.search(ctx.text) or ctx.slots.get("temps"):
        return None
    one = told_of.resident(ctx)
    if one is None or ctx.at_work().parse.danger:
        return None
    note = f"{say_day(ctx.local_sent_at.date())}看过：{shorten(ctx.text, NOTE)}"
    if not describing.remark(ctx.actor, ctx.db, one.person.id, note, ctx.now):
        return whom.WHY_NOT["not_writer"]
    return NOTED.format(who=whom.row(one), note=shorten(ctx.text, NOTE), name=tree.call(one.person))


_CLINICAL = re.compile(
    r"复诊|复查|随访|查体|听诊|咽红|咽部|充血|扁桃体|啰音|呼吸音|血压|血糖|血氧|心率|脉搏|处方|开了|用药|服药|吃了药|输液|医嘱|抗原|核酸|CT|化验|好转|继续居家|无不适"
)
_SAYS_WHAT = re.compile(
    r"[?？]|吗|谁|怎么|哪|多少|通知|发给|要不要|能不能|帮忙|买|送|登记|解除|结束|停|监测|撤|满了|出来|放行|几号|什么"
)


@router.command(r"[^\n]{6,120}", may=STAFF)
def examined(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “孙敏今天复诊 肺部没啰音”: it is of them, and never the illness of whoever writes it."""
    if not _CLINICAL.search(ctx.text) or _SAYS_WHAT.search(ctx.text) or told_of.is_own(ctx):
        return None
    if ctx.at_work().parse.danger:
        return None
    one = told_of.resident(ctx)
    if one is None:
        return _of_whom(ctx)
    return _examined(ctx, one) if one.person.id != ctx.actor.person_id else None


def _of_whom(ctx: Context) -> Said | None:
    """Ask which of several of a name is meant; None where nobody we know is named."""
    named = [each for each in mentioned.mentioned(ctx.actor, ctx.db, ctx.text) if each.begin < 12]
    if len(named) != 1 or named[0].said != named[0].people[0].person.name:
        return None
    return whom.pick(ctx, named[0].people, "examined", text=ctx.text)


def _picked(ctx: Context, person_id: int) -> Reply | str:
    person = seeking.known(ctx.db, person_id)
    if person.household is None:
        return whom.WHY_NOT["gone"].format(about=tree.call(person))
    return _examined(ctx, Resident(person, tree.door(person.household)))


whom.on_pick(router, "examined", _picked)


def _examined(ctx: Context, one: Resident) -> Reply | str:
    note = f"{say_day(ctx.local_sent_at.date())}：{shorten(ctx.text, NOTE)}"
    if not describing.remark(ctx.actor, ctx.db, one.person.id, note, ctx.now):
        return whom.WHY_NOT["not_writer"]
    name = tree.call(one.person)
    said = EXAMINED.format(who=whom.row(one), note=shorten(ctx.text, NOTE), name=name)
    if not ctx.slots.get("temps"):
        return said
    stored = reply(for_another.told_of(ctx.at_work(), one))
    return stored.after(said)


@router.command(_MET.pattern, may=STAFF)
def met(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “联系上了 在她闺女家” of the door nobody answered at: those called hear it at once."""
    number = calling.in_danger(ctx.db, ctx.calls)
    if number is None:
        return None
    item = calling.tell_ended(
        ctx.actor, ctx.db, number, ctx.text, ctx.speaker, "说联系上了", ctx.now
    )
    said = promises.told(ctx, item, FOUND.replace("{number}", str(number)))
    choices = [("办结", "door_done"), ("先不办结", "door_left")]
    return ctx.offer(said, choices, number=number, result=ctx.text)


@router.action("door_done")
def done(ctx: Context) -> str:
    """Close what they raised themselves; what they found is the result."""
    number, result = int(ctx.known["number"]), str(ctx.known["result"])
    forms = ctx.house.library.forms
    closed = life.finish_own(ctx.actor, ctx.db, number, result, forms, ctx.now)
    if isinstance(closed, Refused):
        return dealing.why_not(closed, number)
    return DONE.format(number=number, result=result)


@router.action("door_left")
def left(ctx: Context) -> str:
    return OPEN.format(number=ctx.known["number"])
