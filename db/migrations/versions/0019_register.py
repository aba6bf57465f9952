"""Absences with a beginning and an end, invitations, nicknames, facts of the place; who is gone."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from db.models.base import Id
from db.types import UtcDateTime

revision = "0019"
down_revision = "0015"
branch_labels = None
depends_on = None

posts = sa.table("posts", sa.column("id"), sa.column("substitute_id"))
absences = sa.table(
    "absences",
    *map(sa.column, ("post_id", "substitute_id", "begins_at", "asked_at", "agreed_at", "begun_at")),
    sa.column("ends_at"),
    sa.column("warned"),
)
SEALED = ("other_phones", "sex", "birth", "moved_in", "notes", "needs")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # nobody wrote down since when somebody stood in


def upgrade() -> None:
    _make_absences()
    _make_invitations()
    _make_nicknames_and_facts()
    _take_substitutes_along()
    with op.batch_alter_table("posts") as table:
        table.drop_constraint("fk_posts_substitute_id", type_="foreignkey")
        table.drop_column("substitute_id")
    with op.batch_alter_table("people") as table:
        for name in SEALED:
            table.add_column(sa.Column(name, sa.Text()))
        table.add_column(sa.Column("gone_on", sa.Date()))
        table.add_column(sa.Column("gone_because", sa.String(32)))
        table.add_column(sa.Column("merged_into", Id))
        table.create_foreign_key("fk_people_merged_into", "people", ["merged_into"], ["id"])
    with op.batch_alter_table("households") as table:
        table.add_column(sa.Column("number", sa.String()))
        table.add_column(sa.Column("keeper_id", Id))
        table.create_foreign_key("fk_households_keeper_id", "people", ["keeper_id"], ["id"])
    op.create_index(op.f("ix_households_keeper_id"), "households", ["keeper_id"])


def _make_absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("substitute_id", Id),
        *(
            sa.Column(name, sa.DateTime(), nullable=name not in {"begins_at", "asked_at"})
            for name in (
                "begins_at", "ends_at", "asked_at", "agreed_at", "declined_at", "begun_at", "over_at",
            )
        ),
        sa.Column("warned", Id, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_absences_post_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["people.id"], name=op.f("fk_absences_substitute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )  # fmt: skip
    op.create_index("ix_absences_post_id_begins_at", "absences", ["post_id", "begins_at"])
    op.create_index(op.f("ix_absences_substitute_id"), "absences", ["substitute_id"])


def _make_invitations() -> None:
    pointing = {
        "unit_id": "units", "household_id": "households", "person_id": "people",
        "invited_by": "people", "used_by": "people",
    }  # fmt: skip
    op.create_table(
        "invitations",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("role", sa.String(32)),
        *(sa.Column(name, Id) for name in pointing),
        sa.Column("name", sa.Text()),
        sa.Column("relation", sa.String()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.Column("withdrawn_at", sa.DateTime()),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_invitations_{name}"))
            for name, table in pointing.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_invitations_code")),
    )
    op.create_index(op.f("ix_invitations_household_id"), "invitations", ["household_id"])


def _make_nicknames_and_facts() -> None:
    op.create_table(
        "nicknames",
        sa.Column("id", Id, nullable=False),
        sa.Column("teller_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("word_index", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], ["people.id"], name=op.f(f"fk_nicknames_{name}"), ondelete="CASCADE"
            )
            for name in ("teller_id", "person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nicknames")),
        sa.UniqueConstraint(
            "teller_id", "word_index", name=op.f("uq_nicknames_teller_id_word_index")
        ),
    )
    op.create_index(op.f("ix_nicknames_person_id"), "nicknames", ["person_id"])
    op.create_table(
        "place_facts",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("set_by", Id),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_place_facts_unit_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_place_facts_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_facts")),
    )
    op.create_index("ix_place_facts_unit_id_name", "place_facts", ["unit_id", "name"])


def _take_substitutes_along() -> None:
    """Whoever stands in keeps standing in, until somebody ends it."""
    columns = [
        "post_id",
        "substitute_id",
        "begins_at",
        "asked_at",
        "agreed_at",
        "begun_at",
        "warned",
    ]
    since = sa.literal(LONG_AGO, UtcDateTime())
    op.execute(
        sa.insert(absences).from_select(
            columns,
            sa.select(posts.c.id, posts.c.substitute_id, *[since] * 4, sa.literal(0)).where(
                posts.c.substitute_id.is_not(None)
            ),
        )
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_households_keeper_id"), table_name="households")
    with op.batch_alter_table("households") as table:
        table.drop_constraint("fk_households_keeper_id", type_="foreignkey")
        table.drop_column("keeper_id")
        table.drop_column("number")
    with op.batch_alter_table("people") as table:
        table.drop_constraint("fk_people_merged_into", type_="foreignkey")
        for name in (*SEALED, "gone_on", "gone_because", "merged_into"):
            table.drop_column(name)
    with op.batch_alter_table("posts") as table:
        table.add_column(sa.Column("substitute_id", Id))
        table.create_foreign_key("fk_posts_substitute_id", "people", ["substitute_id"], ["id"])
    stands_in = (
        sa.select(absences.c.substitute_id)
        .where(absences.c.post_id == posts.c.id, absences.c.ends_at.is_(None))
        .scalar_subquery()
    )
    op.execute(sa.update(posts).values(substitute_id=stands_in))
    for table_name in ("place_facts", "nicknames", "invitations", "absences"):
        op.drop_table(table_name)
