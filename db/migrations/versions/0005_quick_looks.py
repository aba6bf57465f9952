"""What is asked of tickets and questions at every message is found without reading them all."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_tickets_contact_id"), "tickets", ["contact_id"])
    op.create_index("ix_questions_group_id_state", "questions", ["group_id", "state"])
    op.drop_index(op.f("ix_questions_group_id"), table_name="questions")


def downgrade() -> None:
    op.create_index(op.f("ix_questions_group_id"), "questions", ["group_id"])
    op.drop_index("ix_questions_group_id_state", table_name="questions")
    op.drop_index(op.f("ix_tickets_contact_id"), table_name="tickets")
