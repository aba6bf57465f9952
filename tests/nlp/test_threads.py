import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOOK = """
import nlp.model, threadpoolctl
print({pool["num_threads"] for pool in threadpoolctl.threadpool_info()})
"""


def test_arithmetic_starts_no_threads_that_would_spin_while_they_wait() -> None:
    usual = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}

    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env=usual,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "{1}"
