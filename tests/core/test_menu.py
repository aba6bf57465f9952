from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import content
from bot import Bot
from content.packs import PACKS, ContentError
from core.config import Config
from core.library import Library, Pack, PackInfo
from core.menu import BELOW_BYTES, TOP_BYTES, MenuButton, MenuItem, MenuSpec


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return Path(copytree(PACKS, tmp_path / "content" / "packs"))


def test_the_menu_of_the_packs_is_one_the_platform_takes() -> None:
    menu = content.load().menu

    assert menu is not None
    rows = menu.laid()["button"]
    assert len(rows) <= 3
    assert all(len(row["name"].encode()) <= TOP_BYTES for row in rows)
    assert all(len(row["sub_button"]) <= 5 for row in rows)


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        (
            "- name: 办事登记",
            "- name: 办事和登记全部",
            "“办事和登记全部”太长：21 字节，最多 16 字节",
        ),
        ("返乡登记, key", f"{'返' * 21}, key", "63 字节，最多 60 字节"),
        ("key: human}", "kye: human}", "没有这个设置"),
        ("key: human}", "url: ftp://x}", "url 要以 https:// 开头"),
        ("key: human}", 'key: human, url: "https://x"}', "只写一样"),
    ],
)
def test_a_menu_that_would_be_refused_is_named_with_its_line(
    packs: Path, line: str, instead: str, said: str
) -> None:
    file = packs / "daily" / "menu.yaml"
    text = file.read_text("utf-8")
    number = text[: text.index(line)].count("\n") + 1
    file.write_text(text.replace(line, instead, 1), "utf-8")

    with pytest.raises(ContentError) as error:
        content.load(folder=packs)

    assert said in str(error.value)
    assert f"menu.yaml:{number}:" in str(error.value)


def test_a_fourth_button_is_one_too_many(packs: Path) -> None:
    file = packs / "daily" / "menu.yaml"
    more = "- {name: 四, key: help}\nstaff:"
    file.write_text(file.read_text("utf-8").replace("staff:", more, 1), "utf-8")

    with pytest.raises(ContentError, match="最多 3 项"):
        content.load(folder=packs)


def test_a_key_nobody_handles_stops_the_start(mind: Bot) -> None:
    bot = Bot(Config())
    menu = MenuSpec(
        buttons=[MenuButton(name="不会", key="dance"), MenuButton(name="表", key="form:no")]
    )
    bot.library = Library(
        [*mind.library.packs, Pack(info=PackInfo(name="own", title="自己的"), menu=menu)]
    )
    bot.library.menu = menu

    found = [one for one in bot.content_problems() if one.startswith("菜单")]

    assert [("dance" in found[0]), ("form:no" in found[1])] == [True, True]


def test_an_entry_that_names_a_fact_there_is_not_is_told_with_its_line(packs: Path) -> None:
    file = packs / "flood" / "knowledge.yaml"
    file.write_text(file.read_text("utf-8").replace("facts: [shelter]", "facts: [shelf]"), "utf-8")

    with pytest.raises(ContentError, match=r"flood/knowledge.yaml:\d+: .*没有叫 shelf 的本地信息"):
        content.load(folder=packs)


@given(st.text(min_size=1, max_size=40))
def test_a_name_is_taken_just_up_to_its_bytes(name: str) -> None:
    for shape, most in ((MenuButton, TOP_BYTES), (MenuItem, BELOW_BYTES)):
        try:
            shape(name=name, key="help")
        except (ValidationError, UnicodeEncodeError):
            assert len(name.encode(errors="surrogatepass")) > most
        else:
            assert len(name.encode()) <= most
