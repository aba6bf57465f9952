"""The first unit of an empty register."""

from sqlalchemy.orm import Session

from db.models import Unit
from db.people import units

LEVEL = 4  # of a community among the seven: what lies above it may be written down later
LABELS = {"村": "村", "嘎查": "村"}  # by how the name ends


def found(db: Session, name: str) -> bool:
    """Give an empty register its root, a unit of the community's level; False if there is one."""
    if units.any_exist(db):
        return False
    label = next((label for end, label in LABELS.items() if name.endswith(end)), "社区")
    root = Unit(level=LEVEL, label=label, name=name, path="new")
    db.add(root)
    db.flush()  # the path is made of ids
    root.path = f"{root.id}/"
    return True
