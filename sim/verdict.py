"""Judges a reply as the platform would: nothing to show, something to show, or out of order."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.account import Account
from sim.envelope import BadEnvelope, open_reply
from sim.poster import PostReply

OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试"
TEXT_BYTES = 2048

Outcome = Literal["silent", "shown", "broken", "failed"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failed` is worth another try by the platform; `broken` is not."""

    outcome: Outcome
    text: str = ""
    reason: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class Broken(Exception):
    """A reply the platform would not show; says why."""


def judge(reply: PostReply, account: Account, openid: str) -> Verdict:
    if reply.status != 200:
        return Verdict("failed", reason=f"status {reply.status}")
    if reply.body in (b"", b"success"):
        return Verdict("silent")
    try:
        return _shown(_opened(reply.body, account), account, openid)
    except Broken as broken:
        return Verdict("broken", reason=str(broken))


def _opened(body: bytes, account: Account) -> ET.Element:
    root = _parsed(body)
    sealed = root.find("Encrypt") is not None
    if account.mode == "encrypted" and not sealed:
        raise Broken("a plain reply in encrypted mode")
    if account.mode == "plain" and sealed:
        raise Broken("a sealed reply in plain mode")
    if not sealed:
        return root
    fields = {one.tag: one.text or "" for one in root}
    try:
        return _parsed(open_reply(account.token, account.aes_key, account.app_id, fields))
    except BadEnvelope as bad:
        raise Broken(str(bad)) from bad


def _parsed(body: bytes) -> ET.Element:
    try:
        root = ET.fromstring(body)
    except (ET.ParseError, ValueError) as error:
        raise Broken(f"not XML: {error}") from error
    if root.tag != "xml":
        raise Broken(f"the root is <{root.tag}>, not <xml>")
    return root


def _shown(root: ET.Element, account: Account, openid: str) -> Verdict:
    if _text(root, "ToUserName") != openid:
        raise Broken("ToUserName is not the person who wrote")
    if _text(root, "FromUserName") != account.name:
        raise Broken("FromUserName is not the account")
    if not (_text(root, "CreateTime").isascii() and _text(root, "CreateTime").isdigit()):
        raise Broken("CreateTime is not a whole number")
    match _text(root, "MsgType"):
        case "text":
            return Verdict("shown", _content(root))
        case "news":
            return _article(root)
        case "image" | "voice" | "video" | "music" as kind:
            return _media(root, kind)
        case "transfer_customer_service":
            return Verdict("silent")
        case other:
            raise Broken(f"MsgType {other!r} is not a reply")


def _content(root: ET.Element) -> str:
    content = _text(root, "Content")
    if not content:
        raise Broken("the text is empty")
    if len(content.encode()) > TEXT_BYTES:
        raise Broken(f"the text has more than {TEXT_BYTES} bytes")
    return content


def _article(root: ET.Element) -> Verdict:
    items = root.findall("Articles/item")
    if _text(root, "ArticleCount") != "1" or len(items) != 1:
        raise Broken("an answer may hold exactly one article")
    article = {one.tag: one.text or "" for one in items[0]}
    if not article.get("Title"):
        raise Broken("the article has no Title")
    return Verdict("shown", article["Title"], extra={"kind": "news", "article": article})


def _media(root: ET.Element, kind: str) -> Verdict:
    words = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "music": "[音乐]"}
    needed = "ThumbMediaId" if kind == "music" else "MediaId"
    media = _text(root, f"{kind.capitalize()}/{needed}")
    if not media:
        raise Broken(f"the {kind} has no {needed}")
    return Verdict("shown", words[kind], extra={"kind": kind, "media_id": media})


def _text(root: ET.Element, path: str) -> str:
    return root.findtext(path) or ""
