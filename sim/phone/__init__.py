"""The phone page: try the assistant in a browser, as anyone, at any time of the day."""

from collections.abc import Sequence

from sim.phone.doors import Doors
from sim.phone.group import GroupMember, GroupStage
from sim.phone.people import Extras, MovableClock, PhoneOwner
from sim.phone.stage import PhoneStage
from sim.wechat import PretendWeChat

__all__ = ["Extras", "GroupMember", "GroupStage", "MovableClock", "PhoneOwner", "mount"]


def mount(
    platform: PretendWeChat,
    people: Sequence[PhoneOwner],
    clock: MovableClock,
    extras: Extras | None = None,
) -> None:
    """Serve the page at / and its JSON under /sim/, on the platform's own address."""
    doors = Doors(PhoneStage(platform, people, clock, extras or Extras()))
    platform.mount("/", doors.page)
    platform.mount("/sim/", doors.api)
