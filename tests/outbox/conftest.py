from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.ports import Understand
from db import deliveries
from db.models import Attempt, Contact, ContactState, Delivery, DeliveryKind, DeliveryStatus
from db.people import contacts
from outbox import queue
from sim.wechat import Follower
from tests.conftest import Town
from tests.wechat.door import nothing_understood


@pytest.fixture(scope="session")
def understanding() -> Understand:
    return nothing_understood


@dataclass
class Outbox:
    """What is owed, and what became of it."""

    town: Town

    @property
    def now(self) -> datetime:
        return self.town.clock.now()

    def owe(self, phone: Follower, kind: DeliveryKind, text: str = "请看通知", **more: Any) -> int:
        def work(db: Session) -> int:
            contact = contacts.find(db, "official", phone.openid)
            assert contact is not None
            given = {"contact_id": contact.id, "person_id": contact.person_id, **more}
            return queue(db, kind, text, self.now, **given).id

        return self.town.bot.database.write(work)

    def look(self, delivery_id: int) -> Delivery:
        with self.town.bot.database.read() as db:
            return deliveries.get(db, delivery_id)

    def status(self, delivery_id: int) -> tuple[DeliveryStatus, str | None]:
        found = self.look(delivery_id)
        return found.status, found.reason

    def change(self, delivery_id: int, **values: Any) -> None:
        statement = update(Delivery).where(Delivery.id == delivery_id).values(**values)
        self.town.bot.database.write(lambda db: db.execute(statement) and None)

    def attempts(self, delivery_id: int) -> list[Attempt]:
        with self.town.bot.database.read() as db:
            return list(deliveries.attempts(db, [delivery_id]))

    def contact(self, phone: Follower) -> Contact:
        with self.town.bot.database.read() as db:
            found = contacts.find(db, "official", phone.openid)
        assert found is not None
        return found

    def state(self, phone: Follower) -> ContactState:
        return self.contact(phone).state

    def forget_what_waits(self) -> None:
        waiting = update(Delivery).where(Delivery.status == DeliveryStatus.QUEUED)
        gone = waiting.values(status=DeliveryStatus.CANCELLED)
        self.town.bot.database.write(lambda db: db.execute(gone) and None)

    def alerts(self) -> list[str]:
        """Return what responsible people are told, as it was owed."""
        statement = select(Delivery).where(Delivery.kind == DeliveryKind.ALERT)
        with self.town.bot.database.read() as db:
            return [alert.text for alert in db.scalars(statement.order_by(Delivery.id))]


@pytest.fixture
def outbox(town: Town) -> Outbox:
    return Outbox(town)


@pytest.fixture
def lin(town: Town) -> Follower:
    """A resident who has spoken a moment ago and not been sent anything since."""
    phone = town.resident.phone
    phone.says("有人吗")
    phone.screen.clear()
    return phone
