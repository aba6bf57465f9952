"""Whom a complaint is about: whoever holds that post must not be the one to look into it."""

import re
from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.models import Role
from db.people import persons
from db.people.units import InCharge

# A title with somebody before it who is to be told is no complaint about them: 请书记来看看.
_TOLD = r"(?<![请让向])(?<!告诉)(?<!转给)(?<!反映给)"
_TITLES = (
    (Role.SECRETARY, re.compile(rf"{_TOLD}(?:书记|支书|社区主任|居委会主任|村主任|村长|[^\s，,。]主任|一把手|社区(?:的)?领导|村(?:里)?的?领导)")),
    (Role.GRID_WORKER, re.compile(rf"{_TOLD}(?:网格员|网格长|管我们楼的|楼管)")),
    (Role.DOCTOR, re.compile(rf"{_TOLD}(?:社区医生|村医|家庭医生)")),
    (Role.REPRESENTATIVE, re.compile(rf"{_TOLD}(?:楼栋长|楼长|单元长)")),
)  # fmt: skip
_SHORTEST_NAME = 2


def accused(db: Session, holders: Mapping[Role, InCharge], words: str) -> Role | None:
    """Return the post whoever holds is complained of, by its title or their name; None if nobody is.

    Where several are named it is the one who would look into it.
    """
    named = {role for role, title in _TITLES if title.search(words)}
    for role, holder in holders.items():
        name = persons.get(db, holder.id).name or ""
        if len(name) >= _SHORTEST_NAME and name in words:
            named.add(role)
    order = (Role.SECRETARY, Role.GRID_WORKER, Role.DOCTOR, Role.REPRESENTATIVE)
    return next((role for role in order if role in named), None)
