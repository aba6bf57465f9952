"""No storm, whatever fails: any tree, any pattern of failures, absences, answers, words and ticks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot import Bot
from community.work import escalation
from community.work.escalation import Subject
from community.work.escalation.chains import (
    AWAITED,
    INSISTS,
    UPDATES,
)
from core.budget import Budget
from core.clock import FakeClock
from core.ports import ChannelError, Letter
from core.settings import Template
from db.models import (
    Contact,
    ContactState,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    ItemKind,
    ItemState,
    Person,
    Post,
    Role,
    Step,
    Unit,
    WorkItem,
)
from outbox import Sender, queue
from tests.common import examples
from tests.databases import MORNING

STAFF = 4  # people who may hold posts; one more is the resident
ONCE = 1 + INSISTS + 1  # told, told again by the clock, the last word
WORDS = {"again": 2, "lose": 3}  # how much that is new an act brings at most
WEEK = timedelta(days=7)
MOODS: dict[str, ChannelError | None] = {
    "fine": None,
    "45015": ChannelError("window_closed", permanent=True),
    "40003": ChannelError("invalid_address", permanent=True),
    "48001": ChannelError("no_permission", permanent=True),
    "43004": ChannelError("not_following", permanent=True),
    "busy": ChannelError("busy", permanent=False),
    "silent": ChannelError("outcome_unknown", permanent=False),
}


@dataclass
class Moody:
    """A road that fails each person as the script says."""

    name: str
    moods: dict[str, str]
    sent: list[Letter] = field(default_factory=list)

    async def send(self, letter: Letter) -> str:
        self.sent.append(letter)
        error = MOODS[self.moods.get(letter.address, "fine")]
        if error is not None:
            raise error
        return ""


post = st.tuples(st.sampled_from(list(Role)), st.integers(0, STAFF - 1), st.booleans())
act = st.one_of(
    st.tuples(st.just("raise"), st.sampled_from(list(ItemKind))),
    st.tuples(st.just("again"), st.integers(0, 5)),
    st.tuples(st.just("lose"), st.sampled_from([DeliveryKind.INFO, DeliveryKind.REMINDER])),
    st.tuples(st.just("take"), st.integers(0, 5), st.integers(0, STAFF - 1)),
    st.tuples(st.just("close"), st.integers(0, 5)),
    st.tuples(st.just("mood"), st.integers(0, STAFF), st.sampled_from(sorted(MOODS))),
    st.tuples(st.just("state"), st.integers(0, STAFF), st.sampled_from(list(ContactState))),
    st.tuples(st.just("speak"), st.integers(0, STAFF)),
    st.tuples(st.just("resign"), st.integers(0, STAFF - 1)),
    st.tuples(st.just("wait"), st.sampled_from([0, 1, 5, 16, 61, 600, 3000])),
)


class Play:
    """One town, emptied of all that happened, in which a script is played."""

    def __init__(self, bot: Bot, clock: FakeClock, posts: Sequence[tuple[Role, int, bool]]) -> None:
        self.bot, self.clock, self.began = bot, clock, MORNING
        clock.set(MORNING)
        self.moods: dict[str, str] = {}
        bot.database.write(lambda db: self._set(db, posts))
        self.road = Moody("moody", self.moods)
        channels = dict.fromkeys(bot.roads.names, self.road)
        self.sender = Sender(
            bot.database, bot.roads, channels, bot._sending(), bot._unreached, clock, batch=50
        )

    def _set(self, db: Session, posts: Sequence[tuple[Role, int, bool]]) -> None:
        for table in (Step, Delivery, WorkItem, Post):
            db.execute(delete(table))
        found = db.execute(
            select(Contact)
            .where(Contact.person_id.is_not(None), Contact.channel == "official")
            .order_by(Contact.id)
            .limit(STAFF + 1)
        ).scalars()
        self.contacts = [(c.id, c.person_id, c.address) for c in found]
        until = MORNING + timedelta(hours=48)
        db.execute(
            update(Contact).values(
                state=ContactState.FOLLOWING, window_until=until, window_left=5, moment_left=0
            )
        )
        resident = db.get_one(Person, self.contacts[STAFF][1])
        assert resident.household is not None
        self.home = resident.household.unit_id
        root = db.scalars(select(Unit.id).order_by(Unit.level)).first()
        for role, who, at_home in posts:
            unit, day = self.home if at_home else root, MORNING.date() - timedelta(days=9)
            db.add(Post(role=role, person_id=self.contacts[who][1], unit_id=unit, from_on=day))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def write(self, work: Any) -> None:
        self.bot.database.write(lambda db: work(db) and None)

    def do(self, name: str, *given: Any) -> None:
        if name == "wait":
            self.clock.advance(minutes=given[0])
        else:
            self.write(lambda db: getattr(self, f"_{name}")(db, *given))
        self.run()

    def run(self) -> None:
        self.bot.database.write(
            lambda db: escalation.climb(db, self.now, self.bot.desk, Budget(60)) and None
        )
        before = len(self.road.sent)
        self.sender.run(self.now)
        with self.bot.database.read() as db:
            owed = db.scalar(select(func.count()).select_from(Delivery)) or 0
        assert len(self.road.sent) - before <= 2 * owed + 2, "one run tries each road once"

    def _raise(self, db: Session, kind: ItemKind) -> None:
        contact_id, person_id, _ = self.contacts[STAFF]
        person, unit = db.get_one(Person, person_id), db.get_one(Unit, self.home)
        subject = Subject(person, contact_id, unit)
        escalation.raise_item(db, kind, "王奶奶说：“救命”", subject, self.now, self.bot.desk)

    def _open(self, db: Session, which: int) -> WorkItem | None:
        found = db.scalars(
            select(WorkItem).where(WorkItem.state == ItemState.OPEN).order_by(WorkItem.id)
        )
        tickets = found.all()
        return tickets[which % len(tickets)] if tickets else None

    def _again(self, db: Session, which: int) -> None:
        if item := self._open(db, which):
            for word in ("又说：“快来”", "又说：“3号楼”"):
                escalation.tell_again(db, item, word, self.now)

    def _lose(self, db: Session, kind: DeliveryKind) -> None:
        contact_id, person_id, _ = self.contacts[STAFF]
        for _i in range(3):
            queue(db, kind, "该报体温了", self.now, person_id=person_id, contact_id=contact_id)

    def _take(self, db: Session, which: int, who: int) -> None:
        if item := self._open(db, which):
            staff = db.get_one(Person, self.contacts[who][1])
            item.owner_id, item.taken_at = staff.id, self.now
            escalation.settle(db, item, ItemState.TAKEN, self.now)

    def _close(self, db: Session, which: int) -> None:
        if item := self._open(db, which):
            escalation.close(db, item, "撤回了", self.now)

    def _mood(self, _: Session, who: int, mood: str) -> None:
        self.moods[self.contacts[who][2]] = mood

    def _state(self, db: Session, who: int, state: ContactState) -> None:
        db.execute(update(Contact).where(Contact.id == self.contacts[who][0]).values(state=state))

    def _speak(self, db: Session, who: int) -> None:
        values = {"window_until": self.now + timedelta(hours=48), "window_left": 5}
        following = {"state": ContactState.FOLLOWING, **values}
        db.execute(update(Contact).where(Contact.id == self.contacts[who][0]).values(following))

    def _resign(self, db: Session, who: int) -> None:
        db.execute(delete(Post).where(Post.person_id == self.contacts[who][1]))

    def rest_of_week(self) -> None:
        while self.now < self.began + WEEK:
            self.clock.advance(hours=11)
            self.run()


@pytest.mark.parametrize("templates", [True, False], ids=["templates", "no templates"])
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(posts=st.lists(post, max_size=8), script=st.lists(act, max_size=14))
def test_whatever_fails_nobody_is_told_without_end(
    bot: Bot,
    clock: FakeClock,
    templates: bool,
    posts: Sequence[tuple[Role, int, bool]],
    script: Sequence[tuple[Any, ...]],
) -> None:
    bot.config.wechat.official.templates.clear()
    if templates:
        bot.config.wechat.official.templates["default"] = Template(id="TEMPLATE")
    play = Play(bot, clock, posts)

    try:
        for name, *given_words in script:
            play.do(name, *given_words)
        play.rest_of_week()
    finally:
        play.sender.close()

    with bot.database.read() as db:
        tickets = {item.id: item for item in db.scalars(select(WorkItem))}
        alerts = db.execute(
            select(Delivery.item_id, Delivery.person_id).where(Delivery.item_id.is_not(None))
        ).all()
        told = db.scalars(select(Step.item_id)).all()
        of_caller = db.scalars(
            select(Delivery.id).where(
                Delivery.kind == DeliveryKind.ANSWER, Delivery.item_id.is_(None)
            )
        ).all()
        waiting = db.execute(
            select(Delivery.item_id, Delivery.due_at).where(
                Delivery.status == DeliveryStatus.QUEUED
            )
        ).all()
    each = Counter((item_id, person_id) for item_id, person_id in alerts)
    new = sum(WORDS.get(name, 0) for name, *_ in script)  # a failure brings nothing new
    assert all(count <= ONCE + min(new, UPDATES) for count in each.values())
    assert all(count <= STAFF + 1 for count in Counter(told).values())
    # Whoever waits hears once that nobody is left, and of each who was told after the first.
    assert len(of_caller) <= sum(item.kind in AWAITED for item in tickets.values()) + len(told)
    for item in tickets.values():
        if item.state is ItemState.OPEN:
            assert item.escalates_at is not None and item.escalates_at > play.now - timedelta(
                hours=12
            )
        else:
            assert item.escalates_at is None
            assert item.id not in {number for number, _ in waiting}
        assert play.bot.desk.chains.of(item)
    unreached = [t for t in tickets.values() if t.kind is ItemKind.UNREACHED]
    assert sum(t.state is ItemState.OPEN for t in unreached) <= 1 + sum(
        name == "raise" and words[0] is ItemKind.UNREACHED for name, *words in script
    )
