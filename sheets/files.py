"""What kind of file somebody gave us, and whether it may be opened at all."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from core.register import TableUnusable

SAVE_AS = "请用表格软件打开它，“另存为”Excel 工作簿（.xlsx），再导入一次。"


class FileKind(StrEnum):
    """How a file is read, whatever its name says."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one table may cost.  A cell costs the reader about 32 bytes, filled or not."""

    file_bytes: int = 60 * 1024 * 1024
    unpacked_bytes: int = 400 * 1024 * 1024
    ratio: int = 200  # unpacked to packed, of one entry larger than a megabyte
    entries: int = 2000
    rows: int = 200_000
    cells: int = 8_000_000


LIMITS = Limits()

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORKBOOK = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # its first record, 20 bytes long
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"RIFF", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "Word 文档"),
)
_IN_ZIP = (
    ("word/", "Word 文档"),
    ("ppt/", "演示文稿"),
    ("xl/workbook.bin", "二进制工作簿（.xlsb）"),
    ("content.xml", "ODS 表格"),
)
# Where cells with something in them stand: <c r="AB12" t="s"> but not <c r="AB12" s="1"/>.
_WIDE_CELL = re.compile(rb"\br=[\"']([A-Z]{2,3})\d+[\"'][^<>]*(?<!/)>")
_CELL = re.compile(rb"\br=[\"'][A-Z]{1,3}(\d+)[\"'][^<>]*(?<!/)>")
_DEEP_CELL = re.compile(rb"\br=[\"'][A-Z]{1,3}(\d{6,7})[\"'][^<>]*(?<!/)>")
_CHUNK = 1 << 20


def kind_of(path: Path, limits: Limits = LIMITS) -> FileKind:
    """Look at a file without opening it as a table.  Raises TableUnusable."""
    if not path.is_file():
        raise TableUnusable("no_file", f"找不到文件 {path}，请核对文件名和所在的文件夹。")
    size = path.stat().st_size
    if size == 0:
        raise TableUnusable("empty", "这个文件是空的，里面什么也没有。请选对文件再导入。")
    if size > limits.file_bytes:
        raise TableUnusable(
            "too_big",
            f"文件太大（{size >> 20} MB，最多 {limits.file_bytes >> 20} MB）。"
            "请删去图片和用不上的工作表，或者按网格拆成几个文件分别导入。",
        )
    with path.open("rb") as file:
        return _kind(file, limits)


def _kind(file: IO[bytes], limits: Limits) -> FileKind:
    start = file.read(512)
    if start.startswith(b"PK"):
        _check_zip(file, limits)
        return FileKind.XLSX
    if start.startswith(_OLE):
        _check_ole(file)
        return FileKind.XLS
    if start[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):
        return FileKind.XLS
    for magic, name in _OTHERS:
        if start.startswith(magic):
            raise _wrong(name)
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"mime-version")):
        raise TableUnusable("web_page", f"这其实是一张网页，只是名字写成了表格。{SAVE_AS}")
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong("表格以外的文件")
    return FileKind.CSV


def _wrong(name: str) -> TableUnusable:
    return TableUnusable(
        "wrong_type", f"这是{name}，不是表格，改名字没有用。请导入 XLSX、XLS 或 CSV 文件。"
    )


def _check_ole(file: IO[bytes]) -> None:
    """Old workbooks, locked new ones and old Word documents come in the same envelope."""
    file.seek(0)
    whole = file.read()
    begin = whole.find(_OLD_WORKBOOK)
    enciphered = begin >= 0 and whole[begin + 20 : begin + 22] == b"\x2f\x00"
    if enciphered or "EncryptedPackage".encode("utf-16-le") in whole:
        raise locked()
    if not any(name.encode("utf-16-le") in whole for name in ("Workbook", "Book")):
        word = "WordDocument".encode("utf-16-le") in whole
        raise _wrong("Word 文档" if word else "表格以外的文件")


def locked() -> TableUnusable:
    return TableUnusable(
        "locked",
        "这个文件有打开密码，读不了。请打开它，在“文件→信息→保护工作簿”里去掉密码，保存后再导入。",
    )


def _check_zip(file: IO[bytes], limits: Limits) -> None:
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise broken() from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        found = (what for mark, what in _IN_ZIP if any(name.startswith(mark) for name in names))
        raise _wrong(next(found, "压缩包"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _CHUNK and entry.file_size > limits.ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > limits.entries or total > limits.unpacked_bytes or swollen:
        raise TableUnusable(
            "bomb", f"这个文件解开后大得不正常（{total >> 20} MB），为了安全没有打开。{SAVE_AS}"
        )
    for entry in entries:
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            _check_extent(archive, entry, limits)


def _check_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Find the farthest filled cell: a reader makes room for all cells up to it."""
    width = max([26, *map(_column, _found(archive, entry, _WIDE_CELL, limits))])
    cells = _DEEP_CELL if width == 26 else _CELL  # a narrow table need not be looked at closely
    height = max([1, *map(int, _found(archive, entry, cells, limits))])
    if height > limits.rows and width == 26:
        raise too_many_rows(height, limits)
    if width * height > limits.cells:
        raise TableUnusable(
            "too_wide",
            f"表格一直延伸到第 {height} 行、第 {width} 列，多半是很远的地方误填了一个格子。"
            "请删掉数据以外的行和列，保存后再导入。",
        )


def _found(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, pattern: re.Pattern[bytes], limits: Limits
) -> set[bytes]:
    found: set[bytes] = set()
    left, tail = limits.unpacked_bytes, b""
    try:
        with archive.open(entry) as stream:
            while left > 0 and (chunk := stream.read(_CHUNK)):
                left -= len(chunk)
                text = tail + chunk
                found.update(pattern.findall(text))
                tail = text[-200:]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        raise broken() from None
    return found


def too_many_rows(rows: int, limits: Limits) -> TableUnusable:
    return TableUnusable(
        "too_many_rows",
        f"表里有 {rows} 行，一次最多 {limits.rows} 行。请按社区或网格拆成几个文件，分别导入。",
    )


def broken() -> TableUnusable:
    return TableUnusable("broken", f"文件坏了，打不开（可能没有下载完整）。{SAVE_AS}")


def _column(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value
