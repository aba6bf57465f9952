"""A notice that is out is put right: 替换, 更新, 更正, 补充; 撤回, 作废: shown first, done after “确认”."""

import re

from community.notices import issuing, rights, withdrawal
from community.people.access import STAFF, Refused
from dialog import Context, Router, Said
from handlers.notices import publishing, recalls
from handlers.notices.publishing import refused
from handlers.people.refused import NOT_STAFF

router = Router("changing notices")

LEFT = "（通知 {code} 还没有撤回。要撤回，请再写一次“撤回 {code}”并回复 1。）"
SAME = "\n同样的话另外还发给过别人，要一起撤请写{others}。"
_CODE = r"(?:通知)?\s*(?P<code>[Nn]\d{1,9})\s*号?(?:通知|那条)?(?:的?内容)?"
_GAP = r"[\s:：,，]*"
_WHOLE = r"(?P<text>[^\s:：,，].{4,})"  # less is no whole notice
_BACK = r"(?:撤回|撤销|撤掉|撤下来?|作废|取消|收回|删掉?|不算数?|失效)(?!得|的|情况|结果|进度|怎|了?(?:多少|吗|没))"


@router.command(
    r"替换(通知)?\s*(?P<code>[Nn]?\d{1,9})\s*号?[\s:：,，]*(?P<text>.+)",
    may=STAFF,
    others=NOT_STAFF,
)
@router.command(rf"(?:更新|更正|修改|改)(?:一下)?{_CODE}(?:为|成)?{_GAP}{_WHOLE}", may=STAFF)
@router.command(
    rf"[把将]?{_CODE}\s*(?:(?:改|换|更新|替换|修改|更正)(?:成|为)|以(?:这|下面?这?)条为准){_GAP}{_WHOLE}",
    may=STAFF,
)
def replace(ctx: Context, found: re.Match[str]) -> Said:
    """Take “替换 N12 明天改到10点停水”, “更新 N12：…”, “把N12改成 …”: to the same people, in its place."""
    return publishing.propose(ctx, None, found["text"].strip(), found["code"], head="通知")


@router.command(rf"(?:补充|再加一句|加一句){_CODE}{_GAP}{_WHOLE}", may=STAFF)
@router.command(
    rf"[给在]?{_CODE}(?:里|上)?\s*(?:补充|再?加|补)(?:一[句条])?{_GAP}{_WHOLE}", may=STAFF
)
def supplement(ctx: Context, found: re.Match[str]) -> Said:
    """Take “补充 N12：请备好水桶”: the old words and these, in the old one's place."""
    code = found["code"].upper()
    old = rights.find_changeable(ctx.actor, ctx.db, code, ctx.now)
    if isinstance(old, Refused):
        return refused(old, code)
    text = f"{old.text.rstrip('。；;')}。补充：{found['text'].strip()}"
    return publishing.propose(ctx, None, text, code, head="通知")


@router.command(
    r"(撤回|撤销|作废|取消)(通知)?\s*(?P<code>[Nn]\d{1,9})\s*号?[\s:：,，]*(?P<because>.*)",
    may=STAFF,
    others=NOT_STAFF,
)
@router.command(rf"[把将]{_CODE}\s*(?:给我)?撤了?吧?{_GAP}(?P<because>.*)", may=STAFF)
@router.command(rf"[把将]?{_CODE}\s*(?:给我)?{_BACK}了?吧?{_GAP}(?P<because>.*)", may=STAFF)
def take_back(ctx: Context, found: re.Match[str]) -> Said:
    """Take “撤回 N12 水管已修好”; whoever got it hears it after “确认”."""
    return offer_to_withdraw(ctx, found["code"], found["because"].strip())


@router.command(r"(?:撤回|收回)(?:刚才|上一?条|刚刚)?(?:那|这)?(?:条)?(?:通知)?[。!！]?", may=STAFF)
def take_back_last(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “撤回” for the notice somebody sent last, if one of theirs is in force."""
    notice = issuing.find_own(ctx.actor, ctx.db, None, ctx.now, in_force=True)
    return None if isinstance(notice, Refused) else offer_to_withdraw(ctx, notice.code or "")


def offer_to_withdraw(ctx: Context, code: str, because: str = "") -> Said:
    """Say what would be taken back, and from how many, before it is."""
    notice = withdrawal.look(ctx.actor, ctx.db, code, because, ctx.now, ctx.beforehand)
    if isinstance(notice, Refused):
        return refused(notice, code)
    return ctx.offer(
        f"撤回通知 {notice.code}：{notice.text}\n"
        f"收到过的{notice.reached}人会收到撤回的消息，还没发出的不再发。",
        [("确认撤回", "withdraw"), ("不撤回", "thanks")],
        notice=notice.notice_id,
        code=notice.code,
        because=because,
        if_left=LEFT.format(code=notice.code),
    )


@router.action("withdraw")
def withdraw(ctx: Context) -> str:
    number, because = int(ctx.known["notice"]), str(ctx.known["because"])
    awake, announce = ctx.house.quiet.end(ctx.now), ctx.house.announce
    done = withdrawal.withdraw(
        ctx.actor, ctx.db, number, because, ctx.now, announce, ctx.beforehand, awake
    )
    if isinstance(done, Refused):
        return refused(done, str(ctx.known.get("code", "")))
    left = f"还没发出的{done.left}人不再发" if done.left else "没有还没发出的"
    said = f"通知 {done.code} 已撤回，正在告诉收到过的{done.told}人；{left}。"
    others = [f"“撤回 {code}”" for code in withdrawal.others_of(ctx.db, number)]
    same = SAME.format(others="、".join(others)) if others else ""
    return said + recalls.say(done.code, done.recalled) + same
