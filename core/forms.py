"""What a form consists of: questions, checks, who decides by when, and what people hear."""

import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from core import conditions
from core.checks import Check
from core.piece import Piece

Steps = tuple[str | int, ...]
Mistakes = Iterator[tuple[Steps, str]]
Decides = Literal["grid_worker", "secretary", "doctor", "duty", "township"]


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class FormField(Piece):
    """One question of a form."""

    name: str
    label: str  # what it is called when somebody corrects it: “日期”
    ask: str
    reader: str = "choice"
    choices: list[str] | None = None
    many: bool = False  # several of the choices may be named
    known: Annotated[list[str], BeforeValidator(_listed)] = []  # person.name, slots.dates, message
    when: dict[str, Any] = {}  # asked only if these answers were given
    optional: bool = False  # never asked, but taken where it is known
    check: Check = Check()

    @model_validator(mode="after")
    def _reads_something(self) -> "FormField":
        if (self.reader == "choice") != bool(self.choices):
            raise ValueError("reader 和 choices 只能写一样")
        if self.many and not self.choices:
            raise ValueError("many 只和 choices 一起用")
        return self


class Start(Piece):
    """What begins a form."""

    words: list[str] = []  # said as they stand, “我要” or “帮我妈” before them included
    intents: list[str] = []
    slots: dict[str, Any] = {}  # the intents begin it only if these were understood too
    unless_asked: bool = False  # … and only if no question is asked

    def fits(self, slots: Mapping[str, Any], asked: bool) -> bool:
        return conditions.holds(self.slots, slots) and not (asked and self.unless_asked)

    @property
    def is_certain(self) -> bool:
        return not self.slots and not self.unless_asked


class Offer(Piece):
    """Offered with a number after an answer to these questions, or one that points to the form."""

    after: list[str] = []
    lead: str = ""  # said, with the offer, where the form would begin by what was meant
    says: str
    refuse: str = "不用了，谢谢"
    refused: str = "好的，有事随时说。"


class DecisionTier(Piece):
    """Who decides about a form that was filled in like this, and by when."""

    when: Annotated[list[dict[str, Any]], BeforeValidator(_listed)] = []  # any of them; none: all
    decides: Decides = "grid_worker"
    within_hours: int | None = Field(default=None, ge=1, le=720)
    days_before: int | None = Field(default=None, ge=0, le=30)  # and so long before the day itself
    says: str = ""

    def fits(self, answers: Mapping[str, Any]) -> bool:
        return not self.when or conditions.any_holds(self.when, answers)


class Variant(Piece):
    """What is said otherwise of a form that was filled in like this; what is left out stays."""

    when: dict[str, Any] = Field(min_length=1)
    title: str = ""
    done: str = ""
    decided: str = ""
    declined: str = ""
    overdue: str = ""

    @property
    def said(self) -> dict[str, str]:
        texts = self.model_dump(exclude={"when"})
        return {name: text for name, text in texts.items() if text}


