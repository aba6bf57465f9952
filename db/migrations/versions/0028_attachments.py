"""Pictures and places that were sent, and where the code of a door is shown."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id
from db.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("contact_id", Id),
        sa.Column("item_id", Id),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}s.id"], name=op.f(f"fk_attachments_{name}_id"),
                ondelete="CASCADE",
            )
            for name in ("contact", "item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )  # fmt: skip
    op.add_column("units", sa.Column("code_picture", sa.String()))
    for name in ("contact_id", "item_id", "expires_at"):
        op.create_index(op.f(f"ix_attachments_{name}"), "attachments", [name])


def downgrade() -> None:
    op.drop_column("units", "code_picture")
    op.drop_table("attachments")
