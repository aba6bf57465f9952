import re
import tomllib

import pytest

from ops.cli import COMMANDS
from tests.ops.place import ROOT, Done, Place

# What argparse says of its own accord.
ENGLISH = re.compile(r"usage|options|positional|optional|show this|error|invalid|argument|required")
WRONG = {
    ("srve",): "没有“srve”这个命令；是不是 serve？",
    (): "少写了 命令",
    ("why",): "少写了 OPENID",
    ("ask",): "少写了 句子",
    ("eval",): "少写了 文件",
    ("tick", "--colour", "red"): "不认识 --colour red",
    ("tick", "--at"): "--at 后面要写一个值",
    ("sample", "--people", "many"): "--people 要写整数，不能写 many",
    ("serve", "--no-clock=yes"): "--no-clock 后面不带值",
    ("serve", "--no"): "--no 没有写全",
    ("--config",): "--config 后面要写一个值",
}


def say(office: Place, *words: str) -> Done:
    return office.run_words(*words)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_said_in_chinese_in_one_line(office: Place, words: tuple[str, ...]) -> None:
    done = say(office, *words)

    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert WRONG[words] in done.err
    assert not ENGLISH.search(done.err)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(office: Place, command: str) -> None:
    done = say(office, *filter(None, [command]), "--help")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("用法：bot.py")
    assert not ENGLISH.search(done.out)


def test_the_version_has_one_home_and_heads_the_changelog(office: Place) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")

    done = say(office, "--version")

    assert (done.code, done.out, done.err) == (0, f"{version}\n", "")
    assert re.findall(r"^## v(\S+)", changelog, re.MULTILINE)[0] == version
