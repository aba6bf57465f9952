"""The page's files and its JSON, for a browser on this machine only."""

import ipaddress
import json
from pathlib import Path

from sim.phone.acts import Acts, Body
from sim.phone.moments import BadMoment
from sim.phone.stage import Impossible, PhoneStage
from sim.phone.view import PhoneView
from sim.server import Request, Response, as_json

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page(request: Request) -> Response:
    """Give out the page and its files."""
    if not _is_local(request):
        return as_json({"error": "只能在本机打开"}, 403)
    name = request.path.lstrip("/") or "index.html"
    file = STATIC / name
    if "/" in name or file.suffix not in TYPES or not file.is_file():
        return Response(404, b"", "text/plain")
    kind = f"{TYPES[file.suffix]}; charset=utf-8"
    return Response(200, file.read_bytes(), kind, SECURITY)


def not_yet(_: Request) -> Response:
    """Answer a page that asks before there is anybody to be: it asks again."""
    return as_json({"error": "演示正在准备，几秒钟就好"}, 503)


class Doors:
    """Answers the browser."""

    def __init__(self, stage: PhoneStage) -> None:
        self._stage = stage
        self._view = PhoneView(stage)
        self._acts = Acts(stage)

    def api(self, request: Request) -> Response:
        if not _is_local(request):
            return as_json({"error": "只能在本机打开"}, 403)
        if request.path == "/sim/state":
            return as_json(self._view.state(request.query.get("since", "")))
        group = self._stage.extras.group
        if request.path == "/sim/group" and request.method == "GET" and group is not None:
            return as_json(group.state(self._stage.extras.timezone))
        if request.path == "/sim/media":
            return self._media(request.query.get("id", ""))
        act = self._acts.at(request.path)
        if act is None:
            return as_json({"error": "没有这个地址"}, 404)
        # A foreign page's form cannot send this type, so it cannot act here.
        kind = request.headers.get("content-type", "")
        if request.method != "POST" or "application/json" not in kind:
            return as_json({"error": "请用 POST 发 JSON"}, 400)
        try:
            return as_json({"ok": True, **act(_read(request.body))})
        except (Impossible, BadMoment) as error:
            return as_json({"error": str(error)}, 400)

    def _media(self, media_id: str) -> Response:
        """Give out a picture: a phone that was shown one keeps it, however short the platform does."""
        media = self._stage.platform.media.get(media_id)
        if media is None:
            return Response(404, b"", "text/plain")
        return Response(200, media.content, media.content_type, SECURITY)


def _read(raw: bytes) -> Body:
    try:
        body = json.loads(raw)
        json.dumps(body, ensure_ascii=False).encode()  # refuses half a surrogate pair
    except ValueError as error:
        raise Impossible("不是 JSON") from error
    if not isinstance(body, dict):
        raise Impossible("不是 JSON 对象")
    return body


def _is_local(request: Request) -> bool:
    """Whether both ends are this machine: the caller, and the name it called us by."""
    host = request.headers.get("host", "").rsplit(":", 1)[0].strip("[]")
    return _is_loopback(request.peer) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
