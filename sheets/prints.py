"""The room's door for what is printed: what core/ports.py calls Prints."""

import io
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

from core.prints import (
    CountBoard,
    DoorPoster,
    DoorSlip,
    HelpCard,
    NoticeHead,
    Paper,
    PaperTable,
    PersonCurve,
)
from sheets import pdf
from sheets.card import card_pdf
from sheets.contact import contact_png
from sheets.heading import head_png
from sheets.paper import paper_pdf
from sheets.pictures import board_png, curve_png
from sheets.poster import poster_pdf, poster_png
from sheets.qr import qr_png
from sheets.slips import slips_pdf


class Printer:
    """Pages of A4 as PDF, and pictures for groups."""

    def poster(self, poster: DoorPoster) -> tuple[bytes, bytes]:
        if poster.code_png:
            _refuse_unreadable(poster.code_png)
        return poster_pdf(poster), poster_png(poster)

    def code(self, content: str) -> bytes:
        return qr_png(content)

    def slips(self, slips: Sequence[DoorSlip]) -> bytes:
        return slips_pdf(slips)

    def card(self, card: HelpCard) -> bytes:
        return card_pdf(card)

    def contact(self, card: HelpCard) -> bytes:
        return contact_png(card)

    def paper(self, paper: Paper) -> bytes:
        return paper_pdf(paper)

    def board(self, board: CountBoard) -> bytes:
        return board_png(board)

    def head(self, head: NoticeHead) -> bytes:
        return head_png(head)

    def curve(self, curve: PersonCurve) -> bytes:
        return curve_png(curve)

    def table(self, table: PaperTable) -> bytes:
        return pdf.table(table.title, table.headings, table.rows, table.widths)


def _refuse_unreadable(picture: bytes) -> None:
    try:
        Image.open(io.BytesIO(picture)).verify()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("not a picture") from error
