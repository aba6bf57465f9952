"""Door posters and the account's menu, made and laid as an operator does."""

import io
from pathlib import Path

import pypdfium2
import segno
from PIL import Image

from sheets.qr import qr_png
from tests.ops.conftest import Furnisher
from tests.ops.place import Done, Place

A4 = (595, 842)
MENU_CREATE = "/cgi-bin/menu/create"


def words(file: str) -> str:
    return str(pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded())


def holds(picture: Image.Image, content: str) -> bool:
    """Tell whether just this code stands on a poster: every module of it, where it is printed."""
    wanted = Image.open(io.BytesIO(qr_png(content, 900))).convert("L")
    shown = picture.convert("L").crop((58 * 6, 76 * 6, 152 * 6, 170 * 6)).resize(wanted.size)
    modules = int(segno.make(content, error="q", micro=False).symbol_size(border=4)[0])
    step = wanted.width / modules
    spots = [
        (int((x + 0.5) * step), int((y + 0.5) * step))
        for x in range(modules)
        for y in range(modules)
    ]
    return all((shown.getpixel(at) < 128) == (wanted.getpixel(at) < 128) for at in spots)  # type: ignore[operator]


def made(done: Done) -> tuple[str, Image.Image]:
    """Return what a poster says, and its picture."""
    assert done.code == 0, done.err
    pdf, png = done.result["files"]
    page = pypdfium2.PdfDocument(pdf)[0]
    assert tuple(round(side) for side in page.get_size()) == A4
    return words(pdf), Image.open(io.BytesIO(Path(png).read_bytes()))


def test_a_poster_holds_the_code_of_its_building(either: Place) -> None:
    done = either.run("qr", "3号楼")

    said, picture = made(done)
    code, scene = next(iter(either.platform.codes.items()))
    assert (done.result["code"], done.result["scene"]) == ("scene", scene)
    assert holds(picture, code)
    assert not holds(picture, code[:-1] + "~")
    assert "3号楼" in said
    assert "回复" not in said  # the code tells the door
    assert Path(done.result["files"][0]).parent == either.data / "exports"


def test_whoever_scans_it_is_greeted_by_the_name_of_the_building(place: Place) -> None:
    place.run("qr", "2号楼")
    scene = next(iter(place.platform.codes.values()))
    place.serve("--no-clock", "--no-sender")

    greeting = place.platform.follower("oNewcomer0000000000000000009").follows(scene)

    assert "您扫的是2号楼的码" in greeting


def test_the_whole_community_has_a_poster_too(place: Place) -> None:
    done = place.run("qr", "梧桐里社区", str(place.folder / "out"))

    assert made(done)[0]
    assert Path(done.result["files"][1]).parent == place.folder / "out"
    assert place.run("qr", "梧桐里社区").result["scene"] == done.result["scene"]


def test_where_the_account_may_not_the_poster_says_what_to_reply(place: Place) -> None:
    place.platform.fault("/cgi-bin/qrcode/create", times="forever", errcode=48001)

    done = place.run("qr", "3号楼", "--account", "梧桐里邻报")

    said, _ = made(done)
    assert done.result["code"] == "name"
    assert "搜公众号" in said and "梧桐里邻报" in said and "我是3号楼" in said
    assert "48001" in done.result["says"] and "认不出是哪栋楼" in done.result["says"]


def test_a_subscription_account_prints_its_own_code(furnish: Furnisher) -> None:
    place = furnish(kind="subscription")
    own = place.folder / "own.png"
    own.write_bytes(qr_png("http://weixin.qq.com/r/own", 400))

    env = {"LINBAO__WECHAT__OFFICIAL__KIND": "subscription"}
    done = place.run("qr", "3号楼", "--picture", str(own), env=env)

    said, picture = made(done)
    assert done.result["code"] == "account"
    assert holds(picture, "http://weixin.qq.com/r/own")
    assert "关注后回复：我是3号楼" in said
    assert not place.platform.codes  # a right it has not is not even asked for


def test_no_poorer_poster_is_made_while_the_platform_is_busy(place: Place) -> None:
    place.platform.fault("/cgi-bin/qrcode/create", times="forever", errcode=-1)

    done = place.run("qr", "3号楼")

    assert (done.code, done.out) == (1, "")
    assert "海报没有做" in done.err and "过几分钟" in done.err
    assert not (place.data / "exports").exists()


def test_what_is_wrong_with_the_words_is_said(office: Place) -> None:
    nobody = office.run("qr", "99号楼")
    table = office.run("qr", "3号楼", "--picture", str(office.config), env=_without_secret())

    assert nobody.code == table.code == 1
    assert "没有叫“99号楼”的单位" in nobody.err
    assert "不是图片" in table.err


def test_of_several_of_that_name_it_says_which_to_choose(furnish: Furnisher) -> None:
    place = furnish(bare=True)
    place.run("init")
    rows = ["小区,楼栋,单元,房号,姓名", *(f"{yard},81号楼,1,101,{who}" for yard, who in
            (("阳光里", "张一一"), ("月亮里", "李二二")))]  # fmt: skip
    table = place.folder / "表.csv"
    table.write_text("\n".join(rows), "utf-8")
    assert place.run("import", str(table)).result["new"] == 2

    several, one = place.run("qr", "81号楼"), place.run("qr", "月亮里/81号楼")

    assert several.code == 1
    assert "阳光里/81号楼、月亮里/81号楼" in several.err
    assert made(one)[0]


