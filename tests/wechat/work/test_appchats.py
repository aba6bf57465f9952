"""Groups the app makes: asked for in plain words, kept, written into, or refused with the reason."""

import base64
import io
import re

import pytest
from PIL import Image

from sim.work.groups import AppGroup
from tests.families import run
from tests.wechat.work.conftest import Office

NAME = "3号楼网格员群"


def made(office: Office, words: str = "给3号楼网格员建个群") -> AppGroup:
    """Let the secretary ask for a group; return it."""
    assert "正在建" in office.secretary.says(words)
    office.town.send()
    [group] = office.enterprise.api.chats.by_id.values()
    return group


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("给3号楼网格员建个群", NAME),
        ("帮我拉一个三号楼的网格员群", NAME),
        ("建个工作群", "梧桐里社区工作群"),
    ],
)
def test_staff_ask_for_a_group_and_it_is_there(office: Office, words: str, name: str) -> None:
    group = made(office, words)

    assert group.name == name
    assert {office.secretary.userid, office.grid_worker.userid} <= set(group.members)
    assert group.owner == office.secretary.userid
    assert "已建好" in group.texts[0]
    assert name in office.secretary.says("有哪些群")


def test_a_notice_goes_there_once_and_only_its_own(office: Office) -> None:
    group = made(office)
    office.secretary.says("发通知 3号楼 明天9点停水")
    code = re.search(r"N\d+", office.secretary.says("确认"))
    assert code
    office.secretary.says(f"发到{NAME} {code[0]}")
    again = office.secretary.says(f"发到{NAME} {code[0]}")
    office.town.send()

    assert "没有再发" in again
    assert sum(code[0] in text for text in group.texts) == 1
    assert NAME not in office.secretary.says(f"哪些群没收到 {code[0]}")


def test_it_is_made_once(office: Office) -> None:
    made(office)

    assert "已经有" in office.secretary.says("给3号楼网格员建个群")
    office.town.send()
    assert len(office.enterprise.api.chats.by_id) == 1


@pytest.mark.parametrize("fault", ["reset", "drop_after"])
def test_what_was_cut_off_makes_no_second_group(office: Office, fault: str) -> None:
    office.enterprise.fault(
        "appchat/create", reset=fault == "reset", drop_after=fault == "drop_after"
    )
    office.secretary.says("给3号楼网格员建个群")
    for _ in range(3):
        office.town.clock.advance(seconds=61)
        office.town.send()

    [group] = office.enterprise.api.chats.by_id.values()
    assert "已建好" in group.texts[0]


def test_where_the_app_may_not_it_is_said_and_can_be_asked_again(office: Office) -> None:
    office.enterprise.api.chats.is_seen_by_all = False
    office.secretary.says("给3号楼网格员建个群")
    office.town.send()
    office.town.send()

    assert any("没有建成" in text and "可见范围" in text for text in office.secretary.texts())
    assert f"{NAME}：没有建成" in office.secretary.says("有哪些群")
    office.secretary.says("发通知 3号楼 明天9点停水")
    code = re.search(r"N\d+", office.secretary.says("确认"))
    assert code and "没有叫" in office.secretary.says(f"发到{NAME} {code[0]}")
    office.enterprise.api.chats.is_seen_by_all = True
    assert made(office).name == NAME


def test_who_may_not_and_where_nobody_is_are_told_why(office: Office) -> None:
    assert "建不了" not in office.town.resident.says("给3号楼网格员建个群")
    assert "没有找到" in office.secretary.says("给99号楼网格员建个群")
    assert "绑定企业微信" in office.town.township.says("建个工作群")
    assert office.enterprise.api.chats.by_id == {}


# -- the board ----------------------------------------------------------------------------


def test_at_five_the_board_is_a_picture_in_the_groups_that_want_it(office: Office) -> None:
    group = made(office)
    assert "每天17点" in office.secretary.says(f"每天发看板到{NAME}")
    run(office.town, "2026-11-21T08:00")
    run(office.town, "2026-11-21T17:00")
    run(office.town, "2026-11-21T17:10")
    office.town.send()

    [(_, body)] = office.enterprise.api.robots["key-2"]  # board: true in the settings
    shown = Image.open(io.BytesIO(base64.b64decode(body["image"]["base64"])))
    assert shown.width == 1080
    assert office.enterprise.api.robots["key-1"] == []
    [media] = [body["image"]["media_id"] for _, body in group.posts if body["msgtype"] == "image"]
    assert Image.open(io.BytesIO(office.enterprise.media[media].content)).width == 1080


def test_the_board_can_be_asked_for_and_called_off(office: Office) -> None:
    run(office.town, "2026-11-21T08:00")

    assert "没有人名" in office.secretary.says("发看板到书记群")
    office.town.send()
    assert len(office.enterprise.api.robots["key-2"]) == 1
    assert "board: true" in office.secretary.says("每天发看板到书记群")
    assert "没有叫" in office.secretary.says("发看板到业主群")
    made(office)
    office.secretary.says(f"每天发看板到{NAME}")
    assert "每天17点发看板" in office.secretary.says("有哪些群")
    assert "不再每天" in office.secretary.says(f"不发看板到{NAME}")
    assert "每天17点发看板" not in office.secretary.says("有哪些群")


def test_how_far_people_have_left_goes_into_a_group_as_numbers_only(office: Office) -> None:
    assert "没有正在转移" in office.secretary.says("发转移看板到书记群")
    office.secretary.says("发红色预警 3号楼 山体滑坡，请马上撤离到小学")
    office.secretary.says("1")
    office.town.send()
    office.town.observed[1].says("我家5口人到小学了")

    assert "没有人名" in office.secretary.says("把撤离情况发到书记群")
    office.town.send()
    [(_, body)] = office.enterprise.api.robots["key-2"]
    assert Image.open(io.BytesIO(base64.b64decode(body["image"]["base64"]))).width == 1080
