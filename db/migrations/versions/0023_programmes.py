"""Episodes that pause, are held and have a history; limits of units, samples, visits; who measured."""

import sqlalchemy as sa
from alembic import op

from db.models.base import Id

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

episodes = sa.table("episodes", *map(sa.column, ("state", "end_reason")))
events = sa.table(
    "episode_events", *map(sa.column, ("episode_id", "act", "at", "actor_id", "detail"))
)
begun = sa.table("episodes", *map(sa.column, ("id", "opened_at", "opened_by", "ends_on")))


def upgrade() -> None:
    with op.batch_alter_table("episodes") as table:
        table.add_column(sa.Column("end_reason", sa.String(32)))
        table.add_column(sa.Column("paused_at", sa.DateTime()))
        table.add_column(sa.Column("held_on", sa.Date()))
        table.add_column(sa.Column("wishes_on", sa.Date()))
    with op.batch_alter_table("observations") as table:
        table.add_column(sa.Column("measured_by", sa.String()))
        table.add_column(sa.Column("way", sa.String(32)))
    _make_events()
    _make_limits()
    _make_samples()
    _make_visits()
    # What runs has begun, and what is over is over: its history starts with that.
    opened = sa.select(
        begun.c.id,
        sa.literal("opened"),
        begun.c.opened_at,
        begun.c.opened_by,
        sa.cast(begun.c.ends_on, sa.String),
    )
    names = ["episode_id", "act", "at", "actor_id", "detail"]
    op.execute(sa.insert(events).from_select(names, opened))


def _key(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _make_events() -> None:
    op.create_table(
        "episode_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("episode_id", Id, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", Id),
        sa.Column("detail", sa.String()),
        sa.Column("text", sa.Text()),
        _key("episode_events", "episode_id", "episodes", ondelete="CASCADE"),
        _key("episode_events", "actor_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode_events")),
    )
    op.create_index(op.f("ix_episode_events_episode_id"), "episode_events", ["episode_id"])


def _make_limits() -> None:
    op.create_table(
        "limits",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("programme", sa.String()),
        sa.Column("tenths", Id),
        sa.Column("from_at", sa.DateTime(), nullable=False),
        sa.Column("set_by", Id),
        _key("limits", "unit_id", "units"),
        _key("limits", "set_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limits")),
    )
    op.create_index(op.f("ix_limits_unit_id_from_at"), "limits", ["unit_id", "from_at"])


def _make_samples() -> None:
    op.create_table(
        "samples",
        sa.Column("id", Id, nullable=False),
        sa.Column("episode_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime()),
        sa.Column("taken_by", Id),
        sa.Column("not_taken", sa.String()),
        sa.Column("result", sa.String(32)),
        sa.Column("result_at", sa.DateTime()),
        sa.Column("told_at", sa.DateTime()),
        _key("samples", "episode_id", "episodes", ondelete="CASCADE"),
        _key("samples", "taken_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        sa.UniqueConstraint("episode_id", "day", name=op.f("uq_samples_episode_id_day")),
    )
    op.create_index(op.f("ix_samples_day"), "samples", ["day"])


def _make_visits() -> None:
    seen = ("saw_person", "saw_home", "saw_state")
    op.create_table(
        "visits",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", Id),
        sa.Column("way", sa.String(32)),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in seen),
        sa.Column("text", sa.Text()),
        _key("visits", "household_id", "households", ondelete="CASCADE"),
        _key("visits", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_household_id"), "visits", ["household_id"])


def downgrade() -> None:
    for name in ("visits", "samples", "limits", "episode_events"):
        op.drop_table(name)
    with op.batch_alter_table("observations") as table:
        for name in ("way", "measured_by"):
            table.drop_column(name)
    # Yesterday's version knows no pause: whoever paused is asked again.
    op.execute(sa.update(episodes).where(episodes.c.state == "paused").values(state="active"))
    with op.batch_alter_table("episodes") as table:
        for name in ("wishes_on", "held_on", "paused_at", "end_reason"):
            table.drop_column(name)
