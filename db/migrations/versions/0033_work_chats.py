"""Groups of the enterprise that the app made."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id
from db.types import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_chats",
        sa.Column("id", Id, nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("author_id", Id),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("wants_board", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_work_chats_unit_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_work_chats_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_chats")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_work_chats_chat_id")),
        sa.UniqueConstraint("name", name=op.f("uq_work_chats_name")),
    )
    for name in ("unit_id", "author_id"):
        op.create_index(op.f(f"ix_work_chats_{name}"), "work_chats", [name])


def downgrade() -> None:
    op.drop_table("work_chats")
