"""联心卡 as a picture for a telephone: who is in charge, who stands by at night, and the numbers that answer."""

import io

from PIL import Image, ImageDraw

from core.prints import HelpCard, Helper
from sheets.card import NATIONAL
from sheets.pictures import GREEN, GREY, INK, PALE, RED, WHITE, WIDTH, font, png
from sheets.qr import qr_png

_MARGIN, _ROW, _CODE = 40, 128, 260
_LEFT = 330  # where names begin, behind what each is called


def contact_png(card: HelpCard) -> bytes:
    """Return the card as PNG; what is too long for its place is written smaller, never cut."""
    foot = _CODE + 40 if card.code else 110
    height = 220 + _ROW * len(card.helpers) + 210 + foot
    picture = Image.new("RGB", (WIDTH, height), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 180), GREEN)
    _fit(draw, (_MARGIN, 28), card.community, WIDTH - 2 * _MARGIN, 64, WHITE)
    _fit(draw, (_MARGIN, 112), "联心卡　有事随时找我们", WIDTH - 2 * _MARGIN, 44, WHITE)
    y = 210
    for helper in card.helpers:
        _helper(draw, y, helper)
        y += _ROW
    _national(draw, y + 10)
    _foot(picture, draw, y + 200, card)
    return png(picture)


def _helper(draw: ImageDraw.ImageDraw, y: int, helper: Helper) -> None:
    draw.rounded_rectangle((_MARGIN, y, WIDTH - _MARGIN, y + _ROW - 14), 12, PALE)
    _fit(draw, (_MARGIN + 24, y + 32), helper.role, _LEFT - _MARGIN - 40, 44, GREEN)
    wide = 250 if helper.name else 0
    if helper.name:
        _fit(draw, (_LEFT, y + 32), helper.name, wide - 16, 46, INK)
    x = _LEFT + wide
    phone = helper.phone or "回复“转人工”"
    at = y + 8 if helper.hours else y + 30
    _fit(draw, (x, at), phone, WIDTH - _MARGIN - 20 - x, 48, GREEN if helper.phone else GREY)
    if helper.hours:
        _fit(draw, (x, y + 68), helper.hours, WIDTH - _MARGIN - 20 - x, 30, GREY)


def _national(draw: ImageDraw.ImageDraw, y: int) -> None:
    wide = (WIDTH - 2 * _MARGIN + 14) / len(NATIONAL)
    for at, (phone, name) in enumerate(NATIONAL):
        x = _MARGIN + at * wide
        colour = RED if len(phone) == 3 else GREEN
        draw.rounded_rectangle((x, y, x + wide - 14, y + 150), 12, WHITE, colour, 4)
        _middle(draw, x, wide - 14, y + 22, phone, 54, colour)
        _middle(draw, x, wide - 14, y + 94, name, 34, INK)


def _foot(picture: Image.Image, draw: ImageDraw.ImageDraw, y: int, card: HelpCard) -> None:
    x = _MARGIN
    if card.code:
        code = Image.open(io.BytesIO(qr_png(card.code, _CODE))).convert("RGB")
        picture.paste(code.resize((_CODE, _CODE)), (_MARGIN, y))
        x += _CODE + 30
    _fit(draw, (x, y + 14), card.note, WIDTH - _MARGIN - x, 34, GREY)
    if card.code:
        _fit(draw, (x, y + 74), "长按识别，邻居也能关注", WIDTH - _MARGIN - x, 34, GREY)


def _middle(
    draw: ImageDraw.ImageDraw,
    x: float,
    wide: float,
    y: float,
    words: str,
    size: int,
    colour: tuple[int, int, int],
) -> None:
    used = draw.textlength(words, font(size))
    draw.text((x + (wide - used) / 2, y), words, colour, font(size))


def _fit(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    words: str,
    wide: float,
    size: int,
    colour: tuple[int, int, int],
) -> None:
    """Write a line as large as it may be, and as small as it must."""
    while size > 18 and draw.textlength(words, font(size)) > wide:
        size -= 2
    draw.text(at, words, colour, font(size))
