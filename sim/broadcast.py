"""Mass sends: monthly and daily quotas, no repeats by clientmsgid, and the report that follows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sim.errors import Answer, fine, refuse
from sim.people import Follower
from sim.world import World

PER_MONTH = 4
BEIJING = ZoneInfo("Asia/Shanghai")


def send_all(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/message/mass/sendall."""
    return _send(world, body, world.followers.values())


def send_some(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/message/mass/send."""
    openids = body.get("touser")
    if world.account.kind == "subscription":
        return refuse(48001)
    if not isinstance(openids, list) or len(openids) < 2:
        return refuse(40130)
    return _send(world, body, [world.followers[one] for one in openids if one in world.followers])


def _send(world: World, body: dict[str, Any], people: Iterable[Follower]) -> Answer:
    kind = str(body.get("msgtype"))
    content = body.get(kind)
    if kind not in ("text", "mpnews", "image", "voice", "mpvideo") or not isinstance(content, dict):
        return refuse(40008)
    client_id = str(body.get("clientmsgid") or "")
    if len(client_id.encode()) > 64:
        return refuse(45067)
    if client_id in world.mass_ids:
        return refuse(45065, msg_id=world.mass_ids[client_id])
    audience = [person for person in people if person.following]
    receivers = _with_quota(world, audience)
    if not receivers:
        return refuse(45028)
    return _deliver(
        world, client_id, str(content.get("content") or "[图文消息]"), audience, receivers
    )


def _deliver(
    world: World, client_id: str, text: str, audience: list[Follower], receivers: list[Follower]
) -> Answer:
    now, msg_id = world.clock.now(), world.next_id()
    world.mass_sent.append(now)
    if client_id:
        world.mass_ids[client_id] = msg_id
    for person in receivers:
        person.mass_received.append(now)
        person.hears(text, "mass", {"kind": "mass"})
    counts = {
        "TotalCount": len(audience),
        "FilterCount": len(receivers),
        "SentCount": len(receivers),
        "ErrorCount": 0,
    }
    # The report comes from the platform's own helper, who is nobody's follower.
    helper = Follower("mphelper", "", world)
    world.later.add(
        lambda: helper.event("MASSSENDJOBFINISH", MsgID=msg_id, Status="send success", **counts)
    )
    return fine(msg_id=msg_id, msg_data_id=world.next_id())


def _with_quota(world: World, audience: list[Follower]) -> list[Follower]:
    today = _day(world.clock.now())
    if world.account.kind == "subscription":
        used = any(_day(moment) == today for moment in world.mass_sent)
        return [] if used else audience
    return [
        person
        for person in audience
        if sum(_day(moment)[:7] == today[:7] for moment in person.mass_received) < PER_MONTH
    ]


def _day(moment: datetime) -> str:
    return moment.astimezone(BEIJING).date().isoformat()
