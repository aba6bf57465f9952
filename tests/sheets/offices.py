"""Clean registers, and the many ways in which an office may have written them down."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook

from core.doors import Door
from core.register import Need, PostHolder, PostKind, RegisterRow, WatchSaid
from sheets.values.identity import check_digit

FAMILY = "王李张刘陈杨赵黄周吴徐孙欧"
GIVEN = "云芳强敏静磊洋艳勇杰娟涛超霞平刚桂英建华"
RELATION = {
    "户主": ["户主", "本人", "01-户主"],
    "妻子": ["妻", "之妻", "妻子"],
    "儿子": ["长子", "子", "02-儿子"],
}
RELATION |= {"女儿": ["之女", "次女", "女儿"], "母亲": ["母", "母亲"], "租户": ["租客", "租户"]}
NEED = {
    Need.ALONE: ["独居", "一个人住"],
    Need.DIALYSIS: ["透析", "血透"],
    Need.CHRONIC: ["慢病", "高血压", "慢性病"],
    Need.DISABLED: ["残疾", "03-残疾"],
    Need.NO_PHONE: ["没有手机", "无手机"],
}
HAN = "零一二三四五六七八九"

names = st.builds(
    lambda a, b: a + "".join(b),
    st.sampled_from(FAMILY),
    st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2),
)
mobiles = st.builds(lambda n: f"13{n:09d}", st.integers(0, 10**9 - 1))
days = st.dates(date(1930, 1, 1), date(2020, 12, 31))


maybe_days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
watches = st.builds(
    WatchSaid,
    st.sampled_from(["基孔肯雅热自我健康监测", "居家隔离", "新冠居家健康监测(演练)"]),
    maybe_days,
    maybe_days,
    st.none() | st.integers(0, 60),
)
wanted = st.sets(st.sampled_from([*NEED]), max_size=2)


@st.composite
def id_numbers(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return a number, and the birth date and sex in it."""
    born, order = draw(days), draw(st.integers(1, 998))
    first = f"110105{born:%Y%m%d}{order:03d}"
    return first + check_digit(first), born.isoformat(), "男" if order % 2 else "女"


@st.composite
def households(draw: st.DrawFn) -> list[RegisterRow]:
    door = Door(
        building=str(draw(st.integers(1, 30))),
        entrance=str(draw(st.integers(1, 6))),
        room=f"{draw(st.integers(1, 18))}{draw(st.integers(1, 4)):02d}",
    )
    size = draw(st.integers(1, 4))
    post = draw(st.none() | st.builds(PostHolder, st.just(PostKind.GRID_WORKER), names, mobiles))
    return [draw(_member(door, at == 0, (post,) if post else ())) for at in range(size)]


@st.composite
def _member(draw: st.DrawFn, door: Door, head: bool, posts: tuple[PostHolder, ...]) -> RegisterRow:
    number, born, sex = draw(
        id_numbers() | st.tuples(st.just(""), days.map(str), st.sampled_from("男女"))
    )
    return RegisterRow(
        row=0,
        door=door,
        name=draw(names),
        relation="户主" if head else draw(st.sampled_from([*RELATION][1:])),
        sex=sex,
        born=born,
        id_number=number,
        phones=tuple(draw(st.lists(mobiles, max_size=2, unique=True))),
        needs=tuple(sorted(draw(wanted), key=[*Need].index)),
        moved_in=draw(st.just("") | days.map(str)),
        posts=posts,
        watch=draw(st.none() | watches),
    )


@st.composite
def registers(draw: st.DrawFn) -> list[RegisterRow]:
    """A register whose neighbouring households are not behind the same door."""
    found = draw(
        st.lists(households(), min_size=1, max_size=6, unique_by=lambda rows: rows[0].door)
    )
    return [row for rows in found for row in rows]


@dataclass(frozen=True)
class Office:
    """How one office writes; `pick` draws one of several spellings."""

    title_rows: int
    left: int
    order: list[str]
    grouped: bool
    hints: bool
    merged: bool
    one_cell: bool
    trailing: int
    footer: bool


