"""When somebody was told that a sample is late, and its household that it is due tomorrow."""

import sqlalchemy as sa
from alembic import op

from db.types import keyring_of

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("samples", sa.Column("late_at", sa.DateTime()))
    op.add_column("samples", sa.Column("eve_at", sa.DateTime()))


def downgrade() -> None:
    # The version before knows no such kind: a release is what it would have been told of.
    ring = keyring_of(op.get_bind().dialect)
    items = sa.table("items", sa.column("kind"))
    sample, release = (ring.index(word, "items.kind") for word in ("sample", "release"))
    op.execute(sa.update(items).where(items.c.kind == sample).values(kind=release))
    op.drop_column("samples", "eve_at")
    op.drop_column("samples", "late_at")
