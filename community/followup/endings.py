"""How ends are told: it is over, it goes on because of this, who of the household still reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from community.followup.checklist import Checklist, Obstacle
from community.people import tree
from core.library import Programme
from core.phrases import say_date
from db.followup.closing import Followed
from db.followup.reports import Member
from db.models import Episode, Person

_AGAINST = {
    Obstacle.DAYS: "没到期（到{ends}）",
    Obstacle.FEVER: "最近{fever_days}有发热",
    Obstacle.SYMPTOMS: "最近{symptom_days}有症状",
    Obstacle.CHECK: "有一件发热的事还没办结",
    Obstacle.UNREPORTED: "最后一次没报",
    Obstacle.NO_VALUE: "最后一天没有体温数字",
    Obstacle.TEST_MISSING: "应做的检测还没有结果",
    Obstacle.TEST_POSITIVE: "检测结果是阳性",
    Obstacle.PAUSED: "还在暂停（住院或外出）",
}
_NEXT = {
    Obstacle.UNREPORTED: "请补报一次体温",
    Obstacle.NO_VALUE: "请量一次，把数字发来",
    Obstacle.TEST_MISSING: "请等检测结果",
}
Named = Person | Member
OVER = "{names}的{title}到期结束了，今天起不用再报体温。{others}谢谢您这些天的配合，保重身体。要凭证，回复“解除单”。"
HELD = "{names}的{title}原定到{ends}，先不结束：{why}。{do}社区医生或书记看过会告诉您；不舒服马上说，喘不上气打120。"
ENDED = "{names}的健康监测已经结束，{reports}谢谢配合，保重身体。要凭证，回复“解除单”。"
NO_MORE = "不用再报体温了，"
NOT_OF = "不用再报{whose}体温了；{others}照旧报，"


def obstacles(checklist: Checklist[Any]) -> list[str]:
    """Say each thing that speaks against an end, for staff."""
    release = checklist.programme.release
    said = {
        "ends": say_date(checklist.episode.ends_on),
        "fever_days": _days(release.fever_free_days),
        "symptom_days": _days(release.symptom_free_days),
    }
    return [_AGAINST[each].format(**said) for each in checklist.against]


def _days(many: int) -> str:
    return "一天" if many == 1 else f"{many}天"


def over(
    programme: Programme, ended: Sequence[Followed], others: Sequence[Named], reader: int
) -> str:
    """Tell a household that the time of some of it is over, and who goes on."""
    people = [each.person for each in ended]
    stay = f"{names(others, reader)}照旧报。" if others else ""
    return OVER.format(names=names(people, reader), title=programme.title, others=stay)


def held(checklists: Sequence[Checklist[Any]], reader: int) -> str:
    """Tell a household that it goes on for some of it, and what is still to be done."""
    people = [each.episode.person for each in checklists]
    against = dict.fromkeys(each for one in checklists for each in one.against)
    why = "、".join(dict.fromkeys(said for one in checklists for said in obstacles(one)))
    steps = [_NEXT[each] for each in against if each in _NEXT]
    do = f"{'，'.join(steps)}，之后接着报。" if steps else "请接着报。"
    first = checklists[0]
    return HELD.format(
        names=names(people, reader),
        title=first.programme.title,
        ends=say_date(first.episode.ends_on),
        why=why,
        do=do,
    )


def ended(people: Sequence[Named], others: Sequence[Named], reader: int) -> str:
    """Tell a household that staff have ended it for some; what is true for the others is said of them."""
    whose = "" if not others else "他们的" if len(people) > 1 else "TA的"
    own = len(people) == 1 and people[0].id == reader
    reports = (
        NOT_OF.format(whose="您自己的" if own else whose, others=names(others, reader))
        if others
        else NO_MORE
    )
    return ENDED.format(names=names(people, reader), reports=reports)


def names(people: Sequence[Named], reader: int | None) -> str:
    """Name some of a household to one of it: “您和邢小雨”, “邢海波、邢小雨和邢大明”."""
    called = ["您" if one.id == reader else tree.call(one) for one in people]
    called.sort(key=lambda each: each != "您")
    return "和".join(filter(None, ["、".join(called[:-1]), called[-1]])) if called else ""


def certificate(
    community: str, episode: Episode, programme: Programme, day: date, door: str
) -> str:
    """Return the 解除单 of one episode that is closed."""
    begins, ends = say_date(episode.starts_on), say_date(day)
    drill = "【演练】" if programme.exercise else ""
    return (
        f"{drill}解除单\n姓名：{tree.call(episode.person)}\n住址：{door}\n"
        f"方案：{programme.title}\n起止：{episode.starts_on.year}年{begins}到{ends}\n"
        f"{ends}起结束监测，不用再报体温。\n{community}"
    )
