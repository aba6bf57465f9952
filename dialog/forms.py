"""Filling in a form by chat: asking, reading, asking again, correcting, leaving, coming back."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from core.forms import FormField, FormSpec
from core.phrases import say_day
from core.ports import Unreadable
from db import conversations
from db.conversations import Place
from dialog.context import Context

CONFIRM = "确认"
MODES = {
    "train": "火车", "flight": "飞机", "car": "自驾", "bus": "大巴", "ship": "坐船",
    "taxi": "打车", "metro": "地铁", "walk": "步行", "bike": "骑车",
}  # fmt: skip
PAUSED = timedelta(minutes=30)

_CANCEL = re.compile(
    r"我?(取消(登记|发送)?|不想?(填|登记|报备?|弄|发|要)了|不想(填|登记)|算了|退出)[吧了。!！]*"
)
_PAUSE = re.compile(r"(等一下|等会儿?|稍等|待会儿?再?填?|晚点再?填?|先不填)[。!！吧]*")
_RESUME = re.compile(r"(继续|接着填?|继续填|好了|继续登记)[。!！吧]*")
_YES = re.compile(
    r"(是|是的|对|对的|好|好的|嗯+|确认|没错|属实|提交|同意|可以|行|都是|ok|OK|1)[。!！~]*"
)
_NO = re.compile(r"(不是|不对|错了|有错|不|要改|改一下|修改|改|不正确)[。!！~]*")
_FAMILY = re.compile(r"(?:帮|给|替)(我?[^\s，,登报填]{1,4}?)(?:登记|报备|填|报)")


class Form:
    """One conversation inside one form."""

    def __init__(self, ctx: Context, spec: FormSpec, answers: dict[str, Any]) -> None:
        self.ctx = ctx
        self.spec = spec
        self.answers = answers

    # -- asking --------------------------------------------------------------

    def next_field(self) -> FormField | None:
        return next((f for f in self.spec.fields if self._is_wanted(f)), None)

    def _is_wanted(self, field: FormField) -> bool:
        if field.name in self.answers or field.optional:
            return False
        return all(self.answers.get(name) == value for name, value in (field.when or {}).items())

    def ask_next(self, before: str = "") -> str | None:
        """Ask the first thing not known, or for confirmation; None when all is said and done."""
        field = self.next_field()
        if field is not None:
            self._keep(field.name)
            return _join(before, field.ask)
        if self.spec.confirm:
            self._keep(CONFIRM)
            return _join(before, f"{self.summary()}\n{self.spec.confirm}")
        return None

    def summary(self) -> str:
        lines = [
            f"・{field.label}：{show(self.answers[field.name])}"
            for field in self.spec.fields
            if field.name in self.answers
        ]
        return "\n".join(["请核对：", *lines])

    def _keep(self, step: str) -> None:
        ctx = self.ctx
        place = Place(self.spec.id, step, self.answers, ctx.now)
        until = ctx.now + self.spec.patience
        conversations.keep(ctx.db, ctx.caller.contact_id, place, ctx.now, until)

    def pause(self, step: str) -> None:
        """Keep the form for later: the next words need not be an answer to it."""
        self.answers["_paused"] = True
        self._keep(step)

    def wake(self) -> bool:
        """Go on with the form; tell whether it had been put off."""
        return bool(self.answers.pop("_paused", False))

    def leave(self) -> None:
        conversations.drop(self.ctx.db, self.ctx.caller.contact_id)

    # -- knowing -------------------------------------------------------------

    def take_known(self) -> None:
        """Fill in what is known already, from the person's record or from their own words."""
        for field in self.spec.fields:
            if field.known and field.name not in self.answers:
                value = self._known(field)
                if value is not None:
                    self.answers[field.name] = value

    def _known(self, field: FormField) -> Any:
        source, _, name = (field.known or "").partition(".")
        if source == "person":
            return None if self.answers.get("_for") else _of_person(self.ctx, name)
        return _of_slots(self.ctx, name, field)

    # -- reading -------------------------------------------------------------

    def read(self, field: FormField, text: str) -> None:
        """Take the answer to one question.  Raises Unreadable."""
        if field.choices:
            self.answers[field.name] = _choose(field.choices, text)
        else:
            reader = self.ctx.house.readers[field.reader]
            self.answers[field.name] = reader(text, self.ctx.local_now)

    def correct(self, text: str) -> str | None:
        """Take “改日期 25号”, “电话错了”, “日期是25号”; None if the text corrects nothing."""
        for field in self.spec.fields:
            label = re.escape(field.label)
            found = re.fullmatch(
                rf"(?:我?要?(?:改|修改|更正)(?:一下)?)?\s*(?:{label}|{field.name})"
                rf"\s*(?:改成|改为|改到|改|是|应该是|写错了|错了|不对)?[，,：:\s]*(.*)",
                text.strip(),
                re.DOTALL,
            )
            if found is None or field.name not in self.answers:
                continue
            rest = found[1].strip()
            if not rest:
                del self.answers[field.name]
                return field.ask
            try:
                self.read(field, rest)
            except Unreadable as trouble:
                del self.answers[field.name]
                return trouble.sentence
            return ""
        return None

    def after_correction(self, question: str) -> str | None:
        """Ask for what was emptied again, or go on with everything in its place."""
        said = self.ask_next("" if question else "改好了。")
        return question or said


