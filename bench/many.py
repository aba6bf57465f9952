"""A library as large as a district's: invented entries and rules beside our own."""

import hashlib
from collections.abc import Mapping
from datetime import date

import numpy as np

from core.library import Effective, Entry, Level, Library, Pack, PackInfo, Rule, Source
from nlp.embedding import SIZE, Embedding, Vectors

WHO = "老人 孩子 租客 志愿者 学生 孕妇 司机 保安 商户 村民".split()
WHERE = "东门 菜场 卫生站 学校 车站 广场 祠堂 工地 河边 仓库".split()
WHAT = "登记 领药 测温 消毒 停车 取件 补贴 看病 接种 报修".split()
ASKED = (
    "{who}去{where}{what}要准备什么（{at}组）",
    "{where}那边{what}几点开始，{who}能代办吗",
    "第{at}组{who}怎么{what}",
)
SINCE = Effective.model_validate({"from": date(2023, 1, 8)})
SOURCES = [Source(title="社区便民手册")]


def enlarged(library: Library, entries: int, rules: int) -> Library:
    """Return the library with so many invented entries and rules beside its own."""
    info = PackInfo(name="many", title="许多", authority="社区")
    intents = sorted({intent for pack in library.packs for intent in pack.utterances} - {"oos"})
    pack = Pack(
        info=info,
        entries=[_entry(at) for at in range(entries)],
        rules=[_rule(at, intents[at % len(intents)]) for at in range(rules)],
    )
    return Library([*library.packs, pack])


def _entry(at: int) -> Entry:
    words = {"who": WHO[at % 10], "where": WHERE[at // 10 % 10], "what": WHAT[at // 100 % 10]}
    return Entry(
        id=f"many{at}",
        topic=words["what"],
        questions=[form.format(at=at, **words) for form in ASKED],
        answer=f"{words['who']}请先打{words['where']}值班电话{at}，再按通知办理{words['what']}。",
        effective=SINCE,
        status="current",
        sources=SOURCES,
    )


def _rule(at: int, intent: str) -> Rule:
    return Rule(
        id=f"many{at}",
        topic=f"many{at}",
        title="许多规定之一",
        intents=[intent],
        area=f"99{at:04}",  # nowhere: they are looked through, and answer nothing
        level=Level.COMMUNITY,
        issuer="社区",
        effective=SINCE,
        answer="按本组通知办理。",
        sources=SOURCES,
    )


class QuickVectors(Embedding):
    """Vectors that stand for what is known (how long a search takes does not depend on them)."""

    def __init__(self, real: Embedding) -> None:
        self._real = real

    def __call__(self, text: str, *, whole: bool = False) -> Vectors:
        return _invented(text) if whole else self._real(text)


def _invented(text: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha1(text.encode()).digest()[:8])
    found = np.random.default_rng(seed).standard_normal(SIZE).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found))


def known_too(library: Library) -> Mapping[str, int]:
    """Return how much there is to look through."""
    return {"entries": len(library.entries), "rules": len(library.rules)}
