"""The notice somebody has before them, put right before it goes out: “改成7点半”, “再加上5号楼”, “先别发”."""

import re
from datetime import date

from community.notices import Notice, issuing, proposing, revising
from community.notices.audience import Addressees
from community.notices.kinds import NoticeColour
from community.notices.revising import Reaiming
from community.people.access import STAFF, Refused
from core import corrections
from dialog import Context, Reply, Router, Said, places
from dialog.places import CHOICES
from dialog.short_replies import is_yes
from handlers.notices import (
    audience_words,
    dating,
    proposal,
    publishing,
    revised_words,
    sending_time,
)

router = Router("notices put right")

HELD = "好的，先不发，没有发给任何人。要发的时候回复“还是发刚才那个”。"
NONE_WAITS = "好的，现在没有等着发的通知，什么也没有发出去。"
UNTYPED = "还没有发出。发给全体的要打字：核对好以后回复“确认发给全体”；不发了回复“不发了”。"
SHORTER = "我不替您删字，怕删掉要紧的。要短，说“××去掉”，或把短的整条写给我。"
KEPT = "好的，先不发，没有发给任何人。要发时把发给谁写在前面就行：“发通知 3号楼 {text}”。"
WHERE = "要发的是：{text}\n发给谁？直接回复就行，比如“3号楼”“65岁以上的老人”。"
WHICH = "没看出要把哪几个字换掉，没有改。请写“把旧的改成新的”，比如“把{some}改成{new}”。"
_CODE = re.compile(r"[Nn]\d")
_SENDS_LATER = re.compile(r"[点分时半](?:钟|的时候)?(?:准时|定时|再|就|才)*发|以?后再?发|再发|现在")
_OF_SOMEBODY = re.compile(r"1\d{10}|单元\s*\d{3,4}|\d-\d{1,2}-\d{3,4}|体温|监测|户主")
_HOW = re.compile(r"[?？]|怎么|吗$|能不能|为什么|为啥")
_OF_ELSE = (_CODE, _HOW, _OF_SOMEBODY)
_WHOM = (
    (revised_words.ONLY, Reaiming.ONLY),
    (revised_words.LESS, Reaiming.LESS),
    (revised_words.NOT_THEM, Reaiming.LESS),
    (revised_words.MORE, Reaiming.MORE),
    (revised_words.TOO, Reaiming.MORE),
    (revised_words.TOO_FIRST, Reaiming.MORE),
)
_GUESSES = (
    "intent:",
    "none",
    "words_kept",
    "noted_on_one",
)  # what somebody may have meant waits for no answer
_SHORT = r"[^\n]{1,120}"


@router.command(_SHORT, may=STAFF)
def put_right(ctx: Context, _: re.Match[str]) -> Said | None:
    """Hear what is said of the draft that was just shown; None where nothing of it is."""
    text = ctx.text.strip()
    if any(one.search(text) for one in _OF_ELSE) or _elsewhere(ctx):
        return None
    if unaddressed := ctx.place and ctx.place.answers.get("known", {}).get("unaddressed"):
        return _address(ctx, str(unaddressed), text)
    if not _SAYS.search(text):
        return None
    draft = revising.waiting(ctx.actor, ctx.db, ctx.now)
    if draft is None:
        return _after_all(ctx, text) or _nothing_waits(ctx, text) or _of_what_is_out(ctx, text)
    if _before_numbers(ctx) and is_yes(text):
        return None  # its number is replied in words
    if _is_shown(ctx) and is_yes(text):
        return UNTYPED
    if revised_words.HOLDS.fullmatch(text) and not _SENDS_LATER.search(text):
        why = proposing.drop(ctx.actor, ctx.db, draft.id)
        return publishing.refused(why) if why else HELD
    return _whom(ctx, draft, text) or _words(ctx, draft, text) or _asked_again(ctx, draft, text)


_SAYS = re.compile(
    r"改|换|加|添|补|还有|也|只|光|单|仅|别|不|去掉|除|删|发|是|错|确|行|好|对|嗯|可以|算上|带上|慢|停|等|缓|放|短|长|简|说|写"
)


def _before_numbers(ctx: Context) -> bool:
    """Tell whether the numbers before somebody send this very notice."""
    return ctx.place is not None and "publish" in ctx.place.answers.get("actions", {}).values()


def _is_shown(ctx: Context) -> bool:
    """Tell whether a notice is what somebody has before them, to be sent by a number or by words."""
    return ctx.place is not None and "notice" in ctx.place.answers.get("known", {})


def _elsewhere(ctx: Context) -> bool:
    """Tell whether somebody has something else before them than a notice."""
    if ctx.place is None:
        return False
    if ctx.place.form != CHOICES:
        return True
    known = ctx.place.answers.get("known", {})
    guesses = all(act.startswith(_GUESSES) for act in ctx.place.answers["actions"].values())
    return not ("notice" in known or "unaddressed" in known or guesses)


