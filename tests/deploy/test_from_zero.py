"""The page “从零到上线”, followed to the letter, ends with an answer to the first message."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import pytest

from core.clock import SystemClock
from sim.wechat import HttpPoster, PretendWeChat
from tests.common import slow
from tests.conftest import APP_ID, SECRET
from tests.deploy.rehearsal import Rehearsal
from tests.ops.place import ROOT, address_of, free_port

TABLE = [
    ("姓名", "电话", "楼栋", "单元", "房号", "与户主关系"),
    ("赵大明", "13800000001", "1号楼", "1单元", "101", "户主"),
    ("钱小红", "13800000002", "1号楼", "1单元", "101", "配偶"),
    ("孙志强", "13800000003", "1号楼", "2单元", "202", "户主"),
]


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    machine = Rehearsal(Path(mkdtemp(prefix="linbao-machine-")), free_port(), {})
    yield machine
    machine.stop()
    shutil.rmtree(machine.folder, ignore_errors=True)


def lay_table(machine: Rehearsal) -> None:
    """Put the office's table where the page says it was copied to."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("登记表", 0)
    for row in TABLE:
        sheet.append(row)
    target = machine.path("/opt/linbao/data/居民登记表.xlsx")
    target.parent.mkdir(parents=True)
    target.parent.chmod(0o700)
    book.save(target)


@pytest.mark.slow
@pytest.mark.timeout(400 * slow())
def test_the_page_leads_to_the_first_answer(rehearsal: Rehearsal) -> None:
    clock = SystemClock()
    platform = PretendWeChat(APP_ID, SECRET, "", "", clock, report_after=None)
    platform.serve()
    machine = Rehearsal(
        rehearsal.folder,
        rehearsal.port,
        {"LINBAO__WECHAT__OFFICIAL__API_BASE": address_of(platform)},
    )
    lay_table(machine)
    fill = {"<本仓库地址>": "linbao.git", "<AppID>": APP_ID, "<AppSecret>": SECRET}

    done = machine.run(fill)

    log = machine.folder / "service.log"
    assert done.returncode == 0, done.stderr[-3000:] + (log.read_text() if log.exists() else "")
    assert '"ready": true' in done.stdout
    assert "\nok\n" in done.stdout
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    taken = [one for one in results if "parked" in one]
    assert [(one["rows"], one["parked"]) for one in taken] == [(3, 0), (3, 0)]
    code = next(one["code"] for one in results if "code" in one)
    exports = {path.suffix for path in machine.path("/opt/linbao/data/exports").iterdir()}
    assert {".pdf", ".png"} <= exports
    assert list(machine.path("/var/backups/linbao").glob("linbao-*.backup"))
    secrets = machine.path("/etc/linbao")
    assert [path for path in secrets.iterdir() if path.stat().st_mode & 0o007] == []

    token, aes_key = ((secrets / name).read_text() for name in ("token", "aes_key"))
    outside = PretendWeChat(APP_ID, SECRET, token, aes_key, clock, report_after=None)
    outside.webhook = HttpPoster(f"http://127.0.0.1:{machine.port}/wechat/official")
    resident = outside.follower("oResidentOfTheFirstHour000001")
    resident.follows()
    assert "报备" in resident.says("近期计划从外地回来，应该怎么报备")
    secretary = outside.follower("oSecretaryOfTheFirstHour00001")
    secretary.follows()
    assert "周书记" in secretary.says(f"加入 {code}")
    outside.close()
    platform.close()


def test_what_the_machine_was_asked_for_is_what_debian_has(rehearsal: Rehearsal) -> None:
    """Every package of the page is one that Debian knows, where apt can tell."""
    page = (ROOT / "docs/从零到上线.md").read_text("utf-8")
    named = {
        name
        for line in re.findall(r"^apt-get install -y (.+)$", page, re.MULTILINE)
        for name in line.split()
    }
    assert {"python3", "python3-venv", "make", "git", "nginx", "postgresql"} <= named
    if shutil.which("apt-cache") is None:
        pytest.skip("apt is not here")
    known = subprocess.run(
        ["apt-cache", "pkgnames"], capture_output=True, text=True, check=True
    ).stdout.split()
    if len(known) < 10_000:
        pytest.skip("apt has no lists here")
    assert named - set(known) == set()
