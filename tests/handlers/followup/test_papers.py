"""What a household is given: as text and on A4, nothing of them outside, and who has signed."""

from argparse import Namespace
from pathlib import Path
from typing import cast

import pypdfium2
import pytest

from core.prints import Paper
from core.trouble import Trouble
from ops import papers
from ops.ports import OperatedBot
from sheets.paper import paper_pdf
from tests.conftest import Someone, Town


@pytest.fixture
def family(town: Town) -> Town:
    """邢海波, whose phone is bound, with 邢小雨; both are watched over."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元502 邢海波")
    town.grid_worker.says("同意")
    town.grid_worker.says("登记成员 3-2-502 邢小雨 女儿")
    town.grid_worker.says("对")
    town.grid_worker.says("观察 3-2-502 邢海波 邢小雨 7天")
    town.send()
    return town


def head(town: Town) -> Someone:
    return town.newcomer()


def test_what_hangs_outside_names_nobody(family: Town) -> None:
    said = family.grid_worker.says("隔离卡 3-2-502").split("打印：")[0]

    assert "11月28日" in said
    for private in ("邢", "502", "3号楼", "1700"):
        assert private not in said


@pytest.mark.parametrize("kind", ["协议书", "告知书"])
def test_staff_and_the_household_read_the_same(family: Town, kind: str) -> None:
    theirs = family.grid_worker.says(f"{kind} 3-2-502").split("\n\n打印")[0]

    assert "邢海波、邢小雨" in theirs and "3号楼2单元502" in theirs and "11月28日" in theirs
    assert theirs in head(family).says(kind)
    assert f"bot.py export {'agreement' if kind == '协议书' else 'notice'} 3-2-502" in (
        family.grid_worker.says(f"{kind} 3-2-502")
    )


def test_a_paper_is_sent_and_signed(family: Town) -> None:
    assert "已经发给3号楼2单元502" in family.grid_worker.says("发协议书 3-2-502")
    family.send()
    assert any("签了协议书" in text for text in head(family).hears())
    assert "已签收" in head(family).says("签了协议书")

    assert "签收 协议书" in family.grid_worker.says("监测经过 3-2-502 邢小雨")


def test_a_refusal_needs_a_witness(family: Town) -> None:
    assert "见证人" in family.grid_worker.says("3-2-502 告知书 拒签")
    said = family.grid_worker.says("3-2-502 告知书 拒签 见证人 李小四")

    assert "拒签，见证人李小四" in said
    history = family.grid_worker.says("监测经过 3-2-502 邢海波")
    assert "拒签 告知书，见证人李小四" in history


def test_nobody_reads_papers_of_others(family: Town) -> None:
    assert "邢" not in family.resident.says("协议书 3-2-502")
    assert "没有人在监测" in family.resident.says("告知书")


def test_a_certificate_comes_with_the_end(family: Town) -> None:
    assert "还没有解除单" in head(family).says("解除单")
    family.grid_worker.says("结束观察 3-2-502 邢小雨")

    said = head(family).says("解除单")
    assert "邢小雨" in said and "邢海波" not in said and "结束监测" in said


@pytest.mark.slow
def test_papers_are_printed(family: Town, data: Path) -> None:
    for name in ("agreement", "notice", "watch-card"):
        target = data / f"{name}.pdf"
        asked = Namespace(name=name, file=Path("3-2-502"), to=target)
        assert papers.paper(cast(OperatedBot, family.bot), asked) == 0
        page = pypdfium2.PdfDocument(target.read_bytes())
        said = str(page[0].get_textpage().get_text_bounded())
        assert len(page) == 1 and "11月28日" in said.replace("\r\n", "")


@pytest.mark.parametrize(
    ("door", "why"), [("99-1-101", "没有叫"), ("3-2-999", "没有登记"), ("abc", "看不出")]
)
def test_no_paper_of_a_door_that_is_none(family: Town, data: Path, door: str, why: str) -> None:
    asked = Namespace(name="notice", file=Path(door), to=data / "x.pdf")

    with pytest.raises(Trouble, match=why):
        papers.paper(cast(OperatedBot, family.bot), asked)


def test_a_long_paper_stays_on_its_page() -> None:
    long = Paper("幸福社区", "告知书", ["很长的一句话，" * 12] * 30, ("签字", "日期"))
    page = pypdfium2.PdfDocument(paper_pdf(long))

    assert len(page) == 1
    said = str(page[0].get_textpage().get_text_bounded())
    assert "签字" in said and "幸福社区" in said
