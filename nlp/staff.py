"""What somebody who holds a post means: something of their work, or what anybody may say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.messages import Candidate, Parse
from nlp import calibrate
from nlp.danger import UNNAMED
from nlp.features import blocks
from nlp.model import Model, Vector
from nlp.rules import SECOND
from nlp.slots import staff as staff_slots
from nlp.version import OWN
from nlp.words import Words

FOR_ANOTHER = "staff_report_for"
# What is not clearly of work, and plainly something anybody says, is that: no need to ask back.
PLAIN, CLOSE = 0.95, 0.1


class WorkModel:
    """The weights of what staff say at work, held against what they say for themselves."""

    def __init__(self, trained: Model, words: Words) -> None:
        self._model = trained
        self._words = words
        self._names = trained.intents

    @property
    def intents(self) -> set[str]:
        return set(self._names) - {OWN}

    def hear(self, own: Parse, reading: Any, vector: Vector | None, at: datetime) -> Parse:
        """Return what a text means from staff; `own` is what it means from anybody.

        Danger is danger whoever speaks of it; what only sounds like one may be a notice of one.
        """
        slots = staff_slots.extract(own.text, at, own.slots, self._words)
        likely = self._likely(reading, vector)
        if _is_ones_own(slots):
            likely[OWN] += likely.pop(FOR_ANOTHER, 0.0)
        if own.danger == UNNAMED and self._is_work(likely):
            own = replace(own, danger=None, help=None)
        if own.danger is not None or not own.text.strip():
            return replace(own, slots=slots)
        return self._conclude(own, likely, slots)

    def _is_work(self, likely: Mapping[str, float]) -> bool:
        """Tell whether a text is clearly of work, though it sounds like a danger to no sign of ours."""
        best = max(value for name, value in likely.items() if name != OWN)
        return best > likely[OWN] and best >= float(self._model.about["ask_below"])

    def _likely(self, reading: Any, vector: Vector | None) -> dict[str, float]:
        parts = self._model.vocabulary.parts(blocks(reading, self._words))
        scores = self._model.scores(parts, vector)
        found = calibrate.probabilities(scores, self._model.about["sharpness"], -1)
        return {name: float(p) for name, p in zip(self._names, found, strict=True)}

    def _conclude(self, own: Parse, likely: dict[str, float], slots: Mapping[str, Any]) -> Parse:
        for_themselves = likely.pop(OWN)
        work = sorted(likely, key=lambda name: -likely[name])
        best = likely[work[0]]
        line = float(self._model.about["ask_below"])
        is_plainly_own = (
            own.intent != "oos" and own.score >= PLAIN and for_themselves >= best - CLOSE
        )
        if for_themselves >= best or (best < line and is_plainly_own):
            doubt = own.intent == "oos" and for_themselves < line
            others = [Candidate(name, round(likely[name], 4)) for name in work[:2]]
            kept = (own.candidates[0], *others) if doubt or own.ask_back else own.candidates
            return replace(own, slots=slots, candidates=kept, ask_back=own.ask_back or doubt)
        scored = [Candidate(name, round(likely[name], 4)) for name in work[:3]]
        if own.intent != "oos":
            scored.append(Candidate(own.intent, round(for_themselves * own.score, 4)))
        first, *rest = scored
        rest.sort(key=lambda each: -each.score)
        named = [first.intent, *(each.intent for each in rest if each.score >= SECOND)]
        return Parse(
            own.text,
            first.intent,
            first.score,
            tuple(named),
            (first, *rest[:2]),
            slots,
            ask_back=best < line,
        )


def _is_ones_own(slots: Mapping[str, Any]) -> bool:
    """Tell whether a reading is the speaker's: nobody else is named, and no door."""
    temps = slots.get("temps") or []
    named = slots.get("name") or (slots.get("address") or {}).get("room")
    return bool(temps) and not named and all(each.get("who") == "本人" for each in temps)
