"""A large notice is planned piece by piece, and each notice finds its own share of the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

OLD, NEW = "ix_deliveries_notice_id_status", "ix_deliveries_share"


def upgrade() -> None:
    op.add_column("notices", sa.Column("planning", sa.JSON()))
    op.create_index(NEW, "deliveries", ["notice_id", "status", "urgency", "due_at"])
    op.drop_index(OLD, "deliveries")


def downgrade() -> None:
    op.create_index(OLD, "deliveries", ["notice_id", "status"])
    op.drop_index(NEW, "deliveries")
    op.drop_column("notices", "planning")
