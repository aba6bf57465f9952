"""What a handler gets: who speaks, what they mean, when it is.  It is read, never changed."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.followup import Watch
from community.knowledge.finding import Knowledge
from community.knowledge.library import Live
from community.knowledge.rules import Facts
from community.knowledge.wording import Answer
from community.people import access, tree
from community.people.access import Actor
from community.people.guessing import Fleeting
from community.people.vacancies import MOST_HOMES
from community.work.escalation import Desk, Subject
from core import doubtful_days
from core.announcements import Announce
from core.library import Library
from core.messages import Message, Parse, said_at
from core.phrases import held_up
from core.ports import FragmentReader, Reader, Scripts, Understand
from db import conversations
from db.conversations import Position
from db.followup import reports
from db.followup.reports import Watched
from db.models import Contact, DeliveryKind, ItemKind, Person, Unit
from db.people import persons, units
from db.people.contacts import Caller
from db.people.persons import Card, OfBody
from db.people.units import Spot
from db.work import items
from dialog.beforehand import LookedUp
from dialog.reply import Begin, Origin, Reply
from outbox import queue
from outbox.forecast import Forecast
from outbox.ladder import say
from outbox.quiet import QuietHours

T = TypeVar("T")
PAUSED = "_paused"  # among the answers of a form that was put off
CALLED_LATELY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class House:
    """What every conversation needs and no message changes."""

    library: Library
    knowledge: Live
    watch: Watch
    readers: Mapping[str, Reader]
    community: str
    quiet: QuietHours
    desk: Desk
    announce: Announce
    fragments: FragmentReader
    receipts: Fleeting = field(default_factory=Fleeting)  # wrong guesses at them
    most_homes: int = MOST_HOMES  # households one person may have
    pages: str = ""  # the address our own pages lie below, "" where nobody can reach them
    # The groups a robot writes into, and the unit each is for ("" for all of the community).
    robots: Mapping[str, str] = field(default_factory=dict)
    makes_groups: bool = False  # the enterprise's app is set up: it can make groups of its own
    say_reason: Callable[[str | None], str] = say  # why something was not sent
    brief_roads: Sequence[str] = ()  # by which somebody reads a few words, and may ask for the rest
    forecast: Forecast | None = None  # by which road a notice would go
    hear: Understand | None = None  # what a text means from anybody
    hear_staff: Understand | None = None  # what a text means from somebody who holds a post
    # The address of somebody's curve, for one who may look, for so many minutes; None: no address.
    curve_link: Callable[[int, int, int], str] | None = None
    # The same of a list of who lacks what of a notice: which notice, for whom, what they lack.
    missing_link: Callable[[int, int, str, int], str] | None = None
    scripts: Scripts | None = None  # Traditional Chinese and English; None: nobody knows them

    @property
    def zone(self) -> ZoneInfo:
        return self.watch.zone


@dataclass(frozen=True)
class Context:
    """One message being answered, inside its transaction; what is looked up is looked up once."""

    db: Session
    house: House
    message: Message
    parse: Parse
    caller: Caller
    turn_id: int
    now: datetime
    known: Mapping[str, Any] = field(default_factory=dict)  # what an offered number carried along
    is_aside: bool = False  # a question answered in the middle of something else
    looked: LookedUp | None = None  # before the turn; None: all is looked up inside it

    def derive(self, **changes: Any) -> Self:
        """Return the same message seen otherwise; what was looked up of who speaks comes along."""
        other = replace(self, **changes)
        kept = {name: self.__dict__[name] for name in _OF_WHO_SPEAKS if name in self.__dict__}
        other.__dict__.update(kept)
        return other

    def aside(self) -> Self:
        """Return the same for a question in the middle of something: nothing is offered or begun."""
        return self if self.is_aside else self.derive(is_aside=True)

    @property
    def text(self) -> str:
        return self.message.text

    def at(self, place: Position | None) -> Self:
        """Return the same message from somebody who stands elsewhere by now."""
        other = self.derive()
        other.__dict__["place"] = place
        return other

    @property
    def slots(self) -> Mapping[str, Any]:
        """Return what was understood; no dates while one of them is in doubt."""
        return doubtful_days.certain(self.parse.slots)

    def at_work(self) -> Self:
        """Return the same heard as staff speak of their work; as it is where nobody hears so."""
        hear = self.house.hear_staff
        return self if hear is None else self.derive(parse=hear(self.text, self.local_sent_at))

    @property
    def sent_at(self) -> datetime:
        """Return the moment they speak from: which day “今天” is, which report it is.

        What is done about it is done `now`.
        """
        return said_at(self.message, self.now)

    @property
    def local_sent_at(self) -> datetime:
        return self.sent_at.astimezone(self.house.zone)

    # -- who speaks ------------------------------------------------------------------

    @cached_property
    def actor(self) -> Actor:
        """Return who speaks, with the posts they hold now or stand in for."""
        caller, zone = self.caller, self.house.zone
        return access.actor(self.db, caller.person_id, caller.contact_id, self.now, zone)

    @property
    def resident(self) -> Actor:
        """Return who speaks, acting for themselves and in no post: nothing is looked up for it."""
        return Actor(self.caller.person_id, self.caller.contact_id)

    @cached_property
    def person(self) -> Person | None:
        """Return who speaks, if we know them."""
        number = self.caller.person_id
        return persons.get(self.db, number) if number is not None else None

    @cached_property
    def body(self) -> OfBody | None:
        """Return what is registered that decides what helps who speaks, if we know them."""
        number = self.caller.person_id
        return persons.of_body(self.db, number) if number is not None else None

    @cached_property
    def card(self) -> Card | None:
        """Return what staff are told of who speaks, if we know them; cheaper than the person."""
        number = self.caller.person_id
        return persons.card(self.db, number) if number is not None else None

    @property
    def introduction(self) -> str:
        """Return who speaks as staff are told."""
        card = self.card
        if card is None:
            colleague = self.message.sender if self.message.channel == "work" else ""
            return tree.stranger(self.caller.contact_id, colleague)
        return tree.introduce_by(self.db, card)

    @property
    def speaker(self) -> str:
        """Return who speaks as staff are told, where, and when if that was long before now."""
        late = held_up(self.sent_at, self.now, self.house.zone, "发的")
        return f"{self.introduction}{late}{'在群里' if self.message.in_group else ''}"

    @property
    def is_at_home(self) -> bool:
        """Tell whether we know where whoever speaks lives."""
        return self.card is not None and self.card.household_id is not None

    @property
    def contact(self) -> Contact:
        return self.db.get_one(Contact, self.caller.contact_id)

    @cached_property
    def watched(self) -> Sequence[Watched]:
        """Return the episodes that run as they speak, of whoever speaks and of those they live with."""
        number = self.caller.person_id
        if not number:
            return []
        day = self.house.watch.today(self.sent_at)
        return reports.watched_with(self.db, number, day, self.sent_at)

    @cached_property
    def reported(self) -> Sequence[Watched]:
        """Return the running episodes of those whoever speaks may report about.

        From a phone nobody has vouched for that is only whose it is said to be.
        """
        number, day = self.caller.claims_id, self.house.watch.today(self.sent_at)
        if number is None:
            return self.watched
        found = reports.watched_with(self.db, number, day, self.sent_at)
        return [each for each in found if each.person_id == number]

    @cached_property
    def place(self) -> Position | None:
        """Return where the person was when the message came; most are nowhere, as their row says."""
        until = self.caller.talking_until
        if until is None or until <= self.sent_at:
            return None
        return conversations.find(self.db, self.caller.contact_id, self.sent_at)

    @property
    def is_filling(self) -> bool:
        """Tell whether somebody has a question before them and has not put it off."""
        return self.place is not None and not self.place.answers.get(PAUSED)

    @cached_property
    def calls(self) -> Sequence[tuple[int, ItemKind]]:
        """Return what they called for lately, newest first."""
        called_at, since = self.caller.called_at, self.sent_at - CALLED_LATELY
        if called_at is None or called_at < since:
            return []
        return items.calls_since(self.db, self.caller.contact_id, since)

    # -- where they belong -------------------------------------------------------------

    @property
    def subject(self) -> Subject:
        """Return whoever speaks as what an item is about."""
        return self.about(self.card)

    def about(self, card: Card | None) -> Subject:
        """Return somebody as what an item is about."""
        unit = Spot(card.unit_id) if card is not None and card.unit_id else self.place_of()
        return Subject(card, self.caller.contact_id, unit, self.turn_id)

    @property
    def spot(self) -> Unit | Spot | None:
        """Return where whoever speaks belongs, where only its number is needed."""
        if self.card is not None and self.card.unit_id:
            return Spot(self.card.unit_id)
        return self.place_of()

    @property
    def path(self) -> str:
        """Return the units above whoever speaks, from the top down to their own; "" if none is."""
        spot = self.spot
        return units.path_of(self.db, spot.id) if spot is not None else ""

    def place_of(self, subject: Person | None = None) -> Unit | None:
        """Return the unit responsible for somebody, by default for whoever speaks."""
        if subject is None and self.card is not None and self.card.unit_id:
            return self.db.get_one(Unit, self.card.unit_id)
        return tree.unit_of(self.db, subject or self.person, self.contact)

    def beforehand(self, question: Hashable, look: Callable[[Session], T]) -> T:
        """Look something up that takes long, so that nobody who writes waits for it.

        The first time the turn is given up, and begins anew when it is known; so nothing may be
        done before it that could not be taken back.  What is found must be a plain value.
        """
        if self.looked is None:
            return look(self.db)
        return self.looked.find(self.db, question, look)

    # -- what we know ------------------------------------------------------------------

    @cached_property
    def knowledge(self) -> Knowledge:
        """Return what is known as this message is answered, with whatever was approved meanwhile."""
        return self.house.knowledge.look(self.db)

    @cached_property
    def facts(self) -> Facts:
        """Gather what is known of the asker: their words, and what their record tells."""
        age = persons.age(self.card, self.local_sent_at.date())
        return Facts.of(self.slots, self.text, age)

    # -- what is said ------------------------------------------------------------------

    def offer(
        self,
        sentence: str,
        choices: Sequence[tuple[str, str]],
        *,
        below: str = "",
        **carries: Any,
    ) -> Reply:
        """Say a sentence and what can be replied with a number; `below` stands at the very end.

        In the middle of something else the numbers would be in its way: the sentence is enough.
        """
        if self.is_aside:
            return Reply(sentence, below=below)
        origin = Origin(self.text, dict(self.slots))
        return Reply(sentence, tuple(choices), below, carries, origin)

    def ask(self, question: str, action: str, **carries: Any) -> Reply:
        """Ask for one missing value: `action` gets their next words, "" from it if they hold none."""
        if self.is_aside:
            return Reply(question)
        return Reply(question, carries=carries, awaits=action)

    def start(self, form: str, says: str = "{asked}", **known: Any) -> Reply:
        """Begin a form with what is known; its first question is what is said."""
        origin = Origin(self.text, dict(self.slots))
        return Reply(begins=Begin(form, known, origin, self.is_aside, says))

    def answer(self, found: Answer, text: str) -> Reply:
        """Say what we know, kept with its topic so that it can be corrected when it changes."""
        # About the past there is nothing to do next.
        leads_to = found.action if found.case is not None else None
        topic = self._topic(found)
        return Reply(text, told=found, cited=found.cited, topic=topic, leads_to=leads_to)

    def _topic(self, found: Answer) -> str:
        places = [p for p in self.slots.get("places", []) if p.get("role") != "to"]
        names = [
            p.get("district") or p.get("city") or p.get("province") or p.get("country")
            for p in places
        ]
        if known := [str(name) for name in names if name]:
            return f"从{'、'.join(known)}回来"
        asked = found.case.intents if found.case else ()
        titles = (self.house.library.titles.get(intent) for intent in asked)
        return next((title for title in titles if title), found.held.piece.topic)

    def tell(self, person_id: int, text: str, **fields: str) -> None:
        """Owe somebody else a text."""
        told = fields or None
        queue(self.db, DeliveryKind.INFO, text, self.now, person_id=person_id, fields=told)


_OF_WHO_SPEAKS = (
    "actor",
    "body",
    "person",
    "card",
    "watched",
    "reported",
    "place",
    "calls",
    "knowledge",
)