class FormSpec(Piece):
    """A registration or request: what is asked, who decides, what the person hears."""

    id: str
    title: str
    purpose: str = Field(min_length=10)  # why, who reads it, how long it is kept
    consent: str = ""  # asked and answered on its own before health is spoken of
    start: Start = Start()
    offer: Offer | None = None
    fields: list[FormField] = Field(min_length=1)
    asks_at_most: int | None = Field(default=None, ge=1)  # questions, of the form's own accord
    at_once: bool = False  # sent in with the first message; what is missing is asked afterwards
    unseen_unless: dict[str, Any] = {}  # without these answers nothing tells who sent it in
    confirm: str = ""  # the pledge, said before it is sent
    done: str
    decided: str = ""  # what the person hears when it is confirmed, …
    declined: str = ""
    asked: str = "关于您的{title}（编号{number}），{who}问：{question}"
    overdue: str = "您的{title}（编号{number}）到说好的时间还没有人处理，对不住。已经往上催了，一有结果就告诉您。"
    kind: Literal["form", "join", "help", "complaint"] = "form"
    variants: list[Variant] = []
    judged: bool = False  # somebody must say yes or no; else it is enough that it was seen
    decides: Decides = "grid_worker"
    within_hours: int | None = Field(default=None, ge=1, le=720)
    tiers: list[DecisionTier] = []
    headline: str  # one line for whoever decides
    expires_hours: int = Field(default=24, ge=1, le=240)
    keep_days: int = Field(ge=1, le=365)  # the answers are emptied so long after their day
    place: str | None = None  # the fields that are coded beside the sealed answers
    day: str | None = None

    @property
    def patience(self) -> timedelta:
        return timedelta(hours=self.expires_hours)

    def tier(self, answers: Mapping[str, Any]) -> DecisionTier:
        """Return who decides about these answers and by when."""
        fitting = (tier for tier in self.tiers if tier.fits(answers))
        return next(fitting, DecisionTier(decides=self.decides, within_hours=self.within_hours))

    def as_filled(self, answers: Mapping[str, Any]) -> "FormSpec":
        """Return the form with what is said of it when it was filled in like this."""
        fitting = (each for each in self.variants if conditions.holds(each.when, answers))
        variant = next(fitting, None)
        return self if variant is None else self.model_copy(update=variant.said)

    @property
    def family(self) -> FormField | None:
        """Return the question that holds who comes along, where one form is for a whole family."""
        return next((field for field in self.fields if "family" in field.known), None)

    def companions(self, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return who comes along, as {person, name}."""
        held = answers.get(self.family.name) if self.family is not None else None
        return (
            [each for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []
        )

    def together(self, answers: Mapping[str, Any]) -> str:
        """Return “和张强、张小宝”; "" of somebody who comes alone."""
        names = [str(each["name"]) for each in self.companions(answers)]
        return f"和{'、'.join(names)}" if names else ""

    def is_anonymous(self, answers: Mapping[str, Any]) -> bool:
        return bool(self.unseen_unless) and not conditions.holds(self.unseen_unless, answers)

    def field(self, name: str) -> FormField | None:
        return next((field for field in self.fields if field.name == name), None)

    # -- what no single key can know ---------------------------------------------

    def mistakes(self) -> Mistakes:
        """Yield where something does not fit the rest, and what is wrong with it."""
        names = [field.name for field in self.fields]
        yield from self._of_fields(names)
        yield from self._of_tiers(names)
        for key, problem in self._of_condition(self.unseen_unless, names):
            yield ("unseen_unless", key), problem
        for index, variant in enumerate(self.variants):
            for key, problem in self._of_condition(variant.when, names):
                yield ("variants", index, "when", key), problem
        if self.at_once and (self.confirm or self.consent):
            yield ("at_once",), "at_once 是马上送出的，不能再等 confirm 或 consent"
        for key in ("place", "day"):
            if (name := getattr(self, key)) and name not in names:
                yield (key,), f"没有叫 {name} 的一问"
        yield from self._of_texts(names)

    def _of_fields(self, names: Sequence[str]) -> Mistakes:
        for index, field in enumerate(self.fields):
            if field.name in names[:index]:
                yield ("fields", index, "name"), f"有两问都叫 {field.name}"
            for key, problem in self._of_condition(field.when, names[:index]):
                yield ("fields", index, "when", key), problem

    def _of_condition(
        self, condition: Mapping[str, Any], names: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        yield from conditions.mistakes(condition, names)
        for key, value in condition.items():
            field = self.field(key)
            if field is not None and field.choices and value not in field.choices:
                yield key, f"{value} 不在 {key} 的选项里"

    def _of_tiers(self, names: Sequence[str]) -> Mistakes:
        for index, tier in enumerate(self.tiers):
            for number, condition in enumerate(tier.when):
                for key, problem in self._of_condition(condition, names):
                    yield ("tiers", index, "when", number, key), problem
            if tier.days_before is not None and not self.day:
                yield ("tiers", index, "days_before"), "表单没有写 day"
        if self.tiers and self.tiers[-1].when:
            yield ("tiers", len(self.tiers) - 1, "when"), "最后一档不能带条件，要什么都接得住"

    def _of_texts(self, names: Sequence[str]) -> Mistakes:
        later = {"number", "title", "together", "who", "reason", "question", "deadline", "pressed"}
        sent = {
            *names,
            "number",
            "title",
            "together",
            "deadline",
            "who",
            "receipt",
            "says",
            "told",
            "answered",
            "seen",
            "checked",
        }
        allowed = {"done": sent, "headline": {*names, "sender", "said", "summary", "together"}}
        keys = ("done", "headline", "decided", "declined", "asked", "overdue")
        texts: list[tuple[Steps, str, set[str]]] = [
            ((key,), getattr(self, key), allowed.get(key, later)) for key in keys
        ]
        texts += [(("tiers", i, "says"), tier.says, sent) for i, tier in enumerate(self.tiers)]
        texts += [
            (("variants", i, key), text, allowed.get(key, later))
            for i, variant in enumerate(self.variants)
            for key, text in variant.said.items()
            if key in keys
        ]
        for steps, text, known in texts:
            yield from ((steps, problem) for problem in _unfilled(text, known))


def _unfilled(text: str, known: set[str]) -> Iterator[str]:
    """Yield what nobody fills in when the text is said."""
    try:
        used = {name for _, name, _, _ in string.Formatter().parse(text)}
    except ValueError:
        yield "花括号不成对"
        return
    yield from (f"没有可填进 {{{name}}} 的" for name in sorted(filter(None, used - known)))
