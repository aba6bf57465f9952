"""Who a table says is responsible: given where nobody is, never taken from anybody."""

from sqlalchemy import select

from community.people.access import Actor, actor
from community.people.importing import taking
from community.people.importing.matching import Fate
from community.people.importing.posts import PostTrouble
from core.doors import Door
from core.register import PostKind, RegisterRow
from db.models import Person, Post
from tests.community.people.office import GRID_WORKER, Office, door, post, row
from tests.databases import ZONE

A, B = "13900000001", "13900000002"
FANG = post(GRID_WORKER, "王芳", A)


def troubles(office: Office, *rows: RegisterRow) -> list[tuple[int, str, str]]:
    done = office.takes(*rows)
    return [(doubt.row, doubt.reason, doubt.about) for doubt in done.doubts]


def test_posts_are_given_once_where_the_row_says(office: Office) -> None:
    posts = (
        FANG,
        post(PostKind.BUILDING_HEAD, "李强"),
        post(PostKind.SECRETARY, "周平", B),
        post(PostKind.IN_CHARGE, "何勇"),
    )
    rows = [row(at, door(f"3-2-60{at}", grid="1"), f"李{at}", posts=posts) for at in range(1, 5)]

    assert len(office.takes(*rows).posts.gives) == 3
    assert office.posts() == [
        ("第1网格", "grid_worker", "王芳"),
        ("3号楼", "representative", "李强"),
        ("幸福社区", "secretary", "周平"),
    ]
    assert office.keepers() == dict.fromkeys(("601", "602", "603", "604"), "何勇")
    again = office.takes(*rows)
    assert (again.posts.gives, again.posts.keeps, again.doubts) == ([], {}, [])
    assert {frozenset(each.posts) for each in office.exports()} == {frozenset(posts)}


def test_a_post_that_is_held_stays_with_its_holder(office: Office) -> None:
    office.takes(row(1, door("3-2-601", grid="1"), "李云", posts=(FANG,)))
    other = (post(GRID_WORKER, "何勇", B), post(PostKind.IN_CHARGE, "周平"))
    changed = (post(GRID_WORKER, "王芳", B), post(PostKind.IN_CHARGE, "孙杰"))

    assert troubles(office, row(1, door("3-2-601", grid="1"), "李云", posts=other)) == [
        (1, PostTrouble.HELD, "王芳")
    ]
    assert troubles(office, row(1, door("3-2-601", grid="1"), "李云", posts=changed)) == [
        (1, PostTrouble.OTHER_PHONE, "王芳"), (1, PostTrouble.KEPT, "周平"),
    ]  # fmt: skip
    assert office.posts() == [("第1网格", "grid_worker", "王芳")]


def test_one_row_may_name_two_and_two_rows_may_not_disagree(office: Office) -> None:
    two = (FANG, post(GRID_WORKER, "何勇", B))
    odd = (post(GRID_WORKER, "孙杰"),)
    rows = [
        row(1, door("3-2-601", grid="1"), "李云", posts=two),
        row(2, door("3-2-602", grid="1"), "赵敏", posts=odd),
        row(3, door("3-2-603", grid="1"), "周平", posts=odd),
    ]

    assert troubles(office, *rows) == [(2, PostTrouble.HELD, "王芳")]
    assert [each[2] for each in office.posts()] == ["王芳", "何勇"]
    assert troubles(office, *rows) == [(2, PostTrouble.HELD, "王芳")]


def test_each_doctor_has_a_part_where_a_table_names_several(office: Office) -> None:
    office.takes(
        row(1, door("3-2-601", grid="1"), "李云", posts=(post(PostKind.DOCTOR, "高静"),)),
        row(2, door("4-2-601", grid="2"), "赵敏", posts=(post(PostKind.DOCTOR, "郭涛"),)),
    )

    assert [each[0] for each in office.posts()] == ["第1网格", "第2网格"]


def test_a_table_of_staff_gives_posts_and_parks_what_has_no_place(office: Office) -> None:
    rows = [
        row(1, Door(grid="1"), posts=(FANG,)),
        row(2, Door(), posts=(post(GRID_WORKER, "何勇"),)),
        row(3, Door(), posts=(post(PostKind.DUTY, "周平", B),)),
    ]

    first, again = office.takes(*rows), office.takes(*rows)

    assert first.counts == {Fate.NEW: 2} and again.counts == {Fate.SAME: 2}
    assert office.reasons == {2: PostTrouble.NO_PLACE}
    assert len(office.posts()) == 2


def test_a_resident_who_holds_a_post_is_one_person(office: Office) -> None:
    rows = [row(1, door("3-2-601", grid="1"), "王芳", phones=(A,), posts=(FANG,))]

    assert office.takes(*rows).counts == {Fate.NEW: 1}
    assert office.takes(*rows).counts == {Fate.SAME: 1}
    assert office.people() == [("王芳", "3-2-601", A)]


def test_a_name_alone_makes_no_neighbour_a_grid_worker(office: Office) -> None:
    office.takes(row(1, "5-1-101", "王芳"))
    office.bind("王芳")

    office.takes(row(2, door("3-2-601", grid="1"), "李云", posts=(post(GRID_WORKER, "王芳"),)))

    assert _id(office, "王芳") != _id(office, "王芳", with_home=False)
    assert _holders(office) == [_id(office, "王芳", with_home=False)]


def test_only_who_appoints_there_may_hand_a_table_over(office: Office) -> None:
    secretary, worker = post(PostKind.SECRETARY, "周平", B), FANG
    office.takes(row(1, door("3-2-601", grid="1"), "李云", posts=(secretary, worker)))
    new = row(2, "9-1-101", "赵敏", posts=(post(PostKind.DUTY, "孙杰"),))

    refused = _takes_as(office, "王芳", new)
    done = _takes_as(office, "周平", new)
    stranger = taking.take(Actor(None, 5), office.database, office.root_id, [new], office.now, ZONE)

    assert getattr(refused, "reason", "") == getattr(stranger, "reason", "") == "not_appointer"
    assert isinstance(done, taking.Imported) and done.counts == {Fate.NEW: 1}
    assert ("幸福社区", "duty", "孙杰") in office.posts()


def _takes_as(office: Office, name: str, *rows: RegisterRow) -> object:
    with office.database.read() as db:
        who = actor(db, _id(office, name), 1, office.now, ZONE)
        return taking.take(who, office.database, office.root_id, rows, office.now, ZONE)


def _id(office: Office, name: str, *, with_home: bool = True) -> int:
    found = select(Person.id).where(Person.name_index == name).order_by(Person.id)
    if not with_home:
        found = found.where(Person.household_id.is_(None))
    with office.database.read() as db:
        return db.scalars(found).first() or 0


def _holders(office: Office) -> list[int]:
    with office.database.read() as db:
        return list(db.scalars(select(Post.person_id)))
