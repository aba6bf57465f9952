"""“不要牛奶了”, “钱怎么给”: what is said of things that are being bought for somebody."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.work import asking_for, casework
from community.work.casework import ItemState, Submission, WorkItem
from core.forms import FormSpec
from core.phrases import quoted
from dialog import Context, Router, Said
from dialog.forms.showing import show
from handlers.work import calling_off, promises

router = Router("less")

WORDS = 24  # characters
LESS = "减掉了（编号{number}）：{what}。还要：{rest}。{told}"
NOT_THERE = "编号{number}里没有{what}，现在要买的是：{rest}。"
PAYING = "编号{number}：多少钱、怎么给，{{who}}买之前会先跟您说好，您点头了才买。别给不认识的人转钱。{urged}"
URGED = "我替您问一声了。"
_LEAD = r"(?:那|就|把|算了|对了|哦|还是|先|[，,\s]){0,3}"
_NOT = r"不要|别买|不用买|不买|不用|去掉|减掉|取消|退掉"


@router.command(
    rf"{_LEAD}(?:{_NOT})(?P<after>[^，,。？?\s]{{1,12}}?)(?:了|吧|啦|哈){{0,2}}[。.!！]?"
    rf"|{_LEAD}(?P<before>[^，,。？?\s]{{1,12}}?)(?:就|先|都|也)?(?:{_NOT})(?:了|吧|啦|哈){{1,2}}[。.!！]?"
)
def less(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take something off what is being bought; None where nothing of that name is."""
    named = found["after"] or found["before"]
    bought = being_bought(ctx)
    if bought is None:
        return None
    item, sent, spec = bought
    field = next(f.name for f in spec.fields if f.reader == "items")
    wanted = (sent.answers or {}).get(field, [])
    dropped = [one for one in wanted if _is_called(one, named)]
    rest = [one for one in wanted if one not in dropped]
    if not dropped:
        is_a_thing = any(_is_called(one, named) for one in ctx.slots.get("items", []))
        return (
            NOT_THERE.format(number=item.id, what=named, rest=show(wanted)) if is_a_thing else None
        )
    if not rest:
        words = f"，TA说“{quoted(ctx.text, WORDS)}”"
        return calling_off.take_back(ctx, calling_off.Returnable(item, spec), words)
    return _take_off(ctx, bought, field, dropped, rest)


def _take_off(
    ctx: Context,
    bought: tuple[WorkItem, Submission, FormSpec],
    field: str,
    dropped: Sequence[Any],
    rest: Sequence[Any],
) -> str:
    item, _, spec = bought
    said = f"减掉：{show(list(dropped))}。原话：“{quoted(ctx.text, WORDS)}”"
    given = {field: list(rest)}
    if item.state is ItemState.TAKEN:
        casework.complete(ctx.db, item, given, said, ctx.now)
    else:
        casework.amend(ctx.db, spec, item, given, said, ctx.now, ctx.house.desk)
    told = promises.told(ctx, item, "已告诉{who}。")
    return LESS.format(number=item.id, what=show(list(dropped)), rest=show(list(rest)), told=told)


def _is_called(one: Mapping[str, Any], named: str) -> bool:
    name = str(one.get("name") or "")
    return len(name) > 0 and (name in named or (len(named) > 1 and named in name))


def being_bought(ctx: Context) -> tuple[WorkItem, Submission, FormSpec] | None:
    """Return the open form on which things were asked for, with what it says."""
    for spec in ctx.house.library.forms.values():
        if spec.at_once and any(field.reader == "items" for field in spec.fields):
            found = casework.going_on(ctx.actor, ctx.db, spec.id)
            if found is not None:
                return *found, spec
    return None


@router.command(
    r"(?:那|请问|这)?[，,\s]?(?:买?东西|药|菜|米)?的?(?:钱|货款|费用|药钱|菜钱)?(?:(?:怎么|咋个?|如何|用什么|用啥)(?:给|付|转|结|算)(?:钱|款|账)?(?:给?[你您]们?)?|(?:一共|总共|大概)?(?:要)?多少钱|(?:给|付|转)给?谁|(?:要不要|用不用|是不是)先(?:给|付|转)钱?|先(?:给|付)钱(?:吗|么|还是.{1,8}))[呢啊呀了]?[。.？?]?"
)
def paid(ctx: Context, _: object) -> Said | None:
    """Say how what is being bought is paid for; None where nothing is."""
    bought = being_bought(ctx)
    if bought is None or len(ctx.text) > WORDS:
        return None
    item = bought[0]
    urged = asking_for.ask_after(ctx.db, item, ctx.text, ctx.speaker, ctx.now)
    said = PAYING.format(number=item.id, urged=URGED if urged else "")
    return promises.told(ctx, item, said)
