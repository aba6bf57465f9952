"""What somebody is to the head of a household who is known as somebody else's: the wife's daughter."""

from collections.abc import Sequence

from db.models import Person

_SPOUSE = set("老伴 配偶 爱人 妻子 丈夫 老婆 老公 媳妇".split())
_HUSBAND, _WIFE = {"丈夫", "老公"}, {"妻子", "老婆", "媳妇"}
_SON, _DAUGHTER = {"儿子"}, {"女儿", "闺女"}
_CHILD = {*_SON, *_DAUGHTER, "孩子", "子女", "小孩"}
_FATHER, _MOTHER = {"爸爸", "父亲", "爸"}, {"妈妈", "母亲", "妈"}
_ALIKE = (
    _SPOUSE, _CHILD, _FATHER, _MOTHER, {"爷爷", "祖父"}, {"奶奶", "祖母"}, {"外公", "姥爷", "外祖父"},
    {"外婆", "姥姥", "外祖母"}, {"岳父", "公公"}, {"岳母", "婆婆"},
    {"儿媳", "儿媳妇"}, {"侄子", "侄儿"}, {"保姆", "护工", "月嫂"}, {"租户", "租客"},
)  # fmt: skip
# What the parents of one's husband or wife are to oneself; the head's own parents the other way round.
_IN_LAWS = {"公公": "爸爸", "婆婆": "妈妈", "岳父": "爸爸", "岳母": "妈妈"}
_OF_HUSBAND = {"爸爸": "公公", "父亲": "公公", "妈妈": "婆婆", "母亲": "婆婆"}
_OF_WIFE = {"爸爸": "岳父", "父亲": "岳父", "妈妈": "岳母", "母亲": "岳母"}


def is_spouse(relation: str | None) -> bool:
    return relation in _SPOUSE


def composed(anchor: str | None, relation: str) -> str | None:
    """Return what somebody is to the head who is `relation` of one who is `anchor` to the head.

    None as `anchor` is the head.  None where it cannot be told.
    """
    if anchor is None or anchor == "户主":
        return relation
    if anchor in _SPOUSE:
        return _of_spouse(anchor, relation)
    if anchor in _CHILD:
        return _of_child(anchor, relation)
    if anchor in _FATHER | _MOTHER and relation in _SPOUSE:
        return "妈妈" if anchor in _FATHER else "爸爸"
    return None


def _of_spouse(anchor: str, relation: str) -> str | None:
    if relation in _CHILD:
        return relation
    if relation in _IN_LAWS:
        return _IN_LAWS[relation]
    parents = _OF_HUSBAND if anchor in _HUSBAND else _OF_WIFE if anchor in _WIFE else {}
    return parents.get(relation)


def _of_child(anchor: str, relation: str) -> str | None:
    if relation in _SPOUSE:
        return "儿媳" if anchor in _SON else "女婿" if anchor in _DAUGHTER else None
    if relation in _SON | _DAUGHTER and anchor in _SON | _DAUGHTER:
        ends = "子" if relation in _SON else "女"
        return {True: f"孙{ends}", False: "外孙女" if ends == "女" else "外孙"}[anchor in _SON]
    return None


def headed_by(new: str | None, relation: str | None) -> str | None:
    """Return what somebody is to a new head, who was `new` to the old one; None where it cannot be told.

    `relation` None is the old head.
    """
    if new in _SPOUSE:
        if relation is None:
            return "妻子" if new in _HUSBAND else "丈夫" if new in _WIFE else "配偶"
        if relation in _CHILD or relation in {"孙子", "孙女", "外孙", "外孙女", "儿媳", "女婿"}:
            return relation
        return _of_spouse("", relation) or _from_the_other_side(new, relation)
    return None


def _from_the_other_side(new: str | None, relation: str) -> str | None:
    """The old head's own parents are in-laws of the one who is head now."""
    return (_OF_WIFE if new in _HUSBAND else _OF_HUSBAND if new in _WIFE else {}).get(relation)


def same(one: str | None, other: str) -> bool:
    """Tell whether two words are of one relation: 老公 and 丈夫, 孩子 and 女儿."""
    if one == other:
        return True
    if {one, other} <= _CHILD:
        return not ({one, other} <= _SON | _DAUGHTER)  # a son is no daughter
    if {one, other} & _HUSBAND and {one, other} & _WIFE:
        return False
    return any({one, other} <= words for words in _ALIKE if words is not _CHILD)


def related(anchor: Person, relation: str, family: Sequence[Person]) -> list[Person]:
    """Return who of a household is `relation` of one of them."""
    others = [person for person in family if person.id != anchor.id]
    head = None if anchor.is_respondent else anchor.relation
    to_head = composed(head, relation)
    found = [person for person in others if to_head and same(person.relation, to_head)]
    if found:
        return found
    if head is not None and relation in _SPOUSE and head in _SPOUSE:
        return [person for person in others if person.is_respondent]
    return [person for person in others if same(person.relation, relation)] if not to_head else []
