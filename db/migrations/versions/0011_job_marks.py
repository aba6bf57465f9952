"""What the clock has done has a table of its own; what somebody left unseen is found by an index."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

job_marks = sa.table(
    "job_marks", sa.column("period"), sa.column("job"), sa.column("at", sa.DateTime())
)
quotas = sa.table("quotas", sa.column("scope"), sa.column("period"), sa.column("used"))
IS_MARK = sa.or_(quotas.c.scope.startswith("slots:"), quotas.c.scope == "retention")


def upgrade() -> None:
    op.create_table(
        "job_marks",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("period", "job", name=op.f("pk_job_marks")),
    )
    db = op.get_bind()
    moved = [
        {"job": row.scope, "period": row.period, "at": _begin(row.period)}
        for row in db.execute(sa.select(quotas.c.scope, quotas.c.period).where(IS_MARK))
    ]
    if moved:
        db.execute(sa.insert(job_marks), moved)
    db.execute(sa.delete(quotas).where(IS_MARK))
    is_unseen = sa.text("intent = 'unseen'")
    op.create_index(
        "ix_turns_unseen", "turns", ["at"], sqlite_where=is_unseen, postgresql_where=is_unseen
    )


def _begin(period: str) -> datetime:
    """Return when the day began: the ledger did not say when within it."""
    return datetime.fromisoformat(period)


def downgrade() -> None:
    op.drop_index("ix_turns_unseen", table_name="turns")
    db = op.get_bind()
    back = [
        {"scope": row.job, "period": row.period, "used": 1}
        for row in db.execute(sa.select(job_marks.c.job, job_marks.c.period))
    ]
    if back:
        db.execute(sa.insert(quotas), back)
    op.drop_table("job_marks")
