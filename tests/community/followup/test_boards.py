"""The day's board: at five to the secretary, and drawn; a person's curve drawn."""

import io

from PIL import Image

from community.followup import boards
from community.people import access
from core.prints import PersonCurve
from tests.conftest import Town
from tests.databases import ZONE
from tests.families import head_of, run


def digests(town: Town) -> list[str]:
    return [text for text in town.secretary.hears() if "应报" in text]


def test_at_five_the_secretary_reads_the_sums_once(town: Town) -> None:
    secretary = town.secretary
    run(town, "2026-11-21T08:00")
    town.observed[0].says("36.5")
    town.observed[1].says("38.5")
    secretary.hears()
    run(town, "2026-11-21T16:59")
    assert not [text for text in secretary.hears() if "应报" in text]
    run(town, "2026-11-21T17:00")
    run(town, "2026-11-21T17:10")

    [text] = [text for text in secretary.hears() if "应报" in text]
    assert "应报3，已报2，异常1人，未报1" in text


def test_the_board_and_a_curve_are_pictures_a_telephone_shows(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T12:00")
    town.observed[0].says("38.5 咳嗽")
    with town.bot.database.read() as db:
        board = boards.of_day(db, "", "梧桐里", town.clock.now().date())

    def curve(db: object) -> object:
        person = head_of(db, town.observed[0])  # type: ignore[arg-type]
        doctor = head_of(db, town.doctor)  # type: ignore[arg-type]
        actor = access.actor(db, doctor.id, None, town.clock.now(), ZONE)  # type: ignore[arg-type]
        now = town.clock.now()
        return boards.curve(actor, db, town.bot.watch, person.id, now)  # type: ignore[arg-type]

    drawn = town.bot.database.write(curve)
    assert isinstance(drawn, PersonCurve)
    assert [point.is_missed for point in drawn.points] == [True, False]
    assert "咳嗽" in drawn.points[1].marks and drawn.points[1].celsius == 38.5
    for png in (town.bot.prints.board(board), town.bot.prints.curve(drawn)):
        picture = Image.open(io.BytesIO(png))
        assert picture.width == 1080 and len(picture.getcolors(100_000) or []) > 2
