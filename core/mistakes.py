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
    "string_type": '要写文字；数字、yes、no 也要加引号，例如 "350902"',
    "string_too_short": "不能是空的",
    "list_type": '要写成清单：[甲, 乙]；在环境变量里写成 ["甲", "乙"]',
    "dict_type": "下面要一行一项地写，例如 名称: 值",
    "model_type": "这是一节，下面要一行一项地写设置",
    "path_type": "要写文件或文件夹的位置",
}
_MARK = "[key]"  # how pydantic says that a name in a mapping is wrong, not its value


def sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say what is wrong with one key, and what to write instead."""
    kind, steps = error["type"], error["loc"]
    if kind in {"extra_forbidden", "invalid_key"}:
        return f"没有这个设置{_perhaps(steps, model)}"
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind == "literal_error":
        allowed = re.findall("'([^']+)'", str(error.get("ctx", {}).get("expected")))
        return f"只能写 {'、'.join(allowed)}"
    if kind.startswith(("int_", "greater_than", "less_than")):
        return _whole_number(_field(steps, model))
    return _SENTENCES.get(kind, f"写法不对（{error['msg']}）")


def key(steps: Iterable[int | str]) -> str:
    return ".".join(str(step) for step in steps if step != _MARK)


def _perhaps(steps: Sequence[int | str], model: type[BaseModel]) -> str:
    """Return the key that may have been meant."""
    *above, name = steps
    owner = _model(above, model)
    near = get_close_matches(str(name), owner.model_fields if owner else (), 1)
    return f"；是不是 {key([*above, *near])}？" if near else ""


def _whole_number(info: FieldInfo | None) -> str:
    bounds = [_bound(info, name) for name in ("ge", "le")] if info else []
    if info is None or None in bounds:
        return "要写整数"
    low, high = bounds
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
