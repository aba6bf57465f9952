"""Submissions have a deadline, an assignee, a history and a receipt; turns keep no platform's key."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("due_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("assignee_id", Id, nullable=True))
        table.add_column(sa.Column("receipt", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_submissions_assignee_id"), "people", ["assignee_id"], ["id"]
        )
        table.create_unique_constraint(op.f("uq_submissions_receipt"), ["receipt"])
        table.create_index(op.f("ix_submissions_due_at"), ["due_at"])
    with op.batch_alter_table("tickets") as table:
        table.add_column(sa.Column("decides", sa.String(32), nullable=True))
        table.add_column(
            sa.Column("judged", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE tickets SET judged = (kind = 'join')")
    with op.batch_alter_table("tickets") as table:
        table.alter_column("judged", server_default=None)
    op.create_table(
        "submission_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("submission_id", Id, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_events_submission_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_submission_events_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_events")),
    )
    op.create_index(
        op.f("ix_submission_events_submission_id"), "submission_events", ["submission_id"]
    )
    # What was heard before cannot be indexed here, without the keys: it is only known not to repeat.
    with op.batch_alter_table("turns") as table:
        table.alter_column("key", type_=sa.Text(), existing_type=sa.String(), nullable=False)
    op.execute("UPDATE turns SET key = 'heard before 0004: ' || id")


def downgrade() -> None:
    with op.batch_alter_table("turns") as table:
        table.alter_column("key", type_=sa.String(), existing_type=sa.Text(), nullable=False)
    op.drop_table("submission_events")
    with op.batch_alter_table("tickets") as table:
        table.drop_column("judged")
        table.drop_column("decides")
    with op.batch_alter_table("submissions") as table:
        table.drop_index(op.f("ix_submissions_due_at"))
        table.drop_constraint(op.f("uq_submissions_receipt"), type_="unique")
        table.drop_constraint(op.f("fk_submissions_assignee_id"), type_="foreignkey")
        for column in ("receipt", "assignee_id", "due_at"):
            table.drop_column(column)
