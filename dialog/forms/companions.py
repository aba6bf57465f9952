"""The family is one registration: who comes along, from the register, as people say it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.people import family, tree
from core.numerals import to_int
from core.ports import Unreadable
from db.models import Person
from dialog.context import Context

FAMILY = "family"  # known from the household of whoever speaks
Companions = list[dict[str, Any]]  # {"person": number or None, "name": what staff read}
COUNTED = "家里"  # how those begin who were counted, and not named
MOST = 12
LONGEST = 60  # characters; in a longer text more is told than who comes along
_KIN = (
    r"老婆|老公|爱人|媳妇儿?|对象|妻子|丈夫|老伴儿?|爸妈|父母|爹妈|爸爸?|妈妈?|老爸|老妈|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|"
    r"孩子们?|小孩|娃儿?|宝宝|儿子|女儿|闺女|孙子|孙女|外孙女?|哥哥?|姐姐?|弟弟?|妹妹?|儿媳|女婿"
)
_N = r"([两二三四五六七八九\d]{1,2})"
_WHOLE = re.compile(
    rf"(?:全|一|阖)家(?:人|子)?(?![医院店超市公司])|[一我俺咱]们?家{_N}(?:口|个)|老小|家里人都|大家都"
)
_MANY = re.compile(rf"家里?{_N}(?:口|个人)|{_N}口(?:人|子)")
_WITH = rf"(?:和|跟|与|带着?|陪着?|还有|加上|连|同)(?:上|了)?(?:我|俺|咱|我们)?(?:家)?的?(?:(?:{_KIN}|[、和跟,，与及还有]|两个|俩)+)"
_ALSO = rf"(?:{_KIN})[^?？，,。]{{0,4}}?(?:也|都|一起|一块|同行|跟着?)(?!登记|报)"
_TOLD = re.compile(rf"{_WITH}|{_ALSO}")
_EACH = re.compile(_KIN)
_ALONE = re.compile(
    r"(?:就|只有?|是)?我?(?:自己)?一个人(?:回|来|去|走|吧)?.{0,4}|没(?:有)?(?:别人|人一起|同行)"
)
_NOT = re.compile(rf"(?P<who>{_KIN})[^?？，,。]{{0,4}}不(?:回|来|去|走|跟)(?:来)?(?:了|啦)")
_BOTH = {"爸妈": ("爸爸", "妈妈"), "父母": ("父亲", "母亲"), "爹妈": ("爸爸", "妈妈")}
_SAME = {
    "老婆": "妻子", "媳妇": "妻子", "媳妇儿": "妻子", "爱人": "配偶", "对象": "配偶", "老公": "丈夫", "爸": "爸爸", "妈": "妈妈",
    "老爸": "爸爸", "老妈": "妈妈", "闺女": "女儿", "老伴儿": "老伴", "哥": "哥哥", "姐": "姐姐", "弟": "弟弟", "妹": "妹妹",
}  # fmt: skip
_SPOUSES = {"妻子", "丈夫", "配偶", "老伴"}
_CHILDREN = {"孩子", "孩子们", "小孩", "娃", "娃儿", "宝宝"}
_OFFSPRING = (
    "儿子",
    "女儿",
    "子女",
    "孩子",
    "大宝",
    "二宝",
    "大儿子",
    "小儿子",
    "大女儿",
    "小女儿",
)


# Said of somebody after the form was sent in; whoever only speaks of them says something else.
_LATER = re.compile(
    rf"(?:对了|哦|那个|忘了?说?了?|还有|另外|[,，。、\s])*"
    rf"(?:(?:加上?|带上?|算上|还有)(?:我|俺|咱)?们?家?的?(?:{_KIN}|家人)(?:一个|一起|一块儿?|吧|了)*"
    rf"|(?:(?:我|俺|咱)?们?家?的?(?:{_KIN}|家人)[、和跟]?)+(?:他|她|们|俩|这次|到时)*"
    rf"(?=.*(?:也|都|一起|一块|同行|一道|跟))(?:也|都|跟我|和我|同我|跟着|要|会|想|得)*"
    rf"(?:一起|一块儿?|一同|一道|同行|来|去|回来?|走|过来|回去)+(?:的|了|啦|吧|呢|啊)*)"
    rf"(?:[,，。\s]*(?:怎么|咋|要|用|还|也|一起|帮|给|再)?.{{0,6}}(?:登记|报备|填|写|加|算|补).{{0,4}})?[。.!！?？~]*"
)


def comes_too(ctx: Context) -> Companions | None:
    """Return who else comes, where that is all the words tell; None if they tell anything else."""
    text = ctx.text.strip()
    for each in others(ctx):
        text = text.replace(str(each.name), "家人") if each.name and len(each.name) > 1 else text
    if not _LATER.fullmatch(text):
        return None
    named = [_as(each) for each in others(ctx) if _is_named(each, ctx.text)]
    return once([*named, *(one for kin in _EACH.findall(text) for one in _kin(ctx, kin))]) or None


def named(ctx: Context) -> Companions | None:
    """Return those who are named, whatever else is said of them; None for nobody."""
    try:
        return read(ctx, ctx.text)
    except Unreadable:
        return None


def joined(held: Companions, more: Companions) -> Companions:
    """Return who comes, with more named; they stand for those who were only counted."""
    counted = [each for each in held if not _is_counted(each)]
    return once([*counted, *more])


def unnamed(held: Companions) -> bool:
    """Tell whether some who come were only counted, though the register knows of more."""
    return any(_is_counted(each) for each in held)


def told(ctx: Context) -> Companions | None:
    """Return who comes along, if the words tell it; an empty list for nobody."""
    text = ctx.text
    if len(text) > LONGEST:
        return None
    if _ALONE.fullmatch(text.strip(" 。.!！")):
        return []
    counted = _MANY.search(text)
    if counted is not None or _WHOLE.search(text):
        many = next(filter(None, counted.groups()), None) if counted is not None else None
        return _whole(ctx, to_int(many) if many else None)
    words = [kin for found in _TOLD.finditer(text) for kin in _EACH.findall(found[0])]
    named = [_as(each) for each in others(ctx) if _is_named(each, text)]
    found = [*named, *(each for word in words for each in _kin(ctx, word))]
    return once(found) or None


def left_out(ctx: Context, held: Companions) -> Companions | None:
    """Return who is still coming, if the words take somebody out: “我妈不去了”."""
    found = _NOT.search(ctx.text) if len(ctx.text) <= LONGEST else None
    if found is None:
        return None
    out = {each["name"] for each in _kin(ctx, found["who"])}
    rest = [each for each in held if each["name"] not in out]
    return rest if len(rest) < len(held) else None


def read(ctx: Context, text: str) -> Companions:
    """Read the answer to who comes along.  Raises Unreadable."""
    if re.fullmatch(r"(?:都|全)(?:回|去|来|是)?.{0,3}|大家都?.{0,4}", text.strip()):
        return _whole(ctx, None)
    if re.fullmatch(r"没(?:有|人)?了?|无|不用|就我.{0,4}", text.strip()):
        return []
    named = [_as(each) for each in others(ctx) if _is_named(each, text)]
    found = once([*named, *(one for kin in _EACH.findall(text) for one in _kin(ctx, kin))])
    if not found:
        raise Unreadable("同行的是谁？说称呼或姓名都行，比如：老婆、张小宝；没有就回“没有”。")
    return found


def once(found: Companions) -> Companions:
    """Return each of them once, in the order in which they were named."""
    return list({(each["person"], each["name"]): each for each in found}.values())[:MOST]


def others(ctx: Context) -> Sequence[Person]:
    """Return those whoever speaks lives with, by the register."""
    members = family.members(ctx.actor, ctx.db, ctx.local_sent_at.date())
    return [each for each in members if each.id != ctx.caller.person_id]


def _whole(ctx: Context, many: int | None) -> Companions:
    """Return the household; where more were named than the register knows, how many it lacks."""
    found = [_as(each) for each in others(ctx)]
    if many is None or len(found) == many - 1:
        return found
    if len(found) < many - 1:
        lacks = many - 1 - len(found)
        return [*found, {"person": None, "name": f"另{lacks}人（没登记过姓名）"}]
    closest = [_as(each) for each in others(ctx) if _is_closest(each)]
    if len(closest) == many - 1:  # 一家三口 are a couple and their child
        return closest
    return [{"person": None, "name": f"{COUNTED}{many - 1}人（没说是谁）"}]


def _is_closest(person: Person) -> bool:
    return person.relation in _SPOUSES or person.relation in _OFFSPRING


def _is_counted(each: Mapping[str, Any]) -> bool:
    return each["person"] is None and str(each["name"]).startswith(COUNTED)


def _kin(ctx: Context, word: str) -> Companions:
    """Return whom a word for a relative means; the word itself where the register does not tell."""
    if word in _BOTH:
        return [one for each in _BOTH[word] for one in _kin(ctx, each)]
    if word in _CHILDREN:
        children = [_as(each) for each in others(ctx) if each.relation in _OFFSPRING]
        if children:
            return children
    relation = _SAME.get(word, word)
    person = family.whom(ctx.actor, ctx.db, word, relation, ctx.local_sent_at.date())
    return [_as(person)] if person is not None else [{"person": None, "name": word}]


def _as(person: Person) -> dict[str, Any]:
    return {"person": person.id, "name": tree.call(person)}


def _is_named(person: Person, text: str) -> bool:
    return bool(person.name) and len(person.name or "") > 1 and str(person.name) in text
