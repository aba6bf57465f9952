"""The sections of the settings: what each key is, what it may hold, what it is without being set."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _scheme_and_host(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be scheme and host, like https://api.weixin.qq.com")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be scheme and host only, without a path")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("http is allowed on loopback only; use https")
    return f"{parts.scheme}://{parts.netloc}"


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {value!r}") from error
    return value


def _aes_key(value: str) -> str:
    if value and not (len(value) == 43 and value.isascii() and value.isalnum()):
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return value


def _token(value: str) -> str:
    if value and not (3 <= len(value) <= 32 and value.isascii() and value.isalnum()):
        raise ValueError("a token has 3 to 32 letters and digits")
    return value


ApiBase = Annotated[str, AfterValidator(_scheme_and_host)]
AesKey = Annotated[str, AfterValidator(_aes_key)]
SignToken = Annotated[str, AfterValidator(_token)]


class Section(BaseModel):
    """A part of the settings; unknown keys are mistakes, and no repr shows a secret."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Template(Section):
    """One template of the account: its id, and which of our words fills which of its keys."""

    id: str
    fields: dict[str, str] = {"thing1": "{what}", "thing2": "{text}", "time3": "{time}"}


class Official(Section):
    """The Official Account door; closed while `app_id` or `token` is empty."""

    app_id: str = ""
    secret: str = Field(default="", repr=False)
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)
    api_base: ApiBase = "https://api.weixin.qq.com"
    mode: Literal["plain", "compatible", "encrypted"] = "encrypted"
    kind: Literal["subscription", "service"] = "service"
    templates: dict[str, Template | str] = {}
    freshness_seconds: int = Field(default=0, ge=0)

    @property
    def is_open(self) -> bool:
        return bool(self.app_id and self.token)

    @model_validator(mode="after")
    def _complete(self) -> "Official":
        if self.is_open and self.mode != "plain" and not self.aes_key:
            raise ValueError(f"aes_key is empty, but mode is {self.mode}")
        return self

    def template(self, name: str) -> Template | None:
        """Return the template for one kind of delivery, or the one called `default`."""
        found = self.templates.get(name) or self.templates.get("default")
        return Template(id=found) if isinstance(found, str) else found


class Robot(Section):
    name: str
    key: str = Field(repr=False)


class Aibot(Section):
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)
    bot_id: str = ""
    secret: str = Field(default="", repr=False)
    ws_base: str = "wss://openws.work.weixin.qq.com"


class Kf(Section):
    secret: str = Field(default="", repr=False)
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)


class Work(Section):
    """The WeCom door; closed while its keys are empty."""

    corp_id: str = ""
    agent_id: int | str = ""
    secret: str = Field(default="", repr=False)
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)
    api_base: ApiBase = "https://qyapi.weixin.qq.com"
    robots: list[Robot] = []
    aibot: Aibot = Aibot()
    kf: Kf = Kf()


class WeChat(Section):
    official: Official = Official()
    work: Work = Work()


class DatabaseSection(Section):
    url: str = Field(default="", repr=False)  # may hold a password


class Paths(Section):
    data: Path = Path("data")


class Server(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    threads: int = Field(default=8, ge=1, le=64)
    processes: int = Field(default=2, ge=1, le=64)


class Community(Section):
    name: str = "邻报示范社区"
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    area: str = Field(default="", pattern=r"^\d{0,12}$")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class ClockSection(Section):
    file: Path | None = None


class Content(Section):
    packs: list[str] | None = None  # None: every pack that is switched on in its pack.yaml
    correct_days: int = Field(default=30, ge=1)


class OutboxSection(Section):
    attempts: int = Field(default=5, ge=1, le=20)
    backoff_seconds: int = Field(default=10, ge=1)
    quiet_from: str = Field(default="22:00", pattern=r"^\d\d:\d\d$")
    quiet_until: str = Field(default="07:00", pattern=r"^\d\d:\d\d$")


class Privacy(Section):
    turns_days: int = Field(default=90, ge=1)
    observations_days: int = Field(default=30, ge=1)
