"""One form of one person: what is known, what is asked next, how an answer is read and corrected."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from community.people import privacy
from core.conditions import holds
from core.forms import FormField, FormSpec
from core.ports import Unreadable
from db import conversations
from db.conversations import Position
from dialog import places
from dialog.context import PAUSED, Context
from dialog.forms import companions, knowing, undecided
from dialog.forms.showing import show
from dialog.places import BENEATH

CONFIRM = "确认"
CONSENT = "同意"
STORY = "message"  # known from the very words that began the form
OFFERED = "_offered"  # what may be meant by an answer that could not be, as numbers
OURS = {
    "_asked",
    "_missed",
    OFFERED,
    "_number",
    "_only",
    PAUSED,
    BENEATH,
}  # of no use once it is sent in
WHO_COMES = "同行的是哪几位？说称呼或姓名就行，比如“老公和儿子”；不说也能提交。"
LONG_AGO = timedelta(minutes=30)

_OF_ANOTHER = re.compile(r"^[她他](?:的名字|姓名)?(?:叫|是)(?:做)?")
_FAMILY = re.compile(r"(?:帮|给|替)(我?[^\s，,登报填]{1,4}?)(?:登记|报备|填|报)")


class Form:
    """One conversation inside one form.

    Beside the answers lie a few words of our own, marked with “_”: for whom it
    is, what was asked, the number it has once it was sent in.
    """

    def __init__(self, ctx: Context, spec: FormSpec, answers: dict[str, Any]) -> None:
        self.ctx = ctx
        self.spec = spec
        self.answers = answers

    @property
    def number(self) -> int | None:
        """Return the number it was sent in under, if it was: what comes now completes it."""
        return self.answers.get("_number")

    # -- asking --------------------------------------------------------------

    def next_field(self) -> FormField | None:
        if only := self.answers.get("_only"):
            return None if only in self.answers else self.spec.field(only)
        wanted = next((f for f in self.spec.fields if self._is_wanted(f)), None)
        limit, asked = self.spec.asks_at_most, self.answers.get("_asked", [])
        tired = limit is not None and len(asked) >= limit
        return None if wanted is None or (tired and wanted.name not in asked) else wanted

    def _is_wanted(self, field: FormField) -> bool:
        return field.name not in self.answers and not field.optional and self.applies(field)

    def applies(self, field: FormField) -> bool:
        return holds(field.when, self.answers)

    def ask_next(self, before: str = "") -> str | None:
        """Ask the first thing not known, or for confirmation; None when all is said and done."""
        if self.spec.consent and not self.answers.get("_agreed"):
            self._keep(CONSENT)
            return _join(before, self.spec.consent)
        field = self.next_field()
        if field is not None:
            return _join(before, self._ask_all() if self.spec.at_once else self.ask(field))
        if self.spec.confirm and self.number is None:
            self._keep(CONFIRM)
            return _join(before, f"{self.summary()}\n{self.spec.confirm}")
        return None

    def ask(self, field: FormField) -> str:
        """Put one question, and remember that it was put."""
        asked = self.answers.setdefault("_asked", [])
        if field.name not in asked:
            asked.append(field.name)
        self._keep(field.name)
        numbered = [f"{i} {choice}" for i, choice in enumerate(field.choices or [], 1)]
        return _join(field.ask, "　".join(numbered))

    def _ask_all(self) -> str:
        """Ask for all that is missing in one message, which is asked once only."""
        wanted = [field for field in self.spec.fields if self._is_wanted(field)]
        asked = self.answers.setdefault("_asked", [])
        asked += [field.name for field in wanted if field.name not in asked]
        self._keep(wanted[0].name)
        together = ["一句话发来就行。"] if len(wanted) > 1 else []
        return "".join([*(field.ask for field in wanted), *together])

    @property
    def has_asked(self) -> bool:
        """Tell whether all that may be asked was asked: what goes out at once is asked about once."""
        return self.spec.at_once and bool(self.answers.get("_asked"))

    def lacking(self) -> list[str]:
        """Return what is still not known, by its label."""
        return [field.label for field in self.spec.fields if self._is_wanted(field)]

    def summary(self) -> str:
        lines = [f"・{label}：{show(value)}" for label, value in self.labelled()]
        family = self.spec.family
        held = self.answers.get(family.name) if family is not None else None
        who = [WHO_COMES] if isinstance(held, list) and companions.unnamed(held) else []
        return "\n".join(["请核对：", *lines, *who])

    def labelled(self) -> list[tuple[str, Any]]:
        fields = [f for f in self.spec.fields if f.name in self.answers and self.applies(f)]
        return [(field.label, self.answers[field.name]) for field in fields]

    def final(self) -> dict[str, Any]:
        """Return the answers that count: no leftovers of a path that was left."""
        fields = [f for f in self.spec.fields if f.name in self.answers and self.applies(f)]
        others = {key: v for key, v in self.answers.items() if key[0] == "_" and key not in OURS}
        return {field.name: self.answers[field.name] for field in fields} | others

    def _keep(self, step: str) -> None:
        ctx = self.ctx
        place = Position(self.spec.id, step, self.answers, ctx.now)
        until = ctx.now + self.spec.patience
        conversations.keep(ctx.db, ctx.caller.contact_id, place, ctx.now, until)

    def miss(self, field: FormField) -> int:
        """Count how often in a row the answer to this question could not be read."""
        name, times = self.answers.get("_missed", ("", 0))
        self.answers["_missed"] = (field.name, times + 1 if name == field.name else 1)
        self._keep(field.name)
        return int(self.answers["_missed"][1])

    def pause(self, step: str) -> None:
        """Keep the form for later: the next words need not be an answer to it."""
        self.answers[PAUSED] = True
        self._keep(step)

    def wake(self) -> bool:
        """Go on with the form; tell whether it had been put off."""
        return bool(self.answers.pop(PAUSED, False))

    def leave(self) -> Position | None:
        """Let the form go; return what it lay upon, which stands again as if it had never been."""
        return places.lift(self.ctx, Position(self.spec.id, "", self.answers, self.ctx.now))

    def agree(self) -> None:
        """Write down that the person read why health is asked about, and went on."""
        self.answers["_agreed"] = True
        person_id, wording = self.ctx.caller.person_id, self.spec.consent
        if person_id is not None:
            purpose = _purpose(self.spec)
            privacy.record_consent(self.ctx.db, person_id, purpose, wording, self.ctx.now)

    # -- knowing and reading -----------------------------------------------------

    def take_known(self, *, story: bool = False) -> None:
        """Fill in what is known already, from the person's record or from their own words.

        Only what begins a form may tell the whole story, not the answer to a question.
        """
        for field in self.spec.fields:
            if field.name in self.answers:
                continue
            for source in field.known if story else [s for s in field.known if s != STORY]:
                value = knowing.look_up(self.ctx, source, for_other=bool(self.answers.get("_for")))
                if value is not None and not self._problem(field, value):
                    self.answers[field.name] = value
                    break

    def take_fresh(self) -> None:
        """Take what these very words tell, also of what was said before."""
        for field in self.spec.fields:
            for source in (s for s in field.known if s.startswith("slots.")):
                value = knowing.look_up(self.ctx, source, for_other=False)
                if value is not None and not self._problem(field, value):
                    self.answers[field.name] = value
        self.take_known()

    def value(self, field: FormField, text: str) -> Any:
        """Read what would do for an answer, changing nothing.  Raises Unreadable."""
        if field.choices:
            return knowing.choose(field, text)
        if companions.FAMILY in field.known:
            return companions.read(self.ctx, text)
        if (none := undecided.read(field.reader, text)) is not None:
            return none
        value = self._by_reader(field, text)
        if problem := self._problem(field, value):
            raise Unreadable(problem)
        return value

    def understands(self, field: FormField, text: str) -> bool:
        """Tell whether words are an answer of the right kind, if perhaps not one that will do."""
        if field.choices or companions.FAMILY in field.known:
            return False
        try:
            self.ctx.house.readers[field.reader](text, self.ctx.local_sent_at)
        except Unreadable:
            return False
        return True

    def lacks(self, field: FormField, text: str) -> bool:
        """Tell whether words hold no answer to this question."""
        try:
            self.value(field, text)
        except Unreadable:
            return True
        return False

    def set_right(self, found: Mapping[str, Any]) -> str | None:
        """Put corrected answers in place; say them and go on, None when nothing is left to ask."""
        for name, value in found.items():
            self.answers.pop(name, None)
            if value is not None:
                self.answers[name] = value
        fixed = [f for f in self.spec.fields if found.get(f.name) is not None]
        lines = "；".join(f"{f.label}：{show(self.answers[f.name])}" for f in fixed)
        before = f"改好了。{lines}" if lines else ""
        if self.next_field() is None and self.spec.confirm and self.number is None:
            self._keep(CONFIRM)
            return f"{before}，其余没变。\n{self.spec.confirm}"
        return self.ask_next(before)

    def again(self) -> str:
        """Put what was asked last once more, without the list that was just seen."""
        if self.next_field() is None and self.spec.confirm and self.number is None:
            self._keep(CONFIRM)
            return self.spec.confirm
        return self.ask_next() or ""

    def read(self, field: FormField, text: str) -> None:
        """Take the answer to one question.  Raises Unreadable."""
        value = self._offered(field, text)
        if value is None:
            value = self._spoken(field, text)
        if problem := self._problem(field, value):
            raise Unreadable(problem)
        self.answers[field.name] = value

    def _by_reader(self, field: FormField, text: str) -> Any:
        if field.reader == "name":  # 她叫田翠英: as “叫田翠英” is read
            text = _OF_ANOTHER.sub("叫", text.strip())
        return self.ctx.house.readers[field.reader](text, self.ctx.local_sent_at)

    def _spoken(self, field: FormField, text: str) -> Any:
        """Read one of the choices, or what the field's reader reads."""
        if field.choices:
            return knowing.choose(field, text)
        if companions.FAMILY in field.known:
            return companions.read(self.ctx, text)
        if (none := undecided.read(field.reader, text)) is not None:
            return none
        try:
            return self._by_reader(field, text)
        except Unreadable as trouble:
            if not trouble.choices:
                raise
            values = [value for _, value in trouble.choices]
            self.answers[OFFERED] = {"field": field.name, "values": values}
            said = [f"{i} {label}" for i, (label, _) in enumerate(trouble.choices, 1)]
            sentence = _join(trouble.sentence, "　".join(said))
            raise Unreadable(sentence, trouble.choices) from None

    def _offered(self, field: FormField, text: str) -> Any:
        """Take the number of what was offered for an answer that could not be."""
        offered = self.answers.pop(OFFERED, {})
        number = text.strip().rstrip("。.、)）")
        if offered.get("field") != field.name or not number.isdecimal():
            return None
        values = offered["values"]
        return values[int(number) - 1] if 1 <= int(number) <= len(values) else None

    def _problem(self, field: FormField, value: Any) -> str | None:
        return field.check.problem(value, self.ctx.local_sent_at.date())

    def correct(self, text: str) -> str | None:
        """Take “改日期 25号”, “电话错了”, “日期是25号”; None if the text corrects nothing."""
        for field in self.spec.fields:
            label = re.escape(field.label)
            found = re.fullmatch(
                rf"(?:我?要?(?:改|修改|更正)(?:一下)?)?\s*(?:{label}|{field.name})"
                rf"\s*(?:改成|改为|改到|改|是|应该是|写错了|错了|不对)?[，,：:\s]*(.*)",
                text.strip(),
                re.DOTALL,
            )
            if found is None or field.name not in self.answers:
                continue
            rest = found[1].strip()
            if not rest:
                del self.answers[field.name]
                return self.ask(field)
            try:
                self.read(field, rest)
            except Unreadable as trouble:
                del self.answers[field.name]
                return trouble.sentence
            return ""
        return None

    def after_correction(self, question: str) -> str | None:
        """Ask for what was emptied again, or go on with everything in its place."""
        said = self.ask_next("" if question else "改好了。")
        return question or said


