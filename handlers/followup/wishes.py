"""“都够”: what a watched household answers when it is asked what runs out."""

import re

from dialog import Context, Router

router = Router("wishes")

ENOUGH = "好的，都够就好。什么时候缺了，直接说一声，比如“菜只够两天”“降压药快没了”。"


@router.command(
    r"(?:家里)?(?:都|全|还)?(?:够的?|够用|够吃|不缺|什么都不缺|啥都不缺|有的是|够了)(?:谢谢|了|呢|的|啊|，|,|。|！|!|\s)*"
)
def enough(ctx: Context, _: re.Match[str]) -> str | None:
    """Hear that nothing is wanted, from a household that is watched over."""
    return ENOUGH if ctx.watched else None
