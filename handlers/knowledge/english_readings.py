"""A number alone from whoever wrote English a moment ago is answered in English."""

import re
from datetime import timedelta

from community.questions.feedback import said_lately
from dialog import Context, Reply, Router
from handlers.followup import readings
from handlers.knowledge import english

router = Router("english readings")

LATELY = timedelta(minutes=30)
FEVER, DANGER = 37.3, 40.0
NORMAL = "{c:.1f} °C is normal."
WARM = (
    "{c:.1f} °C counts as a fever. Rest, drink a lot, wear light clothes; from 38.5 °C or if unwell one "
    "fever medicine, as on the leaflet. A baby, old, pregnant or with a chronic illness: see a doctor today. "
    "Three days of fever: fever clinic, with a mask. Hard to breathe, chest pain, confused: call 120."
)
HOT = "{c:.1f} °C is dangerous: call 120 or go to an emergency room now. Drink, cool down, do not stay alone."
NOT_SAVED = "Your home is not under health monitoring, so I have not saved it."
A_FEW = 4  # words; more tell whose it is, and what else is wrong
_WORDS = re.compile("[A-Za-z]{2,}")
_CHINESE = re.compile("[\u4e00-\u9fff]")


@router.intercept
def told(ctx: Context, _: object) -> Reply | None:
    """Say what such a reading means; of a household that is followed up it is stored as ever."""
    values = [v for one in ctx.slots.get("temps", []) for v in readings.values(one)]
    if not values or ctx.reported or ctx.parse.danger or ctx.message.in_group:
        return None
    if "?" in ctx.text or _CHINESE.search(ctx.text) or len(_WORDS.findall(ctx.text)) > A_FEW:
        return None
    if not _is_english(ctx):
        return None
    highest = max(values)
    said = HOT if highest >= DANGER else WARM if highest >= FEVER else NORMAL
    return Reply(f"{said.format(c=highest)}\n{NOT_SAVED}", meant="report_temperature")


def _is_english(ctx: Context) -> bool:
    if english.speaks(ctx):
        return True
    scripts = ctx.house.scripts
    since = ctx.now - LATELY
    said = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    return scripts is not None and bool(said) and scripts.is_english(said[0].text)
