"""The platform's refusals: an errcode and the words it says with it."""

import secrets
from typing import Any

Answer = dict[str, Any]

WORDS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40037: "invalid template_id",
    40053: "invalid action info, please check document",
    40066: "invalid url",
    40125: "invalid appsecret",
    40130: "invalid openid list size, at least two openid",
    40164: "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist",
    41001: "access_token missing",
    41005: "media data missing",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    44002: "empty post data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45028: "has no masssend quota",
    45047: "out of response count limit",
    45065: "clientmsgid exist",
    45067: "clientmsgid size out of limit",
    45080: "client must send message to the user within 30 seconds",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    89503: "this ip is not in whitelist, administrator confirm needed",
}


def fine(**more: Any) -> Answer:
    return {"errcode": 0, "errmsg": "ok", **more}


def refuse(errcode: int, detail: str = "", **more: Any) -> Answer:
    words = " ".join(part for part in (WORDS.get(errcode, "error"), detail) if part)
    return {
        "errcode": errcode,
        "errmsg": f"{words} rid: {secrets.token_hex(4)}-{secrets.token_hex(4)}",
        **more,
    }
