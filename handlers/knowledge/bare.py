"""“几天能好”, “多少钱”: a question that names nothing, asked of what went before, or which is meant."""

import re
from dataclasses import replace
from datetime import timedelta

from community.knowledge.wording import Answer
from community.questions.feedback import LastSaid, said_lately
from core.library import Entry
from core.things import ThingSpec
from dialog import Context, Reply, Router, Said
from handlers.knowledge import added, answers, continued, following, local_facts, unknown

router = Router("bare")

LATELY = timedelta(minutes=30)  # what was spoken of before is still spoken of
LONGEST = 16  # characters; a longer question has something in it
MOST = unknown.MOST - 1

_FILLS = (
    r"请问|我?想问一?下?|问一?下|一般|大概|到底|究竟|能不能|会不会|要不要|用不用|是不是|有没有|可不可以|可以|需要"
    r"|怎么|咋个?|啥|什么|哪里|哪儿|哪|多少|[几一]个?|这个?|那个?|[种些得了要会能还就都再是有的它我他她人啊呀呢吧吗么嘛不没个来去]|\W"
)
_HOW_LONG = r"[几多少]+(?:天|日|周|个?星期|个?礼拜|个?月)|多久|多长时间|好久|什么时候|啥时候|几时"
# By kind: what must be asked, what else may stand beside it, and how it is asked back.  The first
# that fits counts: “在哪打” is of vaccines, “严重吗” of illnesses.
_KINDS = {
    "payment": (r"补[贴助偿]|津贴|救助", r"拿|领|申请|钱", "您问的是哪一种补贴？"),
    "vaccine": (
        r"打?[几多少]+针|在?哪(?:里|儿)?打|[打隔管][几多][年久]|疫苗在哪(?:里|儿)?打?",
        rf"打|接种|疫苗|预防针|每针|两针|一共|总共|{_HOW_LONG}",
        "您问的是哪一种疫苗？直接写名字也行。",
    ),
    "price": (r"多少钱|几块钱?|[贵免]费?|费用|收费|价[钱格]", r"一次|做|用", "您问的是什么的价钱？"),
    "illness": (
        rf"要不要紧|(?:{_HOW_LONG}).{{0,3}}好|[会能]好|得好|传(?:染|播|人)?|潜伏|症状|严重|厉害|要紧|危险|吓人|死|要命|隔离|返校|治|预防|复发|再得|又得|后遗症|住院"
        r"|吃(?:什么|啥)药|用(?:什么|啥)药",
        rf"病|期|给|自己|药|吃|好|全|{_HOW_LONG}",
        "您问的是哪一种病？直接写病名也行，比如“水痘”。",
    ),
}  # fmt: skip
_MUST = {kind: re.compile(must) for kind, (must, _, _) in _KINDS.items()}
_MAY = {kind: re.compile(f"{must}|{may}|{_FILLS}") for kind, (must, may, _) in _KINDS.items()}
WHICH = {kind: which for kind, (_, _, which) in _KINDS.items()}  # how it is asked back
_OF_ANYTHING = {"price", "payment"}  # what is asked of more things than have a name here
_NAMED_LATER = {"vaccine"}  # what an answer about something else names once: “去打狂犬疫苗”
_STAY = re.compile(
    "隔离"
)  # how long it lasts is of an illness, whether there is any is of the rules

NO_MORE = (
    "新冠现在不用隔离，在家歇到退烧、好转再出门；别的病天数不一样。"  # most ask it of that one
)


def kind_of(text: str) -> str | None:
    """Return of what kind of thing something is asked that is not named; None for any other text."""
    if len(text) > LONGEST or not unknown.asks(text):
        return None
    if _STAY.search(text) and not re.search(_HOW_LONG, text):
        return None
    fits = (k for k in _KINDS if _MUST[k].search(text) and not _MAY[k].sub("", text))
    return next(fits, None)


