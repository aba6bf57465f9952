"""A table comes in while residents speak: nothing is lost on either side, nobody hears of a lock."""

from collections.abc import Iterator

import pytest

from tests.ops.conftest import Furnisher
from tests.ops.crowd import Crowd, turns_of
from tests.ops.place import Place, until
from tests.ops.test_importing import HEADINGS

ROWS = 2000
SAYINGS = ["帮助", "近期计划从外地回来,应该怎么报备", "36.8", "我的信息"] * 3
SORRY = ("先记下了", "存不下", "稍后再试", "出了点问题", "故障")


def lines() -> Iterator[str]:
    yield ",".join([*HEADINGS, "监测类型", "天数"])
    for at in range(ROWS):
        name = "李" + chr(0x4E00 + at // 100) + chr(0x4E00 + at % 100)
        phone = "" if at % 50 == 0 else f"139{at:08d}"
        room = "" if at % 40 == 7 else str(at % 60 + 101)
        yield f"1,{at // 60 + 50},1,{room},{name},户主,{phone},,{'自我监测,14' if at % 5 == 0 else ','}"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_residents_are_answered_while_a_register_comes_in(furnish: Furnisher, engine: str) -> None:
    place: Place = furnish(engine)
    table = place.folder / "a.csv"
    table.write_text("\n".join(lines()), "utf-8")
    observed = place.who["observed"]
    people_before = place.rows("SELECT count(*) FROM people")[0][0]
    place.serve()

    importing = place.start("import", str(table))
    crowd = Crowd(place, 4, SAYINGS)
    phones = [place.platform.follower(openid) for openid in observed]
    said = [phone.says(f"我36.{at % 10}") for at in range(5) for phone in phones]
    assert importing.process.wait(120) == 0, importing.said()
    until(lambda: crowd.is_done, 60, "everybody to be answered")

    # The table: every row is stored or waits, none twice.
    waiting = sum(at % 40 == 7 for at in range(ROWS))
    (count,) = place.rows("SELECT count(*) FROM people")[0]
    assert count - people_before == ROWS - waiting
    begun = sum(at % 40 != 7 and at % 5 == 0 for at in range(ROWS))
    assert place.rows("SELECT count(*) FROM audit WHERE action = 'observe'") == [(begun,)]
    again = place.run("import", str(table)).result
    assert (again["same"], again["watched"]) == (ROWS - waiting, 0)
    # The residents: everybody was answered, once, and of no trouble.
    answers, turns = crowd.answers(), turns_of(place)
    assert len(answers) == 4 * len(SAYINGS) + len(said)
    assert all(len(turns[key]) == 1 for key in answers)
    heard = [*said, *(text for told in answers.values() for text in told)]
    assert [text for text in heard if any(word in text for word in SORRY)] == []
    assert place.rows("SELECT count(*) FROM observations")[0][0] >= len(said)
    assert place.platform.faults_seen == []
    place.stop()
