"""Customer-service messages: windows, counts, and what each type must hold."""

from typing import Any

from sim.errors import Answer, fine, refuse
from sim.people import Follower
from sim.verdict import TEXT_BYTES
from sim.world import World

SHOWN = {
    "image": "[图片]",
    "voice": "[语音]",
    "video": "[视频]",
    "music": "[音乐]",
    "mpnews": "[图文消息]",
    "mpnewsarticle": "[图文消息]",
    "wxcard": "[卡券]",
    "miniprogrampage": "[小程序]",
}


def send(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/message/custom/send."""
    person = reachable(world, body.get("touser"))
    if not isinstance(person, Follower):
        return person
    kind = body.get("msgtype")
    content = body.get(kind) if isinstance(kind, str) else None
    if not isinstance(kind, str) or not isinstance(content, dict):
        return refuse(40008)
    wrong = _wrong(world, kind, content)
    if wrong:
        return refuse(wrong)
    errcode = person.windows.spend(world.clock.now())
    if errcode:
        return refuse(errcode)
    text, extra = _shown(kind, content)
    person.hears(text, "custom", extra)
    return fine()


def typing(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/message/custom/typing."""
    person = reachable(world, body.get("touser"))
    if not isinstance(person, Follower):
        return person
    if body.get("command") not in ("Typing", "CancelTyping"):
        return refuse(40008)
    return fine() if person.windows.left(world.clock.now()) else refuse(45080)


def reachable(world: World, openid: object) -> Follower | Answer:
    """Return the person, or why the account may not write to them."""
    if world.account.kind == "subscription":
        return refuse(48001)
    person = world.followers.get(openid) if isinstance(openid, str) else None
    if person is None:
        return refuse(40003)
    return person if person.following else refuse(43004)


def _wrong(world: World, kind: str, content: dict[str, Any]) -> int:
    match kind:
        case "text":
            return _wrong_text(content.get("content"))
        case "msgmenu":
            items = content.get("list")
            return 0 if isinstance(items, list) and items else 40008
        case "news":
            return 0 if len(content.get("articles", [])) == 1 else 45008
        case "image" | "voice" | "video":
            return 0 if content.get("media_id") in world.media else 40007
    return 0 if kind in SHOWN else 40008


def _wrong_text(text: object) -> int:
    if not isinstance(text, str) or not text:
        return 44004
    return 45002 if len(text.encode()) > TEXT_BYTES else 0


def _shown(kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    match kind:
        case "text":
            return content["content"], {}
        case "msgmenu":
            lines = [content.get("head_content", "")]
            lines += [str(item.get("content", "")) for item in content["list"]]
            lines.append(content.get("tail_content", ""))
            return "\n".join(line for line in lines if line), {"kind": "menu", "menu": content}
        case "news":
            article = content["articles"][0]
            return article.get("title", ""), {"kind": "news", "article": article}
    return SHOWN[kind], {"kind": kind, "media_id": content.get("media_id", "")}
