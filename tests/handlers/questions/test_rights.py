"""Who may answer, keep and agree is judged when it is done, not when it was offered."""

from sqlalchemy import select

from community.questions import piece_of
from db.models import EntryVersion, Provenance, Standing
from tests.conftest import Town
from tests.staffing import end_posts, person_of, stand_in, traces

ASKED = "小区的喷泉几点开放呀"
NO_POST = "这要由在岗的工作人员来办，这次没有办。"


def versions(town: Town, origin: Provenance) -> list[EntryVersion]:
    """Return the answers of staff: as they were given, or as they were made lasting."""
    made = EntryVersion.number.is_not(None) & (EntryVersion.origin == origin)
    with town.bot.database.read() as db:
        return list(db.scalars(select(EntryVersion).where(made).order_by(EntryVersion.id)))


def test_a_post_that_ended_before_the_number_makes_nothing_lasting(town: Town) -> None:
    town.resident.says(ASKED)
    town.grid_worker.says("答 1 晚上七点开")
    before = traces(town)
    end_posts(town, town.who["grid_worker"])

    said = town.grid_worker.says("1")

    assert said.startswith(NO_POST)
    assert versions(town, Provenance.STAFF) == []
    assert traces(town) == before


def test_a_post_that_ended_before_the_number_corrects_nothing(town: Town) -> None:
    town.resident.says(ASKED)
    town.grid_worker.says("答 1 晚上七点开")
    assert "要改成您写的" in town.secretary.says("答 1 晚上八点开")
    before = traces(town)
    end_posts(town, town.who["secretary"])

    said = town.secretary.says("1")

    [given] = versions(town, Provenance.QUESTION)
    assert said.startswith(NO_POST)
    assert piece_of(given).answer == "晚上七点开"
    assert traces(town) == before


def test_a_post_that_ended_answers_withdraws_and_agrees_to_nothing(town: Town) -> None:
    town.resident.says(ASKED)
    town.newcomer().says("东门的路灯什么时候修呀")
    town.secretary.says("答 1 一律不得进水池")
    town.secretary.says("1")
    before = traces(town)
    end_posts(town, town.who["township"])

    for said in ("答 2 下周修", "改答 1 可以进", "撤回答复 1", "同意问答 1", "撤下问答 1"):
        town.township.says(said)

    assert [row.state for row in versions(town, Provenance.QUESTION)] == [Standing.APPROVED]
    assert [row.state for row in versions(town, Provenance.STAFF)] == [Standing.DRAFT]
    assert traces(town) == before


def test_a_substitute_is_asked_and_agrees_in_their_own_name(town: Town) -> None:
    stand_in(town, town.who["secretary"], town.who["doctor"])
    town.resident.says(ASKED)
    town.grid_worker.says("答 1 一律不得进水池")
    town.grid_worker.says("1")
    town.send()

    heard = town.doctor.hears()
    said = town.doctor.says("同意问答 1")

    doctor = person_of(town, town.who["doctor"])
    [entry] = versions(town, Provenance.STAFF)
    assert any(text.startswith("【请同意】") for text in heard)
    assert "已生效" in said
    assert (entry.state, entry.approver_id) == (Standing.APPROVED, doctor)
    assert traces(town)[-1] == ("entry_live", doctor, "staff entry 1")


def test_a_substitute_does_not_agree_to_their_own_words(town: Town) -> None:
    stand_in(town, town.who["secretary"], town.who["doctor"])
    town.resident.says(ASKED)
    town.doctor.says("答 1 一律不得进水池")
    town.doctor.says("1")

    assert town.doctor.says("同意问答 1") == "这条是您写的，要另一位同意。"
    assert versions(town, Provenance.STAFF)[0].state is Standing.DRAFT


def test_a_neighbour_who_stands_in_answers_and_every_deed_has_its_row(town: Town) -> None:
    """Somebody who holds no post of their own is staff while they stand in."""
    neighbour = town.observed[0]
    stand_in(town, town.who["grid_worker"], neighbour.phone.openid)
    town.resident.says(ASKED)

    neighbour.says("答 1 晚上七点开")
    neighbour.says("1")
    neighbour.says("改答 1 晚上八点开")
    neighbour.says("撤回答复 1")

    number = person_of(town, neighbour.phone.openid)
    assert traces(town)[-4:] == [
        ("answer", number, "question 1"),
        ("entry", number, "staff entry 1"),
        ("answer_corrected", number, "question 1"),
        ("answer_withdrawn", number, "question 1"),
    ]


def test_what_residents_do_leaves_no_row(town: Town) -> None:
    before = traces(town)

    town.resident.says(ASKED)
    town.resident.says("家里有人阳了怎么照顾")
    town.resident.says("没用")
    town.resident.says("听说五号楼拉走五个人，是真的吗")

    assert traces(town) == before


def test_an_answer_with_a_name_in_it_is_refused_in_the_room(town: Town) -> None:
    town.resident.says(ASKED)
    town.grid_worker.says("答 1 晚上七点开")
    before = traces(town)

    said = town.grid_worker.says("改答 1 打13800001111问老王")

    assert "个人信息" in said and "13800001111" in said
    assert traces(town) == before
