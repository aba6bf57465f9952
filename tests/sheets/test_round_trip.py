from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.register import Parked, RegisterRow
from sheets.register import open_register
from sheets.writing import write_register
from tests.common import examples
from tests.sheets.offices import bare, registers, workbooks


@given(st.data())
@settings(
    max_examples=examples(120),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)
def test_however_an_office_writes_it_down_the_register_is_the_same(data: st.DataObject) -> None:
    rows = data.draw(registers())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        data.draw(workbooks(rows, path))

        read = list(open_register(path).rows())

    assert [row for row in read if isinstance(row, Parked)] == []
    assert [bare(row) for row in read if isinstance(row, RegisterRow)] == rows
    assert all(row.others == {"工作单位": "供销社"} for row in read if isinstance(row, RegisterRow))


@given(registers(), st.sampled_from(["out.xlsx", "out.csv"]))
@settings(
    max_examples=examples(25), phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None
)
def test_what_was_exported_is_imported_without_a_change(rows: list[RegisterRow], name: str) -> None:
    with TemporaryDirectory() as folder:
        write_register(rows, Path(folder) / name)

        read = list(open_register(Path(folder) / name).rows())

    assert [bare(row) for row in read if isinstance(row, RegisterRow)] == rows
    assert len(read) == len(rows)
