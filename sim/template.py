"""Template messages: argument checks by key, no repeats, and the report that follows."""

import re
from datetime import timedelta
from typing import Any

from sim import custom
from sim.errors import Answer, fine, refuse
from sim.people import Follower
from sim.world import PretendCard, World

REMEMBERED = timedelta(minutes=10)
TYPED_KEY = re.compile(r"([a-z_]+?)\d+")
# What category templates take in a typed key; old keys such as keyword1 take anything.
TYPES = {
    "thing": re.compile(r"[\s\S]{1,20}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "number": re.compile(r"[-\d.]{1,32}"),
    "time": re.compile(r"[\s\S]*\d[\s\S]*"),
    "date": re.compile(r"[\s\S]*\d[\s\S]*"),
    "phone_number": re.compile(r"[\d+\-() ]{1,17}"),
    "car_number": re.compile(r"[\s\S]{1,8}"),
    "name": re.compile(r"[^\x00-\x7f\d]{1,10}|[\x20-\x7e]{1,20}"),
    "phrase": re.compile(r"[\u3400-\u9fff]{1,5}"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "const": re.compile(r"[\s\S]{1,20}"),
}
LABELS = {
    "thing": "事项",
    "character_string": "编号",
    "number": "数量",
    "time": "时间",
    "date": "日期",
    "amount": "金额",
    "phone_number": "电话",
    "name": "姓名",
    "phrase": "状态",
    "const": "类型",
}


def send(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/message/template/send."""
    person = custom.reachable(world, body.get("touser"))
    if not isinstance(person, Follower):
        return person
    template_id, data = body.get("template_id"), body.get("data")
    if not isinstance(template_id, str) or (world.templates and template_id not in world.templates):
        return refuse(40037)
    field = _wrong_field(data)
    if not isinstance(data, dict) or field:
        return refuse(47003, f"data.{field}.value is invalid" if field else "data")
    sent_before = _remembered(world, person, body.get("client_msg_id"))
    if sent_before is not None:
        return fine(msgid=sent_before)
    return fine(msgid=_deliver(world, person, body, template_id))


def _deliver(world: World, person: Follower, body: dict[str, Any], template_id: str) -> int:
    msgid = world.next_id()
    if body.get("client_msg_id"):
        key = (person.openid, str(body["client_msg_id"]))
        world.client_ids[key] = (world.clock.now(), msgid)
    status = "failed:user block" if person.refuses else "success"
    if not person.refuses:
        _show(world, person, body, template_id)
    world.later.add(lambda: person.event("TEMPLATESENDJOBFINISH", MsgID=msgid, Status=status))
    return msgid


def _show(world: World, person: Follower, body: dict[str, Any], template_id: str) -> None:
    card = world.cards.get(template_id, PretendCard("服务通知"))
    rows = [[_label(card, key), str(one["value"])] for key, one in body["data"].items()]
    text = "\n".join([card.title, *(f"{label}：{value}" for label, value in rows)])
    extra = {
        "kind": "template",
        "template_id": template_id,
        "title": card.title,
        "rows": rows,
        "url": str(body.get("url") or ""),
    }
    person.hears(text, "template", extra)


def _remembered(world: World, person: Follower, client_id: object) -> int | None:
    before = world.client_ids.get((person.openid, str(client_id))) if client_id else None
    if before is None or not world.within(before[0], REMEMBERED):
        return None
    return before[1]


def _wrong_field(data: object) -> str:
    """Name the first key whose value the platform would refuse."""
    if not isinstance(data, dict):
        return ""
    for key, one in data.items():
        value = one.get("value") if isinstance(one, dict) else None
        typed = TYPED_KEY.fullmatch(key)
        rule = TYPES.get(typed[1]) if typed else None
        if value is None or (rule and not rule.fullmatch(str(value))):
            return str(key)
    return ""


def _label(card: PretendCard, key: str) -> str:
    typed = TYPED_KEY.fullmatch(key)
    return card.labels.get(key) or LABELS.get(typed[1] if typed else key, key)
