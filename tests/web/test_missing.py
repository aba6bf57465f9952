"""The names of those who have not answered, as a table: for who asked, for a while, and put down."""

import io
from datetime import timedelta

from openpyxl import load_workbook
from sqlalchemy import select

from core import tickets
from db.models import Audit, Contact, Person
from tests.conftest import Town
from tests.noticing import send
from tests.staffing import person_of


def with_pages(town: Town) -> None:
    """Let the assistant know the address of its own pages."""
    town.bot.links.base = "https://linbao.test"


def sent(town: Town) -> None:
    with_pages(town)
    assert "正在发给" in send(town.secretary, "发紧急通知 3号楼 今晚管道冲洗，请把水龙头关好")
    town.send()
    town.observed[1].says("收到")


def link(said: str) -> str:
    return said.partition("https://linbao.test")[2].split()[0]


def rows(town: Town, address: str) -> list[tuple[object, ...]]:
    got = town.bot.app.test_client().get(address)
    assert got.status_code == 200
    assert "no-store" in got.headers["Cache-Control"]
    sheet = load_workbook(io.BytesIO(got.data)).active
    assert sheet is not None
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def taken(town: Town) -> list[str | None]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Audit.detail).where(Audit.action == "export_missing")))


def test_it_holds_every_name_of_the_pages_and_who_took_it_is_put_down(town: Town) -> None:
    sent(town)
    pages = town.secretary.says("谁没回")
    head, *found = rows(town, link(town.secretary.says("没回的名单导出表格")))

    assert head == ("序号", "门牌", "姓名", "电话", "情况", "结果")
    assert f"没回{len(found)}户" in pages
    assert all(str(row[1]) in pages for row in found if row[1])
    assert {row[4] for row in found} <= {"没有人关注公众号", "送到了，没回", "没有关注或已取消关注"}
    assert taken(town) == ["N1 answer"]


def test_a_name_in_it_is_never_a_formula(town: Town) -> None:
    with_pages(town)

    def rename(db):  # type: ignore[no-untyped-def]
        person = db.scalars(
            select(Person).join(Contact).where(Contact.address == town.who["observed"][1])
        ).one()
        person.name = '=HYPERLINK("http://evil.test","点我")'

    town.bot.database.write(rename)
    send(town.secretary, "发紧急通知 3号楼 今晚管道冲洗")
    town.send()

    names = [row[2] for row in rows(town, link(town.secretary.says("谁没回 要表格")))]
    assert not [name for name in names if str(name).startswith("=")]
    assert [name for name in names if "HYPERLINK" in str(name)]


def test_a_stale_a_forged_and_a_strange_link_show_nothing(town: Town) -> None:
    sent(town)
    where = link(town.secretary.says("谁没看 下载"))
    page = town.bot.app.test_client()
    assert page.get(where[:-3] + "abc").status_code == 404
    assert page.get(where.replace("/answer/", "/names/")).status_code == 404
    town.clock.set(town.clock.now() + timedelta(minutes=16))
    assert page.get(where).status_code == 410
    assert taken(town) == []


def test_nobody_reads_it_who_may_not_ask_for_the_names(town: Town) -> None:
    """A resident's ticket, were there one, opens nothing; a doctor is told the command is not theirs."""
    sent(town)
    until = town.clock.now() + timedelta(minutes=5)
    key = town.bot.links.missing_key()
    ticket = tickets.sign(key, 1, person_of(town, town.who["observed"][1]), until)
    got = town.bot.app.test_client().get(f"/h5/m/answer/{ticket}")

    assert got.status_code == 403
    assert "https://" not in town.doctor.says("谁没回 导出")
    assert taken(town) == []
