"""Settings in environment variables: which there are, which hold a secret, which are misspelt."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource

PREFIX = "LINBAO__"
FILE = "_FILE"
LOOKALIKE = "LINBAO"  # a variable that begins so and is not ours may be a slip of the pen
ALIKE = 0.85  # of the letters, for a slip of the pen

Steps = tuple[str, ...]


@dataclass(slots=True)
class Environment:
    """What the environment sets, by which variable, and what is wrong with its variables."""

    values: dict[str, Any] = field(default_factory=dict)
    names: dict[Steps, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def origin(self, steps: Steps) -> str | None:
        """Return the variable that set this key, or the section it is in."""
        return next((n for at, n in self.names.items() if steps[: len(at)] == at), None)


@dataclass(frozen=True, slots=True)
class _Setting:
    """A key or a section, as the environment may name it."""

    steps: Steps
    info: FieldInfo

    @property
    def name(self) -> str:
        return PREFIX + "__".join(self.steps).upper()

    @property
    def is_secret(self) -> bool:
        return not self.info.repr  # what no repr shows

    @property
    def is_section(self) -> bool:
        return is_section(self.info.annotation)

    @property
    def holds_names(self) -> bool:
        """Whether it is a mapping, whose names follow in the variable's."""
        return str(self.info.annotation).startswith("dict[")


def is_section(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def read(model: type[BaseSettings], env: Mapping[str, str]) -> Environment:
    """Read every variable of ours.  Secrets may lie in a file, as containers bring them."""
    known = {setting.name: setting for setting in _settings(model)}
    found, given, filed = Environment(), dict[str, str | None](), dict[str, str | None]()
    for written, value in env.items():
        name = written.upper()
        if setting := _named(name, known):
            if trouble := _unusable(setting, value):
                found.problems.append(f"环境变量 {written}: {trouble}")
                continue
            found.names[setting.steps] = written
            given[name.lower()] = value
        elif setting := known.get(name.removesuffix(FILE) if name.startswith(PREFIX) else ""):
            content, trouble = _from_file(setting, Path(value))
            if trouble:
                found.problems.append(f"环境变量 {written}: {trouble}")
            else:
                found.names[setting.steps] = written
                filed[setting.name.lower()] = content
        elif trouble := _misspelt(name, known):
            found.problems.append(f"环境变量 {written}: {trouble}")
    source = EnvSettingsSource(model)
    source.env_vars = {**given, **filed}
    found.values = source()
    return found


def _settings(model: type[BaseModel], above: Steps = ()) -> Iterator[_Setting]:
    for name, info in model.model_fields.items():
        setting = _Setting((*above, name), info)
        yield setting
        kind: object = info.annotation
        if is_section(kind):
            yield from _settings(kind, setting.steps)


def _named(name: str, known: Mapping[str, _Setting]) -> _Setting | None:
    """Return the setting of this name, or the mapping it puts something into."""
    inside = (s for s in known.values() if s.holds_names and name.startswith(f"{s.name}__"))
    return known.get(name) or next(inside, None)


def _unusable(setting: _Setting, value: str) -> str | None:
    """Return what is wrong with a whole section in one variable."""
    if not setting.is_section:
        return None
    try:
        is_right = isinstance(json.loads(value), dict)
    except ValueError:
        is_right = False
    example = f"{setting.name}__…"
    return None if is_right else f"这是一整节，要写成 JSON；更简单的是一项一个变量：{example}"


def _from_file(setting: _Setting, path: Path) -> tuple[str, str | None]:
    """Return what the file says, or what is wrong with it."""
    if not setting.is_secret:
        return "", f"只有密钥才能从文件里读；这一项直接写 {setting.name}=…"
    try:
        said = path.read_text("utf-8-sig").strip()
    except OSError:
        return "", f"读不到文件 {path}"
    except ValueError:
        return "", f"文件 {path} 不是文字"
    return said, None if said else f"文件 {path} 是空的"


def _misspelt(name: str, known: Mapping[str, _Setting]) -> str | None:
    """Return what is wrong with a name that is no setting; None if it is none of our business."""
    if not name.startswith(LOOKALIKE):
        return None
    meant = {_letters(each): each for each in known}
    meant |= {_letters(n + FILE): n + FILE for n, s in known.items() if s.is_secret}
    [near] = get_close_matches(_letters(name), meant, 1, ALIKE) or [""]
    if near == _letters(name):
        return f"下划线不对；改成 {meant[near]}（每一级之间两条下划线）"
    if near:
        return f"没有这个设置；是不是 {meant[near]}？"
    return "没有这个设置；全部设置见 config.yaml" if name.startswith(PREFIX) else None


def _letters(name: str) -> str:
    return name.replace("_", "")
