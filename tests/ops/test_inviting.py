"""The operator lets the first secretary in: a code for a post, printed once."""

from datetime import datetime

import pytest

from sheets.qr import qr_png
from tests.ops.conftest import Furnisher
from tests.ops.place import Place

HELD = ["invite", "secretary", "梧桐里社区"]


@pytest.mark.parametrize("role", ["duty", "值班员"])
def test_a_code_is_printed_once_for_a_role_or_its_title(place: Place, role: str) -> None:
    done = place.run("invite", role, "第1网格", "欧阳春晓")

    assert done.code == 0, done.err
    assert set(done.result) == {"code", "url", "expires"}
    picture = place.data / "exports" / "邀请-第1网格值班员.png"
    assert picture.read_bytes() == qr_png(done.result["url"])
    assert picture.stat().st_mode & 0o77 == 0
    expires = datetime.fromisoformat(done.result["expires"])
    assert expires.tzinfo is not None and (expires - place.clock.now()).days == 7
    assert f"加入 {done.result['code']}" in done.out
    kept = place.rows("SELECT code, name, invited_by FROM invitations")
    assert len(kept) == 1 and kept[0][0] != done.result["code"] and kept[0][2] is None


@pytest.mark.parametrize(
    "words, said",
    [
        (HELD, "担任"),
        (["invite", "king", "第1网格"], "没有“king”这个岗位"),
        (["invite", "doctor", "第99网格"], "没有叫“第99网格”的单位"),
    ],
)
def test_what_cannot_be_says_why_in_one_line(office: Place, words: list[str], said: str) -> None:
    done = office.run(*words)

    assert (done.code, done.out) == (1, "")
    assert said in done.err and len(done.err.strip().splitlines()) == 1


def test_a_unit_is_needed(office: Place) -> None:
    assert office.run("invite", "secretary").code == 2


def test_without_the_right_to_codes_the_words_alone_are_given(furnish: Furnisher) -> None:
    place = furnish(kind="subscription")
    done = place.run("invite", "duty", "第1网格")

    assert done.code == 0 and done.result["url"] is None
    assert "没有二维码，请发上面的文字" in done.out
    assert list((place.data / "exports").glob("*")) == []


def test_whoever_scans_the_printed_code_is_asked_whether_it_is_them(place: Place) -> None:
    url = place.run("invite", "duty", "第1网格", "欧阳春晓").result["url"]
    place.serve("--no-clock", "--no-sender")

    said = place.platform.follower("oNewcomer0000000000000000009").follows(
        place.platform.codes[url]
    )

    assert "您是欧阳春晓吗" in said
