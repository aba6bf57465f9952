"""What the page's doors share: the platform, who can be played, and who waits for an answer."""

import secrets
import threading
from collections.abc import Callable, Sequence

from sim.people import Follower
from sim.phone.people import Extras, MovableClock, PhoneOwner
from sim.phone.trouble import Switches
from sim.wechat import PretendWeChat

NEWCOMER = "新关注的人"


class Impossible(ValueError):
    """Something the page cannot do; says why in words for the person."""


class PhoneStage:
    """The people one can be; new followers join them."""

    def __init__(
        self,
        platform: PretendWeChat,
        people: Sequence[PhoneOwner],
        clock: MovableClock,
        extras: Extras,
    ) -> None:
        self.platform = platform
        self.people = list(people)
        self.clock = clock
        self.extras = extras
        self.switches = Switches(platform)
        self._waiting: dict[str, int] = {}
        for person in people:
            platform.follower(person.openid, person.name)

    def follower(self, openid: object) -> Follower:
        if not any(person.openid == openid for person in self.people):
            raise Impossible("没有这个人")
        return self.platform.follower(str(openid))

    def newcomer(self, scene: str | None) -> Follower:
        with self.platform.lock:
            number = sum(person.role == NEWCOMER for person in self.people) + 1
            place = self.extras.scenes.get(scene or "", scene or "")
            person = PhoneOwner(
                openid="o" + secrets.token_urlsafe(20)[:27],
                name=f"新邻居{number}",
                role=NEWCOMER,
                hint=f"扫了{place}的码" if scene else "没有扫楼栋的码",
                suggestions=tuple(self.extras.newcomer),
            )
            self.people.append(person)
        return self.platform.follower(person.openid, person.name)

    def waiting(self, openid: str) -> int:
        return self._waiting.get(openid, 0)

    def meanwhile(self, follower: Follower, act: Callable[[], object]) -> None:
        """Do it in the background, and let the page know that an answer is awaited."""

        def carried() -> None:
            try:
                act()
            finally:
                self._awaits(follower, -1)

        self._awaits(follower, 1)
        in_background(carried)

    def _awaits(self, follower: Follower, change: int) -> None:
        with self.platform.lock:
            self._waiting[follower.openid] = self.waiting(follower.openid) + change
        self.platform.changed()


def in_background(act: Callable[[], object]) -> None:
    threading.Thread(target=act, daemon=True, name="sim-phone").start()
