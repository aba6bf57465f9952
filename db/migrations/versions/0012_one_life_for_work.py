"""Tickets become items with one life; what was decided about a form is its item’s, not the form’s.

Constraints keep the names they were made with; only what is looked up by name is made anew.
Numbers stay: “收到 12” is still number 12.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RENAMED = (
    ("items", "climbs_at", "escalates_at"),
    ("items", "judged", "needs_decision"),
    ("items", "acknowledged_at", "taken_at"),
    ("items", "acknowledged_by", "owner_id"),
    ("deliveries", "ticket_id", "item_id"),
    ("questions", "ticket_id", "item_id"),
    ("steps", "ticket_id", "item_id"),
    ("steps", "step", "tier"),
)
_INDEXES = (  # (table, before, after, columns)
    ("items", "ix_tickets_state_climbs_at", "ix_items_state_escalates_at", "state, escalates_at"),
    ("items", "ix_tickets_person_id", "ix_items_person_id", "person_id"),
    ("items", "ix_tickets_contact_id", "ix_items_contact_id", "contact_id"),
    ("steps", "ix_escalations_person_id", "ix_steps_person_id", "person_id"),
    ("deliveries", "ix_deliveries_ticket_id", "ix_deliveries_item_id", "item_id"),
)
# What the form said of itself is said by its item now.
_LIVES = """
    UPDATE items SET
        state = CASE s.state
            WHEN 'confirmed' THEN CASE
                WHEN items.kind = 'help' THEN 'taken' ELSE 'done' END
            WHEN 'declined' THEN 'declined'
            WHEN 'cancelled' THEN 'withdrawn'
            ELSE 'open' END,
        due_at = s.due_at,
        owner_id = COALESCE(items.owner_id, s.decided_by),
        taken_at = COALESCE(items.taken_at, s.decided_at),
        closed_at = CASE WHEN s.state = 'confirmed' AND items.kind = 'help'
            THEN NULL ELSE s.decided_at END,
        late_at = CASE WHEN s.state = 'overdue' THEN COALESCE(
            (SELECT max(e.at) FROM submission_events e
             WHERE e.submission_id = s.id AND e.act = 'overdue'), s.due_at) END,
        asked_at = CASE WHEN s.state = 'asked' THEN
            (SELECT max(e.at) FROM submission_events e
             WHERE e.submission_id = s.id AND e.act = 'asked') END
    FROM submissions s WHERE s.id = items.submission_id
"""
_WITHOUT_FORM = """
    UPDATE items SET state = CASE state
        WHEN 'acknowledged' THEN 'taken'
        WHEN 'declined' THEN 'withdrawn'
        ELSE state END
    WHERE submission_id IS NULL
"""
_ACTS = (("confirmed", "done"), ("cancelled", "withdrawn"), ("overdue", "late"))


def upgrade() -> None:
    op.rename_table("tickets", "items")
    op.rename_table("escalations", "steps")
    for table, before, after in _RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    for table, before, after, columns in _INDEXES:
        op.drop_index(op.f(before), table_name=table)
        op.create_index(op.f(after), table, columns.split(", "))
    for column in ("due_at", "late_at", "asked_at", "closed_at"):
        op.add_column("items", sa.Column(column, sa.DateTime(), nullable=True))
    op.add_column("items", sa.Column("result", sa.Text(), nullable=True))
    op.create_index(op.f("ix_items_due_at"), "items", ["due_at"])
    op.create_index(op.f("ix_items_submission_id"), "items", ["submission_id"])
    with op.batch_alter_table("steps") as steps:
        steps.drop_constraint(op.f("uq_escalations_ticket_id_person_id"), type_="unique")
        steps.create_unique_constraint(op.f("uq_steps_item_id_person_id"), ["item_id", "person_id"])
        steps.add_column(sa.Column("delivery_id", Id, nullable=True))
        steps.create_foreign_key(
            op.f("fk_steps_delivery_id"),
            "deliveries",
            ["delivery_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.execute(_LIVES)
    op.execute(_WITHOUT_FORM)
    _events()
    with op.batch_alter_table("submissions") as forms:
        forms.drop_index("ix_submissions_form_state")
        forms.drop_index(op.f("ix_submissions_due_at"))
        for name in ("assignee_id", "decided_by", "unit_id"):
            forms.drop_constraint(op.f(f"fk_submissions_{name}"), type_="foreignkey")
        for name in ("state", "unit_id", "due_at", "assignee_id", "decided_at", "decided_by"):
            forms.drop_column(name)
        forms.create_index(op.f("ix_submissions_form"), ["form"])


def _events() -> None:
    """The history of a form is the history of its item."""
    op.create_table(
        "item_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_item_events_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_item_events_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_events")),
    )
    op.create_index(op.f("ix_item_events_item_id"), "item_events", ["item_id"])
    op.execute(
        "INSERT INTO item_events (item_id, act, at, actor_id, text)"
        " SELECT i.id, e.act, e.at, e.actor_id, e.text FROM submission_events e"
        " JOIN items i ON i.submission_id = e.submission_id ORDER BY e.id"
    )
    for before, after in _ACTS:
        op.execute(f"UPDATE item_events SET act = '{after}' WHERE act = '{before}'")
    op.drop_table("submission_events")


# -- back ---------------------------------------------------------------------------------

_STATES_BACK = """
    UPDATE submissions SET
        state = CASE
            WHEN i.state IN ('taken', 'done') THEN 'confirmed'
            WHEN i.state = 'declined' THEN 'declined'
            WHEN i.state = 'withdrawn' THEN 'cancelled'
            WHEN i.late_at IS NOT NULL THEN 'overdue'
            WHEN i.asked_at IS NOT NULL THEN 'asked'
            ELSE 'waiting' END,
        unit_id = i.unit_id, due_at = i.due_at, assignee_id = i.owner_id,
        decided_at = i.taken_at, decided_by = i.owner_id
    FROM items i WHERE i.submission_id = submissions.id
