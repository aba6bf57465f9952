"""How good are the answers?  200 questions of five kinds of people, each from a phone of its own."""

import importlib
import importlib.util
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from bench.answered import Rubric, Worth, digest, judge, plain, readings, rubrics  # noqa: E402
from bench.towns import reach_everybody  # noqa: E402
from bot import Bot  # noqa: E402
from core.clock import FakeClock  # noqa: E402
from core.config import Config, DatabaseSection, Official, Paths, WeChat  # noqa: E402
from db import Keyring, migrate  # noqa: E402
from ops import sampling  # noqa: E402
from sim.wechat import PretendWeChat, WsgiPoster  # noqa: E402

QUESTIONS = ROOT / "bench/answers.tsv"
# Written when the ones before had been read and mended for: how the next questions fare.
LATER = tuple(ROOT / f"bench/answers_{name}.tsv" for name in ("second", "third", "fourth", "fifth"))
READ = ROOT / "bench/answers_read.tsv"
AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday morning
PEOPLE = 700  # so many that everybody asks one question only
APP_ID, SECRET, TOKEN = "wx1234567890abcdef", "s3cret" * 5, "t0ken4bench"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
RESIDENTS = """
    SELECT address FROM contacts JOIN people ON people.id = contacts.person_id
    WHERE address LIKE 'bench-%' AND household_id IS NOT NULL
        AND people.id NOT IN (SELECT person_id FROM posts WHERE person_id IS NOT NULL)
    ORDER BY contacts.id"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody asked and heard, and what it was worth."""

    rubric: Rubric
    answer: str
    by_words: Worth
    by_reader: Worth | None

    @property
    def worth(self) -> Worth:
        return self.by_reader or self.by_words


def main(arguments: Sequence[str]) -> None:
    """Ask everything; print what is not right (“all”: everything), and the shares as JSON."""
    known = readings(READ)
    with _stage() as (bot, platform):
        found = list(_ask(bot, platform, known, QUESTIONS))
        later = {path: list(_ask(bot, platform, known, path)) for path in LATER}
    for one in chain(found, *later.values()):
        if "all" in arguments or one.worth is not Worth.RIGHT:
            _print(one)
    _table(found)
    unread = [one for one in found if one.by_reader is None]
    print(f"{len(found) - len(unread)} answers were read by somebody, {len(unread)} not:")
    print(f"“{Path(__file__).name} blind” prints those, without a verdict")
    if "blind" in arguments:
        _to_read(unread)
    for path, asked in later.items():
        print(f"{path.name}, {len(asked)} questions by words: {json.dumps(_shares(asked))}")
    print(json.dumps(_shares(found) | _forms()))


def _shares(found: Sequence[Answered]) -> dict[str, float | None]:
    counts = Counter(one.worth for one in found)
    return {worth.value: round(counts[worth] / len(found), 4) for worth in Worth}


@contextmanager
def _stage() -> Iterator[tuple[Bot, PretendWeChat]]:
    """A community where everybody follows, behind the pretend WeChat."""
    folder, clock = Path(tempfile.mkdtemp(prefix="linbao-answers-")), FakeClock(AT)
    platform = PretendWeChat(APP_ID, SECRET, TOKEN, AES_KEY, clock, report_after=None)
    platform.serve()
    Keyring.make(folder / "keys.json")
    account = Official(app_id=APP_ID, secret=SECRET, token=TOKEN, aes_key=AES_KEY)
    config = Config(
        wechat=WeChat(official=account),
        paths=Paths(data=folder),
        database=DatabaseSection(url=f"sqlite:///{folder / 'bench.db'}"),
    )
    bot = Bot(config, clock)
    migrate.upgrade(bot.database.engine)
    bot.take_packs()
    sampling.fill(bot.database, bot.watch, AT, PEOPLE, 0)
    reach_everybody(bot)
    bot.understanding("你好", AT)  # what takes seconds the first time is not what is measured
    bot.matcher.nearest("你好", 1)
    platform.webhook = WsgiPoster(bot.app, "/wechat/official")
    try:
        yield bot, platform
    finally:
        bot.close()
        platform.close()
        shutil.rmtree(folder, ignore_errors=True)


def _ask(
    bot: Bot, platform: PretendWeChat, known: Mapping[str, Worth], path: Path
) -> Iterator[Answered]:
    with bot.database.read() as db:
        openids = list(db.scalars(text(RESIDENTS)))
    for rubric in rubrics(path):
        openid = next(one for one in openids if platform.follower(one).screen == [])
        phone = platform.follower(openid)
        answer = phone.says(rubric.question)
        worth = judge(rubric, answer, phone.says)
        yield Answered(rubric, answer, worth, known.get(digest(rubric.question, answer)))


def _print(one: Answered) -> None:
    rubric = one.rubric
    wanted = " + ".join(rubric.must) + (f"   never {rubric.never}" if rubric.never else "")
    print(f"\n{one.worth.upper()} [{rubric.register} {rubric.pack}] {rubric.question}")
    print(f"    wanted: {wanted}")
    print("\n".join(f"    | {line}" for line in one.answer.splitlines()))


def _to_read(unread: Sequence[Answered]) -> None:
    """Print answers as lines of the file of readings; the verdict is left to the reader."""
    print("digest\tworth\tquestion\tanswer")
    for one in sorted(unread, key=lambda each: digest(each.rubric.question, each.answer)):
        said = plain(one.answer).replace("\n", " / ")
        print(f"{digest(one.rubric.question, one.answer)}\t\t{one.rubric.question}\t{said}")


def _table(found: Sequence[Answered]) -> None:
    print("\n" + " " * 12 + "".join(f"{worth:>11}" for worth in Worth))
    for kind in ("register", "pack"):
        names = dict.fromkeys(getattr(one.rubric, kind) for one in found)
        for name in names:
            counts = Counter(one.worth for one in found if getattr(one.rubric, kind) == name)
            print(f"{name:<12}" + "".join(f"{counts[worth]:>11}" for worth in Worth))


def _forms() -> dict[str, float | None]:
    """Return how many turns a form takes and what it asks twice; None where it is not measured."""
    if importlib.util.find_spec("bench.stubborn") is None:
        return {"forms_turns_ratio": None, "asked_twice": None}
    return dict(importlib.import_module("bench.stubborn").forms())


if __name__ == "__main__":
    main(sys.argv[1:])
