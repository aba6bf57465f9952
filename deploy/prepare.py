"""What `make setup` calls before anything is installed: says what it does, how far it is, what helps.

Only the standard library is imported here.  Progress goes to stderr; what went
wrong is one line of Chinese, and all that pip said lies in `.venv/setup.log`.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic

WANTED_MB = 1200  # the environment, the model, and what is unpacked on the way
EVERY = 10  # packages between two lines where no terminal overwrites them
MEGABYTE = 1 << 20
# What pip, the compiler or the system said, and what to do about it; the first that fits.
HELP: list[tuple[str, str]] = [
    (
        r"No space left on device|Errno 28|Disk quota exceeded|Errno 122",
        "磁盘满了：请腾出 1.2 GB（.venv 和临时文件夹 {tmp} 都要地方），再运行一次 make setup",
    ),
    (
        r"ensurepip is not available|No module named '?(?:ensurepip|venv)",
        "这个 Python 没有带 venv：请先 apt install python3-venv（或装完整的 Python），再运行一次",
    ),
    (
        r"command '[^']*(?:gcc|cc|clang|g\+\+)[^']*' failed|[Uu]nable to find a? ?compiler"
        r"|Microsoft Visual C\+\+|(?:gcc|cc1?|clang): (?:command )?not found"
        r"|No such file or directory: '[^']*(?:gcc|cc|clang|g\+\+)'|Unknown compiler\(s\)"
        r"|No working compiler found|Python\.h: No such file",
        "{package}在这台机器上要编译，却没有编译器：请先 apt install build-essential python3-dev，"
        "或换 Python 3.11 到 3.13（有现成的包）",
    ),
    (
        r"Rust not found|can't find Rust compiler",
        "{package}在这台机器上要用 Rust 现做，却没有 Rust：请换 Python 3.11 到 3.13、64 位的 Linux（有现成的包），"
        "或照 https://rustup.rs 装好 Rust 再运行一次",
    ),
    (
        r"DO NOT MATCH THE HASHES|THESE PACKAGES DO NOT MATCH",
        "下载到的包和 requirements.lock 记的校验和对不上：多半是下载断了，或镜像给了别的文件；"
        "请再运行一次，还不行换一个 PIP_INDEX_URL",
    ),
    (
        r"Failed to establish a new connection|Temporary failure in name resolution|Max retries"
        r"|Connection (?:refused|reset|broken|aborted)|Read timed out|ConnectTimeout"
        r"|NewConnectionError|ProxyError|SSLError|CERTIFICATE_VERIFY|IncompleteRead"
        r"|HTTP error [45]\d\d|[45]\d\d (?:Client|Server) Error",
        "下载{package}没有成功：请检查网络和代理；在国内可以换镜像："
        "export PIP_INDEX_URL=https://mirrors.aliyun.com/pypi/simple/ 再运行一次（已下载的不会重下）",
    ),
    (
        r"No matching distribution found|Could not find a version",
        "找不到{package}：请检查 PIP_INDEX_URL 指的镜像，或换 Python 3.11 到 3.13 再运行一次",
    ),
    (
        r"Permission denied|Errno 13",
        "没有权限写这个文件夹：请换成它的主人来运行，或 chown 给自己",
    ),
]
ERROR = re.compile(r"\berror\b|Error:", re.IGNORECASE)
OF_PIP = re.compile(
    r"subprocess-exited|metadata-generation|originates from a subprocess|Encountered error"
    r"|finished with status|Could not build wheels|Failed building wheel|Failed to build"
)


class Failed(Exception):
    """What could not be done, in one line for whoever set it up."""


def tell(line: str, *, fleeting: bool = False) -> None:
    """Print a line of progress; a fleeting one is written over by the next on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}" + ("" if fleeting else "\n"))
    else:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def explain(said: str, package: str = "") -> str:
    """Return in one line what went wrong and what to do; `said` is all the tool has said."""
    name = f" {package} " if package else ""
    for pattern, sentence in HELP:
        if re.search(pattern, said):
            line = sentence.format(package=name, tmp=os.environ.get("TMPDIR", "/tmp"))
            return line.strip().replace(" ：", "：")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    # What pip says last is that something went wrong above.
    errors = [line for line in lines if ERROR.search(line) and not OF_PIP.search(line)]
    last = (errors or lines or ["程序没有说为什么"])[-1]
    return last[:200]


