"""Reading the command line, with help and errors in Chinese."""

import argparse
import re
import tomllib
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

# What argparse says, and what we say for it; it has no translations of its own.
_SAYINGS: list[tuple[str, Callable[..., str]]] = [
    (r"unrecognized arguments: (.+)", "不认识 {}".format),
    (r"the following arguments are required: (.+)", "少写了 {}".format),
    (
        r"argument \S+: invalid choice: '(.*)' \(choose from (.*)\)",
        lambda given, choices: f"没有“{given}”这个命令{_perhaps(given, choices)}",
    ),
    (r"argument (\S+): invalid int value: '(.*)'", "{} 要写整数，不能写 {}".format),
    (r"argument (\S+): expected .*argument.*", "{} 后面要写一个值".format),
    (r"argument (\S+): ignored explicit argument .*", "{} 后面不带值".format),
    (r"ambiguous option: (\S+) could match (.+)", "{} 没有写全，可能是 {}".format),
]


class Parser(argparse.ArgumentParser):
    """Says everything to people in Chinese; wrong usage ends with 2."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        if add_help:
            self.add_argument(
                "-h", "--help", action="help", default=argparse.SUPPRESS, help="显示这段说明"
            )

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {_in_chinese(message)}；用法见 {self.prog} --help\n")


class ShowVersion(argparse.Action):
    """Prints the version that pyproject.toml names; it is read only when asked for."""

    def __init__(self, *, here: Path, **options: Any) -> None:
        super().__init__(nargs=0, default=argparse.SUPPRESS, help="显示版本", **options)
        self._here = here

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(version(self._here))
        parser.exit(0)


def version(here: Path) -> str:
    project = tomllib.loads((here / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _in_chinese(message: str) -> str:
    for pattern, say in _SAYINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(*found.groups())
    return "命令写得不对"


def _perhaps(given: str, choices: str) -> str:
    near = get_close_matches(given, re.findall(r"[\w-]+", choices), 1)
    return f"；是不是 {near[0]}？" if near else ""
