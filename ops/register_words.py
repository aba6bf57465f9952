"""What is said of a register that is taken in: of rows that wait, of posts, of what would change."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from community.followup.enrolling import Entering, EntryTrouble
from community.people.importing.conflicts import Conflict
from community.people.importing.growing import way_to
from community.people.importing.matching import RowStep
from community.people.importing.posts import COLUMNS as POSTS
from community.people.importing.posts import ROLES, Giving, PostDoubt, PostTrouble
from community.people.importing.taking import Imported
from core.phrases import say_date

LISTED = 50  # changes that are printed before they are taken
OTHER_GRID = "这栋楼登记在别的网格，人照收，楼没有动；网格变了请在登记里改"
_WORDS: dict[str, str] = {
    Conflict.TWICE: "这个人在表里写了两行，只按第一行登记，请删掉多余的一行",
    Conflict.TWO_HOMES: "同一个人在表里住两处，几行都先放着，请只留一处",
    Conflict.TWO_HEADS: "一户写了两个户主，请只留一个；不是一户的，请填户号分开",
    Conflict.SAME_ID: "同一个身份证号写了两个姓名，请核对",
    Conflict.NO_SUCH_BUILDING: "{about}号楼不止一栋，请补上小区或网格",
    Conflict.PERHAPS_SAME_BUILDING: "库里已有一栋没写小区的{about}号楼：是同一栋，请把小区这一格清空再导入；是另一栋，请用 --unit 小区名 单独导入这个小区",
    Conflict.TWO_GRIDS: "{about}号楼在另一个网格，那里这个门牌住着别人：不是同一栋的请填小区，是同一栋的请改网格",
    Conflict.OUTSIDE: "不在这次导入的单位里，没有登记；请换 --unit，或去掉 --unit",
    Conflict.OTHER_ID: "身份证号和库里这个人的不一样，请核对是不是同一个人",
    Conflict.OTHER_NAME: "这个身份证号在库里是别处的另一个人，请核对",
    Conflict.OTHER_HEAD: "这一户在库里另有户主，表里没有写他；请把原户主也写上，换了户主就改他的关系",
    Conflict.GONE: "库里记着这个人已故或已搬走，没有再登记；请核对",
    Conflict.BOUND_NAME: "这个人已经绑定微信，姓名不能用表改，请让网格员核对",
    Conflict.BOUND_HOME: "这个人已经绑定微信，用表搬家要写身份证号（库里也要有），否则请网格员核对",
    EntryTrouble.UNKNOWN: "没有叫这个名字的监测方案，没有登记；现在有的是：{about}",
    EntryTrouble.ENDS_FIRST: "结束日期在开始日期前面，请核对",
    EntryTrouble.OVER: "{about}已经过了，监测不能到过去的日子结束；不用监测了就把这几格清空",
    EntryTrouble.LENGTH: "天数和日期对不上，按日期是{about}天，请改对一个",
    EntryTrouble.TOO_LONG: "从开始到结束、从今天算起，都最多60天",
    EntryTrouble.OTHER_DAYS: "他正在监测，是{about}，和表里不一样；要改日子请在微信里说，比如“3-2-601 张三 延长三天”",
    EntryTrouble.OTHER_PROGRAMME: "他正在做另一项监测（{about}），一个人不能同时做两项；先解除那一项",
    EntryTrouble.ENDED: "他的这项监测（{about}）已经结束了，没有再开始；要再开始，请写新的开始日期",
    "nobody_responsible": "人收下了，监测没有开始：{about}没有网格员、书记或医生在管；安排好人，再导入这张表",
    "overlapping": "人收下了，监测没有开始：{about}正在做另一项监测；先解除那一项，再导入这张表",
    "no_home": "人收下了，监测没有开始：没有登记住在哪一户",
    "not_yours": "人收下了，监测没有开始：这一户不归您管",
    PostTrouble.HELD: "这个岗位已经有人（{about}），没有换；要换人请先交接",
    PostTrouble.OTHER_PHONE: "{about}的电话和登记的不一样，没有改；请核对是不是同一个人",
    PostTrouble.KEPT: "这一户的包户干部已经是{about}，没有换",
    PostTrouble.NO_PLACE: "看不出是哪个网格或哪栋楼，没有登记这个岗位",
    PostTrouble.NOT_YOURS: "这个岗位不归您任命，没有登记",
}
COLUMNS = {
    "name": "姓名", "phone": "电话", "other_phones": "另外的电话", "id_number": "身份证号",
    "relation": "与户主关系", "sex": "性别", "birth": "出生日期", "needs": "特殊需要",
    "moved_in": "入住日期", "notes": "备注",
}  # fmt: skip
PRIVATE = {"id_number", "phone", "other_phones"}  # shown by their last figures
_NEEDS = {
    "lives_alone": "独居", "pregnant": "孕产", "dialysis": "透析", "chronic": "慢病",
    "no_phone": "没有手机", "disabled": "残疾", "bedridden": "卧床", "old": "高龄",
    "infant": "婴幼儿", "left_behind": "留守", "mental": "精神", "poor": "困难",
    "lives_elsewhere": "人户分离",
}  # fmt: skip


def of_row(reason: str, about: str) -> str:
    """Say why a row waits; "" for what the reader of tables says itself."""
    return _WORDS.get(reason, "").format(about=about)


def of_post(doubt: PostDoubt) -> str:
    return _WORDS[doubt.reason].format(about=doubt.about)


def changes(done: Imported) -> Iterator[str]:
    """Say what would change before it is taken; phones are told by their last figures."""
    yield from (f"第{step.row}行会改：{_change(step)}" for step in islice(done.changes, LISTED))
    if len(done.changes) > LISTED:
        yield f"……还有 {len(done.changes) - LISTED} 行会改"
    yield from (f"第{each.row}行会登记岗位：{_post(each)}" for each in done.posts.gives[:LISTED])
    if done.posts.keeps:
        yield f"会记下包户干部：{len(done.posts.keeps)} 户"
    if done.units:
        yield f"会新建 {done.units} 个单位（网格、楼栋、单元）"


def entries(planned: Sequence[Entering]) -> Iterator[str]:
    """Say whom a table begins to watch over, a line for each household."""
    for each in islice(planned, LISTED):
        names = "、".join(row.name for row in each.rows)
        door = "".join(name for _, name in way_to(each.door)) + each.door.room
        days = f"{say_date(each.term.starts)}到{say_date(each.term.ends)}"
        yield f"会开始监测：{door} {names}，{each.programme.title}，{days}"
    if len(planned) > LISTED:
        yield f"……还有 {len(planned) - LISTED} 户会开始监测"


def _change(step: RowStep) -> str:
    assert step.person is not None, "only somebody who is there can change"
    parts = [
        f"{COLUMNS[name]} {_told(name, getattr(step.person, name))} → {_told(name, value)}"
        for name, value in step.values.items()
    ]
    if step.moves:
        parts.append(f"搬到 {_place(step)}")
    if step.home and step.number:
        parts.append(f"户号 → {step.number}")
    return f"{step.person.name or '没有姓名'}：{'；'.join(parts)}"


def _place(step: RowStep) -> str:
    return "".join(name for _, name in way_to(step.door)) + step.door.room


def _post(giving: Giving) -> str:
    kind = next(kind for kind, role in ROLES.items() if role is giving.role)
    return f"{giving.unit.name} {POSTS[kind]} {giving.holder.name}"


def _told(name: str, value: Any) -> str:
    if not value:
        return "空"
    parts = value if isinstance(value, list) else [value]
    if name == "needs":
        parts = [_NEEDS.get(part, part) for part in parts]
    return "、".join(f"…{part[-4:]}" if name in PRIVATE else str(part) for part in parts)
