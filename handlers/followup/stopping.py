"""“退订”, “TD”, “别发了”: what may be stopped stops at once, and what still comes is said."""

import re

from community.followup.observing import given_up, take_no_part, take_part_again
from community.knowledge import corrections
from community.people.access import Refused
from dialog import Context, Router, Said
from handlers.work import promises

router = Router("stopping")

CHANGES = "规定有变化不再告诉您了。"
REMINDERS = "体温不再提醒您报了{told}。"
STAYS = "有一项健康监测不能自己停，要停请回复“转人工”和社区说。"
NOTHING = "好的。现在没有给您定时发的提醒。"
STILL_COMES = (
    "还会收到的：社区的通知（停水停电、汛情这些），和您自己问的、求助的答复。\n"
    "一条也不想收，可以取消关注；要删掉自己的信息，回复“删除我”。"
)
BACK = "想再收：问完一件事回复“有变化告诉我”；要重新监测体温，回复“转人工”。"
RESUMED = "好的，体温提醒恢复了{told}。"
OVER = "原来的监测已经到期，不用再报了。不舒服随时找我。"


_STOP = (
    r"(停|够)?(下来)?[了,，。\s]*(请|麻烦)?(你们)?(td|t|退订|退定|stop|unsubscribe|退出"
    r"|(停止|停掉|关闭|关掉|取消)(给我)?(发|推送|发送|提醒|通知|打扰|订阅|关注|短信|消息)+"
    r"|(别|不要|不用|勿|停止|不准)(再)?(给我|跟我|老|总|天天|一直)*(发|推送|推|提醒|催|打扰|骚扰|烦)"
    r"(我|了|消息|通知|提醒|短信|报|量|测|体温){0,4}"
    r"|(我)?(不想|不要|不愿意?)(再)?(收|看)(到|见)?(你们的|这些|这种|任何)?(消息|提醒|通知|短信|信息)"
    r")(了|啦|吧|行吗|好吗|谢谢)?"
)


@router.command(rf"(?i:{_STOP}([\s，,。]+{_STOP})?[\s，,。.!！~]*(谢谢)?[。.!！~]*)")
def stop(ctx: Context, _: re.Match[str]) -> Said:
    """Stop all that may be stopped, and say honestly what still comes."""
    said = [CHANGES] if corrections.unsubscribe(ctx.actor, ctx.db) else []
    programmes = ctx.house.watch.programmes
    ended = [each for each in ctx.watched if programmes[each.programme].voluntary]
    if ended:
        said.append(REMINDERS.format(told=_end(ctx)))
    if len(ended) < len(ctx.watched):
        said.append(STAYS)
    answer = "\n".join([*(said or [NOTHING]), STILL_COMES, BACK])
    if not ended:
        return answer
    choices = [("恢复体温提醒", "watch_again"), ("就这样", "thanks")]
    return ctx.offer(answer, choices, episodes=[each.id for each in ended])


def _end(ctx: Context) -> str:
    house = ctx.house
    item = take_no_part(
        ctx.resident, ctx.db, house.watch, ctx.watched, ctx.now, house.desk, ctx.turn_id
    )
    who = "" if isinstance(item, Refused) else promises.who_hears(ctx, item)
    return f"，已告诉{who}" if who else ""


@router.action("watch_again")
def again(ctx: Context) -> str:
    """Take back that somebody stopped their reminders, as long as their time is not over."""
    house = ctx.house
    item = take_part_again(
        ctx.resident, ctx.db, house.watch, ctx.known["episodes"], ctx.now, house.desk, ctx.turn_id
    )
    if isinstance(item, Refused):
        return OVER
    who = promises.who_hears(ctx, item)
    return RESUMED.format(told=f"，已告诉{who}" if who else "")


@router.command(
    r"(请|麻烦|帮我?)?(恢复|重新开始|重新开启|重新打开|打开|开启|接着)(给我|我的)?(每天)?(体温)?(的)?(提醒|监测)(我)?(吧|了|一下)?[。.!！~]*"
    r"|(请|还是|重新|再|继续|接着)+(每天)?提醒我(量|测|报)?(体温)?(吧)?[。.!！~]*"
)
def resume(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take up again, in words, what somebody stopped in words; whoever stopped nothing is heard otherwise."""
    ended = given_up(ctx.resident, ctx.db, ctx.local_sent_at.date())
    return again(ctx.derive(known={"episodes": ended})) if ended else None
