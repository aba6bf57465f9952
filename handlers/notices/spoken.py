"""Notices in the words of whoever sends them: “给5号楼发个通知，…”, “停水那条谁没看”, “撤回刚才那条”."""

import re

from community.notices import issuing
from community.notices.rights import EVERYBODY
from community.people.access import STAFF, Refused
from dialog import Context, Reply, Router, Said
from handlers.notices import publishing

router = Router("spoken notices")

WHERE = "要发的是：{text}\n发给谁？要发到一栋楼，请写“发通知 3号楼 …”。"
ONE_BY_ONE = "要发的是：{text}\n一次发一处，先发哪里？"
WHOLE = "现在最小发到一整栋楼，不能只发一个单元。"
AT_ONCE = "到点自动发现在还不会，确认后马上就发。"
_CODE = re.compile(r"[Nn]\s*-?(\d{1,9})(?!\d)")
_ALL = re.compile(r"全|所有|各户|各家|各楼|每户|家家|每家|大家|大伙|整个")
_TAKES_BACK = re.compile(
    r"撤|收回|收起|收了|收来|作废|取消|删|拿掉|拦|别发|不算|下架|下掉|停住|失效"
)


@router.intent("staff_broadcast", may=STAFF)
def broadcast(ctx: Context) -> Said:
    """Read to whom and what, and show both before anything is sent."""
    text, scopes = str(ctx.slots.get("say") or ""), ctx.slots.get("scope") or []
    if not text:
        return publishing.SHAPE
    if len(scopes) == 1:
        urgent = bool(ctx.slots.get("urgent"))
        said = publishing.propose(ctx, _place(scopes[0]), text, None, urgent=urgent)
        if not isinstance(said, Reply):
            return said
        notes = [AT_ONCE] if ctx.slots.get("when") else []
        notes += [WHOLE] if "单元" in scopes[0] else []
        return said.then("\n".join(notes))
    if not scopes:
        choices = [("发给全体", f"command:发通知 全体 {text}"), ("先不发", "thanks")]
        return ctx.offer(WHERE.format(text=text), choices)
    urgent_word = "紧急" if ctx.slots.get("urgent") else ""
    each = [(f"发给{one}", f"command:发{urgent_word}通知 {one} {text}") for one in scopes[:8]]
    return ctx.offer(ONE_BY_ONE.format(text=text), each)


def _place(scope: str) -> str:
    return EVERYBODY if _ALL.match(scope) else scope


@router.intent("staff_notice_status", may=STAFF)
def status(ctx: Context) -> str:
    code = _CODE.search(ctx.text)
    return publishing.outcome(ctx, f"N{code[1]}" if code else None)


@router.intent("staff_notice_change", may=STAFF)
def change(ctx: Context) -> Said:
    """Offer to take the notice back; for another text say how it is put in the old one's place."""
    found = _CODE.search(ctx.text)
    code = f"N{found[1]}" if found else _last(ctx)
    if code is None:
        return publishing.refused(Refused("none_of_yours"))
    if _TAKES_BACK.search(ctx.text):
        return publishing.offer_to_withdraw(ctx, code)
    return (
        f"要改哪里，请把改好的整条写给我：“替换 {code} 新内容”，发之前先给您看。\n"
        f"只要撤回，写“撤回 {code}”。"
    )


def _last(ctx: Context) -> str | None:
    notice = issuing.find_own(ctx.actor, ctx.db, None, ctx.now)
    return None if isinstance(notice, Refused) else notice.code
