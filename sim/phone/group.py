"""A group in the enterprise on the page: members who call the robot, its answers that grow, its posts."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Clock
from sim.phone.private import PrivateStage, Replies
from sim.phone.stage import Impossible, in_background
from sim.poster import PostRefused, TimedOut
from sim.work.robot import BadReply, PretendChat, PretendRobot, RobotBubble

LONGEST = 2000
BETWEEN_POLLS = 0.4  # seconds
_pause = threading.Event()  # never set: a wait that the clock of the demo does not rule
ROBOT = "robot"  # who speaks when the robot does
Posts = Callable[[], Sequence[tuple[datetime, dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody of the group; `openid` is their own phone, where what is private comes."""

    userid: str
    name: str
    role: str
    face: str = "person"
    openid: str = ""


@dataclass
class _GroupLine:
    """One thing in the group: what somebody wrote, or the robot's answer to it."""

    who: str
    text: str
    at: datetime
    answer: RobotBubble | None = None
    trouble: str = ""
    card: dict[str, Any] | None = None  # what a robot shows that is no text


class GroupStage:
    """One group; what is said to the robot goes to the bot, and its answers grow as it is polled."""

    def __init__(
        self,
        name: str,
        members: Sequence[GroupMember],
        robot: PretendRobot,
        posts: Posts,
        clock: Clock,
        suggestions: Sequence[str] = (),
        replies: Replies = dict,
    ) -> None:
        self.private = PrivateStage(robot, replies, clock, _grow)
        self.name, self.members, self.suggestions = name, members, suggestions
        self._chat = robot.group()
        self._posts, self._clock = posts, clock
        self._lines: list[_GroupLine] = []
        self._taken = 0  # of the posts, which stand among the lines in the order they came
        self._lock = threading.Lock()

    def _add(self, *lines: _GroupLine) -> None:
        """Put lines below what has been posted until now: while the clock stands, only this tells the order."""
        with self._lock:
            posts = list(self._posts())
            self._lines += [_posted(body, at) for at, body in posts[self._taken :]]
            self._taken = len(posts)
            self._lines += lines

    def says(self, userid: object, text: str, *, is_called: bool) -> None:
        """Let a member write; the platform tells the robot only of what calls it."""
        member = self.member(userid)
        _refuse_bad(text)
        self._add(_GroupLine(member.userid, text, self._clock.now()))
        if is_called:
            in_background(lambda: self._ask(member.userid, text))

    def member(self, userid: object) -> GroupMember:
        member = next((one for one in self.members if one.userid == userid), None)
        if member is None:
            raise Impossible("群里没有这个人")
        return member

    def alone(self, userid: object, text: str | None, task: str, key: str) -> None:
        """Let a member be alone with the robot: come in, tap a button, or write."""
        who = self.member(userid).userid
        if task:
            self.private.taps(who, task, key)
        elif text is None:
            self.private.opens(who)
        else:
            _refuse_bad(text)
            self.private.says(who, text)

    def _ask(self, userid: str, text: str) -> None:
        try:
            bubble = self._chat.begins(userid, text)
            if bubble is not None:
                self._add(_GroupLine(ROBOT, "", self._clock.now(), bubble))
                _grow(self._chat, bubble)
        except (BadReply, PostRefused, TimedOut) as error:
            self._add(_GroupLine(ROBOT, "", self._clock.now(), trouble=str(error)))

    def state(self, timezone: ZoneInfo) -> dict[str, Any]:
        self._add()
        return {
            "name": self.name,
            "suggestions": list(self.suggestions),
            "members": [
                {"userid": one.userid, "name": one.name, "role": one.role, "face": one.face,
                 "openid": one.openid, "tint": place % 8,
                 "robot": self.private.state(one.userid, timezone)}
                for place, one in enumerate(self.members)
            ],
            "lines": [
                _shown(one, timezone) for one in sorted(self._lines, key=lambda line: line.at)
            ],
        }  # fmt: skip


def _refuse_bad(text: str) -> None:
    if not text.strip():
        raise Impossible("先写点什么")
    if len(text) > LONGEST:
        raise Impossible(f"太长了，最多 {LONGEST} 字")


def _grow(chat: PretendChat, bubble: RobotBubble) -> None:
    while not bubble.is_over:
        _pause.wait(BETWEEN_POLLS)  # as often as the platform comes back
        chat.polls(bubble)


def _posted(body: dict[str, Any], at: datetime) -> _GroupLine:
    """Return what a robot put into the group, as it stands there."""
    kind = str(body.get("msgtype"))
    content = body[kind]
    shown: dict[str, Any]
    if kind == "image":
        shown = {"title": "[图片]", "picture": f"data:image/png;base64,{content['base64']}"}
    elif kind == "news":
        first = content["articles"][0]
        shown = {"title": first["title"], "words": first["description"], "url": first["url"]}
        shown |= {"head": first.get("picurl", "")}
    elif kind == "template_card":
        rows = [[row["keyname"], row["value"]] for row in content["horizontal_content_list"]]
        shown = {"title": content["main_title"]["title"], "words": content["sub_title_text"]}
        shown |= {"rows": rows, "url": content["card_action"]["url"]}
    else:
        return _GroupLine(ROBOT, str(content["content"]), at)
    return _GroupLine(ROBOT, shown["title"], at, card=shown)


def _shown(line: _GroupLine, timezone: ZoneInfo) -> dict[str, Any]:
    grown = line.answer
    return {
        "who": line.who,
        "text": grown.text if grown else line.text or f"机器人没有答出来（{line.trouble}）",
        "growing": bool(grown and not grown.is_over),
        "card": line.card,
        "at": line.at.astimezone(timezone).isoformat(timespec="seconds"),
    }
