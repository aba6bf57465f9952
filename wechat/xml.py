"""The platform's XML: in as a plain mapping, out with texts that cannot break it."""

import re
from typing import Any
from xml.etree import ElementTree

# The platform passes raw control characters through; XML parsers refuse them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# How every sealed message looks; what is written in any other way is read in full.
_SEALED = re.compile(
    rb"<xml>\s*<ToUserName><!\[CDATA\[[\w@.-]*\]\]></ToUserName>"
    rb"\s*<Encrypt><!\[CDATA\[([A-Za-z0-9+/=]+)\]\]></Encrypt>\s*</xml>\s*"
)
# A field as the platform writes it, wherever it stands in what is otherwise unreadable.
_PARTY = rb"<%s>\s*(?:<!\[CDATA\[)?\s*([\w@.-]{1,64})\s*(?:\]\]>)?\s*</%s>"
_SENDER = re.compile(_PARTY % (b"FromUserName", b"FromUserName"))
_ACCOUNT = re.compile(_PARTY % (b"ToUserName", b"ToUserName"))
_KIND = re.compile(_PARTY % (b"MsgType", b"MsgType"))
_ENCRYPT = re.compile(rb"<Encrypt><!\[CDATA\[([A-Za-z0-9+/=]+)\]\]></Encrypt>")
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*\?>)?\s*")

Tree = dict[str, Any]

DEPTH = 12  # the deepest event has six levels


class BadXml(Exception):
    """The body is not a message."""


def read(body: bytes) -> Tree:
    """Read `<xml>…</xml>`; repeated fields become lists, empty ones "".  Raises BadXml."""
    try:
        text = _CONTROL.sub("", body.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadXml("not UTF-8") from None
    prolog = _PROLOG.match(text)
    # A DTD can stand only before the root element, so nothing but the root may come first.
    if prolog is None or not text.startswith("<xml>", prolog.end()):
        raise BadXml("does not begin with <xml>")
    try:
        root = ElementTree.fromstring(text[prolog.end() :])
    except ElementTree.ParseError:
        raise BadXml("not well-formed") from None
    tree = _tree(root)
    if not isinstance(tree, dict):
        raise BadXml("holds no fields")
    return tree


def sealed_in(body: bytes) -> str | None:
    """Return what lies sealed in a message as the platform writes it; None if that has to be read.

    Taking it out costs a tenth of reading; that it came from the platform its signature says.
    """
    found = _SEALED.fullmatch(body)
    return found[1].decode("ascii") if found else None


def sealed_beside(body: bytes) -> str:
    """Return what lies sealed in a message of any make; "" if nothing does.  Raises BadXml.

    In compatible mode the words stand beside it in the open, and may be unreadable.
    """
    try:
        sealed = read(body).get("Encrypt", "")
    except BadXml:
        if not (beside := _ENCRYPT.findall(body)):
            raise
        return str(beside[-1].decode("ascii"))  # it stands last
    return sealed if isinstance(sealed, str) else ""


def parties(body: bytes) -> tuple[str, str] | None:
    """Return who wrote a message that cannot be read, and to which account; None if that is unsure.

    Only what stands before the content counts: in the content people write what
    they like.  Of an event nobody waits for an answer.
    """
    head = body.partition(b"<Content")[0]
    senders, accounts = set(_SENDER.findall(head)), _ACCOUNT.findall(head)
    if len(senders) != 1 or b"event" in _KIND.findall(head):
        return None
    return senders.pop().decode("ascii"), (accounts[0].decode("ascii") if accounts else "")


def _tree(element: ElementTree.Element, depth: int = 0) -> Any:
    if len(element) == 0:
        return element.text or ""
    if depth == DEPTH:
        raise BadXml("nested too deep")
    fields: Tree = {}
    for child in element:
        value = _tree(child, depth + 1)
        if child.tag not in fields:
            fields[child.tag] = value
        elif isinstance(fields[child.tag], list):
            fields[child.tag].append(value)
        else:
            fields[child.tag] = [fields[child.tag], value]
    return fields


def items(value: Any) -> list[Any]:
    """Return what a `<List>` holds: the platform sends a lone item without a list around it."""
    if value in ("", None):
        return []
    return value if isinstance(value, list) else [value]


def clean(text: str) -> str:
    """Take out what XML cannot carry."""
    return _CONTROL.sub("", text)


def cdata(text: str) -> str:
    return "<![CDATA[" + clean(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def text_reply(to: str, sender: str, moment: int, text: str) -> bytes:
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{moment}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(text)}</Content></xml>"
    ).encode()


def sealed_reply(sealed: str, signature: str, moment: str, nonce: str) -> bytes:
    """Wrap what is made of ASCII letters and digits only: nothing in it can break the XML."""
    return (
        f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{moment}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


def button_reply(to: str, sender: str, moment: int, words: str) -> bytes:
    """Say on a card's buttons, to whoever tapped one, that the tap was heard."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{moment}</CreateTime><MsgType><![CDATA[update_button]]></MsgType>"
        f"<Button><ReplaceName>{cdata(words)}</ReplaceName></Button></xml>"
    ).encode()
