"""What kind of notice words make: 通知, 通告, 提示, 倡议, 指令; 蓝黄橙红; 演练; whether an answer is wanted."""

import re
from dataclasses import dataclass

from community.notices.kinds import NoticeColour, NoticeForm

FORMS = {
    "通知": NoticeForm.NOTICE, "通告": NoticeForm.BULLETIN, "公告": NoticeForm.BULLETIN,
    "提示": NoticeForm.HINT, "提醒": NoticeForm.HINT, "倡议": NoticeForm.APPEAL,
    "倡议书": NoticeForm.APPEAL, "指令": NoticeForm.ORDER, "命令": NoticeForm.ORDER,
    "预警": NoticeForm.NOTICE,
}  # fmt: skip
COLOURS = {
    "蓝": NoticeColour.BLUE, "黄": NoticeColour.YELLOW, "橙": NoticeColour.ORANGE,
    "红": NoticeColour.RED,
}  # fmt: skip

KIND_WORDS = r"通知|通告|公告|提示|提醒|倡议书?|指令|命令|预警"
_WARNING = re.compile(
    r"(?P<colour>[蓝黄橙红])色(?:的)?(?:[\u4e00-\u9fff]{0,6})(?:预警|警报|响应|警戒|信号)"
)
_DRILL = re.compile(
    r"^[\s【（(\[]*(?:本次|这是)?(?:应急|消防|防汛|疏散|地震)?(?:演练|演习)[】）)\]:：,，\s]*"
)
_IS_DRILL = re.compile(r"演练|演习")
_ANSWER = re.compile(
    r"(?:收到|看到|知悉|办[好完]|完成|到达|转移)(?:后|了)?(?:请|务必|都)?(?:回复?|回|报|告知)|请回复|请各户回|回复.{0,6}(?:人数|收到|已办)|接龙|报(?:上|一下)?人数"
)
_ACT = re.compile(r"转移|撤离|疏散|避险|马上撤|立即撤")


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """What was read of the kind of a notice; `is_guessed`: the colour is only in its words."""

    form: NoticeForm = NoticeForm.NOTICE
    colour: NoticeColour | None = None
    is_exercise: bool = False
    asks_answer: bool = False
    is_guessed: bool = False


def read(head: str, text: str) -> tuple[NoticeKind, str]:
    """Read the kind from “发红色预警”, “发演练通知” and from the text; return it and the bare text."""
    form = next((FORMS[w] for w in re.findall(KIND_WORDS, head) if w in FORMS), NoticeForm.NOTICE)
    said = re.search(r"([蓝黄橙红])色?", head)
    meant = _WARNING.search(text)
    colour = COLOURS[said[1]] if said else COLOURS[meant["colour"]] if meant else None
    is_exercise = bool(_IS_DRILL.search(head)) or bool(_DRILL.match(text))
    bare = _DRILL.sub("", text) if _DRILL.match(text) else text
    asks = form is NoticeForm.ORDER or bool(_ANSWER.search(text)) or bool(_ACT.search(text))
    return NoticeKind(form, colour, is_exercise, asks, meant is not None and not said), bare or text
