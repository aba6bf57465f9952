"""Pictures for a telephone: somebody's curve, and the day's board; words in a font we ship."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from core.prints import CurvePoint, DayBoard, PersonCurve
from sheets.pdf import font_file

WIDTH = 1080  # as wide as a telephone shows without scaling
INK, GREY, PALE, WHITE = (33, 37, 41), (134, 142, 150), (241, 243, 245), (255, 255, 255)
RED, GREEN, BLUE = (201, 42, 42), (47, 125, 79), (25, 113, 194)
LOW, HIGH = 35.0, 42.0  # °C, of a curve that holds nothing beyond
_HEADINGS = ("网格", "应报", "已报", "异常", "未报")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font we ship, so many pixels high."""
    return ImageFont.truetype(str(font_file()), size)


def board_png(board: DayBoard) -> bytes:
    """Return the board as PNG: a row a grid, the sums last; what is not well stands out."""
    sums = ("合计", *(sum(row[at] for row in board.rows) for at in range(1, 5)))  # type: ignore[misc]
    rows = [*board.rows, sums]
    height = 200 + 96 * (len(rows) + 1)
    picture = Image.new("RGB", (WIDTH, height), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.text((40, 40), board.title, INK, font(52))
    _row(draw, 140, _HEADINGS, GREEN, (WHITE,) * 5)
    for at, row in enumerate(rows):
        colours = (INK, INK, INK, RED if row[3] else INK, RED if row[4] else GREEN)
        _row(draw, 140 + 96 * (at + 1), tuple(map(str, row)), PALE if at % 2 else WHITE, colours)
    return png(picture)


def _row(
    draw: ImageDraw.ImageDraw,
    y: int,
    cells: tuple[str, ...],
    ground: tuple[int, int, int],
    colours: tuple[tuple[int, int, int], ...],
) -> None:
    draw.rectangle((40, y, WIDTH - 40, y + 96), ground)
    x = 60
    for cell, colour, width in zip(cells, colours, (380, 150, 150, 150, 150), strict=True):
        draw.text((x, y + 22), cell, colour, font(44))
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
