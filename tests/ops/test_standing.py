"""`status CODE`: the sums of a notice for scripts, one line of JSON."""

import pytest

from tests.ops.place import Place


@pytest.fixture
def code(place: Place) -> str:
    """The secretary's notice, sent while nothing else runs."""
    place.change(
        "INSERT INTO notices (id, code, unit_id, author_id, text, state, created_at, published_at,"
        " households, unreachable, form, urged, is_exercise, asks_answer, needs_second)"
        " SELECT 7, 'N7', u.id, (SELECT MIN(id) FROM people), '停水', 'published',"
        " '2026-11-21 00:00:00', '2026-11-21 00:00:00', 0, 0, 'notice', 0, 0, 0, 0"
        " FROM units u WHERE u.name = '3号楼'"
    )
    place.change(
        "INSERT INTO notice_targets (notice_id, unit_id, household_id, is_exempt, evidence)"
        " SELECT 7, h.unit_id, h.id, 0, 0 FROM households h JOIN units u ON u.id = h.unit_id"
        " WHERE u.name = '3号楼'"
    )
    place.change(
        "INSERT INTO notice_tallies (notice_id, unit_id, what, count)"
        " SELECT 7, unit_id, 'evidence:0', COUNT(*) FROM notice_targets GROUP BY unit_id"
    )
    return "N7"


def test_the_sums_balance_at_the_root(place: Place, code: str) -> None:
    done = place.run("status", code)

    assert done.code == 0, done.err
    root = done.result["root"]
    assert (done.result["code"], done.result["state"]) == ("N7", "published")
    assert root["households"] == root["reached"] + root["unreached"] + root["exempt"] > 0
    assert sum(root["reasons"].values()) == root["unreached"]
    assert (root["unit"], root["relayed"], root["stuck"]) == ("3号楼", 0, 0)
    assert set(root["evidence"]) == set("012345")
    assert set(root["answers"]) == {"收到", "已办", "有问题"}


def test_a_code_nobody_has_given_is_said_so(place: Place) -> None:
    done = place.run("status", "N999")

    assert done.code == 1
    assert "没有编号 N999 的通知" in done.err


def test_who_has_not_answered_is_written_as_a_table(place: Place, code: str) -> None:
    done = place.run("export", "missing", code, str(place.data / "没回.csv"))

    assert done.code == 0, done.err
    head, *rows = (place.data / "没回.csv").read_text("utf-8-sig").splitlines()
    assert head == "序号,门牌,姓名,电话,情况,结果"
    assert len(rows) == done.result["households"] > 0
    assert place.run("export", "missing").code == 1
    assert "没有编号 N99 的通知" in place.run("export", "missing", "N99").err
    assert "只会写" in place.run("export", "missing", code, "没回.pdf").err
