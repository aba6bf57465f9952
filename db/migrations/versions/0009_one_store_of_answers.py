"""What staff answered becomes versions of entries, and whoever heard it is remembered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b, sha256
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from db.types import Sealed, SealedJson

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHANGHAI = ZoneInfo("Asia/Shanghai")  # the days staff named were days there
FRESH = timedelta(days=30)  # an answer nobody made lasting is given so long
TOPIC, VERDICT = "社区答复", "辟谣"
SHORT = 120  # characters of an answer that was laid among the entries
STATES = {"waiting": "draft", "live": "approved", "declined": "withdrawn", "withdrawn": "withdrawn"}

questions = sa.table(
    "questions",
    sa.column("id"),
    sa.column("contact_id"),
    sa.column("kind"),
    sa.column("state"),
    sa.column("group_id"),
    sa.column("answer", Sealed("questions.answer")),
    sa.column("answered_by"),
    sa.column("answered_at", sa.DateTime()),
    sa.column("until", sa.Date()),
    sa.column("answer_id"),
)
staff_entries = sa.table(
    "staff_entries",
    sa.column("id"),
    sa.column("question_id"),
    sa.column("wordings", SealedJson("staff_entries.wordings")),
    sa.column("answer"),
    sa.column("issuer"),
    sa.column("restricts", sa.Boolean()),
    sa.column("starts_on", sa.Date()),
    sa.column("ends_on", sa.Date()),
    sa.column("state"),
    sa.column("author_id"),
    sa.column("made_at", sa.DateTime()),
    sa.column("decided_by"),
    sa.column("decided_at", sa.DateTime()),
)
entries = sa.table(
    "entries",
    *(
        sa.column(name)
        for name in (
            "id", "key", "version", "hash", "state", "supersedes", "origin", "pack",
            "author_id", "approver_id", "number",
        )
    ),
    sa.column("body", sa.JSON()),
    sa.column("sealed", SealedJson("entries.sealed")),
    *(
        sa.column(name, sa.DateTime())
        for name in (
            "from_at", "until_at", "created_at", "approved_at", "withdrawn_at", "check_since",
        )
    ),
)  # fmt: skip
answers_given = sa.table(
    "answers_given",
    *(
        sa.column(name)
        for name in (
            "contact_id", "person_id", "kind", "key", "version", "area", "origins", "persons",
            "intents", "entry", "near", "case", "about", "told",
        )
    ),
    sa.column("day", sa.Date()),
    sa.column("answered_at", sa.DateTime()),
)  # fmt: skip
contacts = sa.table("contacts", sa.column("id"), sa.column("person_id"))


def upgrade() -> None:
    for name in ("entries", "rules"):
        op.execute(f"ALTER TABLE {name} RENAME COLUMN made TO origin")
        op.execute(f"UPDATE {name} SET origin = 'staff' WHERE origin = 'spot'")
    op.add_column("entries", sa.Column("number", Id, nullable=True))
    op.add_column("entries", sa.Column("sealed", sa.Text(), nullable=True))
    op.create_index("ix_entries_number", "entries", ["number"])
    pointers = _carry_over(op.get_bind())
    op.drop_table("staff_entries")
    with _groups_kept(), op.batch_alter_table("questions") as table:
        table.drop_index(op.f("ix_questions_answered_at"))
        table.drop_constraint(op.f("fk_questions_answered_by"), type_="foreignkey")
        for column in ("answer", "answered_by", "answered_at", "until"):
            table.drop_column(column)
        table.add_column(sa.Column("answer_id", Id, nullable=True))
        table.create_foreign_key(
            op.f("fk_questions_answer_id"), "entries", ["answer_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_questions_answer_id"), ["answer_id"])
    for number, version_id in pointers.items():
        mine = sa.update(questions).where(questions.c.id == number)
        op.get_bind().execute(mine.values(answer_id=version_id))


class _groups_kept:
    """SQLite makes the table anew, and dropping the old one lets go of who asked like whom."""

    def __enter__(self) -> None:
        rows = op.get_bind().execute(sa.select(questions.c.id, questions.c.group_id))
        self._groups = [(row[0], row[1]) for row in rows if row[1] is not None]

    def __exit__(self, *_: object) -> None:
        for number, group in self._groups:
            mine = sa.update(questions).where(questions.c.id == number)
            op.get_bind().execute(mine.values(group_id=group))


# -- carrying over -----------------------------------------------------------------------


def _carry_over(db: sa.Connection) -> dict[int, int]:
    """Make versions of all that staff answered; return by question which one answered it."""
    lasting = [row._mapping for row in db.execute(sa.select(staff_entries))]
    numbers = {row["question_id"]: row["id"] for row in lasting if row["question_id"]}
    free = max((row["id"] for row in lasting), default=0)
    pointers: dict[int, int] = {}
    for head, rows in _answered(db).items():
        number = numbers.get(head)
        if number is None:
            number = free = free + 1
        version = 0 if head in numbers else 1  # below what was made lasting, which keeps its own
        id_, mark = _once(db, rows[0], number, version)
        pointers |= {row["id"]: id_ for row in rows}
        _remember(db, rows, number, version, mark)
    for row in lasting:
        _lasting(db, row)
    return pointers


def _answered(db: sa.Connection) -> dict[int, list[Any]]:
    """Return by its first question each group that was answered."""
    columns = [column for column in questions.c if column.name != "answer_id"]
    rows = db.execute(
        sa.select(*columns)
        .where(questions.c.state == "answered", questions.c.answered_at.is_not(None))
        .order_by(questions.c.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.group_id or row.id, []).append(row._mapping)
    return found


def _content(number: int, answer: str, since: date, until: date | None, **more: Any) -> Any:
    """Return what a version says; its mark is what those who heard it have beside their names."""
    return {
        "id": f"staff{number}",
        "number": number,
        "answer": answer,
        "mark": _mark(answer),
        "effective": {"from": since.isoformat(), "to": until.isoformat() if until else None},
        "status": "current",
        **more,
    }


def _mark(answer: str) -> str:
    return sha256(answer.encode()).hexdigest()[:16]


def _once(db: sa.Connection, row: Any, number: int, version: int) -> tuple[int, str]:
    """Make the answer to a question a version of its own."""
    at = row["answered_at"]
    until = row["until"] or (at + FRESH).replace(tzinfo=UTC)
    content = _content(
        number,
        row["answer"] or "",
        _day(at),
        until,
        topic=VERDICT if row["kind"] == "rumor" else TOPIC,
        questions=[TOPIC],
        sources=[{"publisher": "社区"}],
    )
    content["mark"] = token_hex(8) if version else content["mark"]
    id_ = _insert(
        db,
        content,
        version,
        state="approved",
        origin="question",
        from_at=_midnight(_day(at)),
        until_at=_midnight(row["until"] + timedelta(days=1)) if row["until"] else at + FRESH,
        author_id=row["answered_by"],
        approver_id=row["answered_by"],
        created_at=at,
        approved_at=at,
    )
    return id_, content["mark"]


def _remember(db: sa.Connection, rows: list[Any], number: int, version: int, mark: str) -> None:
    """Whoever asked was told, and hears it when staff say something else."""
    asked = {row["contact_id"]: row["answered_at"] for row in rows if row["contact_id"]}
    known = db.execute(sa.select(contacts).where(contacts.c.id.in_(list(asked))))
    told = [
        {
            **_inputs(number),
            "contact_id": id_,
            "person_id": person,
            "kind": "entry",
            "key": f"staff{number}",
            "version": version,
            "about": TOPIC,
            "told": mark,
            "answered_at": asked[id_],
        }
        for id_, person in known
    ]
    if told:
        db.execute(sa.insert(answers_given), told)


def _inputs(number: int) -> dict[str, Any]:
    """Return what decides such an answer, and its number, as community/corrections counts it."""
    inputs = {
        "day": None, "area": "", "origins": "", "persons": "", "intents": "",
        "entry": f"staff{number}", "near": True,
    }  # fmt: skip
    digest = blake2b(repr(sorted(inputs.items())).encode(), digest_size=8).digest()
    return {**inputs, "case": int.from_bytes(digest) >> 1}


def _lasting(db: sa.Connection, row: Any) -> None:
    """Seal what lies among the entries already; what waits or was too long comes in now."""
    number, key = row["id"], f"staff{row['id']}"
    content = _content(
        number,
        row["answer"],
        row["starts_on"],
        row["ends_on"],
        topic=TOPIC,
        questions=row["wordings"],
        sources=[{"publisher": row["issuer"], "title": TOPIC}],
        is_lasting=True,
    )
    there = sa.and_(entries.c.key == key, entries.c.number.is_(None))
    found = db.execute(sa.update(entries).where(there).values(
        number=number, body={}, sealed=content, hash=token_hex(16)
    ))  # fmt: skip
    if found.rowcount:
        return
    state, ends = STATES[row["state"]], row["ends_on"]
    was_live = row["state"] in {"live", "withdrawn"}
    _insert(
        db,
        content,
        1,
        state=state,
        origin="staff",
        from_at=_midnight(row["starts_on"]),
        until_at=_midnight(ends + timedelta(days=1)) if ends else None,
        author_id=row["author_id"],
        approver_id=(row["decided_by"] or row["author_id"]) if state == "approved" else None,
        created_at=row["made_at"],
        approved_at=(row["decided_at"] or row["made_at"]) if was_live else None,
        withdrawn_at=row["decided_at"] if state == "withdrawn" else None,
    )


def _insert(db: sa.Connection, content: dict[str, Any], version: int, **columns: Any) -> int:
    values = {
        "key": content["id"], "number": content["number"], "version": version, "body": {},
        "sealed": content, "hash": token_hex(16), **columns,
    }  # fmt: skip
    db.execute(sa.insert(entries).values(values))
    mine = sa.and_(entries.c.key == content["id"], entries.c.version == version)
    return int(db.execute(sa.select(entries.c.id).where(mine)).scalar_one())


def _day(at: datetime) -> date:
    return at.replace(tzinfo=UTC).astimezone(SHANGHAI).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI).astimezone(UTC).replace(tzinfo=None)


# -- going back --------------------------------------------------------------------------


def downgrade() -> None:
    """What was answered lies with the questions again; what was made lasting in a table of its own."""
    db = op.get_bind()
    answered = list(_answers(db))
    with _groups_kept(), op.batch_alter_table("questions") as table:
        table.drop_index(op.f("ix_questions_answer_id"))
        table.drop_constraint(op.f("fk_questions_answer_id"), type_="foreignkey")
        table.drop_column("answer_id")
        table.add_column(sa.Column("answer", sa.Text(), nullable=True))
        table.add_column(sa.Column("answered_by", Id, nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("until", sa.Date(), nullable=True))
        table.create_foreign_key(
            op.f("fk_questions_answered_by"), "people", ["answered_by"], ["id"]
        )
        table.create_index(op.f("ix_questions_answered_at"), ["answered_at"])
    for id_, _, values in answered:
        db.execute(sa.update(questions).where(questions.c.id == id_).values(values))
    _staff_entries()
    _bring_back(db, {number: id_ for id_, number, _ in reversed(answered)})
    op.drop_index("ix_entries_number", "entries")
    for column in ("sealed", "number"):
        op.drop_column("entries", column)
    for name in ("entries", "rules"):
        op.execute(f"UPDATE {name} SET origin = 'spot' WHERE origin = 'staff'")
        op.execute(f"ALTER TABLE {name} RENAME COLUMN origin TO made")


def _answers(db: sa.Connection) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield of every answered question its id, the number of its answer, and what was said."""
    rows = db.execute(
        sa.select(questions.c.id, entries)
        .join_from(questions, entries, questions.c.answer_id == entries.c.id)
        .order_by(questions.c.id)
    )
    for row in rows:
        content, until = row.sealed, row.sealed["effective"].get("to")
        is_day = until is not None and len(until) == len("2026-12-31")
        yield (
            row[0],
            row.number,
            {
                "answer": content["answer"],
                "answered_by": row.author_id,
                "answered_at": row.approved_at,
                "until": date.fromisoformat(until) if is_day else None,
            },
        )


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


