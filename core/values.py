"""The kinds of value a setting may hold; a wrong one is refused in a sentence for operators."""

import string
from datetime import time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MINUTES_A_DAY = 24 * 60
# What a field of a template may be filled with, and the kinds of delivery that may have a template.
TEMPLATE_WORDS = {"what", "text", "time"}
TEMPLATE_NAMES = {"answer", "reminder", "alert", "notice", "info", "default"}


def _origin(value: str, secure: str, plain: str, example: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {secure, plain} or not parts.netloc:
        raise ValueError(f"要写协议和主机名，例如 {example}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"只写协议和主机名，后面不带路径：{parts.scheme}://{parts.netloc}")
    if parts.scheme == plain and parts.hostname not in LOOPBACK:
        raise ValueError(f"{plain} 只能用于本机（127.0.0.1）；改成 {secure}://{parts.netloc}")
    return f"{parts.scheme}://{parts.netloc}"


def _api_base(value: str) -> str:
    return _origin(value, "https", "http", "https://api.weixin.qq.com")


def _ws_base(value: str) -> str:
    return _origin(value, "wss", "ws", "wss://openws.work.weixin.qq.com")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("没有这个时区；中国各地都写 Asia/Shanghai") from error
    return value


def _credential(value: str) -> str:
    """Refuse what copying brings along; such a key is wrong, and nobody sees why."""
    if value != value.strip():
        raise ValueError("前后有空格或换行，去掉就好")
    if any(letter.isspace() for letter in value):
        raise ValueError("中间有空格或换行，请重新复制")
    if not (value.isascii() and value.isprintable()):
        raise ValueError("有汉字、全角或看不见的字符，请到后台重新复制")
    return value


def _aes_key(value: str) -> str:
    if value and not (len(value) == 43 and value.isalnum()):
        raise ValueError("EncodingAESKey 是 43 个字母和数字，结尾没有“=”；请到后台重新复制")
    return value


def _token(value: str) -> str:
    if value and not (3 <= len(value) <= 32 and value.isalnum()):
        raise ValueError("Token 是 3 到 32 个字母和数字，要和后台填的一样")
    return value


def _app_id(value: str) -> str:
    if value.startswith("gh_"):
        raise ValueError(
            "gh_ 开头的是原始ID；这里要写 AppID（wx 开头，见“开发接口管理 → 基本配置”）"
        )
    if value and not (value.startswith("wx") and value.isalnum()):
        raise ValueError("AppID 以 wx 开头，见公众号后台“开发接口管理 → 基本配置”")
    return value


def _robot_key(value: str) -> str:
    if "://" in value or "key=" in value:
        raise ValueError("只写 Webhook 地址里 key= 后面的那一段")
    return value


def _time_of_day(value: Any) -> str:
    # YAML takes an unquoted 22:00 for the number 1320.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MINUTES_A_DAY:
        raise ValueError(f'时刻要加引号，写成 "{value // 60:02}:{value % 60:02}"')
    try:
        if len(value) != len("22:00"):
            raise ValueError(value)
        return time.fromisoformat(value).strftime("%H:%M")
    except (TypeError, ValueError):
        raise ValueError('要写 "00:00" 到 "23:59" 之间的时刻，时和分各两位，例如 "07:00"') from None


def _area(value: str) -> str:
    if value and not (value.isascii() and value.isdigit() and len(value) <= 12):
        raise ValueError('要写行政区划代码，最多 12 位数字，加引号，例如 "350902"')
    return value


def _host(value: str) -> str:
    if "://" in value or "/" in value or value != value.strip():
        raise ValueError("只写要听的地址，例如 127.0.0.1")
    if value.count(":") == 1:
        raise ValueError("这里不写端口；端口写在 server.port")
    return value


def _database_url(value: str) -> str:
    if not value:
        return value
    if value != value.strip():
        raise ValueError("前后有空格或换行，去掉就好")
    scheme, sign, rest = value.partition("://")
    if scheme == "postgres":
        raise ValueError("postgres:// 是旧写法；改成 postgresql+psycopg://用户@主机/库名")
    if not sign or scheme not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise ValueError(
            "只能用 SQLite 或 PostgreSQL：留空（data/ 下的 SQLite），"
            "或写 postgresql+psycopg://用户@主机/库名"
        )
    if scheme == "sqlite":
        if not rest.startswith("/") or rest.strip("/") in {"", ":memory:"}:
            raise ValueError("SQLite 要写文件的位置，例如 sqlite:////var/lib/linbao/linbao.db")
        return value
    port = rest.rpartition("@")[2].partition("/")[0].rpartition("]")[2].partition(":")[2]
    if port and not (port.isdigit() and int(port) < 65536):
        raise ValueError("端口要写 1 到 65535 的数字：postgresql+psycopg://用户@主机:5432/库名")
    return value


def _folder(value: Path) -> Path:
    if value == Path():
        raise ValueError("要写一个文件夹，例如 data")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool):  # YAML's yes and no
        raise ValueError("要写数字，不能写 yes、no、true、false")
    return value


def _agent_id(value: Any) -> Any:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if text and not (isinstance(text, str) and text.isascii() and text.isdigit()):
        raise ValueError("AgentId 是一串数字，例如 1000002")
    return text


def _template_field(value: str) -> str:
    words = "、".join(f"{{{word}}}" for word in sorted(TEMPLATE_WORDS))
    try:
        parts = list(string.Formatter().parse(value))
    except ValueError:
        raise ValueError(f"花括号不成对；能填的词是 {words}") from None
    for _, word, spec, conversion in parts:
        if word is not None and (word not in TEMPLATE_WORDS or spec or conversion):
            raise ValueError(f"不认识 {{{word}}}；能填的词是 {words}")
    if "｛" in value or "｝" in value:
        raise ValueError(f"花括号要用半角的；能填的词是 {words}")
    return value


def _template_name(value: str) -> str:
    if value not in TEMPLATE_NAMES:
        raise ValueError(f"没有这一类消息；能写的是 {'、'.join(sorted(TEMPLATE_NAMES))}")
    return value


def _nothing(value: Any) -> Any:
    return None if value == "" else value


def _public_url(value: str) -> str:
    """Nothing, or scheme and host only, as an `api_base` is written."""
    return _api_base(value) if value else value


ApiBase = Annotated[str, AfterValidator(_api_base)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
WsBase = Annotated[str, AfterValidator(_ws_base)]
Credential = Annotated[str, AfterValidator(_credential)]
AesKey = Annotated[Credential, AfterValidator(_aes_key)]
SignToken = Annotated[Credential, AfterValidator(_token)]
AppId = Annotated[Credential, AfterValidator(_app_id)]
RobotKey = Annotated[Credential, AfterValidator(_robot_key)]
AgentId = Annotated[str, BeforeValidator(_agent_id)]
TimeZone = Annotated[str, AfterValidator(_zone)]
TimeOfDay = Annotated[str, BeforeValidator(_time_of_day)]
Area = Annotated[str, AfterValidator(_area)]
Host = Annotated[str, AfterValidator(_host)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Folder = Annotated[Path, AfterValidator(_folder)]
Number = Annotated[int, BeforeValidator(_number)]
OptionalFile = Annotated[Path | None, BeforeValidator(_nothing)]
TemplateField = Annotated[str, AfterValidator(_template_field)]
TemplateName = Annotated[str, AfterValidator(_template_name)]
