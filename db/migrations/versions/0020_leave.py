"""Leave of all one's posts at once, substitutes the secretary accepts, nights of the duty roster."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

posts = sa.table("posts", *map(sa.column, ("until_on", "over_at")))
absences = sa.table("absences", *map(sa.column, ("id", "leave_id", "asked_at", "accepted_at")))
MOMENTS = ("begins_at", "ends_at", "resigned_at", "over_at")
SWAPPED = ("begins_at", "ends_at", "in_return_from", "in_return_until", "asked_at")


def upgrade() -> None:
    with op.batch_alter_table("posts") as table:
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime()))
        table.add_column(sa.Column("warned", Id, nullable=False, server_default="0"))
    with op.batch_alter_table("posts") as table:
        table.alter_column("warned", server_default=None)
    with op.batch_alter_table("absences") as table:
        table.add_column(sa.Column("leave_id", Id))
        table.add_column(sa.Column("accepted_at", sa.DateTime()))
    op.create_index(op.f("ix_absences_leave_id"), "absences", ["leave_id"])
    op.create_table(
        "swaps",
        sa.Column("id", Id, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in ("asker_id", "other_id")),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in SWAPPED),
        sa.Column("answered_at", sa.DateTime()),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_swaps_{name}"))
            for name in ("asker_id", "other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swaps")),
    )
    op.create_index(op.f("ix_swaps_other_id"), "swaps", ["other_id"])
    # Nobody is told anew of what is long settled.
    is_over = posts.c.until_on < sa.func.current_date()
    op.execute(sa.update(posts).where(is_over).values(over_at=sa.func.now()))
    op.execute(sa.update(absences).values(leave_id=absences.c.id, accepted_at=absences.c.asked_at))


def downgrade() -> None:
    op.drop_table("swaps")
    op.drop_index(op.f("ix_absences_leave_id"), "absences")
    with op.batch_alter_table("absences") as table:
        table.drop_column("accepted_at")
        table.drop_column("leave_id")
    with op.batch_alter_table("posts") as table:
        for name in ("warned", *MOMENTS):
            table.drop_column(name)
