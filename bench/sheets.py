"""What reading a register costs: seconds of one processor and memory, by format and size, and the copy with problems."""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.register import Parked, Problem, RegisterRow  # noqa: E402

SIZES = (10_000, 100_000)
BROKEN = 50  # one row in so many


def rows(count: int) -> Iterator[list[str]]:
    """Yield the rows of an invented register, as an office writes them."""
    random.seed(7)
    for number in range(count):
        building, room = number // 200 + 1, f"{number % 30 + 1}{number % 4 + 1:02d}"
        phone = f"1{random.randrange(3 * 10**9, 10**10 - 1):010d}"
        door = [f"{building}号楼", f"{number % 3 + 1}单元", f"{room}室"]
        if number % BROKEN == 0:
            door[2] = "不清楚"
        family = ["户主", "妻", "长子", "次女"][number % 4]
        born = f"{1940 + number % 80}.{number % 12 + 1}.{number % 28 + 1}"
        yield [
            str(number + 1),
            *door,
            "李云",
            family,
            "女",
            born,
            phone,
            "独居、慢病",
            "供销社",
            "王芳",
        ]


HEADINGS = (
    "序号 楼栋 单元 房号 姓名 与户主关系 性别 出生日期 联系电话 特殊情况 工作单位 网格员".split()
)


def write(count: int, path: Path) -> None:
    from sheets.writing import write_table

    write_table(HEADINGS, rows(count), path)


def measure(path: Path, copy: bool) -> dict[str, float]:
    """Read a file to its end in this process, and write the copy with problems if asked."""
    from sheets.annotate import annotate
    from sheets.register import open_register
    from sheets.wording import sentence

    begun = time.process_time()
    register = open_register(path)
    taken, problems = 0, []
    for row in register.rows():
        if isinstance(row, Parked):
            problems.append(Problem(row.row, row.column, sentence(row.reason)))
        else:
            assert isinstance(row, RegisterRow)
            taken += 1
    read = time.process_time() - begun
    if copy:
        annotate(path, path.with_name("copy.xlsx"), register, problems)
    whole = time.process_time() - begun
    return {
        "taken": taken,
        "parked": len(problems),
        "read_s": round(read, 2),
        "copy_s": round(whole - read, 2),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def in_a_process(path: Path, copy: bool) -> dict[str, float]:
    command = [sys.executable, __file__, str(path), "copy" if copy else "read"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2] == "copy")))
        sys.exit()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            for ending in ("xlsx", "csv"):
                path = Path(folder) / f"{size}.{ending}"
                write(size, path)
                for copy in (False, True):
                    what = f"{size:,} rows {ending}" + (" and copy" if copy else "")
                    found[what] = in_a_process(path, copy)
    names = list(next(iter(found.values())))
    print(f"{'':<28}" + "".join(f"{name:>10}" for name in names))
    for what, figures in found.items():
        print(f"{what:<28}" + "".join(f"{figures[name]:>10,}" for name in names))
    print(json.dumps(found))
