"""Puts the rooms together and hands the command line over.  Nothing imports this file."""

import importlib
import logging
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

import content
import handlers
from community import followup
from community.followup import Watch, departing, moving, observing, silence
from community.groups import correcting as group_correcting
from community.groups import founding
from community.knowledge.importing import import_packs
from community.knowledge.library import Live
from community.notices import evacuating, planning, recalling
from community.people import contact_card, homes
from community.work import departing as leaving_work
from community.work import escalation, handing_over
from community.work.escalation import Desk
from core import late
from core.announcements import (
    Decided,
    LeaveBegun,
    LeaveOver,
    Listeners,
    Moved,
    NoticeOver,
    PersonGone,
    PostBegun,
    PostEnded,
)
from core.clock import Clock, FileClock, SystemClock
from core.config import Config, Official
from core.library import Entry, Library, Pack, PackInfo
from core.messages import Kind, Message, Parse
from core.phrases import on_a_card
from core.ports import Matcher, Prints, Registers
from core.prints import CountBoard
from core.progress import tell
from db import DATABASE_TROUBLE, Database, KeyFileError, Keyring, connect, sealed
from db.models import DeliveryKind
from db.people import contacts
from db.tokens import DatabaseTokens
from dialog import Dispatcher, Inbox
from dialog.context import House
from dialog.inbox import DANGER_PATIENCE, PATIENCE
from dialog.pacing import Pacer
from dialog.pushing import Pushing
from dialog.rush import Rush
from dialog.spool import Spool
from dialog.streaming import Streaming
from dialog.unstored import Threshold
from nlp import fragments, readers, script
from nlp.retrieval import Retrieval, known_questions
from nlp.understand import Understanding, glance
from nlp.wordings import Wordings
from ops import cli
from ops.ports import AsksPlatform, MakeBot, OpenStage
from ops.storing import StoreProbe
from outbox import Sender
from outbox.forecast import Forecast
from outbox.leasing import SenderSettings
from outbox.mark import SentMark
from outbox.quiet import QuietHours
from outbox.reach import Reach
from outbox.roads import DailyLedger, Ledger, MinuteLedger, Road, Roads, WindowLedger
from scheduler.context import JobContext
from web import curve, h5, heads, health, metrics, missing
from web.links import Links
from wechat import official
from wechat.aibot import door as aibot_door
from wechat.work import door as work_door

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
MODEL = HERE / "nlp" / "model"
# The platform drops a template message that comes again within ten minutes; we rely on less.
TEMPLATE_REPEATS = timedelta(minutes=9)
REHEARSED = (
    "帮助",
    "36.8",
    "我的信息",
    "近期计划从外地回来，应该怎么报备",
    "建军37.8，我咳嗽，昨天从武汉坐高铁回来，想买两斤土豆",  # with it all tables of names are read
    # What these need is then shared by all web processes, and not made by each of them.
    "孩子发烧怎么办",
    "停水什么时候恢复",
    "能帮我买点菜吗",
    "蚊子太多了能来消杀吗",
    "我爸喘不上气了",
    "谢谢你们",
)
APP_A_MINUTE = 30  # to one member; the rest the platform drops without a word
ROBOT_A_MINUTE = 20
CHAT_A_MINUTE = 60  # a member gets 200 a minute of all groups together; the rest is dropped
TEMPLATES_A_DAY = 100_000  # what the platform allows any account; more to those with more followers


