"""What a household is given on paper: 隔离卡, 协议书, 告知书, 解除单; as lines, and who has signed."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup import endings, teams
from community.followup.telling import tell_home
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from core.library import Programme
from core.phrases import say_date
from core.prints import Paper
from core.programmes import WatchKind
from db.followup import closing, history
from db.models import Episode, EpisodeAct, Household
from db.people import facts

__all__ = ["Household", "PaperKind", "hand", "of_household", "receipt"]


class PaperKind(enum.StrEnum):
    CARD = "card"  # hangs outside: it names nobody
    AGREEMENT = "agreement"
    NOTICE = "notice"
    RELEASE = "release"


KINDS: Mapping[WatchKind, str] = {
    WatchKind.CENTRAL: "集中隔离",
    WatchKind.HOME_ISOLATION: "居家隔离",
    WatchKind.HOME_WATCH: "居家监测",
    WatchKind.HEALTH_WATCH: "健康监测",
    WatchKind.SELF_WATCH: "自我监测",
}
SIGNED = {PaperKind.AGREEMENT: "协议书", PaperKind.NOTICE: "告知书"}
_SIGN = ("本人或监护人签字", "工作人员签字", "日期")


def of_household(
    db: Session,
    watch: Watch,
    home: Household,
    kind: PaperKind,
    community: str,
    now: datetime,
) -> Paper | Refused:
    """Return one paper of those watched over behind a door; of nobody there is none."""
    if kind is PaperKind.RELEASE:
        return _release(db, watch, home, community, now)
    going = closing.going_on(db, [home.id], watch.today(now)).get(home.id, [])
    going = [each for each in going if each.programme in watch.programmes]
    if not going:
        return Refused("not_watched", tree.door(home))
    programme = watch.programmes[going[0].programme]
    drill = "【演练】" if programme.exercise else ""
    ends = max(each.ends_on for each in going)
    begins = min(each.starts_on for each in going)
    if kind is PaperKind.CARD:
        title, lines = f"{KINDS[programme.kind]}户", _card(db, home, programme, ends)
        return Paper(community, f"{drill}{title}", lines)
    people = "、".join(tree.call(each.person) for each in going)
    head = [f"住址：{tree.door(home)}", f"姓名：{people}", _span(begins, ends)]
    if kind is PaperKind.AGREEMENT:
        lines = [*head, *_agreement(programme)]
        return Paper(community, f"{drill}{KINDS[programme.kind]}协议书", lines, _SIGN)
    team = teams.team_lines(db, programme, home.unit, now, watch.zone)
    lines = [*head, *_notice(programme, ends, team)]
    return Paper(community, f"{drill}健康告知书", lines, ("收到签字", "拒收的，见证人签字", "日期"))


def _span(begins: date, ends: date) -> str:
    return f"起止：{begins.year}年{say_date(begins)}到{say_date(ends)}"


def _card(db: Session, home: Household, programme: Programme, ends: date) -> list[str]:
    """Return what hangs at the door: no name, no address."""
    phone = facts.values(db, home.unit, ["office_phone"]).get("office_phone")
    call = f"有事打社区电话 {phone}" if phone else "有事请联系社区"
    visit = "请不要进门，东西放门口。" if not programme.permits.visitors else "来访请先打电话。"
    return [f"到{ends.year}年{say_date(ends)}", visit, call, "谢谢您的理解和关心。"]


def _agreement(programme: Programme) -> list[str]:
    if programme.agreement:
        return [line for line in programme.agreement.splitlines() if line.strip()]
    voluntary = ["自愿参加，随时可以退出，退出不影响任何服务。"] if programme.voluntary else []
    lines = [
        *voluntary,
        *_permits(programme),
        f"{_times(programme)}量体温并告诉社区，不舒服随时说。",
        "社区保证：每天有人看，有事有人到；要药要菜、收垃圾、看病，直接说。",
        programme.purpose,
    ]
    return [f"{at}. {line}" for at, line in enumerate(lines, 1)]


def _notice(programme: Programme, ends: date, team: Sequence[str]) -> list[str]:
    tests = programme.tests
    sampled = (
        [
            f"第{'、'.join(map(str, tests.days))}天采样检测（{'应检' if tests.required else '愿检'}）。"
        ]
        if tests
        else []
    )
    lines = [
        f"您参加的是：{programme.title}，到{say_date(ends)}。",
        *_permits(programme),
        f"{_times(programme)}量体温，微信回复数字就行；没有微信的，告诉网格员。",
        *sampled,
        f"{programme.fever_ge}℃及以上，或者有{'、'.join(programme.symptoms[:6])}这些症状，马上告诉我们。",
        f"{'、'.join(programme.danger)}，或者{programme.danger_ge:.0f}℃以上：先打120。",
        "到期要体温、症状正常，最后一次报了数，才会解除；解除有解除单。",
        f"管您家的：{'；'.join(team)}。",
        "心里难受，打12356，24小时有人接。",
        programme.purpose,
    ]
    return [f"{at}. {line}" for at, line in enumerate(lines, 1)]


def _permits(programme: Programme) -> list[str]:
    permits = programme.permits
    out = "可以照常出门" if permits.go_out else "请不要出门"
    family = "家里其他人可以出门" if permits.family_go_out else "同住的人也请不要出门"
    visits = "可以有人来访" if permits.visitors else "请不要让人来家里"
    return [f"{out}；{family}；{visits}。"]


def _times(programme: Programme) -> str:
    return "、".join(
        f"每天{part.label}" if not at else part.label for at, part in enumerate(programme.parts)
    )


def _release(
    db: Session, watch: Watch, home: Household, community: str, now: datetime
) -> Paper | Refused:
    ended = closing.ended_in(db, home.id)
    if not ended:
        return Refused("not_released", tree.door(home))
    lines = []
    for each in ended:
        programme = watch.programmes.get(each.programme)
        if programme is not None and each.closed_at is not None:
            day = watch.today(each.closed_at)
            text = endings.certificate(community, each, programme, day, tree.door(home))
            lines += text.splitlines()[1:-1]
    return Paper(community, "解除单", lines, ("社区盖章", "日期"))


def hand(
    actor: Actor, db: Session, home: Household, kind: PaperKind, text: str, now: datetime
) -> bool | Refused:
    """Send a paper to whoever answers for a household; False where nobody does."""
    if not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    record(db, actor, now, "paper_sent", detail=kind.value)
    return tell_home(db, home, text, now)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who of a household a paper is signed or refused for."""

    episodes: Sequence[Episode]
    is_signed: bool


def receipt(
    actor: Actor,
    db: Session,
    watch: Watch,
    home: Household,
    kind: PaperKind,
    now: datetime,
    *,
    is_signed: bool,
    witness: str = "",
) -> Signing | Refused:
    """Note that a household signed, or refused before a witness; staff in care, or one of its own."""
    is_own = actor.person_id is not None and actor.person_id in {one.id for one in home.people}
    if not is_own and not (actor.is_staff and actor.covers(home.unit)):
        return Refused("not_in_care")
    if not is_signed and not is_own and not witness:
        return Refused("needs_witness")
    going = closing.going_on(db, [home.id], watch.today(now)).get(home.id, [])
    if not going:
        return Refused("not_watched", tree.door(home))
    act = EpisodeAct.SIGNED if is_signed else EpisodeAct.REFUSED
    said = f"{SIGNED[kind]}，见证人{witness}" if witness else None
    history.note_all(
        db, [one.id for one in going], act, now, actor=actor.person_id, detail=kind.value, text=said
    )
    if not is_own:
        record(db, actor, now, f"paper_{act.value}", detail=kind.value)
    return Signing(going, is_signed)
