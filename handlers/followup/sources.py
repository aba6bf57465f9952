"""Who measured, who told and how: read from staff's words, said beside a report."""

import re
from dataclasses import dataclass
from typing import Any

from community.followup.watch import HowTold
from community.people.access import Role
from dialog import Context

_WAYS = (
    (HowTold.VIDEO, re.compile(r"视频|微信电话看")),
    (HowTold.PHONE, re.compile(r"电话|打给|打过去|手机里|通话")),
    (
        HowTold.RELAYED,
        re.compile(r"(?:[一-龥]{1,4})(?:说的?|告诉我|转告|讲的?|替[他她]说)|听说|据说"),
    ),
    (
        HowTold.MEASURED,
        re.compile(r"上门|敲门|当面|现场|入户|我(?:给|帮)?[他她]?量|门口量|亲手|量的"),
    ),
)
_WORDS = {
    HowTold.VIDEO: "视频",
    HowTold.PHONE: "电话",
    HowTold.RELAYED: "别人转告",
    HowTold.MEASURED: "上门量",
}
_BY = {"self": "本人量", "family": "家里人量", "staff": "工作人员量", "doctor": "医生量"}


@dataclass(frozen=True, slots=True)
class ToldHow:
    """How somebody of the staff came to know, and who measured."""

    way: HowTold | None
    measured_by: str | None


def of(ctx: Context) -> ToldHow:
    """Read it from what staff wrote; nothing said is nothing known."""
    way = next((way for way, pattern in _WAYS if pattern.search(ctx.text)), None)
    if way is HowTold.MEASURED:
        return ToldHow(way, "doctor" if ctx.actor.holds({Role.DOCTOR}) else "staff")
    return ToldHow(way, "self" if way in (HowTold.VIDEO, HowTold.PHONE) else None)


def said(report: Any) -> str:
    """Say it beside a report: “（电话，本人量）”; nothing where nothing is known."""
    words = [_WORDS.get(report.way, ""), _BY.get(report.measured_by or "", "")]
    if report.way is HowTold.MEASURED:
        words = [_BY.get(report.measured_by or "", _WORDS[report.way])]
    known = "，".join(word for word in words if word)
    return f"（{known}）" if known else ""


def way(how: HowTold) -> str:
    """Say how somebody came to know: 视频, 电话."""
    return _WORDS[how]
