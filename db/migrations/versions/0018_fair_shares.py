"""A person's share of the questions is counted; whose are not looked at, and who guesses, is known."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX = "ix_questions_contact_id_asked_at"


def upgrade() -> None:
    op.create_table(
        "guesses",
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("wrong", Id, nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_guesses_contact_id_contacts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_guesses")),
    )
    op.add_column("contacts", sa.Column("unlisted_until", sa.DateTime(), nullable=True))
    op.create_index(INDEX, "questions", ["contact_id", "asked_at"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name="questions")
    with op.batch_alter_table("contacts") as table:
        table.drop_column("unlisted_until")
    op.drop_table("guesses")
