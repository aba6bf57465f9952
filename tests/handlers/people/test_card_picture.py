"""The contact card as a picture: on request, with the welcome, and the words where no road shows it."""

import io

from PIL import Image

from core.prints import HelpCard, Helper
from sheets.prints import Printer
from tests.conftest import Someone, Town

ASKED = "联心卡"


def pictures(town: Town, who: Someone) -> list[Image.Image]:
    """Return the pictures somebody has on the screen."""
    town.send()
    shown = [b.extra["media_id"] for b in who.phone.screen if b.extra.get("media_id")]
    return [Image.open(io.BytesIO(town.platform.media[one].content)) for one in shown]


def test_who_asks_for_the_card_has_it_in_words_and_as_a_picture(town: Town) -> None:
    said = town.resident.says(ASKED)

    assert "网格员" in said and "图片马上发来" in said
    [card] = pictures(town, town.resident)
    assert card.width == 1080 and card.height > 700


def test_a_tap_on_the_menu_brings_the_same(town: Town) -> None:
    assert "图片马上发来" in town.resident.phone.clicks("card")
    assert len(pictures(town, town.resident)) == 1


def test_whoever_is_over_grids_reads_who_has_each_and_not_that_nobody_does(town: Town) -> None:
    for who in (town.secretary, town.doctor):
        line = next(row for row in who.says(ASKED).splitlines() if row.startswith("网格员"))
        assert "（第1网格）" in line and "没登记" not in line
    up = town.township.says(ASKED)
    assert "社区书记 还没登记" not in up


def test_who_only_asks_whose_they_are_has_words(town: Town) -> None:
    assert "图片" not in town.resident.says("谁管我")
    assert pictures(town, town.resident) == []


def test_words_come_alone_where_no_road_shows_pictures(town: Town) -> None:
    town.platform.fault("/cgi-bin/message/custom/send", errcode=48001, times="forever")
    town.observed[0].hears()
    town.resident.says(ASKED)
    town.send()
    said = town.resident.says(ASKED)

    assert "网格员" in said and "图片马上发来" not in said
    assert pictures(town, town.resident) == []


def test_strangers_have_no_card_and_no_picture(town: Town) -> None:
    stranger = town.newcomer()
    stranger.phone.follows("bld-3")

    assert "图片" not in stranger.says(ASKED)
    assert pictures(town, stranger) == []


def test_who_comes_back_has_the_card_beside_the_welcome(town: Town) -> None:
    town.resident.phone.unfollows()
    town.resident.phone.follows()

    assert len(pictures(town, town.resident)) == 1


def test_whoever_is_let_in_has_the_card_beside_the_welcome(town: Town) -> None:
    who = town.newcomer()
    who.phone.follows()
    who.says("我是3号楼2单元601 张三")
    who.says("1")
    town.send()
    town.grid_worker.says("同意")

    assert len(pictures(town, who)) == 1


def test_long_words_are_written_smaller_and_stay_inside() -> None:
    helpers = [Helper("社区卫生服务站", "欧阳·买买提江", "0355-1234567转8001", "周一到周五8:00—12:00，14:30—18:00")]  # fmt: skip
    card = HelpCard("潞城区辛安泉镇梧桐里社区居民委员会 3号楼", helpers, "https://x.cn/h5/q/3", "11月30日的；换了人回复“联心卡”看新的")  # fmt: skip
    shown = Image.open(io.BytesIO(Printer().contact(card))).convert("RGB")
    edge = {shown.getpixel((x, y)) for x in range(1075, 1080) for y in range(185, shown.height)}

    assert edge == {(255, 255, 255)}  # nothing runs over the right edge