class Bot:
    """The rooms of one process, each built when it is first needed."""

    patience = PATIENCE  # seconds an answer may take before it is pushed afterwards
    danger_patience = DANGER_PATIENCE  # the same where somebody is in danger

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.config = config
        self.clock = clock or self._clock()
        self._before: Database | None = None  # of the process we are forked from

    def _clock(self) -> Clock:
        file = self.config.clock.file
        return FileClock(file, self.config.community.zone) if file else SystemClock()

    @cached_property
    def keyring(self) -> Keyring:
        return Keyring.load(self.config.key_file)

    @cached_property
    def database(self) -> Database:
        if self._before is not None:
            return self._before.again(self.keyring)
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
        return Watch(self.library.programmes, self.config.community.zone, self.quiet)

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
            most_homes=self.config.community.most_homes,
            pages=self.links.base,
            robots=self._robots,
            makes_groups=self.config.wechat.work.may_send,
            forecast=self.forecast,
            hear=self._hear,
            hear_staff=self._hear_staff,
            scripts=script,
            brief_roads=self.roads.brief,
            curve_link=self.links.curve if self.links.base else None,
            missing_link=self.links.missing if self.links.base else None,
        )

    @cached_property
    def links(self) -> Links:
        """The addresses of pages that somebody may open for a while."""
        return Links(
            self.config.server.public_url, lambda what: self.keyring.signing(what), self.clock
        )

    @property
    def _robots(self) -> dict[str, str]:
        """Return the groups a robot writes into, and the unit each is for."""
        return {one.name: one.unit for one in self.config.wechat.work.robots}

    def _hear(self, text: str, at: datetime) -> Parse:
        return self.understanding(text, at)

    def _hear_staff(self, text: str, at: datetime) -> Parse:
        return self.understanding.staff(text, at)

    @cached_property
    def listeners(self) -> Listeners:
        """Return who hears of what is announced; they are told in the order of these lines."""
        desk, heard = self.desk, Listeners()
        heard.add(Decided, homes.bind)
        place = self.config.community.name, self.links.base, self.config.community.zone
        heard.add(Decided, partial(contact_card.on_decided, desk.why_not, *place))
        heard.add(Decided, partial(observing.on_decided, self.watch))
        heard.add(PostBegun, partial(handing_over.on_post_begun, desk))
        heard.add(PostEnded, partial(handing_over.on_post_ended, desk))
        heard.add(PersonGone, partial(departing.on_person_gone, self.watch))
        heard.add(Moved, partial(moving.on_moved, self.watch))
        heard.add(PersonGone, leaving_work.on_person_gone)
        heard.add(NoticeOver, partial(group_correcting.on_notice_over, self._robots))
        heard.add(LeaveBegun, partial(handing_over.on_leave_begun, desk))
        heard.add(LeaveOver, partial(handing_over.on_leave_over, desk))
        return heard

    def _known_to_clock(self) -> Live:
        """Return what is known; what was read before a fork is not read again."""
        return self.house.knowledge.judging() if "house" in self.__dict__ else self._live()

    def _live(self, matcher: Matcher | None = None) -> Live:
        """What is known now; without a matcher for who is asked nothing, like the clock."""
        community = self.config.community
        remake = self.matcher_for if matcher else None
        return Live(self.library, matcher, remake, community.area, community.zone)

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the nearest question among those the packs know."""
        found = self._matcher(self.library, MODEL, MODEL)
        self.wordings.keep()
        self.wordings.forget()
        return found

    @cached_property
    def wordings(self) -> Wordings:
        return Wordings(self.understanding.words, MODEL)

    def matcher_for(self, entries: Iterable[Entry]) -> Matcher:
        """Make what finds the nearest question when staff have added or changed one."""
        live = Library([Pack(info=PackInfo(name="live", title=""), entries=list(entries))])
        return self._matcher(live, self.config.data)

    def _matcher(self, known: Library, folder: Path, kept: Path | None = None) -> Matcher:
        questions, notes = known_questions(known)
        words, embed = self.understanding.words, self.understanding.embed
        return Retrieval(
            questions,
            words,
            wordings=self.wordings,
            notes=notes,
            embed=embed,
            folder=folder,
            kept=kept,
        )

    @cached_property
    def inbox(self) -> Inbox:
        spool = Spool(self.config.data / "spool", self.keyring)
        pushing, zone = Pushing(self.database, self.clock), self.watch.zone
        return Inbox(
            self.house,
            self.dispatcher,
            self.understanding,
            self.database,
            spool,
            pushing,
            self.clock,
            links={"official"} if self.config.wechat.official.reply_links else (),
            pacer=Pacer(self.database, glance, zone),
            rush=Rush(glance, spool, pushing.is_open_later, zone),
            patience=self.patience,
            danger_patience=self.danger_patience,
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

    @cached_property
    def streaming(self) -> Streaming:
        return Streaming(
            self.threshold.receive,
            lambda: self.database,
            self.clock,
            lambda: Spool(self.config.data / "streams", self.keyring),
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
            knowledge=self._known_to_clock(),
            announce=self.listeners,
            correct_within=timedelta(days=self.config.content.correct_days),
            robots=self._robots,
            board_robots=[one.name for one in self.config.wechat.work.robots if one.board],
        )

    @cached_property
    def platform(self) -> AsksPlatform:
        """What the platform is asked, one thing at a time."""
        from wechat.asking import Asking

        return Asking(self.config.wechat.official, DatabaseTokens(self.database), self.clock)

    def _draw_written(self, written: str) -> bytes:
        """Return the picture of a contact card or a board that was written down for somebody."""
        if (board := evacuating.read(written)) is not None:
            return self.prints.board(board)
        return self.prints.contact(contact_card.read(written))

    def _draw_board(self, given: Mapping[str, Any]) -> bytes:
        """Return the picture of a board that was written down for a group."""
        return self.prints.board(CountBoard.read(given))

    def _lay_pictures(self, urls: Sequence[str]) -> Sequence[str]:
        """Lay pictures sent to the robot where the app keeps them; "" for each that cannot be."""
        from wechat.aibot import pictures

        work = self.config.wechat.work
        return pictures.lay_at_once(work, DatabaseTokens(self.database), self.clock, urls)

    @cached_property
    def sender(self) -> Sender:
        from wechat.channels import open_channels

        tokens, drawing = DatabaseTokens(self.database), (self._draw_written, self._draw_board)
        channels = open_channels(self.config.wechat, tokens, self.clock, self.quiet.zone, *drawing)
        settings = self._sending()
        who = self.roads, channels, settings, self._unreached, self.clock
        return Sender(self.database, *who, mark=self.sent_mark, plan_more=self._plan_more)

    def _plan_more(self, db: Session, now: datetime) -> bool:
        return planning.more(db, now, self.config.community.zone)

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
            rung=1, remembers=TEMPLATE_REPEATS, is_brief=True,
        )  # fmt: skip
        # Staff are told where there is no window that closes, and by the account if not there.
        app = Road(
            "work.app", "work", MinuteLedger(APP_A_MINUTE), lambda _: None,
            rung=-1, shows_pictures=True,
        )  # fmt: skip
        # Nobody is told anything by it: what the app sent is taken back.
        recall = Road(
            "work.recall", "work.recall", Ledger(), lambda _: None,
            kinds=frozenset({DeliveryKind.ALERT}),
        )  # fmt: skip
        made = Road(
            "work.appchat", "work.appchat", MinuteLedger(CHAT_A_MINUTE), lambda _: None,
            kinds=frozenset({DeliveryKind.ALERT}), text_bytes=20_000,
        )  # fmt: skip
        custom = Road("official.custom", "official", WindowLedger(), lacks, shows_pictures=True)
        robot = Road(
            "work.robot", "work.robot", MinuteLedger(ROBOT_A_MINUTE), lambda _: None,
            kinds=frozenset({DeliveryKind.ALERT}), text_bytes=20_000,
        )  # fmt: skip
        groups = [robot] if self.config.wechat.work.robots else []
        # Where a button of the robot was tapped, before anywhere else.
        reply = Road(
            "work.aibot", "work", Ledger(), lambda _: None,
            kinds=frozenset({DeliveryKind.ANSWER}), rung=-2, is_reply=True, text_bytes=20_000,
        )  # fmt: skip
        replies = [reply] if self.config.wechat.work.aibot.is_open else []
        return Roads(
            [
                *groups,
                *replies,
                *([app, recall, made] if self.config.wechat.work.may_send else ()),
                custom,
                template,
            ]
        )

    @cached_property
    def forecast(self) -> Forecast:
        """By which road a notice would go, and what each would carry."""

        def on_template(text: str, fields: Mapping[str, str]) -> str:
            template = self.config.wechat.official.template(DeliveryKind.NOTICE.value)
            what, said = on_a_card(str(fields.get("what", "")), str(fields.get("text", "")))
            shown = {"time": "发出的时刻", **fields, "what": what, "text": said}
            rows = template.fields.values() if template else ()
            return "\n".join(row.format_map(shown) for row in rows)

        return Forecast(self.roads, self.config.community.zone, {"official.template": on_template})

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
            link=self.links.notice if self.links.base else None,
        )

    def _unreached(self, db: Any, delivery: Any, now: datetime) -> None:
        if recalling.is_recall(delivery) or founding.on_refused(db, delivery, now):
            return
        is_asked = delivery.kind is DeliveryKind.REMINDER and silence.unreachable(
            db, self.watch, delivery, now, self.desk
        )
        if not is_asked:
            escalation.unreached(db, delivery, now, self.desk)

    @cached_property
    def app(self) -> Flask:
        app = Flask("linbao", static_folder=None)
        account = self.config.wechat.official
        if account.is_open:
            official.open_door(app, account, self.threshold.receive, self.clock)
        if self.config.wechat.work.is_open:
            work = self.config.wechat.work
            work_door.open_door(app, work, self.threshold.receive, self.clock)
        if self.config.wechat.work.aibot.is_open:
            aibot = self.config.wechat.work.aibot
            aibot_door.open_door(
                app,
                aibot,
                self.threshold.receive,
                self.streaming,
                self.clock,
                handlers.talk.BUTTONS,
                self._lay_pictures,
            )
        app.register_blueprint(health.blueprint(self.problems))
        app.register_blueprint(
            h5.blueprint(
                lambda: self.database,
                self.links.notice_key,
                lambda: self.desk,
                self.clock,
                self.links.group_key,
            )
        )
        app.register_blueprint(
            heads.blueprint(
                lambda: self.database,
                self.links.group_key,
                lambda: self.prints,
                self.clock,
                self.config.community.name,
                self.config.community.zone,
            )
        )
        app.register_blueprint(
            curve.blueprint(
                lambda: self.database,
                self.links.curve_key,
                lambda: self.watch,
                lambda: self.prints,
                self.clock,
            )
        )
        app.register_blueprint(
            missing.blueprint(
                lambda: self.database,
                self.links.missing_key,
                lambda: self.tables,
                self.clock,
                self.config.community.zone,
            )
        )
        app.register_blueprint(
            metrics.blueprint(lambda: self.database, self.clock, self.config.data)
        )
        return app

    def before_fork(self, *, with_all: bool = True) -> Callable[[], "Bot"]:
        """Read all there is to read; return what makes this bot again in a forked process.

        What was read is shared, connections and threads are its own.  `with_all`: also what only
        the clock and the sender import; done by them it would weigh twenty megabytes more.
        """
        for room in ("scheduler.clockwork", "wechat.channels") if with_all else ():
            importlib.import_module(room)
        read = {part: getattr(self, part) for part in ("library", "understanding", "house")}
        self.warm()
        self.close()

        def make() -> Bot:
            bot = Bot(self.config)
            bot.__dict__.update(read)
            bot._before = self.database
            return bot

        return make

    def _rehearse(self) -> None:
        """Compile the statements every message needs, and let them change nothing.

        A process that takes a dead one's place would spend its first second on that.
        """
        now = self.clock.now()
        try:
            self._verify_keys()
            for number, text in enumerate(REHEARSED):
                said = Message("official", f"rehearsed:{number}", "rehearsed", Kind.TEXT, text, now)
                with self.database.rehearse() as db:
                    self.inbox.rehearse(db, said, now)
        except (KeyFileError, *DATABASE_TROUBLE) as error:  # whoever speaks first hears of it
            log.warning("启动时没能试答：%s", type(error).__name__)

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

    def purge(self, now: datetime) -> dict[str, int]:
        from scheduler import clockwork

        return clockwork.purge(self.database, self.job_context, now)

    def start_clock(self, every_seconds: float) -> Callable[[], None]:
        from scheduler import clockwork

        running = clockwork.start(self.database, self.job_context, self.clock, every_seconds)
        return lambda: running.shutdown(wait=True)

    def train(self, *, shipped: bool = False) -> dict[str, Any]:
        """Make the model; `shipped`: take what comes with the source, if it is of these words."""
        from nlp import shipped as along

        if shipped and along.install(self.library, MODEL):
            tell("语言模型随源码带来，不用训练；读一遍知识里的问法（约 10 秒）…")
            result: dict[str, Any] = {"shipped": True}
        else:
            from nlp.train import train  # scikit-learn is for training; answering does without

            result = train(self.library, MODEL)
        # Known questions are read and embedded now, so that no start has to wait for it.
        for old in ("understanding", "wordings", "matcher"):
            self.__dict__.pop(old, None)
        assert self.matcher
        return result

    def ship_model(self) -> int:
        """Lay the model and its vectors beside the source; return how many vectors."""
        from nlp import embedding, shipped

        count = embedding.ship(MODEL)
        shipped.put(self.library, MODEL)
        return count

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
        found = self.understanding.why(text, self.clock.now().astimezone(self.watch.zone))
        return {**found, "titles": dict(self.library.titles)}

    def content_problems(self) -> list[str]:
        """Return words without a handler, handlers without words, and forms nobody takes."""
        from nlp import consistency

        handled = set(self.dispatcher.intents)
        at_work = set(self.dispatcher.work)
        return [
            *self.dispatcher.problems,
            *handlers.talk.dead_buttons(self.library),
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

    def wake_roads(self) -> None:
        """Send at once what waits for the platform to be well again; for a pretend one that is."""
        self.sender.wake()

    def warm(self) -> None:
        """Read all there is to read and rehearse an answer, so that the first message waits for nothing."""
        late.compile_all()
        with self.database.read() as db:
            self.house.knowledge.look(db)
        self._rehearse()

    def close(self) -> None:
        if "sender" in self.__dict__:
            self.sender.close()
        if "database" in self.__dict__:
            self.database.close()


def pretend(account: Official, make_bot: MakeBot, config: Config, port: int) -> OpenStage:
    """Make the pretend WeChat of the demo; no room imports it."""
    from sim import demo

    return demo.open_stage(account, make_bot, config, port)


if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:], Bot, pretend, HERE))
