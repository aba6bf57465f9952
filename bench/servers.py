"""The servers that are compared, each under the same gunicorn settings as ours."""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.config import Config, load  # noqa: E402
from ops.webserver import WebServer  # noqa: E402

# What people say on an ordinary day.
TEXTS = (
    "36.5",
    "近期计划从外地回来,应该怎么报备",
    "早上好",
    "我36.4，老伴36.7",
    "怎么登记返乡",
    "三十六度六",
    "谢谢你们",
    "还要做核酸吗",
    "停水什么时候恢复",
    "能帮我买点菜吗",
    "孩子今天体温36.8",
    "从武汉回来要隔离吗",
    "蚊子太多了能来消杀吗",
    "取消",
    "帮助",
    "没有不舒服，一切正常",
    "垃圾分类怎么分",
    "我妈的降压药快吃完了",
    "外来车辆可以进小区吗",
    "晚上有空来量一下体温吗",
)


class Peer:
    """An application dressed as the web server expects ours to be."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.inbox = self

    def finish_all(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing is held open."""


def ours(config: Config) -> Any:
    """Our whole way; what the texts mean is found out once and not measured here."""
    from bot import Bot

    bot = Bot(config)
    bot.__dict__["understanding"] = Meant(bot)
    return bot


class Meant:
    """What the texts mean, found out once: understanding is measured by itself."""

    def __init__(self, bot: Any) -> None:
        mind = bot.understanding
        now = bot.clock.now().astimezone(bot.config.community.zone)
        self._meant = {text: mind(text, now) for text in TEXTS}
        self.words, self.embed = mind.words, mind.embed

    def __call__(self, text: str, _: Any) -> Any:
        return self._meant[text]


def echo(config: Config) -> Peer:
    """Flask and wechatpy, as their manuals show it: no database, no understanding."""
    from flask import Flask, request
    from wechatpy import create_reply, parse_message
    from wechatpy.crypto import WeChatCrypto
    from wechatpy.utils import check_signature

    account = config.wechat.official
    crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)
    app = Flask("echo")

    @app.post("/wechat/official")
    def take() -> Any:
        args = request.args
        stamp, nonce = args["timestamp"], args["nonce"]
        check_signature(account.token, args["signature"], stamp, nonce)
        opened = crypto.decrypt_message(request.data, args["msg_signature"], stamp, nonce)
        message = parse_message(opened)
        reply = create_reply(message.content, message)
        return crypto.encrypt_message(reply.render(), nonce, stamp)

    return Peer(app)


def werobot(config: Config) -> Peer:
    """WeRoBot's own application, without its session database."""
    from werobot import WeRoBot

    account = config.wechat.official
    robot = WeRoBot(
        token=account.token,
        encoding_aes_key=account.aes_key,
        app_id=account.app_id,
        enable_session=False,
    )

    @robot.text
    def say(message: Any) -> Any:
        return message.content

    return Peer(_under(robot.wsgi, "/wechat/official"))


def _under(app: Any, path: str) -> Any:
    """WeRoBot answers at any path; the others do not, and no call may cost less for that."""

    def at_path(environ: Any, start: Any) -> Any:
        assert environ["PATH_INFO"] == path
        return app(environ, start)

    return at_path


SERVERS = {"echo": echo, "werobot": werobot, "ours": ours}


if __name__ == "__main__":
    name, file = sys.argv[1:]
    settings = load(Path(file))
    WebServer(settings, 1, lambda: SERVERS[name](settings)).run()
