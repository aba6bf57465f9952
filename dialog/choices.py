"""Numbers that can be replied: remembered with what each does, and read again."""

import re
from datetime import timedelta
from typing import Any

from db.conversations import Position
from dialog import places
from dialog.context import Context
from dialog.places import CHOICES
from dialog.reply import Reply
from dialog.short_replies import is_no, is_yes

CHOICES_LAST = timedelta(hours=24)
# “欧阳娜娜（女儿）” is chosen by “娜娜”, “是我女儿的” or “女儿” too, where nobody else is called so.
_PERSON = re.compile(r"(?P<name>[^（）]{1,12})（(?P<relation>[^（）]{1,8})）")
_IT_IS = re.compile(r"(?:就?是)?(?:我们?家?的?)?(?P<who>[\u4e00-\u9fff]{1,8}?)(?:的|量的|的体温)?")

AGREES = 20  # characters; what is longer says something of its own
_BUT = re.compile(
    r"[不没别改换但只加再先等错\d?？吗呢几哪谁怎什]|想|看看|知道|问|考虑|回头|晚点|明天|可是|还是|另外|取消|通知"
)
# “那帮我登记一下” takes up “自愿登记，方便社区照应”: a wish for what one of the labels names.
_WISHED = re.compile(
    r"(?:我|你们?|您)*(?:那|就|好的?|行|可以|麻烦|请|先|给我|帮我|帮忙|要|选)+(?:我|你们?|您|先|再)*"
    r"(?P<what>[\u4e00-\u9fff]{2,8}?)(?:一下|吧|好了|呗|谢谢|[，,。！!\s])*"
)


def keep(ctx: Context, said: Reply) -> None:
    """Remember what each number does, and what it stands for."""
    assert said.origin is not None, "numbers are offered by a message"
    actions = {str(i): action for i, (_, action) in enumerate(said.choices, 1)}
    labels = {label: str(i) for i, (label, _) in enumerate(said.choices, 1)}
    answers: dict[str, Any] = {"actions": actions, "labels": labels, "known": dict(said.carries)}
    answers |= {"text": said.origin.text, "slots": dict(said.origin.slots)}
    place = Position(CHOICES, "", answers, ctx.now)
    places.lay(ctx, place, ctx.now + CHOICES_LAST)


def number_of(text: str, offered: dict[str, Any]) -> str | None:
    """Take the number, or the words beside it, or how they begin (“确认”)."""
    said = text.strip().rstrip("。.、)）")
    said = said.rstrip("吧啦哈") or said
    if said in offered["actions"]:
        return said
    if len(offered["actions"]) == 2 and (is_yes(said) or is_no(said) or _agrees(said)):
        return "2" if is_no(said) else "1"
    if said in offered["labels"]:
        return str(offered["labels"][said])
    called = [n for label, n in offered["labels"].items() if _calls(said, label)]
    if len(called) == 1:
        return str(called[0])
    wish = _WISHED.fullmatch(said)
    named = [n for label, n in offered["labels"].items() if wish and wish["what"] in label]
    if len(named) == 1:
        return str(named[0])
    begins = [n for label, n in offered["labels"].items() if label.startswith(said)]
    return begins[0] if len(begins) == 1 and len(said) > 1 else None


def _agrees(said: str) -> bool:
    """Tell whether words begin with a yes and add nothing against it: “对 房东说上周就走了”."""
    first, *rest = re.split(r"[\s，,。]+", said, maxsplit=1)
    return bool(rest) and len(said) <= AGREES and is_yes(first) and not _BUT.search(rest[0])


def _calls(said: str, label: str) -> bool:
    """Tell whether words name the person a label is of: by name, given name or relation."""
    person, words = _PERSON.fullmatch(label), _IT_IS.fullmatch(said)
    if person is None or words is None:
        return False
    who, name = words["who"], person["name"]
    return who == person["relation"] or (len(who) > 1 and name.endswith(who))
