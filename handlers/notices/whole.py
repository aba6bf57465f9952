"""“查看”: the whole of what came as a card with a few words on it."""

from datetime import timedelta

from community.notices import briefs
from core.phrases import say_moment
from dialog import Context, Router

router = Router("whole")

KEPT = timedelta(days=7)
SHOWN = 3  # texts of one answer
SENT = "{when}发给您的：\n{text}"


@router.command(
    r"(?:请|点|我)?(?:查看|看(?:一下)?(?:全文|原文|详情))(?:全文|原文|详情|内容|结果|变化)?[吧。!！]*"
)
def show(ctx: Context, _: object) -> str | None:
    """Say all of it; whoever had no such card means something else."""
    since = ctx.now - KEPT
    found = briefs.whole(ctx.actor, ctx.db, ctx.house.brief_roads, since, SHOWN)
    said = [SENT.format(when=say_moment(at, ctx.house.zone), text=text) for at, text in found]
    return "\n\n".join(said) or None
