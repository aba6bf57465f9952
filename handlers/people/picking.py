"""Which of several people is meant: offered by number, with what tells them apart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from community.people.finding import Namesake
from dialog import Context, Reply, Router

MOST = 5  # people one list names; nobody reads more
NOT_FOUND = "没找到叫“{said}”的人。请写工作人员或已登记居民的全名，再说一遍。"


def ask(ctx: Context, said: str, found: Sequence[Namesake], action: str, **carries: Any) -> Reply:
    """Offer those of a name; the number replied does `action` with whoever it stands for."""
    listed = found[:MOST]
    choices = [
        (f"{one.name}（{one.about}）" if one.about else one.name, f"{action}_{at}")
        for at, one in enumerate(listed)
    ]
    picks = [one.person_id for one in listed]
    return ctx.offer(f"“{said}”有{len(found)}位，您说的是：", choices, picks=picks, **carries)


def on_pick(
    router: Router, action: str, go_on: Callable[[Context, int, Mapping[str, Any]], Reply | str]
) -> None:
    """Register what happens when one of them is picked."""
    for at in range(MOST):

        def picked(ctx: Context, at: int = at) -> Reply | str:
            return go_on(ctx, ctx.known["picks"][at], ctx.known)

        router.action(f"{action}_{at}")(picked)
