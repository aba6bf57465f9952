"""Whom somebody means among those they live with: by name, relation, or as they said once before."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, record
from db.models import Person
from db.people import nicknames, persons

# What the register and the people who live there call the same relation; none of them is both
# man and woman, so that a son's reading is never his sister's.
_SAME = [
    set(words.split())
    for words in (
        "老伴 配偶 爱人 妻子 老婆",
        "老伴 配偶 爱人 丈夫 老公",
        "爸爸 父亲",
        "妈妈 母亲",
        "爷爷 祖父",
        "奶奶 祖母",
        "外公 姥爷 外祖父",
        "外婆 姥姥 外祖母",
        "孩子 子女 儿子 大宝 大儿子 小儿子",
        "孩子 子女 女儿 大宝 大女儿 小女儿",
        "孙子 孙辈 外孙",
        "孙女 孙辈 外孙女",
        "岳父 公公",
        "岳母 婆婆",
    )
]
_SINGLE = set(
    "二宝 三宝 儿子 女儿 哥哥 姐姐 弟弟 妹妹 老人 室友 同事 邻居 亲戚 朋友 保姆 侄子 侄女 外甥 外甥女 女婿 "
    "儿媳 嫂子 姑姑 舅舅 叔叔".split()
)
_DOUBLE = set(
    "欧阳 上官 司马 诸葛 司徒 皇甫 尉迟 公孙 慕容 令狐 东方 南宫 夏侯 端木 独孤 长孙 宇文 闻人 轩辕 西门 呼延 太史 澹台 公冶 濮阳 淳于 单于 申屠 钟离 鲜于 拓跋 百里 东郭 万俟 赫连 叶赫 那拉".split()
)
_OWN = "我俺咱你他她家老小大二的"


def members(actor: Actor, db: Session, today: date) -> Sequence[Person]:
    """Return the household of whoever speaks, themselves among them; nobody where there is none."""
    if actor.person_id is None:
        return []
    me = persons.get(db, actor.person_id)
    return nicknames.living_with(db, me.id, today) if me.household_id is not None else [me]


def given(person: Person) -> str | None:
    """Return what somebody is called at home: 娜娜 of 欧阳娜娜; None of a name too short for it."""
    name = person.name or ""
    rest = name[2:] if name[:2] in _DOUBLE else name[1:]
    return rest if len(rest) >= 2 else None


def names_somebody_else(word: str, relation: str) -> bool:
    """Tell whether a word is a name with a title, not a relation: “王奶奶” is not “奶奶”."""
    return len(word) > len(relation) and word.endswith(relation) and word[0] not in _OWN


def is_name(word: str, relation: str) -> bool:
    """Tell whether somebody was called by a name rather than by a relation."""
    is_known = any(relation in words for words in _SAME) or relation in _SINGLE
    return names_somebody_else(word, relation) or (word == relation and not is_known)


def whom(actor: Actor, db: Session, word: str, relation: str, today: date) -> Person | None:
    """Return the one member who is meant by a word (as it was said) or by its relation.

    Several, or nobody, are nobody: who is meant is asked, never guessed.
    """
    family = members(actor, db, today)
    if actor.person_id is None or not family:
        return None
    known = nicknames.find(db, actor.person_id, [word, relation])
    if known is not None:
        return next((person for person in family if person.id == known), None)
    named = [person for person in family if person.name in (word, relation)]
    if named or names_somebody_else(word, relation):
        return named[0] if len(named) == 1 else None
    others = [person for person in family if person.id != actor.person_id]
    called = [person for person in others if word == relation and word == given(person)]
    if called:
        return called[0] if len(called) == 1 else None
    exact = [person for person in others if person.relation in (word, relation)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    # A relation is written down as seen from whoever answers for the household.
    me = next((person for person in family if person.id == actor.person_id), None)
    same = {word for words in _SAME if relation in words for word in words}
    if me is None or not me.is_respondent:
        return None
    alike = [person for person in others if person.relation in same]
    return alike[0] if len(alike) == 1 else None


def label(db: Session, person_id: int) -> str:
    """Name somebody with what they are: 张小宝（儿子）."""
    person = persons.get(db, person_id)
    name = tree.call(person)
    return f"{name}（{person.relation}）" if person.name and person.relation else name


def remember(actor: Actor, db: Session, word: str, person_id: int) -> None:
    """Write down whom somebody means by a word, so that it is asked once."""
    if actor.person_id is not None:
        nicknames.remember(db, actor.person_id, word, person_id)


def add_member(
    actor: Actor,
    db: Session,
    now: datetime,
    *,
    name: str | None,
    relation: str | None,
    birth: str | None = None,
) -> Person | None:
    """Write down somebody they live with, because they said yes to that; None without a home."""
    me = persons.get(db, actor.person_id) if actor.person_id is not None else None
    if me is None or me.household_id is None:
        return None
    added = persons.add(db, now, name=name, household_id=me.household_id, relation=relation)
    added.birth = birth
    record(db, actor, now, "member_added", subject=added.id)
    return added
