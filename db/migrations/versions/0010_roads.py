"""Each try to bring a delivery to somebody is a row, and roads are called by their full names."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What the platform took was one try that went through.
_TAKEN = """
    INSERT INTO attempts (delivery_id, road, contact_id, at, platform_id)
    SELECT id, road, contact_id, wired_at, platform_id FROM deliveries
    WHERE wired_at IS NOT NULL AND road LIKE 'official.%'
"""
_NAMED = "UPDATE deliveries SET road = 'official.' || road WHERE road IN ('custom', 'template')"
_SHORT = "UPDATE deliveries SET road = substr(road, 10) WHERE road LIKE 'official.%'"
_BROUGHT_BACK = """
    UPDATE deliveries SET platform_id =
        (SELECT max(platform_id) FROM attempts WHERE delivery_id = deliveries.id AND reason IS NULL)
"""
# Who points to a delivery; an answer's delivery may stand in for another.
_POINTERS = (
    ("slots_due", "delivery_id"),
    ("corrections", "delivery_id"),
    ("deliveries", "instead_of"),
)


def upgrade() -> None:
    _rename("once", "idempotency_key")
    op.execute(_NAMED)
    _attempts()
    op.execute(_TAKEN)
    op.drop_index(op.f("ix_deliveries_platform_id"), "deliveries")
    for column in ("rung", "platform_id", "attempts"):
        op.drop_column("deliveries", column)


def downgrade() -> None:
    zero = sa.text("0")
    op.add_column("deliveries", sa.Column("rung", Id, nullable=False, server_default=zero))
    op.add_column("deliveries", sa.Column("attempts", Id, nullable=False, server_default=zero))
    op.add_column("deliveries", sa.Column("platform_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_deliveries_platform_id"), "deliveries", ["platform_id"])
    op.execute(_BROUGHT_BACK)
    op.execute(_SHORT)
    op.drop_table("attempts")
    _rename("idempotency_key", "once")


def _rename(old: str, new: str) -> None:
    """Rename a unique column, and its constraint with it."""
    op.execute(f"ALTER TABLE deliveries RENAME COLUMN {old} TO {new}")
    with _pointers_kept(), op.batch_alter_table("deliveries") as table:
        table.drop_constraint(op.f(f"uq_deliveries_{old}"), type_="unique")
        table.create_unique_constraint(op.f(f"uq_deliveries_{new}"), [new])


@contextmanager
def _pointers_kept() -> Iterator[None]:
    """SQLite makes the table anew, and dropping the old one lets go of who points to a row."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for table, column in _POINTERS:
        kept = f"kept_{table}_{column}"
        op.execute(
            f"CREATE TEMPORARY TABLE {kept} AS"
            f" SELECT id, {column} AS kept FROM {table} WHERE {column} IS NOT NULL"
        )
        op.execute(f"UPDATE {table} SET {column} = NULL WHERE {column} IS NOT NULL")
    yield
    for table, column in _POINTERS:
        kept = f"kept_{table}_{column}"
        op.execute(
            f"UPDATE {table} SET {column} = (SELECT kept FROM {kept} WHERE {kept}.id = {table}.id)"
            f" WHERE id IN (SELECT id FROM {kept})"
        )
        op.execute(f"DROP TABLE {kept}")


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("again_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_attempts_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_attempts_contact_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    for column in ("delivery_id", "contact_id", "platform_id"):
        op.create_index(op.f(f"ix_attempts_{column}"), "attempts", [column])
