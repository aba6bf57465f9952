"""Calls the platform's API over the network, as the bot does."""

import json
from typing import Any

import urllib3


class Talk:
    """Asks for the stable token before every call."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._pool = urllib3.PoolManager(retries=False)

    def close(self) -> None:
        self._pool.clear()

    def raw(
        self, method: str, path: str, body: bytes | None = None, **more: Any
    ) -> urllib3.BaseHTTPResponse:
        return self._pool.request(method, self.base + path, body=body, **more)

    def token(self, *, stable: bool = True, **more: Any) -> dict[str, Any]:
        who = {"grant_type": "client_credential", "appid": "wx1", "secret": "s3cret", **more}
        if stable:
            answer = self.raw("POST", "/cgi-bin/stable_token", json.dumps(who).encode())
        else:
            answer = self.raw("GET", "/cgi-bin/token", fields=who)
        return dict(answer.json())

    def post(self, path: str, body: object, *, token: str | None = None) -> dict[str, Any]:
        if token is None:
            token = self.token()["access_token"]
        raw = json.dumps(body, ensure_ascii=False).encode()
        return dict(self.raw("POST", f"/cgi-bin/{path}?access_token={token}", raw).json())

    def push(self, openid: str, text: str) -> int:
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        return int(self.post("message/custom/send", body)["errcode"])
