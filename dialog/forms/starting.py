"""What begins a form without anybody writing code: its words, a meaning, an answer that leads to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.forms import FormSpec, Offer
from dialog.context import Context
from dialog.reply import Reply, Said
from dialog.router import Command, Handler
from dialog.short_replies import looks_asked

# “我要”, “帮我妈”, “填一下” around the words of a form.
_BEFORE = r"(我?[要想来]?)(请?(帮|给|替)我?[^\s，,登报填]{0,4}?)?(填写?|做|办理?|写|申请)?(一下|个|一个|一张)?"
_AFTER = r"(表|一下)?[。!！]?"
_NOTHING = r"(?!)"


def command(forms: Iterable[FormSpec]) -> Command:
    """Return what takes the words of all forms; the longest word goes first."""
    by_word = {word: spec.id for spec in forms for word in spec.start.words}
    words = "|".join(sorted(map(re.escape, by_word), key=len, reverse=True))
    pattern = re.compile(f"{_BEFORE}(?P<word>{words or _NOTHING}){_AFTER}", re.DOTALL)
    return Command(
        pattern, lambda ctx, found: ctx.start(by_word[found["word"]]), frozenset(), others=""
    )


def join_meanings(forms: Iterable[FormSpec], intents: dict[str, Handler]) -> list[str]:
    """Let forms begin by what is meant; return what does not fit together."""
    problems = []
    begun: dict[str, list[FormSpec]] = defaultdict(list)
    for spec in forms:
        for intent in spec.start.intents:
            begun[intent].append(spec)
    for intent, specs in begun.items():
        specs.sort(key=lambda spec: spec.start.is_certain)  # the particular goes first
        always = [f"表单 {spec.id}" for spec in specs if spec.start.is_certain]
        others = [*always, *(["一个 handler"] if intent in intents else [])]
        if len(others) > 1:
            problems.append(f"意图 {intent} 有几处接：{'、'.join(others)}")
        if not others:
            problems.append(f"意图 {intent} 只是有时开始表单 {specs[0].id}，其余时候没有人接")
        intents[intent] = _beginning(specs, intents.get(intent))
    return problems


def _beginning(specs: Sequence[FormSpec], otherwise: Handler | None) -> Handler:
    def answer(ctx: Context) -> Said:
        asked = looks_asked(ctx.text)
        fitting = [spec for spec in specs if spec.start.fits(ctx.slots, asked)]
        if otherwise is not None and not fitting:
            return otherwise(ctx)
        spec = (fitting or specs)[0]
        if spec.offer is not None and spec.offer.lead:
            return _offered(ctx, spec, spec.offer, Reply(spec.offer.lead))
        return ctx.start(spec.id)

    return answer


NOTHING = "nothing"  # what an entry leads to after which no form is to be offered


def offer(ctx: Context, forms: Iterable[FormSpec], said: Reply) -> Reply:
    """Offer the form an answer leads to, unless the answer has begun something itself."""
    if said.leads_to == NOTHING:
        return said
    leads = said.leads_to or said.cited
    if not (said.text and leads) or said.has_begun or said.choices or ctx.is_aside:
        return said
    led = [spec for spec in forms if spec.offer and said.leads_to == f"form:{spec.id}"]
    after = [s for s in forms if s.offer and said.cited and said.meant in s.offer.after]
    spec = next(iter([*led, *after]), None)
    return _offered(ctx, spec, spec.offer, said) if spec and spec.offer else said


def _offered(ctx: Context, spec: FormSpec, offer: Offer, said: Reply) -> Reply:
    choices = [(offer.says, f"form:{spec.id}"), (offer.refuse, f"refuse:{spec.id}")]
    text, below = said.text, said.below
    basis = f"\n{said.told.basis}" if said.told is not None and said.told.basis else ""
    if basis and basis in text:  # by whose word stands below what can be done next
        text, _, rest = text.partition(basis)
        below = f"{basis.strip()}{rest}"
    offered = ctx.offer(text, choices, below=below)
    return replace(
        said,
        text=text,
        below=below,
        choices=offered.choices,
        origin=offered.origin,
        is_anonymous=said.is_anonymous or bool(spec.unseen_unless),
    )
