"""What receives: each message understood, written down, acted on once, answered in time, never lost."""

import logging
from collections.abc import Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from datetime import datetime
from time import monotonic

from sqlalchemy.orm import Session

from community.knowledge import corrections
from core import arrival
from core.clock import Clock
from core.messages import SPOKEN, Kind, Message, Parse, said_at
from core.phrases import cut_bytes
from core.ports import NotTaken, StillWorking, Understand
from db import Database, deliveries, is_out_of_order, turns
from db.models import DeliveryKind, DeliveryStatus
from db.people import contacts
from dialog.beforehand import in_turn
from dialog.beside import beside
from dialog.context import Context, House
from dialog.dispatcher import Dispatcher
from dialog.in_flight import InFlight, Job
from dialog.pacing import Pacer
from dialog.pushing import ASK_PATIENCE, Pushing
from dialog.reply import Reply
from dialog.rush import Rush
from dialog.spool import Spool
from dialog.unstored import PHONES, said_instead
from outbox import queue

log = logging.getLogger(__name__)

# WeChat hangs up after 5 seconds; an answer later than this would never be seen.
PATIENCE = 4.0
# Whoever is in danger hears the numbers to call at once; what we have done about it comes after.
DANGER_PATIENCE = 1.5
# An account that may not send customer-service messages has only the platform's retries.
LAST_PATIENCE = 14.0
REPLY_BYTES = 2048
POLLED_BYTES = 20_480
SORRY = f"抱歉，我这边出了点问题，这句话没有处理好，请过一会儿再发一次。{PHONES}"
SILENT = Parse(text="", intent="oos", score=0.0, intents=("oos",), candidates=())
# Events by which people act; the others tell us something without anybody being there.
_ACTS = {Kind.FOLLOW, Kind.SCAN, Kind.MENU}


