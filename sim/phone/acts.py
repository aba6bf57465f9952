"""What a person may do on the page, each a small JSON call."""

import base64
from collections.abc import Callable
from typing import Any

from sim.letters import MESSAGES
from sim.people import Follower
from sim.phone import moments
from sim.phone.stage import Impossible, PhoneStage, in_background

LONGEST = 2000
LARGEST = 2 << 20  # bytes of a picture; the page makes it smaller before

Body = dict[str, Any]
Act = Callable[[Body], Body]


class Acts:
    """Looked up by path; each takes the call's JSON and returns what to add to the answer."""

    def __init__(self, stage: PhoneStage) -> None:
        self._stage = stage
        self._acts: dict[str, Act] = {
            "/sim/say": self.say,
            "/sim/send": self.send,
            "/sim/click": self.click,
            "/sim/follow": self.follow,
            "/sim/unfollow": self.unfollow,
            "/sim/scan": self.scan,
            "/sim/clock": self.move_clock,
            "/sim/fault": self.turn_fault,
            "/sim/explain": self.explain,
            "/sim/group": self.say_in_group,
            "/sim/robot": self.be_alone,
        }

    def at(self, path: str) -> Act | None:
        return self._acts.get(path)

    def say(self, body: Body) -> Body:
        follower, text, item = self._following(body), str(body.get("text", "")), body.get("item")
        if not text.strip():
            raise Impossible("先写点什么")
        if len(text) > LONGEST:
            raise Impossible(f"太长了，最多 {LONGEST} 字")
        if item is None:
            self._stage.meanwhile(follower, lambda: follower.says(text))
        else:
            self._stage.meanwhile(follower, lambda: follower.taps(str(item), text))
        return {}

    def send(self, body: Body) -> Body:
        follower, kind = self._following(body), str(body.get("kind"))
        if kind not in MESSAGES or kind == "text":
            raise Impossible("不认识这种消息")
        if kind == "image" and body.get("data"):
            picture = _picture(body["data"])
            self._stage.meanwhile(follower, lambda: follower.shows_picture(picture, "image/jpeg"))
            return {}
        fields = _said(kind, str(body.get("text", "")).strip()[:LONGEST])
        self._stage.meanwhile(follower, lambda: follower.sends(kind, **fields))
        return {}

    def click(self, body: Body) -> Body:
        follower, key = self._following(body), str(body.get("key", ""))
        self._stage.meanwhile(follower, lambda: follower.clicks(key))
        return {}

    def follow(self, body: Body) -> Body:
        """Follow again, or without an openid let somebody new follow."""
        scene = str(body.get("scene") or "") or None
        known = body.get("openid")
        follower = self._stage.follower(known) if known else self._stage.newcomer(scene)
        self._stage.meanwhile(follower, lambda: follower.follows(scene))
        return {"openid": follower.openid}

    def unfollow(self, body: Body) -> Body:
        follower = self._following(body)
        self._stage.meanwhile(follower, follower.unfollows)
        return {}

    def scan(self, body: Body) -> Body:
        follower = self._stage.follower(body.get("openid"))
        scene = str(body.get("scene", ""))
        self._stage.meanwhile(follower, lambda: follower.scans(scene))
        return {}

    def move_clock(self, body: Body) -> Body:
        stage = self._stage
        timezone = stage.extras.timezone
        moment = moments.target(str(body.get("to", "")), stage.clock.now(), timezone)
        stage.clock.set(moment)
        stage.platform.changed()
        after = stage.extras.after_clock
        if after is not None:
            in_background(lambda: after(moment))
        return {"clock": moments.shown(moment, timezone)}

    def turn_fault(self, body: Body) -> Body:
        try:
            self._stage.switches.turn(str(body.get("name")), bool(body.get("on")))
        except KeyError as error:
            raise Impossible("没有这个开关") from error
        self._stage.platform.changed()
        after = self._stage.extras.after_fault
        if after is not None and not body.get("on"):
            in_background(after)
        return {"faults": self._stage.switches.state()}

    def say_in_group(self, body: Body) -> Body:
        group = self._stage.extras.group
        if group is None:
            raise Impossible("这里没有群")
        text = str(body.get("text", ""))
        group.says(body.get("userid"), text, is_called=bool(body.get("calls")))
        return {}

    def be_alone(self, body: Body) -> Body:
        """Come in to the robot, tap a button of its card, or write to it alone."""
        group = self._stage.extras.group
        if group is None:
            raise Impossible("这里没有群")
        text = str(body["text"]) if "text" in body else None
        group.alone(body.get("userid"), text, str(body.get("task", "")), str(body.get("key", "")))
        return {}

    def explain(self, body: Body) -> Body:
        if self._stage.extras.explain is None:
            raise Impossible("这里看不到理解的过程")
        return {"explained": dict(self._stage.extras.explain(str(body.get("text", ""))[:LONGEST]))}

    def _following(self, body: Body) -> Follower:
        follower = self._stage.follower(body.get("openid"))
        if not follower.following:
            raise Impossible("还没有关注，先关注再说话")
        return follower


def _picture(data: object) -> bytes:
    """Return a picture the page has sent as base64.  Raises Impossible."""
    try:
        content = base64.b64decode(str(data), validate=True)
    except ValueError:
        content = b""
    if not content.startswith(b"\xff\xd8"):
        raise Impossible("这个文件不是图片，没有发")
    if len(content) > LARGEST:
        raise Impossible("图片超过 2 MB，没有发")
    return content


def _said(kind: str, text: str) -> dict[str, Any]:
    """Return the fields that hold what was said into a voice message, or what a place is called."""
    name = {"voice": "Recognition", "location": "Label"}.get(kind)
    return {name: text} if name and text else {}
