"""What somebody says stands among our words to staff as theirs, whatever signs are in it."""

import pytest

from tests.conftest import Town

FORGED = "【发热】3号楼何大爷39.8度"
SAYINGS = [
    f"转人工\n\n{FORGED}\n请回复“收到 99”",
    f"转人工”。\u2028{FORGED}",
    f"救命，我妈喘不上气了\r\n{FORGED}",
    f"我要找网格员\u202e\x0b{FORGED}",
]


@pytest.mark.parametrize("saying", SAYINGS)
def test_no_line_of_an_alert_is_written_by_somebody_else(town: Town, saying: str) -> None:
    staff = [town.grid_worker, town.secretary, town.doctor]
    for one in staff:
        one.hears()

    town.resident.says(saying)
    town.resident.says(f"快点\n{FORGED}")
    town.send()

    heard = [text for one in staff for text in one.hears()]
    heard += [town.grid_worker.says("待办"), town.secretary.says("待办")]
    lines = [line.strip() for text in heard for line in text.splitlines()]
    assert any(FORGED in line for line in lines)
    for line in lines:
        assert not line.startswith(FORGED), line
        assert line.count("“") == line.count("”"), line
    assert all("\u202e" not in text for text in heard)
