"""/healthz: the process lives.  /readyz: it can answer a message."""

import json
from collections.abc import Callable

from flask import Blueprint, Response

Problems = Callable[[], list[str]]


def blueprint(problems: Problems) -> Blueprint:
    page = Blueprint("health", __name__)

    @page.get("/healthz")
    def lives() -> Response:
        return Response("ok\n", content_type="text/plain; charset=utf-8")

    @page.get("/readyz")
    def ready() -> Response:
        found = problems()
        said = json.dumps({"ready": not found, "problems": found}, ensure_ascii=False)
        return Response(said + "\n", 503 if found else 200, content_type="application/json")

    return page