def _bring_back(db: sa.Connection, asked: dict[int, int]) -> None:
    """Lay what was made lasting where it was, the newest version of each; the rest goes."""
    newest = {}
    of_staff = sa.select(entries).where(entries.c.number.is_not(None), entries.c.origin == "staff")
    for row in db.execute(of_staff.order_by(entries.c.version)):
        newest[row.number] = row
    for number, row in newest.items():
        content, span = row.sealed, row.sealed["effective"]
        was_live = row.approved_at is not None
        states = {"draft": "waiting", "approved": "live"}
        values = {
            "id": number,
            "question_id": asked.get(number),
            "wordings": content["questions"],
            "answer": content["answer"],
            "issuer": content["sources"][0]["publisher"],
            "restricts": row.state == "draft" or row.author_id != row.approver_id,
            "starts_on": date.fromisoformat(span["from"]),
            "ends_on": date.fromisoformat(span["to"]) if span.get("to") else None,
            "state": states.get(row.state, "withdrawn" if was_live else "declined"),
            "author_id": row.author_id,
            "made_at": row.created_at,
            "decided_by": row.approver_id,
            "decided_at": row.withdrawn_at or row.approved_at,
        }
        db.execute(sa.insert(staff_entries).values(values))
        if was_live and len(content["answer"]) <= SHORT:
            known = {k: v for k, v in content.items() if k not in {"number", "mark", "is_lasting"}}
            mine = sa.update(entries).where(entries.c.id == row.id)
            db.execute(mine.values(body=known, sealed=None))
    db.execute(sa.delete(entries).where(entries.c.sealed.is_not(None)))
