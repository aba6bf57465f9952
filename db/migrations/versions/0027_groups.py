"""Answers a platform comes back for, and lists that go round in groups."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id
from db.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "streams",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("begun_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_streams_begun_at", "streams", ["begun_at"])
    op.create_table(
        "rolls",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author_id", Id),
        sa.Column("begun_at", UtcDateTime, nullable=False),
        sa.Column("touched_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_rolls_unit_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_rolls_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rolls")),
    )
    for name in ("unit_id", "touched_at"):
        op.create_index(op.f(f"ix_rolls_{name}"), "rolls", [name])
    op.create_table(
        "roll_rows",
        sa.Column("roll_id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_roll_rows_{name}"), ondelete="CASCADE"
            )
            for name, table in (("roll_id", "rolls"), ("household_id", "households"))
        ),
        sa.PrimaryKeyConstraint("roll_id", "household_id", name=op.f("pk_roll_rows")),
    )


def downgrade() -> None:
    op.drop_table("roll_rows")
    op.drop_table("rolls")
    op.drop_table("streams")
