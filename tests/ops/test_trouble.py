import shutil
import socket
from pathlib import Path

import pytest

from tests.databases import on_server
from tests.ops.conftest import Furnisher
from tests.ops.place import ROOT, Done, Place, free_port


def in_one_line(done: Done, *words: str) -> None:
    assert done.code == 1
    assert done.out == ""
    assert len(done.err.splitlines()) == 1, done.err
    for word in words:
        assert word in done.err


@pytest.mark.parametrize(
    "words",
    [["no-such-command"], [], ["tick", "--colour", "red"], ["why"], ["sample", "--people", "many"]],
    ids=lambda words: " ".join(words) or "nothing",
)
def test_wrong_usage_is_told_from_trouble(office: Place, words: list[str]) -> None:
    done = office.run(*words)

    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1


def test_settings_are_named_before_the_command_and_after_it(office: Place) -> None:
    missing = str(office.folder / "none.yaml")

    in_one_line(office.run_words("--config", missing, "check"), "none.yaml")
    in_one_line(office.run_words("check", "--config", missing), "none.yaml")


def test_all_mistakes_in_the_settings_are_told_at_once_each_with_its_key(place: Place) -> None:
    place.write(
        server={"port": 99999},
        community={"timezone": "Mars/Olympus"},
        wechat={"official": {"token": "?", "api_base": "ftp://x/y", "secret": "Tr0ub4dor"}},
        colour={"red": 1},
    )

    done = place.run("init")

    assert done.code == 1
    for key in (
        "server.port",
        "community.timezone",
        "wechat.official.token",
        "wechat.official.api_base",
        "colour",
    ):
        assert any(f" {key}:" in line for line in done.err.splitlines()), key
    assert "Tr0ub4dor" not in done.err


def test_a_pretend_clock_is_refused_beside_the_real_platform(place: Place) -> None:
    place.write(wechat={})

    in_one_line(place.run("tick"), "clock.file")


def test_an_unreadable_moment_is_one_line(office: Place) -> None:
    in_one_line(office.run("tick", "--at", "tomorrow"), "--at", "tomorrow")


def test_a_database_without_tables_is_one_line(furnish: Furnisher, shelf: Path) -> None:
    place = furnish(bare=True)
    shutil.copy(shelf / "keys.json", place.data / "keys.json")

    in_one_line(place.run("tick"), "bot.py init")


def test_a_database_behind_its_migrations_is_one_line(place: Place) -> None:
    with place.database() as database, database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")

    in_one_line(place.run("serve"), "bot.py init", "older")


def test_a_missing_key_file_is_one_line(place: Place) -> None:
    (place.data / "keys.json").unlink()

    in_one_line(place.run("send"), "keys.json", "bot.py init")


def test_a_database_server_that_is_down_is_one_line(place: Place) -> None:
    nobody = f"postgresql://postgres@127.0.0.1:{free_port()}"
    place.write(database={"url": on_server(nobody, "linbao")})

    in_one_line(place.run("tick"), "数据库没有正常应答")


def test_a_taken_port_is_one_line(office: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", office.port))
        taken.listen()

        in_one_line(office.run("serve"), str(office.port))
        in_one_line(office.run("demo", "--port", str(office.port)), str(office.port))
    assert not (office.data / "demo.db").exists()


def test_a_missing_model_is_one_line(place: Place, tmp_path: Path) -> None:
    here = tmp_path / "a house"
    shutil.copytree(ROOT / "nlp", here / "nlp", ignore=shutil.ignore_patterns("model"))
    shutil.copy(ROOT / "bot.py", here)
    for room in (
        "content core db dialog handlers community ops outbox scheduler sim web wechat"
    ).split():
        (here / room).symlink_to(ROOT / room)
    in_one_line(place.run("serve", bot=here / "bot.py"), "bot.py train")
    in_one_line(place.run("parse", "发烧了", bot=here / "bot.py"), "bot.py train")


@pytest.mark.parametrize(
    "name", ["LINBAO__CLOCK_FILE", "LINBAO_SERVER_PORT", "LINBAO__SERVER__PROT"]
)
def test_a_misspelt_variable_stops_a_start(office: Place, name: str) -> None:
    in_one_line(office.run("serve", env={name: "x"}), name)


def test_the_clock_file_of_the_environment_is_now(place: Place) -> None:
    place.write(clock={})
    (place.folder / "then").write_text("2026-11-21T08:00")

    done = place.run("tick", env={"LINBAO__CLOCK__FILE": "then"})

    assert done.result["reminded"] == len(place.who["observed"])


def test_a_time_that_is_none_stops_a_start_without_a_trace(place: Place) -> None:
    place.write(outbox={"quiet_until": "25:00"})

    in_one_line(place.run("serve"), "outbox.quiet_until", "07:00")


def test_a_folder_that_cannot_be_written_is_one_line(place: Place) -> None:
    (place.folder / "file").write_text("")
    place.write(paths={"data": "file/data"}, database={})

    in_one_line(place.run("init"), "file")


def test_a_labelled_file_that_is_not_there_is_one_line(office: Place) -> None:
    in_one_line(office.run("eval", "none.jsonl"), "none.jsonl", "没有这个文件")
