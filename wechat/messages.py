"""From the platform's fields to core.Message."""

from datetime import datetime

from core.messages import Kind, Message
from core.phrases import without_long_blanks
from wechat.fields import key_of, moment_of, shown, word
from wechat.xml import BadXml, Tree

CHANNEL = "official"

_UNREADABLE = {
    "image", "voice", "video", "shortvideo", "location", "link", "file", "miniprogrampage",
}  # fmt: skip
# Custom stickers arrive as this text.
_STICKER = "【收到不支持的消息类型"


def build(tree: Tree) -> Message | None:
    """Return what was said or done; None for what we do not serve.  Raises BadXml."""
    sender, kind = word(tree, "FromUserName"), word(tree, "MsgType")
    if not sender or not kind:
        raise BadXml("a sender or a type is missing")
    sent_at = moment_of(tree)
    if kind == "event":
        return _event(tree, sender, sent_at)
    if kind == "text":
        return _text(tree, sender, sent_at)
    if kind == "voice" and (heard := word(tree, "Recognition").strip()):
        return Message(CHANNEL, key_of(tree, sender), sender, Kind.TEXT, heard, sent_at)
    if kind in _UNREADABLE:
        sort, holds = shown(tree, kind)
        return Message(CHANNEL, key_of(tree, sender), sender, sort, "", sent_at, extra=holds)
    return None


def _text(tree: Tree, sender: str, sent_at: datetime) -> Message:
    said = without_long_blanks(word(tree, "Content").strip())
    kind = Kind.UNREADABLE if not said or said.startswith(_STICKER) else Kind.TEXT
    text = said if kind is Kind.TEXT else ""
    return Message(CHANNEL, key_of(tree, sender), sender, kind, text, sent_at)


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
    name = word(tree, "Event")
    kind = _EVENTS.get(name.lower())
    if kind is None:
        return None
    key = word(tree, "EventKey")
    extra: dict[str, str] = {}
    whose = sender
    if kind is Kind.OUTCOME:
        extra = {"platform_id": word(tree, "MsgID"), "status": word(tree, "Status")}
    if kind is Kind.REVOKE:
        whose = word(tree, "OpenID") or sender
    return Message(
        channel=CHANNEL,
        key=":".join([sender, word(tree, "CreateTime"), name, key, extra.get("platform_id", "")]),
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
