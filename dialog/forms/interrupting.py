"""What goes before a form: a pause, what weighs on somebody, a fever, another wish; and coming back."""

import re
from dataclasses import replace

from core.forms import FormField
from core.ports import Unreadable
from db.conversations import Position
from dialog.context import Context
from dialog.forms import correcting
from dialog.forms.form import CONFIRM, CONSENT, Form
from dialog.meanings import Meanings
from dialog.reply import Reply
from dialog.short_replies import is_back, is_done, is_no, is_yes, looks_asked

ANY_WORDS = {"items", "text"}  # readers that take nearly everything
HEALTH = ("report_temperature", "report_symptom")
WISHES = ("request_", "complain_", "report_violation", "volunteer_", "psych_")
FEVER = 37.3  # degrees: from here on they hear what helps, whatever else was asked
CLEAR = 0.8  # so sure of another wish, it goes before the question that was asked
KEPT = "{title}先给您留着，回复“继续”接着填。"


_GIVES_UP = re.compile(
    r"(?:我们?|先|又|临时|决定|那就?|都|[，,。\s])*不(?:回来?|去|来|走|出门?)成?了[吧啦。.!！\s]*"
)


def gives_up(text: str) -> bool:
    """Tell whether a journey is off: “不回来了”, said while it is being registered."""
    return bool(_GIVES_UP.fullmatch(text.strip()))


def kept(form: Form) -> str:
    """Return the line that says a form waits."""
    return KEPT.format(title=form.spec.title)


def distress(ctx: Context, place: Position, form: Form, meanings: Meanings) -> Reply | None:
    """Hear what weighs on somebody, or a fever, with no question of the form under it."""
    field = form.spec.field(place.step)
    any_words = field is not None and field.reader in ANY_WORDS
    if any_words and form.spec.unseen_unless:  # a tip tells of such things
        return None
    said = meanings.in_distress(ctx, any_words)
    if said is None and not any_words and _has_fever(ctx, form, field, place.step):
        meant = ctx.parse.intent if ctx.parse.intent in HEALTH else HEALTH[0]
        said = meanings.intercepted(ctx) or meanings.meant(ctx, meant)
        _keep_answer(form, field, ctx.text)
        said = said.then(kept(form), between="\n")
    if said is None:
        return None
    form.pause(place.step)
    return said


def _has_fever(ctx: Context, form: Form, field: FormField | None, step: str) -> bool:
    """Tell whether a fever is said that is more than an answer about symptoms."""
    if any(value >= FEVER for reading in ctx.slots.get("temps", []) for value in _values(reading)):
        return True
    if "发热" not in ctx.slots.get("symptoms", []) or looks_asked(ctx.text):
        return False
    is_answer = step == CONFIRM or (field is not None and field.reader == "symptoms")
    is_told = ctx.parse.intent in HEALTH and not ctx.parse.ask_back
    return bool(ctx.reported) or (is_told and not is_answer)


def _values(reading: dict[str, object]) -> list[float]:
    found = [reading.get(key) for key in ("c", "c_min", "c_max", "approx_c")]
    return [float(value) for value in found if isinstance(value, int | float)]


def _keep_answer(form: Form, field: FormField | None, text: str) -> None:
    """What was said of symptoms is not asked again."""
    try:
        if field is not None and field.reader == "symptoms":
            form.read(field, text)
    except Unreadable:
        pass
    form.take_known()


def is_elsewhere(ctx: Context, place: Position, form: Form) -> bool:
    """Tell whether words said while a form waits have nothing to do with it."""
    return not is_back(ctx.text) and (says_more(ctx) or not _answers(ctx, place, form))


def says_more(ctx: Context) -> bool:
    """Tell whether words are a question or a wish of their own, and no answer to a form."""
    parse = ctx.parse
    if is_done(ctx.text):
        return False
    clear = parse.intent not in {"oos", "report_travel", "report_symptom"}
    return (clear and not parse.ask_back) or looks_asked(ctx.text)


def _answers(ctx: Context, place: Position, form: Form) -> bool:
    if place.step in (CONFIRM, CONSENT) and (is_yes(ctx.text) or is_no(ctx.text)):
        return True
    field = form.spec.field(place.step)
    if field is not None and not form.lacks(field, ctx.text):
        return True
    return correcting.is_marked(ctx.text) and bool(correcting.find(form, ctx.text))


def wants_another(ctx: Context, form: Form) -> bool:
    """Tell whether words that are no answer are plainly another wish."""
    parse = ctx.parse
    if is_done(ctx.text):  # “没了”: nothing more to say, and nothing that is wanted
        return False
    if parse.ask_back or parse.score < CLEAR or parse.intent in form.spec.start.intents:
        return False
    return parse.intent.startswith(WISHES)


def elsewhere(ctx: Context, form: Form, step: str, meanings: Meanings) -> Reply:
    """Let the form wait, and answer what was said as ever; they hear that it waits."""
    form.pause(step)
    said = meanings.answer(ctx)
    return said if said.begins else replace(said.then(kept(form), between="\n"), has_begun=True)
