"""The room's door for what is printed: what core/ports.py calls Prints."""

import io

from PIL import Image, UnidentifiedImageError

from core.prints import DoorPoster, HelpCard
from sheets.card import card_pdf
from sheets.poster import poster_pdf, poster_png


class Printer:
    """Pages of A4 as PDF, and pictures for groups."""

    def poster(self, poster: DoorPoster) -> tuple[bytes, bytes]:
        if poster.code_png:
            _refuse_unreadable(poster.code_png)
        return poster_pdf(poster), poster_png(poster)

    def card(self, card: HelpCard) -> bytes:
        return card_pdf(card)


def _refuse_unreadable(picture: bytes) -> None:
    try:
        Image.open(io.BytesIO(picture)).verify()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("not a picture") from error
