"""What is known near a text: asked of the matcher, with what speaks of another thing left out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from community.knowledge import nearness, of_illness, scenes
from community.knowledge.nearness import ENGLISH, NEAR, VERY_NEAR, Near, holds
from community.knowledge.shelf import Held, Shelf
from core.library import Entry
from core.points import OF_ILLNESS, Point
from core.ports import Match, Matcher
from core.things import Things, ThingSpec, are_others, is_for_others

READ = 4096  # entries of which is remembered what their wordings name


class Nearby:
    """The entries near a text that may be given for it."""

    def __init__(self, shelf: Shelf, matcher: Matcher | None, things: Things) -> None:
        self._shelf, self._matcher, self._things = shelf, matcher, things
        self._whom_in = lru_cache(READ)(self._whom)

    def matches(self, text: str, without: frozenset[str] = frozenset()) -> Sequence[Match]:
        """Return the nearest questions, whatever has become of their answers."""
        assert self._matcher is not None, "nobody was given to find the nearest questions"
        return self._matcher.nearest(text, nearness.LOOK_AT, without)

    def given(self, text: str, moment: datetime, to_judge: bool) -> Near:
        """Return what may be given for a text, the nearest first.

        Verdicts only where there is something `to_judge`; nothing that tells of another place,
        illness or vaccine than the one that is named.
        """
        matches = self.matches(text, self._not_meant(text, moment))
        found = nearness.given(text, matches, self._shelf, moment, to_judge)
        kept = [(held, score * scenes.nearness_left(text, held.piece)) for held, score in found]
        kept.sort(key=lambda each: -each[1])
        return self._with_point_first(text, moment, kept)

    def _with_point_first(self, text: str, moment: datetime, found: Near) -> Near:
        """Put first what says itself what is asked of an illness, where nothing but that is asked."""
        meant = of_illness.asked(text, self._things)
        if meant is None:
            return found
        thing, wanted = meant
        near = (one for one, score in found if score >= NEAR)
        homes = [one for one in (*near, *self._shelf.entries.at(moment)) if holds(one)]
        of_it = set(wanted) & set(OF_ILLNESS)
        homes = [one for one in homes if one.piece.asked.keys() & of_it and self._is_of(one, thing)]
        if not homes:
            return found
        home = max(homes, key=lambda one: self._fit(one, wanted))
        rest = [(one, score) for one, score in found if one.piece.id != home.piece.id]
        return [(home, max([VERY_NEAR, *(score for _, score in found[:1])])), *rest]

    def _fit(self, held: Held[Entry], wanted: Sequence[Point]) -> tuple[int, int]:
        """Return how much of what is wanted an entry says, and of how few things it is."""
        return len(held.piece.asked.keys() & wanted), -len(self.about(held))

    def _is_of(self, held: Held[Entry], thing: ThingSpec) -> bool:
        return held.piece.topic != ENGLISH and thing in self._only_about(held)

    def _not_meant(self, text: str, moment: datetime) -> frozenset[str]:
        """Return the near ones that are about something else by name, and so no rivals either."""
        named, whom = self._things.named(text), self._things.whom(text)
        held = (self._shelf.entries.get(match.key, moment) for match in self.matches(text))
        return frozenset(
            one.piece.id
            for one in held
            if one is not None
            and (
                not nearness.is_meant_by(one, text)
                or is_for_others(whom, self._whom_in(tuple(one.piece.questions)))
                or (named and are_others(named, self._only_about(one)))
            )
        )

    def _whom(self, wordings: tuple[str, ...]) -> list[list[ThingSpec]]:
        return [self._things.whom(one) for one in wordings]

    def nearest(
        self, text: str, moment: datetime, to_judge: bool
    ) -> tuple[Held[Entry] | None, float]:
        """Return the nearest entry that may be given, and how near it is.

        If what was asked for is plainly something that is over, nothing that
        merely sounds like it is given in its place.
        """
        found = self.given(text, moment, to_judge)
        if not found or found[0][1] < NEAR:
            return None, 0.0
        return found[0]

    def of_topic(self, text: str, moment: datetime, topic: str) -> Iterator[Held[Entry]]:
        """Yield what is known of a topic and near enough to be meant."""
        for match in self.matches(text) if topic else ():
            entry = self._shelf.entries.get(match.key, moment)
            if entry is None or match.score < VERY_NEAR:
                continue
            if holds(entry) and nearness.is_meant_by(entry, text) and entry.piece.topic == topic:
                yield entry

    def about(self, held: Held[Entry]) -> list[ThingSpec]:
        """Return the things an entry is asked about."""
        return self._things.named(held.piece.topic, *held.piece.questions)

    def _only_about(self, held: Held[Entry]) -> list[ThingSpec]:
        """Return the things an entry speaks of, if most of its wordings name one of them.

        What is asked of two illnesses in turn is of none but the two.
        """
        topic = self._things.named(held.piece.topic)
        wordings = held.piece.questions
        naming = sum(bool(self._things.named(one)) for one in wordings)
        return topic + (self.about(held) if naming > len(wordings) / 2 else [])
