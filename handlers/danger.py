"""Life in danger: the right number first, then somebody who must answer for it."""

from community import escalation
from db import work
from db.models import TicketKind
from dialog import Context, Router

router = Router("danger")

BODY = (
    "请马上拨打120！说清地址和症状，电话别挂。\n"
    "等的时候：别让人独处，坐着或侧躺，松开衣领，不要喂水喂药。\n"
    "我已同时通知社区值班员，会马上联系您。"
)
MIND = (
    "我听见了，您现在一定很难受。请先别一个人待着，马上打12356（心理援助，24小时、免费）；"
    "有危险就打120或110。\n"
    "我已请社区值班员马上联系您，您也可以在这里接着跟我说。"
)
WHERE = "请把您在几号楼几单元几室、电话发给我，好让人马上到。"

# Said by nlp.danger; who words it this way needs a listener, not an ambulance.
_MIND_WORDS = {"想不开", "不想活", "自杀", "轻生", "自残"}


@router.on_danger
def help_now(ctx: Context) -> str:
    """Whoever says it and wherever they are in a form: 120 or 12356, and the duty officer is told."""
    mind = ctx.parse.danger in _MIND_WORDS
    card = ctx.card
    said = ctx.text if len(ctx.text) <= 60 else ctx.text[:60] + "…"
    number = "12356" if mind else "120"
    who = ctx.introduction
    if card is None and ctx.contact.scene and (unit := ctx.place_of()):
        who = f"{who}（扫过{unit.name}的码）"
    text = f"{who}说：“{said}”。已请其拨打{number}，请马上联系。"
    open_ticket = work.open_from(ctx.db, ctx.caller.contact_id, TicketKind.DANGER)
    if open_ticket is None:
        kind = TicketKind.DANGER
        escalation.raise_ticket(ctx.db, kind, text, ctx.subject, ctx.now, ctx.house.zone)
    else:
        escalation.tell_again(ctx.db, open_ticket, text, ctx.now)
    answer = MIND if mind else BODY
    if not ctx.is_at_home:
        answer = f"{answer}\n{WHERE}"
    return answer
