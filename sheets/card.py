"""联心卡: who is there for a household, on one A4 page to keep at the door."""

from core.prints import HelpCard, Helper
from sheets.pdf import GREEN, GREY, HEIGHT, INK, PALE, RED, WHITE, WIDTH, Box, Page
from sheets.qr import qr_png

NATIONAL = (
    ("120", "急救"),
    ("119", "火警"),
    ("110", "报警"),
    ("12345", "政务服务"),
    ("12356", "心理援助"),
)
_MOST = 7


def card_pdf(card: HelpCard) -> bytes:
    """Return the card as one A4 page.  Raises ValueError for more helpers than it holds."""
    if len(card.helpers) > _MOST:
        raise ValueError(f"{len(card.helpers)} helpers, at most {_MOST}")
    page = Page(f"{card.community}联心卡")
    page.fill(Box(0, 0, WIDTH, 46), GREEN)
    page.text(Box(16, 8, WIDTH - 32, 19), "联 心 卡", size=40, colour=WHITE, bold=True)
    page.text(
        Box(16, 29, WIDTH - 32, 11), f"{card.community}　有事随时找我们", size=18, colour=WHITE
    )
    y = 54.0
    height = min(33.0, 168 / max(len(card.helpers), 1))
    for helper in card.helpers:
        _helper(page, helper, Box(14, y, WIDTH - 28, height - 3.5))
        y += height
    _national(page, 226)
    _foot(page, card)
    return page.output()


def _helper(page: Page, helper: Helper, box: Box) -> None:
    page.fill(box, PALE, 3)
    page.fill(Box(box.x, box.y, 42, box.h), GREEN, 3)
    page.text(Box(box.x + 1, box.y, 40, box.h), helper.role, size=18, colour=WHITE, bold=True)
    page.text(Box(box.x + 46, box.y, 40, box.h), helper.name, size=20, align="L")
    phone = helper.phone or "请问社区"
    if helper.hours:
        page.text(
            Box(box.x + 86, box.y + 1, 92, box.h * 0.6), phone, size=25, colour=GREEN, bold=True
        )
        page.text(
            Box(box.x + 86, box.y + box.h * 0.6, 92, box.h * 0.36),
            helper.hours,
            size=12,
            colour=GREY,
        )
    else:
        page.text(Box(box.x + 86, box.y, 92, box.h), phone, size=25, colour=GREEN, bold=True)


def _national(page: Page, y: float) -> None:
    width = (WIDTH - 28) / len(NATIONAL)
    for number, (phone, name) in enumerate(NATIONAL):
        box = Box(14 + number * width, y, width - 2.5, 23)
        urgent = len(phone) == 3
        page.frame(box, RED if urgent else GREEN, 0.6, 3)
        page.text(
            Box(box.x, box.y + 1.5, box.w, 12),
            phone,
            size=24,
            colour=RED if urgent else GREEN,
            bold=True,
        )
        page.text(Box(box.x, box.y + 13.5, box.w, 7), name, size=13)


def _foot(page: Page, card: HelpCard) -> None:
    words = card.note or "微信里也能找到我们：报平安、要帮忙，说一句话就行。"
    left = 14.0
    if card.code:
        page.picture(Box(14, HEIGHT - 43, 34, 34), qr_png(card.code, 400))
        left = 52.0
    page.paragraph(Box(left, HEIGHT - 39, WIDTH - 14 - left, 20), words, size=15, colour=INK)
    page.paragraph(
        Box(left, HEIGHT - 17, WIDTH - 14 - left, 8),
        "请放在门口或电话旁。换了人，我们会送来新的。",
        size=11,
        colour=GREY,
    )
