"""What is saved by the few shortcuts on the way of a message, each beside the plain way in one run.

The platform's calls before Flask and through a Flask view; who speaks as a card and as a person;
the fingerprints of a text by a statement compiled once and by one built each time.
"""

import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask, request  # noqa: E402
from sqlalchemy import func, select  # noqa: E402

from bench.parts import Parts, _call  # noqa: E402
from core.likeness import marks  # noqa: E402
from db import notices  # noqa: E402
from db.models import Contact, NoticeMark  # noqa: E402
from db.people import persons  # noqa: E402
from wechat.calls import Call  # noqa: E402
from wechat.official import OfficialDoor, open_door  # noqa: E402

ROUNDS = 400


def main() -> None:
    """Print a table and, as the last line, the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(Path(folder))
        found = {name: _pair(short, plain) for name, short, plain in _pairs(parts)}
        parts.bot.close()
    print(f"{'CPU µs, median of ' + str(ROUNDS):<42}{'short':>8}{'plain':>8}{'ratio':>8}")
    for name, (short, plain) in found.items():
        print(f"{name:<42}{short:>8.1f}{plain:>8.1f}{plain / short:>8.2f}")
    print(json.dumps({name: [round(v, 1) for v in pair] for name, pair in found.items()}))


def _pair(short: Callable[[], object], plain: Callable[[], object]) -> tuple[float, float]:
    """Take the two in turn, so that a noisy moment meets both."""
    spent: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 20):
        for way, into in zip((short, plain), spent, strict=True):
            begun = time.process_time()
            way()
            if number >= 20:
                into.append((time.process_time() - begun) * 1e6)
    return statistics.median(spent[0]), statistics.median(spent[1])


def _pairs(parts: Parts) -> list[tuple[str, Callable[[], object], Callable[[], object]]]:
    bot = parts.bot
    account = bot.config.wechat.official

    def silent(_: object) -> str:
        return "好的"

    before, through = Flask("before"), Flask("through")
    open_door(before, account, silent, bot.clock)
    door = OfficialDoor(account, silent, bot.clock)

    @through.post("/wechat/official")
    def take() -> Any:
        return door.take(Call({**request.environ, "wsgi.input": io.BytesIO(request.get_data())}))

    letters = iter(parts.letters.write(2 * (ROUNDS + 20)))
    session = bot.database.read()
    db = session.__enter__()
    number = db.scalar(select(Contact.person_id).where(Contact.person_id.is_not(None)))
    print_of = sorted(marks("明天上午九点到下午五点全小区停水检修"))[: notices.FEW]

    def person() -> object:
        db.expire_all()
        db.expunge_all()
        return persons.get(db, number)

    def built() -> object:
        shared = func.count()
        found = select(NoticeMark.notice_id).where(NoticeMark.mark.in_(print_of))
        found = found.group_by(NoticeMark.notice_id).order_by(
            shared.desc(), NoticeMark.notice_id.desc()
        )
        return db.execute(found.limit(5)).all()

    return [
        ("a call, before Flask and through it", lambda: _call(before, next(letters)),
         lambda: _call(through, next(letters))),
        ("who speaks, as a card and as a person", lambda: persons.card(db, number), person),
        ("fingerprints, compiled once and built", lambda: notices.by_marks(db, print_of, 5), built),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
