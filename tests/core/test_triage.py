"""Of all that is known of somebody unwell the most urgent comes first, whatever else is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content.packs
from core import ages
from core.triage import Haste, SignSpec, Triage, TriageLine, TriageSpec, Unwell

PACKS = content.packs.load()
TRIAGE = PACKS.triage
SIGNS = sorted({sign.name for pack in PACKS.packs if pack.triage for sign in pack.triage.signs})
some_signs = st.frozensets(st.sampled_from(SIGNS), max_size=8)


def urgency(lines: list[TriageLine]) -> int:
    return max((line.urgency for line in lines), default=0)


@given(signs=some_signs, more=some_signs)
def test_who_tells_more_is_never_seen_later(signs: frozenset[str], more: frozenset[str]) -> None:
    before, after = TRIAGE.of_signs(signs), TRIAGE.of_signs(signs | more)

    assert urgency(after) >= urgency(before)
    assert {line.id for line in before} <= {line.id for line in after}
    if after:
        assert after[0].urgency == urgency(after), "the most urgent is said first"


@given(signs=some_signs)
def test_a_fever_hears_no_less_than_everybody_does(signs: frozenset[str]) -> None:
    """Nearer advice stands in the place of the general one: it must say where to go, and 120."""
    first = TRIAGE.of_signs({*signs, "发烧"})[0]

    assert first.urgency >= Haste.SOON
    assert "120" in first.says and any(
        word in first.says
        for word in ("医院", "产科", "发热门诊", "看医生", "透析室", "医生", "急诊", "马上打120")
    )


def test_what_is_urgent_says_so_before_anything_else() -> None:
    spoken = {Haste.NOW: ("现在", "马上"), Haste.TODAY: ("今天", "现在", "马上", "别")}
    lines = [line for pack in PACKS.packs if pack.triage for line in pack.triage.lines]

    for line in lines:
        opening = line.says[: len(line.says) * 2 // 3]
        assert any(word in opening for word in spoken.get(line.urgency, ("",))), line.id


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("孙女生下来才二十天，摸着烫手", "baby_fever"),
        ("血氧夹着八十八", "oxygen_very_low"),
        ("在刚果修路回来半个月，一会儿冷一会儿热", "malaria"),
        ("外婆今天叫她吃饭不吃饭，话也少，发低烧", "old_and_dull"),
        ("揣着娃六个多月，有点低烧", "pregnant_fever"),
        ("降压药早上吃过，老糊涂了又吃了一遍", "taken_twice"),
    ],
)
def test_the_line_of_just_such_a_person_is_first(text: str, line: str) -> None:
    assert TRIAGE.lines(Unwell(text))[0].id == line


@pytest.mark.parametrize(
    "text",
    ["没怀孕，就是问问", "没去过非洲，也没发烧", "备孕要打什么疫苗", "血氧97", "我妈血压130"],
)
def test_what_is_denied_or_well_is_no_sign(text: str) -> None:
    assert TRIAGE.lines(Unwell(text)) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("宝宝出生四十天", [40]),
        ("俩月大的娃", [60]),
        ("孩子发烧两天了", []),
        ("怀孕七个月", []),
        ("小孩3天没拉", []),
    ],
)
def test_a_baby_is_as_old_as_it_is_said_to_be(text: str, days: list[int]) -> None:
    assert ages.of_babies(text) == days


def test_a_line_with_a_sign_nobody_wrote_down_is_named() -> None:
    spec = TriageSpec(
        signs=[SignSpec(name="发烧", said=["发烧"])],
        lines=[
            TriageLine(
                id="one",
                urgency=Haste.NOW,
                when=["发烧", "怀孕"],
                says="现在就去医院看产科。",
                source="药品说明书",
            )
        ],
    )

    assert list(spec.mistakes()) == ["one: signs 里没有“怀孕”"]
    assert Triage(spec).of_signs({"发烧"}) == []
