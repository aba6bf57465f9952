"""The sums of a notice at every node of the tree: households = reached + unreached + exempt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from db import notices
from db.models import Notice, NoticeState, ReceiptAnswer, Unit
from db.notices import receipts, tallies, targets
from db.notices.tallies import Branch, UnitTally
from db.people import units

GRADES = range(6)
A_NODE_SAYS = {
    ReceiptAnswer.RECEIVED: "收到",
    ReceiptAnswer.LATER: "收到",
    ReceiptAnswer.AWAY: "收到",
    ReceiptAnswer.DONE: "已办",
    ReceiptAnswer.PROBLEM: "有问题",
}
NOBODY_FOLLOWS = "no_contact"
WAITING = {"queued": "waiting", "sending": "waiting"}


@dataclass(slots=True)
class Node:
    """One unit and all below it; households are doors, or people where it went to posts."""

    unit: str  # its name
    label: str  # what its level is called: 楼栋
    exempt: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    evidence: Counter[int] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    children: list["Node"] = field(default_factory=list)

    @property
    def households(self) -> int:
        return self.exempt + self.evidence.total()

    @property
    def reached(self) -> int:
        return self.evidence.total() - self.unreached

    @property
    def unreached(self) -> int:
        return self.evidence[0]

    def take(self, other: "Node") -> None:
        """Add what lies below."""
        self.exempt += other.exempt
        self.reasons.update(other.reasons)
        self.evidence.update(other.evidence)
        self.answers.update(other.answers)


@dataclass(frozen=True, slots=True)
class NoticeSums:
    """A notice, the word of its state, and its sums."""

    code: str
    state: str
    root: Node


def of_code(db: Session, code: str, *, reasons: bool = True) -> NoticeSums | None:
    """Return the sums of the notice with this code, None if there is none."""
    notice = notices.by_code(db, code.strip().upper())
    if notice is None:
        return None
    return NoticeSums(notice.code or "", _state(db, notice), tree(db, notice, reasons=reasons))


def _state(db: Session, notice: Notice) -> str:
    if notice.state is NoticeState.PUBLISHED and notices.replaced_by(db, notice.id) is not None:
        return "replaced"
    if notice.state is NoticeState.PUBLISHED and notice.paused_at is not None:
        return "paused"
    return notice.state.value


def tree(db: Session, notice: Notice, *, reasons: bool = True) -> Node:
    """Return the sums of a notice at its unit and at each below it where anybody is."""
    sums = tallies.of_notice(db, notice.id)
    top = units.get_unit(db, notice.unit_id)
    why = _reasons(db, notice) if reasons else {}
    by_unit = {each.unit_id: each for each in sums}
    found = tallies.tree(db, top, by_unit)
    nodes = {
        unit.id: _node(unit, by_unit.get(unit.id), why.get(unit.id, Counter())) for unit in found
    }
    return _hung(top, found, nodes)


def _node(unit: Branch, sums: UnitTally | None, why: Mapping[str, int]) -> Node:
    node = Node(unit.name, unit.label, reasons=Counter(why))
    if sums is not None:
        node.exempt = sums.exempt
        node.evidence.update(sums.evidence)
        for answer, count in sums.answers.items():
            node.answers[A_NODE_SAYS[answer]] += count
    return node


def heads(db: Session, notice: Notice) -> int:
    """Return how many people were counted by those who say it is done, the last word of each."""
    given = receipts.of_notice(db, notice.id)
    done = (one for one in given if one.answer is ReceiptAnswer.DONE and one.people)
    return sum(one.people or 0 for one in done)


def _hung(top: Unit, found: Sequence[Branch], nodes: Mapping[int, Node]) -> Node:
    """Hang each node at the nearest one above it, and add up from below; each stands before its own."""
    for unit in reversed(found):
        number = unit.id
        if number == top.id:
            continue
        above = next(
            int(part) for part in reversed(unit.path.split("/")[:-2]) if int(part) in nodes
        )
        nodes[above].children.insert(0, nodes[number])
        nodes[above].take(nodes[number])
    return nodes[top.id]


def _reasons(db: Session, notice: Notice) -> dict[int, Counter[str]]:
    """Return by unit why what has come to nobody has not: the best that became of each target."""
    fates = targets.fates(db, notice.id, 0)
    found: dict[int, Counter[str]] = {}
    for target in targets.missing(db, notice.id, 0):
        why = fates.get(target.id, NOBODY_FOLLOWS)
        found.setdefault(target.unit_id, Counter())[WAITING.get(why, why)] += 1
    return found