COLUMNS = [
    "序号",
    "住址",
    "姓名",
    "关系",
    "性别",
    "出生",
    "证件",
    "电话",
    "需要",
    "入住",
    "监测",
    "网格员",
    "单位",
]
SPELLED = {
    "序号": ["序号", "No."],
    "姓名": ["姓名", "*姓 名(必填)", "姓\n名", "居民姓名"],
    "关系": ["与户主关系", "与户主\n关系", "关系"],
    "性别": ["性别", "性 别"],
    "出生": ["出生日期", "出生年月日"],
    "证件": ["身份证号", "身份证号码（18位）", "公民身份号码"],
    "电话": ["联系电话", "手机号码", "电话"],
    "需要": ["特殊需要", "特殊情况(可多填)", "重点人群"],
    "入住": ["入住日期", "入住时间"],
    "方案": ["管控方式", "管理措施", "方案", "监测类型", "监测方案"],
    "开始": ["开始日期", "起始日期", "隔离开始", "监测开始时间"],
    "天数": ["天数", "隔离天数", "观察期限（天）"],
    "结束": ["结束日期", "解除日期", "预计解除隔离日期"],
    "单位": ["工作单位"],
    "楼栋": ["楼栋", "楼号", "栋", "幢号"],
    "单元": ["单元", "单元号"],
    "房号": ["房号", "室", "门牌号", "房间号"],
    "地址": ["住址", "家庭住址", "居住地址(楼栋房号)"],
}

offices = st.builds(
    Office,
    title_rows=st.integers(0, 3),
    left=st.integers(0, 2),
    order=st.permutations(COLUMNS[1:]).map(lambda rest: ["序号", *rest]),
    grouped=st.booleans(),
    hints=st.booleans(),
    merged=st.booleans(),
    one_cell=st.booleans(),
    trailing=st.sampled_from([0, 3, 500]),
    footer=st.booleans(),
)


def han(number: str) -> str:
    """Spell a number below 100 in Chinese."""
    tens, ones = divmod(int(number), 10)
    return ("十" if tens == 1 else HAN[tens] + "十" if tens else "") + (
        HAN[ones] if ones or not tens else ""
    )


def spell_door(draw: st.DrawFn, door: Door, one_cell: bool) -> list[str]:
    b, u, r = door.building, door.entrance, door.room
    if one_cell:
        spellings = [
            f"{b}-{u}-{r}",
            f"{b}栋{u}单元{r}室",
            f"{han(b)}号楼{han(u)}单元{r}",
            f"{b}#楼{u}单元{r}",
            f"{b}号楼{u}-{r}",
        ]
        return [draw(st.sampled_from(spellings))]
    building = draw(st.sampled_from([b, f"{b}号楼", f"{b}#", f"{han(b)}栋", f"{b}幢"]))
    entrance = draw(
        st.sampled_from([u, f"{u}单元", f"{han(u)}单元", "ⅠⅡⅢⅣⅤⅥ"[int(u) - 1] + "单元"])
    )
    return [building, entrance, draw(st.sampled_from([r, f"{r}室", f"{r}号"]))]


