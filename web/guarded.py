"""Answers of pages that hold somebody's data: kept nowhere, found by nobody."""

from flask import Response, make_response


def said(text: str, status: int) -> Response:
    """Say a sentence where there is nothing to show."""
    response = guarded(make_response(text), "text/plain; charset=utf-8")
    response.status_code = status
    return response


def guarded(response: Response, kind: str) -> Response:
    """Return it with what keeps it out of caches, referrers and search engines."""
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
