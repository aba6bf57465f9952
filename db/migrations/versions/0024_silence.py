"""When a household is asked next, how it wants to be asked, and who must be rung."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id
from db.types import keyring_of

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

slots = sa.table(
    "slots_due",
    *map(sa.column, ("state", "opens_at", "asked_at", "asks_at", "times_asked")),
)
INDEX = "ix_slots_due_state_asks_at"


def upgrade() -> None:
    # In place: where SQLite makes a table anew, whatever points to a row of it lets go.
    op.add_column("slots_due", sa.Column("asks_at", sa.DateTime()))
    op.add_column("slots_due", sa.Column("times_asked", Id, nullable=False, server_default="0"))
    op.execute(sa.update(slots).where(slots.c.asked_at.is_not(None)).values(times_asked=1))
    unasked = (slots.c.state == "open") & slots.c.asked_at.is_(None)
    op.execute(sa.update(slots).where(unasked).values(asks_at=slots.c.opens_at))
    op.create_index(INDEX, "slots_due", ["state", "asks_at"])
    op.add_column("episodes", sa.Column("closely_until", sa.Date()))
    op.add_column("items", sa.Column("holds_minutes", Id))
    op.create_table(
        "reminder_wishes",
        sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("minutes", Id),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("person_id", "part"),
    )
    op.create_table(
        "call_lists",
        sa.Column("id", Id, primary_key=True),
        sa.Column("unit_id", Id, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.UniqueConstraint("unit_id", "day"),
    )
    op.create_table(
        "call_rows",
        sa.Column(
            "list_id",
            Id,
            sa.ForeignKey("call_lists.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("number", Id, primary_key=True, autoincrement=False),
        sa.Column(
            "household_id", Id, sa.ForeignKey("households.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("result", sa.String()),
        sa.Column("told_by", Id, sa.ForeignKey("people.id")),
        sa.Column("told_at", sa.DateTime()),
        sa.UniqueConstraint("list_id", "household_id"),
    )

    op.create_table(
        "stuck_loops",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("found", Id, nullable=False),
        sa.Column("repaired", Id, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    for table in ("stuck_loops", "call_rows", "call_lists", "reminder_wishes"):
        op.drop_table(table)
    # The version before knows nothing of silence: nobody was reached, it would say.
    ring = keyring_of(op.get_bind().dialect)
    items = sa.table("items", sa.column("kind"))
    silence, unreached = (ring.index(word, "items.kind") for word in ("silence", "unreached"))
    op.execute(sa.update(items).where(items.c.kind == silence).values(kind=unreached))
    op.drop_column("items", "holds_minutes")
    op.drop_column("episodes", "closely_until")
    op.drop_index(INDEX, table_name="slots_due")
    op.drop_column("slots_due", "times_asked")
    op.drop_column("slots_due", "asks_at")
