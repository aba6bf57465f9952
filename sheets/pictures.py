"""Pictures for a telephone: somebody's curve, and the day's board; words in a font we ship."""

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from core.prints import CountBoard, CurvePoint, PersonCurve
from sheets.pdf import font_file

WIDTH = 1080  # as wide as a telephone shows without scaling
INK, GREY, PALE, WHITE = (33, 37, 41), (134, 142, 150), (241, 243, 245), (255, 255, 255)
RED, GREEN, BLUE = (201, 42, 42), (47, 125, 79), (25, 113, 194)
LOW, HIGH = 35.0, 42.0  # °C, of a curve that holds nothing beyond
Colour = tuple[int, int, int]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font we ship, so many pixels high."""
    return ImageFont.truetype(str(font_file()), size)


def board_png(board: CountBoard) -> bytes:
    """Return the board as PNG: a row a grid, the sums last; what is not well stands out."""
    rows = [*board.rows, ("合计", *board.sums())]
    widths = _widths(len(board.headings))
    height = 200 + 96 * (len(rows) + 1)
    picture = Image.new("RGB", (WIDTH, height), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.text((40, 40), board.title, INK, _fitting(draw, board.title))
    _row(draw, 140, board.headings, GREEN, (WHITE,) * len(board.headings), widths)
    for at, row in enumerate(rows):
        colours = [RED if at in board.alarms and cell else INK for at, cell in enumerate(row)]
        cells = [str(cell) for cell in row]
        _row(draw, 140 + 96 * (at + 1), cells, PALE if at % 2 else WHITE, colours, widths)
    return png(picture)


def _in_cell(
    draw: ImageDraw.ImageDraw, words: str, width: int
) -> tuple[str, ImageFont.FreeTypeFont]:
    """Return words as they fit into a cell: smaller letters first, then fewer; a place ends with its number."""
    letters = font(44)
    for size in (44, 36, 28):
        letters = font(size)
        if draw.textlength(words, letters) <= width:
            return words, letters
    while len(words) > 1 and draw.textlength(f"…{words}", letters) > width:
        words = words[1:]
    return f"…{words}", letters


def _widths(columns: int) -> list[int]:
    """Return how wide columns are: the first holds a name."""
    first = 380 if columns < 6 else 240
    return [first, *[(WIDTH - 100 - first) // (columns - 1)] * (columns - 1)]


def _fitting(draw: ImageDraw.ImageDraw, title: str) -> ImageFont.FreeTypeFont:
    """Return the largest letters in which a title stands on one line."""
    return next(
        (font(size) for size in (52, 44, 38) if draw.textlength(title, font(size)) <= WIDTH - 80),
        font(32),
    )


def _row(
    draw: ImageDraw.ImageDraw,
    y: int,
    cells: Sequence[str],
    ground: Colour,
    colours: Sequence[Colour],
    widths: Sequence[int],
) -> None:
    draw.rectangle((40, y, WIDTH - 40, y + 96), ground)
    x = 60
    for cell, colour, width in zip(cells, colours, widths, strict=True):
        words, letters = _in_cell(draw, cell, width - 12)
        draw.text((x, y + 22), words, colour, letters)
        x += width


def curve_png(curve: PersonCurve) -> bytes:
    """Return a curve as PNG: the fever line, what was missed, and symptoms as marks."""
    picture = Image.new("RGB", (WIDTH, 900), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.text((40, 30), curve.title, INK, font(52))
    known = [point.celsius for point in curve.points if point.celsius is not None]
    low, high = min([36.0, *known]) - 0.4, max([38.0, *known]) + 0.4
    _axis(draw, low, high, curve.fever_ge)
    last: tuple[float, float] | None = None
    for at, point in enumerate(curve.points):
        x = _x(at, len(curve.points))
        draw.text((x - 34, 770), point.label, GREY, font(26))
        here = _point(draw, x, point, low, high, curve.fever_ge)
        if here is not None:
            if last is not None:
                draw.line((*last, *here), BLUE, 4)
            last = here
    draw.text((40, 840), "红线是发热线；×是没报；字是症状。", GREY, font(30))
    return png(picture)


def _x(at: int, count: int) -> float:
    return 130 + (WIDTH - 210) * (at + 0.5) / max(count, 1)


def _y(celsius: float, low: float, high: float) -> float:
    return 740 - 600 * (min(max(celsius, LOW), HIGH) - low) / (high - low)


def _axis(draw: ImageDraw.ImageDraw, low: float, high: float, fever: float) -> None:
    for whole in range(int(low) + 1, int(high) + 1):
        y = _y(whole, low, high)
        draw.line((120, y, WIDTH - 40, y), PALE, 2)
        draw.text((40, y - 20), f"{whole}℃", GREY, font(32))
    y = _y(fever, low, high)
    draw.line((120, y, WIDTH - 40, y), RED, 4)
    draw.text((WIDTH - 170, y - 46), f"{fever:.1f}℃", RED, font(32))


def _point(
    draw: ImageDraw.ImageDraw, x: float, point: CurvePoint, low: float, high: float, fever: float
) -> tuple[float, float] | None:
    if point.is_missed:
        draw.text((x - 18, 700), "×", GREY, font(44))
        return None
    y = _y(point.celsius, low, high) if point.celsius is not None else 700.0
    for number, mark in enumerate(point.marks[:3]):
        draw.text((x - 30, y + 16 + 32 * number), mark, RED, font(28))
    if point.celsius is None:
        return None
    colour = RED if point.celsius >= fever else BLUE
    draw.ellipse((x - 10, y - 10, x + 10, y + 10), colour)
    draw.text((x - 30, y - 50), f"{point.celsius:.1f}", colour, font(30))
    return x, y


def png(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG."""
    file = io.BytesIO()
    picture.save(file, "PNG")  # to squeeze it a thirtieth smaller takes four times as long
    return file.getvalue()
