"""A warning said outright, without “发”: “红色预警 全体 今晚特大暴雨”, “暴雨橙色预警：3号楼…”."""

import re

from community.people.access import STAFF
from dialog import Context, Router, Said
from handlers.notices import audience_words, publishing

router = Router("warnings")

WHOM = "要发的是{head}：{text}\n发给谁？要发到一栋楼，请写“发{head} 3号楼 …”。"
_HEAD = r"(?P<head>[蓝黄橙红]色?(?:预警|警报))"
_OUTRIGHT = re.compile(
    rf"(?:(?P<whom>\S{{2,12}}?)[\s:：,，]{{1,2}})?(?:发布?)?(?P<what>[\u4e00-\u9fff]{{0,6}}?){_HEAD}"
    r"[\s:：,，.。!！]{1,3}(?P<rest>.{4,})",
    re.DOTALL,
)
_ASKS = re.compile(r"[?？吗呢]|什么|怎么|多少|谁|哪")


@router.command(_OUTRIGHT.pattern, may=STAFF)
def outright(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “红色预警 全体 今晚特大暴雨，低洼处马上转移”: shown like any notice, before it is sent."""
    if _ASKS.search(ctx.text):
        return None
    head = found["head"].replace("警报", "预警")
    event = f"{found['what']}{head}：" if found["what"] else ""
    rest, whom = found["rest"].strip(), found["whom"]
    named = audience_words.take(whom or rest)
    if named is None or (whom and named.end != len(whom)):
        choices = [("发给全体", f"command:发{head} 全体 {event}{rest}"), ("先不发", "thanks")]
        return ctx.offer(WHOM.format(head=head, text=f"{event}{rest}"), choices)
    text = rest if whom else rest[named.end :].lstrip(" ,，:：;；。、\n\t　")
    return publishing.propose(ctx, named.wanted, f"{event}{text}", None, head=head)
