"""A4 pages with Chinese text: the drawing that posters, cards and lists share."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

# A line of the font's own for each table of each font is nobody's news.
logging.getLogger("fontTools").setLevel(logging.WARNING)

FONT = "wqy"
WIDTH, HEIGHT = 210.0, 297.0  # millimetres
Colour = tuple[int, int, int]
INK: Colour = (34, 34, 34)
GREY: Colour = (110, 110, 110)
PALE: Colour = (240, 245, 242)
GREEN: Colour = (22, 108, 74)
RED: Colour = (190, 30, 36)
WHITE: Colour = (255, 255, 255)


@cache
def font_file() -> Path:
    """Return WenQuanYi Micro Hei, which our lock file installs with everything else."""
    with as_file(files("paperang_p2_fonts_cjk") / "fonts" / "wqy-microhei.ttc") as path:
        return path


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page, in millimetres from its upper left corner."""

    x: float
    y: float
    w: float
    h: float


class Page:
    """One document of A4 pages, drawn from the top."""

    def __init__(self, title: str) -> None:
        self.pdf = FPDF(format="A4")
        self._bold = False
        self.pdf.set_title(title)
        self.pdf.set_lang("zh-CN")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font(FONT, "", font_file(), collection_font_number=0)
        self._glyphs = frozenset(cast(TTFFont, self.pdf.fonts[FONT]).cmap)
        self.pdf.add_page()

    def fill(self, box: Box, colour: Colour, radius: float = 0) -> None:
        self.pdf.set_fill_color(*colour)
        rounded = radius > 0
        self.pdf.rect(
            box.x, box.y, box.w, box.h, style="F", round_corners=rounded, corner_radius=radius
        )

    def frame(self, box: Box, colour: Colour, width: float = 0.4, radius: float = 0) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(width)
        self.pdf.rect(
            box.x, box.y, box.w, box.h, style="D", round_corners=radius > 0, corner_radius=radius
        )

    def text(
        self,
        box: Box,
        words: str,
        *,
        size: float,
        colour: Colour = INK,
        bold: bool = False,
        align: str = "C",
        smallest: float = 8,
    ) -> None:
        """Write one line into a box, in the middle of its height, smaller if it must be."""
        size = self._fitting(words, size, box.w, smallest)
        self.pen(size, colour, bold=bold)
        self.line(box, self._cut(words, box.w), align)

    def paragraph(
        self,
        box: Box,
        words: str,
        *,
        size: float,
        colour: Colour = INK,
        bold: bool = False,
        align: str = "L",
        line: float = 1.5,
    ) -> float:
        """Write lines into a box's width; return where they end, smaller if they must be."""
        while size > 8:
            self.pen(size, colour, bold=bold)
            if len(self.lines_of(words, box.w)) * size * line * 0.3528 <= box.h:
                break
            size -= 0.5
        height = size * line * 0.3528
        for number, words_of_line in enumerate(self.lines_of(words, box.w)):
            self.line(Box(box.x, box.y + number * height, box.w, height), words_of_line, align)
        return box.y + len(self.lines_of(words, box.w)) * height

    def turn(self) -> None:
        """Go on with an empty page."""
        self.pdf.add_page()

    def picture(self, box: Box, png: bytes) -> None:
        self.pdf.image(png, box.x, box.y, box.w, box.h)

    def output(self) -> bytes:
        return bytes(self.pdf.output())

    def pen(self, size: float, colour: Colour, *, bold: bool) -> None:
        """The font has one weight; a bold letter is its outline drawn around it too."""
        self.pdf.set_font(FONT, size=size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(size * 0.3528 * 0.028)
        self._bold = bold

    def line(self, box: Box, words: str, align: str = "L") -> None:
        """Write a line as it is, with the pen that was taken last."""
        with self.pdf.local_context(
            text_mode=TextMode.FILL_STROKE if self._bold else TextMode.FILL
        ):
            self.pdf.set_xy(box.x, box.y)
            self.pdf.cell(box.w, box.h, self._printable(words), align=align)

    def _printable(self, words: str) -> str:
        """Show the printers' mark for a character that the font does not have."""
        known = self._glyphs
        return "".join(ch if ord(ch) in known else "〓" for ch in words)

    def _fitting(self, words: str, size: float, width: float, smallest: float) -> float:
        while size > smallest:
            self.pdf.set_font(FONT, size=size)
            if self.pdf.get_string_width(words) <= width - 2:
                break
            size -= 0.5
        return size

    def _cut(self, words: str, width: float) -> str:
        if self.pdf.get_string_width(words) <= width - 1:
            return words
        while words and self.pdf.get_string_width(words + "…") > width - 1:
            words = words[:-1]
        return words + "…"

    def lines_of(self, words: str, width: float) -> list[str]:
        """Break a text anywhere but before a mark that may not begin a line."""
        lines: list[str] = []
        for part in words.split("\n"):
            line = ""
            for ch in part:
                if line and self.pdf.get_string_width(line + ch) > width and ch not in _NOT_FIRST:
                    lines.append(line)
                    line = ""
                line += ch
            lines.append(line)
        return lines


_NOT_FIRST = "，。、；：！？）》”’,.;:!?)"


def table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> bytes:
    """Return a list as A4 pages: the headings on top of each, its number at the foot.

    `widths` are shares of the page's width.  Cells wrap; nothing is cut away.
    """
    page = Page(title)
    left, top, bottom = 12.0, 30.0, HEIGHT - 16
    shares = [(WIDTH - 2 * left) * width / sum(widths) for width in widths]
    y, number = _table_top(page, title, headings, shares, left, top), 1
    for at, row in enumerate(rows):
        page.pdf.set_font(FONT, size=10)
        wrapped = [page.lines_of(cell, w - 3) for cell, w in zip(row, shares, strict=True)]
        height = max(len(lines) for lines in wrapped) * 5.2 + 3
        if y + height > bottom:
            _foot(page, number)
            page.pdf.add_page()
            number += 1
            y = _table_top(page, title, headings, shares, left, top)
        x = left
        if at % 2:
            page.fill(Box(left, y, WIDTH - 2 * left, height), PALE)
        for lines, w in zip(wrapped, shares, strict=True):
            page.pen(10, INK, bold=False)
            for line, words in enumerate(lines):
                page.line(Box(x + 1, y + 1.5 + line * 5.2, w - 2, 5.2), words)
            page.frame(Box(x, y, w, height), (190, 200, 195), 0.2)
            x += w
        y += height
    _foot(page, number)
    return page.output()


def _table_top(
    page: Page,
    title: str,
    headings: Sequence[str],
    shares: Sequence[float],
    left: float,
    top: float,
) -> float:
    page.text(Box(left, 12, WIDTH - 2 * left, 12), title, size=17, bold=True)
    x = left
    for heading, w in zip(headings, shares, strict=True):
        page.fill(Box(x, top, w, 9), GREEN)
        page.text(Box(x, top, w, 9), heading, size=10.5, colour=WHITE, bold=True)
        x += w
    return top + 9


def _foot(page: Page, number: int) -> None:
    page.text(Box(12, HEIGHT - 13, WIDTH - 24, 6), f"第 {number} 页", size=9, colour=GREY)
