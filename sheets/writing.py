"""Tables out: the empty register to fill, the register as it is, and any other list."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.register import NEED_WORDS, PostHolder, PostKind, RegisterRow
from sheets.cells import escaped
from sheets.saving import save
from sheets.values.belonging import RELATIONS

_HEAD = PatternFill("solid", fgColor="1F4E78")
_MUST = PatternFill("solid", fgColor="C00000")
_HINT = Font(italic=True, color="7F7F7F", size=9)
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
NONE = "无"  # read as blank, and never as “the same as above”
_OF_DOORS = {"小区", "网格", "村民小组", "楼栋", "单元", "房号", "户号", "户主"}
_TO_FILL = 2000  # rows of the template that are prepared


@dataclass(frozen=True, slots=True)
class _Spec:
    heading: str
    width: int
    hint: str
    example: str
    tell: Callable[[RegisterRow], str]
    must: bool = False
    choices: tuple[str, ...] = ()


def _post(
    kind: PostKind, at: int, part: Callable[[PostHolder], str]
) -> Callable[[RegisterRow], str]:
    def tell(row: RegisterRow) -> str:
        holders = [post for post in row.posts if post.kind is kind]
        return part(holders[at]) if at < len(holders) else ""

    return tell


def _posts(kind: PostKind, name: str, who: str, phone: str, at: int = 0) -> tuple[_Spec, _Spec]:
    name = f"{name}{at + 1}" if at else name
    return (
        _Spec(name, 11, "选填", who, _post(kind, at, lambda post: post.name)),
        _Spec(f"{name}电话", 14, "选填", phone, _post(kind, at, lambda post: post.phone)),
    )


_PLAIN: tuple[_Spec, ...] = (
    _Spec("序号", 7, "不填也行", "示例", lambda row: ""),
    _Spec("社区", 14, "选填", "幸福社区", lambda row: row.door.community),
    _Spec("小区", 14, "选填", "阳光花园", lambda row: row.door.estate),
    _Spec("网格", 9, "选填，如：2", "2", lambda row: row.door.grid),
    _Spec("村民小组", 10, "农村填，如：3", "", lambda row: row.door.group),
    _Spec("楼栋", 9, "如：3", "3", lambda row: row.door.building, must=True),
    _Spec("单元", 8, "如：2；没有就空着", "2", lambda row: row.door.entrance),
    _Spec("房号", 10, "如：601；农村填门牌号", "601", lambda row: row.door.room, must=True),
    _Spec("户号", 10, "选填", "", lambda row: row.household),
    _Spec("户主", 11, "选填", "李云", lambda row: row.head),
    _Spec("姓名", 11, "必填，一人一行", "李云", lambda row: row.name, must=True),
    _Spec("与户主关系", 12, "请选", "户主", lambda row: row.relation, choices=RELATIONS),
    _Spec("性别", 7, "请选", "女", lambda row: row.sex, choices=("男", "女")),
    _Spec("出生日期", 13, "如：1960-06-03", "1960-06-03", lambda row: row.born),
    _Spec("身份证号", 22, "选填，非必要不收集", "", lambda row: row.id_number),
    _Spec("电话", 15, "11位手机号，几个用、隔开", "13800000000", lambda row: "、".join(row.phones)),
    _Spec(
        "特殊需要",
        16,
        "请选，几样用、隔开",
        "独居、慢病",
        lambda row: "、".join(NEED_WORDS[need] for need in row.needs),
        choices=tuple(NEED_WORDS.values()),
    ),
    _Spec("入住日期", 13, "如：2020-06-03", "2020-06-03", lambda row: row.moved_in),
    _Spec("备注", 20, "选填", "", lambda row: row.notes),
)


def _watches(programmes: Sequence[str] = ()) -> tuple[_Spec, ...]:
    """Return the columns of an observation; `programmes` are to be chosen from."""
    example = next(iter(programmes), "")
    day, length = ("2026-11-30", "14") if example else ("", "")
    return (
        _Spec(
            "监测方案",
            24,
            "要监测的才填，请选",
            example,
            _of_watch("programme"),
            False,
            tuple(programmes),
        ),
        _Spec("开始日期", 13, "如：2026-11-30；不填就从导入那天起", day, _of_watch("starts")),
        _Spec("天数", 8, "如：14；不填就按方案", length, _of_watch("days")),
        _Spec("结束日期", 13, "写了天数可不填", "", _of_watch("ends")),
    )


def _of_watch(part: str) -> Callable[[RegisterRow], str]:
    def tell(row: RegisterRow) -> str:
        said = getattr(row.watch, part) if row.watch else None
        return "" if said is None else str(said)

    return tell


def template(programmes: Sequence[str]) -> tuple[_Spec, ...]:
    """Return the columns of an empty register; further posts are for those who have them."""
    return (
        *_PLAIN,
        *_watches(programmes),
        *_posts(PostKind.GRID_WORKER, "网格员", "王芳", "13900000000"),
        *_posts(PostKind.BUILDING_HEAD, "楼栋长", "", ""),
    )


_POSTS = {
    PostKind.GRID_WORKER: "网格员",
    PostKind.BUILDING_HEAD: "楼栋长",
    PostKind.DOCTOR: "家庭医生",
    PostKind.SECRETARY: "书记",
    PostKind.DUTY: "值班员",
    PostKind.TOWNSHIP: "街道干部",
    PostKind.IN_CHARGE: "包户干部",
}


def columns(rows: Iterable[RegisterRow]) -> tuple[_Spec, ...]:
    """Return the columns of an export: of each kind of post as many as one row has holders."""
    most = dict.fromkeys(_POSTS, 1)
    for row in rows:
        for kind, count in Counter(post.kind for post in row.posts).items():
            most[kind] = max(most[kind], count)
    held = [
        spec
        for kind, name in _POSTS.items()
        for at in range(most[kind])
        for spec in _posts(kind, name, "", "", at)
    ]
    return (*_PLAIN, *_watches(), *held)


def write_template(target: Path, programmes: Sequence[str] = ()) -> None:
    """Write an empty register (XLSX): headings, hints, one example, lists to choose from."""
    specs = template(programmes)
    book = Workbook()
    sheet = _first(book, "居民登记表")
    _headings(sheet, specs)
    for at, spec in enumerate(specs, start=1):
        hint = sheet.cell(2, at, spec.hint)
        hint.font, hint.alignment = _HINT, Alignment(wrap_text=True, vertical="top")
        sheet.cell(3, at, spec.example).font = _HINT
        letter = get_column_letter(at)
        for row in range(2, _TO_FILL + 1):
            sheet[f"{letter}{row}"].number_format = "@"  # so that nothing is rounded or made a date
    sheet.cell(2, 1, "填写说明")
    sheet.freeze_panes = "A4"
    _choices(book, sheet, specs)
    save(book, target)


def write_register(rows: Iterable[RegisterRow], target: Path) -> None:
    """Write the register (XLSX or CSV by the ending); imported again it is the same."""
    rows = list(rows)
    specs = columns(rows)
    told = ([spec.tell(row) for spec in specs[1:]] for row in rows)
    mixed = [at for at, spec in enumerate(specs[1:]) if _is_mixed(spec, rows)]
    cells = ([str(number), *_explicit(row, mixed)] for number, row in enumerate(told, start=1))
    write_table(
        [spec.heading for spec in specs],
        cells,
        target,
        widths=[spec.width for spec in specs],
        sheet="居民登记表",
    )


def _is_mixed(spec: _Spec, rows: Iterable[RegisterRow]) -> bool:
    """Tell whether a blank in a column may be taken for “as above”: some rows have something."""
    return spec.heading in _OF_DOORS and len({bool(spec.tell(row)) for row in rows}) > 1


def _explicit(cells: list[str], mixed: Iterable[int]) -> list[str]:
    for at in mixed:
        cells[at] = cells[at] or NONE
    return cells


def write_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    target: Path,
    *,
    widths: Sequence[int] = (),
    sheet: str = "表",
) -> None:
    """Write any list of texts (XLSX or CSV by the ending); nothing in it becomes a formula."""
    if target.suffix.lower() == ".csv":
        _write_csv(headings, rows, target)
        return
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for at, heading in enumerate(headings):
        width = widths[at] if at < len(widths) else max(10, 2 * len(heading) + 4)
        page.column_dimensions[get_column_letter(at + 1)].width = width
    page.append(list(headings))
    for row in rows:
        page.append([escaped(cell) or None for cell in row])
    save(book, target)


def _write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]], target: Path) -> None:
    """With a mark of UTF-8 before it, without which table programs take it for GBK."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([escaped(cell) for cell in row] for row in rows)


def _first(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def _headings(sheet: Worksheet, columns: Sequence[_Spec]) -> None:
    for at, spec in enumerate(columns, start=1):
        cell = sheet.cell(1, at, f"*{spec.heading}" if spec.must else spec.heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _MUST if spec.must else _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = _BOX
        sheet.column_dimensions[get_column_letter(at)].width = spec.width + 2
    sheet.row_dimensions[1].height = 24


def _choices(book: Workbook, sheet: Worksheet, specs: Sequence[_Spec]) -> None:
    """Lists to choose from; another word may be typed, the reader knows many more."""
    lists = book.create_sheet("选项")
    chosen = [(at, spec) for at, spec in enumerate(specs, start=1) if spec.choices]
    for column, (at, spec) in enumerate(chosen, start=1):
        for row, word in enumerate((spec.heading, *spec.choices), start=1):
            lists.cell(row, column, word)
        letter, home = get_column_letter(at), get_column_letter(column)
        last = len(spec.choices) + 1
        rule = DataValidation(
            type="list", formula1=f"选项!${home}$2:${home}${last}", allow_blank=True
        )
        rule.showErrorMessage = False
        rule.add(f"{letter}3:{letter}{_TO_FILL}")
        sheet.add_data_validation(rule)
