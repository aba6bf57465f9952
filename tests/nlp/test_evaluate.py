from datetime import datetime

from core.messages import Candidate, Parse
from nlp.evaluate import evaluate, report


def parrot(text: str, at: datetime) -> Parse:
    """Understand the text as the name of an intent."""
    candidate = Candidate(text, 0.9)
    return Parse(text, text, 0.9, (text,), (candidate,), {"temps": [{"who": "本人", "c": 36.5}]})


def row(text: str, *intents: str, kind: str = "chat") -> dict[str, object]:
    return {"text": text, "primary": intents[0], "intents": list(intents), "kind": kind}


def test_primary_any_label_and_group_are_told_apart(at: datetime) -> None:
    rows = [
        row("ask_mask", "ask_mask"),
        row("ask_mask", "verify_rumor", "ask_mask"),
        row("ask_work", "ask_venue"),
        row("ask_work", "smalltalk"),
    ]
    result = evaluate(parrot, rows, at)

    assert result["acc"] == 0.25
    assert result["any"] == 0.5
    assert result["group"] == 0.75


def test_far_and_near_out_of_scope_are_told_apart(at: datetime) -> None:
    rows = [
        row("oos", "oos"),
        row("ask_mask", "oos"),
        row("ask_work", "oos", kind="policy"),
        row("oos", "ask_mask"),
    ]
    result = evaluate(parrot, rows, at)

    assert result["oos_far"] == 0.5
    assert result["oos_near"] == 1.0
    assert result["rejected"] == 1.0


def test_values_are_compared_without_the_raw_words(at: datetime) -> None:
    rows = [
        {"text": "a", "gold": {"temps": [{"who": "本人", "c": 36.5, "raw": "三十六度五"}]}},
        {"text": "b", "gold": {"temps": [{"who": "妈妈", "c": 36.5}], "items": []}},
    ]
    slots = evaluate(parrot, rows, at)["slots"]

    assert slots["temps"] == {"exact": 0.5, "rows": 2}
    assert slots["items"] == {"exact": 1.0, "rows": 1}


def test_the_report_shows_confusions_with_examples(at: datetime) -> None:
    text = report(evaluate(parrot, [row("ask_mask", "ask_work")], at))

    assert "1 × ask_work taken for ask_mask" in text
    assert "p95_ms" in text


def test_no_rows_are_no_mistake(at: datetime) -> None:
    assert evaluate(parrot, [], at) == {"rows": 0}
