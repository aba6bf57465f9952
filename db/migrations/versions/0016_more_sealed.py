"""What somebody spoke of is sealed or coded; two phones of one person are told apart."""

import json
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import op

from db.keys import Keyring
from db.models.base import Id
from db.types import keyring_of

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None

ITEM_KINDS = (
    "danger", "fever", "join", "form", "human", "unreached", "help", "complaint", "rumor",
)  # fmt: skip
STEP = 500  # rows at a time


def upgrade() -> None:
    _phones()
    ring = keyring_of(op.get_bind().dialect)
    _unseen("intent", "kind")
    for table, column in (("turns", "intent"), ("questions", "guesses")):
        place = f"{table}.{column}"
        _each(table, column, lambda text, place=place: ring.seal(text, place))  # type: ignore[misc]
    _words("items", "kind", lambda word: ring.index(word, "items.kind"))
    _words("submissions", "form", lambda word: ring.code(word, "submissions.form"))
    _places(ring)


def _phones() -> None:
    # In place: where SQLite makes a table anew, whatever points to a row of it lets go.
    op.add_column("contacts", sa.Column("bound_at", sa.DateTime(), nullable=True))
    op.add_column(
        "contacts", sa.Column("is_vouched", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("contacts", sa.Column("sign_at", sa.DateTime(), nullable=True))
    op.add_column("contacts", sa.Column("forgotten_at", sa.DateTime(), nullable=True))
    is_forgotten = sa.text("forgotten_at IS NOT NULL")
    op.create_index(
        "ix_contacts_forgotten_at",
        "contacts",
        ["forgotten_at"],
        sqlite_where=is_forgotten,
        postgresql_where=is_forgotten,
    )
    op.add_column("observations", sa.Column("contact_id", Id, nullable=True))
    op.create_index(op.f("ix_observations_contact_id"), "observations", ["contact_id"])
    op.execute(
        "UPDATE observations SET contact_id ="
        " (SELECT contact_id FROM turns WHERE turns.id = observations.turn_id)"
    )
    op.execute(
        "UPDATE contacts SET bound_at = (SELECT max(items.closed_at) FROM items"
        " JOIN submissions ON submissions.id = items.submission_id"
        " WHERE submissions.contact_id = contacts.id AND submissions.form = 'join'"
        " AND items.state = 'done') WHERE person_id IS NOT NULL"
    )


def _unseen(before: str, after: str) -> None:
    """Tell an unseen turn by its kind: what was meant is readable no more."""
    op.drop_index("ix_turns_unseen", table_name="turns")
    if before == "intent":
        op.execute("UPDATE turns SET kind = 'unseen', intent = NULL WHERE intent = 'unseen'")
    else:
        op.execute("UPDATE turns SET kind = 'text', intent = 'unseen' WHERE kind = 'unseen'")
    is_unseen = sa.text(f"{after} = 'unseen'")
    op.create_index(
        "ix_turns_unseen", "turns", ["at"], sqlite_where=is_unseen, postgresql_where=is_unseen
    )


def _each(table: str, column: str, change: Callable[[str], str]) -> None:
    db, values = op.get_bind(), sa.table(table, sa.column("id"), sa.column(column))
    value = values.c[column]
    last = 0
    while rows := db.execute(
        sa.select(values.c.id, value)
        .where(values.c.id > last, value.is_not(None))
        .order_by(values.c.id)
        .limit(STEP)
    ).all():
        db.execute(
            sa.update(values)
            .where(values.c.id == sa.bindparam("row"))
            .values({column: sa.bindparam("changed")}),
            [{"row": row[0], "changed": change(row[1])} for row in rows],
        )
        last = rows[-1][0]


def _words(table: str, column: str, change: Callable[[str], str]) -> None:
    """Change a column of few words, a word at a time."""
    db, values = op.get_bind(), sa.table(table, sa.column(column))
    value = values.c[column]
    for (word,) in db.execute(sa.select(value).distinct()).all():
        db.execute(sa.update(values).where(value == word).values({column: change(word)}))


def _places(ring: Keyring) -> None:
    """Seal where somebody is together with what they said there."""
    op.add_column("conversations", sa.Column("place", sa.Text(), nullable=True))
    db = op.get_bind()
    for contact_id, form, step, answers in _conversations():
        said = json.loads(ring.open(answers, "conversations.answers"))
        place = json.dumps({"form": form, "step": step, "answers": said}, ensure_ascii=False)
        db.execute(
            sa.text("UPDATE conversations SET place = :place WHERE contact_id = :contact"),
            {"place": ring.seal(place, "conversations.place"), "contact": contact_id},
        )
    with op.batch_alter_table("conversations") as conversations:
        conversations.alter_column("place", nullable=False, existing_type=sa.Text())
        for column in ("form", "step", "answers"):
            conversations.drop_column(column)


def _conversations() -> Iterator[tuple[int, str, str, str]]:
    rows = op.get_bind().execute(
        sa.text("SELECT contact_id, form, step, answers FROM conversations")
    )
    yield from (tuple(row) for row in rows.all())


def downgrade() -> None:
    ring = keyring_of(op.get_bind().dialect)
    _places_back(ring)
    _words("submissions", "form", lambda word: ring.decode(word, "submissions.form"))
    words = {ring.index(word, "items.kind"): word for word in ITEM_KINDS}
    _words("items", "kind", words.__getitem__)
    for table, column in (("questions", "guesses"), ("turns", "intent")):
        place = f"{table}.{column}"
        _each(table, column, lambda text, place=place: ring.open(text, place))  # type: ignore[misc]
    _unseen("kind", "intent")
    op.drop_index(op.f("ix_observations_contact_id"), table_name="observations")
    op.drop_column("observations", "contact_id")
    op.drop_index("ix_contacts_forgotten_at", table_name="contacts")
    for column in ("forgotten_at", "sign_at", "is_vouched", "bound_at"):
        op.drop_column("contacts", column)


def _places_back(ring: Keyring) -> None:
    with op.batch_alter_table("conversations") as conversations:
        for column in ("form", "step", "answers"):
            conversations.add_column(
                sa.Column(column, sa.Text(), nullable=False, server_default="")
            )
    db = op.get_bind()
    for contact_id, sealed in db.execute(
        sa.text("SELECT contact_id, place FROM conversations")
    ).all():
        place = json.loads(ring.open(sealed, "conversations.place"))
        said = json.dumps(place["answers"], ensure_ascii=False)
        db.execute(
            sa.text(
                "UPDATE conversations SET form = :form, step = :step, answers = :answers"
                " WHERE contact_id = :contact"
            ),
            {
                "form": place["form"],
                "step": place["step"],
                "answers": ring.seal(said, "conversations.answers"),
                "contact": contact_id,
            },
        )
    with op.batch_alter_table("conversations") as conversations:
        for column in ("form", "step", "answers"):
            conversations.alter_column(column, server_default=None, existing_type=sa.Text())
        conversations.drop_column("place")
