"""A text to paste names a page that shows the code of the building, where there is one to show."""

from pathlib import Path

import pytest
from sqlalchemy import update

from core.config import Config
from db.models import Unit
from sim.wechat import PretendWeChat
from tests.conftest import Town, make_config
from tests.handlers.groups.test_pasting import published

SHOWN = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ1"


@pytest.fixture
def config(platform: PretendWeChat, data: Path, database_url: str) -> Config:
    made = make_config(platform, data, database_url)
    server = made.server.model_copy(update={"public_url": "https://bao.example.cn"})
    return made.model_copy(update={"server": server})


def test_it_leads_to_the_code_of_the_building(town: Town) -> None:
    code = published(town, "明天9点停水，请家家户户提前接好水。" * 20)
    assert "/h5/q/" not in town.secretary.says(f"群文 {code}")  # none was made yet
    town.bot.database.write(
        lambda db: db.execute(update(Unit).where(Unit.building == "3").values(code_picture=SHOWN))
    )

    said = town.secretary.says(f"群文 {code}")
    page = said.rpartition("https://bao.example.cn")[2]
    shown = town.bot.app.test_client().get(page)

    assert len(said) <= 300 and code in said
    assert (shown.status_code, shown.location) == (302, SHOWN)
    for unit in ("0", "999999", str(2**31), "9" * 30):
        assert town.bot.app.test_client().get(f"/h5/q/{unit}").status_code == 404