def room(folder: Path) -> None:
    """Refuse to begin where there is too little room to end."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < WANTED_MB:
        raise Failed(f"{folder} 所在的磁盘只剩 {free} MB，要 {WANTED_MB} MB：请先腾出地方")


def make_venv(venv: Path) -> None:
    room(venv.parent if venv.parent != Path() else Path.cwd())
    tell("建 Python 环境 .venv（约 5 秒）…")
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(venv, ignore_errors=True)  # half of one would be taken for one
        raise Failed(explain(done.stdout + done.stderr))


def install(venv: Path, lock: Path) -> None:
    """Install what a lock file names, and say how far it is."""
    wanted = len(re.findall(r"^[A-Za-z0-9][^\s=]*==", lock.read_text("utf-8"), re.MULTILINE))
    tell(f"装 {lock.name} 里的 {wanted} 个包（下载约 180 MB，多半一两分钟；以前下载过的约 40 秒）…")
    words = [
        str(venv / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check",
        "--no-color", "--progress-bar", "off", "--require-hashes", "--no-deps", "--no-compile",
        "-r", str(lock),
    ]  # fmt: skip
    begun, log = monotonic(), venv / "setup.log"
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        said = list(_followed(pip.stdout, wanted))
    try:
        log.write_text("".join(said), "utf-8")
    except OSError:
        said.append("No space left on device")
    if pip.returncode:
        raise Failed(explain("".join(said), _last_collected(said)) + f"（pip 说的都在 {log}）")
    slim(venv)
    tell(f"  装好了，用了 {monotonic() - begun:.0f} 秒")


def _followed(lines: Iterable[str], wanted: int) -> Iterator[str]:
    found = 0
    for line in lines:
        yield line
        if line.startswith("Collecting "):
            found += 1
            if sys.stderr.isatty() or found % EVERY == 0:
                tell(f"  {found}/{wanted} {line.split()[1].split('==')[0]}", fleeting=True)
        elif line.startswith("Installing collected packages"):
            tell("  都有了，正在解开（约 20 秒）…", fleeting=True)


def _last_collected(said: list[str]) -> str:
    """Return the package pip was at: the last it named as collected or as not to be found."""
    text = "".join(said)
    found = re.findall(
        r"^Collecting ([\w.-]+)|satisfies the requirement ([\w.-]+)", text, re.MULTILINE
    )
    return next((name for pair in reversed(found) for name in pair if name), "")


def slim(venv: Path) -> None:
    """Leave out the libraries' own tests: nobody runs them here, and they are fifty megabytes."""
    for library in ("numpy", "scipy", "sklearn", "joblib", "fontTools"):
        for site in venv.glob(f"lib/python3*/site-packages/{library}"):
            for tests in list(site.rglob("tests")):
                shutil.rmtree(tests, ignore_errors=True)


def sizes(venv: Path) -> None:
    """Say how large the environment is, and its largest parts."""
    found: dict[str, int] = {}
    for site in venv.glob("lib/python3*/site-packages"):
        for path in site.rglob("*"):
            if path.is_file() and not path.is_symlink():
                name = path.relative_to(site).parts[0].removesuffix(".libs")
                found[name] = found.get(name, 0) + path.stat().st_size
    whole = sum(found.values()) // MEGABYTE
    largest = sorted(found, key=lambda name: -found[name])[:5]
    parts = "、".join(f"{name} {found[name] // MEGABYTE}" for name in largest)
    tell(f"都装好了：.venv 共 {whole} MB（最大的：{parts}）。")
    tell("试用：make run　　正式上线：docs/从零到上线.md")


def main(words: list[str]) -> int:
    try:
        match words:
            case ["venv", venv]:
                make_venv(Path(venv))
            case ["install", venv, lock]:
                install(Path(venv), Path(lock))
            case ["sizes", venv]:
                sizes(Path(venv))
            case _:
                print("prepare.py venv|install|sizes .venv [LOCK]", file=sys.stderr)
                return 2
    except Failed as error:
        tell(f"没有装成：{error}")
        return 1
    except OSError as error:
        tell(f"没有装成：{explain(str(error))}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
