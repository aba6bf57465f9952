"""The phone of whoever is invited, for those the register does not know yet."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("phone", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("invitations") as table:
        table.drop_column("phone")
