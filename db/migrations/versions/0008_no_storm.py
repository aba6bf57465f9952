"""How often somebody was told of a ticket, since when nobody is left, and what is sent first."""

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What waits from before: notices last, alerts about danger and fever first.
_URGENCIES = """
    UPDATE deliveries SET urgency = CASE
        WHEN kind = 'notice' THEN 3
        WHEN ticket_id IN (SELECT id FROM tickets WHERE kind = 'danger') THEN 0
        WHEN ticket_id IN (SELECT id FROM tickets WHERE kind = 'fever') THEN 1
        ELSE 2 END
    WHERE status = 'queued'
"""
# Copies of one alert, made before anybody was told at most once: the newest is enough.
_COPIES = """
    UPDATE deliveries SET status = 'cancelled', reason = 'taken_back'
    WHERE status = 'queued' AND kind = 'alert' AND ticket_id IS NOT NULL AND id NOT IN (
        SELECT max(id) FROM deliveries
        WHERE status = 'queued' AND kind = 'alert' AND ticket_id IS NOT NULL
        GROUP BY ticket_id, person_id)
"""
# And what waits about a ticket somebody has answered.
_ANSWERED = """
    UPDATE deliveries SET status = 'cancelled', reason = 'taken'
    WHERE status = 'queued' AND kind = 'alert'
    AND ticket_id IN (SELECT id FROM tickets WHERE state <> 'open')
"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("stuck_at", sa.DateTime(), nullable=True))
    zero = sa.text("0")
    op.add_column("escalations", sa.Column("insisted", Id, nullable=False, server_default=zero))
    op.add_column("escalations", sa.Column("updates", Id, nullable=False, server_default=zero))
    op.add_column("escalations", sa.Column("updated_at", sa.DateTime(), nullable=True))
    two = sa.text("2")
    op.add_column("deliveries", sa.Column("urgency", Id, nullable=False, server_default=two))
    op.drop_index("ix_deliveries_status_due_at", table_name="deliveries")
    op.create_index(
        "ix_deliveries_status_urgency_due_at", "deliveries", ["status", "urgency", "due_at"]
    )
    for statement in (_URGENCIES, _COPIES, _ANSWERED):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_deliveries_status_urgency_due_at", table_name="deliveries")
    op.create_index("ix_deliveries_status_due_at", "deliveries", ["status", "due_at"])
    op.drop_column("deliveries", "urgency")
    for column in ("updated_at", "updates", "insisted"):
        op.drop_column("escalations", column)
    op.drop_column("tickets", "stuck_at")
