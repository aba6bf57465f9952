"""“我的号是36”: the number of somebody's place in a list, or of a matter, is no reading."""

import re

from dialog import Context, Router
from handlers.knowledge import unknown

router = Router("own number")

NO_READING = (
    "{number}号我没当成体温，没有记。要报体温，写成“36.5”；"
    "要问您交的事办到哪了，回复“我的登记”；别处发的号（排队、取件），请问发号的地方。"
)
_OWN = re.compile(
    r"(?:排队?|取件|叫|序|编|我的?|这个?|拿到?的?|领的?)号(?:码|数)?(?:是|为|:|：)?\s*(?P<after>3[4-9]|4[0-2])(?![\d.度℃])"
    r"|(?:我是|排到?|排在|轮到|叫到)第?(?P<before>3[4-9]|4[0-2])号(?!楼|院|线|车)"
)


@router.intercept
def told(ctx: Context, _: object) -> str | None:
    """Say that a bare number of theirs was taken for no temperature, and where one asks about it."""
    found = _OWN.search(ctx.text)
    is_other = ctx.slots.get("temps") or ctx.slots.get("symptoms") or ctx.parse.danger
    if found is None or is_other or ctx.is_filling or len(ctx.text) > 2 * len(found[0]) + 8:
        return None
    if unknown.calls(ctx.text):
        return None
    return NO_READING.format(number=found["after"] or found["before"])
