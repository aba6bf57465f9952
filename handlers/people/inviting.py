"""Whoever appoints invites to a post: “邀请 网格员 第2网格 李梅”, shown back, and a code to pass on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from community.people import invitations, tree
from community.people.access import Refused, Role, Unit
from community.people.invitations import Invited, OpenInvitation
from community.people.posts import APPOINTERS
from core.phrases import say_moment
from dialog import Context, Reply, Router

router = Router("inviting")

HOW = "请写岗位、单位和姓名，比如“邀请 网格员 第2网格 李梅”，后面可以加电话。回复“邀请”看还没用的邀请。"
WHY_NOT = {
    "not_appointer": "请人上岗要由负责那里的书记或街道来，这里不归您管。",
    "not_above": "{about}要由上一级来邀请，请联系上级。",
    "no_unit": "您负责的范围里没有叫“{about}”的单位。" + HOW,
    "many_units": "叫“{about}”的单位不止一个，请写全名。",
    "own_post": "这是您自己的岗位，要由上级来换。",
    "not_open": "这个邀请已经用过、过期或作废了。回复“邀请”看还没用的。",
    "held": "这个岗位现在由{about}担任，先换人才能邀请。",
    "over": "这个岗位已经结束了，请再邀请一次。",
}
MOST = 5
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_TITLE = re.compile("|".join(map(re.escape, invitations.titles())))
_FILLER = re.compile(
    r"^(?:请|让|叫)|(?:来)?(?:当|做|担任|任|为|成为|的)$|^(?:来)?(?:当|做|担任|任|为|成为|的)"
)
_NAME = re.compile(r"[一-龥]{1,6}·[一-龥]{1,6}|[一-龥]{2,4}")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to be invited to what, as it was said."""

    role: Role
    unit_id: int
    post: str
    name: str | None
    phone: str | None


@router.command(r"邀请(?!码)(?:列表|名单|了谁|记录)?[。!！]*", may=APPOINTERS)
def listed(ctx: Context, _: object) -> str:
    """Take “邀请”: the invitations nobody has used yet."""
    found = invitations.open_ones(ctx.actor, ctx.db, ctx.now)
    if isinstance(found, Refused):
        return refuse(found)
    if not found:
        return f"现在没有还没用的邀请。{HOW}"
    lines = [f"{at}. {_say(ctx, one)}" for at, one in enumerate(found, 1)]
    return "\n".join(["还没用的邀请：", *lines, "要作废，回复“取消邀请 1”这样。"])


def _say(ctx: Context, one: OpenInvitation) -> str:
    whom = f"{one.name}，" if one.name else ""
    return f"{whom}{one.post}，{say_moment(one.expires_at, ctx.house.zone)}前有效"


def refuse(refused: Refused) -> str:
    return WHY_NOT[refused.reason].format(about=refused.about)


@router.command(
    r"(?:取消|作废|撤回|收回)(?:对?(?P<a>[一-龥·]{2,6})的)?邀请码?\s*(?P<b>.{0,20}?)[。!！]*",
    may=APPOINTERS,
)
def withdraw(ctx: Context, found: re.Match[str]) -> str:
    """Take “取消邀请 李梅”, “取消邀请 2”; the only one needs no name."""
    open_ones = invitations.open_ones(ctx.actor, ctx.db, ctx.now)
    if isinstance(open_ones, Refused):
        return refuse(open_ones)
    said = (found["a"] or found["b"] or "").strip()
    meant = _picked(open_ones, said)
    if len(meant) != 1:
        return f"没找到要作废的是哪个邀请。\n{listed(ctx, None)}"
    done = invitations.withdraw(ctx.actor, ctx.db, meant[0].id, ctx.now)
    if isinstance(done, Refused):
        return refuse(done)
    return (
        f"好的，{f'给{done.name}的' if done.name else ''}{done.post}的邀请作废了，那个码不能用了。"
    )


