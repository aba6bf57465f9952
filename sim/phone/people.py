"""Who one can be on the phone page, and what else the page is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from sim.phone.group import GroupStage

SHANGHAI = ZoneInfo("Asia/Shanghai")


class MovableClock(Protocol):
    """A clock the page may set: FakeClock or FileClock."""

    def now(self) -> datetime: ...

    def set(self, moment: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class PhoneOwner:
    """Somebody to be; `suggestions` are sentences worth trying."""

    openid: str
    name: str
    role: str = ""
    hint: str = ""
    suggestions: Sequence[str] = ()
    face: str = "person"  # which of the drawn faces of the page


@dataclass(frozen=True, slots=True)
class Extras:
    """What the page shows besides people.

    `menu` is in the platform's own shape ({type, name, key | url, sub_button})
    and gives way to one the bot creates itself.  `scenes` names the QR codes a
    new follower may scan.  `after_clock` runs after the clock was moved, in the
    background.
    """

    account: str = "邻报"
    about: str = "社区微信助手"
    menu: Sequence[Mapping[str, Any]] = ()
    scenes: Mapping[str, str] = field(default_factory=dict)
    newcomer: Sequence[str] = ("你好", "怎么报备", "我是3号楼2单元601 张三")
    timezone: ZoneInfo = SHANGHAI
    after_clock: Callable[[datetime], None] | None = None
    after_fault: Callable[[], None] | None = None  # when one was switched off: what waits may go
    group: "GroupStage | None" = None  # for group.html
    explain: Callable[[str], Mapping[str, Any]] | None = (
        None  # how a text is understood, for parse.html
    )