def spell_day(draw: st.DrawFn, text: str) -> Any:
    if not text:
        return draw(st.sampled_from([None, "", "-"]))
    day = date.fromisoformat(text)
    packed = f"{day.year}.{day.month}.{day.day}"
    written = [
        packed,
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
    ]
    return draw(
        st.sampled_from([*written, text, day, (day - date(1899, 12, 30)) // timedelta(days=1)])
    )


def spell_cells(draw: st.DrawFn, row: RegisterRow, office: Office) -> dict[str, list[Any]]:
    phones: Any = draw(st.sampled_from(["、", " ", "/", "，"])).join(row.phones) or None
    if len(row.phones) == 1:
        phones = draw(
            st.sampled_from(
                [phones, int(phones), float(phones), f"1.{phones[1:]}E10", f"+86 {phones}"]
            )
        )
    post = row.posts[0] if row.posts else None
    return {
        "序号": [1],
        "住址": spell_door(draw, row.door, office.one_cell),
        "姓名": [
            draw(
                st.sampled_from(
                    [
                        row.name,
                        f" {row.name} ",
                        "  ".join(row.name) if len(row.name) == 2 else row.name,
                    ]
                )
            )
        ],
        "关系": [draw(st.sampled_from(RELATION[row.relation]))],
        "性别": [
            draw(st.sampled_from([row.sex, f"{row.sex}性", "1-男" if row.sex == "男" else "2-女"]))
        ],
        "出生": [spell_day(draw, row.born)],
        "证件": [
            draw(st.sampled_from([row.id_number, f" {row.id_number}", row.id_number.lower()]))
            or None
        ],
        "电话": [phones],
        "需要": [
            draw(st.sampled_from(["、", ",", " "])).join(
                draw(st.sampled_from(NEED[n])) for n in row.needs
            )
            or None
        ],
        "入住": [spell_day(draw, row.moved_in)],
        "监测": spell_watch(draw, row.watch),
        "网格员": [post.name, post.phone] if post else [None, None],
        "单位": ["供销社"],
    }


def spell_watch(draw: st.DrawFn, watch: WatchSaid | None) -> list[Any]:
    if watch is None:
        return [draw(st.sampled_from([None, "无", "-"])), None, None, None]
    starts, ends = (spell_day(draw, str(day or "")) for day in (watch.starts, watch.ends))
    long = draw(st.sampled_from(["{}", "{}天"])).format(watch.days)
    length = draw(st.sampled_from([watch.days, long])) if watch.days is not None else None
    return [watch.programme, starts, length, ends]


def headings(draw: st.DrawFn, office: Office) -> tuple[list[str], list[str]]:
    """Return the row of groups and the row below it."""
    groups: list[str] = []
    words: list[str] = []
    door = ["地址"] if office.one_cell else ["楼栋", "单元", "房号"]
    for name in office.order:
        if name == "网格员":
            below = ["姓名", "电话"] if office.grouped else ["网格员", "联系电话"]
        else:
            keys = {"住址": door, "监测": ["方案", "开始", "天数", "结束"]}.get(name, [name])
            below = [draw(st.sampled_from(SPELLED[key])) for key in keys]
        groups += [{"住址": "居住地址", "网格员": "网格员"}.get(name, "")] * len(below)
        words += below
    return groups, words


@st.composite
def workbooks(draw: st.DrawFn, rows: list[RegisterRow], path: Path) -> Office:
    """Write the rows down as an office would."""
    office = draw(offices)
    book = Workbook()
    sheet = book.worksheets[0]
    at = 1
    for title in ["幸福家园居民信息登记表", "填表单位：幸福社区　2026年11月", ""][
        : office.title_rows
    ]:
        sheet.cell(at, office.left + 1, title)
        sheet.merge_cells(
            start_row=at, end_row=at, start_column=office.left + 1, end_column=office.left + 14
        )
        at += 1
    groups, words = headings(draw, office)
    if office.grouped:
        _write_groups(sheet, at, office.left, groups, words)
        at += 1
    else:
        _write(sheet, at, office.left, words)
    at += 1
    if office.hints:
        _write(sheet, at, office.left, ["如：1", *["必填"] * (len(words) - 1)])
        at += 1
    at = _write_rows(draw, sheet, at, office, rows)
    for number in range(office.trailing):
        sheet.cell(at + number, office.left + 1, number)
    if office.footer:
        sheet.cell(at + office.trailing + 1, office.left + 2, "填表人：王芳")
    book.create_sheet("代码").append(["代码", "名称"])
    book.save(path)
    return office


def _write(sheet: Any, at: int, left: int, cells: list[Any]) -> None:
    for column, value in enumerate(cells, start=left + 1):
        sheet.cell(at, column, value)


def _write_groups(sheet: Any, at: int, left: int, groups: list[str], words: list[str]) -> None:
    for column, (group, word) in enumerate(zip(groups, words, strict=True), start=left + 1):
        if group:
            sheet.cell(at + 1, column, word)
            if group not in groups[: column - left - 1]:
                sheet.cell(at, column, group)
                last = left + len(groups) - groups[::-1].index(group)
                sheet.merge_cells(start_row=at, end_row=at, start_column=column, end_column=last)
        else:
            sheet.cell(at, column, word)
            sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)


def _write_rows(
    draw: st.DrawFn, sheet: Any, at: int, office: Office, rows: list[RegisterRow]
) -> int:
    first, start = None, at
    for row in rows:
        cells = spell_cells(draw, row, office)
        new = first is None or first.door != row.door
        if new:
            first, start = row, at
        flat: list[Any] = []
        for name in office.order:
            own = office.merged and not new and name in ("住址", "网格员")
            flat += [None] * len(cells[name]) if own else cells[name]
        _write(sheet, at, office.left, flat)
        at += 1
        following = rows[rows.index(row) + 1 :]
        if office.merged and at - start > 1 and (not following or following[0].door != row.door):
            _merge(sheet, office, cells, start, at - 1)
    return at


def _merge(sheet: Any, office: Office, cells: dict[str, list[Any]], start: int, end: int) -> None:
    column = office.left + 1
    for name in office.order:
        for _ in cells[name]:
            if name in ("住址", "网格员"):
                sheet.merge_cells(
                    start_row=start, end_row=end, start_column=column, end_column=column
                )
            column += 1


def bare(row: RegisterRow) -> RegisterRow:
    """A row without where it stood and what we keep aside."""
    return replace(row, row=0, others={})
