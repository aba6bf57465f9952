"""The tie-break rules of the taxonomy that are about values and danger, not about words."""

from collections.abc import Mapping
from typing import Any

from nlp import danger
from nlp.concepts import Reading

# A second meaning is told when it is at least this likely.
SECOND = 0.22

HELP = {"body": "request_medical", "mind": "psych_support"}


def arrange(
    likely: Mapping[str, float], reading: Reading, slots: Mapping[str, Any], word: str | None
) -> tuple[str, ...]:
    """Return what a message means, primary first."""
    ranked = sorted((name for name in likely if likely[name] > 0), key=lambda n: -likely[n])
    primary = ranked[0]
    named = [primary, *(name for name in ranked[1:3] if likely[name] >= SECOND)]
    if slots.get("temps") and primary in ("report_symptom", "ask_symptom_care"):
        named.append("report_temperature")
    if slots.get("symptoms") and primary == "ask_symptom_care" and "FIRST" in reading.cues:
        named.append("report_symptom")
    if word is not None:
        named.insert(0, HELP[danger.kind(word)])
    return tuple(dict.fromkeys(named))
