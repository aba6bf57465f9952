"""A road that rests knows since when, and what is in hand which address it is for."""

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("address_id", Id, nullable=True))
    op.add_column("quotas", sa.Column("since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("quotas", "since")
    op.drop_column("deliveries", "address_id")