def begin(ctx: Context, spec: FormSpec, known: Mapping[str, Any], *, story: bool) -> Form:
    """Open a form with what is known: handed over, on the person's record, or just said."""
    answers = {name: value for name, value in known.items() if value is not None}
    found = _FAMILY.search(ctx.text)
    if found and found[1] not in {"我", "您", "你"}:
        answers.setdefault("_for", found[1])
    if (begun := _begun(ctx, spec, answers)) is not None:
        form = Form(ctx, spec, {**begun, **answers, PAUSED: True})
        form.take_fresh()
        return form
    form = Form(ctx, spec, answers)
    person_id = ctx.caller.person_id
    if spec.consent and person_id and privacy.agreed(ctx.db, person_id, _purpose(spec)):
        answers["_agreed"] = True
    if (beneath := _beneath(ctx, spec)) is not None:
        answers[BENEATH] = beneath
    form.take_known(story=story)
    return form


def _begun(ctx: Context, spec: FormSpec, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what was said already in a form of this kind, for the same person, that was not sent in."""
    place = places.waiting(places.current(ctx), spec.id)
    if place is None or "_number" in place.answers:
        return None
    return place.answers if place.answers.get("_for") == answers.get("_for") else None


def _beneath(ctx: Context, spec: FormSpec) -> dict[str, Any] | None:
    """Return what a form lies upon: a form that waits; of an unseen one whatever was there."""
    if spec.unseen_unless:
        return places.packed(ctx.place) if ctx.place is not None else None
    return places.held(places.current(ctx))


def _purpose(spec: FormSpec) -> str:
    return f"form:{spec.id}"


def was_paused(place: Position, now: datetime) -> bool:
    return now - place.touched_at > LONG_AGO


def _join(before: str, after: str) -> str:
    return "\n".join(part for part in (before, after) if part)
