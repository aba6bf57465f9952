"""Puts the rooms together and hands the command line over.  Nothing imports this file."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import datetime, time, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask
from sqlalchemy.orm import Session

import content
import handlers
from community import followup
from community.followup import Watch, departing
from community.knowledge.importing import import_packs
from community.knowledge.library import Live
from community.people import homes
from community.work import escalation, handing_over
from community.work.escalation import Desk
from core.announcements import (
    Decided,
    LeaveBegun,
    LeaveOver,
    Listeners,
    PersonGone,
    PostBegun,
    PostEnded,
)
from core.clock import Clock, FileClock, SystemClock
from core.config import Config, Official
from core.library import Entry, Library, Pack, PackInfo
from core.menu import MenuSpec
from core.messages import Parse
from core.ports import Channel, ChannelError, Matcher, Prints, Registers
from db import Database, KeyFileError, Keyring, connect, sealed
from db.models import DeliveryKind
from db.people import contacts
from db.tokens import DatabaseTokens
from dialog import Dispatcher, Inbox
from dialog.context import House
from dialog.pacing import Pacer
from dialog.spool import Spool
from dialog.unstored import Threshold
from nlp import fragments, readers
from nlp.embedding import Embedding
from nlp.retrieval import Retrieval, known_questions
from nlp.understand import Understanding, glance
from nlp.words import Words
from ops import cli
from ops.ports import MakeBot, OpenStage
from ops.storing import StoreProbe
from outbox import Sender
from outbox.leasing import SenderSettings
from outbox.mark import SentMark
from outbox.quiet import QuietHours
from outbox.reach import Reach
from outbox.roads import DailyLedger, Road, Roads, WindowLedger
from scheduler.context import JobContext
from web import health, metrics
from wechat import official

if TYPE_CHECKING:  # the HTTP client of sending is loaded where something is sent
    from wechat.account import AccountCalls
    from wechat.sending import Api

T = TypeVar("T")

HERE = Path(__file__).parent
MODEL = HERE / "nlp" / "model"
# The platform drops a template message that comes again within ten minutes; we rely on less.
TEMPLATE_REPEATS = timedelta(minutes=9)
TEMPLATES_A_DAY = 100_000  # what the platform allows any account; more to those with more followers


class Bot:
    """The rooms of one process, each built when it is first needed."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.config = config
        self.clock = clock or self._clock()

    def _clock(self) -> Clock:
        file = self.config.clock.file
        return FileClock(file, self.config.community.zone) if file else SystemClock()

    @cached_property
    def keyring(self) -> Keyring:
        return Keyring.load(self.config.key_file)

    @cached_property
    def database(self) -> Database:
        return connect(self.config.database_url, self.keyring)

    @cached_property
    def library(self) -> Library:
        area = self.config.community.area
        return content.load(self.config.content.packs, area=area, spare=True)

    @cached_property
    def understanding(self) -> Understanding:
        return Understanding.load(MODEL, self.library)

    @cached_property
    def watch(self) -> Watch:
        return Watch(self.library.programmes, self.config.community.zone)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        return Dispatcher(handlers.ROUTERS, self.library)

    @cached_property
    def house(self) -> House:
        live, name = self._live(self.matcher), self.config.community.name
        return House(
            self.library,
            live,
            self.watch,
            readers.READERS,
            name,
            self.quiet,
            self.desk,
            self.listeners,
            fragments.read,
            hear_staff=self._hear_staff,
        )

    def _hear_staff(self, text: str, at: datetime) -> Parse:
        return self.understanding.staff(text, at)

    @cached_property
    def listeners(self) -> Listeners:
        """Return who hears of what is announced; they are told in the order of these lines."""
        desk, heard = self.desk, Listeners()
        heard.add(Decided, homes.bind)
        heard.add(PostBegun, partial(handing_over.on_post_begun, desk))
        heard.add(PostEnded, partial(handing_over.on_post_ended, desk))
        heard.add(PersonGone, partial(departing.on_person_gone, self.watch))
        heard.add(LeaveBegun, partial(handing_over.on_leave_begun, desk))
        heard.add(LeaveOver, partial(handing_over.on_leave_over, desk))
        return heard

    def _live(self, matcher: Matcher | None = None) -> Live:
        """What is known now; without a matcher for who is asked nothing, like the clock."""
        community = self.config.community
        remake = self.matcher_for if matcher else None
        return Live(self.library, matcher, remake, community.area, community.zone)

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the nearest question among those the packs know."""
        return _matcher(self.library, self.understanding.words, self.understanding.embed, MODEL)

    def matcher_for(self, entries: Iterable[Entry]) -> Matcher:
        """Make what finds the nearest question when staff have added or changed one."""
        live = Library([Pack(info=PackInfo(name="live", title=""), entries=list(entries))])
        return _matcher(live, self.understanding.words, self.understanding.embed, self.config.data)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(
            self.house,
            self.dispatcher,
            self.understanding,
            self.database,
            Spool(self.config.data / "spool", self.keyring),
            self.clock,
            links={"official"} if self.config.wechat.official.reply_links else (),
            pacer=Pacer(self.database, glance, self.watch.zone),
        )

    @cached_property
    def threshold(self) -> Threshold:
        """What messages come in by; it stands also where there are no keys."""
        return Threshold(
            lambda: self.inbox,
            self._verify_keys,
            lambda: self.understanding,
            self.dispatcher.help_now,
            self.clock,
            self.config.community.zone,
        )

    def _verify_keys(self) -> None:
        if not sealed.is_right(self.database):
            raise KeyFileError(sealed.WRONG.format(path=self.config.key_file))

    def finish_all(self) -> int:
        """Finish what earlier processes accepted; return how many messages."""
        return self.threshold.finish_all()

    @cached_property
    def _store_probe(self) -> StoreProbe:
        return StoreProbe(self.database, self.config.data / "spool", self.clock.now)

    def store_problems(self) -> list[str]:
        """Return why a message could not be stored now, or nothing."""
        return self._store_probe.problems()

    @cached_property
    def job_context(self) -> JobContext:
        keep = self.config.privacy
        return JobContext(
            watch=self.watch,
            desk=self.desk,
            keep_turns=timedelta(days=keep.turns_days),
            keep_observations=timedelta(days=keep.observations_days),
            forms=self.library.forms,
            knowledge=self._live(),
            announce=self.listeners,
            correct_within=timedelta(days=self.config.content.correct_days),
        )

    def reach(self) -> str | None:
        """Return the reason why the platform does not hear us, or None if it does."""
        try:
            self._at_once(lambda api: api.reach())
        except ChannelError as error:
            return error.reason
        return None

    def place_code(self, scene: str) -> str:
        """Return what the QR code of a place must hold.  Raises ChannelError."""
        return self._ask_account(lambda account: account.place_code(scene))

    def lay_menu(self, menu: MenuSpec) -> None:
        """Lay the account's menu in place of what was there.  Raises ChannelError."""
        self._ask_account(lambda account: account.lay_menu(menu.laid()))

    def has_menu(self) -> bool:
        """Tell whether the account has a menu.  Raises ChannelError."""
        return self._ask_account(lambda account: account.has_menu())

    def _ask_account(self, ask: "Callable[[AccountCalls], Awaitable[T]]") -> T:
        from wechat.account import AccountCalls

        return self._at_once(lambda api: ask(AccountCalls(api)))

    def _at_once(self, ask: "Callable[[Api], Awaitable[T]]") -> T:
        """Ask the platform one thing, outside any loop of sending."""
        api = self._api()

        async def asked() -> T:
            try:
                return await ask(api)
            finally:
                await api.close()

        return asyncio.run(asked())

    def _api(self) -> "Api":
        from wechat.sending import Api

        return Api(self.config.wechat.official, DatabaseTokens(self.database), self.clock)

    @cached_property
    def sender(self) -> Sender:
        from wechat.sending import CustomMessages, TemplateMessages

        api = self._api()
        found: list[Channel] = [CustomMessages(api), TemplateMessages(api, self.quiet.zone)]
        channels = {channel.name: channel for channel in found}
        settings = self._sending()
        who = self.roads, channels, settings, self._unreached, self.clock
        return Sender(self.database, *who, mark=self.sent_mark)

    @cached_property
    def sent_mark(self) -> SentMark:
        return SentMark(self.config.data / "sent.json")

    @cached_property
    def roads(self) -> Roads:
        """The table of roads; a new one is a row here, and what sends by it in `sender`."""
        account = self.config.wechat.official

        def lacks(kind: DeliveryKind) -> str | None:
            return None if account.app_id and account.secret else "door_closed"

        def lacks_template(kind: DeliveryKind) -> str | None:
            return lacks(kind) or (None if account.template(kind.value) else "no_template")

        template = Road(
            "official.template", "official", DailyLedger(TEMPLATES_A_DAY), lacks_template,
            rung=1, remembers=TEMPLATE_REPEATS,
        )  # fmt: skip
        return Roads([Road("official.custom", "official", WindowLedger(), lacks), template])

    @cached_property
    def quiet(self) -> QuietHours:
        settings = self.config.outbox
        begins, ends = map(time.fromisoformat, (settings.quiet_from, settings.quiet_until))
        return QuietHours(begins, ends, self.config.community.zone)

    @cached_property
    def desk(self) -> Desk:
        chains = escalation.read(self.library.chains, self.library.deciders)
        zone = self.config.community.zone
        return Desk(zone, Reach(self.roads, zone), chains)

    def _sending(self) -> SenderSettings:
        settings = self.config.outbox
        return SenderSettings(
            attempts=settings.attempts,
            backoff=timedelta(seconds=settings.backoff_seconds),
            quiet=self.quiet,
            zone=self.config.community.zone,
        )

    def _unreached(self, db: Any, delivery: Any, now: datetime) -> None:
        escalation.unreached(db, delivery, now, self.desk)

    @cached_property
    def app(self) -> Flask:
        app = Flask("linbao", static_folder=None)
        account = self.config.wechat.official
        if account.is_open:
            official.open_door(app, account, self.threshold.receive, self.clock)
        app.register_blueprint(health.blueprint(self.problems))
        app.register_blueprint(metrics.blueprint(lambda: self.database, self.clock))
        return app

    def before_fork(self) -> Callable[[], "Bot"]:
        """Read all there is to read; return what makes this bot again in a forked process.

        What was read is shared, connections and threads are its own.
        """
        read = {part: getattr(self, part) for part in ("library", "understanding", "house")}
        with self.database.read() as db:
            self.house.knowledge.look(db)
        self.close()

        def make() -> Bot:
            bot = Bot(self.config)
            bot.__dict__.update(read)
            return bot

        return make

    # -- what operators ask for ------------------------------------------------

    @cached_property
    def tables(self) -> Registers:
        from sheets.tables import Tables  # the libraries of tables are for whoever has one

        return Tables()

    @cached_property
    def prints(self) -> Prints:
        from sheets.prints import Printer

        return Printer()

    def take_packs(self) -> dict[str, int]:
        """Lay what the packs say into the database; doing it again changes nothing."""
        return self.database.write(self._take_packs)

    def _take_packs(self, db: Session) -> dict[str, int]:
        now = self.clock.now()
        followup.note_days(db, self.library.programmes, now)
        return asdict(import_packs(db, self.library, now, self.config.community.zone))

    def tick(self, now: datetime) -> dict[str, int]:
        from scheduler import clockwork

        return clockwork.tick(self.database, self.job_context, now)

    def start_clock(self, every_seconds: float) -> Callable[[], None]:
        from scheduler import clockwork

        running = clockwork.start(self.database, self.job_context, self.clock, every_seconds)
        return lambda: running.shutdown(wait=True)

    def train(self) -> dict[str, Any]:
        from nlp.train import train  # scikit-learn is for training; answering does without

        result = train(self.library, MODEL)
        # Known questions are embedded now, so that no start has to wait for it.
        embed = Embedding() if result["embedding"] else None
        _matcher(self.library, Words(MODEL), embed, MODEL)
        return result

    def ship_vectors(self) -> int:
        from nlp import embedding

        return embedding.ship(MODEL)

    def evaluate(
        self, rows: list[dict[str, Any]], at: datetime, *, staff: bool = False
    ) -> dict[str, Any]:
        from nlp import evaluate

        hear = self.understanding.staff if staff else self.understanding
        return evaluate.evaluate(hear, rows, at)

    def report(self, result: dict[str, Any]) -> str:
        from nlp import evaluate

        return evaluate.report(result)

    def explain(self, text: str) -> dict[str, Any]:
        """Return how a text is understood now, and which words decided."""
        return self.understanding.why(text, self.clock.now().astimezone(self.watch.zone))

    def content_problems(self) -> list[str]:
        """Return words without a handler, handlers without words, and forms nobody takes."""
        from nlp import consistency

        handled = set(self.dispatcher.intents)
        at_work = set(self.dispatcher.work)
        unread = [
            f"表单 {form.id}：没有叫 {field.reader} 的 reader"
            for form in self.library.forms.values()
            for field in form.fields
            if field.choices is None and field.reader not in readers.READERS
        ]
        menu = self.library.menu
        dead = [
            f"菜单按钮“{name}”：没有叫 {key} 的 key（menu.yaml 里写着有哪些）"
            for name, key in (menu.keys() if menu else ())
            if not handlers.talk.takes(key, self.library.forms)
        ]
        return [
            *self.dispatcher.problems,
            *unread,
            *dead,
            *consistency.problems(self.library, handled, at_work),
        ]

    def problems(self) -> list[str]:
        """Return why this process cannot answer a message, or nothing."""
        from ops.checks import can_answer

        return can_answer(self)

    def all_addresses(self) -> dict[str, bool]:
        """Return who follows, and whose window is open; a pretend platform must know the same."""
        with self.database.read() as db:
            return contacts.all_addresses(db, "official", self.clock.now())

    def close(self) -> None:
        if "sender" in self.__dict__:
            self.sender.close()
        if "database" in self.__dict__:
            self.database.close()


def _matcher(known: Library, words: Words, embed: Embedding | None, folder: Path | None) -> Matcher:
    questions, notes = known_questions(known)
    return Retrieval(questions, words, notes=notes, embed=embed, folder=folder)


def pretend(account: Official, make_bot: MakeBot, config: Config, port: int) -> OpenStage:
    """Make the pretend WeChat of the demo; no room imports it."""
    from sim import demo

    return demo.open_stage(account, make_bot, config, port)


if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:], Bot, pretend, HERE))
