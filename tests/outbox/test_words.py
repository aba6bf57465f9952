"""Whatever reason the code can give, staff read it in their own words."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.ports import OUTCOME_UNKNOWN
from outbox.ladder import WORDS, say
from wechat import errors

ROOT = Path(__file__).parents[2]
WHERE = ("wechat", "outbox", "db", "community", "handlers", "bot.py")
# What a slot of a day is not asked for is another table's reason.
NOT_SENDING = ("db/migrations", "db/followup", "community/followup")
GIVEN_TO = {"ChannelError", "ErrorMeaning", "_settle", "cancel_alerts", "cancel_alerts_of", "stop"}
RETURNED_BY = {
    "closed", "lacks", "lacks_template", "not_wanted", "why_closed", "why_not", "why_unreached",
}  # fmt: skip


def files() -> Iterator[Path]:
    for name in WHERE:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            if not str(path.relative_to(ROOT)).startswith(NOT_SENDING):
                yield path


def texts(node: ast.AST | None) -> Iterator[str]:
    """Yield what an expression can be, if it is a text, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id == "OUTCOME_UNKNOWN":
        yield OUTCOME_UNKNOWN
    elif isinstance(node, ast.IfExp):
        yield from [*texts(node.body), *texts(node.orelse)]
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from texts(each)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "next":
        yield from texts(node.args[-1])


def named(node: ast.AST) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def assigned(node: ast.Assign) -> Iterator[str]:
    """Yield what is assigned to a reason, alone or beside other things."""
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for one, value in pairs:
            if named(one) == "reason":
                yield from texts(value)


def given(node: ast.Call) -> Iterator[str]:
    """Yield what is handed over as a reason, by name or to whom only reasons are given."""
    for keyword in node.keywords:
        if keyword.arg == "reason":
            yield from texts(keyword.value)
    if named(node.func) in GIVEN_TO:
        for each in node.args:
            yield from texts(each)


def returned(node: ast.FunctionDef) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Return):
            yield from texts(inner.value)


def held(node: ast.Dict) -> Iterator[str]:
    """Yield what is set as a reason among the values of a row."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "reason":
            yield from texts(value)


class Spelled(ast.NodeTransformer):
    """Puts the texts a file has names for in the place of the names."""

    def __init__(self, file: ast.Module) -> None:
        self.named = {
            named(one.targets[0]): one.value
            for one in file.body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        }

    def visit_Name(self, node: ast.Name) -> ast.expr:
        is_read = isinstance(node.ctx, ast.Load)
        return self.named.get(node.id, node) if is_read else node


def reasons(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if not any(sign in text for sign in ("reason", *GIVEN_TO, *RETURNED_BY)):
        return  # most files: reading them all as Python takes seconds
    file = ast.parse(text)
    for node in ast.walk(Spelled(file).visit(file)):
        if isinstance(node, ast.Call):
            yield from given(node)
        elif isinstance(node, ast.Dict):
            yield from held(node)
        elif isinstance(node, ast.Assign):
            yield from assigned(node)
        elif isinstance(node, ast.FunctionDef) and node.name in RETURNED_BY:
            yield from returned(node)


@cache
def every() -> frozenset[str]:
    return frozenset(reason for path in files() for reason in reasons(path) if reason)


def test_the_reasons_are_found_wherever_they_are_given() -> None:
    everywhere = {
        "already_done", "bad_request", "bad_secret", "day_quota_used", "deleted", "door_closed",
        "no_contact", "no_road", "no_template", "outcome_unknown", "quiet_hours", "replaced",
        "taken", "taken_back", "unreachable", "window_closed", "withdrawn",
    }  # fmt: skip

    assert everywhere <= every()


def test_every_reason_has_words() -> None:
    assert sorted(every() - set(WORDS)) == []


@pytest.mark.parametrize("code", sorted(errors._TABLE))
def test_every_code_of_the_platform_has_words(code: int) -> None:
    assert errors.trouble(code).reason in WORDS


def test_a_code_nobody_listed_is_named() -> None:
    assert say(errors.trouble(99999).reason) == "平台报了错误 99999，还没有登记过"


def test_no_words_are_kept_for_reasons_nobody_gives() -> None:
    assert sorted(set(WORDS) - every()) == []
