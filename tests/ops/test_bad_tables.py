"""Files nobody can take in: refused in one sentence that helps, and nothing of them is stored."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.ops.conftest import Furnisher
from tests.ops.place import Place

GOOD = ["3", "2", "601", "李云"]
HEADINGS = ["楼栋", "单元", "房号", "姓名"]


def book(*rows: list[str], hidden: bool = False) -> bytes:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    if hidden:
        made.create_sheet("说明").append(["请填旧表"])
        made.worksheets[0].sheet_state = "hidden"
        made.active = 1
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" + b" " * 50_000_000)
    return stream.getvalue()


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def two_communities() -> bytes:
    return book(["社区", *HEADINGS], ["幸福社区", *GOOD], ["和平社区", *GOOD])


@pytest.fixture(scope="module")
def fresh(furnish: Furnisher) -> Place:
    place = furnish(bare=True)
    assert place.run("init").code == 0
    return place


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bomb, "解"),
        (locked, "密码"),
        (lambda: b"%PDF-1.7 ...", "PDF"),
        (lambda: b"\x89PNG\r\n\x1a\n", "图片"),
        (lambda: b"", "空的"),
        (lambda: book(HEADINGS, GOOD, hidden=True), "隐藏"),
        (lambda: book(["口罩", "只", "500"]), "姓名"),
        (two_communities, "2 个社区"),
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(
    fresh: Place, content: Callable[[], bytes], says: str
) -> None:
    table = fresh.folder / "登记表.xlsx"
    table.write_bytes(content())
    before = fresh.rows("SELECT count(*) FROM units")

    done = fresh.run("import", str(table))

    assert (done.code, done.out) == (1, "")
    reading, *said = done.err.strip().splitlines()
    assert reading == "正在读 登记表.xlsx…"
    assert says in done.err and len(said) == 1, done.err
    assert fresh.rows("SELECT count(*) FROM people") == [(0,)]
    assert fresh.rows("SELECT count(*) FROM units") == before
    assert list(fresh.folder.glob("*问题*")) == []


@pytest.mark.slow
def test_a_hundred_thousand_broken_rows_wait_and_stop_nothing(fresh: Place, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    with table.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADINGS) + "\n")
        file.writelines(f"{at % 90},1,,李{chr(0x4E00 + at % 5000)}\n" for at in range(100_000))

    done = fresh.run("import", str(table), "--dry-run")

    assert [done.result[key] for key in ("rows", "new", "parked")] == [100_000, 0, 100_000]
    assert len(done.result["problems"]) == 20
    assert fresh.rows("SELECT count(*) FROM people") == [(0,)]
