from pathlib import Path

import pytest
import yaml

import content
from content import ContentError

PARTS = [
    {"name": "morning", "label": "早上", "begins": "00:00", "ends": "12:00", "asks": "08:00"},
    {"name": "evening", "label": "傍晚", "begins": "12:00", "ends": None, "asks": "17:30"},
]  # fmt: skip
PROGRAMME = {
    "id": "watch", "title": "监测", "days": 7, "symptoms": ["发热"],
    "parts": PARTS,
    "welcome": "已开始", "ask": "请报", "normal": "好", "warning": "当心", "meanwhile": "照常出门", "purpose": "只用于此",
}  # fmt: skip
ENTRY = """
  - id: {id}
    topic: 口罩
    questions: [哪里要戴口罩]
    answer: 医院里要戴。
    status: current
    sources: {sources}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        (tmp_path / name / "forms").mkdir(parents=True)
        (tmp_path / name / "pack.yaml").write_text(f"name: {name}\ntitle: 试\n")
    return tmp_path


def entries(*texts: str) -> str:
    return "entries:" + "".join(texts)


def mistakes(packs: Path, wanted: list[str] | None = None) -> list[str]:
    with pytest.raises(ContentError) as caught:
        content.load(wanted, packs)
    return str(caught.value).splitlines()


def test_what_we_ship_is_without_mistakes() -> None:
    library = content.load()

    assert {"join", "returnee"} <= set(library.forms)
    assert any(not programme.exercise for programme in library.programmes.values())
    assert all(entry.sources for entry in library.entries.values())


def test_no_answer_shows_the_quotation_marks_of_its_file() -> None:
    said = [
        text for one in content.load().entries.values() for text in (one.answer, one.more or "")
    ]

    assert not [text for text in said if text.startswith('"') or text.endswith('"')]


def test_every_mistake_is_named_at_once_with_its_file_and_line(packs: Path) -> None:
    hole = {**PROGRAMME, "parts": PARTS[:1]}
    programmes = yaml.safe_dump({"programmes": [hole]}, allow_unicode=True)
    (packs / "one" / "programmes.yaml").write_text(programmes)
    (packs / "one" / "knowledge.yaml").write_text(
        entries(ENTRY.format(id="masks", sources="[]"), ENTRY.format(id="good", sources="[{}]"))
    )
    (packs / "two" / "pack.yaml").write_text("name: two\ntitle: 试\ncolour: red\n")
    (packs / "two" / "intents.yaml").write_text("ask_mask: [戴口罩吗\n")

    found = mistakes(packs)

    assert any("one/programmes.yaml:2: " in line and "中间不能有空" in line for line in found)
    assert any("one/knowledge.yaml:7: " in line and "sources" in line for line in found)
    assert any("two/pack.yaml:3: colour" in line for line in found)
    assert len(found) == 3


def test_a_file_that_is_no_yaml_is_named(packs: Path) -> None:
    (packs / "two" / "intents.yaml").write_text("ask_mask: [戴口罩吗\n")

    [found] = mistakes(packs)

    assert "two/intents.yaml:2: " in found


def test_one_name_in_two_packs_is_a_mistake(packs: Path) -> None:
    for name in ("one", "two"):
        text = entries(ENTRY.format(id="masks", sources="[{}]"))
        (packs / name / "knowledge.yaml").write_text(text)

    [found] = mistakes(packs)

    assert "masks 写在两处：one、two" in found


def test_a_pack_that_is_not_there_is_a_mistake(packs: Path) -> None:
    assert mistakes(packs, ["one", "three"]) == ["content.packs: 没有叫 three 的内容包"]


def test_only_the_packs_that_are_on_or_named_are_read(packs: Path) -> None:
    (packs / "two" / "pack.yaml").write_text('name: two\ntitle: 试\n"on": false\n')

    assert [pack.info.name for pack in content.load(None, packs).packs] == ["one"]
    assert [pack.info.name for pack in content.load(["two"], packs).packs] == ["two"]


def test_a_time_without_quotes_is_still_that_time(packs: Path) -> None:
    text = yaml.safe_dump({"programmes": [PROGRAMME]}, allow_unicode=True).replace(
        "'17:30'", "17:30"
    )
    assert "17:30" in text
    (packs / "one" / "programmes.yaml").write_text(text)

    programme = content.load(None, packs).programmes["watch"]

    assert [part.asks.isoformat("minutes") for part in programme.parts] == ["08:00", "17:30"]


def test_a_pack_for_another_place_is_not_read(packs: Path) -> None:
    (packs / "two" / "pack.yaml").write_text('name: two\ntitle: 试\narea: "4401"\n')

    def names(area: str) -> list[str]:
        return [pack.info.name for pack in content.load(None, packs, area=area).packs]

    assert names("140105") == names("") == ["one"]
    assert names("440106") == ["one", "two"]


def test_an_answer_too_long_for_a_small_screen_is_named_with_its_line(packs: Path) -> None:
    text = ENTRY.format(id="masks", sources="[{}]").replace("医院里要戴。", "戴" * 121)
    (packs / "one" / "knowledge.yaml").write_text(entries(text))

    [found] = mistakes(packs)

    assert "one/knowledge.yaml:5: answer: " in found and "120" in found


def test_where_two_rules_of_a_topic_do_not_meet_is_named_with_its_line(packs: Path) -> None:
    rule = {
        "topic": "口罩", "title": "口罩", "issuer": "社区", "answer": "请戴口罩。", "sources": [{}],
    }  # fmt: skip
    first = {"id": "a", **rule, "effective": {"from": "2026-01-01", "to": "2026-02-01"}}
    later = {"id": "b", **rule, "effective": {"from": "2026-02-03T00:00:00+08:00"}}
    text = yaml.safe_dump({"rules": [first, later]}, allow_unicode=True, sort_keys=False)
    (packs / "one" / "rules.yaml").write_text(text)

    [found] = mistakes(packs)

    line = text.splitlines().index("- id: b") + 1
    assert f"one/rules.yaml:{line}: " in found and "之间空着" in found


@pytest.mark.parametrize(
    "wrong",
    [
        ENTRY.format(id="gloves", sources="[]"),
        ENTRY.format(id="gloves", sources="[{}]").replace("current", "sometimes"),
        ENTRY.format(id="gloves", sources="[{}]") + "    facts: [nowhere]\n",
        ENTRY.format(id="gloves", sources="[{}]").replace("医院里要戴。", "戴" * 121),
        "\n  - masks\n",
    ],
    ids=["source", "status", "fact", "long", "no entry"],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_one_broken_entry_takes_no_other_with_it(packs: Path, wrong: str, is_first: bool) -> None:
    right = ENTRY.format(id="masks", sources="[{}]"), ENTRY.format(id="soap", sources="[{}]")
    all_of_it = [wrong, *right] if is_first else [*right, wrong]
    (packs / "one" / "knowledge.yaml").write_text(entries(*all_of_it))

    library = content.load(None, packs, spare=True)

    assert list(library.entries) == ["masks", "soap"]
    assert library.packs[0].broken == ["entry"]
    assert library.problems and all("one/knowledge.yaml:" in one for one in library.problems)
    assert mistakes(packs) == library.problems


def test_what_is_wrong_with_rules_can_leave_the_rest_of_the_pack_usable(packs: Path) -> None:
    (packs / "one" / "rules.yaml").write_text("rules: [{id: a}]\n")
    (packs / "one" / "knowledge.yaml").write_text(entries(ENTRY.format(id="masks", sources="[{}]")))

    library = content.load(None, packs, spare=True)

    assert list(library.entries) == ["masks"] and library.rules == {}
    assert library.packs[0].broken == ["rule"]
    assert all("one/rules.yaml:1: " in problem for problem in library.problems)
