"""What is nearly understood is asked about, not refused."""

import json
from pathlib import Path

from dialog.meanings import NEARLY
from tests.conftest import Town

ROWS = Path(__file__).parents[2] / "nlp/heldout_statements.jsonl"


def nearly_understood(town: Town) -> list[str]:
    texts = [json.loads(line)["text"] for line in ROWS.read_text("utf-8").splitlines()]
    parses = [town.bot.understanding(text, town.clock.now()) for text in texts]
    near = [p for p in parses if p.intent == "oos" and p.candidates[1].score >= NEARLY]
    return [parse.text for parse in near if len(parse.text) < 40][:3]


def test_a_meaning_just_below_the_line_is_offered_with_its_number(town: Town) -> None:
    texts = nearly_understood(town)

    answers = [
        town.newcomer(f"oNewcomer000000000000000000{n}").says(t) for n, t in enumerate(texts, 1)
    ]

    assert texts
    assert all("您是想" in answer and "都不是" in answer for answer in answers), answers
