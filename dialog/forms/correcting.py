"""Which answers a correction means: “车次打错了 是G1584”, “不是太原，是大同”, “改地址”, “大后天”."""

import re
from collections.abc import Iterator
from typing import Any

from core.forms import FormField
from core.ports import Unreadable
from dialog.forms import undecided
from dialog.forms.form import Form
from dialog.forms.knowing import shortest
from dialog.forms.showing import show

A_NAME = 8  # characters: “电话”, “改下住址”
LONGEST = 120  # characters; a longer text is a story, not a correction
# What people call a question of this kind, beside the label it has.
CALLED = {
    "name": "姓名|名字",
    "phone": "联系电话|电话号码|电话|手机号码?|手机|号码|联系方式",
    "date": "日期|日子|时间|哪天",
    "period": "日期|日子|时间|哪天",
    "place": "出发地|目的地|地点|地方|城市",
    "transport": "车次|航班号?|班次|车票|交通|怎么来|火车|高铁|飞机",
    "address": "地址|住址|门牌号?|房号|楼栋|楼号|住处",
    "symptoms": "症状|身体",
}
_MARK = re.compile(r"不对|不是|错|改|换成|更正|应该是|说反了|弄反了|有误|有问题")
_SINGLE = re.compile(r"不是(?P<old>[^，,。；;\s是]{1,20})[，,。；;\s]*(?:而|应该|其实)?是")
_TURNED = re.compile(
    r"(?:把|从)?(?P<old>[^，,。；;\s把从]{2,20}?)(?:改成|改为|换成|改到|(?:写|打|填|说|报)?错了)"
)
_FILLER = re.compile(
    r"^(?:[\s，,。：:；;!！]|我|(?:要|想|请|帮)(?=我|改|把)|的|这?一?项|把|那个|(?:填|写|打|报|说|弄|记)?[错反]了?|"
    r"不对|有误|有问题|改(?:一下|成|为|到|下)?|换成|更正(?:为)?|应该|其实|是|了|吧|哈|啊|呀)+"
)
_BARE_NUMBER = re.compile(r"\W*\d{1,2}\W*")
_RIDES = re.compile(r"坐|乘|开车|自驾|骑|飞|打车|高铁|火车|动车|大巴|走路|轮船|船")


def is_marked(text: str) -> bool:
    """Tell whether the words themselves say that something was wrong."""
    return len(text) <= LONGEST and bool(_MARK.search(text))


def find(form: Form, text: str) -> dict[str, Any]:
    """Return the new value of each answer the words correct; None where it has to be asked."""
    if len(text) > LONGEST:
        return {}
    held = [f for f in form.spec.fields if f.name in form.answers and form.applies(f)]
    said = _SINGLE.sub("是", text)
    named = dict(_named(held, text, said)) | _by_old_value(form, held, text, said)
    found = {field.name: _read(form, field, rest) for field, rest in named.values()}
    for field in held:
        value = _unnamed(form, field, held, said) if not found.get(field.name) else None
        if value is not None:
            found[field.name] = value
    return {n: v for n, v in found.items() if v is None or v != form.answers[n]}


def plainly(form: Form, text: str) -> dict[str, Any]:
    """Return what words correct that do not say so: a name alone is one only where nothing follows."""
    found = find(form, text)
    if is_marked(text) or len(text) <= A_NAME:
        return found
    return {name: value for name, value in found.items() if value is not None}


def named(form: Form, text: str) -> bool:
    """Tell whether the words name one of the answers."""
    return any(True for _ in _named(form.spec.fields, text, text))


def _named(
    fields: list[FormField], text: str, said: str
) -> Iterator[tuple[str, tuple[FormField, str]]]:
    """Yield each field that is named, with the words after its name up to the next."""
    spots: dict[int, tuple[int, FormField]] = {}
    for field in fields:
        if match := re.search(_names(field, fields), said):
            at, end = match.span()
            if all(end <= a or at >= e for a, (e, _) in spots.items()):
                spots[at] = (end, field)
    order = sorted(spots)
    for index, at in enumerate(order):
        end, field = spots[at]
        until = order[index + 1] if index + 1 < len(order) else len(said)
        yield field.name, (field, said[end:until])


def _names(field: FormField, fields: list[FormField]) -> str:
    """Return what this field is called; a common name only where no other shares it."""
    alike = [other for other in fields if other.reader == field.reader]
    common = CALLED.get(field.reader, "") if len(alike) == 1 else ""
    return "|".join(filter(None, (re.escape(field.label), common)))


def _by_old_value(
    form: Form, held: list[FormField], text: str, said: str
) -> dict[str, tuple[FormField, str]]:
    """Find by what it was: 不是太原，是大同; 太原改成大同; G1548写错了."""
    for pattern in (_SINGLE, _TURNED):
        for match in pattern.finditer(text):
            old = match["old"]
            for field in held:
                if len(old) >= 2 and old in show(form.answers[field.name]):
                    return {field.name: (field, text[match.end() :])}
    return {}


def _read(form: Form, field: FormField, rest: str) -> Any:
    """Read a value from what follows a name; None if there is none."""
    value = _FILLER.sub("", re.split(r"改成|改为|换成|改到", rest)[-1]).strip(" ，,。！!了吧")
    return _valid(form, field, value) if value else None


def _valid(form: Form, field: FormField, text: str) -> Any:
    try:
        return form.value(field, text)
    except Unreadable:
        return None


def _unnamed(form: Form, field: FormField, held: list[FormField], said: str) -> Any:
    """Read a value that can be only this field's; None if another might be meant."""
    alike = [other for other in held if other.reader == field.reader and not other.choices]
    if field.choices:
        return _chosen(field, said) if not field.many else None
    if len(alike) != 1 or field.reader not in CALLED or field.reader == "name":
        return None
    rest = _FILLER.sub("", said)
    if not rest or _BARE_NUMBER.fullmatch(rest):
        return None
    value = _valid(form, field, rest)
    return value if value is not None and _is_plain(field, value, rest) else None


def _chosen(field: FormField, said: str) -> str | None:
    found = [choice for choice in field.choices or [] if len(shortest(choice)) > 1]
    found = [choice for choice in found if shortest(choice) in said]
    return found[0] if len(found) == 1 else None


def _is_plain(field: FormField, value: Any, rest: str) -> bool:
    """Tell a value that was said from one a reader makes of any words."""
    if isinstance(value, str) and value in undecided.VALUES:
        return False
    if field.reader == "place":
        return any(value.get(key) for key in ("province", "city", "country"))
    if field.reader == "transport":
        return bool(value.get("no") or _RIDES.search(rest))
    if field.reader == "symptoms":
        return bool(value) or "没" in rest or "无" in rest or rest.startswith("不")
    return True
