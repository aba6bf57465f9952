"""A paper for a household on A4: title, lines, and the places to sign."""

from core.prints import Paper
from sheets.pdf import GREY, HEIGHT, INK, WIDTH, Box, Page

_MARGIN = 20.0
_FOOT = 62.0  # millimetres kept for signatures and the community's name


def paper_pdf(paper: Paper) -> bytes:
    """Return the paper as one A4 page; a short one is written large, for who reads it from afar."""
    page = Page(f"{paper.community}{paper.title}")
    width = WIDTH - 2 * _MARGIN
    page.text(Box(_MARGIN, 20, width, 22), paper.title, size=32, bold=True)
    size = 30.0 if not paper.signs else 14.0
    align = "C" if not paper.signs else "L"
    body = Box(_MARGIN, 52, width, HEIGHT - 52 - _FOOT)
    room = body.h
    y = body.y
    while size > 8 and _height(page, paper, size, width) > room:
        size -= 0.5
    for line in paper.lines:
        y = page.paragraph(Box(body.x, y, width, room), line, size=size, align=align, line=1.6)
        y += size * 0.15
    for at, sign in enumerate(paper.signs):
        top = HEIGHT - _FOOT + 4 + at * 13
        page.text(Box(_MARGIN, top, 62, 10), f"{sign}：", size=14, align="L")
        page.fill(Box(_MARGIN + 64, top + 9.5, width - 64, 0.3), INK)
    foot = Box(_MARGIN, HEIGHT - 16, width, 8)
    page.text(foot, paper.community, size=12, colour=GREY, align="R")
    return page.output()


def _height(page: Page, paper: Paper, size: float, width: float) -> float:
    """Return how many millimetres the lines take, written so large."""
    page.pen(size, INK, bold=False)
    rows = sum(len(page.lines_of(line, width)) for line in paper.lines)
    return rows * size * 1.6 * 0.3528 + len(paper.lines) * size * 0.15
