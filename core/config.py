"""Settings: one YAML file and the environment in, one frozen object out, every mistake at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.settings import (
    LOOPBACK,
    ClockSection,
    Community,
    Content,
    DatabaseSection,
    Official,
    OutboxSection,
    Paths,
    Privacy,
    Section,
    Server,
    Template,
    WeChat,
    Work,
)
from core.trouble import Trouble

__all__ = [
    "ClockSection", "Community", "Config", "ConfigError", "Content", "DatabaseSection", "Official",
    "OutboxSection", "Paths", "Privacy", "Section", "Server", "Template", "WeChat", "Work", "load",
]  # fmt: skip

PREFIX = "LINBAO__"


class ConfigError(Trouble):
    """Everything wrong with the settings, one line each."""


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
