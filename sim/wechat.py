"""The pretend WeChat: one object that plays the people, the platform and its API host."""

from collections.abc import Sequence

from core.clock import Clock
from sim.account import Account, AccountKind, Mode
from sim.api import PretendApi
from sim.courier import Courier, Exchange
from sim.faults import FOREVER, Fault, Times
from sim.later import Later
from sim.people import Bubble, Follower
from sim.poster import HttpPoster, Poster, PostRefused, PostReply, TimedOut, WsgiPoster
from sim.server import App, PretendServer, Request, Response, as_json
from sim.world import ApiCall, PretendCard, World

__all__ = [
    "Bubble",
    "ApiCall",
    "PretendCard",
    "Exchange",
    "Follower",
    "HttpPoster",
    "Poster",
    "PretendWeChat",
    "PostRefused",
    "PostReply",
    "TimedOut",
    "WsgiPoster",
]


class PretendWeChat(World):
    """Set `webhook`, call `serve`, and let `follower(openid)` speak."""

    def __init__(
        self,
        app_id: str,
        secret: str,
        token: str,
        aes_key: str,
        clock: Clock,
        *,
        mode: Mode = "encrypted",
        kind: AccountKind = "service",
        patience: float = 5.0,
        retry_delays: Sequence[float] = (0, 5, 10),
        report_after: float | None = 0.3,
    ) -> None:
        account = Account(app_id, secret, token, aes_key, mode, kind)
        courier = Courier(account, clock, patience, retry_delays, self.happened)
        super().__init__(account, clock, courier, Later(report_after))
        self._api = PretendApi(self)
        self._pages: list[tuple[str, App]] = []
        self._server: PretendServer | None = None

    @property
    def webhook(self) -> Poster | None:
        """How messages reach the bot."""
        return self.courier.webhook

    @webhook.setter
    def webhook(self, poster: Poster | None) -> None:
        self.courier.webhook = poster

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Start answering on loopback and return the address, which is the bot's `api_base`."""
        self._server = PretendServer(self._answer, host, port)
        self.later.start()
        return self._server.address

    def close(self) -> None:
        self._api.close()
        self.courier.close()
        self.later.close()
        if self._server is not None:
            self._server.close()
            self._server = None

    def verify(self, echo: str = "5833258582299191661") -> bool:
        """Check the webhook as saving the account's settings does."""
        return self.courier.verify(echo)

    def settle(self) -> int:
        """Deliver the reports that are due (TEMPLATESENDJOBFINISH…) now; return how many."""
        return self.later.settle()

    def fault(
        self,
        path_suffix: str,
        *,
        errcode: int | None = None,
        status: int | None = None,
        html: bool = False,
        hang: float | None = None,
        slow: float | None = None,
        reset: bool = False,
        drop_after: bool = False,
        body: str | None = None,
        after: bool = False,
        every: int = 1,
        openid: str = "",
        times: Times = 1,
    ) -> Fault:
        """Spoil the next `times` calls whose path ends so; `.lift()` of the result ends it early.

        errcode: answer it.  status, html: answer that status, with an HTML body.
        hang: say nothing for so many seconds, then tear the connection down.
        slow: wait so many seconds, then answer well.  reset: tear the connection
        down at once.  drop_after: accept the call, then tear it down.
        body: answer these words, be they JSON or not.  after: accept the call
        first, then answer so.  every: strike only each so-manieth call.
        openid: strike only what is for this person.
        """
        fault = Fault(
            path_suffix,
            FOREVER if times == "forever" else times,
            errcode,
            status,
            html,
            hang,
            slow,
            reset,
            drop_after,
            body,
            after,
            every,
            openid,
        )
        return self.faults.add(fault)

    def unplug(self) -> None:
        """Refuse every connection until `plug_in`."""
        if self._server is not None:
            self._server.close()

    def plug_in(self) -> None:
        """Listen again at the address that was unplugged."""
        assert self._server is not None, "it was never served"
        self._server = PretendServer(self._answer, *self._server.place)

    def lift(self) -> None:
        """End all faults."""
        self.faults.lift()

    def count(self, path_suffix: str) -> int:
        """Say how often a path was called."""
        with self.lock:
            return sum(call.path.endswith(path_suffix) for call in self.calls)

    def calls_to(self, path_suffix: str) -> list[ApiCall]:
        with self.lock:
            return [call for call in self.calls if call.path.endswith(path_suffix)]

    def mount(self, prefix: str, app: App) -> None:
        """Serve other pages under a prefix of the same address; the longest prefix wins.

        What was served under the same prefix before is served no more.
        """
        others = [page for page in self._pages if page[0] != prefix]
        self._pages = [*others, (prefix, app)]
        self._pages.sort(key=lambda page: -len(page[0]))

    def _answer(self, request: Request) -> Response:
        if request.path.startswith(("/cgi-bin/", "/wxaapi/", "/sns/")):
            return self._api(request)
        for prefix, app in self._pages:
            if request.path.startswith(prefix):
                return app(request)
        return as_json({"errcode": 40066, "errmsg": "invalid url"})
