"""Stands for systemctl in a rehearsal: starts what the unit says, as the unit says it."""

import os
import subprocess
import sys
from pathlib import Path


def unit(folder: Path) -> dict[str, str]:
    text = (folder / "etc/systemd/system/linbao.service").read_text("utf-8")
    lines = (line.partition("=") for line in text.splitlines() if "=" in line and line[0] != "#")
    return {name: value for name, _, value in lines}


def start(folder: Path) -> None:
    said = unit(folder)
    env = dict(os.environ)
    for line in Path(f"{folder}{said['EnvironmentFile'].lstrip('-')}").read_text().splitlines():
        name, sign, value = line.partition("=")
        if sign:
            env[name] = value
    words = said["ExecStart"].split()
    with (folder / "service.log").open("ab") as log:
        service = subprocess.Popen(
            [f"{folder}{words[0]}", *words[1:]],
            cwd=f"{folder}{said['WorkingDirectory']}", env=env, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (folder / "service.pid").write_text(str(service.pid))


if __name__ == "__main__":
    where, *words = sys.argv[1:]
    if words[0] == "enable" and "--now" in words:
        start(Path(where))
