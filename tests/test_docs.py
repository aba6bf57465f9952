"""What a newcomer reads is complete: every setting is explained, every command is named."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

import content
from core.checks import Check
from core.config import Config
from core.forms import DecisionTier, FormField, FormSpec, Offer, Start
from core.library import Rule
from core.settings import Robot, Section, Template
from nlp.readers import READERS
from ops.cli import COMMANDS

ROOT = Path(__file__).parents[1]
SETTINGS = (ROOT / "config.yaml").read_text("utf-8").splitlines()
ENTRIES = {Template, Robot}  # shapes of what a list or mapping holds; shown in a comment


def keys(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        kind: Any = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section) and kind not in ENTRIES:
            yield from keys(kind, (*path, name))
        else:
            yield (*path, name)


def line_of(path: tuple[str, ...]) -> int | None:
    """Find the line that sets a key, going down section by section."""
    at, depth = -1, 0
    for step in path:
        for number in range(max(at, 0), len(SETTINGS)):
            line = SETTINGS[number]
            if re.match(rf"\s{{{2 * depth}}}{step}:", line) or (
                number == at and re.search(rf"[{{,]\s*{step}:", line)
            ):
                at, depth = number, depth + 1
                break
        else:
            return None
    return at


@pytest.mark.parametrize("path", list(keys(Config)), ids=".".join)
def test_every_setting_is_in_the_file_we_ship_with_a_comment(path: tuple[str, ...]) -> None:
    number = line_of(path)

    assert number is not None, "not in config.yaml"
    sections = [line_of(path[: depth + 1]) for depth in range(len(path))]
    explained = [n for n in sections if n is not None and "#" in SETTINGS[n]]
    assert explained, "neither the key nor its section is explained"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    assert re.search(rf"bot\.py {command}\b|`{command}\b", readme), f"{command} is not named"


def test_every_key_of_a_form_and_every_reader_is_in_the_page_about_forms() -> None:
    page = (ROOT / "docs/forms.md").read_text("utf-8")

    kinds = (FormSpec, FormField, Check, DecisionTier, Start, Offer)
    named = {name for kind in kinds for name in kind.model_fields} | set(READERS)

    assert [name for name in sorted(named) if not re.search(rf"\b{name}\b", page)] == []


def test_the_form_shown_in_the_page_about_forms_is_one_we_would_take(tmp_path: Path) -> None:
    page = (ROOT / "docs/forms.md").read_text("utf-8")
    shown = re.findall(r"```yaml\n(.+?)```", page, re.DOTALL)[0]
    (tmp_path / "one" / "forms").mkdir(parents=True)
    (tmp_path / "one" / "pack.yaml").write_text("name: one\ntitle: 试\n")
    (tmp_path / "one" / "forms" / "picnic.yaml").write_text(shown)

    assert content.load(None, tmp_path).forms["picnic"].decides == "secretary"


def test_the_rule_shown_in_the_page_about_rules_is_one_we_would_take() -> None:
    page = (ROOT / "docs/knowledge.md").read_text("utf-8")
    shown = re.findall(r"```yaml\n(.+?)```", page, re.DOTALL)[0]

    [rule] = [Rule.model_validate(one) for one in yaml.safe_load(shown)["rules"]]

    assert rule.restricts and rule.intents and rule.sources


def test_the_english_readme_has_every_part_of_the_chinese_one() -> None:
    """Its headings one by one, every command, and as many rows in each table."""
    chinese, english = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.en.md"))

    def shape(text: str) -> list[int]:
        return [part.count("\n| ") for part in re.split(r"^## ", text, flags=re.MULTILINE)]

    assert shape(english) == shape(chinese)
    assert [one for one in COMMANDS if f"bot.py {one}" in chinese and one not in english] == []
