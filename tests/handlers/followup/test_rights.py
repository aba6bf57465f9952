from sqlalchemy import select
from sqlalchemy.orm import Session

from community.followup import observing
from community.followup.observing import Observed
from community.people import access
from community.people.access import Refused
from db.models import Contact, Episode, EpisodeState, Person, WorkItem
from tests.conftest import Someone, Town
from tests.staffing import end_posts, person_of, stand_in, traces

ORDER = "观察 3-2-601 张三 7天"


def running(town: Town) -> list[str | None]:
    """Return the names of those who are watched over since the town was made."""
    with town.bot.database.read() as db:
        found = select(Person.name).join(Episode, Episode.person_id == Person.id)
        found = found.where(Episode.state == EpisodeState.ACTIVE, Episode.opened_by.is_not(None))
        return list(db.scalars(found.order_by(Episode.id)))


def test_whose_post_ended_begins_and_ends_nothing(town: Town) -> None:
    town.grid_worker.says(ORDER)
    number = person_of(town, town.who["grid_worker"])
    end_posts(town, town.who["grid_worker"])

    assert "给社区工作人员用的" in town.grid_worker.says("观察 3-2-602 李四 7天")
    assert "给社区工作人员用的" in town.grid_worker.says("结束观察 3-2-601 张三")

    assert running(town) == ["张三"]
    assert [(action, by) for action, by, _ in traces(town)] == [("observe", number)]


def test_the_right_is_looked_at_where_it_is_done_whatever_door_it_came_by(town: Town) -> None:
    now, watch = town.clock.now(), town.bot.watch
    whom = Observed({"building": "3", "unit": "2", "room": "601"}, "张三")
    programme = next(iter(watch.programmes.values()))

    def begin(who: str) -> object:
        def deed(db: Session) -> object:
            contact = db.scalars(select(Contact).where(Contact.address == town.who[who])).one()
            actor = access.actor(db, contact.person_id, contact.id, now, watch.zone)
            return observing.begin(actor, db, watch, [whom], programme, 7, now)

        return town.bot.database.write(deed)

    end_posts(town, town.who["grid_worker"])

    assert begin("resident") == begin("grid_worker") == Refused("not_staff")
    assert (running(town), traces(town)) == ([], [])


def test_a_substitute_begins_and_ends_what_the_holder_may(town: Town) -> None:
    stand_in(town, town.who["grid_worker"], town.who["resident"])
    number = person_of(town, town.who["resident"])

    assert "已开始：3号楼2单元601 张三" in town.resident.says(ORDER)
    assert running(town) == ["张三"]
    assert "健康监测已结束" in town.resident.says("结束观察 3-2-601 张三")

    assert running(town) == []
    assert [(action, by) for action, by, _ in traces(town)] == [
        ("observe", number), ("stop", number),
    ]  # fmt: skip


def test_a_substitute_is_bound_to_the_holder_s_place(town: Town) -> None:
    stand_in(town, town.who["grid_worker"], town.who["resident"])

    assert "没有99号楼" in town.resident.says("观察 99-2-601 王五 7天")
    assert traces(town) == []


def test_what_staff_did_carries_who_and_a_resident_s_own_word_leaves_no_trace(town: Town) -> None:
    town.grid_worker.says(ORDER)
    town.secretary.says("结束观察 3-2-601 张三")
    before = traces(town)
    town.observed[0].says("37.9")
    town.observed[0].says("不想报了")
    town.observed[0].says("1")

    assert [(action, by) for action, by, _ in before] == [
        ("observe", person_of(town, town.who["grid_worker"])),
        ("stop", person_of(town, town.who["secretary"])),
    ]
    assert traces(town) == before


def test_who_was_let_go_between_the_offer_and_the_number_troubles_nobody(town: Town) -> None:
    someone = bound(town)
    someone.says("不想报了")
    town.grid_worker.says("结束观察 3-2-601 张三")
    before = tickets(town)

    assert "没有在做健康监测" in someone.says("1")
    assert tickets(town) == before


def bound(town: Town) -> Someone:
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 张三")
    town.grid_worker.says("同意")
    town.grid_worker.says(ORDER)
    return someone


def tickets(town: Town) -> list[int]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem.id)))
