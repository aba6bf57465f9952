"""What a pasted text says otherwise than the notice it comes from, whatever the spelling."""

from community.notices.around import PLAIN
from community.notices.pairing import COSTLY, FILLERS, Days, Difference, Pair
from core.fragments import FragmentKind
from core.ports import FragmentReader

__all__ = ["Days", "Difference", "canonical", "compare", "conflicts", "headed_otherwise"]

# What a question names that a notice must not say otherwise.
_NAMED = (
    FragmentKind.TIME, FragmentKind.DATE, FragmentKind.AMOUNT, FragmentKind.PHONE, FragmentKind.LINK,
    FragmentKind.HALF,
)  # fmt: skip


def compare(original: str, pasted: str, read: FragmentReader, days: Days) -> list[Difference]:
    """Return what differs in meaning; a part, another spelling, words around it are no difference."""
    return Pair(original, pasted, read, days).differences()


def conflicts(original: str, asked: str, read: FragmentReader, days: Days) -> list[Difference]:
    """Return what a question takes to be otherwise than a notice says: the hour, the day, the sum."""
    pair = Pair(original, asked, read, days)
    ours, theirs = pair.by_kind()
    found = []
    for kind in _NAMED:
        known = {value for value, _ in ours.get(kind, ())}
        for value, said in theirs.get(kind, ()) if known else ():
            if value not in known:
                other = next(s for v, s in ours[kind] if v not in {v for v, _ in theirs[kind]})
                found.append(Difference(other, said, kind in COSTLY))
    return found


def headed_otherwise(heading: str, place: str, read: FragmentReader) -> list[Difference]:
    """Return what a heading names that is not the place a notice was sent to: “【8号楼通知】”."""
    ours = {(f.kind, f.value) for f in read(place)}
    return [
        Difference(place if f.kind is FragmentKind.PLACE else "", f.said, f.kind in COSTLY)
        for f in read(heading)
        if f.kind not in PLAIN and (f.kind, f.value) not in ours
    ]


def canonical(text: str, read: FragmentReader) -> str:
    """Return a text in one spelling, to be looked for among others."""
    return "".join(p.value for p in read(text) if p.value not in FILLERS)
