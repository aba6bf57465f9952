"""Staff write rules by chat: “新规定 …”, “改规定 R12 …”, shown back before anything holds."""

import re

from community.knowledge import library, writing
from community.knowledge.drafting import Unclear
from community.knowledge.enforcing import Contradicted, InForce
from community.knowledge.shelf import Held
from community.knowledge.wording import say_span
from community.knowledge.writing import WINDOW, Proposal, Wished
from community.people.access import STAFF, Refused
from core.library import ANSWER_CHARACTERS, Burden, Rule
from core.phrases import say_moment
from dialog import Context, Router, Said
from handlers.knowledge import rulebook
from handlers.people.refused import NOT_STAFF

router = Router("rulemaking")

NOT_YOURS = "规定由社区书记或街道来写、来批。您有建议可以告诉书记。"
REFUSED = {"not_writer": NOT_YOURS}
SHAPE = "请写“新规定 从哪天起 内容”，比如“新规定 11月25日起 从太原回来要提前一天报备”。"
WHICH = "请写明改哪一条，比如“改规定 R12 从明天起不用报备”。回复“规定”看编号。"
UNCLEAR = {
    "too_short": "请写清楚要求什么，比如“新规定 11月25日起 从太原回来要提前一天报备”。",
    "too_long": f"请写到{ANSWER_CHARACTERS}字以内（现在{{length}}字），分两条也行。",
    "about_nothing": "我没看出这条规定管什么事。请写明，比如“从外地回来”“办酒席”“戴口罩”。",
}
ASKS = {
    Burden.NOTHING: "不要求做什么",
    Burden.ADVICE: "建议",
    Burden.REPORT: "要报备登记、或有限制",
    Burden.TEST: "要检测",
    Burden.STAY_HOME: "要居家",
    Burden.ISOLATE: "要集中隔离",
}


# -- writing ------------------------------------------------------------------------------


@router.command(
    r"(?P<what>新|写|加|改|修改|更改)(一?条|个)?规定[:：,，\s]*(?P<rest>.*)",
    may=STAFF,
    others=NOT_STAFF,
)
def write(ctx: Context, found: re.Match[str]) -> Said:
    """Take a new or changed rule and show it back, with whom it affects, before anything holds."""
    rest = found["rest"].strip()
    if found["what"] not in {"改", "修改", "更改"}:
        return _propose(ctx, rest, None, SHAPE)
    old, rest = _which(ctx, rest) or (None, "")
    return _propose(ctx, rest, old, SHAPE if old else WHICH)


def _propose(ctx: Context, rest: str, old: Held[Rule] | None, missing: str) -> Said:
    """Show the rule as it would be; `missing` is said where nothing is written yet."""
    guesses = [i for i in ctx.parse.intents if i.startswith("ask_")]
    wished = Wished(rest, ctx.slots, guesses, ctx.house.library.titles, ctx.turn_id, old)
    try:
        found = writing.propose(ctx.actor, ctx.db, ctx.knowledge, wished, ctx.now, ctx.house.zone)
    except Unclear as trouble:
        return UNCLEAR[trouble.reason].format(length=trouble.length)
    if isinstance(found, Refused):
        return REFUSED.get(found.reason, missing)
    return ctx.offer(
        "\n".join([*_shown(ctx, found, old), *_warnings(found)]),
        [("确认提交", "submit_rule"), ("取消", "drop_rule")],
        rule=library.body_of(found.rule),
        supersedes=old.id if old else None,
    )


def _which(ctx: Context, rest: str) -> tuple[Held[Rule], str] | None:
    """Return the rule somebody means by its number or its title, and the words after it."""
    numbered = re.match(r"[RrＲ]?(\d+)(?:号|条)?[\s:：,，]+(.*)", rest, re.DOTALL)
    for one in ctx.knowledge.shelf.rules.all():
        if numbered is not None and one.id == int(numbered[1]):
            return one, numbered[2].strip()
        for name in (one.piece.title, one.piece.topic):
            if rest.startswith(name):
                return one, rest.removeprefix(name).strip(" ，,：:")
    return None


def _shown(ctx: Context, found: Proposal, old: Held[Rule] | None) -> list[str]:
    titles, rule = ctx.house.library.titles, found.rule
    second = "，要另一位同志批准" if rule.restricts else ""
    lines = [f"改{old.code}，原来：{old.piece.answer}"] if old else []
    return [
        *lines,
        f"内容：{rule.answer}",
        f"时间：{say_span(rule.effective)}",
        f"对谁：{rulebook.whom(ctx, rule)}",
        f"要求：{ASKS[rule.burden]}{second}",
        f"回答这些问题：{'、'.join(titles[i] for i in rule.intents if i in titles)}",
        f"最近{WINDOW.days}天问过的人里，有{found.concerned}人会听到不一样的答复，到时我会告诉他们。",
    ]


def _warnings(found: Proposal) -> list[str]:
    above = found.above
    if above is None:
        return []
    return [
        f"注意，比上级严（层层加码）：{above.code}（{above.piece.issuer}）说“{above.piece.answer}”"
        "提交后会告诉上一级，请先和他们商量，写明依据。"
    ]


@router.action("submit_rule")
def submit(ctx: Context) -> str:
    """Hand in what was shown; what restricts nobody holds at once."""
    rule = Rule.model_validate(ctx.known["rule"])
    done = writing.submit(
        ctx.actor,
        ctx.db,
        ctx.house.knowledge,
        rule,
        ctx.known.get("supersedes"),
        ctx.now,
        ctx.house.zone,
    )
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    if isinstance(done, Contradicted):
        return against(done, "您写的")
    if done.in_force is not None:
        return in_force(ctx, done.in_force)
    if not done.asked:
        return f"已提交，编号R{done.number}。还没有第二位能批准的同志，请先联系街道；批准前不生效。"
    return f"已提交，编号R{done.number}，已请{'、'.join(done.asked)}批准；批准前不生效。"


@router.action("drop_rule")
def drop(ctx: Context) -> str:
    return "好的，没有提交。"


# -- what became of it --------------------------------------------------------------------


def against(found: Contradicted, called: str) -> str:
    """Say which rule in force speaks against one about to be."""
    other = found.against
    return (
        f"和正在生效的{other.code}互相矛盾，不能生效。\n{other.code}：{other.piece.answer}"
        f"\n{called}：{found.answer}\n请用“改规定 {other.code} …”，或先“撤回规定 {other.code}”。"
    )


def in_force(ctx: Context, done: InForce) -> str:
    """Say from when a rule holds, and that whoever heard otherwise is told."""
    when = f"{say_moment(done.since, ctx.house.zone)}起" if done.since else "现在"
    return f"{done.code} {when}生效：{done.answer}\n问过的人里听到的不一样的，我会告诉他们，并告诉您谁没收到。"