def test_the_menu_is_laid_and_every_tap_is_answered(place: Place) -> None:
    done = place.run("menu")
    place.serve("--no-clock", "--no-sender")
    resident = place.platform.follower(place.who["resident"])

    assert done.code == 0, done.err
    laid = [leaf for row in place.platform.menu for leaf in row["sub_button"]]
    assert done.result["laid"] == len(laid)
    answers = {leaf["name"]: resident.clicks(leaf["key"]) for leaf in laid}
    assert "从哪里回来" in answers["返乡登记"]
    assert "还没登记，可以先打12345" in answers["社区电话和地点"]
    assert "我能帮您" in answers["我能帮您做什么"]
    assert all(answers.values())


def test_staff_see_a_menu_of_their_own_and_residents_do_not(place: Place) -> None:
    for role in ("resident", "grid_worker", "secretary", "doctor", "township"):
        place.platform.follower(place.who[role])
    first, again = place.run("menu"), place.run("menu")
    place.serve("--no-clock", "--no-sender")

    assert first.result["staff"] == again.result["staff"] > 3
    assert len(place.platform.personal) == 4  # laid again each takes its former's place
    assert place.platform.menu_of(place.who["resident"]) == place.platform.menu
    answers = tapped(place, "grid_worker")
    assert "等您处理" in answers["待办"]
    assert all(answers.values())
    resident = place.platform.follower(place.who["resident"])
    assert "等您处理" not in resident.clicks("todo")


def tapped(place: Place, role: str) -> dict[str, str]:
    """Tap everything on somebody's menu; return the answers by the names of the buttons."""
    phone = place.platform.follower(place.who[role])
    rows = place.platform.menu_of(phone.openid)
    leaves = [leaf for row in rows for leaf in row.get("sub_button", [row])]
    return {leaf["name"]: phone.clicks(leaf["key"]) for leaf in leaves}


def test_each_post_sees_its_own_menu_and_the_one_for_all_goes(place: Place) -> None:
    for role in ("resident", "grid_worker", "secretary", "doctor", "township"):
        place.platform.follower(place.who[role])
    world = place.platform
    world.tags[7] = "邻报工作人员", {place.who["secretary"], place.who["resident"]}
    world.personal["7"] = 7, [{"type": "click", "name": "旧的", "key": "todo"}]
    place.run("menu")
    place.serve("--no-clock", "--no-sender")

    assert "7" not in world.personal and not world.tags[7][1]
    secretary, doctor = tapped(place, "secretary"), tapped(place, "doctor")
    assert "没有找到您发的通知" in secretary["我发的通知到了多少户"]
    assert "没有等人回答的问题" in secretary["居民问了没人答的"]
    assert "现行规定" in tapped(place, "township")["现行的和等批准的规定"]
    assert "空着的岗位" not in doctor and "我能帮您" not in doctor["待办"]
    assert all("我能帮您" not in said for name, said in secretary.items() if name != "我能说什么")


def test_where_staff_cannot_be_told_apart_everybody_sees_the_plain_one(place: Place) -> None:
    fault = place.platform.fault("tags/get", errcode=48001, times="forever")
    done = place.run("menu")
    fault.lift()

    assert done.code == 0 and place.platform.menu
    assert done.result["staff"] == 0 and "没有这项权限" in done.result["staff_why"]
    assert "普通菜单" in done.err


def test_a_refused_menu_is_told_with_what_to_do(place: Place) -> None:
    fault = place.platform.fault(MENU_CREATE, times="forever", errcode=48001)
    forbidden = place.run("menu")
    fault.lift()
    place.platform.fault(MENU_CREATE, times="forever", errcode=40018)
    refused = place.run("menu")

    assert forbidden.code == refused.code == 1
    assert "48001" in forbidden.err and "手工设置" in forbidden.err
    assert "menu.yaml" in refused.err
    assert not place.platform.menu


def test_nothing_is_laid_without_a_secret(office: Place) -> None:
    done = office.run("menu", env=_without_secret())

    assert done.code == 1
    assert "secret" in done.err


def _without_secret() -> dict[str, str]:
    return {"LINBAO__WECHAT__OFFICIAL__SECRET": ""}


def test_a_card_names_who_is_there_for_the_building(office: Place) -> None:
    done = office.run("export", "card", "3号楼")

    assert done.code == 0, done.err
    said = words(done.result["files"][0])
    assert "联 心 卡" in said
    for title in ("网格员", "社区医生", "社区书记"):
        assert title in said
    assert done.result["helpers"] >= 3


def test_a_card_of_nowhere_is_not_made(office: Place) -> None:
    assert "例如：bot.py export card 3号楼" in office.run("export", "card").err
    assert "没有叫“99号楼”的单位" in office.run("export", "card", "99号楼").err
    assert ".pdf" in office.run("export", "card", "3号楼", "card.docx").err
