"""What a handler gets: who speaks, what they mean, when it is, and the ways to act on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.followup import Watch
from community.knowledge.finding import Knowledge
from community.knowledge.library import Live
from community.knowledge.rules import Facts
from community.knowledge.wording import Answer, Cited
from community.people import tree
from community.work.escalation import Desk, Subject
from core.library import Library
from core.messages import Message, Parse
from core.ports import Reader
from db import conversations
from db.conversations import Place
from db.followup.reports import Watched
from db.models import Contact, DeliveryKind, Person, TicketKind, Unit
from db.people import persons, units
from db.people.contacts import Caller
from db.people.persons import Card
from db.people.units import Spot
from outbox import queue
from outbox.quiet import QuietHours

CHOICES_LAST = timedelta(hours=24)
CHOICES = "choices"  # the conversation's “form” while numbers are offered


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

    @property
    def zone(self) -> ZoneInfo:
        return self.watch.zone


@dataclass(slots=True)
class Context:
    """One message being answered, inside its transaction."""

    db: Session
    house: House
    message: Message
    parse: Parse
    caller: Caller
    turn_id: int
    now: datetime
    said: str = ""
    cited: Cited | None = None
    told: Answer | None = None  # from what we know; kept, so that it can be corrected
    meant: str | None = None  # the intent that was answered in the end
    known: Mapping[str, Any] = field(default_factory=dict)  # what an offered number carried along
    calls: list[tuple[int, TicketKind]] | None = None  # for help, lately; None: not looked yet
    watched: Sequence[Watched] | None = None  # of their household; None: not looked yet
    facts: tuple[Parse, Facts] | None = None  # of whoever asks, as this was understood
    is_aside: bool = False  # a question answered in the middle of a form
    is_unseen: bool = False  # nothing of this turn may tell who spoke or what was said
    leads_to: str | None = None  # what the answer points to next: “form:returnee”
    has_begun: bool = False  # a form, or an offer of numbers
    sent: int | None = None  # the number of the form this message has sent in
    starter: Callable[..., str] | None = field(default=None, repr=False)
    _person: Person | None = field(default=None, repr=False)
    _card: Card | None = field(default=None, repr=False)
    _knowledge: Knowledge | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def slots(self) -> Mapping[str, Any]:
        return self.parse.slots

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(self.house.zone)

    @property
    def knowledge(self) -> Knowledge:
        """Return what is known as this message is answered, with whatever was approved meanwhile."""
        if self._knowledge is None:
            self._knowledge = self.house.knowledge.look(self.db)
        return self._knowledge

    @property
    def person(self) -> Person | None:
        """Return who speaks, if we know them."""
        if self._person is None and self.caller.person_id is not None:
            self._person = persons.get(self.db, self.caller.person_id)
        return self._person

    @property
    def card(self) -> Card | None:
        """Return what staff are told of who speaks, if we know them; cheaper than the person."""
        if self._card is None and self.caller.person_id is not None:
            self._card = persons.card(self.db, self.caller.person_id)
        return self._card

    @property
    def introduction(self) -> str:
        """Return who speaks as staff are told."""
        card = self.card
        if card is None:
            return tree.stranger(self.caller.contact_id)
        return tree.introduce_by(self.db, card)

    @property
    def is_at_home(self) -> bool:
        """Tell whether we know where whoever speaks lives."""
        return self.card is not None and self.card.household_id is not None

    @property
    def subject(self) -> Subject:
        """Return whoever speaks as what a ticket is about."""
        return self.about(self.card)

    def about(self, card: Card | None) -> Subject:
        """Return somebody as what a ticket is about."""
        unit = Spot(card.unit_id) if card is not None and card.unit_id else self.place_of()
        return Subject(card, self.caller.contact_id, unit, self.turn_id)

    @property
    def contact(self) -> Contact:
        return self.db.get_one(Contact, self.caller.contact_id)

    @property
    def is_staff(self) -> bool:
        return bool(tree.roles_of(self.db, self.caller.person_id, self.now, self.house.zone))

    @property
    def topic(self) -> str:
        """Return what to call what they asked, when it comes up again."""
        places = [p for p in self.slots.get("places", []) if p.get("role") != "to"]
        names = [
            p.get("district") or p.get("city") or p.get("province") or p.get("country")
            for p in places
        ]
        if known := [str(name) for name in names if name]:
            return f"从{'、'.join(known)}回来"
        asked = self.told.case.intents if self.told and self.told.case else ()
        titles = (self.house.library.titles.get(intent) for intent in asked)
        return next(
            (title for title in titles if title), self.told.held.piece.topic if self.told else ""
        )

    def start(self, form: str, **known: Any) -> str:
        """Begin a form with what is known; return its first question."""
        assert self.starter is not None, "only a message being answered can start a form"
        return self.starter(self, form, known)

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

    def tell(self, person_id: int, text: str, **fields: str) -> None:
        """Owe somebody else a text."""
        queue(
            self.db,
            DeliveryKind.INFO,
            text,
            self.now,
            person_id=person_id,
            fields=fields or None,
        )

    def offer(
        self, sentence: str, choices: Sequence[tuple[str, str]], *, below: str = "", **known: Any
    ) -> str:
        """Say a sentence and what can be replied with a number; remember what each number does.

        In the middle of a form the numbers would be in the form's way: the sentence is enough.
        `below` stands at the very end.
        """
        end = [below] if below else []
        if self.is_aside:
            return "\n".join([sentence, *end])
        self.has_begun = True
        actions = {str(i): action for i, (_, action) in enumerate(choices, 1)}
        labels = {label: str(i) for i, (label, _) in enumerate(choices, 1)}
        answers: dict[str, Any] = {"actions": actions, "labels": labels, "known": known}
        answers |= {"text": self.text, "slots": dict(self.slots)}
        place = Place(CHOICES, "", answers, self.now)
        until = self.now + CHOICES_LAST
        conversations.keep(self.db, self.caller.contact_id, place, self.now, until)
        lines = [f"回复 {i} {label}" for i, (label, _) in enumerate(choices, 1)]
        return "\n".join([sentence, *lines, *end])
