"""Cards with buttons; every button says a text that does the same when it is typed."""

from typing import Any

from core.phrases import shorten
from core.ports import Letter

TITLE, WORDS = 26, 160  # characters a card shows of its title, and of the text below
MOST_BUTTONS, KEY_BYTES = 6, 1024


def holds(text: str) -> bool:
    """Tell whether a card shows all of a text; what it would cut goes as a plain message."""
    return len(text) <= WORDS


def with_buttons(letter: Letter) -> dict[str, Any]:
    """Make the card of a letter; its task is known by our own number for the letter."""
    title = letter.text.partition("\n")[0]
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
