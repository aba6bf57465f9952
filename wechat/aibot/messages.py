"""From the robot's JSON to core.Message; whoever is called so in the enterprise is the same person."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.messages import Kind, Message
from core.phrases import without_long_blanks

CHANNEL = "work"
# A name called before, amid or after what is said; “a@b.cn” calls nobody.
_CALLED = re.compile(r"(?<![A-Za-z0-9_.+-])@[^\s\u2005@]{1,20}(?:[\s\u2005]+|$)")
# Words that mean what is quoted, not what was said before.
_POINTS = re.compile(
    r"这[个条是样么]?|那[个条是样么]?|上面|真的|是真|假的|谣言|什么意思|怎么[办报弄]"
)
TASK_BYTES = 128
SHORT = 20  # characters; whoever writes more has said what they mean

Fields = Mapping[str, Any]


class BadJson(Exception):
    """The body is not a message."""


def build(given: Fields, now: datetime) -> Message | None:
    """Return what was said or done; None for what we do not serve.  Raises BadJson."""
    sender, number = word(_part(given, "from"), "userid"), word(given, "msgid")
    kind = word(given, "msgtype")
    if not sender or not number or not kind:
        raise BadJson("a sender, a number or a type is missing")
    if kind == "event":
        return _event(given, sender, number, now)
    said = text_of(given)
    if said is None:
        return None
    text = _with_quote(_CALLED.sub(" ", said).strip(), _part(given, "quote"))
    return Message(
        channel=CHANNEL,
        key=f"{sender}:bot:{number}",
        sender=sender,
        kind=Kind.TEXT if text else Kind.UNREADABLE,
        text=without_long_blanks(text),
        sent_at=now,
        in_group=word(given, "chattype") == "group",
        is_addressed=True,
        is_polled=True,
        extra={"chat": word(given, "chatid"), "shows": kind if kind == "file" else ""},
    )


def text_of(given: Fields) -> str | None:
    """Return the words of a message, "" where it holds none; None for a type nobody knows."""
    kind = word(given, "msgtype")
    if kind in {"text", "voice"}:
        return word(_part(given, kind), "content")
    if kind == "mixed":
        items = _part(given, "mixed").get("msg_item")
        listed = items if isinstance(items, list) else []
        parts = [each for each in listed if isinstance(each, Mapping)]
        texts = [word(_part(each, "text"), "content") for each in parts]
        return " ".join(text for text in texts if text)
    return "" if kind in {"image", "file", "video"} else None


def pictures_of(given: Fields) -> list[str]:
    """Return where the pictures of a message lie; of a file nobody knows yet whether it is one."""
    kind = word(given, "msgtype")
    if kind in {"image", "file"}:
        found = [word(_part(given, kind), "url")]
    elif kind == "mixed":
        items = _part(given, "mixed").get("msg_item")
        parts = (
            [each for each in items if isinstance(each, Mapping)] if isinstance(items, list) else []
        )
        found = [word(_part(each, "image"), "url") for each in parts]
    else:
        found = []
    return [url for url in found if url]


def _with_quote(said: str, quote: Fields) -> str:
    """Add what is quoted where the words alone do not say what is meant."""
    quoted = (text_of(quote) or "").strip() if quote else ""
    if not quoted or len(said) > SHORT or (said and not _POINTS.search(said)):
        return said
    return f"{said}：{quoted}" if said else quoted


def _event(given: Fields, sender: str, number: str, now: datetime) -> Message | None:
    event = _part(given, "event")
    name = word(event, "eventtype")
    if name == "enter_chat":
        extra = {"task": f"welcome-{number}"[:TASK_BYTES]}
        return Message(
            CHANNEL, f"{sender}:bot:{number}", sender, Kind.MENU, "help", now, extra=extra
        )
    if name != "template_card_event":
        return None
    card = _part(event, "template_card_event") or event
    said, task = word(card, "event_key"), word(card, "task_id")
    if not said or not task:
        return None
    key = f"{sender}:card:{task}:{said}"
    extra = {"task": task, "reply_to": word(given, "response_url")}
    return Message(CHANNEL, key, sender, Kind.TEXT, said, now, is_tap=True, extra=extra)


def _part(given: Fields, name: str) -> Fields:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def word(given: Fields, name: str) -> str:
    """Return a field's text, without what no database keeps; what is no text is none."""
    found = given.get(name)
    return (
        found.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(found, str) else ""
    )
