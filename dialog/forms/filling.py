"""Being inside a form: answers, questions in between, corrections, leaving, and sending it in."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from community.people import tree
from community.work import casework
from core.forms import FormField, FormSpec
from core.library import Library
from core.ports import Unreadable
from db import conversations
from db.conversations import Position
from db.models import ItemState
from db.work import submissions
from dialog.context import PAUSED, Context
from dialog.forms import companions, correcting, doubting, interrupting, undecided
from dialog.forms import form as one_form
from dialog.forms.form import CONFIRM, CONSENT, Form
from dialog.forms.interrupting import ANY_WORDS
from dialog.forms.showing import show
from dialog.meanings import Meanings
from dialog.places import BENEATH
from dialog.reply import Begin, Reply
from dialog.short_replies import (
    is_back,
    is_done,
    is_leaving,
    is_no,
    is_pausing,
    is_resuming,
    is_yes,
    looks_asked,
)

MISSES = 3  # so often no answer to the same question, and the form waits
SURE = 0.6  # so sure of a meaning, we let it interrupt a form
AGAIN = "{title}接着填。"
NOT_NOW = "好的，先给您留着，什么时候想接着填，回复“继续”。"
LEFT = "已取消，没有保存。"
ANEW = "要重新填，回复“{word}”。"
REFUSED = "好的，不填了，什么也没有保存。问问题、求助都不受影响。"
NOT_HEARD = "这句没看懂。想晚点填就说“等一下”。"
STUCK = "说不清也没关系：回复“取消”就不填了，回复“转人工”请人帮您。"
COMPLETED = "好的，已经补上，告诉负责的人了。"
LACKS = "{labels}还没说，想起来随时发给我。"
_OF_ONESELF = re.compile(
    r"(?:我|俺|咱)[^，,。]{0,3}(?:不(?!要)|没|怕|想[^要买]|觉得|是)|同意|[谁他她]们?"
)
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
        before = AGAIN.format(title=spec.title) if form.wake() else spec.purpose
        is_anonymous = spec.is_anonymous(form.answers)
        if spec.at_once and (by_meaning or spec.fields[0].name in form.answers):
            said = self._send_ahead(ctx, form)
        else:
            asked = form.ask_next(before=before)
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

    def put_off(self, ctx: Context) -> None:
        """Leave a form for later: somebody in danger is asked nothing of it."""
        place = ctx.place
        spec = self._library.forms.get(place.form) if place is not None else None
        if place is not None and spec is not None:
            Form(ctx, spec, place.answers).pause(place.step)

    def _in_form(self, ctx: Context, place: Position, form: Form) -> Reply | None:
        if said := self._before_the_form(ctx, place, form):
            return said
        woken = form.wake()
        if woken and interrupting.is_elsewhere(ctx, place, form):
            form.pause(place.step)
            return None
        if is_back(ctx.text) if woken else is_resuming(ctx.text) and not self._agrees(ctx, place):
            return Reply(form.ask_next() or "")
        agrees = self._agrees(ctx, place)
        if place.step in (CONFIRM, CONSENT) and (agrees or is_no(ctx.text)):
            # Before a grid worker's “是” decides an item.
            return self._decide(ctx, form, place.step, agrees)
        return self._words(ctx, place, form)

    def _before_the_form(self, ctx: Context, place: Position, form: Form) -> Reply | None:
        """Leave the form, put it off, or hear what goes before any form; None for none of it."""
        if is_leaving(ctx.text) or interrupting.gives_up(ctx.text):
            beneath = form.leave()
            left = STAYS.format(number=form.number) if form.number else _left(form.spec)
            return Reply(left).then(self._waits(form, beneath), between="\n")
        if is_pausing(ctx.text):
            form.pause(place.step)
            return Reply(NOT_NOW)
        if is_resuming(ctx.text) and form.number is not None and BENEATH in form.answers:
            beneath = form.leave()  # what is on its way waits for nothing; the form beneath does
            return self.go_on(ctx.at(beneath), beneath) if beneath is not None else None
        if said := interrupting.distress(ctx, place, form, self._meanings):
            return said
        if place.answers.get(PAUSED) and not is_back(ctx.text):
            # What is said after a cry for help is no answer to the form that waits.
            return self._meanings.command(ctx) or self._meanings.after_danger(ctx)
        return None

    def _agrees(self, ctx: Context, place: Position) -> bool:
        return is_yes(ctx.text) or (place.step == CONFIRM and is_done(ctx.text))

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
        if said := self._corrected(ctx, form):
            return said
        field = form.spec.field(place.step)
        if said := self._joined(ctx, form, field):
            return said
        takes = field is not None and undecided.read(field.reader, ctx.text) is not None
        if not takes and (reassured := doubting.answer(ctx, form.spec, field)):
            return Reply(reassured).then(form.again(), between="\n")
        if self._corrects(form, field, ctx.text) and (said := self._set_right(ctx, form)):
            return said
        if self._asks(ctx, place):
            return self._aside(ctx, form)
        return self._take(ctx, form, field) if field else self._beside(ctx, form)

    def _corrected(self, ctx: Context, form: Form) -> Reply | None:
        """Take what names an answer and its new value: “改日期 25号”."""
        before = dict(form.answers)
        corrected = form.correct(ctx.text)
        if corrected is None:
            return None
        if not self._amend(ctx, form, before):
            return self._over(form)
        asked = form.after_correction(corrected)
        return Reply(asked) if asked else self._finish(ctx, form, CHANGED)

    def _joined(self, ctx: Context, form: Form, field: FormField | None) -> Reply | None:
        """Take who comes along, or does not, into the one registration of the family."""
        family = form.spec.family
        if field is not None and not form.lacks(field, ctx.text):
            return None
        if family is None:
            alone = doubting.of_companion(ctx.text, form.spec, field)
            return Reply(alone).then(form.again(), between="\n") if alone else None
        held = form.answers.get(family.name) or []
        rest, more = companions.left_out(ctx, held), companions.told(ctx)
        if companions.unnamed(held):  # whoever was only counted is named now: 老公和儿子
            more = companions.named(ctx) or more
        if rest is None and more is None:
            return None
        before = dict(form.answers)
        form.answers[family.name] = (
            rest if rest is not None else companions.joined(held, more or [])
        )
        form.take_known()
        if not self._amend(ctx, form, before):
            return self._over(form)
        said = f"记下了，{family.label}：{show(form.answers[family.name])}。"
        return Reply(said).then(form.again(), between="\n")

    def _corrects(self, form: Form, field: FormField | None, text: str) -> bool:
        """Tell whether words may be about what was answered before, not about what is asked now."""
        if field is None:
            return True
        if field.reader in ANY_WORDS or not correcting.is_marked(text):
            return False
        return correcting.named(form, text) or form.lacks(field, text)

    def _set_right(self, ctx: Context, form: Form) -> Reply | None:
        """Correct what is meant by the words, if any answer is."""
        before = dict(form.answers)
        found = correcting.plainly(form, ctx.text)
        if not found:
            return None
        asked = form.set_right(found)
        if not self._amend(ctx, form, before):
            return self._over(form)
        return Reply(asked) if asked else self._finish(ctx, form, CHANGED)

    def _beside(self, ctx: Context, form: Form) -> Reply:
        """Where a yes or no is waited for, a temperature is not lost either."""
        if taken := self._meanings.intercepted(ctx.aside()):
            return _and_on(taken, form.again())
        again = form.again()
        wrong = form.spec.confirm == again and correcting.is_marked(ctx.text)
        return Reply(self._what_to_change(form) if wrong else f"{NOT_HEARD}\n{again}")

    def _take(self, ctx: Context, form: Form, field: FormField) -> Reply | None:
        """Read the answer to the question that was asked, and whatever else it tells."""
        asks = _asks_of_things(ctx, field)
        if form.number is not None and (asks or self._means_another(ctx, form, field)):
            form.leave()  # the form is on its way already: nothing of it hangs on this
            return None
        if asks:
            return interrupting.elsewhere(ctx, form, field.name, self._meanings)
        before = dict(form.answers)
        try:
            form.read(field, ctx.text)
        except Unreadable as trouble:
            if trouble.choices:  # nearly an answer: which of these?
                form.miss(field)
                return Reply(trouble.sentence)
            return self._not_an_answer(ctx, form, field, trouble.sentence)
        form.take_known()
        if form.spec.at_once and form.number is None:
            return self._send_ahead(ctx, form)
        if not self._amend(ctx, form, before):
            return self._over(form)
        asked = None if form.has_asked else form.ask_next()
        done = CHANGED if "_only" in form.answers else COMPLETED
        return Reply(asked) if asked is not None else self._finish(ctx, form, done)

    def _not_an_answer(
        self, ctx: Context, form: Form, field: FormField, sentence: str
    ) -> Reply | None:
        """A temperature said in the middle of a form is not lost; else the question comes again."""
        if form.number is not None and interrupting.says_more(ctx):
            form.leave()  # the form is on its way already: nothing of it hangs on this
            return None
        if interrupting.wants_another(ctx, form):
            return interrupting.elsewhere(ctx, form, field.name, self._meanings)
        if said := self._set_right(ctx, form):  # an answer to the last question but one
            return said
        known = set(form.answers)
        form.take_known()
        if fresh := [f for f in form.spec.fields if f.name in form.answers.keys() - known]:
            if form.number is not None:
                before = {name: form.answers[name] for name in known}
                is_open = self._amend(ctx, form, before)
                return self._finish(ctx, form, COMPLETED) if is_open else self._over(form)
            heard = "，".join(f"{f.label}：{show(form.answers[f.name])}" for f in fresh)
            return Reply(form.ask_next(f"记下了，{heard}。") or "")
        taken = (
            None if form.understands(field, ctx.text) else self._meanings.intercepted(ctx.aside())
        )
        if taken is not None:
            return _and_on(taken, form.ask(field))
        misses = form.miss(field)
        if misses >= MISSES and form.number is None:  # they have something else to say
            return interrupting.elsewhere(ctx, form, field.name, self._meanings)
        return Reply(f"{sentence}\n{STUCK}" if misses > 1 else sentence)

    def _asks(self, ctx: Context, place: Position) -> bool:
        parse = ctx.parse
        if parse.intent == "oos" or parse.ask_back:
            return False
        easily = place.step == CONFIRM or one_form.was_paused(place, ctx.now)
        sure = parse.score >= (SURE if easily else 0.8)
        return sure and parse.intent.startswith("ask_") and looks_asked(ctx.text)

    def _means_another(self, ctx: Context, form: Form, field: FormField) -> bool:
        """Where any words would do for an answer, what is plainly something else is none."""
        parse = ctx.parse
        clear = parse.score >= SURE and not parse.ask_back and parse.intent != "oos"
        return clear and field.reader in ANY_WORDS and parse.intent not in form.spec.start.intents

    def _aside(self, ctx: Context, form: Form) -> Reply:
        """Answer a question in the middle of a form, then go on with the form."""
        aside = ctx.aside()
        said = self.begin(aside, self._meanings.meant(aside, ctx.parse.intent))
        return _and_on(said, form.again())

    # -- sending it in -----------------------------------------------------------

    def _finish(self, ctx: Context, form: Form, completed: str) -> Reply:
        if form.number is None:
            return self._submit(ctx, form)
        lacks = form.lacking() if form.has_asked else []
        said = f"{completed}{LACKS.format(labels='、'.join(lacks))}" if lacks else completed
        beneath = form.leave()
        return Reply(said).then(self._waits(form, beneath), between="\n")

    def _submit(self, ctx: Context, form: Form) -> Reply:
        """Send a form in; whoever has another one waiting hears of it."""
        beneath = form.leave()
        said = self._meanings.features.submit(ctx, form.spec, form.final())
        return said.then(self._waits(form, beneath), between="\n")

    def _waits(self, form: Form, beneath: Position | None) -> str:
        spec = self._library.forms.get(beneath.form) if beneath is not None else None
        if spec is None or form.spec.unseen_unless:
            return ""
        return interrupting.KEPT.format(title=spec.title)

    def _send_ahead(self, ctx: Context, form: Form) -> Reply:
        """A call for help goes out first; then we ask for what would make it easier."""
        beneath = form.leave()
        said = self._meanings.features.submit(ctx, form.spec, form.final())
        asked = None
        if said.sent is not None and not ctx.is_aside:
            form.answers["_number"] = said.sent
            asked = None if form.has_asked else form.ask_next()
        return said.then(asked or self._waits(form, beneath), between="\n")

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


def _asks_of_things(ctx: Context, field: FormField) -> bool:
    """Tell whether something is asked, or said of oneself, where things were to be named."""
    if field.reader != "items" or ctx.slots.get("items"):
        return False
    return looks_asked(ctx.text) or bool(_OF_ONESELF.search(ctx.text))


def _left(spec: FormSpec) -> str:
    """Say that nothing of a form is kept, and how to begin it anew."""
    return f"{LEFT}{ANEW.format(word=spec.start.words[0])}" if spec.start.words else LEFT


def _and_on(said: Reply, again: str) -> Reply:
    """Go on with the form below something else that was said."""
    return replace(said.then(f"我们接着填：{again}" if again else ""), has_begun=True)


def _around(wanted: Begin, asked: str) -> str:
    """Put what is to be said around a form's first question."""
    question = asked if wanted.says == "{asked}" else asked.splitlines()[-1]
    return wanted.says.replace("{asked}", question)


def _differs(name: str, before: Mapping[str, Any], form: Form) -> bool:
    return name in form.answers and before.get(name) != form.answers[name]
