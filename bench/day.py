"""What people say on a day: readings in all spellings, questions, thanks, now and then a danger."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.servers import TEXTS

HELD = Path(__file__).resolve().parent.parent / "tests/nlp"
DANGERS = ("我爸喘不上气了", "孩子抽筋了怎么办快救命", "老伴叫不醒了", "我不想活了")

DIGITS = "零一二三四五六七八九"
WAYS: Sequence[Callable[[int, int], str]] = (
    lambda whole, tenth: f"{whole}.{tenth}",
    lambda whole, tenth: f"{whole}。{tenth}",
    lambda whole, tenth: f"{whole}，{tenth}",
    lambda whole, tenth: f"{whole}度{tenth}",
    lambda whole, tenth: f"{whole}点{tenth}",
    lambda whole, tenth: f"{whole}.{tenth}℃",
    lambda whole, tenth: f"{whole}.{tenth}".translate(
        str.maketrans("0123456789.", "０１２３４５６７８９．")
    ),
    lambda whole, tenth: f"三十{DIGITS[whole - 30]}度{DIGITS[tenth]}",
    lambda whole, tenth: f"三十{DIGITS[whole - 30]}点{DIGITS[tenth]}",
)
FRAMES = (
    "{}",
    "体温{}",
    "今天{}",
    "早上好，今天体温{}，没有不舒服",
    "我{}",
    "量了，{}",
    "{}，一切正常",
    "报一下，{}",
)
FAMILY = (("我", "本人"), ("老伴", "老伴"), ("妈妈", "妈妈"), ("爸爸", "爸爸"), ("孩子", "孩子"))


def reading(dice: random.Random) -> tuple[str, list[tuple[str, float]]]:
    """Return a message with readings, and whose and what they are (°C)."""

    def value() -> tuple[str, float]:
        whole, tenth = dice.choice((35, 36, 36, 36, 37, 37, 38, 39)), dice.randrange(10)
        return dice.choice(WAYS)(whole, tenth), round(whole + tenth / 10, 1)

    if dice.random() < 0.6:
        text, degrees = value()
        return dice.choice(FRAMES).format(text), [("本人", degrees)]
    if dice.random() < 0.25:
        (wrong, _), (text, degrees) = value(), value()
        return f"{wrong}，不对，是{text}", [("本人", degrees)]
    people = dice.sample(FAMILY, dice.choice((2, 3)))
    values = [value() for _ in people]
    text = dice.choice(("，", " ", "、")).join(
        f"{said}{reading}" for (said, _), (reading, _) in zip(people, values, strict=True)
    )
    return text, [(who, c) for (_, who), (_, c) in zip(people, values, strict=True)]


def texts(dice: random.Random) -> Iterator[str]:
    """Yield what people say: four in ten report, one in fifty is in danger."""
    held = [
        json.loads(line)["text"]
        for name in ("heldout", "heldout_wordings")
        for line in (HELD / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    while True:
        chance = dice.random()
        if chance < 0.02:
            yield dice.choice(DANGERS)
        elif chance < 0.42:
            yield reading(dice)[0]
        elif chance < 0.55:
            yield dice.choice(TEXTS)
        else:
            yield dice.choice(held)
