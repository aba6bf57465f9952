"""本地信息: what is so in this place, asked for by residents, filled in and changed by the secretary."""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from community.knowledge import facts, of_illness, points
from community.knowledge.facts import FactDoubt, KnownFact, ProposedFact
from community.knowledge.wording import Answer
from community.people.access import STAFF, Refused
from core import place
from core.library import Entry
from core.phrases import say_date
from core.place import LONGEST, FactSpec
from core.points import OF_ILLNESS, Point
from dialog import Context, Reply, Router, Said

router = Router("local facts")

PHONES = ("office_phone", "night_phone")  # said to whoever asks whom to ring
REFUSED = {
    "not_writer": "本地信息由社区书记或街道来填、来改。有不对的请告诉书记。",
    "which_unit": "您管着几个地方（{about}），请写明是哪里的，比如“{first}的社区电话改成…”。",
    "no_place": "我没找到“{about}”。请照登记的名称写，或只写要改的那一项。",
    "not_set": "这一项本来就没有登记。",
    "too_long": f"太长了，请写到{LONGEST}个字以内。",
    "no_phone": "这不像一个能打通的电话，请核对。座机要带区号，比如“0357-1234567”。",
    "urgent_phone": "120、110、119是全国的急救报警电话，不用登记；请写这里自己的电话。",
    "no_hours": "请写清几点到几点，比如“周一到周五 8:30-17:30”，或“全天”。",
    "no_such_time": "有一个时间不对，请核对，比如“8:30-17:30”。",
    "same": "现在登记的就是“{about}”，不用改。",
    "changed_meanwhile": "刚才有人改过这一项，没有再改。回复“本地信息”看现在是什么。",
}
DOUBTS = {
    FactDoubt.MOBILE: "注意：{about}是手机号，会告诉所有居民。是公用的值班手机，或本人同意公开，再确认。",
    FactDoubt.OF_RESIDENT: "注意：{about}是登记在册一位居民的手机号，会告诉所有居民。本人同意公开再确认。",
    FactDoubt.PERSONAL: "注意：“{about}”像是个人信息，会告诉所有居民。确定可以公开再确认。",
}
PRICE_SAID = "price_said"  # known where it was said already that no price is written down
NOTHING_YET = "{labels}还没登记，{instead}。"


# -- asked ------------------------------------------------------------------------------------


@router.intercept
def asked(ctx: Context, _: object) -> Reply | None:
    """Answer whoever asks for nothing but a fact of the place, whatever the model takes it for."""
    text = ctx.text.replace(ctx.house.community, "社区")
    specs = place.asked_for(ctx.house.library.facts.values(), text)
    if not specs:
        return None
    return Reply("\n".join(_said(ctx, specs)), meant="local_fact", topic=specs[0].label)


def beside(ctx: Context, found: Answer | None) -> Answer | None:
    """Return an answer that begins with the point asked, with the facts of their place that it names."""
    piece = found.held.piece if found is not None else None
    if found is None or not isinstance(piece, Entry) or found.case is None:
        return found
    without = {"price"} if PRICE_SAID in ctx.known else set[Point]()
    if not of_illness.is_plain(ctx.text, ctx.knowledge.things):
        without |= set(OF_ILLNESS)
    found = replace(found, said=points.led(ctx.text, piece, found.said, without))
    if not piece.facts:
        return found
    specs = [one for name in piece.facts if (one := ctx.house.library.facts.get(name))]
    return replace(found, said="\n".join([found.said, *_said(ctx, specs)]))


def said(ctx: Context, *names: str) -> list[str]:
    """Say these facts of the asker's place as far as the packs know of them."""
    return _said(ctx, [one for name in names if (one := ctx.house.library.facts.get(name))])


def phones(ctx: Context) -> list[str]:
    """Say the telephones of the place, those there are."""
    found = facts.known(ctx.db, ctx.path)
    specs = ctx.house.library.facts
    return [f"{specs[n].label} {found[n].value}" for n in PHONES if n in found and n in specs]


def _said(ctx: Context, specs: Collection[FactSpec]) -> list[str]:
    """Say what is known of some facts, and honestly what is not: never another town's."""
    found = facts.known(ctx.db, ctx.path)
    lines = [f"{spec.label}：{found[spec.name].value}" for spec in specs if spec.name in found]
    gaps = [spec for spec in specs if spec.name not in found]
    for instead in dict.fromkeys(spec.instead for spec in gaps):
        labels = "、".join(spec.label for spec in gaps if spec.instead == instead)
        lines.append(NOTHING_YET.format(labels=labels, instead=instead))
    return lines


# -- filled in and changed ----------------------------------------------------------------------


