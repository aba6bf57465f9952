"""A community moves in, from an empty folder to a fever: nothing in it is made by `sample`."""

import re

import pytest
from openpyxl import Workbook

from sim.wechat import Follower
from tests.ops.conftest import Furnisher
from tests.ops.place import Place, until

TITLE = "幸福里社区居民登记表（2026年11月）"
HEADINGS = [
    "序号",
    "网格",
    "楼栋",
    "单元",
    "房号",
    "*姓 名",
    "与户主\n关系",
    "联系电话",
    "网格员",
    "网格员电话",
]
ROWS = [
    [1, "第1网格", "1#楼", "一单元", "101室", "李  云", "户主", 13800000001, "王芳", "13900000001"],
    [2, "", "", "", "", "李强", "儿子", "", "", ""],
    [3, "第1网格", "1#楼", "一单元", "102室", "赵敏", "户主", "13800000003", "王芳", "13900000001"],
    [4, "第2网格", "2#楼", "二单元", "201室", "孙涛", "户主", "13800000004", "何勇", "13900000002"],
    [5, "第2网格", "2#楼", "二单元", "202室", "周平", "户主", "13800000005", "何勇", "13900000002"],
    [6, "第2网格", "2#楼", "二单元", "202室", "周萍", "户主", "1.38E+10", "何勇", "13900000002"],
]  # fmt: skip


def workbook(place: Place) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.merge_cells("A1:J1")
    sheet.append(HEADINGS)
    for row in ROWS:
        sheet.append(row)
    path = place.folder / "登记表.xlsx"
    book.save(path)
    return str(path)


def code_in(text: str) -> str:
    found = re.search(r"加入 ?([A-Z0-9-]{6,})", text)
    assert found, text
    return found[1]


def heard(phone: Follower, word: str) -> None:
    until(lambda: any(word in text for text in phone.texts()), 20, f"{word} to be heard")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_day_of_a_community_that_moves_in(furnish: Furnisher, engine: str) -> None:
    place = furnish(engine, bare=True)
    place.write(community={"name": "幸福里社区"})
    assert place.run("init").code == 0
    code = place.run("invite", "书记", "幸福里社区", "周书记").result["code"]
    took = place.run("import", workbook(place)).result
    assert [took[key] for key in ("rows", "new", "parked")] == [6, 4, 2]
    assert place.run("check").code == 0
    place.serve()
    people = {
        name: place.platform.follower(f"o{name}0000000000000000000000000")
        for name in ("secretary", "first", "second", "li", "zhao", "sun")
    }

    # The secretary comes in by the operator's code, the grid workers by hers.
    secretary = people["secretary"]
    secretary.follows()
    assert "您是周书记" in secretary.says(f"加入 {code}")
    assert "书记" in secretary.says("是")
    for who, grid, name in (("first", 1, "王芳"), ("second", 2, "何勇")):
        said = secretary.says(f"邀请 网格员 第{grid}网格 {name}")
        assert name in said
        said = secretary.says("对")
        worker = people[who]
        worker.follows()
        assert f"您是{name}" in worker.says(f"加入 {code_in(said)}")
        assert "网格员" in worker.says("是")

    # Residents come in by their building's code.
    scenes = dict(place.rows("SELECT name, scene FROM units WHERE scene IS NOT NULL"))
    for who, building, door, name in (
        ("li", "1号楼", "1号楼1单元101", "李云"),
        ("zhao", "1号楼", "1号楼1单元102", "赵敏"),
        ("sun", "2号楼", "2号楼2单元201", "孙涛"),
    ):
        resident = people[who]
        assert building in resident.follows(scene=scenes[building])
        assert "核对" in resident.says(f"我是{door} {name}")
    for whose, numbers in (("first", (1, 2)), ("second", (3,))):
        for number in numbers:
            assert "已通过" in people[whose].says(f"同意 {number}")
    heard(people["li"], "通过")
    heard(people["sun"], "通过")

    # One moves; two records of one person become one.
    first, second = people["first"], people["second"]
    assert "赵敏搬到1号楼1单元103，对吗" in first.says("搬到 1-1-102 赵敏 1-1-103")
    assert "改好了" in first.says("对")
    assert "对吗" in first.says("登记住户 1号楼1单元104 赵敏 13800000033")
    assert "登记好了" in first.says("对")
    assert "是同一个人吗" in first.says("合并 赵敏")
    assert "合并好了" in first.says("1")
    assert first.says("查 赵敏").count("赵敏") == 1

    # A grid worker goes on leave; the substitute answers a fever.
    assert "已开始" in first.says("观察 1号楼1单元101 李云 3天")
    assert "由何勇替您" in first.says("今天请假，何勇替")
    assert "已经问何勇" in first.says("对")
    heard(second, "替班")
    assert "您替王芳" in second.says("同意替班")
    assert "38.6" in people["li"].says("我38.6")
    heard(second, "李云（1号楼1单元101")
    fever = code_of_item([each for each in second.texts() if "收到 " in each][-1])
    assert "由您处理" in second.says(f"收到 {fever}")
    assert not [text for text in first.texts() if "38.6" in text]
    assert place.platform.faults_seen == []
    place.stop()


def code_of_item(text: str) -> str:
    found = re.search(r"收到 (\d+)", text)
    assert found, text
    return found[1]
