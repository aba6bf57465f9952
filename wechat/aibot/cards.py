"""Cards of the robot: what it can do as buttons, and a card that says it was tapped."""

from collections.abc import Sequence
from typing import Any

from core.messages import Message
from core.phrases import shorten
from wechat.work.cards import TITLE, WORDS

Buttons = Sequence[tuple[str, str]]  # (what stands on one, the text it says)
LONGEST_NAME = 16  # characters on a button
ALL = "（全部回复“帮助”看）"


def welcome(said: str, buttons: Buttons, task: str) -> dict[str, Any]:
    """Make the card whoever opens the chat sees; every button says what can be typed as well."""
    first, _, rest = said.partition("\n")
    words = rest if len(rest) <= WORDS else shorten(rest, WORDS - len(ALL)) + ALL
    return {
        "card_type": "button_interaction",
        "main_title": {"title": shorten(first, TITLE)},
        "sub_title_text": words,
        "task_id": task,
        "button_list": [
            {"text": name, "style": 1 if place == 0 else 2, "key": text}
            for place, (name, text) in enumerate(buttons)
        ],
    }


def tapped(message: Message) -> dict[str, Any]:
    """Make what a card becomes when it was tapped: its buttons can be tapped no more."""
    words = f"已点：{message.text}"
    button = {"text": words[:LONGEST_NAME], "style": 2, "key": message.text}
    return {
        "card_type": "button_interaction",
        "main_title": {"title": words[:TITLE]},
        "task_id": message.extra["task"],
        "button_list": [button],
    }
