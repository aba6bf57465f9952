"""Where no road leads: slips for doors, a script for the loudspeaker, a tick for who was told."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from community.notices import paper, sums
from db.models import Notice, NoticeForm
from sheets.prints import Printer
from tests.conftest import Town
from tests.noticing import send


def test_who_was_told_in_person_is_reached_by_the_best_evidence(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")
    town.send()
    before = town.secretary.says("谁没收到")

    said = town.grid_worker.says("已上门 N1 3-1-102")

    assert "没收到3户" in before
    assert "已当面告知" in said, said
    assert "没收到2户" in town.secretary.says("谁没收到")
    with town.bot.database.read() as db:
        found = sums.of_code(db, "N1")
    assert found is not None
    assert found.root.evidence[5] == 1
    assert found.root.reasons == {"no_contact": 2}


def test_a_household_it_was_not_for_is_not_ticked(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")

    assert "不是发给" in town.grid_worker.says("已上门 N1 1-1-101")


def test_the_script_is_short_sentences(town: Town) -> None:
    send(
        town.secretary,
        "发通知 3号楼 周六上午九点到下午五点停水检修，请各家提前储水，锅炉房同时停用",
    )

    said = town.secretary.says("喇叭稿 N1").splitlines()

    assert all(len(line) <= 40 for line in said)
    assert any("3号楼居民请注意" in line for line in said)


@given(st.text(alphabet="停水，。请注意0123456789！\n", min_size=1, max_size=300))
def test_no_sentence_is_too_long_and_none_is_lost(text: str) -> None:
    lines = paper.script(Notice(text=text, is_exercise=False, form=NoticeForm.NOTICE), "3号楼")

    assert all(0 < len(line) <= 40 for line in lines)
    kept = "".join(lines)
    assert [c for c in text.rstrip("。") if c.isalnum()] == [c for c in kept if c.isalnum()][
        len("3号楼居民请注意下面是通知") : -len("听到的请互相转告")
    ]


def test_slips_are_eight_on_a_page(town: Town) -> None:
    send(town.secretary, "发通知 全体 周六停水")
    with town.bot.database.read() as db:
        found = paper.slips(db, db.scalars(select(Notice)).one())

    pdf = Printer().slips(found)

    assert len(found) > 16
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == -(-len(found) // 8)
    assert "3号楼1单元102" in {slip.door for slip in found}
