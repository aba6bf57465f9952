"""Every pattern of the house, and texts made to hold it up."""

import ast
import gc
import importlib
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from core import late

ROOT = Path(__file__).parents[1]
ROOMS = (
    "core content db nlp dialog handlers community outbox scheduler wechat web ops sheets"
).split()
METHODS = {"search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}
LEAVES = (str, bytes, int, float, type(None), re.Pattern)
COMMON = (
    "1",
    "12 ",
    "一",
    " ",
    "　",
    "\n",
    "，",
    "、",
    "。",
    "a",
    "好",
    "的",
    "号",
    "我",
    "-",
    ":",
    "（",
)


def modules() -> dict[str, Path]:
    """Return our modules by name; migrations are run by their own tool."""
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
        if "migrations" not in path.parts
    }


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and how it is put to texts."""

    pattern: re.Pattern[str]
    where: str
    methods: frozenset[str]


def all_used() -> list[Used]:
    """Return every pattern that can be reached from a module, and every literal given to `re`."""
    found: dict[re.Pattern[str], set[tuple[str, str]]] = defaultdict(set)
    for name in modules():
        importlib.import_module(name)
    late.compile_all()
    for name in modules():
        for attribute, pattern in _reached(importlib.import_module(name)):
            if isinstance(pattern.pattern, str):
                found[pattern].add((name, attribute))
    calls = _calls()
    used = [
        Used(pattern, f"{module}.{name}", _methods(pattern, module, name, calls))
        for pattern, homes in found.items()
        for module, name in sorted(homes)[:1]
    ]
    return used + list(_literals())


def _reached(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield what hangs on a module's own names, however deep in containers, classes or closures."""
    seen: set[int] = set()
    for attribute, value in list(vars(module).items()):
        if attribute.startswith("__") or isinstance(value, ModuleType):
            continue
        waiting = [value]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, re.Pattern):
                yield attribute, thing
            if isinstance(thing, LEAVES) or id(thing) in seen or not _is_ours(thing, module):
                continue
            seen.add(id(thing))
            waiting += _inside(thing)


def _inside(thing: Any) -> list[Any]:
    """Return what hangs on a thing; of a function what it has kept, not all its module knows."""
    if isinstance(thing, FunctionType):
        return [*(thing.__closure__ or ()), *(thing.__defaults__ or ())]
    return [] if isinstance(thing, dict) and "__spec__" in thing else gc.get_referents(thing)


def _is_ours(thing: Any, module: ModuleType) -> bool:
    """Tell what to look into: containers, and what this module itself defines."""
    if isinstance(thing, ModuleType):
        return False
    home = thing.__module__ if isinstance(thing, type) else type(thing).__module__
    return home in {"builtins", "functools", "collections", "types", "mappingproxy"} or (
        str(home).split(".")[0] in ROOMS
    )


@cache
def _trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text("utf-8")) for name, path in modules().items()}


@cache
def _calls() -> dict[tuple[str, str], set[str]]:
    """Return by (module, name of what is asked) how patterns are used; "" asks for all of a module."""
    found = defaultdict(set)
    for module, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                asked = node.value
                name = getattr(asked, "attr", None) or getattr(asked, "id", "?")
                if name != "re":
                    found[module, name].add(node.attr)
                    found["", name].add(node.attr)
                    found[module, ""].add(node.attr)
    return dict(found)


def _methods(
    pattern: re.Pattern[str], module: str, name: str, calls: dict[tuple[str, str], set[str]]
) -> frozenset[str]:
    for key in ((module, name), ("", name), (module, "")):
        if key in calls:
            return frozenset(calls[key])
    return frozenset({"fullmatch"})


def _literals() -> Iterator[Used]:
    for name, tree in _trees().items():
        space = vars(sys.modules[name])
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            if not (isinstance(owner, ast.Name) and owner.id == "re"):
                continue
            method = "search" if node.func.attr == "compile" else node.func.attr
            text = _value(node.args[0], space) if node.args else None
            if method in METHODS and isinstance(text, str) and node.func.attr != "compile":
                yield Used(re.compile(text), f"{name}:{node.lineno}", frozenset({method}))