class Inbox:
    """The one call into the house: `receive`.  Each message is one transaction."""

    def __init__(
        self,
        house: House,
        dispatcher: Dispatcher,
        understand: Understand,
        database: Database,
        spool: Spool,
        pushing: Pushing,
        clock: Clock,
        patience: float = PATIENCE,
        danger_patience: float = DANGER_PATIENCE,
        last_patience: float = LAST_PATIENCE,
        links: Collection[str] = (),
        pacer: Pacer | None = None,
        rush: Rush | None = None,
    ) -> None:
        self._house = house
        self._dispatcher = dispatcher
        self._understand = understand
        self._db = database
        self._spool = spool
        self._clock = clock
        self._patience = patience
        self._danger_patience = min(patience, danger_patience)
        self._last_patience = last_patience
        self._links = links  # the channels in whose answers a link can be tapped
        self._pacer = pacer
        self._rush = rush
        self._pushing = pushing
        self._in_flight = InFlight()

    def receive(self, message: Message) -> str:
        """Act on a message once, however often it comes; return the answer, "" for none.

        If the work takes longer than the platform waits, the answer is ""
        and becomes a delivery.
        """
        now = self._clock.now()
        if self._pacer is None:
            return self._hear(message, now)
        if (instead := self._pacer.instead(message, now)) is not None:
            return instead
        said = ""
        try:
            said = self._hear(message, now)
        finally:
            self._pacer.leave(message, said, now)
        return said

    def _hear(self, message: Message, now: datetime) -> str:
        begun = arrival.moment()
        if self._rush and (soon := self._rush.instead(message, begun, now)) is not None:
            return soon
        try:
            parse = self._parse(message, now)
        except Exception as error:
            return self._failed(message, None, now, error)
        job, is_twin = self._in_flight.join(message.key)
        try:
            future = in_turn(
                self._db, job.looked, lambda db: self.turn(db, message, parse, now, job)
            )
            try:
                patience = self._danger_patience if parse.danger else self._patience
                said = future.result(max(0.0, patience - (monotonic() - begun)))
            except NotYet:
                if first := self._dispatcher.help_now(parse):
                    if not is_twin:
                        self._let_go(message, job, future)
                    return first  # in danger nobody waits for the answer that comes later
                said = self._too_late(message, job, future, is_twin)
            return said if said and job.tell() else ""
        except Exception as error:
            return self._failed(message, parse, now, error)
        finally:
            self._in_flight.leave(message.key)

    def _parse(self, message: Message, now: datetime) -> Parse:
        if message.kind is not Kind.TEXT:
            return SILENT
        return self._understand(message.text, said_at(message, now).astimezone(self._house.zone))

    # -- inside the transaction ------------------------------------------------

    def turn(
        self, db: Session, message: Message, parse: Parse, now: datetime, job: Job | None = None
    ) -> str:
        """Write the turn, act, and commit both with everything owed; a twin hears the same."""
        turn = turns.begin(db, message, now)
        if turn is None:
            return self._twin(db, message, now, job)
        caller = _caller(db, message, now)
        if caller is None:
            turns.finish(db, turn, "", message.kind.value, None, late=False)
            return ""
        looked = job.looked if job is not None else None
        ctx = Context(db, self._house, message, parse, caller, turn.id, now, looked=looked)
        reply = self._dispatcher.answer(ctx)
        said, *rest = _cut(reply.said, POLLED_BYTES if message.is_polled else REPLY_BYTES)
        late = bool(said) and (message.is_tap or self._is_promised(message, job))
        if not late:
            said = self._linked(message, reply) or said
        turns.finish(db, turn, said, reply.meant or message.kind.value, caller.contact_id, late)
        if late:
            reply_to = message.extra.get("reply_to", "") if message.is_tap else ""
            _owe(db, said, now, caller.contact_id, turn.id, reply_to)
        for part in rest:
            _owe(db, part, now, caller.contact_id)
        if reply.is_anonymous:
            turns.make_unseen(db, turn.id, message, said, now)
            contacts.unhear(db, caller.contact_id, turn.before, is_owed=late or bool(rest))
        elif reply.told is not None:
            who = caller.contact_id, caller.person_id
            corrections.remember(db, reply.told, *who, reply.topic, now)
        return "" if late else said

    def _linked(self, message: Message, reply: Reply) -> str:
        """Return the answer with its numbers as links, where they can be tapped and it fits."""
        is_tapped = bool(reply.choices) and message.channel in self._links
        return reply.linked if is_tapped and len(_cut(reply.linked)) == 1 else ""

    def _is_promised(self, message: Message, job: Job | None) -> bool:
        """Tell whether the platform has been told “heard”, by whichever copy."""
        return (job is not None and job.is_late) or self._spool.holds(message)

    def rehearse(self, db: Session, message: Message, now: datetime) -> tuple[Parse, Reply]:
        """Answer in a session that will be taken back; return what was understood and said."""
        parse = self._parse(message, now)
        turn = turns.begin(db, message, now)
        caller = _hear(db, message, now)
        ctx = Context(db, self._house, message, parse, caller, turn.id if turn else 0, now)
        return parse, self._dispatcher.answer(ctx)

    def _twin(self, db: Session, message: Message, now: datetime, job: Job | None) -> str:
        """Give the repeat what the first was given, unless the answer travels by itself."""
        first = turns.twin(db, message)
        if not first.answer:
            return ""
        if first.late and message.is_tap:
            return ""
        if first.late:
            # What could not be pushed is given to the retry instead.
            if first.delivery_id and deliveries.give_as_reply(db, first.delivery_id):
                return first.answer
            return first.answer if first.status is DeliveryStatus.HEARD else ""
        if self._is_promised(message, job):
            contact = contacts.find(db, message.channel, message.sender)
            turns.mark_late(db, first.turn_id)
            _owe(db, first.answer, now, contact.id if contact else None, first.turn_id)
            return ""
        return first.answer

    # -- when it takes too long -----------------------------------------------

    def _too_late(self, message: Message, job: Job, future: "Future[str]", is_twin: bool) -> str:
        """Return "", or what the answer is if only waiting for it can bring it to the person."""
        if message.is_polled:
            raise StillWorking
        if not job.is_late and not self._pushing.is_open(message):
            try:
                # Silence makes the platform ask again; one of its tries will find the answer.
                return future.result(max(0.0, self._last_patience - (monotonic() - job.begun)))
            except NotYet:
                pass
        if not is_twin:  # the first copy sees to the answer; a twin has nothing to add
            self._let_go(message, job, future)
        return ""

    def _let_go(self, message: Message, job: Job, future: "Future[str]") -> None:
        """Keep the message on disk, tell the platform it was heard, go on behind its back."""
        try:
            self._spool.keep(message)
        except OSError as error:  # a full disk: all we can do is live on
            log.error("收下的一条消息没能写到硬盘，只在内存里：%s", type(error).__name__)
        if not job.let_go():  # a twin has carried the answer back meanwhile
            self._spool.drop(message)
            return
        log.warning("一条消息 %s 秒还没答上，答案随后补发", self._patience)
        self._in_flight.stay(message.key)
        future.add_done_callback(lambda _: self._finish_in_background(message))

    def _finish_in_background(self, message: Message) -> None:
        finishing = beside(lambda: self.finish(message))
        finishing.add_done_callback(lambda _: self._in_flight.leave(message.key))

    def finish(self, message: Message) -> None:
        """See to it that an accepted message is acted on and its answer owed; then forget it."""
        now = self._clock.now()
        job = Job(is_late=True)
        try:
            parse = self._parse(message, now)
            turn = in_turn(self._db, job.looked, lambda db: self.turn(db, message, parse, now, job))
            turn.result()
        except Exception as error:
            log.error("收下的一条消息还没办成，留着再试：%s", type(error).__name__)
            return
        self._spool.drop(message)

    def finish_all(self) -> int:
        """Finish what was put off, and what an earlier process accepted before it died; return how many.

        One process does it at a time, and lets those who are here now go first.
        """
        count = 0
        with self._spool.alone() as is_ours:
            for message in self._spool.waiting() if is_ours else ():
                if self._rush is not None:
                    self._rush.wait_for_calm()
                self.finish(message)
                count += 1
        if self._rush is not None:
            self._rush.forget()
        return count

    # -- when it goes wrong -----------------------------------------------------

    def _failed(
        self, message: Message, parse: Parse | None, now: datetime, error: Exception
    ) -> str:
        """Say what is true, and the help that needs nobody; keep the message if it can be kept.

        If it is the database that takes nothing, the message waits on disk.
        If it is a mistake of ours, the turn is kept, so that one calm sentence stays one.
        Raises NotTaken for an event that can be kept nowhere, and lets StillWorking pass.
        """
        if isinstance(error, StillWorking):
            raise error
        log.error("一条消息（%s）没有处理好", message.kind.value, exc_info=error)
        help_now = self._dispatcher.help_now
        if is_out_of_order(error):
            is_kept = self._wait_for_database(message)
            if not is_kept and message.kind not in SPOKEN:
                raise NotTaken from error
            return said_instead(message, parse, help_now, is_kept=is_kept)
        if message.kind is not Kind.TEXT:
            return ""
        said = (help_now(parse) if parse is not None else "") or SORRY
        try:
            apology = self._db.submit(lambda db: self._apologise(db, message, said, now))
            return apology.result(ASK_PATIENCE)
        except Exception:
            return said

    def _wait_for_database(self, message: Message) -> bool:
        """Keep a message until the database takes it; return whether that could be done."""
        try:
            self._spool.keep(message)
        except OSError as error:
            log.error("一条消息哪里也存不下：%s", type(error).__name__)
            return False
        return True

    def _apologise(self, db: Session, message: Message, said: str, now: datetime) -> str:
        turn = turns.begin(db, message, now)
        if turn is None:
            return turns.twin(db, message).answer
        caller = _hear(db, message, now)
        turns.finish(db, turn, said, "failed", caller.contact_id, late=False)
        return said