def _address(ctx: Context, words: str, text: str) -> Said | None:
    """Take to whom it goes, where that was asked; or put the words right before that."""
    only = revised_words.ONLY.fullmatch(text)
    said = (
        only["whom"]
        if only is not None
        else re.sub(
            rf"^(?:那?就|那|只|光|单|发|给|到|通知)+\s*|{'(?:的)?(?:就行|就好|吧|发)[。]?$'}",
            "",
            text,
        )
    )
    named = audience_words.take(said, publishing.programmes(ctx))
    if named is not None and named.end >= len(said.rstrip("。 ")):
        shown = publishing.propose(ctx, named.wanted, words, None)
        return ask_whom(ctx, words, shown) if isinstance(shown, str) else shown
    return _before_whom(ctx, words, text)


def _before_whom(ctx: Context, words: str, text: str) -> Said | None:
    """Hear what is said of a text that has nobody to go to yet: it is kept, and asked about again."""
    if revised_words.HOLDS.fullmatch(text) or revised_words.DROPS.fullmatch(text):
        places.lift(ctx, ctx.place) if ctx.place else None
        return KEPT.format(text=words)
    if revised_words.SHORTER.fullmatch(text):
        return ask_whom(ctx, words, SHORTER)
    changed = _longer_or_shorter(ctx, words, text)
    one = corrections.read(text)
    if not changed and one is not None and one.old:
        changed = revised_words.swap(words, one.old, one.new)
    return ask_whom(ctx, changed) if changed else None


def ask_whom(ctx: Context, words: str, first: str = "") -> Said:
    """Ask to whom words are to go, which are kept meanwhile."""
    choices = [("发给全体", f"command:发通知 全体 {words}"), ("先不发", "thanks")]
    return ctx.offer(WHERE.format(text=words), choices, unaddressed=words).after(first)


def _after_all(ctx: Context, text: str) -> Said | None:
    """Take up what was dropped: “还是发吧 刚才那个”."""
    if not revised_words.means_after_all(text):
        return None
    draft = revising.dropped(ctx.actor, ctx.db, ctx.now)
    return _show(ctx, draft) if draft is not None else None


def _of_what_is_out(ctx: Context, text: str) -> Said | None:
    """Put right what went out a moment ago, in its place: “写错了 是周六” makes no second notice."""
    one = corrections.read(text)
    out = issuing.find_own(ctx.actor, ctx.db, None, ctx.now, in_force=True) if one else None
    if one is None or out is None or isinstance(out, Refused):
        return None
    if (out.published_at or out.created_at) < ctx.now - revising.TALKED_OF:
        return None
    fresh = dating.write_out(one.new, ctx.local_sent_at).text
    changed = _swapped(ctx, out, one.old, one.new) if one.old else None
    changed = changed or (None if one.old else revised_words.retime(out.text, fresh))
    return publishing.propose(ctx, None, changed, out.code) if changed else None


def _nothing_waits(ctx: Context, text: str) -> str | None:
    """Say that nothing is about to go out to whoever holds it back once more."""
    if not re.search(r"不发了|别发了", text) or not revised_words.DROPS.fullmatch(text):
        return None
    is_out = issuing.find_own(ctx.actor, ctx.db, None, ctx.now, in_force=True)
    return NONE_WAITS if isinstance(is_out, Refused) else None


def _asked_again(ctx: Context, draft: Notice, text: str) -> Said | None:
    """Show it once more where somebody agrees and its numbers have gone by."""
    if _before_numbers(ctx) or not (is_yes(text) or revised_words.means_after_all(text)):
        return None
    return _show(ctx, draft)


def _whom(ctx: Context, draft: Notice, text: str) -> Said | None:
    for words, change in _WHOM:
        said = words.fullmatch(text)
        if said is not None and (wanted := _named(ctx, said["whom"])) is not None:
            return _aim(ctx, draft, wanted, change)
    anew = revised_words.ANEW.fullmatch(text)
    if anew is not None and (wanted := _named(ctx, re.sub("^(?:发给|给|发)", "", anew["new"]))):
        return _aim(ctx, draft, wanted, Reaiming.ONLY)
    if (both := revised_words.INSTEAD.fullmatch(text)) is None:
        return None
    old, new = _named(ctx, both["old"]), _named(ctx, both["new"])
    return _aim(ctx, draft, new, Reaiming.ONLY) if old and new and _is_all(draft, old) else None


def _is_all(draft: Notice, old: Addressees) -> bool:
    """Tell whether one place was named and is exchanged for another: of several we would guess."""
    return len((draft.audience or {"places": [0]})["places"]) == len(old.places.buildings) == 1


def _named(ctx: Context, words: str) -> Addressees | None:
    """Return whom words name and nothing else."""
    said = words.strip(" ,，。").removesuffix("的")
    named = audience_words.take(said, publishing.programmes(ctx))
    return named.wanted if named is not None and named.end >= len(said) else None


