"""Who answers for a household is called so."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE people RENAME COLUMN answers TO is_respondent")


def downgrade() -> None:
    op.execute("ALTER TABLE people RENAME COLUMN is_respondent TO answers")
