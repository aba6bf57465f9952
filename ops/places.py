"""The unit an operator names: “3号楼”, or “幸福社区/3号楼” where several are called so."""

import re

from sqlalchemy.orm import Session

from core.trouble import Trouble
from db.models import Unit
from db.people import units

_BUILDING = re.compile(r"(\d+)\s*(?:号楼|号院|栋|幢|座|#楼?|楼)?")


def find(db: Session, name: str) -> Unit:
    """Return the unit of this name.  Raises Trouble where there is none, or more than one."""
    *above, last = (part.strip() for part in re.split(r"[/／]", name))
    found = [unit for unit in _called(db, last) if _lies_below(db, unit, above)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Trouble(
            f"没有叫“{name}”的单位；名称要和登记的一样，比如“3号楼”。还没有楼栋的，先运行 bot.py import 登记表.xlsx"
        )
    choices = "、".join(_full(db, unit) for unit in found[:10])
    raise Trouble(f"叫“{name}”的有{len(found)}个，请写明是哪一个：{choices}")


def file_name(name: str) -> str:
    """Return a unit's name as a part of a file's name."""
    return re.sub(r'[\\/:*?"<>|\s]+', "-", name).strip("-.")


def _called(db: Session, name: str) -> list[Unit]:
    """Return the units of a name, or the buildings of the number in it."""
    if named := list(units.named(db, name)):
        return named
    number = _BUILDING.fullmatch(name)
    return list(units.buildings(db, number[1])) if number else []


def _lies_below(db: Session, unit: Unit, names: list[str]) -> bool:
    """Tell whether units of these names stand above it, in this order from the top."""
    line = iter(_above(db, unit))
    return all(any(name == one for one in line) for name in names)


def _above(db: Session, unit: Unit) -> list[str]:
    steps = [int(step) for step in unit.path.strip("/").split("/")]
    return [units.get_unit(db, step).name for step in steps[:-1]]


def _full(db: Session, unit: Unit) -> str:
    """Return a name by which `find` finds just this unit, as short as it can be."""
    above = _above(db, unit)
    for start in range(len(above) - 1, -1, -1):
        names = above[start:]
        same = [one for one in _called(db, unit.name) if _lies_below(db, one, names)]
        if len(same) == 1:
            return "/".join([*names, unit.name])
    return "/".join([*above, unit.name])
