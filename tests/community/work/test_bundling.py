"""One more message is allowed: the newest danger goes first, with its content and all the rest."""

from sqlalchemy import select, update

from db.models import Contact, Delivery, DeliveryStatus
from sim.faults import Fault
from tests.conftest import Someone, Town


def leave(town: Town, someone: Someone, left: int) -> None:
    values = update(Contact).where(Contact.address == someone.phone.openid).values(window_left=left)
    town.bot.database.write(lambda db: db.execute(values) and None)


def alerts_of(town: Town, someone: Someone) -> list[Delivery]:
    with town.bot.database.read() as db:
        contact = db.scalars(select(Contact).filter_by(address=someone.phone.openid)).one()
        return list(
            db.scalars(
                select(Delivery)
                .where(Delivery.person_id == contact.person_id, Delivery.item_id.is_not(None))
                .order_by(Delivery.id)
            )
        )


def test_the_last_message_carries_the_newest_danger_first_and_everything_else(town: Town) -> None:
    grid = town.grid_worker
    town.observed[0].says("38.4")
    town.resident.says("转人工")
    town.resident.says("我喘不上气")
    town.observed[1].says("我胸口疼得厉害")
    leave(town, grid, 1)

    town.send()

    heard = grid.hears()
    [text] = [one for one in heard if "紧急" in one]
    assert text.index("胸口疼") < text.index("喘不上气") < text.index("38.4") < text.index("转人工")
    assert "回复“待办”" not in text
    assert {one.status for one in alerts_of(town, grid)} == {DeliveryStatus.WIRED}


def test_what_went_along_fails_with_it_and_climbs(town: Town) -> None:
    grid, secretary = town.grid_worker, town.secretary
    town.bot.config.wechat.official.templates.clear()
    town.resident.says("转人工")
    town.resident.says("帮我买两斤鸡蛋")
    leave(town, grid, 1)
    town.platform.faults.add(Fault("/message/custom/send", left=1, errcode=45015))

    town.send()

    assert {one.status for one in alerts_of(town, grid)} == {DeliveryStatus.FAILED}
    assert len([text for text in secretary.hears() if "前一位负责人联系不上" in text]) == 2


def test_a_template_names_who_and_what(town: Town) -> None:
    town.clock.advance(hours=49)
    grid = town.grid_worker
    town.resident.says("我喘不上气")

    town.send()

    [alert] = [one for one in alerts_of(town, grid)]
    assert alert.fields is not None
    assert "喘不上气" in alert.fields["text"] and alert.fields["what"].startswith("紧急1")
    assert all("回复“待办”" not in said and len(said) <= 20 for said in alert.fields.values())
