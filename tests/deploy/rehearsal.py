"""Does what the page “从零到上线” says, command by command, in a folder that stands for the machine.

What only a real machine has (packages, accounts, systemd, nginx, certbot) is
stood for by small commands that note what they were asked; all else is run.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.common import slow
from tests.ops.place import QUIET, ROOT

PAGE = ROOT / "docs" / "从零到上线.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Folders of the machine that the page writes to.
THERE = (
    "/opt/linbao",
    "/etc/linbao",
    "/etc/systemd",
    "/etc/nginx",
    "/var/backups",
    "/usr/local/bin",
)
NOTED = ("apt-get", "useradd", "certbot", "nginx", "journalctl", "chgrp")
NOTE = 'echo "$(basename "$0") $*" >> "$REHEARSAL/asked"\n'
# Accounts are left out; whoever rehearses owns everything.
RUNUSER = 'shift; shift; [ "$1" = -- ] && shift; exec "$@"\n'
INSTALL = """args=()
set -- "$@"; all=("$@")
while [ $# -gt 0 ]; do case $1 in -o|-g) shift 2;; *) args+=("$1"); shift;; esac; done
/usr/bin/install "${args[@]}"
to=${all[-1]}
case $to in *bin/linbao) sed -i "s#/opt/linbao#$REHEARSAL&#; s#/etc/linbao#$REHEARSAL&#" "$to";; esac
"""
GIT = 'for to; do :; done\ntar -C "$SOURCE" --exclude=./.venv --exclude=./data --exclude=./.git --exclude="./.*_cache" -cf - . | tar -C "$to" -xf -\n'
MAKE = 'ln -sfn "$SOURCE/.venv" .venv; [ -d nlp/model ] || cp -r "$SOURCE/nlp/model" nlp/model\n'
ID = "echo linbao\n"


@dataclass
class Rehearsal:
    """A folder that stands for the machine, and what was said and started there."""

    folder: Path
    port: int
    env: Mapping[str, str]

    def path(self, name: str) -> Path:
        return Path(f"{self.folder}{name}")

    @property
    def asked(self) -> list[str]:
        return (self.folder / "asked").read_text("utf-8").splitlines()

    def translate(self, text: str) -> str:
        """Write the machine's folders and its port as they are in the rehearsal."""
        for name in THERE:
            text = text.replace(name, f"{self.folder}{name}")
        return text.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")

    def run(self, given: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run all commands of the page in one shell; what stands in for a value is filled in."""
        self._set_up()
        text = "\n".join(BLOCK.findall(PAGE.read_text("utf-8")))
        for name, value in given.items():
            assert name in text, f"the page does not say {name} any more"
            text = text.replace(name, value)
        assert not re.search(r"<[A-Za-z本]\S*>", text), "something was not filled in"
        script = "set -eux\n" + self.translate(text)
        return subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self._environment(),
            capture_output=True, text=True, timeout=300 * slow(), check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        path = f"{self.folder}/shims:{self.folder}/usr/local/bin:{QUIET['PATH']}"
        own = {"PATH": path, "REHEARSAL": str(self.folder), "SOURCE": str(ROOT)}
        port = {"LINBAO__SERVER__PORT": str(self.port)}
        return {**QUIET, **port, **self.env, **own}

    def _set_up(self) -> None:
        for name in ("shims", "etc/systemd/system", "etc/nginx/sites-available",
                     "etc/nginx/sites-enabled", "usr/local/bin", "opt", "var/backups"):  # fmt: skip
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        shims = {name: NOTE for name in NOTED}
        shims |= {"runuser": RUNUSER, "install": INSTALL, "git": GIT, "make": MAKE, "id": ID}
        for name, text in shims.items():
            self._shim(name, "#!/bin/bash\n" + text)
        keeper = Path(__file__).with_name("pretend_systemd.py")
        words = shlex.join([sys.executable, str(keeper)])
        self._shim("systemctl", f'#!/bin/bash\n{NOTE}exec {words} "$REHEARSAL" "$@"\n')

    def _shim(self, name: str, text: str) -> None:
        file = self.folder / "shims" / name
        file.write_text(text)
        file.chmod(0o755)

    def stop(self) -> None:
        """End the service that was started."""
        pid = self.folder / "service.pid"
        if pid.exists():
            os.kill(int(pid.read_text()), 15)
