"""Naming many rows in one statement whose words stay the same, however many they are.

Spelled out, a list of numbers is another statement each time: PostgreSQL reads and plans it anew,
and the driver takes it apart number by number.
"""

from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean, Integer


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


@compiles(Among, "sqlite")
def _spelled_out(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    """SQLite reads a list faster than JSON, and plans nothing anew that would be dear."""
    listed = element.column.in_(bindparam(element.numbers.key, expanding=True))
    return compiler.process(listed, **given)


@compiles(Among, "postgresql")
def _any_of(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column = compiler.process(element.column, **given)
    return f"{column} = ANY({compiler.process(element.numbers, **given)})"
