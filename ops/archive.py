"""One backup in one file: a ZIP with a manifest, never half written, never written over unasked."""

import hashlib
import json
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from core.trouble import Trouble
from db.backups import DatabaseCopy, TableCopy

FORMAT, LAYOUT = "linbao-backup", 1
MANIFEST = "manifest.json"
DATABASE, SPOOL, KEY = "database/", "spool/", "keys.json"
CHUNK = 1 << 20
LONGEST_MANIFEST = 64 << 20  # each message that waits in the spool has a line in it
_NUMBERED = [f"-{number}" for number in range(2, 1000)]
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `keys` tells by name which keys open it, and nothing of them."""

    program: str
    engine: str
    revision: str
    moment: str  # ISO with offset: what is later is not in it
    keys: Mapping[str, str]
    with_key: bool
    tables: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, Mapping[str, Any]]  # bytes and sha256 of each file in the archive
    format: str = FORMAT
    layout: int = LAYOUT

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.moment)

    @property
    def copy(self) -> DatabaseCopy:
        tables = {name: TableCopy(**table) for name, table in self.tables.items()}
        return DatabaseCopy(self.engine, self.revision, tables)

    @property
    def spooled(self) -> int:
        return sum(name.startswith(SPOOL) for name in self.files)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give a folder on the same disk for what is not finished yet; nothing of it stays behind."""
    with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        yield Path(folder)


def refuse_taken(target: Path, *, may_replace: bool) -> None:
    if target.is_dir():
        raise Trouble(f"{target} 是一个文件夹，请写一个文件名，例如 {target / 'linbao.backup'}")
    if target.exists() and not may_replace:
        raise Trouble(f"{target} 已经有了，没有覆盖它：换一个文件名，或者加 --force")


def free_name(wanted: Path, end: str) -> Path:
    """Return a name that is not taken, like the one wanted."""
    tries = (wanted.with_name(f"{wanted.name}{more}{end}") for more in ("", *_NUMBERED))
    return next(path for path in tries if not path.exists())


def put(archive: Path, target: Path, *, may_replace: bool) -> None:
    """Give a finished archive its name, all at once."""
    if may_replace:
        archive.replace(target)
    else:
        try:
            os.link(archive, target)  # fails where there is one by now, unlike a rename
        except FileExistsError:
            refuse_taken(target, may_replace=False)
        archive.unlink()
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write(archive: Path, parts: Mapping[str, Path], said: Mapping[str, Any]) -> Manifest:
    """Write an archive of these files; what is said of them stands in its manifest."""
    files = {}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as out:
        for name, path in parts.items():
            with path.open("rb") as file, out.open(name, "w", force_zip64=True) as member:
                files[name] = _copy(file, member)
        manifest = Manifest(**said, files=files)
        out.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    archive.chmod(0o600)
    with archive.open("rb") as file:
        os.fsync(file.fileno())
    return manifest


def read(archive: Path, folder: Path | None = None) -> Manifest:
    """Read an archive through and compare it with its manifest; its files go into a folder, if given.

    Raises Trouble for one that is damaged, cut off or none of ours.
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            manifest = _manifest(_small(zipped, MANIFEST))
            _refuse_too_big(manifest, folder)
            for name, said in manifest.files.items():
                _check_name(name)
                if zipped.getinfo(name).file_size != said["bytes"]:
                    raise Trouble(f"{archive} 坏了：里面的 {name} 和清单对不上，请换一份备份")
                found = _unpack(zipped, name, folder / name if folder else None)
                if found != said:
                    raise Trouble(f"{archive} 坏了：里面的 {name} 和清单对不上，请换一份备份")
            return manifest
    except FileNotFoundError:
        raise Trouble(f"没有这个文件：{archive}") from None
    except _BROKEN as error:
        raise Trouble(f"{archive} 坏了，或者不是邻报的备份：{error}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Trouble(f"{archive} 不是邻报的备份，或者清单坏了") from error


def _manifest(raw: bytes) -> Manifest:
    given = json.loads(raw)
    if given.get("format") != FORMAT:
        raise ValueError(FORMAT)
    if given["layout"] > LAYOUT:
        raise Trouble("这份备份是更新的程序做的，请先把程序升级到同一版")
    manifest = Manifest(**given)
    # What is nonsense is found now, not when half is done.
    if manifest.at.tzinfo is None or not all(
        isinstance(said["bytes"], int) and said["bytes"] >= 0 for said in manifest.files.values()
    ):
        raise ValueError("no manifest of ours")
    for name, table in manifest.copy.tables.items():
        if not all(isinstance(word, str) for word in (name, *table.columns)):
            raise TypeError("a name is no text")
    return manifest


def _small(zipped: zipfile.ZipFile, name: str) -> bytes:
    """Read what is small in any archive of ours; a few bytes can be made to unpack to gigabytes."""
    if zipped.getinfo(name).file_size > LONGEST_MANIFEST:
        raise ValueError(name)
    return zipped.read(name)


def _refuse_too_big(manifest: Manifest, folder: Path | None) -> None:
    if folder is None:
        return
    wanted = sum(said["bytes"] for said in manifest.files.values())
    free = shutil.disk_usage(folder).free
    if wanted > free:
        raise Trouble(
            f"备份展开有 {wanted >> 20} MB，{folder.parent} 所在的磁盘只剩 {free >> 20} MB："
            "请先腾出地方，或者它不是邻报的备份"
        )


def _check_name(name: str) -> None:
    """Refuse what a backup does not have, and what would lie outside the folder it is unpacked in."""
    folder, _, plain = name.rpartition("/")
    if name != KEY and (f"{folder}/" not in {DATABASE, SPOOL} or plain in {"", ".", ".."}):
        raise ValueError(name)


def _unpack(zipped: zipfile.ZipFile, name: str, place: Path | None) -> dict[str, Any]:
    with zipped.open(name) as member:
        if place is None:
            return _copy(member, None)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as out:
            return _copy(member, out)


def _copy(source: IO[bytes], out: IO[bytes] | None) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    for block in iter(lambda: source.read(CHUNK), b""):
        digest.update(block)
        size += len(block)
        if out is not None:
            out.write(block)
    return {"bytes": size, "sha256": digest.hexdigest()}
