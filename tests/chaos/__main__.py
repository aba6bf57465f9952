"""`make chaos`: the long form, by hand or nightly; the last line is JSON."""

import argparse
import json
import logging
import sys
from dataclasses import fields
from secrets import randbelow

from tests import common
from tests.chaos.playing import play
from tests.chaos.stage import LONG, SHORT
from tests.chaos.sums import Sums

log = logging.getLogger("chaos")
ENGINES = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, default=randbelow(10**6), help="the same order again")
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--short", action="store_true", help="what the tests do")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    log.info("seed %s", given.seed)
    engines = [given.engine] if given.engine else ENGINES
    size = SHORT if given.short else LONG
    common.begin()
    try:
        found = {engine: play(engine, size, given.seed, _server(engine)) for engine in engines}
    finally:
        common.end()
    _print_table(found)
    print(json.dumps({engine: sums.as_dict() for engine, sums in found.items()}))
    return 0 if all(sums.holds for sums in found.values()) else 1


def _server(engine: str) -> str:
    return common.postgres() if engine == "postgresql" else ""


def _print_table(found: dict[str, Sums]) -> None:
    print(f"{'':<20}" + "".join(f"{engine:>12}" for engine in found))
    for field in fields(Sums):
        row = "".join(f"{getattr(sums, field.name):>12,}" for sums in found.values())
        print(f"{field.name:<20}{row}")


if __name__ == "__main__":
    sys.exit(main())
