"""A rule as staff write it in chat: what it asks of whom, from when, and what stands against it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from community.knowledge import rules
from community.knowledge.burden import burden
from community.knowledge.finding import Knowledge
from community.knowledge.rights import Mandate
from community.knowledge.rules import Facts
from community.knowledge.shelf import Held, Shelf, Versions
from core.library import ANSWER_CHARACTERS, Effective, Rule, Source, Who

# What a rule is about when its own words say so, and the questions it then answers.
_SUBJECTS = (
    (re.compile(r"入境|境外|国外"), ("ask_overseas_entry", "ask_return_policy")),
    (re.compile(r"回来|返回|返乡|来返|外地来|来访|抵达|到达"), ("ask_return_policy", "ask_report_procedure")),
    (re.compile(r"红白|酒席|聚餐|聚会|聚集|办席|宴席|婚礼"), ("ask_gathering",)),
    (re.compile(r"口罩"), ("ask_mask",)),
    (re.compile(r"核酸|抗原|检测"), ("ask_test_requirement",)),
    (re.compile(r"出入证|通行证|进出小区|进小区|出小区|门禁"), ("ask_entry_pass",)),
    (re.compile(r"快递|外卖"), ("ask_delivery",)),
    (re.compile(r"外出|离开|出门去"), ("ask_departure_policy",)),
    (re.compile(r"消毒|消杀"), ("ask_disinfection",)),
    (re.compile(r"学校|上学|返校|幼儿园"), ("ask_school",)),
    (re.compile(r"复工|上班|单位"), ("ask_work",)),
    (re.compile(r"居家|隔离"), ("ask_quarantine_type", "ask_quarantine_duration")),
)  # fmt: skip
_BEGINS = r"(?:从|自)?{day}(?:零点|0点)?(?:起|开始|以后)(?:执行|实行|施行|生效)?[，,：:\s]*"
_ENDS = r"[，,]?(?:到|至|截至|截止到?){day}(?:24点|晚上)?(?:止|为止|结束)[，,：:\s]*"
_SPAN = r"(?:从|自)?{day}(?:期间|之间)?[，,：:\s]*"


class Unclear(Exception):
    """What was written is no rule yet; `reason` is a short code, `length` how long it is."""

    def __init__(self, reason: str, length: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.length = reason, length


def read(
    text: str,
    slots: Mapping[str, Any],
    by: Mandate,
    today: date,
    titles: Mapping[str, str],
    guesses: Sequence[str],
    *,
    old: Rule | None = None,
    key: str,
) -> Rule:
    """Make a rule of what somebody wrote; what is not said stays as it was.  Raises Unclear."""
    said, span = _dated(text, slots, today)
    if len(said) < 4:
        raise Unclear("too_short")
    if len(said) > ANSWER_CHARACTERS:
        raise Unclear("too_long", len(said))
    intents = list(old.intents) if old else [*_subjects(said), *guesses]
    intents = list(dict.fromkeys(intent for intent in intents if intent in titles))
    if not intents:
        raise Unclear("about_nothing")
    who = _who(said, slots)
    topic = old.topic if old else titles[intents[0]]
    return Rule(
        id=key,
        topic=topic,
        title=old.title if old and old.id == key else said[:20],
        intents=intents[:4],
        area=by.area,
        level=by.level,
        issuer=by.issuer,
        effective=span,
        burden=burden(said),
        who=old.who if old and who == Who() else who,
        answer=said if said.endswith(("。", "！", "？")) else f"{said}。",
        action=old.action if old else None,
        sources=[Source(title="通知", publisher=by.issuer, date=today.isoformat())],
    )


def _dated(text: str, slots: Mapping[str, Any], today: date) -> tuple[str, Effective]:
    """Take “11月25日起”, “到12月1日止” out of the text."""
    start: date | datetime | None = None
    end: date | datetime | None = None
    for found in slots.get("dates", []):
        day, until = _day(found, "start"), _day(found, "end")
        if until is not None and until != day:
            text, taken = _take(_SPAN, found, text)
            start, end = (day, until) if taken else (start, end)
            continue
        text, begins = _take(_BEGINS, found, text)
        start = day if begins else start
        text, ends = _take(_ENDS, found, text)
        end = day if ends else end
    said = re.sub(r"\s+", "", text).strip("，,：:；;")
    return said, Effective.model_validate({"from": start or today, "to": end})


def _take(pattern: str, found: Mapping[str, Any], text: str) -> tuple[str, bool]:
    """Cut a phrase with this date out of the text, if it is there."""
    phrase = pattern.format(day=re.escape(str(found.get("raw") or "?")))
    rest = re.sub(phrase, "", text, count=1)
    return rest, rest != text


def _day(found: Mapping[str, Any], edge: str) -> date | datetime | None:
    """Return the day a date names, or the moment if an hour was given."""
    if not found.get(edge):
        return None
    day, hour = date.fromisoformat(str(found[edge])[:10]), found.get("time")
    return datetime.combine(day, time.fromisoformat(hour)) if hour and edge == "start" else day


def _subjects(said: str) -> Iterator[str]:
    for pattern, intents in _SUBJECTS:
        if pattern.search(said):
            yield from intents


def _who(said: str, slots: Mapping[str, Any]) -> Who:
    facts = Facts.of(slots, said)
    return Who.model_validate(
        {
            "origin": [_beginning(code) for code in facts.origins],
            "person": list(facts.persons),
        }
    )


def _beginning(code: str) -> str:
    """A province's or a city's code stands for all that lies in it."""
    return re.sub(r"(00){1,6}$", "", code) if code.isdigit() else code


# -- what stands against it --------------------------------------------------------------


def contradicting(approved: Versions[Rule], draft: Held[Rule]) -> Held[Rule] | None:
    """Return a live or coming rule of the same level that says something about the same people."""
    rule = draft.piece
    for other in approved.all():
        same = (other.piece.topic, other.piece.area, other.piece.who, other.piece.level) == (
            rule.topic, rule.area, rule.who, rule.level,
        )  # fmt: skip
        if same and other.piece.id != rule.id and other.overlaps(draft):
            return other
    return None


def milder_above(known: Knowledge, draft: Held[Rule], moment: datetime) -> Held[Rule] | None:
    """Return the rule from above that asks less of the same people: 层层加码."""
    rule, when = draft.piece, max(moment, draft.from_at or moment)
    above = [
        one for one in known.shelf.rules.about(rule.intents, when) if one.piece.level < rule.level
    ]
    facts = Facts(tuple(rule.who.origin), tuple(rule.who.person))
    highest = rules.in_force(above, rule.intents, rule.area or known.area, facts)
    return highest if highest is not None and highest.piece.burden < rule.burden else None


def as_if(known: Knowledge, draft: Held[Rule]) -> Knowledge:
    """Return what would be known if a draft were in force."""
    shelf = Shelf(
        known.shelf.entries, Versions([*known.shelf.rules.all(), draft]), known.shelf.issuers
    )
    return known.with_shelf(shelf)
