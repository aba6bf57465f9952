"""“我的信息” and “删除我”."""

from community.people import privacy
from db.people import erasure
from dialog import Context, Router, Said

router = Router("privacy")


@router.command(r"(查看?)?我的(信息|资料|数据|档案)[。?？]?")
def mine(ctx: Context, _: object) -> str:
    privacy.record(
        ctx.db, ctx.now, "read_own", actor=ctx.caller.person_id, subject=ctx.caller.person_id
    )
    return privacy.held(ctx.db, ctx.contact, ctx.person, ctx.house.zone)


@router.command(r"(请)?(删除我|删掉我|注销|删除我的(信息|资料|数据))(的信息|的资料)?[。!！]?")
def ask_forget(ctx: Context, _: object) -> Said:
    if ctx.caller.person_id is not None and erasure.holds_post(ctx.db, ctx.caller.person_id):
        return "您是工作人员，岗位和工作记录要由上级先交接，请联系社区书记。"
    return ctx.offer(
        "删除后，您的姓名、电话、住址、体温和登记都会清掉，找不回来，也不再提醒您。确定吗？",
        [("确定删除", "forget"), ("先不删", "thanks")],
    )


@router.action("forget")
def forget(ctx: Context) -> str:
    privacy.forget(ctx.db, ctx.contact, ctx.now)
    return "已经全部删除。以后想用，随时再跟我说。"
