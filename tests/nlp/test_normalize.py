"""One clean spelling, and the way back to what was written."""

import pytest

from nlp.normalize import normalize, simplify


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("３７．８℃", "37.8°C"),
        ("體溫後天臺灣", "体温后天台湾"),
        ("3\ufe0f\u20e37", "37"),
        ("a\u200bb\u202ec\x00", "abc"),
        ("一\n二", "一 二"),
        ("38˚ 37º", "38° 37°"),
    ],
)
def test_clean_spelling(text: str, clean: str) -> None:
    assert simplify(text) == clean


def test_the_original_words_are_kept() -> None:
    text = normalize("我\u200b３７．８℃了")

    start = text.clean.index("37.8")

    assert text.original(start, start + 6) == "３７．８℃"
    assert text.original(3, 3) == ""
