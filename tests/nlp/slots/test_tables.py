"""Readings in tables, pasted from a sheet or drawn with blanks and bars."""

import pytest

from nlp.slots import extract
from tests.nlp.slots.told import AT

YESTERDAY = "2026-11-20"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\t早\t晚\n外公\t36.2\t37.9", [("外公", None, "morning", 36.2), ("外公", None, "evening", 37.9)]),
        ("时段\t爸爸\t我\n早\t36.4\t36.8\n晚\t38.1\t36.6", [
            ("爸爸", None, "morning", 36.4), ("本人", None, "morning", 36.8),
            ("爸爸", None, "evening", 38.1), ("本人", None, "evening", 36.6),
        ]),
        ("|姓名|昨天|今天|\n|---|---|---|\n|姚敏|38.4|37.0|", [("姚敏", YESTERDAY, None, 38.4), ("姚敏", None, None, 37.0)]),
        ("日期 体温\n11.20 38.3\n11.21 36.9", [("本人", YESTERDAY, None, 38.3), ("本人", None, None, 36.9)]),
        ("爷爷 奶奶\n36.4 38.2", [("爷爷", None, None, 36.4), ("奶奶", None, None, 38.2)]),
        ("姓名,年龄,体温\n姚敏,67,36.5\n姚远,70,38.3", [("姚敏", None, None, 36.5), ("姚远", None, None, 38.3)]),
        ("1) 姚敏 36.5\n2) 姚远 38.0", [("姚敏", None, None, 36.5), ("姚远", None, None, 38.0)]),
    ],
)  # fmt: skip
def test_a_reading_is_of_its_row_and_column(
    text: str, told: list[tuple[str, str | None, str | None, float]]
) -> None:
    temps = extract(text, AT)["temps"]

    assert [(t["who"], t.get("day"), t.get("part"), t["c"]) for t in temps] == told
