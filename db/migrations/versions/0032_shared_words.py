"""What many are owed lies once; what is done leaves the queue's index; fewer looks per row."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.types import Sealed, SealedJson

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None

# PostgreSQL looks for each of these row by row, and writes down that it did.
UNCHECKED = (
    ("deliveries", "contact_id", "contacts", "SET NULL"),
    ("deliveries", "person_id", "people", None),
    ("deliveries", "notice_id", "notices", None),
    ("attempts", "contact_id", "contacts", "SET NULL"),
    ("notice_targets", "notice_id", "notices", "CASCADE"),
    ("notice_targets", "unit_id", "units", None),
    ("notice_targets", "household_id", "households", None),
)
WAITS = "status = 'queued' OR status = 'sending'"
DUE, SHARE, ITEM = "ix_deliveries_due", "ix_deliveries_share", "ix_deliveries_item_id"
OLD_DUE = "ix_deliveries_status_urgency_due_at"
TARGETS, PERSON = "notice_targets", "ix_notice_targets_person_id"
KEY, TURN = "uq_deliveries_idempotency_key", "uq_deliveries_turn_id"
NEW_TURN = "ix_deliveries_turn_id"
ORDER = ["status", "urgency", "due_at"]


def upgrade() -> None:
    op.create_table(
        "shared_words",
        sa.Column("id", Id, primary_key=True),
        sa.Column("text", Sealed("shared_words.text"), nullable=False),
        sa.Column("fields", SealedJson("shared_words.fields")),
    )
    for name in (OLD_DUE, SHARE, ITEM):
        op.drop_index(name, "deliveries")
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("shared_id", Id))
        for name in (KEY, TURN):
            table.drop_constraint(name, type_="unique")
    _index(NEW_TURN, ["turn_id"], "turn_id IS NOT NULL", is_unique=True)
    _index(DUE, [*ORDER, "id"], WAITS)
    _index(SHARE, ["notice_id", *ORDER, "id"])
    _index(ITEM, ["item_id"], "item_id IS NOT NULL")
    op.drop_index(PERSON, TARGETS)
    _index(PERSON, ["person_id"], "person_id IS NOT NULL", of=TARGETS)
    if op.get_bind().dialect.name == "postgresql":
        for name, column, _, _ in UNCHECKED:
            op.drop_constraint(_name_of(name, column), name, type_="foreignkey")


def _name_of(table: str, column: str) -> str:
    keys = sa.inspect(op.get_bind()).get_foreign_keys(table)
    return next(str(key["name"]) for key in keys if key["constrained_columns"] == [column])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for of, column, other, gone in UNCHECKED:
            name = f"fk_{of}_{column}" + (f"_{other}" if of == TARGETS else "")
            op.create_foreign_key(name, of, other, [column], ["id"], ondelete=gone)
    op.drop_index(PERSON, TARGETS)
    _index(PERSON, ["person_id"], of=TARGETS)
    _words_to_each()
    for name in (DUE, SHARE, ITEM, NEW_TURN):
        op.drop_index(name, "deliveries")
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("shared_id")
        table.create_unique_constraint(KEY, ["idempotency_key"])
        table.create_unique_constraint(TURN, ["turn_id"])
    _index(OLD_DUE, ORDER)
    _index(SHARE, ["notice_id", *ORDER])
    _index(ITEM, ["item_id"])
    op.drop_table("shared_words")


def _index(
    name: str,
    columns: list[str],
    where: str | None = None,
    *,
    is_unique: bool = False,
    of: str = "deliveries",
) -> None:
    only = sa.text(where) if where else None
    held: dict[str, Any] = {"sqlite_where": only, "postgresql_where": only}
    op.create_index(name, of, columns, unique=is_unique, **held)


def _words_to_each() -> None:
    """Give everybody their own copy again; a seal opens only in the column it was made for."""
    link = op.get_bind()
    words = sa.table(
        "shared_words",
        sa.column("id", sa.Integer()),
        sa.column("text", Sealed("shared_words.text")),
        sa.column("fields", SealedJson("shared_words.fields")),
    )
    owed = sa.table(
        "deliveries",
        sa.column("shared_id", sa.Integer()),
        sa.column("text", Sealed("deliveries.text")),
        sa.column("fields", SealedJson("deliveries.fields")),
    )
    for number, text, fields in link.execute(sa.select(words.c.id, words.c.text, words.c.fields)):
        mine = sa.update(owed).where(owed.c.shared_id == number)
        link.execute(mine.values(text=text, fields=fields))
