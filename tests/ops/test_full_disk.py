"""The disk is full: danger is answered, nobody hears what is not true, and all goes on when there is room."""

import threading
from collections.abc import Iterator

import pytest

from sim.wechat import PretendWeChat
from tests.ops.conftest import Furnisher
from tests.ops.disks import Disk, Limit, SmallDisk, run_without_room
from tests.ops.place import Place, until
from tests.ops.test_trouble import in_one_line

TRUTH = "系统出了故障"
# What is said only to somebody whose message was written down.
CLAIMS = ("记下了", "已通知", "已登记", "已经告诉", "收到", "已发", "发出")


@pytest.fixture
def place(furnish: Furnisher) -> Iterator[Place]:
    place = furnish("sqlite")
    yield place
    place.stop()


@pytest.fixture(
    params=[
        pytest.param(SmallDisk, marks=pytest.mark.slow, id="small"),
        pytest.param(Limit, id="limit"),
    ]
)
def disk(place: Place, request: pytest.FixtureRequest) -> Iterator[Disk]:
    disk: Disk = request.param(place)
    yield disk
    place.stop()
    disk.close()


def test_a_full_disk_does_no_harm_and_is_left_behind(place: Place, disk: Disk) -> None:
    running, says = place.serve(), Phones(place)
    assert "能帮您" in says("resident", "帮助")
    [(before,)] = place.rows("SELECT count(*) FROM turns")

    disk.fill(running)
    page = until(lambda: _not_ready(place))
    danger = says("resident", "救命,我妈喘不上气了")
    told = [
        says("resident", "近期计划从外地回来,应该怎么报备"),
        says("observed", "36.8"),
        says("secretary", "发通知 全体 明天停水"),
        says("grid_worker", "待办"),
    ]
    leaving = threading.Thread(target=place.platform.follower(place.who["township"]).unfollows)
    leaving.start()
    until(lambda: [one.status for one in place.platform.exchanges][-2:] == [503, 503])

    assert "磁盘" in page or "文件到了" in page
    assert "120" in danger and not any(claim in danger for claim in CLAIMS)
    for said in told:
        assert TRUTH in said and "没能记下" in said and "12345" in said
    assert all("Traceback" not in said for said in told)
    assert not list((place.data / "spool").glob("*.part")), "what cannot be written takes no room"

    disk.clear(running)
    until(lambda: place.status("/readyz") == 200, 20, "a server that is ready again")
    leaving.join(60)
    temperature = says("observed", "36.8")

    assert "36.8" in temperature and TRUTH not in temperature
    assert TRUTH not in says("resident", "近期计划从外地回来,应该怎么报备")
    township = place.who["township"]
    assert [x.status for x in place.platform.exchanges if x.openid == township][-1] == 200
    [(after,)] = place.rows("SELECT count(*) FROM turns")
    assert after == before + 3  # the two that were said again, and the event, once
    assert place.run("check").lines == ["ok"]
    assert running.process.poll() is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [["backup", "b.backup"], ["export", "register", "r.xlsx"], ["import", "--template", "t.xlsx"],
     ["tick"]],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_finds_no_room_says_so_and_leaves_nothing(
    place: Place, words: list[str]
) -> None:
    before = _files(place)

    done = run_without_room(place, *words)

    in_one_line(done, "bot.py")
    assert any(word in done.err for word in ("磁盘", "文件到了", "已经有人")), done.err
    assert _files(place) - before <= {"exports", "linbao.db-wal", "linbao.db-shm"}


def _files(place: Place) -> set[str]:
    return {path.name for path in [*place.folder.iterdir(), *place.data.rglob("*")]}


FULL_SERVER = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
"""


@pytest.mark.slow
def test_a_full_database_server_does_no_harm_and_is_left_behind(furnish: Furnisher) -> None:
    place = furnish("postgresql")
    try:
        place.serve("--no-clock", "--no-sender")
        says, tables = Phones(place), ("turns", "store_checks", "observations", "contacts")
        place.change(FULL_SERVER)
        for table in tables:
            place.change(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )

        page = until(lambda: _not_ready(place))
        danger = says("resident", "救命,我妈喘不上气了")
        told = [says("observed", "36.8"), says("resident", "从外地回来怎么报备")]
        tick = place.run("tick", "--at", "2026-11-21T12:00")
        for table in tables:
            place.change(f"DROP TRIGGER full_disk ON {table}")

        assert "磁盘满了" in page
        assert "120" in danger
        assert all("先记下了" in said and "12345" in said for said in told)
        assert tick.code == 0 or "磁盘满了" in tick.err
        until(lambda: not list((place.data / "spool").glob("*.msg")), 40, "what was kept")
        assert place.status("/readyz") == 200
        assert place.rows("SELECT count(*) FROM observations WHERE turn_id IS NOT NULL") == [(1,)]
        assert place.rows("SELECT count(*) FROM turns") == [(3,)]
    finally:
        place.stop()


def _not_ready(place: Place) -> str:
    """Return why it is not ready, or nothing while it is."""
    page = place.get("/readyz")
    return page.data.decode() if page.status == 503 else ""


def test_check_says_how_much_room_is_left_before_it_is_gone(place: Place) -> None:
    disk = SmallDisk(place)
    try:
        done = place.run("check")
    finally:
        disk.close()

    assert (done.code, done.lines) == (0, ["ok"])
    assert "只剩" in done.err and "共 24 MB" in done.err


class Phones:
    """Everybody's phone, by who they are."""

    def __init__(self, place: Place) -> None:
        self._platform: PretendWeChat = place.platform
        self._who = {**place.who, "observed": place.who["observed"][0]}

    def __call__(self, who: str, text: str) -> str:
        return self._platform.follower(self._who[who]).says(text)
