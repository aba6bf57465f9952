"""“空岗”: which posts nobody holds, which households nobody sees to, whom nobody can reach."""

from collections.abc import Sequence

from community.people import vacancies
from community.people.access import STAFF, Refused
from community.people.tree import title
from community.people.vacancies import Vacancies
from dialog import Context, Router

router = Router("vacancies")

SHOWN = 8
NOTHING = "没有缺口：每个岗位都有人，每户都有人管，每个人都联系得上。"


@router.command(r"(查看?)?(空岗|缺口|谁没人管|哪里没人管|没人管的)[。?？]?", may=STAFF)
def gaps(ctx: Context, _: object) -> str | None:
    """Tell staff what is missing where they are responsible."""
    found = vacancies.find(ctx.actor, ctx.db, ctx.now, ctx.house.zone, ctx.house.most_homes)
    if isinstance(found, Refused):
        return None
    return "\n".join(_lines(found)) if found.total else NOTHING


KINDS = ("posts", "unattended", "silent")
MANY = 60  # doors one list names
FULL = {
    "posts": "没有空岗，该有的岗位都有人。",
    "unattended": "每一户都有人管。",
    "silent": "每一户都留了电话或绑定了微信。",
}


def listed(ctx: Context, kind: str) -> str:
    """Tell of one kind what is missing, by its doors or posts: “哪些户没人管”, “还有空岗吗”."""
    house = ctx.house
    found = vacancies.find(ctx.actor, ctx.db, ctx.now, house.zone, house.most_homes, MANY)
    if isinstance(found, Refused):
        return FULL[kind]
    lines = {
        "posts": _posts(found, MANY),
        "unattended": _unattended(found, MANY),
        "silent": _silent(found, MANY),
    }
    return lines[kind] or FULL[kind]


def on_board(found: Vacancies) -> str:
    """Say in one line what is missing; "" if nothing is."""
    counted = (
        (len(found.posts), "{}个岗位空着"),
        (found.unattended, "{}户没人管"),
        (found.silent, "{}人联系不上"),
        (len(found.loads), f"{{}}人管了{found.most}多户"),
    )
    said = "、".join(words.format(many) for many, words in counted if many)
    return f"缺口：{said}。回复“空岗”看是哪些。" if said else ""


def _posts(found: Vacancies, shown: int = SHOWN) -> str:
    names = [f"{unit}{title(role)}" for unit, role in found.posts]
    if not names:
        return ""
    return f"空着的岗位{len(names)}个：{_some(names, len(names), shown)}"


def _unattended(found: Vacancies, shown: int = vacancies.SHOWN) -> str:
    if not found.unattended:
        return ""
    some = _some(found.unattended_doors, found.unattended, shown)
    return f"没人管的有{found.unattended}户：{some}。请给所在网格配网格员，或写明包户干部"


def _silent(found: Vacancies, shown: int = vacancies.SHOWN) -> str:
    if not found.silent:
        return ""
    some = _some(found.silent_doors, found.silent, shown)
    return f"联系不上的有{found.silent}人（全家没留电话，也没绑定微信）：{some}。请上门补电话"


def _lines(found: Vacancies) -> list[str]:
    lines = [line for line in (_posts(found), _unattended(found), _silent(found)) if line]
    if found.loads:
        names = [f"{load.name}{load.homes}户" for load in found.loads]
        some = _some(names, len(names), SHOWN)
        lines.append(f"一个人管了{found.most}户以上：{some}。请分给别人一些")
    return lines


def _some(names: Sequence[str], many: int, at_most: int = vacancies.SHOWN) -> str:
    return "、".join(names[:at_most]) + ("等" if many > at_most else "")
