from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import urllib3

from sim.envelope import sealed_post
from sim.poster import XML
from tests.conftest import AES_KEY, APP_ID, TOKEN
from tests.ops.conftest import Furnisher
from tests.ops.place import Place, until
from tests.ops.processes import children

HEADERS = {**XML, "Connection": "close"}  # who is refused unread is hung up on
CLOSED = ["/wechat/work", "/wechat/work/aibot", "/nobody", "/static/x", "/.git/config"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(furnish: Furnisher, request: pytest.FixtureRequest) -> Iterator[Place]:
    place = furnish(str(request.param))
    place.serve()
    yield place
    place.stop()


def test_a_signed_and_sealed_message_is_answered_and_the_account_can_be_saved(
    served: Place,
) -> None:
    resident = served.platform.follower(served.who["resident"])

    assert served.platform.verify()
    assert "报备" in resident.says("近期计划从外地回来,应该怎么报备")
    assert served.platform.faults_seen == []


def test_web_clock_and_sender_are_the_children(served: Place) -> None:
    found = served.started[0].family()

    processes = 1 if served.url.startswith("sqlite") else 2
    assert len(children(found["web"])) == processes


def test_an_alarm_reaches_the_duty_officer_by_itself(served: Place) -> None:
    resident = served.platform.follower(served.who["resident"])
    secretary = served.platform.follower(served.who["secretary"])

    assert "120" in resident.says("我喘不上气")

    until(lambda: [bubble for bubble in secretary.screen if bubble.via == "custom"])


def test_health_is_told(served: Place) -> None:
    assert served.status("/healthz") == 200
    assert served.status("/readyz") == 200


def test_metrics_are_for_prometheus_and_name_nobody(served: Place) -> None:
    page = served.get("/metrics")
    text = page.data.decode()

    assert page.headers["content-type"].startswith("text/plain")
    assert "linbao_database_up 1.0" in text
    assert "# TYPE linbao_deliveries gauge" in text
    assert "oLinBao" not in text
    assert text.isascii()


@pytest.mark.parametrize("path", CLOSED)
def test_a_closed_door_is_not_found(served: Place, path: str) -> None:
    assert served.status(path) == 404


def test_a_wrong_call_is_refused_with_nothing_said(served: Place) -> None:
    query, body = sealed_post(
        token="another", aes_key=AES_KEY, app_id=APP_ID, openid="o1", plain=b"<xml/>",
        timestamp="1", nonce="2", mode="encrypted",
    )  # fmt: skip
    signed, _ = sealed_post(
        token=TOKEN, aes_key=AES_KEY, app_id=APP_ID, openid="o1", plain=b"<xml/>",
        timestamp="1", nonce="2", mode="encrypted",
    )  # fmt: skip

    assert _post(served, query, body) == (403, b"")
    assert _post(served, signed, b"<xml><Content>plain</Content></xml>") == (403, b"")
    assert _post(served, signed, b"x" * 70_000)[0] in {400, 403}
    assert _post(served, signed, b"\xff\xfe<xml") == (400, b"")


def test_readiness_says_when_the_database_is_behind(served: Place) -> None:
    [(head,)] = served.rows("SELECT version_num FROM alembic_version")

    _stamp(served, "older")
    page = served.get("/readyz")
    _stamp(served, head)

    assert page.status == 503
    assert "older" in page.data.decode()
    assert served.status("/healthz") == 200
    assert served.status("/readyz") == 200


def test_it_says_where_it_listens_and_that_it_is_ready_once(served: Place) -> None:
    said = served.started[0].err.read_text("utf-8")

    assert said.count(f"邻报在听 {served.address}") == 1
    assert said.count(f"邻报已就绪：{served.address}") == 1


def test_the_log_holds_no_openid_and_no_text(served: Place) -> None:
    said = served.started[0].said()

    assert "oLinBao" not in said
    assert "报备" not in said and "喘" not in said
    assert served.started[0].out.read_text() == ""


def _stamp(place: Place, version: str) -> None:
    with place.database() as database, database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")


def _post(place: Place, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
    url = f"{place.address}/wechat/official?{urlencode(query)}"
    answer = urllib3.request("POST", url, body=body, headers=HEADERS, retries=False, timeout=10)
    return answer.status, answer.data
