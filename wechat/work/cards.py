"""Cards with buttons; every button says a text that does the same when it is typed."""

from collections.abc import Mapping
from typing import Any

from core.phrases import cut_bytes, on_a_line, shorten
from core.ports import Letter
from core.prints import HEAD_PICTURE

TITLE, WORDS = 26, 160  # characters a card shows of its title, and of the text below
MOST_BUTTONS, KEY_BYTES = 6, 1024
# Of a card that only tells, and of an article: what is longer the platform cuts, or refuses.
TOLD_WORDS, MOST_ROWS, LABEL, VALUE = 112, 6, 5, 26
ARTICLE_FROM = 300  # characters; nobody reads a longer text between those of others
ARTICLE_TITLE_BYTES, ARTICLE_BYTES = 128, 512


def holds(text: str) -> bool:
    """Tell whether a card shows all of a text; what it would cut goes as a plain message."""
    return len(text) <= WORDS


def with_buttons(letter: Letter) -> dict[str, Any]:
    """Make the card of a letter; its task is known by our own number for the letter."""
    title = (letter.fields or {}).get("what") or letter.text.partition("\n")[0]
    return {
        "card_type": "button_interaction",
        "main_title": {"title": shorten(title, TITLE)},
        "sub_title_text": letter.text,
        "task_id": letter.idempotency_key,
        "button_list": [
            {"text": words, "style": 1 if place == 0 else 2, "key": said}
            for place, (words, said) in enumerate(letter.buttons[:MOST_BUTTONS])
            if len(said.encode()) <= KEY_BYTES
        ],
    }


def tells(fields: Mapping[str, Any]) -> bool:
    """Tell whether a card that only tells shows all of what is said."""
    return 0 < len(str(fields.get("text") or "")) <= TOLD_WORDS


def telling(fields: Mapping[str, Any], link: str) -> dict[str, Any]:
    """Make a card that tells one thing with its facts below, and opens its page (text_notice)."""
    rows = [[str(part) for part in row] for row in fields.get("rows") or ()]
    return {
        "card_type": "text_notice",
        "main_title": {"title": on_a_line(str(fields.get("what") or ""), TITLE)},
        "sub_title_text": str(fields["text"]),
        "horizontal_content_list": [
            {"keyname": label[:LABEL], "value": on_a_line(value, VALUE)}
            for label, value in rows[:MOST_ROWS]
        ],
        "jump_list": [{"type": 1, "title": "看大字版", "url": link}],
        "card_action": {"type": 1, "url": link},
    }


def is_long(fields: Mapping[str, Any]) -> bool:
    """Tell whether what is said is read on a page of its own rather than in the group."""
    return len(str(fields.get("text") or "")) > ARTICLE_FROM


def article(fields: Mapping[str, Any], link: str) -> dict[str, Any]:
    """Make an article of what is long: its picture, its beginning, and the page with all of it."""
    title = cut_bytes(str(fields.get("what") or ""), ARTICLE_TITLE_BYTES)[0]
    begun = cut_bytes(
        on_a_line(str(fields["text"]), ARTICLE_BYTES), ARTICLE_BYTES - len("…".encode())
    )
    about = {"title": title, "description": begun[0] + "…"}
    return {"articles": [{**about, "url": link, "picurl": f"{link}/{HEAD_PICTURE}"}]}
