"""What a contact's row tells at a glance: whether a conversation is open, whether they called for help."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contacts") as table:
        table.add_column(sa.Column("talking_until", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("called_at", sa.DateTime(), nullable=True))
    # Whoever is in the middle of something, or has called lately, stays so.
    op.execute(
        "UPDATE contacts SET talking_until = (SELECT expires_at FROM conversations"
        " WHERE conversations.contact_id = contacts.id)"
    )
    op.execute(
        "UPDATE contacts SET called_at = (SELECT max(raised_at) FROM tickets"
        " WHERE tickets.contact_id = contacts.id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("contacts") as table:
        table.drop_column("called_at")
        table.drop_column("talking_until")
