"""What whoever guesses at numbers is told."""

from datetime import timedelta

from community.people import guessing
from dialog import Context

WAIT = "号码错了好几次，为防别人乱试，请过{minutes}分钟再查。号码找不到了，回复“转人工”，我请人帮您查。"


def pause(ctx: Context) -> str | None:
    """Return what to say to somebody who has guessed too often; None: look at what they say."""
    return _say(ctx, guessing.wait(ctx.resident, ctx.db, ctx.now))


def pause_of_receipts(ctx: Context) -> str | None:
    """Return the same for receipts, whose guesses leave no row behind."""
    return _say(ctx, ctx.house.receipts.wait(_address(ctx), ctx.now))


def _say(ctx: Context, left: timedelta) -> str | None:
    if not left or ctx.actor.is_staff:
        return None
    return WAIT.format(minutes=-(-left // timedelta(minutes=1)))


def _address(ctx: Context) -> str:
    return f"{ctx.message.channel}:{ctx.message.sender}"


def missed(ctx: Context) -> None:
    """Count a number that is none."""
    guessing.missed(ctx.resident, ctx.db, ctx.now, ctx.house.zone)


def missed_receipt(ctx: Context) -> None:
    """Count a receipt that is none, in memory alone."""
    ctx.house.receipts.missed(_address(ctx), ctx.now, ctx.house.zone)