"""


def downgrade() -> None:
    with op.batch_alter_table("submissions") as forms:
        forms.drop_index(op.f("ix_submissions_form"))
        waiting = sa.Column("state", sa.String(32), nullable=False, server_default="waiting")
        forms.add_column(waiting)
        for name in ("unit_id", "assignee_id", "decided_by"):
            forms.add_column(sa.Column(name, Id, nullable=True))
        for name in ("due_at", "decided_at"):
            forms.add_column(sa.Column(name, sa.DateTime(), nullable=True))
        forms.create_foreign_key(op.f("fk_submissions_unit_id"), "units", ["unit_id"], ["id"])
        for name in ("assignee_id", "decided_by"):
            forms.create_foreign_key(op.f(f"fk_submissions_{name}"), "people", [name], ["id"])
        forms.create_index("ix_submissions_form_state", ["form", "state"])
        forms.create_index(op.f("ix_submissions_due_at"), ["due_at"])
    op.execute(_STATES_BACK)
    with op.batch_alter_table("submissions") as forms:
        forms.alter_column("state", server_default=None)
    _events_back()
    op.execute(
        "UPDATE items SET state = CASE WHEN state IN ('taken', 'done') THEN 'acknowledged'"
        " WHEN state = 'withdrawn' THEN 'declined' ELSE state END"
    )
    with op.batch_alter_table("steps") as steps:
        steps.drop_constraint(op.f("fk_steps_delivery_id"), type_="foreignkey")
        steps.drop_column("delivery_id")
        steps.drop_constraint(op.f("uq_steps_item_id_person_id"), type_="unique")
        steps.create_unique_constraint(
            op.f("uq_escalations_ticket_id_person_id"), ["item_id", "person_id"]
        )
    op.drop_index(op.f("ix_items_submission_id"), table_name="items")
    op.drop_index(op.f("ix_items_due_at"), table_name="items")
    for column in ("result", "closed_at", "asked_at", "late_at", "due_at"):
        op.drop_column("items", column)
    for table, _, after, _ in _INDEXES:
        op.drop_index(op.f(after), table_name=table)
    for table, before, after in _RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {after} TO {before}")
    old = {after: before for _, before, after in _RENAMED}
    for table, before, _, columns in _INDEXES:
        op.create_index(op.f(before), table, [old.get(c, c) for c in columns.split(", ")])
    op.rename_table("steps", "escalations")
    op.rename_table("items", "tickets")


def _events_back() -> None:
    op.create_table(
        "submission_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("submission_id", Id, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_events_submission_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_submission_events_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_events")),
    )
    op.create_index(
        op.f("ix_submission_events_submission_id"), "submission_events", ["submission_id"]
    )
    for before, after in _ACTS:
        op.execute(f"UPDATE item_events SET act = '{before}' WHERE act = '{after}'")
    op.execute(
        "INSERT INTO submission_events (submission_id, act, at, actor_id, text)"
        " SELECT i.submission_id, e.act, e.at, e.actor_id, e.text FROM item_events e"
        " JOIN items i ON i.id = e.item_id"
        " WHERE i.submission_id IS NOT NULL AND e.act NOT IN ('taken', 'returned') ORDER BY e.id"
    )
    op.drop_table("item_events")