@router.intercept
def nothing_named(ctx: Context, _: object) -> Said | None:
    """Answer a question that names nothing of what was spoken of before, or ask which is meant."""
    kind = kind_of(ctx.text)
    if kind is None:
        return _now_named(ctx)
    before = lately(ctx)
    if kind == "price" and before and before[0].intent.startswith("request_"):
        return None  # of what they have just ordered
    thing = _spoken_of(ctx, before, kind) or (_followed(ctx) if kind == "illness" else None)
    if thing is not None:
        return _of(ctx, thing, ctx.text)
    return continued.answered(ctx, is_bare=True) or _passed_on(ctx, kind) or _which(ctx, kind)


def _passed_on(ctx: Context, kind: str) -> Said | None:
    """Have somebody answer what a thing costs that we cannot name: of what was asked before."""
    before = following.before(ctx) if kind in _OF_ANYTHING else []
    return added.passed_on(ctx, before) if before else None


def lately(ctx: Context) -> list[LastSaid]:
    """Return what was said in the last half hour, the newest first."""
    since = ctx.now - LATELY
    return said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)


def _spoken_of(ctx: Context, before: list[LastSaid], kind: str) -> ThingSpec | None:
    """Return the one thing that was spoken of last; what named nothing is looked behind."""
    for one in before:
        if found := ctx.knowledge.things.named(one.text) or _told(ctx, one, kind):
            fitting = [each for each in found if each.kind == kind]
            return fitting[0] if len(fitting) == 1 else None
        if kind_of(one.text) is None:
            return None
    return None


def _told(ctx: Context, before: LastSaid, kind: str) -> list[ThingSpec]:
    """Return the one thing an answer was about; where several were offered, none is told."""
    if before.intent == "ask_back":
        return []
    named = ctx.knowledge.things.named
    found = named(before.answer.partition("。")[0])
    if len(found) == 1 or kind not in _NAMED_LATER:
        return found if len(found) == 1 else []
    return [one for one in named(before.answer.partition("\n")[0]) if one.kind == kind]


def _followed(ctx: Context) -> ThingSpec | None:
    """Return the illness for which their household is followed up."""
    programmes = ctx.house.watch.programmes
    titles = [programmes[one.programme].title for one in ctx.watched if one.programme in programmes]
    found = ctx.knowledge.things.named(*titles)
    return found[0] if len(found) == 1 else None


def _now_named(ctx: Context) -> Said | None:
    """Take “登革热” after “几天能好”: what was asked is asked of it."""
    things = ctx.knowledge.things
    named = things.named(ctx.text)
    if len(named) != 1 or re.sub(_FILLS, "", things.without(ctx.text)):
        return None
    asked = next(iter(lately(ctx)), None)
    if asked is None or kind_of(asked.text) != named[0].kind:
        return None
    return _of(ctx, named[0], asked.text)


def _of(ctx: Context, thing: ThingSpec, text: str) -> Said:
    """Answer what was asked of a thing; where that is not known, somebody answers it."""
    found = ctx.knowledge.of_thing(thing, text, ctx.now)
    if found is not None:
        return answers.say(ctx, local_facts.beside(ctx, found) or found).means("known")
    whole = replace(ctx.message, text=f"{thing.name}{text}")
    return Reply(unknown.pass_on(ctx.derive(message=whole)), meant="oos")


def _which(ctx: Context, kind: str) -> Said | None:
    """Ask which thing is meant of those we know; where all have one answer, it is given."""
    known = ctx.knowledge
    found: dict[str, tuple[str, Answer]] = {}
    for thing in known.things.of(kind):
        answer = known.of_thing(thing, ctx.text, ctx.now)
        piece = answer.held.piece if answer is not None else None
        if answer is not None and isinstance(piece, Entry) and piece.id not in found:
            found[piece.id] = thing.name, answer
    if len(found) < unknown.LIKELY:
        return None
    offered = [(name, key) for key, (name, _) in found.items()][:MOST]
    first = NO_MORE if kind == "illness" and _STAY.search(ctx.text) else ""
    return unknown.offer(ctx, f"{first}{_KINDS[kind][2]}", offered).means("ask_back")
