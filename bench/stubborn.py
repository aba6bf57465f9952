"""Stubborn people fill in twenty forms: how many turns beside the fewest, and what is asked twice."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select  # noqa: E402

from bench.stubborn_forms import FILLINGS, Filling  # noqa: E402
from bot import Bot  # noqa: E402
from core.clock import FakeClock  # noqa: E402
from core.config import Config  # noqa: E402
from core.forms import FormSpec  # noqa: E402
from db import Keyring, migrate  # noqa: E402
from db.models import Submission  # noqa: E402
from dialog.forms.showing import show  # noqa: E402
from ops import sampling  # noqa: E402
from sim.wechat import PretendWeChat, WsgiPoster  # noqa: E402
from tests.conftest import (  # noqa: E402
    AES_KEY,
    APP_ID,
    SECRET,
    TOKEN,
    Someone,
    Town,
    community_time,
    make_config,
)

MORNING = community_time("2026-11-21T09:00")
PEOPLE, OBSERVED = 200, 4
CHECK, AFTER = "核对", "完"  # where the form waits for a yes; after it was sent in
OFFERED = "回复 1 自愿"  # the form is offered, not begun: a turn more than it takes
TIRED = 3  # so many times the fewest turns, and they would have given up


@dataclass
class Played:
    """What came of one form."""

    turns: int = 0
    twice: list[str] = field(default_factory=list)  # what was asked though it was known
    lost: list[str] = field(default_factory=list)  # what is not stored as they said it
    words: list[str] = field(default_factory=list)  # all that was said


class Player:
    """One person and one form, from the first word to the last."""

    def __init__(self, filling: Filling, spec: FormSpec, phone: Someone, clock: FakeClock) -> None:
        self._filling, self._spec, self._phone, self._clock = filling, spec, phone, clock
        self._left = {name: list(said) for name, said in filling.insists.items()}
        self._answered: set[str] = set()
        self.played = Played()

    def play(self) -> Played:
        heard = self._say(self._filling.opening)
        while self.played.turns < TIRED * self._filling.fewest:
            asked = self._asked(heard)
            if asked is None:
                break
            heard = self._reply(asked)
        for said in self._left.get(AFTER, []):
            self._say(said)
        return self.played

    def _say(self, text: str) -> str:
        self.played.turns += 1
        self._clock.advance(seconds=20)
        heard = self._phone.says(text)
        self.played.words.append(f"> {text}\n{heard}")
        return heard

    def _asked(self, heard: str) -> str | None:
        """Return which question stands at the end of what they heard; None if the form is over."""
        if self._spec.consent and self._spec.consent in heard:
            return "同意"
        if self._spec.confirm and self._spec.confirm in heard:
            return CHECK
        if OFFERED in heard:
            return OFFERED
        put = [f.label for f in self._spec.fields if f.ask.partition("？")[0] in heard]
        return put[0] if put else None

    def _reply(self, asked: str) -> str:
        if asked == OFFERED:
            return self._say("1")
        heard = ""
        while said := self._left.get(asked):
            heard = self._say(said.pop(0))
            if not said:
                return heard
        if asked == CHECK:
            return self._say("是的没错")
        if asked in self._answered or asked in self._filling.told:
            self.played.twice.append(asked)
        self._answered.add(asked)
        return self._say(
            self._filling.answers.get(asked) or self._filling.told.get(asked, "不知道")
        )


@contextmanager
def stage(shelf: Path, mind: Bot) -> Iterator[Town]:
    """The sample community with its pretend WeChat, new for each form."""
    clock = FakeClock(MORNING)
    platform = PretendWeChat(APP_ID, SECRET, TOKEN, AES_KEY, clock, report_after=None)
    platform.serve()
    url = f"sqlite:///{shelf / 'town.db'}"
    Keyring.make(shelf / "keys.json")
    bot = Bot(make_config(platform, shelf, url), clock)
    bot.understanding, bot.library, bot.matcher = mind.understanding, mind.library, mind.matcher
    migrate.upgrade(bot.database.engine)
    bot.take_packs()
    who = sampling.fill(bot.database, bot.watch, MORNING, PEOPLE, OBSERVED)
    platform.webhook = WsgiPoster(bot.app, "/wechat/official")
    for address in bot.all_addresses():
        platform.follower(address).windows.spoke(clock.now())
    try:
        yield Town(bot, platform, clock, who)
    finally:
        bot.close()
        platform.close()


def play(filling: Filling, town: Town) -> Played:
    """Play one form, and compare what is stored with what they said."""
    who = town.resident if filling.who == "resident" else town.newcomer()
    played = Player(filling, town.bot.library.forms[filling.form], who, town.clock).play()
    with town.bot.database.read() as db:
        row = db.scalar(select(Submission).where(Submission.form == filling.form))
        held = dict(row.answers) if row is not None else {}
    shown = {name: show(held.get(name, "")) for name in filling.holds}
    played.lost = [name for name, wanted in filling.holds.items() if wanted not in shown[name]]
    return played


def forms(*, show_words: bool = False) -> dict[str, float]:
    """Return forms_turns_ratio and asked_twice over all of them, and forms_lost: answers not kept.

    Whoever lost something is counted as if they had given up, tired.
    """
    turns = fewest = patient = twice = lost = 0
    mind = Bot(Config())
    for filling in FILLINGS:
        least = filling.fewest + bool(mind.library.forms[filling.form].confirm)
        with (
            tempfile.TemporaryDirectory(prefix="linbao-stubborn-") as shelf,
            stage(Path(shelf), mind) as town,
        ):
            played = play(filling, town)
        used = TIRED * least if played.lost else played.turns
        turns, fewest = turns + used, fewest + least
        patient += least - sum(map(len, filling.insists.values()))
        twice, lost = twice + len(played.twice), lost + len(played.lost)
        said = f"{filling.form:<14}{filling.who:<10}{played.turns:>3} of {least:>3}"
        print(f"{said}  asked twice {played.twice}, lost {played.lost}")
        if show_words and (played.twice or played.lost or played.turns > least):
            print("\n".join(played.words))
    mind.close()
    ratio = round(turns / fewest, 3)
    print(
        f"{turns} turns; {fewest} if all is heard at once; somebody without a doubt needs {patient}"
    )
    return {"forms_turns_ratio": ratio, "asked_twice": float(twice), "forms_lost": float(lost)}


if __name__ == "__main__":
    print(json.dumps(forms(show_words="--show" in sys.argv)))
