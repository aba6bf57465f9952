"""What whoever sets it up reads: how far it is, and one line with what to do when it fails."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.place import ROOT, free_port

PREPARE = ROOT / "deploy" / "prepare.py"
# What the builders of our libraries say where they find no compiler: setuptools, an older one, meson, maturin.
SETUPTOOLS = "error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-g++'"
FAILED = "error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory"
MESON = "../meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang']]"
RUST = "Rust not found, installing into a temporary directory\nhttpcore.ConnectError: [Errno -2]"
# A package that brings its own builder, which says what theirs say.
BUILDER = """
import os, shutil, sys
def _compile():
    if shutil.which("gcc", path=os.environ["BUILD_PATH"]) is None:
        print(os.environ.get("BUILD_SAYS", ""))
        sys.exit(1)
def prepare_metadata_for_build_wheel(folder, settings=None):
    _compile()
def build_wheel(folder, settings=None, metadata=None):
    _compile()
"""


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment whose Python is ours, so that nothing need be downloaded for it."""
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    python = tmp_path / "venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return tmp_path / "venv"


def prepare(*words: object, **env: str) -> subprocess.CompletedProcess[str]:
    alone = {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1", "PIP_NO_CACHE_DIR": "1"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    return subprocess.run(
        [sys.executable, str(PREPARE), *map(str, words)],
        capture_output=True, text=True, env={**kept, **alone, **env}, timeout=120, check=False,
    )  # fmt: skip


def lock(folder: Path, digest: str = "0" * 64) -> Path:
    file = folder / "requirements.lock"
    file.write_text(f"linbao-trial==1.0 \\\n    --hash=sha256:{digest}\n")
    return file


def trial(folder: Path, builder: str) -> str:
    """Lay down a package that must be built; return its checksum."""
    texts = {
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "builder"\n'
        'backend-path = ["."]\n[project]\nname = "linbao-trial"\nversion = "1.0"\n',
        "builder.py": builder,
        "PKG-INFO": "Metadata-Version: 2.1\nName: linbao-trial\nVersion: 1.0\n",
    }
    target = folder / "linbao_trial-1.0.tar.gz"
    with tarfile.open(target, "w:gz") as archive:
        for name, text in texts.items():
            about = tarfile.TarInfo(f"linbao_trial-1.0/{name}")
            about.size = len(text)
            archive.addfile(about, io.BytesIO(text.encode()))
    return hashlib.sha256(target.read_bytes()).hexdigest()


def last(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    line = done.stderr.splitlines()[-1]
    assert line.startswith("没有装成：")
    return line


def test_a_download_that_fails_is_told_with_a_mirror_to_try(venv: Path, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/simple"

    done = prepare("install", venv, lock(tmp_path), PIP_INDEX_URL=nobody)

    assert "网络" in last(done) and "PIP_INDEX_URL" in last(done)
    assert "linbao-trial" in last(done)
    assert "1 个包" in done.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("said", "help"),
    [
        (SETUPTOOLS, "build-essential"),
        (FAILED, "build-essential"),
        (MESON, "build-essential"),
        (RUST, "Rust"),
        ("fatal error: the moon is in the way", "the moon is in the way"),
    ],
)
def test_a_missing_compiler_is_told_with_the_package_that_brings_one(
    venv: Path, tmp_path: Path, said: str, help: str
) -> None:
    digest = trial(tmp_path, BUILDER)
    where = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "BUILD_PATH": "/nowhere"}

    line = last(prepare("install", venv, lock(tmp_path, digest), BUILD_SAYS=said, **where))

    assert help in line and ("编译器" in line) == (help == "build-essential")


def test_another_file_than_the_lock_names_is_refused_and_told(venv: Path, tmp_path: Path) -> None:
    trial(tmp_path, BUILDER)

    done = prepare("install", venv, lock(tmp_path), PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))

    assert "校验和对不上" in last(done)


def test_a_mirror_without_the_package_is_told(venv: Path, tmp_path: Path) -> None:
    done = prepare("install", venv, lock(tmp_path), PIP_NO_INDEX="1")

    assert "找不到 linbao-trial" in last(done)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A real file system of a few megabytes; needs the right to mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_too_little_room_is_told_before_anything_is_begun(small: Path) -> None:
    line = last(prepare("venv", small / ".venv"))

    assert "只剩 8 MB" in line and "腾出地方" in line
    assert not (small / ".venv").exists()


def test_a_disk_that_fills_on_the_way_is_told(venv: Path, small: Path, tmp_path: Path) -> None:
    builder = "import pathlib\n" + BUILDER.replace(
        "    if shutil",
        "    pathlib.Path(os.environ['BUILD_PATH'], 'object').write_bytes(bytes(9 << 20))\n    if shutil",
    )
    digest = trial(tmp_path, builder)
    where = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "BUILD_PATH": str(small)}

    assert "磁盘满了" in last(prepare("install", venv, lock(tmp_path, digest), **where))


def made(tmp_path: Path, python: str) -> str:
    done = subprocess.run(
        ["make", "-C", str(ROOT), "--no-print-directory", f"PYTHON={python}",
         f"VENV={tmp_path}/v", f"{tmp_path}/v/.made"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert not (tmp_path / "v").exists()
    return done.stdout


def test_an_old_python_is_told_with_how_to_name_another(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text(
        f"#!{sys.executable}\nimport sys\nsys.version_info = (3, 9, 2)\nexec(sys.argv[2])\n"
    )
    old.chmod(0o755)

    said = made(tmp_path, str(old))

    assert len(said.splitlines()) == 1
    assert "3.11 以上" in said and "make PYTHON=" in said


def test_no_python_at_all_is_told(tmp_path: Path) -> None:
    said = made(tmp_path, "python3.99")

    assert len(said.splitlines()) == 1
    assert "没有找到 python3.99" in said and "apt install" in said


def test_what_is_set_up_already_says_nothing_more(tmp_path: Path) -> None:
    """The last line of a start is the address; make's own words would stand before it."""
    for name in ("Makefile", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in (".venv/.made", ".venv/.installed", ".venv/.compiled", ".venv/.said",
                 "nlp/model/.trained"):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    done = subprocess.run(
        ["make", "setup"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )

    assert (done.stdout, done.stderr) == ("", "")
