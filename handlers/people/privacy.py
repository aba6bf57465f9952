"""“我的信息” and “删除我”."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from community.people import privacy
from community.people.access import Refused
from community.people.privacy import HeldForms, HeldHealth, OwnRecord, Stranger
from dialog import Context, Router, Said
from handlers.work import joining_later

router = Router("privacy")

REFUSED = {"holds_post": "您是工作人员，岗位和工作记录要由上级先交接，请联系社区书记。"}
SURE = "删除后，您的姓名、电话、住址、体温和登记都会清掉，找不回来，也不再提醒您。确定吗？"


@router.command(r"(查看?)?我的(信息|资料|数据|档案)[。?？]?")
def mine(ctx: Context, _: object) -> str:
    """Tell somebody everything we hold about them."""
    held = privacy.read_own(ctx.resident, ctx.db, ctx.now)
    about = _of_stranger(held) if isinstance(held, Stranger) else _of_known(ctx, held)
    return "\n".join(
        [
            "我们这里有您的这些信息：",
            *about,
            "有错请直接告诉我；想全部删掉，回复“删除我”。",
        ]
    )


def _of_stranger(held: Stranger) -> list[str]:
    waiting = [f"・还在核对的登记：{_said(answers)}" for answers in held.waiting]
    if held.claims:
        waiting.append(
            f"・已绑定到{held.claims}，等原来的手机同意，或社区当面见过您，才能看其他内容"
        )
    return [
        "・微信号在本公众号里的编号、您发过的话、我按哪条规定答过您（90天后删除）",
        *(waiting or ["・没有姓名、电话和住址"]),
    ]


def _said(answers: Mapping[str, Any]) -> str:
    """Name what somebody filled in before we knew who they are."""
    address = answers.get("address") or answers.get("household") or {}
    where = f"{address.get('building')}号楼{address.get('room') or ''}" if address else ""
    named = "、".join(part for part in (str(answers.get("name") or ""), where) if part)
    return named or "一份（回复“我的登记”看）"


def _of_known(ctx: Context, held: OwnRecord) -> list[str]:
    lines = [f"・姓名：{held.name or '没有'}", f"・电话：{held.phone or '没有'}"]
    if held.door is not None:
        lines.append(f"・住址：{held.door}")
    if held.health is not None:
        lines.append(_of_health(ctx, held.health))
    if held.forms is not None:
        lines.append(_of_forms(ctx, held.forms))
    for item, sent in joining_later.covering(ctx):
        title = ctx.house.library.forms[sent.form].title
        by = joining_later.by_whom(ctx, sent)
        lines.append(f"・{title}（编号{item.id}）：{by}，您的称呼和姓名")
    lines.append("・您发过的话、我按哪条规定答过您（90天后删除）")
    return lines


def _of_health(ctx: Context, held: HeldHealth) -> str:
    what = "、".join([*([f"{held.value}℃"] if held.value else []), *held.symptoms])
    return (
        f"・体温和症状：{held.count}条，最近一条是{_day(ctx, held.at)}的{what}"
        "（只给社区医生和网格员看，监测结束后30天删除）"
    )


def _of_forms(ctx: Context, held: HeldForms) -> str:
    last = _day(ctx, held.last)
    return f"・登记表：{held.count}份，最近一份{last}，连同办理经过（回复“我的登记”看每份）"


def _day(ctx: Context, moment: datetime) -> str:
    local = moment.astimezone(ctx.house.zone)
    return f"{local.month}月{local.day}日"


_MINE = r"我们?家?的?(?:个人)?(?:信[息西]|资料|数据|记录|登记)"


@router.command(
    rf"[^\n]{{0,30}}?(?:[把将]{_MINE}[^\n]{{0,6}}?(?:删|清|抹|注销)|(?:删|清|抹)[掉除了空]?{_MINE}|注销(?:我的?)?(?:账号|帐号|账户|信息))[^\n]{{0,30}}"
)
@router.command(r"(请)?(删除我|删掉我|注销|删除我的(信息|资料|数据))(的信息|的资料)?[。!！]?")
def ask_forget(ctx: Context, _: object) -> Said:
    """Ask once before everything is deleted."""
    if (refused := privacy.why_not_forget(ctx.actor, ctx.db)) is not None:
        return _refused(refused)
    return ctx.offer(SURE, [("确定删除", "forget"), ("先不删", "thanks")])


@router.action("forget")
def forget(ctx: Context) -> str:
    refused = privacy.forget(ctx.actor, ctx.db, ctx.now)
    return _refused(refused) if refused else "已经全部删除。以后想用，随时再跟我说。"


def _refused(refused: Refused) -> str:
    return REFUSED[refused.reason]
