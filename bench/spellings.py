"""A known register, and rows that mean its people in spellings that are hard to read."""

from collections.abc import Iterator

from core.doors import Door
from core.register import RegisterRow

LEFT_OUT = None  # rows about nobody who is known: taking one for somebody is a fault
Rows = list[tuple[list[str], str | None]]

_NAMES = "王芳 李云 张强 刘敏 陈静 杨磊 赵洋 黄艳 周勇 吴杰".split()


def register() -> list[RegisterRow]:
    """Ten people in each of two estates' and one village's homes; notes say who is who."""
    rows = []
    for at, name in enumerate(_NAMES):
        for door in _doors(at):
            number = len(rows) + 1
            phone = f"138{number:08d}"
            rows.append(
                RegisterRow(
                    number, door, name, relation="户主", phones=(phone,), notes=f"p{number}"
                )
            )
    return rows


def _doors(at: int) -> tuple[Door, Door, Door]:
    building, entrance, room = str(at + 1), str(at % 3 + 1), f"{at + 1}0{at % 4 + 1}"
    return (
        Door(estate="阳光花园", building=building, entrance=entrance, room=room),
        Door(estate="明月苑", building=building, entrance=entrance, room=room),
        Door(group=str(at % 3 + 1), room=str(at + 11)),
    )


_ADDRESSES = (
    "{e}{b}号楼{u}单元{r}室", "{e}{b}栋{u}单元{r}", "{e}{b}幢{u}单元{r}号", "{e}{b}#楼{u}单元{r}室",
    "{e}{b}#{u}-{r}", "{e}第{b}栋{u}单元{r}", "{e}{b}号楼 {u}单元 {r}", "{e}小区{b}号楼{u}单元{r}室",
    "{e}{b}-{u}-{r}", "幸福社区{e}{b}号楼{u}单元{r}", "{e}（{b}号楼{u}单元{r}室）", "{e}{b}号楼{u}门{r}",
)  # fmt: skip
_HAN = "一二三四五六七八九十"


def cases() -> Iterator[tuple[list[str], Rows]]:
    """Yield tables: headings, then rows with who is meant."""
    for turn in range(9):
        yield ["住址", "姓名"], _whole("阳光花园", 0, turn)
        yield ["家庭住址", "户主"], _whole("明月苑", 1, turn)
    yield ["小区", "楼栋", "单元", "房号", "姓名"], _columns()
    yield ["村民小组", "门牌号", "姓名", "手机"], _village()
    yield ["楼栋", "单元", "房号", "姓名", "联系电话"], _by_phone()
    yield ["住址", "姓名", "电话"], _nobody()


def _whole(estate: str, offset: int, turn: int) -> Rows:
    rows: Rows = []
    for at, name in enumerate(_NAMES):
        door = _doors(at)[offset]
        shape = _ADDRESSES[(at + turn) % len(_ADDRESSES)]
        spelled = shape.format(e=estate, b=door.building, u=door.entrance, r=door.room)
        spelled = _wide(spelled) if (at + turn) % 3 == 0 else spelled
        rows.append(([spelled, _spaced(name, at + turn)], _who(at, offset)))
    return rows


def _columns() -> Rows:
    rows: Rows = []
    for at, name in enumerate(_NAMES):
        door = _doors(at)[0]
        building = (
            f"{door.building}号楼",
            f"第{_HAN[at]}栋",
            f"{door.building}#",
            f"{at + 1:02d}",
        )[at % 4]
        entrance = (f"{door.entrance}单元", f"{_HAN[at % 3]}单元", f"0{door.entrance}")[at % 3]
        rows.append(
            (["阳光花园小区", building, entrance, f"{door.room}室", f"{name} "], _who(at, 0))
        )
    return rows


def _village() -> Rows:
    rows: Rows = []
    for at, name in enumerate(_NAMES):
        door = _doors(at)[2]
        group = (f"{door.group}组", f"第{_HAN[at % 3]}组", f"{_HAN[at % 3]}组")[at % 3]
        rows.append(([group, f"{door.room}号", name, ""], _who(at, 2)))
    return rows


def _by_phone() -> Rows:
    """They have moved to where nobody lived; name and phone tell who they are."""
    rows: Rows = []
    for at, name in enumerate(_NAMES):
        phone = f"138{at * 3 + 1:08d}"
        spelled = (
            f"+86 {phone}",
            f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
            f"{phone}（本人）",
            phone,
        )[at % 4]
        rows.append((["99号楼", "1单元", f"{at + 1}01", name, spelled], _who(at, 0)))
    return rows


def _nobody() -> Rows:
    """Names and doors that are nearly somebody's."""
    rows: Rows = []
    for at, name in enumerate(_NAMES):
        door = _doors(at)[0]
        other = _NAMES[(at + 1) % len(_NAMES)]
        rows.append(
            ([f"阳光花园{door.building}号楼{door.entrance}单元{door.room}", other, ""], LEFT_OUT)
        )
        rows.append(([f"{door.building}号楼{door.entrance}单元{door.room}", name, ""], LEFT_OUT))
        rows.append(([f"阳光花园88号楼1单元{at + 1}02", name, f"139{at:08d}"], LEFT_OUT))
    return rows


def _who(at: int, offset: int) -> str:
    return f"p{at * 3 + offset + 1}"


def _wide(text: str) -> str:
    return text.translate({ord(ch): ord(ch) + 0xFEE0 for ch in "0123456789-#"})


def _spaced(name: str, at: int) -> str:
    return (name, f"{name[0]} {name[1]}", f"{name[0]}　{name[1]}")[at % 3]
