"""Settings: one YAML file and the environment in, one frozen object out, every mistake at once."""

import os
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core import environment, mistakes
from core.settings import (
    Backup,
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
    WorkApp,
)
from core.trouble import Trouble
from core.values import LOOPBACK

__all__ = [
    "Backup", "ClockSection", "Community", "Config", "ConfigError", "Content", "DatabaseSection", "Official",
    "OutboxSection", "Paths", "Privacy", "Section", "Server", "Template", "WeChat", "WorkApp", "load",
]  # fmt: skip

Steps = tuple[int | str, ...]


class ConfigError(Trouble):
    """Everything wrong with the settings, one line each."""


class Config(BaseSettings):
    """All settings; see the comments in config.yaml."""

    model_config = SettingsConfigDict(
        env_prefix=environment.PREFIX,
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
    backup: Backup = Backup()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)  # `load` brings the file and the environment together

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
    found = environment.read(Config, os.environ if env is None else env)
    given = _laid_over(given, found.values)
    config, wrong = _validated(given)
    if config is not None:
        wrong += [each for each in _contradictions(config) if each[0] not in dict(wrong)]
    problems = [_say(path, steps, what, found.origin(_named(steps))) for steps, what in wrong]
    if problems or found.problems or config is None:
        raise ConfigError("\n".join([*problems, *found.problems]))
    return _resolve(config, path.parent)


_MERGE = "tag:yaml.org,2002:merge"


class _OnceEach(yaml.SafeLoader):
    """Reads YAML in which no key stands twice; the first would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode) or name.tag == _MERGE:
                # A list is no key, and “<<” in “<<” doubles what is read with every line.
                raise yaml.constructor.ConstructorError(problem_mark=name.start_mark)
            if name.value in seen:
                raise yaml.MarkedYAMLError(problem=name.value, problem_mark=name.start_mark)
            seen.add(name.value)
        return super().construct_mapping(node, deep)


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        # It is the safe loader, told to refuse one thing more.
        given = yaml.load(path.read_text("utf-8-sig"), _OnceEach) or {}
    except FileNotFoundError:
        raise ConfigError(f"{path}: 没有这个文件；用 --config 指出设置文件在哪里") from None
    except OSError:
        raise ConfigError(f"{path}: 这个文件读不了，请检查它的权限") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: 这个文件不是 UTF-8 编码，请另存为 UTF-8") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}{_not_yaml(error)}") from None
    except RecursionError:
        raise ConfigError(f"{path}: {mistakes.NOT_YAML}") from None
    if not isinstance(given, dict):
        raise ConfigError(f"{path}: 要一节一节地写，例如 wechat: 下面写 official:")
    # A section left empty in the file ("clock:") is a section with nothing said.
    return {str(key): value for key, value in given.items() if value is not None}


def _not_yaml(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f":{mark.line + 1}" if mark else ""
    if type(error) is yaml.MarkedYAMLError:
        return f"{line}: “{error.problem}”写了两遍，只留一处"
    return f"{line}: {mistakes.NOT_YAML}"


def _laid_over(given: Any, said: dict[str, Any]) -> dict[str, Any]:
    """Lay what the environment says over what the file says; what is wrong in the file stays."""
    result = dict(given)
    for key, value in said.items():
        below = result.get(key)
        if not isinstance(value, dict) or below is None:
            result[key] = value
        elif isinstance(below, dict):
            result[key] = _laid_over(below, value)
    return result


def _validated(given: dict[str, Any]) -> tuple[Config | None, list[tuple[Steps, str]]]:
    """Return the settings, those that are wrong left out, and what is wrong with those."""
    try:
        return Config(**given), []
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
    wrong = [(each["loc"], mistakes.sentence(each, Config)) for each in found]
    try:
        return Config(**_without(given, [steps for steps, _ in wrong])), wrong
    except ValidationError:
        return None, wrong


def _without(given: dict[str, Any], wrong: list[Steps]) -> dict[str, Any]:
    kept = deepcopy(given)
    for *above, last in wrong:
        at: Any = kept
        for step in above:
            at = at.get(step) if isinstance(at, dict) else None
        if isinstance(at, dict):
            at.pop(last, None)
    return kept


def _contradictions(config: Config) -> Iterator[tuple[Steps, str]]:
    """Yield what is right by itself and wrong beside the rest."""
    official = config.wechat.official
    if official.is_open and official.mode != "plain" and not official.aes_key:
        yield (
            ("wechat", "official", "aes_key"),
            f"是空的，但 mode 是 {official.mode}；填后台的 EncodingAESKey",
        )
    real = [
        base
        for base in (official.api_base, config.wechat.work.api_base)
        if urlsplit(base).hostname not in LOOPBACK
    ]
    if config.clock.file is not None and real:
        yield (
            ("clock", "file"),
            f"只用于测试和演示，但 api_base 是真的平台（{'、'.join(real)}）；正式使用时留空",
        )


def _named(steps: Steps) -> tuple[str, ...]:
    return tuple(str(step) for step in steps)


def _say(path: Path, steps: Steps, what: str, variable: str | None) -> str:
    origin = f"（环境变量 {variable}）" if variable else ""
    return f"{path}: {mistakes.key(steps)}: {what}{origin}"


def _resolve(config: Config, base: Path) -> Config:
    """Make paths absolute, from the folder of the file that names them."""
    data = Paths(data=(base / config.paths.data).resolve())
    file = (base / config.clock.file).resolve() if config.clock.file else None
    folder = (base / config.backup.folder).resolve() if config.backup.folder else None
    backup = config.backup.model_copy(update={"folder": folder})
    found = {"paths": data, "clock": ClockSection(file=file), "backup": backup}
    return config.model_copy(update=found)
