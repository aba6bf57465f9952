"""The web processes, run by gunicorn."""

import gc
import logging
import os
import signal
import threading
from collections.abc import Callable
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

from core.config import Config
from ops.ports import Bot
from ops.supervisor import die_with_parent

log = logging.getLogger(__name__)

FINISH_SECONDS = 20.0


class WebServer(BaseApplication):  # type: ignore[misc]
    """Every process makes its own bot after the fork: connections and threads do not survive one."""

    def __init__(self, config: Config, processes: int, make_bot: Callable[[], Bot]) -> None:
        self._config = config
        self._processes = processes
        self._make_bot = make_bot
        self._bot: Bot | None = None
        self._stopping = threading.Event()
        super().__init__()

    def load_config(self) -> None:
        server = self._config.server
        host = f"[{server.host}]" if ":" in server.host else server.host
        settings = {
            "bind": f"{host}:{server.port}",
            "workers": self._processes,
            "threads": server.threads,
            "worker_class": "gthread",
            "graceful_timeout": 8,
            "timeout": 60,
            "keepalive": 15,
            "loglevel": "warning",
            "when_ready": self._finish_on_ctrl_c,
            "post_fork": self._let_the_port_go,
            "post_worker_init": self._leave_ctrl_c_to_the_parent,
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

    def _finish(self, bot: Bot) -> None:
        """Finish messages that were accepted and not written, by us or by whoever died before us."""
        while True:
            try:
                if count := bot.dispatcher.finish_all():
                    log.info("finished %s accepted messages", count)
            except Exception as error:
                log.error("accepted messages wait: %s", type(error).__name__)
            if self._stopping.wait(FINISH_SECONDS):
                return

    # gunicorn counts the parameters of its hooks, so the unused ones are named.

    def _finish_on_ctrl_c(self, _arbiter: object) -> None:
        """Ctrl-C ends us as SIGTERM does; left to itself gunicorn would cut off what is in hand."""
        signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))

    def _let_the_port_go(self, _arbiter: object, _worker: object) -> None:
        """Whoever takes a killed parent's place must find the port free; messages come again."""
        die_with_parent(signal.SIGKILL)

    def _leave_ctrl_c_to_the_parent(self, _worker: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _leave(self, _arbiter: object, _worker: object) -> None:
        self._stopping.set()
        if self._bot is not None:
            self._bot.close()
