"""Staff write rules by chat: “新规定 …”, “改规定 R12 …”, shown back before anything holds."""

import re
from dataclasses import dataclass

from community.knowledge import corrections, drafting, library
from community.knowledge.drafting import Desk, Unclear
from community.knowledge.shelf import Held
from community.people import privacy, tree
from community.people.access import STAFF
from core.library import Burden, Level, Rule
from core.phrases import say_moment
from db.knowledge import versions
from db.models import Person, Role, Version
from db.people import persons
from db.people.units import posts_of, root_community
from dialog import Context, Router, Said
from handlers.knowledge import rulebook
from handlers.people import refused

router = Router("rulemaking")

MAY_WRITE = {Role.SECRETARY, Role.TOWNSHIP, Role.LEADER}
LEVELS = {Role.LEADER: Level.COUNTY, Role.TOWNSHIP: Level.TOWN, Role.SECRETARY: Level.COMMUNITY}
# So many digits of the community's code name the place a level speaks for.
DIGITS = {Level.COUNTY: 6, Level.TOWN: 9, Level.COMMUNITY: 12}
NOT_YOURS = "规定由社区书记或街道来写、来批。您有建议可以告诉书记。"
SHAPE = "请写“新规定 从哪天起 内容”，比如“新规定 11月25日起 从太原回来要提前一天报备”。"
ASKS = {
    Burden.NOTHING: "不要求做什么",
    Burden.ADVICE: "建议",
    Burden.REPORT: "要报备登记、或有限制",
    Burden.TEST: "要检测",
    Burden.STAY_HOME: "要居家",
    Burden.ISOLATE: "要集中隔离",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """A person of the staff, with what their post lets them write."""

    person: Person
    desk: Desk


def writer(ctx: Context) -> Writer | None:
    """Return who writes, if their post lets them; at the highest level they hold."""
    posts = posts_of(ctx.db, ctx.caller.person_id or 0, ctx.local_now.date())
    mine = [post for post in posts if post.role in MAY_WRITE]
    if not mine:
        return None
    post = min(mine, key=lambda one: LEVELS[one.role])
    level = LEVELS[post.role]
    area = ctx.knowledge.area[: DIGITS[level]]
    desk = Desk(level, area, post.unit.name, ctx.house.zone)
    return Writer(persons.get(ctx.db, post.person_id), desk)


# -- writing ------------------------------------------------------------------------------


@router.command(
    r"(?P<what>新|写|加|改|修改|更改)(一?条|个)?规定[:：,，\s]*(?P<rest>.*)",
    may=STAFF,
    others=refused.NOT_STAFF,
)
def write(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take a new or changed rule and show it back, with whom it affects, before anything holds."""
    author = writer(ctx)
    if author is None:
        return NOT_YOURS
    rest, old = found["rest"].strip(), None
    if found["what"] in {"改", "修改", "更改"}:
        split = _which(ctx, rest)
        if split is None:
            return "请写明改哪一条，比如“改规定 R12 从明天起不用报备”。回复“规定”看编号。"
        old, rest = split
    if not rest:
        return SHAPE
    try:
        rule = _read(ctx, author, rest, old)
    except Unclear as trouble:
        return str(trouble)
    lines = [*_shown(ctx, rule, old), *_warnings(ctx, rule)]
    return ctx.offer(
        "\n".join(lines),
        [("确认提交", "submit_rule"), ("取消", "drop_rule")],
        rule=library.body_of(rule),
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


def _read(ctx: Context, author: Writer, rest: str, old: Held[Rule] | None) -> Rule:
    """Read the rule; of one from above a local rule is made, which leaves it standing."""
    guesses = [i for i in ctx.parse.intents if i.startswith("ask_")]
    own = old is not None and old.piece.level == author.desk.level
    key = old.piece.id if old and own else f"local_{ctx.turn_id}"
    return drafting.read(
        rest,
        ctx.slots,
        author.desk,
        ctx.local_now.date(),
        ctx.house.library.titles,
        guesses,
        old=old.piece if old else None,
        key=key,
    )


def _shown(ctx: Context, rule: Rule, old: Held[Rule] | None) -> list[str]:
    titles = ctx.house.library.titles
    second = "，要另一位同志批准" if rule.restricts else ""
    lines = [f"改{old.code}，原来：{old.piece.answer}"] if old else []
    return [
        *lines,
        f"内容：{rule.answer}",
        f"时间：{rulebook.when(rule.effective)}",
        f"对谁：{rulebook.whom(ctx, rule)}",
        f"要求：{ASKS[rule.burden]}{second}",
        f"回答这些问题：{'、'.join(titles[i] for i in rule.intents if i in titles)}",
        _affected(ctx, rule),
    ]


def _affected(ctx: Context, rule: Rule) -> str:
    draft = _draft(ctx, rule)
    moment = max(ctx.now, draft.from_at or ctx.now)
    known = drafting.as_if(ctx.knowledge, draft)
    count = corrections.concerned(ctx.db, known, moment, rulebook.WINDOW, ctx.house.zone)
    return (
        f"最近{rulebook.WINDOW.days}天问过的人里，有{count}人会听到不一样的答复，到时我会告诉他们。"
    )


def _draft(ctx: Context, rule: Rule) -> Held[Rule]:
    """Hold the draft above every version there is, from its moment on."""
    from_at, until_at = rule.effective.moments(ctx.house.zone)
    return Held(rule, version=1_000_000, from_at=from_at, until_at=until_at)


def _warnings(ctx: Context, rule: Rule) -> list[str]:
    above = drafting.milder_above(ctx.knowledge, _draft(ctx, rule), ctx.now)
    if above is None:
        return []
    return [
        f"注意，比上级严（层层加码）：{above.code}（{above.piece.issuer}）说“{above.piece.answer}”"
        "提交后会告诉上一级，请先和他们商量，写明依据。"
    ]


@router.action("submit_rule")
def submit(ctx: Context) -> str:
    """Write the draft; what restricts nobody holds at once, the rest waits for a second person."""
    author = writer(ctx)
    if author is None:
        return NOT_YOURS
    rule = Rule.model_validate(ctx.known["rule"])
    if not rule.restricts and (refused := refusal(ctx, _draft(ctx, rule), "您写的")):
        return refused
    row = library.add_version(
        ctx.db,
        rule,
        ctx.now,
        ctx.house.zone,
        author=author.person,
        supersedes=ctx.known.get("supersedes"),
    )
    privacy.record(ctx.db, ctx.now, "rule_written", actor=author.person.id, detail=f"R{row.id}")
    _tell_above(ctx, author, rule, row)
    if not rule.restricts:
        return put_in_force(ctx, row, rule, author.person)
    asked = _ask_others(ctx, author, rule, row)
    if not asked:
        return f"已提交，编号R{row.id}。还没有第二位能批准的同志，请先联系街道；批准前不生效。"
    return f"已提交，编号R{row.id}，已请{'、'.join(asked)}批准；批准前不生效。"


@router.action("drop_rule")
def drop(ctx: Context) -> str:
    return "好的，没有提交。"


def _others(ctx: Context, author: Writer, roles: set[Role]) -> list[Person]:
    """Return who else holds one of these posts here or above."""
    seat = tree.seat_of(ctx.db, author.person.id, ctx.now, ctx.house.zone)
    if author.desk.level is not Level.COMMUNITY:
        seat = root_community(ctx.db) or seat
    if seat is None:
        return []
    found = tree.responsible(ctx.db, seat, sorted(roles), ctx.now, ctx.house.zone)
    return [person for person in found if person.id != author.person.id]


def _ask_others(ctx: Context, author: Writer, rule: Rule, row: Version) -> list[str]:
    """Tell everybody who may approve; return how they are called."""
    others = _others(ctx, author, MAY_WRITE)
    for person in others:
        ctx.tell(
            person.id,
            f"【规定待批】R{row.id}，{author.desk.issuer}{tree.call(author.person)}写：{rule.answer}"
            f"（{rulebook.when(rule.effective)}）同意回复“批准 {row.id}”，不同意回复“不批准 {row.id}”。",
        )
    return [tree.call(person) for person in others]


def _tell_above(ctx: Context, author: Writer, rule: Rule, row: Version) -> None:
    """The level above hears, before anybody approves, that something stricter was written."""
    above = drafting.milder_above(ctx.knowledge, _draft(ctx, rule), ctx.now)
    if above is None:
        return
    higher = {role for role, level in LEVELS.items() if level < author.desk.level}
    for person in _others(ctx, author, higher):
        ctx.tell(
            person.id,
            f"【层层加码提醒】{author.desk.issuer}写的R{row.id}比上级严。上级{above.code}："
            f"{above.piece.answer}\nR{row.id}：{rule.answer}",
        )


def refusal(ctx: Context, draft: Held[Rule], called: str) -> str | None:
    """Say which rule in force speaks against one about to be; whoever comes next waits for us."""
    versions.wait_for_turn(ctx.db)
    against = drafting.contradicting(ctx.house.knowledge.rules(ctx.db), draft)
    if against is None:
        return None
    return (
        f"和正在生效的{against.code}互相矛盾，不能生效。\n{against.code}：{against.piece.answer}"
        f"\n{called}：{draft.piece.answer}\n请用“改规定 {against.code} …”，或先“撤回规定 {against.code}”。"
    )


def put_in_force(ctx: Context, row: Version, rule: Rule, approver: Person) -> str:
    library.approve(ctx.db, row, approver, ctx.now)
    privacy.record(ctx.db, ctx.now, "rule_approved", actor=approver.id, detail=f"R{row.id}")
    later = row.from_at is not None and row.from_at > ctx.now
    when = f"{say_moment(row.from_at, ctx.house.zone)}起" if later and row.from_at else "现在"
    if row.author_id is not None and row.author_id != approver.id:
        ctx.tell(row.author_id, f"您写的R{row.id}已批准，{when}生效：{rule.answer}")
    return f"R{row.id} {when}生效：{rule.answer}\n问过的人里听到的不一样的，我会告诉他们，并告诉您谁没收到。"
