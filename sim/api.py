"""The API host: every path the bot may call, with token checks, faults on demand and a record."""

import json
import re
import threading
from collections.abc import Callable
from typing import Any

from sim import broadcast, custom, files, profile, tags, template
from sim.errors import Answer, refuse
from sim.faults import Fault
from sim.server import Request, Response, as_json
from sim.world import ApiCall, World

Handler = Callable[[World, dict[str, Any]], Answer]

POSTS: dict[str, Handler] = {
    "/cgi-bin/message/custom/send": custom.send,
    "/cgi-bin/message/custom/typing": custom.typing,
    "/cgi-bin/message/template/send": template.send,
    "/cgi-bin/message/mass/sendall": broadcast.send_all,
    "/cgi-bin/message/mass/send": broadcast.send_some,
    "/cgi-bin/qrcode/create": profile.make_qrcode,
    "/cgi-bin/menu/create": profile.make_menu,
    **tags.POSTS,
}
GETS: dict[str, Handler] = {
    "/cgi-bin/template/get_all_private_template": profile.list_templates,
    "/cgi-bin/customservice/getkflist": profile.list_service_staff,
    "/cgi-bin/user/info": profile.user_info,
    "/cgi-bin/menu/get": profile.read_menu,
    "/cgi-bin/menu/delete": profile.delete_menu,
    **tags.GETS,
}
# The platform refuses \uXXXX where a person would read it.
RAW_ONLY = {
    "/cgi-bin/message/custom/send",
    "/cgi-bin/message/mass/sendall",
    "/cgi-bin/message/mass/send",
}
ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
HTML = b"<html><head><title>busy</title></head><body>The system is busy.</body></html>"


class Unread(Exception):
    """A body the platform does not read."""

    def __init__(self, errcode: int) -> None:
        super().__init__(errcode)
        self.answer = refuse(errcode)


class PretendApi:
    """Answers requests of the bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._closed = threading.Event()

    def close(self) -> None:
        self._closed.set()

    def __call__(self, request: Request) -> Response:
        fault = self._world.faults.take(request.path, _whose(request))
        if fault is None:
            return self._accepted(request, "")
        if fault.after:
            self._accepted(request, "answered wrongly after")
            self._closed.wait(fault.hang or 0)
            return self._wrong(fault) or Response(reset=True)
        early = self._struck(request, fault)
        if early is not None:
            return early
        response = self._accepted(request, "dropped after" if fault.drop_after else "slow")
        return Response(reset=True) if fault.drop_after else response

    def _struck(self, request: Request, fault: Fault) -> Response | None:
        """Answer wrongly, or return None where the call is to be accepted all the same."""
        if fault.slow is not None:
            self._closed.wait(fault.slow)
        if fault.hang is not None:
            self._closed.wait(fault.hang)
            return self._noted(request, {}, "hung", Response(reset=True))
        if fault.reset:
            return self._noted(request, {}, "reset", Response(reset=True))
        if fault.errcode is not None:
            answer = refuse(fault.errcode)
            return self._noted(request, answer, "refused", as_json(answer, fault.status or 200))
        page = self._wrong(fault)
        return page and self._noted(request, {}, f"status {page.status}", page)

    def _wrong(self, fault: Fault) -> Response | None:
        """Return the answer that says nothing of what became of a call, if it is to be one."""
        status = fault.status or 200
        if fault.body is not None:
            return Response(status, fault.body.encode())
        if fault.html or fault.status is not None:
            return Response(status, HTML if fault.html else b"", "text/html")
        return None

    def _accepted(self, request: Request, trouble: str) -> Response:
        if request.path == "/cgi-bin/media/get":
            return self._file(request, trouble)
        with self._world.lock:
            try:
                answer = self._answer(request, _read(request))
            except Unread as unread:
                answer = unread.answer
        return self._noted(request, answer, trouble, as_json(answer))

    def _answer(self, request: Request, body: dict[str, Any]) -> Answer:
        world, path = self._world, request.path
        if path == "/cgi-bin/token":
            return world.tokens.plain(request.query)
        if path == "/cgi-bin/stable_token":
            return world.tokens.stable(body)
        wrong = world.tokens.check(request.query.get("access_token"))
        if wrong is not None:
            return wrong
        if path == "/cgi-bin/media/upload":
            return files.upload(world, request)
        if path in GETS:
            right = request.method == "GET"
            return GETS[path](world, dict(request.query)) if right else refuse(43001)
        if path not in POSTS:
            return refuse(40066)
        return POSTS[path](world, body) if request.method == "POST" else refuse(43002)

    def _file(self, request: Request, trouble: str) -> Response:
        with self._world.lock:
            wrong = self._world.tokens.check(request.query.get("access_token"))
            found = wrong or files.fetch(self._world, request.query.get("media_id", ""))
        if isinstance(found, Response):
            return self._noted(request, {}, trouble, found)
        return self._noted(request, found, trouble, as_json(found))

    def _noted(self, request: Request, answer: Answer, trouble: str, out: Response) -> Response:
        body = _lenient(request)
        self._world.happened(
            ApiCall(
                self._world.clock.now(),
                request.path,
                body,
                answer,
                _whose(request),
                trouble,
            )
        )
        return out


def _read(request: Request) -> dict[str, Any]:
    """Return the JSON of a body.  Raises Unread."""
    if request.method != "POST" or request.path == "/cgi-bin/media/upload":
        return {}
    if not request.body:
        raise Unread(44002)
    if request.path in RAW_ONLY and ESCAPED.search(request.body):
        raise Unread(40033)
    try:
        body = json.loads(request.body.decode())
    except ValueError as error:
        raise Unread(47001) from error
    if not isinstance(body, dict):
        raise Unread(47001)
    return body


def _lenient(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _whose(request: Request) -> str:
    """Return whom a call is about, if it is about one person."""
    openid = _lenient(request).get("touser", request.query.get("openid", ""))
    return openid if isinstance(openid, str) else ""
