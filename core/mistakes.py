"""What pydantic complains of, in sentences for operators."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from core.environment import is_section

_SENTENCES = {
    "missing": "没有写",
    "int_type": "要写整数",
    "int_parsing": "要写整数",
    "int_from_float": "要写整数",
    "float_type": "要写数字",
    "float_parsing": "要写数字",
    "string_type": "要写文字；数字、yes、no 也要加引号",
    "list_type": '要写成清单：[甲, 乙]；在环境变量里写成 ["甲", "乙"]',
    "dict_type": "下面要一行一项地写，例如 名称: 值",
    "model_type": "这是一节，下面要一行一项地写设置",
    "bool_type": "只能写 true 或 false",
    "bool_parsing": "只能写 true 或 false",
    "time_parsing": '要写时刻，例如 "07:00"',
    "date_from_datetime_parsing": "要写日期，例如 2026-11-29",
    "date_parsing": "要写日期，例如 2026-11-29",
    "path_type": "要写文件或文件夹的位置",
}
_LIMITS = {
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "要大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "要小于 {lt}",
    "string_pattern_mismatch": "写法不对，要符合 {pattern}",
    "string_too_short": "至少要写 {min_length} 个字",
    "string_too_long": "太长了，最多 {max_length} 个字",
    "too_short": "至少要写 {min_length} 项",
    "too_long": "太多了，最多 {max_length} 项",
}
NOT_YAML = "这一行附近不合 YAML 的写法，请检查缩进、引号、括号和冒号后面的空格"
_MARK = "[key]"  # how pydantic says that a name in a mapping is wrong, not its value


def sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say what is wrong with one key, and what to write instead."""
    kind, steps = error["type"], error["loc"]
    if kind in {"extra_forbidden", "invalid_key"}:
        return f"没有这个设置{_perhaps(steps, model)}"
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind in {"literal_error", "enum"}:
        allowed = re.findall("'([^']+)'", str(error.get("ctx", {}).get("expected")))
        return f"只能写 {'、'.join(allowed)}"
    if kind.startswith(("int_", "greater_than", "less_than")) and (
        both := _between(_field(steps, model))
    ):
        return both
    if kind in _LIMITS:
        return _LIMITS[kind].format(**error.get("ctx", {}))
    return _SENTENCES.get(kind, f"写法不对（{error['msg']}）")


def key(steps: Iterable[int | str]) -> str:
    return ".".join(str(step) for step in steps if step != _MARK)


def _perhaps(steps: Sequence[int | str], model: type[BaseModel]) -> str:
    """Return the key that may have been meant."""
    *above, name = steps
    owner = _model(above, model)
    near = get_close_matches(str(name), owner.model_fields if owner else (), 1)
    return f"；是不是 {key([*above, *near])}？" if near else ""


def _between(info: FieldInfo | None) -> str | None:
    """Say both ends of a whole number's range, if it has them."""
    low, high = (_bound(info, name) if info else None for name in ("ge", "le"))
    if info is None or info.annotation is not int or low is None or high is None:
        return None
    return f"要写 {low} 到 {high} 之间的整数，例如 {info.default}"


def _bound(info: FieldInfo, name: str) -> int | None:
    return next((getattr(m, name) for m in info.metadata if hasattr(m, name)), None)


def _model(steps: Iterable[int | str], model: type[BaseModel]) -> type[BaseModel] | None:
    at: Any = model
    for step in steps:
        info = at.model_fields.get(str(step)) if is_section(at) else None
        at = info.annotation if info else None
    return at if is_section(at) else None


def _field(steps: Sequence[int | str], model: type[BaseModel]) -> FieldInfo | None:
    owner = _model(steps[:-1], model)
    return owner.model_fields.get(str(steps[-1])) if owner else None
