"""Single fields of what the platform sends, the same for Official Accounts and WeCom."""

import hashlib
from datetime import UTC, datetime

from core.messages import Kind
from core.phrases import on_a_line
from wechat.xml import BadXml, Tree, items

LONGEST_LABEL = 60  # characters of what a place is called


def key_of(tree: Tree, sender: str) -> str:
    """Return what tells a message from every other: MsgId alone collides across people."""
    number = word(tree, "MsgId")
    if not number or number == "0":
        content = "\0".join(f"{name}={tree[name]}" for name in sorted(tree))
        number = "x" + hashlib.sha256(content.encode()).hexdigest()[:24]
    return f"{sender}:{number}"


def moment_of(tree: Tree) -> datetime:
    """Return when the platform says it was sent; what it does not say was long ago."""
    try:
        return datetime.fromtimestamp(int(word(tree, "CreateTime")), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def word(tree: Tree, name: str) -> str:
    """Return a field's text; a field given twice is a forgery, not a list."""
    value = tree.get(name, "")
    if isinstance(value, str):
        return value
    if name in {"FromUserName", "MsgType", "MsgId", "CreateTime", "Event", "Content"}:
        raise BadXml(f"{name} is given twice")
    return "".join(part for part in items(value) if isinstance(part, str))


def shown(tree: Tree, kind: str) -> tuple[Kind, dict[str, str]]:
    """Return what a picture or a place is, with what it holds; whatever holds nothing is unreadable."""
    if kind == "image" and (media := word(tree, "MediaId")):
        return Kind.PICTURE, {"media": media}
    if kind == "location" and (spot := _spot(tree)):
        label = on_a_line(word(tree, "Label"), LONGEST_LABEL)
        return Kind.PLACE, {**spot, "label": label}
    return Kind.UNREADABLE, {}


def _spot(tree: Tree) -> dict[str, str] | None:
    """Return latitude and longitude; None for what lies nowhere on earth."""
    try:
        lat, lng = float(word(tree, "Location_X")), float(word(tree, "Location_Y"))
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        return None
    return {"lat": f"{lat:.6f}", "lng": f"{lng:.6f}"}
