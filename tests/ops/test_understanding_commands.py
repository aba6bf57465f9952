import json

from tests.ops.place import Place

PARSE_KEYS = ["text", "intent", "score", "intents", "candidates", "slots", "ask_back", "danger"]
ASK_KEYS = ["text", "answer", "intent", "entry", "rule", "effective", "source"]
FOUNDING = "近期计划从外地回来,应该怎么报备"


def test_parse_prints_one_line_for_each_argument_also_for_an_empty_one(office: Place) -> None:
    done = office.run("parse", "36.8", "", "明天从太原回来", "--at", "2026-11-21T08:00")

    shown = [json.loads(line) for line in done.lines]
    assert done.code == 0
    assert [one["text"] for one in shown] == ["36.8", "", "明天从太原回来"]
    assert all(list(one) == PARSE_KEYS for one in shown)
    assert "2026-11-22" in json.dumps(shown[2]["slots"])


def test_parse_prints_one_line_for_each_line_of_stdin_whatever_it_holds(office: Place) -> None:
    given = "36.8\r\n\n我\u2028喘不上气\n".encode() + b"\xff\xfe\n" + b"last without an end"

    done = office.run("parse", stdin=given)

    shown = [json.loads(line) for line in done.out.split("\n")[:-1]]
    assert done.code == 0
    assert len(shown) == 5
    assert [one["text"] for one in shown[:3]] == ["36.8", "", "我\u2028喘不上气"]
    assert shown[2]["danger"]
    for one in shown:
        assert list(one) == PARSE_KEYS
        assert one["intents"][0] == one["intent"] == one["candidates"][0]["intent"]
        assert len(one["candidates"]) <= 3
        assert 0 <= one["score"] <= 1
        assert isinstance(one["ask_back"], bool)
        assert isinstance(one["slots"], dict)


def test_ask_names_the_rule_and_its_source_and_changes_nothing(engine_place: Place) -> None:
    before = dump(engine_place)

    stranger = engine_place.run("ask", FOUNDING, "--at", "2026-11-21T09:00")
    observed = engine_place.run(
        "ask", "--as", engine_place.who["observed"][0], "--at", "2026-11-21T09:00", "体温38.5"
    )

    assert (stranger.code, observed.code) == (0, 0)
    assert list(stranger.result) == list(observed.result) == ASK_KEYS
    assert stranger.result["text"] == FOUNDING
    assert stranger.result["source"] and stranger.result["effective"] and stranger.result["rule"]
    assert "38.5" in observed.result["answer"]
    assert dump(engine_place) == before


def dump(place: Place) -> dict[str, list[str]]:
    """Return every row of every table."""
    with place.database() as database, database.engine.connect() as connection:
        from sqlalchemy import MetaData

        tables = MetaData()
        tables.reflect(connection)
        return {
            table.name: sorted(
                map(str, connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all())
            )
            for table in tables.tables.values()
        }


def test_parse_hears_staff_only_when_told_that_staff_speak(office: Place) -> None:
    given = ["下周哪天轮我当班", "口罩多久换一次", "2-703 骆秋萍 36.7"]

    staff = [json.loads(line) for line in office.run("parse", "--staff", *given).lines]
    anybody = [json.loads(line) for line in office.run("parse", *given).lines]

    assert [one["intent"] for one in staff] == ["staff_roster", "ask_mask", "staff_report_for"]
    assert all(list(one) == PARSE_KEYS for one in staff)
    assert staff[2]["slots"]["name"] == "骆秋萍"
    said = [c["intent"] for one in anybody for c in one["candidates"]]
    assert not [intent for intent in said if intent.startswith("staff_")]
