"""The phone page: try the assistant in a browser, as anyone, at any time of the day."""

from collections.abc import Sequence

from sim.phone import doors
from sim.phone.doors import Doors
from sim.phone.group import GroupMember, GroupStage
from sim.phone.people import Extras, MovableClock, PhoneOwner
from sim.phone.stage import PhoneStage
from sim.wechat import PretendWeChat

__all__ = [
    "Extras",
    "GroupMember",
    "GroupStage",
    "MovableClock",
    "PhoneOwner",
    "mount",
    "mount_early",
]


def mount(
    platform: PretendWeChat,
    people: Sequence[PhoneOwner],
    clock: MovableClock,
    extras: Extras | None = None,
) -> None:
    """Serve the page at / and its JSON under /sim/, on the platform's own address."""
    platform.mount("/", doors.page)
    platform.mount("/sim/", Doors(PhoneStage(platform, people, clock, extras or Extras())).api)


def mount_early(platform: PretendWeChat) -> None:
    """Serve the page before there is anybody to be: it waits for `mount`."""
    platform.mount("/", doors.page)
    platform.mount("/sim/", doors.not_yet)
