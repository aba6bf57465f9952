import json
from pathlib import Path

import pytest

from db import KeyFileError, Keyring


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    Keyring.make(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_what_was_sealed_opens_again_and_never_looks_the_same_twice(key_file: Path) -> None:
    ring = Keyring.load(key_file)

    first, second = ring.seal("张三", "people.name"), ring.seal("张三", "people.name")

    assert ring.open(first, "people.name") == ring.open(second, "people.name") == "张三"
    assert first != second
    assert first.startswith(f"{ring.current}.")


def test_keys_of_two_installations_are_never_called_the_same(
    key_file: Path, tmp_path: Path
) -> None:
    Keyring.make(tmp_path / "other.json")

    assert Keyring.load(key_file).current != Keyring.load(tmp_path / "other.json").current


def test_a_value_moved_to_another_column_does_not_open(key_file: Path) -> None:
    ring = Keyring.load(key_file)

    with pytest.raises(KeyFileError, match="people.phone"):
        ring.open(ring.seal("张三", "people.name"), "people.phone")


def test_a_value_changed_by_one_letter_does_not_open(key_file: Path) -> None:
    ring = Keyring.load(key_file)
    sealed = ring.seal("36.5", "observations.value")
    spoilt = sealed[:-5] + ("A" if sealed[-5] != "A" else "B") + sealed[-4:]

    with pytest.raises(KeyFileError):
        ring.open(spoilt, "observations.value")


def test_another_key_file_opens_nothing(key_file: Path, tmp_path: Path) -> None:
    Keyring.make(tmp_path / "other.json")
    sealed = Keyring.load(key_file).seal("张三", "people.name")

    with pytest.raises(KeyFileError, match="用这个密钥文件打不开"):
        Keyring.load(tmp_path / "other.json").open(sealed, "people.name")


def test_a_new_key_seals_while_the_old_one_still_opens(key_file: Path) -> None:
    sealed = Keyring.load(key_file).seal("张三", "people.name")
    given = json.loads(key_file.read_text())
    given["keys"]["k2"], given["current"] = given["index"], "k2"
    key_file.write_text(json.dumps(given))

    ring = Keyring.load(key_file)

    assert ring.open(sealed, "people.name") == "张三"
    assert ring.seal("李四", "people.name").startswith("k2.")


def test_the_blind_index_is_equal_for_equal_values_of_one_column_only(key_file: Path) -> None:
    ring = Keyring.load(key_file)

    assert ring.index("张三", "people.name") == ring.index("张三", "people.name")
    assert ring.index("张三", "people.name") != ring.index("张四", "people.name")
    assert ring.index("张三", "people.name") != ring.index("张三", "people.phone")


def test_a_missing_key_file_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="bot.py init"):
        Keyring.load(tmp_path / "none.json")


@pytest.mark.parametrize("spoilt", ["", "{}", "[]", '{"keys": {}, "current": "k1", "index": ""}'])
def test_a_spoilt_key_file_is_named_not_guessed_at(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(spoilt)

    with pytest.raises(KeyFileError, match="用不了"):
        Keyring.load(path)


def test_a_key_file_is_never_written_over_and_nobody_else_may_read_it(key_file: Path) -> None:
    before = key_file.read_bytes()

    with pytest.raises(FileExistsError):
        Keyring.make(key_file)

    assert key_file.read_bytes() == before
    assert key_file.stat().st_mode & 0o077 == 0
    assert [path.name for path in key_file.parent.iterdir()] == ["keys.json"]
