"""`check` asks the platform what the account may do, and says what that means here."""

import pytest

from tests.ops.place import Place

RIGHTS = {
    "客服消息": "/cgi-bin/customservice/getkflist",
    "模板消息": "/cgi-bin/template/get_all_private_template",
    "带参数二维码": "/cgi-bin/qrcode/create",
    "自定义菜单": "/cgi-bin/menu/get",
    "个性化菜单": "/cgi-bin/tags/get",
}


def told(place: Place) -> dict[str, str]:
    """Return what `check` says of each right, and of the kind of account."""
    done = place.run("check")
    assert done.code == 0, done.out
    lines = done.err.splitlines()
    first = next(number for number, line in enumerate(lines) if "公众号能做什么" in line)
    found = {line.strip()[2:].partition("：")[0]: line.strip() for line in lines[first + 1 :]}
    return {"kind": lines[first], **found}


def test_an_account_that_may_all_is_told_so(place: Place) -> None:
    found = told(place)

    assert "认证的服务号" in found["kind"]
    assert set(found) == {"kind", *RIGHTS}
    assert all(found[name].startswith("✓") for name in RIGHTS)


@pytest.mark.parametrize("name", RIGHTS)
def test_a_right_that_is_missing_is_told_with_who_is_not_reached(place: Place, name: str) -> None:
    fault = place.platform.fault(
        RIGHTS[name].removeprefix("/cgi-bin/"), errcode=48001, times="forever"
    )

    found = told(place)
    fault.lift()

    assert found[name].startswith("✗")
    assert [other for other in RIGHTS if found[other].startswith("✗")] == [name]
    if name == "模板消息":
        assert "48小时没说过话的人提醒不到，会转给网格员" in found[name]
    if name == "带参数二维码":
        assert "没有认证" in found["kind"]


def test_a_right_the_platform_does_not_answer_for_is_not_guessed(place: Place) -> None:
    fault = place.platform.fault("customservice/getkflist", errcode=-1, times="forever")

    found = told(place)
    fault.lift()

    assert found["客服消息"].startswith("？")


def test_templates_that_may_be_sent_and_are_not_set_are_told(place: Place) -> None:
    wechat = place.settings()["wechat"]
    place.write(wechat={**wechat, "official": {**wechat["official"], "templates": {}}})

    assert "没填" in told(place)["模板消息"]


def test_nothing_is_asked_of_a_platform_that_is_not_reached(place: Place) -> None:
    place.platform.fault("stable_token", errcode=40164, times="forever")

    done = place.run("check")

    assert done.code == 0
    assert "公众号能做什么" not in done.err
