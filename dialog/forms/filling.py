"""Being inside a form: answers, questions in between, corrections, leaving, and sending it in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from community.people import tree
from community.work import casework
from core.forms import FormField
from core.library import Library
from core.ports import Unreadable
from db import conversations
from db.conversations import Position
from db.models import ItemState
from db.work import submissions
from dialog.context import Context
from dialog.forms import form as one_form
from dialog.forms.form import CONFIRM, CONSENT, Form
from dialog.forms.showing import show
from dialog.meanings import Meanings
from dialog.reply import Begin, Reply
from dialog.short_replies import (
    is_leaving,
    is_no,
    is_pausing,
    is_resuming,
    is_yes,
    looks_asked,
)

SURE = 0.6  # so sure of a meaning, we let it interrupt a form
ANY_WORDS = {"items", "text"}  # readers that take nearly everything
NOT_NOW = "好的，先给您留着，什么时候想接着填，回复“继续”。"
LEFT = "已取消，没有保存。"
REFUSED = "好的，不填了，什么也没有保存。问问题、求助都不受影响。"
STUCK = "说不清也没关系：回复“取消”就不填了，回复“转人工”请人帮您。"
COMPLETED = "好的，已经补上，告诉负责的人了。"
CHANGED = "改好了，已经告诉负责的人。"
OVER = "编号{number}已经处理完了，这次没有改。有变化请重新登记，或回复“转人工”。"
STAYS = "好的，不改了。编号{number}还在办；不要了回复“撤销 {number}”。"


class Filling:
    """Forms as conversations; where each person is lies in the database."""

    def __init__(self, meanings: Meanings, library: Library) -> None:
        self._meanings = meanings
        self._library = library

    def begin(self, ctx: Context, said: Reply) -> Reply:
        """Begin the form an answer begins, with the words and values it was made from."""
        wanted = said.begins
        if wanted is None:
            return said
        message = replace(ctx.message, text=wanted.origin.text)
        parse = replace(ctx.parse, slots=wanted.origin.slots)
        then = ctx.derive(message=message, parse=parse, is_aside=wanted.is_aside)
        opened = self.start(then, wanted.form, wanted.known, said.meant)
        text = _around(wanted, opened.text)
        return replace(
            opened,
            text="\n\n".join(part for part in (said.text, text) if part),
            told=said.told or opened.told,
            cited=said.cited or opened.cited,
            topic=said.topic or opened.topic,
            is_anonymous=said.is_anonymous or opened.is_anonymous,
        )

    def start(
        self, ctx: Context, name: str, known: Mapping[str, Any], meant: str | None = None
    ) -> Reply:
        """Begin a form; one that lacks nothing and asks no pledge is sent in at once."""
        spec = self._library.forms[name]
        by_meaning = meant in spec.start.intents
        form = one_form.begin(ctx, spec, known, story=by_meaning)
        is_anonymous = spec.is_anonymous(form.answers)
        if spec.at_once and (by_meaning or spec.fields[0].name in form.answers):
            said = self._send_ahead(ctx, form)
        else:
            asked = form.ask_next(before=spec.purpose)
            said = Reply(asked) if asked is not None else self._submit(ctx, form)
        begun = replace(said, has_begun=True, is_anonymous=said.is_anonymous or is_anonymous)
        return begun.means(meant or f"form:{name}")

    def go_on(self, ctx: Context, place: Position) -> Reply | None:
        """Take the next words of somebody who is inside a form; None if they belong elsewhere."""
        spec = self._library.forms.get(place.form)
        if spec is None:  # the form is gone: let the person go
            conversations.drop(ctx.db, ctx.caller.contact_id)
            return None
        form = Form(ctx, spec, place.answers)
        was_unseen = spec.is_anonymous(form.answers)
        said = self._in_form(ctx, place, form)
        if said is None:
            return None
        is_anonymous = said.is_anonymous or (was_unseen and spec.is_anonymous(form.answers))
        return replace(said, is_anonymous=is_anonymous).means(f"form:{spec.id}")

    def _in_form(self, ctx: Context, place: Position, form: Form) -> Reply | None:
        if is_leaving(ctx.text):
            form.leave()
            return Reply(STAYS.format(number=form.number) if form.number else LEFT)
        if is_pausing(ctx.text):
            form.pause(place.step)
            return Reply(NOT_NOW)
        if form.wake() and self._speaks_of_something_else(ctx):
            form.pause(place.step)
            return None
        if is_resuming(ctx.text) and place.step != CONFIRM:
            return Reply(form.ask_next() or "")
        if place.step in (CONFIRM, CONSENT) and (is_yes(ctx.text) or is_no(ctx.text)):
            # Before a grid worker's “是” decides an item.
            return self._decide(ctx, form, place.step, is_yes(ctx.text))
        return self._words(ctx, place, form)

    def _decide(self, ctx: Context, form: Form, step: str, yes: bool) -> Reply:
        if step == CONFIRM:
            return self._submit(ctx, form) if yes else Reply(self._what_to_change(form))
        if not yes:
            form.leave()
            return Reply(REFUSED)
        form.agree()
        asked = form.ask_next()
        return Reply(asked) if asked is not None else self._submit(ctx, form)

    def _what_to_change(self, form: Form) -> str:
        labels = [label for label, _ in form.labelled()]
        return f"要改哪一项？（{'、'.join(labels)}）比如“改{labels[-1]}”，不填了回“取消”。"

    def _words(self, ctx: Context, place: Position, form: Form) -> Reply | None:
        """Take a command, a correction, a question of theirs, or the answer to ours."""
        command = self._meanings.command(ctx)
        if command is not None:
            return command
        before = dict(form.answers)
        corrected = form.correct(ctx.text)
        if corrected is not None:
            if not self._amend(ctx, form, before):
                return self._over(form)
            asked = form.after_correction(corrected)
            return Reply(asked) if asked else self._finish(ctx, form, CHANGED)
        if self._asks(ctx, place):
            return self._aside(ctx, form)
        field = form.spec.field(place.step)
        return self._take(ctx, form, field) if field else self._beside(ctx, form)

    def _beside(self, ctx: Context, form: Form) -> Reply:
        """Where a yes or no is waited for, a temperature is not lost either."""
        taken, again = self._meanings.intercepted(ctx.aside()), form.ask_next() or ""
        return _and_on(taken, again) if taken else Reply(again)

    def _take(self, ctx: Context, form: Form, field: FormField) -> Reply | None:
        """Read the answer to the question that was asked, and whatever else it tells."""
        if form.number is not None and self._means_another(ctx, form, field):
            form.leave()  # the form is on its way already: nothing of it hangs on this
            return None
        before = dict(form.answers)
        try:
            form.read(field, ctx.text)
        except Unreadable as trouble:
            return self._not_an_answer(ctx, form, field, trouble.sentence)
        form.take_known()
        if form.spec.at_once and form.number is None:
            return self._send_ahead(ctx, form)
        if not self._amend(ctx, form, before):
            return self._over(form)
        asked = form.ask_next()
        done = CHANGED if "_only" in form.answers else COMPLETED
        return Reply(asked) if asked is not None else self._finish(ctx, form, done)

    def _not_an_answer(
        self, ctx: Context, form: Form, field: FormField, sentence: str
    ) -> Reply | None:
        """A temperature said in the middle of a form is not lost; else the question comes again."""
        if form.number is not None and self._speaks_of_something_else(ctx):
            form.leave()  # the form is on its way already: nothing of it hangs on this
            return None
        if taken := self._meanings.intercepted(ctx.aside()):
            return _and_on(taken, form.ask(field))
        return Reply(f"{sentence}\n{STUCK}" if form.miss(field) > 1 else sentence)

    def _asks(self, ctx: Context, place: Position) -> bool:
        parse = ctx.parse
        if parse.intent == "oos" or parse.ask_back:
            return False
        sure = parse.score >= (SURE if one_form.was_paused(place, ctx.now) else 0.8)
        return sure and parse.intent.startswith("ask_") and looks_asked(ctx.text)

    def _speaks_of_something_else(self, ctx: Context) -> bool:
        """After “等一下” the next words need not be the answer."""
        if is_resuming(ctx.text):
            return False
        parse = ctx.parse
        clear = parse.intent not in {"oos", "report_travel", "report_symptom"}
        return (clear and not parse.ask_back) or looks_asked(ctx.text)

    def _means_another(self, ctx: Context, form: Form, field: FormField) -> bool:
        """Where any words would do for an answer, what is plainly something else is none."""
        parse = ctx.parse
        clear = parse.score >= SURE and not parse.ask_back and parse.intent != "oos"
        return clear and field.reader in ANY_WORDS and parse.intent not in form.spec.start.intents

    def _aside(self, ctx: Context, form: Form) -> Reply:
        """Answer a question in the middle of a form, then go on with the form."""
        aside = ctx.aside()
        said = self.begin(aside, self._meanings.meant(aside, ctx.parse.intent))
        return _and_on(said, form.ask_next() or "")

    # -- sending it in -----------------------------------------------------------

    def _finish(self, ctx: Context, form: Form, completed: str) -> Reply:
        if form.number is None:
            return self._submit(ctx, form)
        form.leave()
        return Reply(completed)

    def _submit(self, ctx: Context, form: Form) -> Reply:
        form.leave()
        return self._meanings.features.submit(ctx, form.spec, form.final())

    def _send_ahead(self, ctx: Context, form: Form) -> Reply:
        """A call for help goes out first; then we ask for what would make it easier."""
        said = self._submit(ctx, form)
        if said.sent is None or ctx.is_aside:
            return said
        form.answers["_number"] = said.sent
        return said.then(form.ask_next() or "", between="\n")

    def _over(self, form: Form) -> Reply:
        """What was sent in was closed while the person was still answering."""
        form.leave()
        return Reply(OVER.format(number=form.number))

    def _amend(self, ctx: Context, form: Form, before: Mapping[str, Any]) -> bool:
        """Pass on what is new about a form that is on its way; False if it is no more."""
        fresh = {f.name: f.label for f in form.spec.fields if _differs(f.name, before, form)}
        if form.number is None or not fresh:
            return True
        found = submissions.own(ctx.db, ctx.caller.contact_id, ctx.caller.person_id, form.number)
        if found is None or found[0].state.is_over:
            return False
        given = {name: form.answers[name] for name in fresh}
        said = (
            f"补充：{'，'.join(f'{label}：{show(given[name])}' for name, label in fresh.items())}"
        )
        if found[0].state is ItemState.TAKEN:
            casework.complete(ctx.db, found[0], given, said, ctx.now)
            return True
        doors = [given.get(f.name) for f in form.spec.fields if f.reader == "address"]
        unit = tree.find_building(ctx.db, next(filter(None, doors), None), None)
        desk = ctx.house.desk
        casework.amend(ctx.db, form.spec, found[0], given, said, ctx.now, desk, unit)
        return True


def _and_on(said: Reply, again: str) -> Reply:
    """Go on with the form below something else that was said."""
    return replace(said.then(f"我们接着填：{again}" if again else ""), has_begun=True)


def _around(wanted: Begin, asked: str) -> str:
    """Put what is to be said around a form's first question."""
    question = asked if wanted.says == "{asked}" else asked.splitlines()[-1]
    return wanted.says.replace("{asked}", question)


def _differs(name: str, before: Mapping[str, Any], form: Form) -> bool:
    return name in form.answers and before.get(name) != form.answers[name]
