"""Questions are grouped with their like, and answered by a person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("questions") as table:
        table.add_column(sa.Column("group_id", Id, nullable=True))
        table.add_column(sa.Column("answer", sa.Text(), nullable=True))
        table.add_column(sa.Column("answered_by", Id, nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(), nullable=True))
        table.create_foreign_key(
            op.f("fk_questions_group_id"), "questions", ["group_id"], ["id"], ondelete="SET NULL"
        )
        table.create_foreign_key(
            op.f("fk_questions_answered_by"), "people", ["answered_by"], ["id"]
        )
        table.create_index(op.f("ix_questions_group_id"), ["group_id"])


def downgrade() -> None:
    with op.batch_alter_table("questions") as table:
        table.drop_index(op.f("ix_questions_group_id"))
        table.drop_constraint(op.f("fk_questions_answered_by"), type_="foreignkey")
        table.drop_constraint(op.f("fk_questions_group_id"), type_="foreignkey")
        for column in ("answered_at", "answered_by", "answer", "group_id"):
            table.drop_column(column)
