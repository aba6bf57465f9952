"""A known sealed value tells whether the key file is the right one, and its row takes a write."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "store_checks",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("known", sa.Text(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_store_checks"),
    )


def downgrade() -> None:
    op.drop_table("store_checks")