def _caller(db: Session, message: Message, now: datetime) -> contacts.Caller | None:
    """Return who is on the line; nobody, where an event tells of somebody we never heard of."""
    spoke = message.kind in SPOKEN
    if spoke or message.kind in _ACTS:
        return _hear(db, message, now, spoke=spoke)
    found = contacts.find(db, message.channel, message.sender)
    if found is None:
        return None
    known = found.person_id if found.is_vouched else None
    return contacts.Caller(found.id, known, found.misses)


def _hear(db: Session, message: Message, now: datetime, *, spoke: bool = True) -> contacts.Caller:
    at, alone = said_at(message, now), not message.in_group
    return contacts.hear(db, message.channel, message.sender, at, spoke=spoke, alone=alone)


def _cut(text: str, most: int = REPLY_BYTES) -> list[str]:
    """Cut what is too long for one message; there is one part, if an empty one."""
    part, rest = cut_bytes(text, most)
    return [part, *(_cut(rest, most) if rest else [])]


def _owe(
    db: Session,
    text: str,
    now: datetime,
    contact_id: int | None,
    turn_id: int | None = None,
    reply_to: str = "",
) -> None:
    kind = DeliveryKind.ANSWER
    queue(db, kind, text, now, contact_id=contact_id, turn_id=turn_id, reply_to=reply_to)
