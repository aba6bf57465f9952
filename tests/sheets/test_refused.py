"""Files that are not read at all, each with a sentence that helps."""

import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook
from xlwt import CompoundDoc

from core.register import TableUnusable
from sheets.files import Limits
from sheets.register import open_register


def refusal(path: Path, **given: object) -> TableUnusable:
    with pytest.raises(TableUnusable) as refused:
        open_register(path, **given)  # type: ignore[arg-type]
    return refused.value


def xlsx(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def zipped(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


@pytest.mark.parametrize(
    ("content", "reason", "says"),
    [
        (b"", "empty", "空的"),
        (b"  \n \n", "empty", "空的"),
        (b"\xff\xd8\xff\xe0 a picture", "wrong_type", "图片"),
        (b"\x89PNG\r\n\x1a\n", "wrong_type", "图片"),
        (b"%PDF-1.7", "wrong_type", "PDF"),
        (b"Rar!\x1a\x07", "wrong_type", "压缩包"),
        (b"<html><table><tr><td>", "web_page", "另存为"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked",
            "密码",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "wrong_type",
            "Word",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "broken", "坏了"),
        (b"PK\x03\x04 cut off", "broken", "坏了"),
        (b"\x00\x01\x02\x03", "wrong_type", "不是表格"),
        ("姓名,电话".encode() + b"\xff\xff\xff\x80", "encoding", "认不出来"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, content: bytes, reason: str, says: str
) -> None:
    path = tmp_path / "登记表.xlsx"
    path.write_bytes(content)

    refused = refusal(path)

    assert refused.reason == reason
    assert says in refused.sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "没有.xlsx" in refusal(tmp_path / "没有.xlsx").sentence


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("word__document_dot_xml", "Word"),
        ("ppt__a_dot_xml", "演示"),
        ("content_dot_xml", "ODS"),
        ("a_dot_txt", "压缩包"),
    ],
)
def test_other_documents_under_another_name_are_refused(
    tmp_path: Path, inside: str, says: str
) -> None:
    assert says in refusal(zipped(tmp_path / "a.xlsx", **{inside: b"x"})).sentence


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = zipped(
        tmp_path / "a.xlsx",
        xl__workbook_dot_xml=b"<workbook/>",
        xl__worksheets__sheet1_dot_xml=b"<row/>" + b" " * 50_000_000,
    )

    assert bomb.stat().st_size < 200_000
    assert refusal(bomb).reason == "bomb"


def test_a_bomb_of_many_entries_is_not_opened(tmp_path: Path) -> None:
    entries = {f"xl__{number}": b"x" for number in range(50)}
    path = zipped(tmp_path / "a.xlsx", xl__workbook_dot_xml=b"<workbook/>", **entries)

    assert refusal(path, limits=Limits(entries=20)).reason == "bomb"


def test_one_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "电话"])
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")

    refused = refusal(tmp_path / "a.xlsx")

    assert refused.reason == "too_wide"
    assert "1048576" in refused.sentence


def test_too_many_rows_are_refused_before_any_is_read(tmp_path: Path) -> None:
    rows = [["姓名", "住址"], *([f"王{n}", "3-2-601"] for n in range(30))]
    text = "\n".join(",".join(row) for row in rows)
    (tmp_path / "a.csv").write_text(text, "utf-8")
    xlsx(tmp_path / "a.xlsx", *rows)

    for name in ("a.csv", "a.xlsx"):
        refused = refusal(tmp_path / name, limits=Limits(rows=20))
        assert (refused.reason, "20" in refused.sentence) == ("too_many_rows", True)


def test_without_headings_it_says_what_was_looked_for_and_what_was_found(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ["口罩", "只", 500], ["消毒液", "瓶", 20])

    sentence = refusal(path).sentence

    assert "姓名" in sentence and "楼栋" in sentence
    assert "口罩、只、500" in sentence


def test_several_communities_are_named_and_refused(tmp_path: Path) -> None:
    rows = [
        ["社区", "姓名", "住址"],
        ["幸福社区", "李云", "1-1-101"],
        ["和平社区", "王强", "1-1-102"],
    ]
    path = xlsx(tmp_path / "a.xlsx", *rows)

    refused = refusal(path)

    assert refused.reason == "several_communities"
    assert "幸福社区、和平社区" in refused.sentence


def test_with_one_community_named_rows_of_others_are_parked(tmp_path: Path) -> None:
    rows = [
        ["社区", "姓名", "住址"],
        ["幸福社区", "李云", "1-1-101"],
        ["和平社区", "王强", "1-1-102"],
    ]
    path = xlsx(tmp_path / "a.xlsx", *rows)

    read = list(open_register(path, community="幸福").rows())

    assert [getattr(row, "reason", "") for row in read] == ["", "other_community"]


def test_spellings_of_one_community_are_one(tmp_path: Path) -> None:
    names = ["幸福社区", "幸福", "文新街道幸福社区", "幸福社区居委会"]
    path = xlsx(
        tmp_path / "a.xlsx", ["社区", "姓名", "住址"], *([n, "李云", "1-1-101"] for n in names)
    )

    assert len(list(open_register(path).rows())) == 4


def test_a_register_on_a_hidden_sheet_is_not_read_but_named(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["说明"])
    hidden = book.create_sheet("旧名单")
    hidden.append(["姓名", "住址"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    assert "旧名单" in refusal(tmp_path / "a.xlsx").sentence


def test_an_old_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "姓名")
    records = book.get_biff_data()
    begin = 4 + struct.unpack("<HH", records[:4])[1]
    enciphered = struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2)  # all behind this record is
    CompoundDoc.XlsDoc().save(
        str(tmp_path / "a.xls"), records[:begin] + enciphered + records[begin:]
    )

    assert refusal(tmp_path / "a.xls").reason == "locked"
