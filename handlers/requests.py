"""Requests and complaints: written down, given to a person, and said who."""

from collections.abc import Callable
from datetime import timedelta

from community import escalation
from core.phrases import shorten
from db import deliveries, work
from db.models import Ticket, TicketKind
from dialog import Context, Router
from handlers import answers, details

router = Router("requests")

URGE_EVERY = timedelta(minutes=30)
URGED = "又来催了，请尽快联系"
SAID = 120  # characters of a request that staff are told
WHO = "没登记住址的话，请把几号楼几单元几室和电话也发给我。"
AGAIN = "这件事已经转过去了（编号{number}），会有人联系您。等急了请回复“转人工”；有危险打120。"


def _pass_on(ctx: Context, what: str, kind: TicketKind = TicketKind.HELP) -> int | None:
    """Give a request to a person; return the number it already has if it was said before."""
    said = shorten(ctx.text, SAID)
    if (number := _known(ctx, kind, said)) is not None:
        return number  # whoever was told has these very words already
    text = f"{ctx.introduction}{what}：“{said}”"
    escalation.raise_ticket(ctx.db, kind, text, ctx.subject, ctx.now, ctx.house.zone)
    return None


def _known(ctx: Context, kind: TicketKind, said: str) -> int | None:
    """Return the number of the newest open ticket of this kind if these words stand in it."""
    newest = next((n for n, other in details.calls(ctx) if other is kind), None)
    text = work.open_text(ctx.db, newest) if newest else None
    return newest if text is not None and f"“{said}”" in text else None


def _closing(ctx: Context) -> str:
    return "" if ctx.is_at_home else f"\n{WHO}"


def _request(
    what: str, sentence: str, kind: TicketKind = TicketKind.HELP
) -> Callable[[Context], str]:
    def handler(ctx: Context) -> str:
        if (number := _pass_on(ctx, what, kind)) is not None:
            return f"{AGAIN.format(number=number)}{_closing(ctx)}"
        return f"{sentence}{_closing(ctx)}"

    return handler


router.intent("request_medical")(
    _request("需要就医", "记下了，已告诉网格员，会马上联系您安排。情况急、加重了别等，直接打120。")
)
router.intent("request_errand")(_request("请人上门帮忙", "记下了，已告诉网格员，会联系您约时间。"))
router.intent("complain_service")(
    _request(
        "提意见",
        "对不住，让您受累了。您的话已原样转给社区书记，会有人给您回话；不满意也可以打12345。",
        TicketKind.COMPLAINT,
    )
)
router.intent("volunteer_donate")(
    _request(
        "想帮忙",
        "谢谢您！已告诉网格员，会和您联系。捐款捐物请走正规渠道（红十字会、慈善总会），别转给个人。",
    )
)


@router.intent("report_exposure")
def exposure(ctx: Context) -> str:
    """A positive test or a contact: calm advice; nobody is isolated or judged by us."""
    _pass_on(ctx, "自报检测结果或接触情况")
    return (
        "知道了，谢谢您告诉我，已转告社区医生和网格员。"
        "先戴好口罩，少出门、少聚会；不舒服就休息，持续高烧或喘不上气打120。"
    )


@router.intent("psych_support")
def comfort(ctx: Context) -> str:
    return (
        "辛苦了，这种时候心里难受很正常。想找人说说话，可以打12356（心理援助，24小时、免费）。\n"
        "也可以回复“转人工”，我请社区的人陪您聊聊。"
    )


@router.intent("report_violation")
def violation(ctx: Context) -> str:
    """Answer how to report something; who reports it fills in a form that needs no name."""
    found = answers.find(ctx)
    if found is not None:
        return found.text
    ctx.leads_to = "form:tip"
    return "要反映情况，可以在这里说，可以不留姓名，也可以打12345。有人身危险请打110。"


@router.intent("request_human")
def human(ctx: Context) -> str:
    """Call a person once; who asks again is not put on a second list."""
    waiting = work.open_call(ctx.db, ctx.caller.contact_id, TicketKind.HUMAN)
    if waiting is not None:
        return _urge(ctx, *waiting)
    _pass_on(ctx, "想找人工", TicketKind.HUMAN)
    return f"好的，已请网格员联系您，半小时没人找您会再往上报。急事打12345，有危险打120。{_closing(ctx)}"


def _urge(ctx: Context, number: int, text: str) -> str:
    """Urge whoever was called, but not at every word: they can be sent only so many messages."""
    lately = ctx.now - URGE_EVERY
    if URGED in text and deliveries.told_since(ctx.db, number, lately):
        return f"已经替您催过了（编号{number}），请留意电话和微信。急事打12345，有危险打120。"
    ticket = ctx.db.get_one(Ticket, number)
    escalation.tell_again(ctx.db, ticket, f"{ctx.introduction}{URGED}", ctx.now)
    return "已经替您催了，请留意电话和微信。急事打12345，有危险打120。"


@router.command(r"(转人工|人工|人工服务|找人工|找网格员)[。!！吧]?")
def human_now(ctx: Context, _: object) -> str:
    return human(ctx)
