"""What somebody is like or needs, in words: 独居老人, 没有手机的, 在监测的孕妇, 一楼住户."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from community.notices.traits import NO_PHONE, WATCHED
from core.register import NEED_WORDS, Need
from handlers.notices import age_words, floor_words

_NEEDS: Mapping[str, str] = {
    r"独居|空巢|一个人住": NEED_WORDS[Need.ALONE],
    r"有?孕妇?|怀孕|孕产妇|产妇": NEED_WORDS[Need.PREGNANT],
    r"透析": NEED_WORDS[Need.DIALYSIS],
    r"慢病|慢性病|高血压|糖尿病": NEED_WORDS[Need.CHRONIC],
    r"没有?(?:智能)?手机|不用手机|没有?(?:绑定?)?微信|不会用微信|没有?(?:绑定|关注)(?:公众号|的(?=人|户|居民|住户)|(?=的))": NO_PHONE,
    r"残疾|残障": NEED_WORDS[Need.DISABLED],
    r"卧床|失能|瘫痪(?:在床)?": NEED_WORDS[Need.BEDRIDDEN],
    r"低保|特困|困难(?=户|家庭|居民|群众)": NEED_WORDS[Need.POOR],
    r"留守": NEED_WORDS[Need.LEFT_BEHIND],
    r"婴幼儿|婴儿": NEED_WORDS[Need.INFANT],
}
KIN = r"(?:的)?(?:老年人|老人家?|人家|人员|人|住户|户|家庭|居民|群众|妇女|儿童|孩子)?(?:们)?"
_NEED = re.compile(
    rf"(?:全体|所有|各|既|又)?(?:家里|家中|家)?有?(?P<need>{'|'.join(_NEEDS)}){KIN}(?:的(?=[\s:,]))?"
)
_WATCHED = re.compile(
    rf"(?:全体|所有|正?在?|被)?(?:监测|观察|居家监测|健康监测|居家观察|居家隔离|在家(?:隔离|观察|监测)|隔离)(?:户|期?的|对象|人员|中的){KIN}"
)
_IS_NOUN = re.compile(r"(?:[人户家妇])们?$")  # “独居老人”, “孕妇”; not “独居”, “没手机的”


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait, where its words end, and whether they name people by themselves (“独居老人”)."""

    trait: str
    end: int
    is_named: bool


def match(text: str, at: int) -> Trait | None:
    """Read one trait at this place of a text."""
    found, trait = _NEED.match(text, at), ""
    if found is not None:
        here = found.start("need")
        trait = next(need for words, need in _NEEDS.items() if re.match(words, text[here:]))
    else:
        found, trait = _WATCHED.match(text, at), WATCHED
    if found is None:
        return _of_a_floor(text, at) or _of_an_age(text, at)
    return Trait(trait, found.end(), _IS_NOUN.search(found[0]) is not None)


def _of_a_floor(text: str, at: int) -> Trait | None:
    said = floor_words.match(text, at)
    if said is None:
        return None
    return Trait(said.trait, said.end, _IS_NOUN.search(text[at : said.end]) is not None)


_KIN = re.compile(KIN)


def _of_an_age(text: str, at: int) -> Trait | None:
    said = age_words.match(text, at)
    if said is None:
        return None
    kin = _KIN.match(text, said.end)
    end = kin.end() if kin is not None else said.end
    return Trait(said.trait, end, _IS_NOUN.search(text[at:end]) is not None)
