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
from dialog import choices
from dialog.context import Context
from dialog.forms import knowing
from dialog.forms.showing import show

CONFIRM = "确认"
CONSENT = "同意"
STORY = "message"  # known from the very words that began the form
BEFORE = "_before"  # the conversation an unseen form stands in for, to be put back
OURS = {"_asked", "_missed", "_number", "_only", "_paused", BEFORE}  # of no use once it is sent in
PAUSED = timedelta(minutes=30)

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
        return field.name not in self.answers and not field.optional and self._applies(field)

    def _applies(self, field: FormField) -> bool:
        return holds(field.when, self.answers)

    def ask_next(self, before: str = "") -> str | None:
        """Ask the first thing not known, or for confirmation; None when all is said and done."""
        if self.spec.consent and not self.answers.get("_agreed"):
            self._keep(CONSENT)
            return _join(before, self.spec.consent)
        field = self.next_field()
        if field is not None:
            return _join(before, self.ask(field))
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

    def summary(self) -> str:
        lines = [f"・{label}：{show(value)}" for label, value in self.labelled()]
        return "\n".join(["请核对：", *lines])

    def labelled(self) -> list[tuple[str, Any]]:
        fields = [f for f in self.spec.fields if f.name in self.answers and self._applies(f)]
        return [(field.label, self.answers[field.name]) for field in fields]

    def final(self) -> dict[str, Any]:
        """Return the answers that count: no leftovers of a path that was left."""
        fields = [f for f in self.spec.fields if f.name in self.answers and self._applies(f)]
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
        self.answers["_paused"] = True
        self._keep(step)

    def wake(self) -> bool:
        """Go on with the form; tell whether it had been put off."""
        return bool(self.answers.pop("_paused", False))

    def leave(self) -> None:
        """Let the form go; what it stood in for stands again, as if it had never been."""
        conversations.drop(self.ctx.db, self.ctx.caller.contact_id)
        before = choices.unpacked(self.answers.get(BEFORE))
        if before is not None and before.expires_at > self.ctx.now:
            conversations.put_back(self.ctx.db, self.ctx.caller.contact_id, before)

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

    def read(self, field: FormField, text: str) -> None:
        """Take the answer to one question.  Raises Unreadable."""
        if field.choices:
            value: Any = knowing.choose(field, text)
        else:
            value = self.ctx.house.readers[field.reader](text, self.ctx.local_sent_at)
        if problem := self._problem(field, value):
            raise Unreadable(problem)
        self.answers[field.name] = value

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
    form = Form(ctx, spec, answers)
    person_id = ctx.caller.person_id
    if spec.consent and person_id and privacy.agreed(ctx.db, person_id, _purpose(spec)):
        answers["_agreed"] = True
    if spec.unseen_unless and ctx.place is not None:
        answers[BEFORE] = choices.packed(ctx.place)
    form.take_known(story=story)
    return form


def _purpose(spec: FormSpec) -> str:
    return f"form:{spec.id}"


def was_paused(place: Position, now: datetime) -> bool:
    return now - place.touched_at > PAUSED


def _join(before: str, after: str) -> str:
    return "\n".join(part for part in (before, after) if part)
