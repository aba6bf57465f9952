"""Notices end and replace each other, answers of staff become entries, and use is told of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _questions()
    _notices()
    _feedback()
    _staff_entries()


def _questions() -> None:
    with op.batch_alter_table("questions") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=32), nullable=False, server_default="question")
        )
        table.add_column(sa.Column("given", sa.String(), nullable=True))
        table.add_column(sa.Column("until", sa.Date(), nullable=True))
        table.add_column(sa.Column("ticket_id", Id, nullable=True))
        table.create_foreign_key(op.f("fk_questions_ticket_id"), "tickets", ["ticket_id"], ["id"])
        table.create_index(op.f("ix_questions_answered_at"), ["answered_at"])


def _notices() -> None:
    with op.batch_alter_table("notices") as table:
        table.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("replaces_id", Id, nullable=True))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("withdrawn_by", Id, nullable=True))
        table.create_foreign_key(op.f("fk_notices_replaces_id"), "notices", ["replaces_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_notices_withdrawn_by"), "people", ["withdrawn_by"], ["id"]
        )
        table.create_index(op.f("ix_notices_replaces_id"), ["replaces_id"])
    op.create_table(
        "notice_marks",
        sa.Column("mark", Id, autoincrement=False, nullable=False),
        sa.Column("notice_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notices.id"],
            name=op.f("fk_notice_marks_notice_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mark", "notice_id", name=op.f("pk_notice_marks")),
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("turn_id", Id, nullable=True),
        sa.Column("cited", sa.String(), nullable=True),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_feedback_contact_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name=op.f("fk_feedback_turn_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_feedback_turn_id")),
    )
    op.create_index("ix_feedback_contact_id_asked_at", "feedback", ["contact_id", "asked_at"])


def _staff_entries() -> None:
    op.create_table(
        "staff_entries",
        sa.Column("id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=True),
        sa.Column("wordings", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("restricts", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("author_id", Id, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_staff_entries_question_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_staff_entries_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_staff_entries_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_entries")),
        sa.UniqueConstraint("question_id", name=op.f("uq_staff_entries_question_id")),
    )
    op.create_index(op.f("ix_staff_entries_state"), "staff_entries", ["state"])


def downgrade() -> None:
    for name in ("staff_entries", "feedback", "notice_marks"):
        op.drop_table(name)
    with op.batch_alter_table("notices") as table:
        table.drop_index(op.f("ix_notices_replaces_id"))
        for key in ("fk_notices_withdrawn_by", "fk_notices_replaces_id"):
            table.drop_constraint(op.f(key), type_="foreignkey")
        for column in ("withdrawn_by", "withdrawn_at", "replaces_id", "valid_until"):
            table.drop_column(column)
    with op.batch_alter_table("questions") as table:
        table.drop_index(op.f("ix_questions_answered_at"))
        table.drop_constraint(op.f("fk_questions_ticket_id"), type_="foreignkey")
        for column in ("ticket_id", "until", "given", "kind"):
            table.drop_column(column)
