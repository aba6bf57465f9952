import os
import signal
from pathlib import Path
from typing import Any

import pytest

from db import Keyring
from tests.ops.conftest import Furnisher
from tests.ops.place import ROOT, Place, free_port, until

WHO = ["resident", "grid_worker", "secretary", "doctor", "township"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_new_place_is_set_up_by_init_and_sample_each_once(
    furnish: Furnisher, engine: str
) -> None:
    place = furnish(engine, bare=True)

    first = place.run("init", bot=ROOT / "bot.py")
    key = (place.data / "keys.json").read_bytes()
    second = place.run("init")
    sample = place.run("sample", "--people", "500", "--observed", "8")
    again = place.run("sample")
    check = place.run("check")

    assert (first.code, second.code, sample.code) == (0, 0, 0), first.err + second.err
    assert first.result["key_file"] == "made" and second.result["key_file"] == "kept"
    assert (place.data / "keys.json").read_bytes() == key
    assert (place.data / "keys.json").stat().st_mode & 0o077 == 0
    assert set(sample.result) == {*WHO, "observed", "work"}
    everybody = [*(sample.result[role] for role in WHO), *sample.result["observed"]]
    assert len(set(everybody)) == 5 + 8
    assert place.rows("SELECT count(*) FROM people") == [(500,)]
    assert place.rows("SELECT count(*) FROM episodes") == [(8,)]
    assert (again.code, again.out, len(again.err.splitlines())) == (1, "", 1)
    assert (check.code, check.lines) == (0, ["ok"])


def test_check_tells_everything_that_is_wrong_at_once(place: Place) -> None:
    place.clock.path.unlink()
    (place.data / "keys.json").write_text("{}")
    settings = place.settings()
    official = {**settings["wechat"]["official"], "secret": ""}
    place.write(wechat={"official": official, "work": settings["wechat"]["work"]})

    done = place.run("check")

    assert done.code == 1
    assert "ok" not in done.lines
    assert any("keys.json" in line for line in done.lines)
    assert any("wechat.official.secret" in line for line in done.err.splitlines())


def test_check_says_which_door_is_closed_and_that_one_is_needed(place: Place) -> None:
    place.write(wechat={}, clock={})

    done = place.run("check")

    assert done.code == 1
    assert [line for line in done.lines if "没有一扇门开着" in line and "app_id" in line]
    assert "/wechat/official 关着" in done.err


def test_what_only_lacks_stops_nothing(place: Place) -> None:
    settings = place.settings()
    official = {**settings["wechat"]["official"], "secret": "", "templates": {}}
    place.write(wechat={"official": official, "work": settings["wechat"]["work"]})

    done = place.run("check")

    assert (done.code, done.lines) == (0, ["ok"])
    assert "wechat.official.secret 是空的" in done.err
    assert "模板消息" in done.err
    assert all(line.startswith("提醒：") for line in done.err.splitlines())


def test_a_platform_that_is_not_reached_stops_nothing(place: Place) -> None:
    settings = place.settings()
    nobody = f"http://127.0.0.1:{free_port()}"
    official = {**settings["wechat"]["official"], "api_base": nobody}
    place.write(wechat={"official": official, "work": settings["wechat"]["work"]})

    done = place.run("check")

    assert (done.code, done.lines) == (0, ["ok"])
    assert f"连不上微信平台 {nobody}：连接被拒绝" in done.err


@pytest.mark.parametrize(
    ("work", "name"),
    [
        ({"aibot": {"bot_id": "abc"}}, "wechat.work.aibot"),
        ({"kf": {"secret": "s3cret"}}, "wechat.work.kf"),
    ],
)
def test_a_door_that_has_keys_and_is_not_built_is_named(
    place: Place, work: dict[str, Any], name: str
) -> None:
    wechat = place.settings()["wechat"]
    place.write(wechat={**wechat, "work": {**wechat["work"], **work}})

    done = place.run("check")

    assert (done.code, done.lines) == (0, ["ok"])
    assert [line for line in done.err.splitlines() if name in line and "还没有做这扇门" in line]


def test_the_database_files_lie_in_the_folder_of_the_settings(furnish: Furnisher) -> None:
    place = furnish(bare=True)
    place.write(database={})
    elsewhere = _in_data_here()

    done = place.run("init")

    assert done.code == 0
    assert {"keys.json", "linbao.db"} <= {path.name for path in place.data.iterdir()}
    assert _in_data_here() == elsewhere


def _in_data_here() -> set[Path]:
    return set(Path("data").glob("*"))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_lost_key_is_never_replaced_over_sealed_data(furnish: Furnisher, engine: str) -> None:
    place = furnish(engine, bare=True)
    place.run("init")
    place.run("sample", "--people", "40")
    key = place.data / "keys.json"
    kept = key.read_bytes()
    key.unlink()

    check, init = place.run("check"), place.run("init")

    assert any("从备份恢复" in line for line in check.lines)
    assert (init.code, len(init.err.splitlines())) == (1, 1)
    assert "从备份恢复原来的密钥文件" in init.err
    assert not key.exists()
    key.write_bytes(kept)
    assert place.run("check").lines == ["ok"]


def test_a_lost_key_is_replaced_where_nothing_is_sealed_yet(furnish: Furnisher) -> None:
    place = furnish("sqlite", bare=True)
    place.run("init")
    (place.data / "keys.json").unlink()

    assert place.run("init").result["key_file"] == "made"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_database_of_a_newer_program_is_one_line(furnish: Furnisher, engine: str) -> None:
    place = furnish(engine, bare=True)
    place.run("init")
    place.change("UPDATE alembic_version SET version_num = '9999'")

    for command in (["init"], ["check"], ["tick"], ["parse", "36.5"]):
        done = place.run(*command)
        said = done.err + "\n".join(done.lines)
        if command[0] == "parse":  # needs no database
            assert done.code == 0
            continue
        assert done.code == 1
        assert "Traceback" not in said
        assert "9999" in said and "把程序升级到同一版" in said


def test_nobody_else_reads_what_lies_in_the_data_folder(furnish: Furnisher) -> None:
    place = furnish("sqlite", bare=True)
    place.data.mkdir(exist_ok=True)
    place.data.chmod(0o755)
    (place.data / "left by an earlier version").write_text("")

    place.run("init")
    place.run("sample", "--people", "40")
    place.run("tick")

    found = [place.data, *place.data.rglob("*")]
    assert len(found) > 3
    assert [path.name for path in found if path.stat().st_mode & 0o077] == []


def _take_other_keys(place: Place) -> bytes:
    kept = (place.data / "keys.json").read_bytes()
    (place.data / "keys.json").unlink()
    Keyring.make(place.data / "keys.json")
    return kept


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_wrong_key_file_is_recognised_by_every_command(furnish: Furnisher, engine: str) -> None:
    place = furnish(engine, bare=True)
    place.run("init")
    kept = _take_other_keys(place)

    check = place.run("check")
    others = [place.run(*words) for words in (["init"], ["serve"], ["tick"], ["send"], ["worker"])]

    assert check.code == 1 and any("钥匙文件不对" in line for line in check.lines)
    for done in others:
        assert (done.code, done.out) == (1, "")
        assert "钥匙文件不对" in done.err and "从备份恢复" in done.err
        assert "Traceback" not in done.err
    (place.data / "keys.json").write_bytes(kept)
    assert place.run("check").lines == ["ok"]


def test_keys_that_are_changed_while_it_serves_are_told_and_danger_is_answered(
    place: Place,
) -> None:
    running = place.serve()
    resident = place.platform.follower(place.who["resident"])
    assert resident.says("帮助")
    # Clock and sender come up after the door is open, and must hold these keys.
    web = running.family()["web"]
    _take_other_keys(place)

    until(lambda: place.get("/readyz").status == 503)  # it looks once a second
    page = place.get("/readyz")
    os.kill(web, signal.SIGKILL)  # what comes next holds other keys
    said = [resident.says("我胸口疼得喘不上气"), resident.says("36.5")]

    assert page.status == 503 and "钥匙文件不对" in page.data.decode()
    assert "120" in said[0] and "没能记下" in said[1]


def test_what_nobody_can_read_is_told_by_check(place: Place) -> None:
    place.change("UPDATE people SET name = 'k0.AAAA' WHERE id = 1")
    (place.data / "spool" / "unreadable").mkdir(parents=True)
    (place.data / "spool" / "unreadable" / "1.msg").write_text("x")

    done = place.run("check")

    assert (done.code, done.lines) == (0, ["ok"])
    assert "people.name 有 1 条读不出来" in done.err
    assert "1 条收下的消息读不出来" in done.err


def test_a_database_file_that_is_gone_is_told_and_messages_wait_for_it(place: Place) -> None:
    running = place.serve()
    resident = place.platform.follower(place.who["resident"])
    resident.says("帮助")
    kept = place.data / "linbao.db"
    for path in place.data.glob("linbao.db*"):
        path.rename(place.folder / path.name)

    # It looks once a second; the first look may fall between the files.
    until(lambda: "不见了" in place.get("/readyz").data.decode())
    page = place.get("/readyz")
    danger, other = resident.says("救命"), resident.says("36.5")

    assert page.status == 503 and "不见了" in page.data.decode()
    assert "120" in danger and "先记下了" in other
    assert len(list((place.data / "spool").glob("*.msg"))) == 2
    running.end()
    for path in place.data.glob("linbao.db*"):
        path.unlink()
    for path in place.folder.glob("linbao.db*"):
        path.rename(place.data / path.name)
    place.serve()
    until(lambda: not list((place.data / "spool").glob("*.msg")), 30)
    assert place.rows("SELECT count(*) FROM turns WHERE kind = 'text'") == [(3,)]
    assert kept.exists()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_folder_that_was_open_is_shut_and_all_that_is_written_is_ours_alone(
    place: Place, command: str
) -> None:
    (place.data / "spool").mkdir()
    for path in (place.data, *place.data.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    check = place.run("check")
    words = [] if command == "serve" else ["--port", str(free_port())]

    running = place.serve() if command == "serve" else place.start("demo", *words)
    if command == "serve":
        place.platform.follower(place.who["resident"]).says("帮助")
    else:
        until(lambda: "演示已就绪" in running.said(), 60)

    wide = [path for path in (place.data, *place.data.rglob("*")) if path.stat().st_mode & 0o077]
    assert "别人也能读" in check.err
    assert wide == []
