"""Rules and entries with versions, what people were told, and who is to hear of a change."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _versions("entries")
    _versions("rules")
    _changes()
    _answers_given()
    _corrections()
    _subscriptions()
    _programme_days()


def _versions(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("from_at", sa.DateTime(), nullable=True),
        sa.Column("until_at", sa.DateTime(), nullable=True),
        sa.Column("supersedes", Id, nullable=True),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("pack", sa.String(), nullable=True),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("approver_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("check_since", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["people.id"], name=op.f(f"fk_{table}_approver_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f(f"fk_{table}_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("key", "version", name=op.f(f"uq_{table}_key_version")),
    )
    op.create_index(f"ix_{table}_state", table, ["state"])


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version_id", Id, nullable=True),
        sa.Column("mark", Id, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_done_at_due_at", "changes", ["done_at", "due_at"])


def _answers_given() -> None:
    table = "answers_given"
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("origins", sa.String(), nullable=False),
        sa.Column("persons", sa.String(), nullable=False),
        sa.Column("intents", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=True),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("case", Id, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        _belongs(table, "contact_id", "contacts", "CASCADE"),
        _belongs(table, "person_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_contact_id_answered_at", table, ["contact_id", "answered_at"])
    op.create_index(f"ix_{table}_case_answered_at", table, ["case", "answered_at"])
    op.create_index(op.f(f"ix_{table}_answered_at"), table, ["answered_at"])


def _corrections() -> None:
    table = "corrections"
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("change_id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("answer_id", Id, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("delivery_id", Id, nullable=True),
        _belongs(table, "answer_id", "answers_given", "SET NULL"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f(f"fk_{table}_change_id")),
        _belongs(table, "contact_id", "contacts", "CASCADE"),
        _belongs(table, "delivery_id", "deliveries", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "change_id", "contact_id", name=op.f(f"uq_{table}_change_id_contact_id")
        ),
    )
    for column in ("answer_id", "contact_id", "delivery_id", "state"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _subscriptions() -> None:
    table = "subscriptions"
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _belongs(table, "contact_id", "contacts", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("contact_id", "topic", name=op.f(f"uq_{table}_contact_id_topic")),
    )
    op.create_index(op.f(f"ix_{table}_topic"), table, ["topic"])


def _programme_days() -> None:
    table = "programme_days"
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("days", Id, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f(f"fk_{table}_approved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_programme"), table, ["programme"])


def _belongs(table: str, column: str, to: str, gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=gone
    )


def downgrade() -> None:
    for table in (
        "programme_days", "subscriptions", "corrections", "answers_given",
        "changes", "rules", "entries",
    ):  # fmt: skip
        op.drop_table(table)
