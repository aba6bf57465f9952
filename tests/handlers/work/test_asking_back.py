"""What is nearly understood is asked about, not refused."""

import json
from itertools import islice
from pathlib import Path

from dialog.meanings import NEARLY
from tests.conftest import Town

ROWS = Path(__file__).parents[2] / "nlp/heldout_statements.jsonl"
STATEMENTS = ("report_travel", "complain_service")  # what no known question answers


def nearly_understood(town: Town) -> list[str]:
    """Return what is nearly a statement of ours: the first words of what people say to its end."""
    texts = [json.loads(line)["text"] for line in ROWS.read_text("utf-8").splitlines()]
    begun = (text[: len(text) // 2] for text in texts if len(text) > 12)
    parses = (town.bot.understanding(text, town.clock.now()) for text in begun)
    near = (p for p in parses if p.intent == "oos" and p.candidates[1].score >= NEARLY)
    told = (p.text for p in near if p.candidates[1].intent in STATEMENTS and not p.danger)
    return list(islice(told, 3))


def test_a_meaning_just_below_the_line_is_offered_with_its_number(town: Town) -> None:
    texts = nearly_understood(town)

    answers = [
        town.newcomer(f"oNewcomer000000000000000000{n}").says(t) for n, t in enumerate(texts, 1)
    ]

    assert texts
    assert all(_offers(answer) for answer in answers), answers


def _offers(answer: str) -> bool:
    """Tell whether it asks back, or, where a matter of ours is named, offers somebody to see to it."""
    return ("您是想" in answer and "都不是" in answer) or "要不要请网格员" in answer
