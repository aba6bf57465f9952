"""Finding the answer that holds at a moment, with where it is from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from community.knowledge import past, rules
from community.knowledge.nearby import Nearby
from community.knowledge.nearness import (
    GOES_ON,
    NEAR,
    OF_IT,
    OF_TOPIC,
    PUBLIC,
    SAME,
    VERY_NEAR,
    Near,
    holds,
)
from community.knowledge.rules import Facts
from community.knowledge.shelf import Held, Shelf
from community.knowledge.wording import (
    VERDICTS,
    Answer,
    Case,
    by_entry,
    by_rule,
)
from core.library import Entry, Level, Library, Rule
from core.ports import Matcher
from core.things import Things, ThingSpec

# Whoever asks whether something is true hears what is known to be …
VERIFY = "verify_rumor"
# … which answers nobody else who asks what, how, where or how long.
_OPEN = re.compile(
    "什么|怎么|怎样|如何|为何|哪|多久|多少|多大|几[个天点岁次度年月周针回]|咋|啥|是否|请问"
)
# Questions whose answer depends on where and when: a likeness that names another place misleads.
BY_RULE = {
    "ask_return_policy", "ask_report_procedure", "ask_departure_policy", "ask_overseas_entry",
}  # fmt: skip
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class GoesOn:
    """What answers a text together with the question before it, and whether it would alone."""

    answer: Answer
    nearness: float
    is_of_itself: bool


class Knowledge:
    """The entries and rules that are known, for one community."""

    def __init__(
        self,
        library: Library | None,
        matcher: Matcher | None,
        area: str = "",
        *,
        shelf: Shelf | None = None,
        zone: ZoneInfo = SHANGHAI,
        things: Things | None = None,
    ) -> None:
        if shelf is None:
            assert library is not None, "either what lies on the shelf, or the packs"
            shelf = Shelf.of(library, zone)
        self.shelf = shelf
        self._matcher = matcher
        self.area = area
        self._zone = zone
        self.things = things or (library.things if library is not None else Things(()))
        self._nearby = Nearby(shelf, matcher, self.things)

    def with_shelf(self, shelf: Shelf) -> "Knowledge":
        """Return the same with something else on the shelf: what would be told then."""
        return Knowledge(
            None, self._matcher, self.area, shelf=shelf, zone=self._zone, things=self.things
        )

    def find(
        self,
        text: str,
        intents: Sequence[str],
        at: date,
        facts: Facts = Facts(),  # noqa: B008 - frozen and empty
        *,
        day: date | None = None,
    ) -> Answer | None:
        """Return the best answer in force; what is over only if the past was asked for."""
        moment = self._moment(at)
        if (period := past.asked(text, moment.astimezone(self._zone))) is not None:
            return self._of_old(text, intents, moment, period)
        if day is not None and day <= moment.astimezone(self._zone).date():
            day = None
        to_judge = VERIFY in intents or not _OPEN.search(text)
        entry, score = self._nearby.nearest(text, self._when(moment, day), to_judge)
        hangs_on_rules = bool(intents) and intents[0] in BY_RULE
        by_thing = PUBLIC if self._is_of_thing(text, entry) else SAME
        enough = by_thing if hangs_on_rules else VERY_NEAR
        key = entry.piece.id if entry else None
        case = Case(tuple(intents), facts, self.area, day, key, score >= enough)
        answer = self.decide(case, moment)
        if answer is None:
            return None
        if entry is None or answer.held.piece is not entry.piece:
            if self._is_of_other_illness(text, answer.held.piece):
                return None
            return replace(answer, is_close=isinstance(answer.held.piece, Rule))
        is_meant = score >= VERY_NEAR or set(entry.piece.intents) & set(intents)
        guessed = "" if is_meant else entry.piece.questions[0]
        return replace(answer, guessed=guessed, is_close=score >= PUBLIC)

    def _is_of_thing(self, text: str, entry: Held[Entry] | None) -> bool:
        """Tell whether a text names the very thing an entry is about: no rule of all travellers is nearer."""
        named = self.things.named(text)
        return entry is not None and any(one in self._nearby.about(entry) for one in named)

    def _is_of_other_illness(self, text: str, piece: Entry | Rule) -> bool:
        """Tell whether what is usually said names none of the illnesses a text does: “水痘同桌要隔离吗”."""
        if not isinstance(piece, Entry):
            return False
        ills = {one.name for one in self.things.named(text) if one.kind == "illness"}
        told = {one.name for one in self.things.named(piece.topic, *piece.questions, piece.answer)}
        return bool(ills) and not ills & told

    def hangs_on(
        self,
        text: str,
        intents: Sequence[str],
        at: datetime,
        facts: Facts,
        soon: timedelta,
    ) -> set[str]:
        """Return what the answer hangs on that is not known: “origin”, “day”.

        Only what restricts somebody is worth a question; the rest is said in general.
        """
        if past.asked(text, at.astimezone(self._zone)) is not None:
            return set()
        now, later = self.shelf.rules.about(intents, at), self.shelf.rules.coming(at, intents)
        coming = [one for one in later if one.from_at and one.from_at <= at + soon]
        found = set()
        if not facts.origins and any(self._asks_origin(r, intents) for r in (*now, *coming)):
            found.add("origin")
        if any(self._might_hold(one.piece, intents, facts) for one in coming):
            found.add("day")
        return found

    def _asks_origin(self, held: Held[Rule], intents: Sequence[str]) -> bool:
        return bool(held.piece.who.origin) and self._might_hold(held.piece, intents, None)

    def _might_hold(self, rule: Rule, intents: Sequence[str], facts: Facts | None) -> bool:
        here = self.area.startswith(rule.area) and set(rule.intents) & set(intents)
        theirs = facts is None or not facts.origins or rules.is_for(rule, facts)
        return bool(here) and theirs and rule.restricts and rules.may_be_said(rule)

    def decide(self, case: Case, moment: datetime) -> Answer | None:
        """Return what is to be told in a case; asked again after a change, it is what changed."""
        when = self._when(moment, case.day)
        rule = self._rule(case, when)
        if rule is not None and (not case.near or _goes_first(rule.piece, case)):
            return by_rule(rule, case)
        entry = self.shelf.entries.get(case.entry, when) if case.entry else None
        if entry is None or not holds(entry):
            entry = self._usual(case.intents, when)
        if entry is None:
            return by_rule(rule, case) if rule is not None else None
        return self._by_entry(entry, case)

    def known(
        self,
        text: str,
        at: date,
        *,
        first: str = "",
        least: float = VERY_NEAR,
        with_verdicts: bool = True,
    ) -> Answer | None:
        """Return the answer to a question nearly in the words we know, whatever it may mean.

        Of several that are near enough, one of the topic `first` goes before.
        """
        moment = self._moment(at)
        if past.asked(text, moment.astimezone(self._zone)) is not None:
            return None
        to_judge = with_verdicts and (first == VERDICTS or not _OPEN.search(text))
        entry, score = self._nearby.nearest(text, moment, to_judge)
        if entry is None or score < least:
            return None
        known = self._as_known(next(self._nearby.of_topic(text, moment, first), entry))
        return replace(known, is_close=score >= PUBLIC)

    def continued(self, before: str, text: str, at: date, *, is_bare: bool) -> GoesOn | None:
        """Return what answers a text as one that goes on from a question, if that is nearer than it alone.

        It is asked of the topic of what went before, then together with its words: what begins something
        new is far from any known question then.  Where it `is_bare` of anything to be asked of, it is
        compared with nothing.
        """
        moment = self._moment(at)
        if past.asked(f"{before}，{text}", moment.astimezone(self._zone)) is not None:
            return None
        to_judge = not _OPEN.search(text)
        alone, score = self._nearby.nearest(text, moment, to_judge)
        told, _ = self._nearby.nearest(before, moment, to_judge)
        whole = f"{before.rstrip('。？?！!')}，{text}"
        found, nearness = self._nearby.nearest(whole, moment, to_judge)
        if told is not None:
            of_topic, near = self._nearby.nearest(f"{told.piece.topic}{text}", moment, to_judge)
            is_nearer = near > nearness or _is_same(found, told)
            if near >= OF_TOPIC and is_nearer and not _is_same(of_topic, told):
                found, nearness = of_topic, near
        if found is None or nearness < GOES_ON:
            return None
        if not is_bare and not _is_same(found, alone) and score >= nearness:
            return None
        return GoesOn(self._as_known(found), nearness, _is_same(found, alone))

    def guess(self, text: str, at: date, least: float = NEAR) -> Answer | None:
        """Return the answer to the known question that is most likely meant."""
        moment = self._moment(at)
        if past.asked(text, moment.astimezone(self._zone)) is not None:
            return None
        found = self._nearby.given(text, moment, not _OPEN.search(text))
        if not found or found[0][1] < least:
            return None
        entry = found[0][0]
        return replace(self._as_known(entry), guessed=entry.piece.questions[0])

    def likely(self, text: str, at: date, limit: int, least: float = NEAR) -> list[Held[Entry]]:
        """Return the known questions of which one may be meant, where none is plainly meant."""
        moment = self._moment(at)
        if past.asked(text, moment.astimezone(self._zone)) is not None:
            return []
        found = self._nearby.given(text, moment, not _OPEN.search(text))
        return [entry for entry, score in found if score >= least][:limit]

    def of_thing(self, thing: ThingSpec, text: str, at: date) -> Answer | None:
        """Return what is known where this was asked of a thing, which the text does not name."""
        asked = thing.asks or f"{thing.name}{text}"
        found = self._nearby.given(asked, self._moment(at), not _OPEN.search(text))
        if thing.asks:
            return self._as_known(found[0][0]) if found and found[0][1] >= VERY_NEAR else None
        about = (one for one, score in found if score >= OF_IT and thing in self._nearby.about(one))
        entry = next(about, None)
        return self._as_known(entry) if entry is not None else None

    def of_named(self, thing: ThingSpec, text: str, at: date, least: float) -> Answer | None:
        """Return what is known of a thing and no less near than this to the text said of it."""
        moment = self._moment(at)
        if past.asked(text, moment.astimezone(self._zone)) is not None:
            return None
        found = self._nearby.given(f"{thing.name}{text}", moment, not _OPEN.search(text))
        if not found or found[0][1] < least or thing not in self._nearby.about(found[0][0]):
            return None
        return self._as_known(found[0][0])

    def of_topic(self, text: str, at: date, topic: str) -> Near:
        """Return what is known of one topic and somewhat near, the nearest first."""
        found = self._nearby.given(text, self._moment(at), to_judge=False)
        return [(one, score) for one, score in found if one.piece.topic == topic]

    def all_of(self, topic: str, at: date) -> list[Held[Entry]]:
        """Return everything in force that is known of one topic."""
        held = self.shelf.entries.at(self._moment(at))
        return [one for one in held if one.piece.topic == topic and holds(one)]

    def chosen(self, key: str, at: date) -> Answer | None:
        """Return the answer to a known question somebody has chosen by its number."""
        entry = self.shelf.entries.get(key, self._moment(at))
        return self._as_known(entry) if entry is not None and holds(entry) else None

    def _as_known(self, entry: Held[Entry]) -> Answer:
        piece = entry.piece
        return self._by_entry(
            entry, Case(tuple(piece.intents), Facts(), self.area, None, piece.id, True)
        )

    def near(self, text: str, at: date, limit: int) -> list[Answer]:
        """Return the nearest answers in force, however far they are: for a person to choose from."""
        moment = self._moment(at)
        found = (self.shelf.entries.get(match.key, moment) for match in self._nearby.matches(text))
        return [self._by_entry(one) for one in found if one is not None and holds(one)][:limit]

    def _by_entry(
        self, held: Held[Entry], case: Case | None = None, *, over: bool = False
    ) -> Answer:
        return by_entry(held, self.shelf.issuers.get(held.piece.id, ""), case, over=over)

    # -- choosing ----------------------------------------------------------------

    def _moment(self, at: date) -> datetime:
        """A day is taken at noon."""
        return at if isinstance(at, datetime) else datetime.combine(at, time(12), self._zone)

    def _when(self, moment: datetime, day: date | None) -> datetime:
        """Return the moment to judge by: of the day they spoke of, if that is still to come."""
        if day is None or day <= moment.astimezone(self._zone).date():
            return moment
        return self._moment(day)

    def _rule(self, case: Case, moment: datetime) -> Held[Rule] | None:
        about = self.shelf.rules.about(case.intents, moment)
        return rules.in_force(about, case.intents, case.area, case.facts)

    def _usual(self, intents: Sequence[str], moment: datetime) -> Held[Entry] | None:
        """Return the entry that answers an intent when nothing nearer is known."""
        for intent in intents:
            for entry in self.shelf.entries.about([intent], moment):
                if holds(entry):
                    return entry
        return None

    def _of_old(
        self, text: str, intents: Sequence[str], moment: datetime, period: past.Period
    ) -> Answer | None:
        """Return what held in a former time, and say that it is over."""
        entry, score = None, 0.0
        for match in self._nearby.matches(text):
            found = self.shelf.entries.newest(match.key)
            if match.score >= NEAR and found and past.fits(found, period, moment):
                entry, score = found, match.score
                break
        rule = past.rule_of(self.shelf.rules.all(), intents, period, moment)
        if rule is not None and (period.name or score < SAME):
            return by_rule(rule)
        return self._by_entry(entry, over=True) if entry else None


def _is_same(one: Held[Entry] | None, other: Held[Entry] | None) -> bool:
    return one is not None and other is not None and one.piece is other.piece


def _goes_first(rule: Rule, case: Case) -> bool:
    """Tell whether a rule is given even where just this question is known.

    One for particular people is; so is what this very community has laid down,
    and what was laid down nearer than the country, where it restricts or where
    the answer is a matter of rules.
    """
    is_local = rule.level > Level.NATION
    by_rule = rule.restricts or bool(case.intents and case.intents[0] in BY_RULE)
    is_ours = rule.level >= Level.COMMUNITY
    return bool(rule.who.origin or rule.who.person) or is_ours or (is_local and by_rule)
