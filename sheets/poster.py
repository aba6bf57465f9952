"""What hangs at a building's door: who we are, three sentences, and the code to scan."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from core.prints import DoorPoster
from sheets.pdf import (
    GREEN,
    GREY,
    HEIGHT,
    INK,
    PALE,
    RED,
    WHITE,
    WIDTH,
    Box,
    Colour,
    Page,
    font_file,
)
from sheets.qr import qr_png

_DOTS = 6  # a millimetre of the picture; 1260 × 1782, sharp on a telephone and small to send


@dataclass(frozen=True, slots=True)
class _Words:
    box: Box
    words: str
    size: float
    colour: Colour = INK
    bold: bool = False
    align: str = "C"


_QR = Box(58, 76, 94, 94)


def poster_pdf(poster: DoorPoster) -> bytes:
    """Return the poster as one A4 page."""
    page = Page(f"{poster.community}{poster.place}")
    for box, colour, radius in _areas():
        page.fill(box, colour, radius)
    if (picture := _picture(poster)) is not None:
        page.picture(_QR, picture)
    for line in _lines(poster):
        page.text(
            line.box,
            line.words,
            size=line.size,
            colour=line.colour,
            bold=line.bold,
            align=line.align,
        )
    return page.output()


def poster_png(poster: DoorPoster) -> bytes:
    """Return the same page as a picture, to send in a group."""
    image = Image.new("RGB", (int(WIDTH * _DOTS), int(HEIGHT * _DOTS)), WHITE)
    draw = ImageDraw.Draw(image)
    for box, colour, radius in _areas():
        draw.rounded_rectangle(_dots(box), radius=radius * _DOTS, fill=colour)
    if (picture := _picture(poster)) is not None:
        left, top, right, bottom = _dots(_QR)
        code = Image.open(io.BytesIO(picture)).convert("RGB")
        image.paste(
            code.resize((int(right - left), int(bottom - top)), Image.Resampling.LANCZOS),
            (int(left), int(top)),
        )
    for line in _lines(poster):
        _write(draw, line)
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _picture(poster: DoorPoster) -> bytes | None:
    return poster.code_png or (qr_png(poster.code, 900) if poster.code else None)


def _search(poster: DoorPoster) -> list[_Words]:
    """Return what stands where the code would be: how to find the account without one."""
    return [
        _Words(Box(60, 88, 90, 14), "打开微信，搜公众号", 24),
        _Words(Box(60, 108, 90, 24), poster.account or poster.community, 34, GREEN, True),
        _Words(Box(60, 138, 90, 14), "点“关注”", 24),
    ]


def _areas() -> tuple[tuple[Box, Colour, float], ...]:
    return (
        (Box(0, 0, WIDTH, 64), GREEN, 0),
        (Box(54, 72, 102, 102), PALE, 6),
        (Box(58, 76, 94, 94), WHITE, 3),
        (Box(18, 197, WIDTH - 36, 62), PALE, 5),
        (Box(0, HEIGHT - 26, WIDTH, 26), (250, 240, 240), 0),
    )


def _lines(poster: DoorPoster) -> list[_Words]:
    has_code = _picture(poster) is not None
    scan = "微信扫一扫，" if has_code else ""
    under = f"{scan}关注后回复：{poster.words}" if poster.words else f"{scan}关注后就能说话"
    lines = [
        _Words(Box(10, 11, WIDTH - 20, 24), poster.community, 46, WHITE, True),
        _Words(Box(10, 39, WIDTH - 20, 14), poster.place or "有事说一声，社区有人应", 26, WHITE),
        _Words(Box(10, 178, WIDTH - 20, 13), under, 21, GREEN, True),
    ]
    lines += [] if has_code else _search(poster)
    size = 20 * min(1.0, 23.5 / max(map(len, poster.sentences)))  # one size for all three
    for number, sentence in enumerate(poster.sentences):
        y = 202 + number * 18
        lines.append(_Words(Box(24, y, 14, 16), f"{number + 1}.", 22, GREEN, True))
        lines.append(_Words(Box(38, y, WIDTH - 36 - 28, 16), sentence, size, INK, False, "L"))
    urgent = "危险马上打：120 急救　119 火警　110 报警"
    lines.append(_Words(Box(10, HEIGHT - 25, WIDTH - 20, 13), urgent, 20, RED, True))
    called = f"社区电话 {poster.phone}　　" if poster.phone else ""
    lines.append(
        _Words(
            Box(10, HEIGHT - 12.5, WIDTH - 20, 9),
            f"{called}12345 政务服务　12356 心理援助",
            13,
            GREY,
        )
    )
    return lines


def _dots(box: Box) -> tuple[float, float, float, float]:
    return (box.x * _DOTS, box.y * _DOTS, (box.x + box.w) * _DOTS, (box.y + box.h) * _DOTS)


def _write(draw: ImageDraw.ImageDraw, line: _Words) -> None:
    left, top, right, bottom = _dots(line.box)
    size = line.size
    while size > 8:
        font = ImageFont.truetype(str(font_file()), int(size * 0.3528 * _DOTS), index=0)
        if font.getlength(line.words) <= right - left - 2 * _DOTS:
            break
        size -= 0.5
    at, anchor = ((left + right) / 2, "mm") if line.align == "C" else (left + _DOTS, "lm")
    draw.text(
        (at, (top + bottom) / 2),
        line.words,
        font=font,
        fill=line.colour,
        anchor=anchor,
        stroke_width=1 if line.bold else 0,
    )
