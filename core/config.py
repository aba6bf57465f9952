"""Settings: one YAML file and the environment in, one frozen object out, every mistake at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "LINBAO__"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class ConfigError(Exception):
    """Everything wrong with the settings, one line each."""


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
    url: str = ""


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

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class ClockSection(Section):
    file: Path | None = None


class Content(Section):
    packs: list[str] | None = None  # None: every pack that is switched on in its pack.yaml


class OutboxSection(Section):
    attempts: int = Field(default=5, ge=1, le=20)
    backoff_seconds: int = Field(default=10, ge=1)
    quiet_from: str = Field(default="22:00", pattern=r"^\d\d:\d\d$")
    quiet_until: str = Field(default="07:00", pattern=r"^\d\d:\d\d$")


class Privacy(Section):
    turns_days: int = Field(default=90, ge=1)
    observations_days: int = Field(default=30, ge=1)


class Config(BaseSettings):
    """All settings; see the comments in config.yaml."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    wechat: WeChat = WeChat()
    database: DatabaseSection = DatabaseSection()
    paths: Paths = Paths()
    server: Server = Server()
    community: Community = Community()
    clock: ClockSection = ClockSection()
    content: Content = Content()
    outbox: OutboxSection = OutboxSection()
    privacy: Privacy = Privacy()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @model_validator(mode="after")
    def _pretend_time_stays_at_home(self) -> "Config":
        if self.clock.file is not None:
            for base in (self.wechat.official.api_base, self.wechat.work.api_base):
                if urlsplit(base).hostname not in LOOPBACK:
                    raise ValueError(f"clock.file is for tests and demos only, but {base} is real")
        return self

    @property
    def data(self) -> Path:
        return self.paths.data

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.data / 'linbao.db'}"

    @property
    def key_file(self) -> Path:
        return self.data / "keys.json"


def load(path: Path, env: Mapping[str, str] | None = None) -> Config:
    """Read the file and the environment.  Raises ConfigError naming every mistake with its key."""
    given = _read_yaml(path)
    env = os.environ if env is None else env
    problems = _read_secret_files(env)
    try:
        config = Config(**given)
    except ValidationError as error:
        problems += [_say(e) for e in error.errors(include_input=False, include_url=False)]
    if problems:
        raise ConfigError("\n".join(f"{path}: {problem}" for problem in problems))
    return _resolve(config, path.parent)


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        given = yaml.safe_load(path.read_text("utf-8")) or {}
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error
    if not isinstance(given, dict):
        raise ConfigError(f"{path}: must hold sections like “wechat:”")
    # A section left empty in the file ("clock:") is a section with nothing said.
    return {key: value for key, value in given.items() if value is not None}


def _read_secret_files(env: Mapping[str, str]) -> list[str]:
    """Turn LINBAO__…__SECRET_FILE=path into LINBAO__…__SECRET, as container secrets come."""
    problems = []
    for name, value in list(env.items()):
        if name.startswith(PREFIX) and name.endswith("_FILE"):
            try:
                os.environ[name.removesuffix("_FILE")] = Path(value).read_text("utf-8").strip()
            except OSError:
                problems.append(f"{name}: the file cannot be read")
            os.environ.pop(name, None)
    return problems


def _say(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "settings"
    message = error["msg"].removeprefix("Value error, ")
    return f"{key}: {'unknown setting' if error['type'] == 'extra_forbidden' else message}"


def _resolve(config: Config, base: Path) -> Config:
    """Make paths absolute, from the folder of the file that names them."""
    data = Paths(data=(base / config.paths.data).resolve())
    file = (base / config.clock.file).resolve() if config.clock.file else None
    return config.model_copy(update={"paths": data, "clock": ClockSection(file=file)})
