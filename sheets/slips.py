"""Door slips: eight on an A4 page, to be cut apart and put through doors."""

from collections.abc import Sequence

from core.prints import DoorSlip
from sheets.pdf import GREEN, GREY, HEIGHT, INK, WIDTH, Box, Page

ACROSS, DOWN = 2, 4
MARGIN = 6.0
FOOT = "看到请告诉网格员一声。有生命危险请打120、119。"


def slips_pdf(slips: Sequence[DoorSlip]) -> bytes:
    """Return the slips as A4 pages.  Raises ValueError for none."""
    if not slips:
        raise ValueError("no slips")
    page = Page("通知门条")
    width, height = WIDTH / ACROSS, HEIGHT / DOWN
    for number, slip in enumerate(slips):
        place = number % (ACROSS * DOWN)
        if number and place == 0:
            page.turn()
        x, y = (place % ACROSS) * width, (place // ACROSS) * height
        _slip(page, slip, Box(x, y, width, height))
    return page.output()


def _slip(page: Page, slip: DoorSlip, box: Box) -> None:
    page.frame(box, GREY, 0.2)
    inner = Box(box.x + MARGIN, box.y + MARGIN, box.w - 2 * MARGIN, box.h - 2 * MARGIN)
    page.text(Box(inner.x, inner.y, inner.w, 9), slip.heading, size=15, colour=GREEN, bold=True)
    page.paragraph(
        Box(inner.x, inner.y + 10, inner.w, inner.h - 21), slip.text, size=13, colour=INK
    )
    below = f"{slip.door}　编号 {slip.code}"
    page.text(Box(inner.x, inner.y + inner.h - 10, inner.w, 5), below, size=10, colour=GREY)
    page.text(Box(inner.x, inner.y + inner.h - 5, inner.w, 5), FOOT, size=9, colour=GREY)
