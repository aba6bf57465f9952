"""QR codes as pictures."""

import io

import segno


def qr_png(content: str, pixels: int = 600) -> bytes:
    """Return a QR code (PNG, black on white, at least so wide) that survives a torn corner.

    Raises ValueError for more than a QR code holds.
    """
    code = segno.make(content, error="q", micro=False)
    scale = max(1, -(-pixels // code.symbol_size(border=4)[0]))
    stream = io.BytesIO()
    code.save(stream, kind="png", scale=scale, border=4)
    return stream.getvalue()
