"""Requests and complaints: written down, given to a person, and said who."""

from collections.abc import Callable

from community.work import calling
from community.work.calling import ItemKind
from dialog import Context, Reply, Router
from handlers.knowledge import answers
from handlers.work import promises

router = Router("requests")

CALLED = "好的，已请{who}联系您，半小时没人接手会再往上报。急事打12345，有危险打120。"
URGED = "已经替您催了{who}，请留意电话和微信。急事打12345，有危险打120。"
URGED_LATELY = "已经替您催过{{who}}了（编号{number}），请留意电话和微信。急事打12345，有危险打120。"
WHO = "没登记住址的话，请把几号楼几单元几室和电话也发给我。"
AGAIN = "这件事{{who}}已经知道（编号{number}）。等急了请回复“转人工”；有危险打120。"


def _pass_on(ctx: Context, what: str, sentence: str, kind: ItemKind = ItemKind.HELP) -> str:
    """Give a request to a person, once, and say who knows of it now."""
    wants = f"{ctx.speaker}{what}"
    called = calling.ask(
        ctx.actor, ctx.db, kind, ctx.text, wants, ctx.calls, ctx.subject, ctx.now, ctx.house.desk
    )
    said = sentence if called.is_new else AGAIN.format(number=called.item.id)
    return promises.told(ctx, called.item, said)


def _closing(ctx: Context) -> str:
    return "" if ctx.is_at_home else f"\n{WHO}"


def _request(what: str, sentence: str, kind: ItemKind = ItemKind.HELP) -> Callable[[Context], str]:
    def handler(ctx: Context) -> str:
        return f"{_pass_on(ctx, what, sentence, kind)}{_closing(ctx)}"

    return handler


router.intent("request_medical")(
    _request(
        "需要就医", "记下了，已告诉{who}，请他们马上联系您安排。情况急、加重了别等，直接打120。"
    )
)
router.intent("request_errand")(_request("请人上门帮忙", "记下了，已告诉{who}，和您约时间。"))
router.intent("complain_service")(
    _request(
        "提意见",
        "对不住，让您受累了。您的话已原样转给{who}；不满意也可以打12345。",
        ItemKind.COMPLAINT,
    )
)
router.intent("volunteer_donate")(
    _request(
        "想帮忙",
        "谢谢您！已告诉{who}，和您联系。捐款捐物请走正规渠道（红十字会、慈善总会），别转给个人。",
    )
)


@router.intent("report_exposure")
def exposure(ctx: Context) -> str:
    """A positive test or a contact: calm advice; nobody is isolated or judged by us."""
    said = _pass_on(ctx, "自报检测结果或接触情况", "知道了，谢谢您告诉我，已转告{who}。")
    return f"{said}先戴好口罩，少出门、少聚会；不舒服就休息，持续高烧或喘不上气打120。"


@router.intent("psych_support")
def comfort(ctx: Context) -> str:
    return (
        "辛苦了，这种时候心里难受很正常。想找人说说话，可以打12356（心理援助，24小时、免费）。\n"
        "也可以回复“转人工”，我请社区的人陪您聊聊。"
    )


@router.intent("report_violation")
def violation(ctx: Context) -> Reply:
    """Answer how to report something; who reports it fills in a form that needs no name."""
    found = answers.find(ctx)
    if found is not None:
        return ctx.answer(found, found.text)
    said = "要反映情况，可以在这里说，可以不留姓名，也可以打12345。有人身危险请打110。"
    return Reply(said, leads_to="form:tip")


@router.intent("request_human")
def human(ctx: Context) -> str:
    """Call a person once; who asks again is not put on a second list."""
    who, desk = ctx.speaker, ctx.house.desk
    called = calling.person(ctx.actor, ctx.db, ctx.text, who, ctx.calls, ctx.subject, ctx.now, desk)
    if called.is_new:
        return f"{promises.told(ctx, called.item, CALLED)}{_closing(ctx)}"
    said = URGED if called.is_urged else URGED_LATELY.format(number=called.item.id)
    return promises.told(ctx, called.item, said)


@router.command(r"(转人工|人工|人工服务|找人工|找网格员)[。!！吧]?")
def human_now(ctx: Context, _: object) -> str:
    return human(ctx)
