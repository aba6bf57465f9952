"""Who must know of a notice and how far that came, receipts, kinds of notices, rights for a day."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WORD = sa.String(length=32)
# In place: where SQLite makes a table anew, whatever points to a row of it lets go.
NEW = (
    ("form", WORD, "notice"),
    ("colour", WORD, None),
    ("is_exercise", sa.Boolean(), sa.false()),
    ("asks_answer", sa.Boolean(), sa.false()),
    ("valid_till", sa.DateTime(), None),
    ("audience", sa.JSON(), None),
    ("confirmed_for", Id, None),
    ("needs_second", sa.Boolean(), sa.false()),
    ("seconder_id", Id, None),
    ("paused_at", sa.DateTime(), None),
    ("urged", Id, "0"),
    ("urged_at", sa.DateTime(), None),
)

# What was published before is counted as far as its deliveries tell.  1 is “taken by the platform”.
_TARGETS = """
    INSERT INTO notice_targets (notice_id, unit_id, household_id, is_exempt, evidence)
    SELECT n.id, h.unit_id, h.id, {no},
        CASE WHEN EXISTS (
            SELECT 1 FROM deliveries d JOIN people p ON p.id = d.person_id
            WHERE d.notice_id = n.id AND p.household_id = h.id AND d.status IN ('wired', 'heard'))
        THEN 1 ELSE 0 END
    FROM notices n JOIN units top ON top.id = n.unit_id
    JOIN units u ON u.path LIKE top.path || '%' JOIN households h ON h.unit_id = u.id
    WHERE n.code IS NOT NULL"""
_MARKED = """
    UPDATE deliveries SET target_id = (
        SELECT t.id FROM notice_targets t JOIN people p ON p.household_id = t.household_id
        WHERE t.notice_id = deliveries.notice_id AND p.id = deliveries.person_id)
    WHERE notice_id IS NOT NULL"""
_TALLIES = """
    INSERT INTO notice_tallies (notice_id, unit_id, what, count)
    SELECT notice_id, unit_id, 'evidence:' || CAST(evidence AS TEXT), COUNT(*)
    FROM notice_targets GROUP BY notice_id, unit_id, evidence"""


def _table(name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")))


def _points(table: str, column: str, target: str, *, goes: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete="CASCADE" if goes else None,
    )


def _needed(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, Id, nullable=False) for name in names]


def upgrade() -> None:
    for name, kind, usual in NEW:
        op.add_column(
            "notices", sa.Column(name, kind, nullable=usual is None, server_default=usual)
        )
    _targets()
    _tallies()
    _receipts()
    _rights()
    op.add_column("deliveries", sa.Column("target_id", Id))
    op.create_index(op.f("ix_deliveries_target_id"), "deliveries", ["target_id"])
    no = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    for statement in (_TARGETS.format(no=no), _MARKED, _TALLIES):
        op.execute(statement)


def _targets() -> None:
    name = "notice_targets"
    _table(
        name,
        *_needed("id", "notice_id", "unit_id"),
        sa.Column("household_id", Id),
        sa.Column("person_id", Id),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        *_needed("evidence"),
        sa.Column("answer", WORD),
        _points(name, "notice_id", "notices", goes=True),
        _points(name, "unit_id", "units"),
        _points(name, "household_id", "households"),
        _points(name, "person_id", "people"),
        *(
            sa.UniqueConstraint("notice_id", other, name=op.f(f"uq_{name}_notice_id_{other}"))
            for other in ("household_id", "person_id")
        ),
    )
    op.create_index("ix_notice_targets_notice_id_unit_id", name, ["notice_id", "unit_id"])
    for other in ("household_id", "person_id"):
        op.create_index(op.f(f"ix_{name}_{other}"), name, [other])


def _tallies() -> None:
    name = "notice_tallies"
    _table(
        name,
        *_needed("notice_id", "unit_id"),
        sa.Column("what", sa.String(), nullable=False),
        *_needed("count"),
        _points(name, "notice_id", "notices", goes=True),
        _points(name, "unit_id", "units"),
        key=("notice_id", "unit_id", "what"),
    )


def _receipts() -> None:
    name = "receipts"
    _table(
        name,
        *_needed("id", "notice_id", "target_id", "person_id"),
        sa.Column("told_by", Id),
        sa.Column("answer", WORD),
        *_needed("evidence"),
        sa.Column("people", Id),
        sa.Column("text", sa.Text()),
        sa.Column("item_id", Id),
        sa.Column("phone", sa.String()),
        sa.Column("at", sa.DateTime(), nullable=False),
        _points(name, "notice_id", "notices", goes=True),
        _points(name, "target_id", "notice_targets", goes=True),
        _points(name, "person_id", "people"),
        _points(name, "told_by", "people"),
        _points(name, "item_id", "items"),
        sa.UniqueConstraint("notice_id", "person_id", name=op.f(f"uq_{name}_notice_id_person_id")),
    )
    for other in ("target_id", "person_id"):
        op.create_index(op.f(f"ix_{name}_{other}"), name, [other])


def _rights() -> None:
    name = "sending_rights"
    _table(
        name,
        *_needed("id", "person_id", "unit_id", "given_by"),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime()),
        _points(name, "person_id", "people"),
        _points(name, "unit_id", "units"),
        _points(name, "given_by", "people"),
    )
    op.create_index(op.f(f"ix_{name}_person_id"), name, ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_deliveries_target_id"), "deliveries")
    op.drop_column("deliveries", "target_id")
    for table in ("sending_rights", "receipts", "notice_tallies", "notice_targets"):
        op.drop_table(table)
    for name, _, _ in reversed(NEW):
        op.drop_column("notices", name)
