"""The web processes, run by gunicorn."""

import gc
import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

from core.config import Config
from ops import memory
from ops.fairness import FairWorker
from ops.ports import OperatedBot
from ops.supervisor import die_with_parent

log = logging.getLogger(__name__)

FINISH_SECONDS = 5.0


class WebServer(BaseApplication):  # type: ignore[misc]
    """Every process makes its own bot after the fork: connections and threads do not survive one."""

    def __init__(
        self,
        config: Config,
        processes: int,
        make_bot: Callable[[], OperatedBot],
        listener: int | None = None,
        tell_ready: Callable[[], None] = lambda: None,
    ) -> None:
        """`listener`: the descriptor of a socket that listens already; it is ours from now on."""
        self._config = config
        self._listener = listener
        self._tell_ready = tell_ready
        self._processes = processes
        self._make_bot = make_bot
        self._bot: OperatedBot | None = None
        self._stopping = threading.Event()
        super().__init__()

    def load_config(self) -> None:
        server = self._config.server
        host = f"[{server.host}]" if ":" in server.host else server.host
        self._address = f"http://{host}:{server.port}"
        settings = {
            "bind": f"{host}:{server.port}" if self._listener is None else f"fd://{self._listener}",
            "workers": self._processes,
            "threads": server.threads,
            "worker_class": FairWorker,
            "worker_connections": 800,  # of a thousand files a process may usually open
            "graceful_timeout": 8,
            "timeout": 60,
            "keepalive": 15,
            "loglevel": "warning",
            "when_ready": self._listening,
            "post_fork": self._let_the_port_go,
            "post_worker_init": self._ready,
            "worker_exit": self._leave,
            "control_socket_disable": True,
        }
        for key, value in settings.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> WSGIApplication:
        bot = self._bot = self._make_bot()
        app = bot.app
        gc.freeze()  # what was read stays: no collection need look through it, or copy its pages
        threading.Thread(target=self._finish, args=(bot,), name="finish", daemon=True).start()
        return app

    def _finish(self, bot: OperatedBot) -> None:
        """Finish messages that were accepted and not written, by us or by whoever died before us."""
        while True:
            try:
                if count := bot.finish_all():
                    log.info("补办了 %s 条已经收下的消息", count)
            except Exception as error:
                log.error("已经收下的消息还没办成，稍后再试：%s", type(error).__name__)
            memory.trim()
            if self._stopping.wait(FINISH_SECONDS):
                return

    # gunicorn counts the parameters of its hooks, so the unused ones are named.

    def _listening(self, _arbiter: object) -> None:
        """Ctrl-C ends us as SIGTERM does; left to itself gunicorn would cut off what is in hand."""
        signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        log.info("邻报在听 %s，正在准备", self._address)

    def _let_the_port_go(self, _arbiter: object, _worker: object) -> None:
        """Whoever takes a killed parent's place must find the port free; messages come again."""
        die_with_parent(signal.SIGKILL)

    def _ready(self, worker: Any) -> None:
        """Ctrl-C is left to the parent; the first of us says that messages are answered now."""
        self._tell_ready()
        if worker.age == 1:
            log.info("邻报已就绪：%s，公众号的消息由 /wechat/official 接收", self._address)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _leave(self, _arbiter: object, _worker: object) -> None:
        self._stopping.set()
        if self._bot is not None:
            self._bot.close()
