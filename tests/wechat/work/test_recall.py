"""A notice withdrawn: what the enterprise's app sent leaves the screens, as far as the platform lets it."""

import re

import pytest

from tests.wechat.work.conftest import Office


def published(office: Office) -> str:
    """Let the secretary tell her staff something; return its code, once they have it."""
    shown = office.secretary.says("发通知 网格员 今晚8点在社区办公室开会")
    assert "走：企业微信1人" in shown
    found = re.search(r"N\d+", office.secretary.says("确认"))
    assert found
    office.town.send()
    return found[0]


def on_screen(office: Office) -> bool:
    return any("晚上8点" in text and "已撤回" not in text for text in office.grid_worker.texts())


def withdrawn(office: Office, code: str) -> str:
    office.secretary.says(f"撤回 {code} 改到明天")
    return office.secretary.says("1")


def test_what_the_app_sent_leaves_the_screen_and_is_counted(office: Office) -> None:
    code = published(office)
    assert on_screen(office)
    said = withdrawn(office, code)
    office.town.send()

    assert "正在从对方屏幕上收回" in said
    assert not on_screen(office)
    assert any("已撤回" in text for text in office.grid_worker.texts())
    told = office.secretary.says(f"撤回情况 {code}")
    assert re.search(r"收回了\d+条", told) and "没收回" not in told


def test_after_a_day_nothing_is_asked_for_and_it_is_said_so(office: Office) -> None:
    code = published(office)
    office.town.clock.advance(hours=25)
    said = withdrawn(office, code)
    office.town.send()

    assert "超过24小时" in said and "正在从对方屏幕上" not in said
    assert on_screen(office)
    assert not any(call.path.endswith("recall") for call in office.enterprise.calls)
    assert "24小时以内才行" in office.secretary.says(f"撤回情况 {code}")


def test_what_the_platform_refuses_is_said_with_its_reason(office: Office) -> None:
    code = published(office)
    office.enterprise.fault("message/recall", errcode=40058, times="forever")
    withdrawn(office, code)
    office.town.send()

    told = office.secretary.says(f"{code}收回了多少条")
    assert "没收回" in told and "40058" in told
    assert "没收到这条消息" not in office.secretary.says("待办")


@pytest.mark.parametrize("how", ["reset", "drop_after"])
def test_what_was_cut_off_is_asked_again_until_it_is_known(office: Office, how: str) -> None:
    code = published(office)
    office.enterprise.fault("message/recall", reset=how == "reset", drop_after=how == "drop_after")
    withdrawn(office, code)
    for _ in range(3):
        office.town.clock.advance(seconds=61)
        office.town.send()

    assert "没收回" not in office.secretary.says(f"撤回情况 {code}")
    assert not on_screen(office)


def test_what_still_holds_has_nothing_taken_back(office: Office) -> None:
    code = published(office)

    assert "没有撤回，还有效" in office.secretary.says(f"撤回情况 {code}")
    assert "没有编号" in office.secretary.says("撤回情况 N99")
    assert "条" not in office.town.resident.says(f"撤回情况 {code}")
