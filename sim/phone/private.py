"""A member alone with the robot: its card with buttons, what is typed, and answers where one tapped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Clock
from sim.phone.stage import Impossible, in_background
from sim.poster import PostRefused, TimedOut
from sim.work.robot import BadReply, PretendChat, PretendRobot, RobotBubble

Replies = Callable[[], Mapping[str, list[tuple[datetime, dict[str, Any]]]]]  # by response code
TROUBLE = (BadReply, PostRefused, TimedOut)


@dataclass
class PrivateLine:
    """One thing on the screen; a card stays where it is and changes when it was tapped."""

    who: str  # me, bot
    text: str
    at: datetime
    card: dict[str, Any] | None = None
    answer: RobotBubble | None = None

    def shown(self, timezone: ZoneInfo) -> dict[str, Any]:
        grown = self.answer
        return {
            "who": self.who,
            "text": grown.text if grown else self.text,
            "growing": bool(grown and not grown.is_over),
            "card": _card(self.card) if self.card else None,
            "at": self.at.astimezone(timezone).isoformat(timespec="seconds"),
        }


@dataclass
class PrivateStage:
    """The single chats of the members with one robot."""

    robot: PretendRobot
    replies: Replies
    clock: Clock
    grow: Callable[[PretendChat, RobotBubble], None]
    _lines: dict[str, list[PrivateLine]] = field(default_factory=dict)

    def opens(self, userid: str) -> None:
        """Come in; the first time that day the robot shows what it can do."""
        if userid not in self._lines:
            self._lines[userid] = []
            in_background(lambda: self._event(userid, "enter_chat", {}))

    def says(self, userid: str, text: str) -> None:
        self._lines.setdefault(userid, []).append(PrivateLine("me", text, self.clock.now()))
        in_background(lambda: self._ask(userid, text))

    def taps(self, userid: str, task: str, key: str) -> None:
        """Tap a button of a card, as often as one likes."""
        card = self._card_of(userid, task)
        if key not in [each["key"] for each in card.get("button_list", [])]:
            raise Impossible("这张卡片上没有这个按钮")
        tap = {"card_type": card["card_type"], "event_key": key, "task_id": task}
        in_background(
            lambda: self._event(userid, "template_card_event", {"template_card_event": tap})
        )

    def state(self, userid: str, timezone: ZoneInfo) -> list[dict[str, Any]]:
        answered = [
            PrivateLine("bot", str(body["markdown"]["content"]), at)
            for code, posts in dict(self.replies()).items()
            if self.robot.whose.get(code) == userid
            for at, body in posts
        ]
        lines = sorted([*self._lines.get(userid, []), *answered], key=lambda line: line.at)
        return [line.shown(timezone) for line in lines]

    def _event(self, userid: str, kind: str, more: Mapping[str, Any]) -> None:
        try:
            shown = self.robot.event(userid, kind, **more)
        except TROUBLE as error:
            self._add(userid, f"机器人没有答出来（{error}）")
            return
        card = (shown or {}).get("template_card")
        if card is None:
            return
        known = self._find(userid, str(card["task_id"]))
        if known is None:
            self._add(userid, "", card)
        else:
            known.card = card  # in its place, with what it was

    def _ask(self, userid: str, text: str) -> None:
        chat = self.robot.single()
        try:
            bubble = chat.begins(userid, text)
            if bubble is not None:
                line = PrivateLine("bot", "", self.clock.now(), answer=bubble)
                self._lines[userid].append(line)
                self.grow(chat, bubble)
        except TROUBLE as error:
            self._add(userid, f"机器人没有答出来（{error}）")

    def _add(self, userid: str, text: str, card: dict[str, Any] | None = None) -> None:
        self._lines[userid].append(PrivateLine("bot", text, self.clock.now(), card))

    def _find(self, userid: str, task: str) -> PrivateLine | None:
        lines = self._lines.get(userid, [])
        return next((one for one in lines if one.card and one.card["task_id"] == task), None)

    def _card_of(self, userid: str, task: str) -> dict[str, Any]:
        line = self._find(userid, task)
        if line is None or line.card is None:
            raise Impossible("没有这张卡片")
        return line.card


def _card(card: Mapping[str, Any]) -> dict[str, Any]:
    buttons: Iterable[Mapping[str, Any]] = card.get("button_list", [])
    return {
        "title": str(card.get("main_title", {}).get("title", "")),
        "words": str(card.get("sub_title_text", "")),
        "task": str(card["task_id"]),
        "buttons": [{"text": str(each["text"]), "key": str(each["key"])} for each in buttons],
    }
