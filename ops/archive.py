"""One backup in one file: a ZIP with a manifest, never half written, never written over unasked."""

import hashlib
import json
import os
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
            manifest = _manifest(zipped.read(MANIFEST))
            for name, said in manifest.files.items():
                _check_name(name)
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
    return Manifest(**given)


def _check_name(name: str) -> None:
    if name.startswith("/") or ".." in name.split("/"):
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