def _value(node: ast.expr, space: dict[str, Any]) -> Any:
    """Return what an expression of constants and names of the module is; None where it is neither."""
    try:
        return eval(compile(ast.Expression(node), "?", "eval"), dict(space))  # noqa: S307 - our own source
    except Exception:
        return None


# -- texts ---------------------------------------------------------------------------------


def attacks(pattern: re.Pattern[str], length: int, most: int = 8) -> Iterator[str]:
    """Yield texts of this length: what leads to a repeat, the repeated over and over, what fails it."""
    parsed = re._parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)  # type: ignore[attr-defined]
    heads_and_pieces = [*_repeats(parsed, ""), *(("", piece) for piece in COMMON)]
    unique = list(dict.fromkeys((head, piece) for head, piece in heads_and_pieces if piece))
    random.Random(7).shuffle(unique)
    for head, piece in unique[:most]:
        for tail in ("", "!\n§"):
            yield head + (piece * (length // len(piece) + 1))[:length] + tail


def _repeats(items: Any, before: str) -> Iterator[tuple[str, str]]:
    """Yield (what may stand before, one turn) of every repeat in a parsed pattern, and pairs of turns."""
    head = before
    for op, given in items:
        name = str(op)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            low, high, inner = given
            yield from _repeats(inner, head)
            if str(high) == "MAXREPEAT" or high > 3:
                yield from ((head, turn) for turn in _turns(inner))
            head += sample(inner) * low
            continue
        for part in _parts(name, given):
            yield from _repeats(part, head)
        head += sample([(op, given)])
    if head != before:
        yield before, head[len(before) :]


def _parts(name: str, given: Any) -> list[Any]:
    if name == "SUBPATTERN":
        return [given[3]]
    if name == "BRANCH":
        return list(given[1])
    if name in {"ASSERT", "ASSERT_NOT"}:
        return [given[1]]
    return [given] if name == "ATOMIC_GROUP" else []


def _turns(inner: Any) -> list[str]:
    """Return samples of one turn: of each branch, or of each kind of character."""
    items = list(inner)
    if len(items) == 1:
        op, given = items[0]
        if str(op) == "SUBPATTERN":
            return _turns(given[3])
        if str(op) == "BRANCH":
            return [sample(branch) for branch in given[1]]
        if str(op) == "IN":
            return [_member([one]) for one in given[:6] if str(one[0]) != "NEGATE"] + [
                _member(given)
            ]
    return [sample(items)]


def sample(items: Any) -> str:
    """Return one text these parsed items match, as far as that is simple."""
    return "".join(_SAMPLES[str(op)](given) for op, given in items if str(op) in _SAMPLES)


_SAMPLES: dict[str, Callable[[Any], str]] = {
    "LITERAL": chr,
    "NOT_LITERAL": lambda given: "x" if given != ord("x") else "y",
    "ANY": lambda given: "x",
    "IN": lambda given: _member(given),
    "MAX_REPEAT": lambda given: sample(given[2]) * max(given[0], min(1, given[1])),
    "BRANCH": lambda given: sample(given[1][0]),
    "SUBPATTERN": lambda given: sample(given[3]),
    "ATOMIC_GROUP": lambda given: sample(given),
}
_SAMPLES["MIN_REPEAT"] = _SAMPLES["POSSESSIVE_REPEAT"] = _SAMPLES["MAX_REPEAT"]

_CATEGORIES = {
    "CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a",
    "CATEGORY_NOT_DIGIT": "好", "CATEGORY_NOT_SPACE": "好", "CATEGORY_NOT_WORD": "，",
}  # fmt: skip


def _member(given: Any) -> str:
    """Return one character of a class."""
    if str(given[0][0]) == "NEGATE":
        taken = re.compile(f"[{re.escape(''.join(_member([one]) for one in given[1:]))}]")
        return next((c for c in "好x1 ，\n" if not taken.match(c)), "ǂ")
    op, value = given[0]
    if str(op) == "LITERAL":
        return chr(value)
    if str(op) == "RANGE":
        return chr(value[0])
    return _CATEGORIES.get(str(value), "a")
