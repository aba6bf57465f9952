"""From the fields of the enterprise app's callback to core.Message."""

from datetime import datetime

from core.messages import Kind, Message
from core.phrases import without_long_blanks
from wechat.fields import key_of, moment_of, shown, word
from wechat.xml import BadXml, Tree

CHANNEL = "work"
_UNREADABLE = {"image", "voice", "video", "shortvideo", "location", "link", "file"}
_SYSTEM = "sys"
_EVENTS = {"subscribe": Kind.FOLLOW, "unsubscribe": Kind.UNFOLLOW, "click": Kind.MENU}


def build(tree: Tree) -> Message | None:
    """Return what a member said or did; None for what we do not serve.  Raises BadXml."""
    sender, kind = word(tree, "FromUserName"), word(tree, "MsgType")
    if not sender or not kind:
        raise BadXml("a sender or a type is missing")
    if sender == _SYSTEM:
        return None
    sent_at = moment_of(tree)
    if kind == "event":
        return _event(tree, sender, sent_at)
    if kind == "text":
        said = without_long_blanks(word(tree, "Content").strip())
        sort = Kind.TEXT if said else Kind.UNREADABLE
        return Message(CHANNEL, key_of(tree, sender), sender, sort, said, sent_at)
    if kind in _UNREADABLE:
        sort, holds = shown(tree, kind)
        return Message(CHANNEL, key_of(tree, sender), sender, sort, "", sent_at, extra=holds)
    return None


def _event(tree: Tree, sender: str, sent_at: datetime) -> Message | None:
    name = word(tree, "Event").lower()
    key = word(tree, "EventKey")
    if name == "template_card_event":
        return _clicked(tree, sender, key, sent_at)
    kind = _EVENTS.get(name)
    if kind is None:
        return None
    number = ":".join([sender, word(tree, "CreateTime"), name, key])
    text = key if kind is Kind.MENU else ""
    return Message(CHANNEL, number, sender, kind, text, sent_at)


def _clicked(tree: Tree, sender: str, said: str, sent_at: datetime) -> Message | None:
    """A button says its text; a card's button is one message however often it is tapped."""
    task = word(tree, "TaskId")
    if not task or not said:
        return None
    key = f"{sender}:card:{task}:{said}"
    return Message(CHANNEL, key, sender, Kind.TEXT, said, sent_at, is_tap=True)
