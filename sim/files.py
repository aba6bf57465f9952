"""Temporary media: uploaded as multipart, kept three days, fetched as bytes."""

import secrets
from datetime import timedelta
from io import BytesIO
from typing import Protocol

from werkzeug.formparser import parse_form_data

from core.clock import Clock
from sim.errors import Answer, refuse
from sim.media import Media
from sim.server import Request, Response

KEPT = timedelta(days=3)
SIZES = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}


class MediaShelf(Protocol):
    """Where a platform keeps what was uploaded, for three days by its clock."""

    clock: Clock
    media: dict[str, Media]


def lay(shelf: MediaShelf, kind: str, content: bytes, content_type: str) -> str:
    """Keep a file and return its id."""
    media_id = secrets.token_urlsafe(48)
    shelf.media[media_id] = Media(kind, content, content_type, shelf.clock.now() + KEPT)
    return media_id


def upload(world: MediaShelf, request: Request) -> Answer:
    """Answer /cgi-bin/media/upload."""
    kind = request.query.get("type", "")
    if kind not in SIZES:
        return refuse(40004)
    content, content_type = _part(request)
    if not content:
        return refuse(41005)
    if len(content) > SIZES[kind]:
        return refuse(45001)
    media_id = lay(world, kind, content, content_type)
    return {
        "type": kind,
        "media_id": media_id,
        "created_at": int(world.clock.now().timestamp()),
    }


def fetch(world: MediaShelf, media_id: str) -> Response | Answer:
    """Answer /cgi-bin/media/get."""
    media = world.media.get(media_id)
    if media is None or world.clock.now() >= media.until:
        return refuse(40007)
    return Response(200, media.content, media.content_type)


def _part(request: Request) -> tuple[bytes, str]:
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.input": BytesIO(request.body),
    }
    _, _, files = parse_form_data(environ)
    part = files.get("media")
    if part is None:
        return b"", ""
    content = part.read()
    part.close()
    return content, part.content_type or "application/octet-stream"
