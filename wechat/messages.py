"""From the platform's fields to core.Message."""

import hashlib
from datetime import UTC, datetime

from core.messages import Kind, Message
from wechat.xml import BadXml, Tree, items

CHANNEL = "official"

_UNREADABLE = {
    "image", "voice", "video", "shortvideo", "location", "link", "file", "miniprogrampage",
}  # fmt: skip
# Custom stickers arrive as this text.
_STICKER = "【收到不支持的消息类型"


def build(tree: Tree) -> Message | None:
    """Return what was said or done; None for what we do not serve.  Raises BadXml."""
    sender, kind = _word(tree, "FromUserName"), _word(tree, "MsgType")
    if not sender or not kind:
        raise BadXml("a sender or a type is missing")
    sent_at = _moment(tree)
    if kind == "event":
        return _event(tree, sender, sent_at)
    if kind == "text":
        return _text(tree, sender, sent_at)
    if kind == "voice" and (heard := _word(tree, "Recognition").strip()):
        return Message(CHANNEL, _key(tree, sender), sender, Kind.TEXT, heard, sent_at)
    if kind in _UNREADABLE:
        return Message(CHANNEL, _key(tree, sender), sender, Kind.UNREADABLE, "", sent_at)
    return None


def _text(tree: Tree, sender: str, sent_at: datetime) -> Message:
    said = _word(tree, "Content").strip()
    kind = Kind.UNREADABLE if not said or said.startswith(_STICKER) else Kind.TEXT
    text = said if kind is Kind.TEXT else ""
    return Message(CHANNEL, _key(tree, sender), sender, kind, text, sent_at)


_EVENTS = {
    "subscribe": Kind.FOLLOW,
    "unsubscribe": Kind.UNFOLLOW,
    "scan": Kind.SCAN,
    "click": Kind.MENU,
    "user_authorization_revoke": Kind.REVOKE,
    "user_authorization_cancellation": Kind.REVOKE,
    "templatesendjobfinish": Kind.OUTCOME,
}


def _event(tree: Tree, sender: str, sent_at: datetime) -> Message | None:
    name = _word(tree, "Event")
    kind = _EVENTS.get(name.lower())
    if kind is None:
        return None
    key = _word(tree, "EventKey")
    extra: dict[str, str] = {}
    whose = sender
    if kind is Kind.OUTCOME:
        extra = {"platform_id": _word(tree, "MsgID"), "status": _word(tree, "Status")}
    if kind is Kind.REVOKE:
        whose = _word(tree, "OpenID") or sender
    return Message(
        channel=CHANNEL,
        key=":".join([sender, _word(tree, "CreateTime"), name, key, extra.get("platform_id", "")]),
        sender=whose,
        kind=kind,
        text=key if kind is Kind.MENU else "",
        sent_at=sent_at,
        scene=_scene(kind, key),
        extra=extra,
    )


def _scene(kind: Kind, key: str) -> str:
    if kind is Kind.FOLLOW:
        return key.removeprefix("qrscene_") if key.startswith("qrscene_") else ""
    return key if kind is Kind.SCAN else ""


def _key(tree: Tree, sender: str) -> str:
    """MsgId alone collides across people, so the sender is part of the key."""
    number = _word(tree, "MsgId")
    if not number or number == "0":
        content = "\0".join(f"{name}={tree[name]}" for name in sorted(tree))
        number = "x" + hashlib.sha256(content.encode()).hexdigest()[:24]
    return f"{sender}:{number}"


def _moment(tree: Tree) -> datetime:
    try:
        return datetime.fromtimestamp(int(_word(tree, "CreateTime")), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _word(tree: Tree, name: str) -> str:
    """Return a field's text; a field given twice is a forgery, not a list."""
    value = tree.get(name, "")
    if isinstance(value, str):
        return value
    if name in {"FromUserName", "MsgType", "MsgId", "CreateTime", "Event", "Content"}:
        raise BadXml(f"{name} is given twice")
    return "".join(part for part in items(value) if isinstance(part, str))
