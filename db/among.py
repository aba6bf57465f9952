"""Naming many rows in one statement whose words stay the same, however many they are.

Spelled out, a list of numbers is another statement each time: PostgreSQL reads and plans it anew,
and the driver takes it apart number by number.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean, Integer, String, TypeDecorator


class Among(ColumnElement[bool]):
    """Whether a column holds one of the numbers given by a name."""

    type = Boolean()
    _traverse_internals = [
        ("column", InternalTraversal.dp_clauseelement),
        ("numbers", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: Any, name: str) -> None:
        self.column = (
            column.__clause_element__() if hasattr(column, "__clause_element__") else column
        )
        self.numbers = bindparam(name, type_=ARRAY(Integer()))


class _AsJson(TypeDecorator[Sequence[int]]):
    """Numbers in one parameter: a list of marks would be spelled anew for each number of them."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: object) -> str:
        return json.dumps(list(value or ()))


@compiles(Among, "sqlite")
def _in_json(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column = compiler.process(element.column, **given)
    listed = compiler.process(bindparam(element.numbers.key, type_=_AsJson()), **given)
    return f"{column} IN (SELECT value FROM json_each({listed}))"


@compiles(Among, "postgresql")
def _any_of(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column = compiler.process(element.column, **given)
    return f"{column} = ANY({compiler.process(element.numbers, **given)})"