def begin(ctx: Context, spec: FormSpec, known: Mapping[str, Any]) -> Form:
    """Open a form with what is known: handed over, on the person's record, or just said."""
    answers = {name: value for name, value in known.items() if value is not None}
    found = _FAMILY.search(ctx.text)
    if found and found[1] not in {"我", "您", "你"}:
        answers.setdefault("_for", found[1])
    form = Form(ctx, spec, answers)
    form.take_known()
    return form


def is_leaving(text: str) -> bool:
    return bool(_CANCEL.fullmatch(text.strip()))


def is_pausing(text: str) -> bool:
    return bool(_PAUSE.fullmatch(text.strip()))


def is_resuming(text: str) -> bool:
    return bool(_RESUME.fullmatch(text.strip()))


def is_yes(text: str) -> bool:
    return bool(_YES.fullmatch(text.strip()))


def is_no(text: str) -> bool:
    return bool(_NO.fullmatch(text.strip()))


def was_paused(place: Place, now: datetime) -> bool:
    return now - place.touched_at > PAUSED


def _choose(choices: list[str], text: str) -> str:
    said = text.strip()
    if said.isdigit() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1]
    for choice in choices:
        if choice in said or (said and said in choice):
            return choice
    numbered = "；".join(f"{i} {choice}" for i, choice in enumerate(choices, 1))
    raise Unreadable(f"请回复前面的数字：{numbered}")


def _of_person(ctx: Context, name: str) -> Any:
    person = ctx.person
    if person is None:
        return None
    if name == "address":
        home = person.household
        return (
            {"building": home.building, "unit": home.entrance, "room": home.room} if home else None
        )
    return getattr(person, name)


def _of_slots(ctx: Context, name: str, field: FormField) -> Any:
    slots = ctx.slots
    if name.startswith("places"):
        role = name.partition(".")[2] or "from"
        places = [p for p in slots.get("places", []) if p.get("role") == role]
        return places[0] if len(places) == 1 and not places[0].get("ambiguous") else None
    if name == "dates":
        dates = slots.get("dates", [])
        if len(dates) != 1 or dates[0].get("end") not in (None, dates[0].get("start")):
            return None
        return {"date": dates[0]["start"], **{k: v for k, v in dates[0].items() if k == "part"}}
    if name == "symptoms":
        return slots["symptoms"] if slots.get("symptoms") else None
    if name == "address":
        address = slots.get("address") or {}
        return address if address.get("building") and address.get("room") else None
    return slots.get(name)


def show(value: Any) -> str:
    """Say an answer the way a person would."""
    if isinstance(value, Mapping):
        return _show_mapping(value)
    if isinstance(value, list):
        return "、".join(map(str, value)) if value else "没有"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _show_mapping(value: Mapping[str, Any]) -> str:
    if "date" in value:
        part = {"morning": "上午", "noon": "中午", "afternoon": "下午", "evening": "晚上"}
        day = say_day(datetime.fromisoformat(str(value["date"])[:10]).date())
        return day + part.get(str(value.get("part")), "")
    if "building" in value:
        entrance = f"{value['unit']}单元" if value.get("unit") else ""
        return f"{value['building']}号楼{entrance}{value.get('room') or ''}"
    if "mode" in value:
        mode = str(value["mode"])
        return f"{MODES.get(mode, mode)}{value.get('no') or ''}"
    names = [value.get(key) for key in ("province", "city", "district")]
    if value.get("country") and not names[0]:
        return str(value["country"])
    spelled = "".join(dict.fromkeys(str(name) for name in names if name))
    return spelled or str(value.get("raw", ""))


def _join(before: str, after: str) -> str:
    return f"{before}\n{after}" if before else after
