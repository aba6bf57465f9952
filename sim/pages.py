"""The assistant's own pages (`/h5`), passed on from the address the demo is opened at."""

from typing import TYPE_CHECKING

from werkzeug.test import Client

from sim.server import App, Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_OURS = {"content-type", "content-length", "connection"}  # said by the server itself
_FORM = "application/x-www-form-urlencoded"


def passed_on(app: "WSGIApplication") -> App:
    """Return what answers a browser with the pages of an application in this process."""

    def answer(request: Request) -> Response:
        given = Client(app, use_cookies=False).open(
            request.path,
            method=request.method,
            query_string=dict(request.query),
            data=request.body,
            content_type=request.headers.get("content-type", _FORM),
            headers={"Cookie": request.headers.get("cookie", "")},
        )
        with given:
            kept = {name: value for name, value in given.headers if name.lower() not in _OURS}
            return Response(given.status_code, given.get_data(), str(given.content_type), kept)

    return answer
