"""What lies in deploy/ is what systemd and nginx take."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ops.place import ROOT

UNIT = ROOT / "deploy" / "linbao.service"
SITE = ROOT / "deploy" / "nginx.conf"


def here(text: str, folder: Path) -> str:
    """Write the machine's folders as they are in a folder of the test."""
    return text.replace("/opt/linbao", str(folder))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    (tmp_path / ".venv/bin").mkdir(parents=True)
    python = tmp_path / ".venv/bin/python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    unit = tmp_path / "linbao.service"
    unit.write_text(here(UNIT.read_text("utf-8"), tmp_path))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    ours = [line for line in done.stderr.splitlines() if "linbao.service" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx")
def test_nginx_takes_the_site(tmp_path: Path) -> None:
    certificate = tmp_path / "live"
    certificate.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=linbao.example.com", "-keyout", str(certificate / "privkey.pem"),
         "-out", str(certificate / "fullchain.pem")],
        capture_output=True, check=True,
    )  # fmt: skip
    text = SITE.read_text("utf-8").replace(
        "/etc/letsencrypt/live/linbao.example.com", str(certificate)
    )
    (tmp_path / "site.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\n"
        f"http {{ include {tmp_path}/site.conf; }}\n"
    )

    done = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_only_the_doors_for_the_platform_and_residents_are_let_through() -> None:
    """Metrics and readiness stay inside; the proxy waits longer than the platform does."""
    text = SITE.read_text("utf-8")

    assert re.findall(r"location (/\S*) \{\s*(?:limit_req[^;]*;\s*)?proxy_pass", text) == [
        "/wechat/",
        "/h5/",
    ]
    assert int(re.findall(r"proxy_read_timeout (\d+)s", text)[0]) > 5


def test_a_service_is_given_as_long_to_end_as_it_needs() -> None:
    said = dict(re.findall(r"^(\w+)=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE))

    assert int(said["TimeoutStopSec"]) > 10  # `serve` ends all within ten seconds
    assert said["Restart"] == "on-failure"
    assert said["UMask"] == "0077"
