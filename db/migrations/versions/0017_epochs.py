"""Epochs, and numbers people say are never given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# “N12”, “收到 12”, “R7”, “答复 3”: tables whose numbers people say.
SPOKEN = ("notices", "items", "questions", "entries", "rules")


def upgrade() -> None:
    op.create_table(
        "epochs",
        sa.Column("id", Id, nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("copied_at", sa.DateTime(), nullable=False),
        sa.Column("numbers_from", Id, nullable=False),
        sa.Column("held", Id, nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epochs")),
    )
    op.create_table(
        "sent_counts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sent_counts")),
    )
    _count_on(autoincrement=True)


def downgrade() -> None:
    op.drop_table("sent_counts")
    op.drop_table("epochs")
    op.execute("UPDATE deliveries SET status = 'queued' WHERE status = 'held'")
    _count_on(autoincrement=False)


def _count_on(*, autoincrement: bool) -> None:
    """Let SQLite go on counting where it was, as PostgreSQL does, though the last row is gone."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in SPOKEN:
        how = {"sqlite_autoincrement": autoincrement}
        with op.batch_alter_table(table, recreate="always", table_kwargs=how):
            pass