def _picked(open_ones: Sequence[OpenInvitation], said: str) -> list[OpenInvitation]:
    if not said:
        return list(open_ones)
    if said.isdecimal():
        return list(open_ones[int(said) - 1 : int(said)]) if int(said) > 0 else []
    return [one for one in open_ones if said in (one.name, one.post)]


@router.command(r"邀请(?!码)\s*(?!我)(?P<rest>.{2,60})", may=APPOINTERS)
def invite(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “邀请 网格员 第2网格 李梅 13800000000”, in whatever order."""
    if re.search(r"[?？]|吗|怎么", found["rest"]):
        return None
    wish = read(ctx, found["rest"])
    if wish is None:
        return HOW
    return refuse(wish) if isinstance(wish, Refused) else propose(ctx, wish)


@router.command(r"(?:电话|手机)?(?:号码?)?[是:：\s]*(?P<phone>1\d{10})[。]?", may=APPOINTERS)
def phone_of(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take the telephone of whoever is being invited, said a message later."""
    answers = ctx.place.answers if ctx.place is not None else {}
    known, actions = answers.get("known", {}), answers.get("actions", {}).values()
    if not any(str(one).startswith("invite_") for one in actions):
        return None
    role, unit = Role(known["role"]), tree.unit(ctx.db, known["unit"])
    return propose(
        ctx, Wish(role, unit.id, tree.post_name(unit, role), known["name"], found["phone"])
    )


def read(ctx: Context, rest: str) -> Wish | Refused | None:
    """Read a role, a unit and perhaps a name and a phone; None where there is no role or unit."""
    phone = _PHONE.search(rest)
    text = _PHONE.sub(" ", rest)
    titles = list(_TITLE.finditer(text))
    if not titles:
        return None
    role = invitations.role_called(titles[-1][0])
    assert role is not None, "the pattern is made of titles"
    # A unit may be called like a post: the last title is the post.
    before, after = text[: titles[-1].start()], text[titles[-1].end() :]
    words = [word for part in (before, after) for word in re.split(r"[\s，,、]+", part) if word]
    words = [bare for word in words if (bare := _FILLER.sub("", _FILLER.sub("", word)))]
    return _of_words(ctx, role, words, phone[0] if phone else None)


def _of_words(
    ctx: Context, role: Role, words: list[str], phone: str | None
) -> Wish | Refused | None:
    unit, left = _unit_among(ctx, words)
    name = next((word for word in left if _NAME.fullmatch(word)), None)
    unknown = next((word for word in left if word != name), "")
    if unit is None:
        seats = ctx.actor.seats(APPOINTERS)
        if len(seats) != 1 or role not in (Role.DOCTOR, Role.DUTY) or unknown:
            return Refused("no_unit", unknown) if left else None
        unit = seats[0]
    if (refused := invitations.may_invite(ctx.actor, role, unit)) is not None:
        return refused
    return Wish(role, unit.id, tree.post_name(unit, role), name, phone)


def _unit_among(ctx: Context, words: list[str]) -> tuple[Unit | None, list[str]]:
    """Return the unit that is named among the words, and what they say besides."""
    for at, word in enumerate(words):
        for piece, rest in _splits(word):
            found = invitations.unit_called(ctx.db, piece, ctx.actor)
            if not isinstance(found, Refused):
                left = (*words[:at], _FILLER.sub("", rest), *words[at + 1 :])
                return found, [each for each in left if each]
    return None, words


def _splits(word: str) -> list[tuple[str, str]]:
    """Return a word whole, and cut into a unit and a name, whichever comes first."""
    cuts = range(len(word) - 1, 1, -1)
    ahead = [(word[:at], word[at:]) for at in cuts]
    behind = [(word[-at:], word[:-at]) for at in cuts]
    return [(word, ""), *ahead, *behind]


def propose(ctx: Context, wish: Wish) -> Reply | str:
    """Show back who is to be invited to what; several of the name are listed with their doors."""
    unit = tree.unit(ctx.db, wish.unit_id)
    carried: dict[str, Any] = {
        "role": wish.role.value, "unit": wish.unit_id, "name": wish.name, "phone": wish.phone,
    }  # fmt: skip
    held = invitations.holder(ctx.db, wish.role, unit, ctx.now, ctx.house.zone)
    if held is not None and not invitations.waits_for_phone(ctx.db, held, wish.name):
        name = tree.call(held.person)
        said = f"{wish.post}现在由{name}担任。要换人，得先结束{name}的岗位（会告诉本人，手上的事转给下一位）。"
        choices = [("换人，再发邀请", "invite_instead"), ("不换了", "thanks")]
        return ctx.offer(said, choices, **carried)
    people = invitations.whom(ctx.actor, ctx.db, wish.name, wish.phone) if wish.name else []
    picks = [person.id for person in people[:MOST]]
    if len(people) > 1:
        choices = [
            (
                f"{tree.call(p)}（{tree.door(p.household)}）" if p.household else tree.call(p),
                f"invite_{at}",
            )
            for at, p in enumerate(people[:MOST])
        ]
        choices.append(("都不是，是另一个人", "invite_other"))
        said = f"邀请谁做{wish.post}？叫“{wish.name}”的有{len(people)}位："
        return ctx.offer(said, choices, picks=picks, **carried)
    whom = wish.name or "拿到码的人"
    about = tree.door(people[0].household) if people and people[0].household else ""
    about = "，".join(part for part in (about, wish.phone or "") if part)
    said = f"邀请{whom}{f'（{about}）' if about else ''}做{wish.post}，对吗？"
    choices = [("对，发邀请码", "invite_0" if people else "invite_other"), ("不邀请了", "thanks")]
    return ctx.offer(said, choices, picks=picks, **carried)


def _make(ctx: Context, person_id: int | None) -> str:
    known = ctx.known
    done = invitations.invite(
        ctx.actor,
        ctx.db,
        Role(known["role"]),
        tree.unit(ctx.db, known["unit"]),
        ctx.now,
        ctx.house.zone,
        name=known["name"],
        phone=known["phone"],
        person_id=person_id,
    )
    return refuse(done) if isinstance(done, Refused) else _pass_on(ctx, done, known["name"])


def _pass_on(ctx: Context, done: Invited, name: str | None) -> str:
    until = say_moment(done.expires_at, ctx.house.zone)
    older = "以前给这个岗位的邀请码作废了。" if done.replaced else ""
    return (
        f"请把下面这段转给{name or '本人'}（{until}前有效，只能用一次）。{older}\n\n"
        f"{f'{name}您好，' if name else ''}请关注“{ctx.house.community}”的公众号，"
        f"发送“加入 {done.code}”，就是{done.post}了。这个码请不要转给别人。"
    )


for _at in range(MOST):

    @router.action(f"invite_{_at}")
    def _invited(ctx: Context, at: int = _at) -> str:
        return _make(ctx, ctx.known["picks"][at])


@router.action("invite_other")
def invited_other(ctx: Context) -> str:
    return _make(ctx, None)


@router.action("invite_instead")
def invited_instead(ctx: Context) -> Reply | str:
    """End the post for whoever holds it, then go on as if it had been free."""
    known, role = ctx.known, Role(ctx.known["role"])
    unit = tree.unit(ctx.db, known["unit"])
    zone, announce = ctx.house.zone, ctx.house.announce
    refused = invitations.hand_over(ctx.actor, ctx.db, role, unit, ctx.now, zone, announce)
    if refused is not None:
        return refuse(refused)
    post = tree.post_name(unit, role)
    said = propose(ctx, Wish(role, unit.id, post, known["name"], known["phone"]))
    return said if isinstance(said, str) else said.after("原来的岗位已经结束，已告诉本人。")
