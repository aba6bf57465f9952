"""How a notice is headed by its form, its colour and whether it is an exercise."""

from db.models import Notice, NoticeColour, NoticeForm, Unit

__all__ = ["FORM_WORDS", "NoticeColour", "NoticeForm", "heading"]

FORM_WORDS = {
    NoticeForm.NOTICE: "通知",
    NoticeForm.BULLETIN: "通告",
    NoticeForm.HINT: "提示",
    NoticeForm.APPEAL: "倡议",
    NoticeForm.ORDER: "指令",
}
COLOUR_WORDS = {
    NoticeColour.BLUE: "蓝色",
    NoticeColour.YELLOW: "黄色",
    NoticeColour.ORANGE: "橙色",
    NoticeColour.RED: "红色",
}


def heading(notice: Notice, unit: Unit) -> str:
    """Return what stands in the brackets above a notice: “演练 红色预警 3号楼通知”."""
    drill = "演练 " if notice.is_exercise else ""
    colour = f"{COLOUR_WORDS[notice.colour]}预警 " if notice.colour else ""
    return f"{drill}{colour}{unit.name}{FORM_WORDS[notice.form]}"