@router.command(r"(查看?|看看?)?(本地|社区|便民)信息(有哪些)?[。?？]?")
def overview(ctx: Context, _: object) -> str:
    """Show everything that is known; to staff also by whose word, and what is missing."""
    specs, found = ctx.house.library.facts, facts.known(ctx.db, ctx.path)
    gaps = facts.missing(specs, found)
    by = partial(_by, ctx) if ctx.actor.is_staff else _by_nobody
    lines = [f"・{specs[n].label}：{found[n].value}{by(found[n])}" for n in specs if n in found]
    if not ctx.actor.is_staff:
        rest = (
            "别的还没登记，可以先打12345。"
            if lines
            else "这里的电话、时间和地点还没登记，可以先打12345。"
        )
        head = ["这里的电话、时间和地点："] if lines else []
        return "\n".join([*head, *lines, *([rest] if gaps else [])])
    labels = "、".join(spec.label for spec in gaps)
    lines += [f"还没填：{labels}。居民问到，只能请他打12345。"] if gaps else ["都填了。"]
    first = (gaps or list(specs.values()))[0].label
    how = f"填或改，直接写“{first}改成…”；不用了写“删除{first}”。居民马上听到新的。"
    return "\n".join(["本地信息（大家都看得到）：", *lines, how])


def _by(ctx: Context, fact: KnownFact) -> str:
    """Say who filled it in and when."""
    day = say_date(fact.at.astimezone(ctx.house.zone).date())
    return f"（{fact.unit}，{fact.by or '系统'} {day}）"


def _by_nobody(_: KnownFact) -> str:
    return ""


@router.command(r"(?P<all>.{4,200})", may=STAFF)
def tell(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “社区电话改成…” and show it back beside what was there, before anybody hears it."""
    specs = ctx.house.library.facts.values()
    if (told := _dropped(specs, found["all"]) or place.told(specs, found["all"])) is None:
        return None
    where, spec, value = told
    proposed = facts.propose(ctx.actor, ctx.db, spec, value, where)
    if isinstance(proposed, Refused):
        return None if _is_other(ctx, proposed) else _refused(proposed)
    return ctx.offer(
        _shown(ctx, spec, proposed),
        [("确认", "set_fact"), ("取消", "keep_fact")],
        fact=spec.name,
        value=proposed.value,
        unit=proposed.unit_id,
        before=proposed.before.id if proposed.before else None,
    )


def _is_other(ctx: Context, refused: Refused) -> bool:
    """Tell whether it was another sentence: of somebody who fills in nothing, or of no place."""
    is_plain = re.search("改成|改为|换成|换为|变成", ctx.text) is not None
    return refused.reason == "no_place" or (refused.reason == "not_writer" and not is_plain)


_DROP = re.compile(r"(?:删除|删掉|去掉|取消|停用)(?P<rest>\S{2,30})[。!！]?")


def _dropped(specs: Collection[FactSpec], text: str) -> tuple[str, FactSpec, str] | None:
    """Read “删除社区电话”."""
    wanted = _DROP.fullmatch(text.strip())
    named = {word: spec for spec in specs for word in (spec.label, *spec.called)}
    for word in sorted(named, key=len, reverse=True) if wanted else ():
        if wanted is not None and wanted["rest"].endswith(word):
            return wanted["rest"].removesuffix(word).rstrip("的"), named[word], ""
    return None


def _shown(ctx: Context, spec: FactSpec, proposed: ProposedFact) -> str:
    before = proposed.before
    was = f"{before.value}{_by(ctx, before)}" if before else "还没登记"
    lines = [f"{spec.label}（{proposed.unit}）", f"现在：{was}"]
    lines.append(f"改成：{proposed.value}" if proposed.value else "要删掉，以后答“还没登记”。")
    if proposed.doubt is not None:
        lines.append(DOUBTS[proposed.doubt].format(about=proposed.about))
    return "\n".join(lines)


@router.action("set_fact")
def store(ctx: Context) -> str:
    """Make the change that was shown; from now on it is what people hear."""
    spec, given = ctx.house.library.facts[ctx.known["fact"]], ctx.known
    done = facts.change(
        ctx.actor, ctx.db, spec, given["value"], given["unit"], given["before"], ctx.now
    )
    if isinstance(done, Refused):
        return _refused(done)
    if not done.value:
        return f"已删掉{done.unit}的{spec.label}。再有人问，就说还没登记，请他打12345。"
    return f"已登记，{done.unit}的居民再问，就答：\n{spec.label}：{done.value}\n以前问过的人不会另外通知，要紧的请发通知。回复“{spec.label}历史”看谁改过。"


@router.action("keep_fact")
def keep(ctx: Context) -> str:
    return "好的，没有改。"


def _refused(refused: Refused) -> str:
    first = refused.about.split("、")[0]
    return REFUSED[refused.reason].format(about=refused.about, first=first)
