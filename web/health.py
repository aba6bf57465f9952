"""/healthz: the process lives.  /readyz: it can answer a message."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify

Problems = Callable[[], list[str]]


def blueprint(problems: Problems) -> Blueprint:
    page = Blueprint("health", __name__)

    @page.get("/healthz")
    def lives() -> Response:
        return Response("ok\n", content_type="text/plain; charset=utf-8")

    @page.get("/readyz")
    def ready() -> tuple[Response, int]:
        found = problems()
        return jsonify({"ready": not found, "problems": found}), 503 if found else 200

    return page
