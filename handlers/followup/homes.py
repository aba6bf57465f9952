"""Whose door is meant: the household staff name by one, and whether a resident names another’s."""

from dataclasses import replace

from community.followup.visiting import Household
from community.people import homes, seeking
from community.people.access import Refused
from dialog import Context
from handlers.people import whom
from handlers.people.refused import NOT_STAFF
from handlers.people.whom import door, sought

WHERE = "哪一户？回复门牌就行，比如“3-2-601”。"


def named(ctx: Context, said: str) -> Household | str:
    """Return the household a text names."""
    if not ctx.actor.is_staff:
        return NOT_STAFF
    who = sought(ctx.derive(message=replace(ctx.message, text=said)).at_work(), said)
    if not who.has_door:
        return WHERE
    here = seeking.homes(ctx.actor, ctx.db, who.address)
    if isinstance(here, Refused):
        return whom.refuse(here)
    if len(here) != 1:
        return whom.NOT_THERE.format(door=door(who.address), about="人家")
    return here[0]


def is_another(ctx: Context) -> bool:
    """Tell whether a resident names a door that is not theirs."""
    address = ctx.slots.get("address") or {}
    if not (address.get("building") and address.get("room")):
        return False
    return not homes.is_behind(ctx.db, ctx.caller.person_id, address)
