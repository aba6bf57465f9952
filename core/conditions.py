"""Conditions over the answers of a form: “tables_ge: 5”, “kind: 白事”."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Condition = Mapping[str, Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "ge": lambda answer, value: bool(answer >= value),
    "gt": lambda answer, value: bool(answer > value),
    "le": lambda answer, value: bool(answer <= value),
    "lt": lambda answer, value: bool(answer < value),
    "in": lambda answer, value: answer in value,
    "not": lambda answer, value: bool(answer != value),
}
_NUMBERS = {"ge", "gt", "le", "lt"}


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Tell whether all of a condition is true; what was not answered fulfils nothing."""
    return all(_is_true(key, value, answers) for key, value in condition.items())


def any_holds(conditions: Sequence[Condition], answers: Mapping[str, Any]) -> bool:
    return any(holds(condition, answers) for condition in conditions)


def _is_true(key: str, value: Any, answers: Mapping[str, Any]) -> bool:
    name, op = split(key, answers)
    if name not in answers:
        return False
    if op is None:
        return bool(answers[name] == value)
    if op in _NUMBERS and not isinstance(answers[name], int | float):
        return False
    return _COMPARE[op](answers[name], value)


def split(key: str, names: Mapping[str, Any] | Sequence[str]) -> tuple[str, str | None]:
    """Return the field and the comparison a key names; a field's own name goes first."""
    if key in names:
        return key, None
    name, _, op = key.rpartition("_")
    return (name, op) if name and op in _COMPARE else (key, None)


def mistakes(condition: Condition, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong with it)."""
    for key, value in condition.items():
        name, op = split(key, names)
        if name not in names:
            yield key, f"前面没有叫 {name} 的一问"
        elif op in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield key, f"{op} 要和数字比，不能写 {value}"
        elif op == "in" and not isinstance(value, list):
            yield key, "in 后面要写成清单：[甲, 乙]"
