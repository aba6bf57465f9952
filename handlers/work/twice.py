"""The same sent in from two phones, or by two of one family, is one registration."""

from collections.abc import Mapping
from typing import Any

from community.people import tree
from community.work import casework
from community.work.casework import ItemState
from core.forms import FormSpec
from dialog import Context
from dialog.forms import companions
from dialog.forms.showing import show
from handlers.work import promises

FAMILYS = (
    "您家已经登记过（编号{number}，{who}交的），您也在里面，不用再交一次。要改哪项，请{who}说一声。"
)
SAME = "您的{title}（编号{number}）已经在办，不用再交一次。"
MERGED = "您之前交过{title}（编号{number}），这次的合到一起了：{changed}。{told}"


def covered(ctx: Context, spec: FormSpec, filled: Mapping[str, Any]) -> str | None:
    """Put what is sent in again into what was sent before; None if nothing covers it."""
    home = [each.id for each in companions.others(ctx)]
    found = casework.same_day_of(ctx.actor, ctx.db, spec, filled, home)
    if found is None:
        return None
    item, sent = found
    if sent.person_id != ctx.caller.person_id:
        who = tree.call_of(ctx.db, sent.person_id) if sent.person_id else "家里人"
        return FAMILYS.format(number=item.id, who=who)
    given = {
        name: value for name, value in filled.items() if (sent.answers or {}).get(name) != value
    }
    if not given:
        return SAME.format(title=spec.title, number=item.id)
    labels = {field.name: field.label for field in spec.fields}
    changed = "，".join(
        f"{labels[name]}：{show(value)}" for name, value in given.items() if name in labels
    )
    if item.state is ItemState.TAKEN:
        casework.complete(ctx.db, item, given, f"改了{changed}", ctx.now)
    else:
        casework.amend(ctx.db, spec, item, given, f"改了{changed}", ctx.now, ctx.house.desk)
    told = promises.told(ctx, item, "已告诉{who}。")
    return MERGED.format(title=spec.title, number=item.id, changed=changed, told=told)
