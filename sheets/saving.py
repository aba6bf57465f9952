"""A workbook into its file, in one piece."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook


def save(book: Workbook, target: Path) -> None:
    """Write a workbook.  Raises OSError where it cannot be written.

    It is packed in memory: a ZIP that is half written when the disk is full
    complains once more when it is thrown away.
    """
    packed = BytesIO()
    book.save(packed)
    target.write_bytes(packed.getbuffer())
