"""What stands above a notice that is read among others in a group: where, what, and how pressing."""

from functools import lru_cache

from PIL import Image, ImageDraw

from core.prints import NoticeHead
from sheets.pictures import GREEN, GREY, INK, WHITE, Colour, font, png

WIDTH, HEIGHT = 1068, 455  # what the platform recommends for the picture of an article
BAND, MARGIN = 132, 48
LARGEST, SMALLEST, BETWEEN, FOOT = 72, 44, 20, 70
_BANDS: dict[str, Colour] = {
    "red": (201, 42, 42),
    "orange": (217, 92, 10),
    "yellow": (181, 129, 0),
    "blue": (25, 113, 194),
}


@lru_cache(maxsize=64)  # a whole group opens the same one
def head_png(head: NoticeHead) -> bytes:
    """Return it as PNG: a band in the colour of the warning, the beginning in large letters, the foot."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    draw = ImageDraw.Draw(picture)
    band = GREY if head.stands else _BANDS.get(head.colour, GREEN)
    draw.rectangle((0, 0, WIDTH, BAND), band)
    _one_line(draw, 32, head.stands or head.heading, 60, WHITE)
    size, lines = _laid(draw, head.text)
    for at, line in enumerate(lines):
        draw.text((MARGIN, BAND + 28 + at * (size + BETWEEN)), line, INK, font(size))
    draw.rectangle((0, HEIGHT - FOOT, WIDTH, HEIGHT - FOOT + 3), band)
    _one_line(draw, HEIGHT - 56, head.foot, 36, GREY)
    return png(picture)


def _one_line(draw: ImageDraw.ImageDraw, y: int, words: str, size: int, colour: Colour) -> None:
    while size > 24 and draw.textlength(words, font(size)) > WIDTH - 2 * MARGIN:
        size -= 2
    draw.text((MARGIN, y), words, colour, font(size))


def _laid(draw: ImageDraw.ImageDraw, words: str) -> tuple[int, list[str]]:
    """Return the largest size at which words have room, and their lines; what is left over is cut."""
    room = HEIGHT - FOOT - BAND - 28
    for size in range(LARGEST, SMALLEST - 1, -4):
        lines, most = _broken(draw, words, size), room // (size + BETWEEN)
        if len(lines) <= most:
            return size, lines
    return SMALLEST, [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def _broken(draw: ImageDraw.ImageDraw, words: str, size: int) -> list[str]:
    lines = [""]
    for letter in words:
        if draw.textlength(lines[-1] + letter, font(size)) > WIDTH - 2 * MARGIN:
            lines.append("")
        lines[-1] += letter
    return lines
