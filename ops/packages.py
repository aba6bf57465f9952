"""Whether what is installed is what the lock file names: an upgrade half done does not start."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
SHOWN = 5
_PIN = re.compile(
    r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==(\S+?)(?:\s*;\s*(.+?))?\s*\\?$", re.MULTILINE
)


def stale(lock: Path = LOCK) -> list[str]:
    """Return in one line which packages are not those of the lock file; nothing if all are.

    A pin that holds only elsewhere (`; sys_platform == …`) is not asked for.
    """
    try:
        pins = _PIN.findall(lock.read_text("utf-8"))
    except OSError:
        return []
    wrong = [
        f"{name} {found or '没有装'}，要 {wanted}"
        for name, wanted, condition in pins
        if not condition and (found := _installed(name)) != wanted
    ]
    if not wrong:
        return []
    more = f"等 {len(wrong)} 个" if len(wrong) > SHOWN else ""
    return [
        f"装的包和 requirements.lock 不一样（{'；'.join(wrong[:SHOWN])}{more}）：请运行 make setup"
    ]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
