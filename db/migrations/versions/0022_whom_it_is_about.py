"""The post a complaint is about: whoever holds it is never told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as table:
        table.add_column(sa.Column("avoids", sa.String(32)))


def downgrade() -> None:
    with op.batch_alter_table("items") as table:
        table.drop_column("avoids")