def _aim(ctx: Context, draft: Notice, wanted: Addressees, change: Reaiming) -> Said:
    whom = revising.aimed(ctx.actor, ctx.db, draft, wanted, change, ctx.now)
    if isinstance(whom, Refused):
        return publishing.refused(whom)
    return _propose(ctx, draft, revising.again(ctx.db, draft, whom=whom))


def _words(ctx: Context, draft: Notice, text: str) -> Said | None:
    """Hear another time, another word, a sentence more or less."""
    if (changed := _longer_or_shorter(ctx, draft.text, text)) is not None:
        return _reword(ctx, draft, changed) if changed else None
    if revised_words.SHORTER.fullmatch(text) and _is_shown(ctx):
        return SHORTER
    if revised_words.AGAIN.fullmatch(text):
        return _show(ctx, draft)
    said = revised_words.NOT_BUT.fullmatch(text) or revised_words.INSTEAD.fullmatch(text)
    if said and (changed := _swapped(ctx, draft, said["old"].strip(), said["new"].strip())):
        return _reword(ctx, draft, changed)
    return _corrected(ctx, draft, text)


def _longer_or_shorter(ctx: Context, notice: str, text: str) -> str | None:
    """Return a text with a sentence more or less; "" where that leaves nothing, None for other words."""
    if adds := (revised_words.ADDS.fullmatch(text) or revised_words.ADDS_TOO.fullmatch(text)):
        more = dating.write_out(adds["text"].strip(" ,，。"), ctx.local_sent_at).text
        return f"{notice.rstrip('。 ')}。{more}"
    if cuts := revised_words.CUTS.fullmatch(text):
        rest = notice.replace(cuts["text"], "").strip(" ,，。;；")
        return rest if rest != notice else ""
    return None


def _corrected(ctx: Context, draft: Notice, text: str) -> Said | None:
    one = corrections.read(text)
    if one is not None and one.old and (changed := _swapped(ctx, draft, one.old, one.new)):
        return _reword(ctx, draft, changed)
    anew = revised_words.ANEW.fullmatch(text)
    if anew is None and _is_shown(ctx):  # further on it may be about anything
        anew = revised_words.INSTEAD.fullmatch(text)
    new = anew["new"] if anew is not None else one.new if one and _is_shown(ctx) else ""
    return _timed(ctx, draft, new) if new else None


def _swapped(ctx: Context, draft: Notice, old: str, new: str) -> str | None:
    """Put a new word in an old one's place, both with days as dates."""
    fresh = dating.write_out(new, ctx.local_sent_at).text
    dated = dating.write_out(old, ctx.local_sent_at).text
    for said in dict.fromkeys((old, dated)):
        if changed := revised_words.swap(draft.text, said, fresh):
            return changed
    return None


def _timed(ctx: Context, draft: Notice, new: str) -> Said:
    fresh = dating.write_out(new, ctx.local_sent_at).text
    if changed := revised_words.retime(draft.text, fresh):
        return _reword(ctx, draft, changed)
    some = draft.text[:4].strip(" ,，。")
    return _show(ctx, draft, WHICH.format(some=some, new=new))


def _reword(ctx: Context, draft: Notice, text: str) -> Said:
    was, is_now = _last_day(ctx, draft.text), _last_day(ctx, text)
    until = is_now if draft.valid_until in (None, was) else None  # what was said by itself stays
    return _propose(ctx, draft, revising.again(ctx.db, draft, text=text, until=until))


def _last_day(ctx: Context, text: str) -> date | None:
    """Return the last day that a text names."""
    now = ctx.local_sent_at
    named = (each["day"] for each in revised_words.TIME.finditer(text) if each["day"])
    read = (sending_time.read(day, now) for day in named)
    return max((at.date() for at in read if at and at.date() >= now.date()), default=None)


def _show(ctx: Context, draft: Notice, first: str = "") -> Said:
    return _propose(ctx, draft, revising.again(ctx.db, draft), first)


def _propose(ctx: Context, old: Notice, draft: proposing.Draft, first: str = "") -> Said:
    """Show the notice as it is now, and wait for the word again."""
    forecast = ctx.house.forecast
    assert forecast is not None, "whoever sends notices has roads"
    made = proposing.propose(
        ctx.actor, ctx.db, draft, ctx.now, ctx.house.zone, forecast, ctx.beforehand
    )
    if isinstance(made, Refused):
        return publishing.refused(made)
    proposing.drop(ctx.actor, ctx.db, old.id)
    urgent = old.colour is NoticeColour.RED or bool(_urgent(ctx))
    send_at, later = proposal.awake(ctx, draft.send_at, urgent=urgent)
    notes = [*later, f"内容：{draft.text}"]
    if draft.valid_until is not None:
        notes.append(proposal.holds(draft.valid_until, guessed=True))
    notes += proposal.seen_from(made.traits)
    said = proposal.show(ctx, made, notes, urgent=urgent)
    return said.after(first) if first and isinstance(said, Reply) else said


def _urgent(ctx: Context) -> bool:
    return bool(ctx.place is not None and ctx.place.answers.get("known", {}).get("urgent"))
