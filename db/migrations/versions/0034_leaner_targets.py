"""Whom a notice is for is found by the index that keeps them from being there twice; fewer looks per row."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TARGETS = "notice_targets"
WHOM = ("household_id", "person_id")
HAS_PERSON = "person_id IS NOT NULL"
# PostgreSQL looks for each of these row by row (see db/models/speaking.py).
UNCHECKED = (
    (TARGETS, "person_id", "people"),
    ("deliveries", "item_id", "items"),
    ("deliveries", "instead_of", "deliveries"),
)


def upgrade() -> None:
    for whom in WHOM:
        op.drop_index(f"ix_{TARGETS}_{whom}", TARGETS)
    with op.batch_alter_table(TARGETS) as table:
        for whom in WHOM:
            table.drop_constraint(f"uq_{TARGETS}_notice_id_{whom}", type_="unique")
    _index(["household_id", "notice_id"], is_unique=True)
    _index(["person_id", "notice_id"], HAS_PERSON, is_unique=True)
    if _is_postgresql():
        for name, column, _ in UNCHECKED:
            op.drop_constraint(_name_of(name, column), name, type_="foreignkey")


def downgrade() -> None:
    if _is_postgresql():
        for of, column, other in UNCHECKED:
            name = f"fk_{of}_{column}" + (f"_{other}" if of == TARGETS else "")
            op.create_foreign_key(name, of, other, [column], ["id"])
    for whom in WHOM:
        op.drop_index(f"ix_{TARGETS}_{whom}", TARGETS)
    with op.batch_alter_table(TARGETS) as table:
        for whom in WHOM:
            table.create_unique_constraint(f"uq_{TARGETS}_notice_id_{whom}", ["notice_id", whom])
    _index(["household_id"])
    _index(["person_id"], HAS_PERSON)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _index(columns: Sequence[str], where: str | None = None, *, is_unique: bool = False) -> None:
    name, only = f"ix_{TARGETS}_{columns[0]}", sa.text(where) if where else None
    op.create_index(
        name, TARGETS, columns, unique=is_unique, sqlite_where=only, postgresql_where=only
    )


def _name_of(table: str, column: str) -> str:
    keys = sa.inspect(op.get_bind()).get_foreign_keys(table)
    return next(str(key["name"]) for key in keys if key["constrained_columns"] == [column])
