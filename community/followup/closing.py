"""The clock's end of an episode: only where nothing speaks against it; else people are told, and it goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from itertools import groupby

from sqlalchemy.orm import Session

from community.followup import endings
from community.followup.checklist import Checklist, check
from community.followup.episodes import open_running_slot
from community.followup.watch import Watch
from community.people import tree
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.budget import Budget
from core.phrases import say_date
from db.followup import closing, episodes, history
from db.followup.closing import AnsweringPhone, EndingEpisode, F, Followed, Housed
from db.followup.reports import Watched
from db.models import DeliveryKind, EndReason, EpisodeAct, ItemKind, WorkItem
from db.people import persons
from db.people.persons import Card
from db.people.units import Spot
from outbox.many import Circular, queue_to_each

Held = Checklist[EndingEpisode]
HOMES = 5  # held together: of all that is looked up and written for one, most is for the others too
AT_ONCE = 4  # times the rows of a budget: most of them cost no statement of their own
LOOKED_AT_BY = time(12)  # whoever is told at night has the morning before the next one hears


def end_over(db: Session, watch: Watch, now: datetime, budget: Budget, desk: Desk) -> int:
    """End what is over and may end, one message a household; hold the rest; return how many ended.

    Those who may go are few statements, however many: all that were read go at once.
    """
    many = budget.rows * AT_ONCE
    found = closing.over(db, watch.today(now), many)
    budget.is_more = len(found) >= many
    if not found:
        return 0
    known = [each for each in found if each.programme in watch.programmes]
    lists = check(db, watch, known, now)
    held = {each.episode.id: each for each in lists if not each.is_clear}
    clear = [one for one in found if one.id not in held]
    answering = closing.answering(db, [each.person for each in found])
    _let_go(db, watch, clear, answering, now)
    budget.done += len(clear)
    homes = [list(group) for _, group in groupby(held.values(), lambda one: _home(one.episode))]
    budget.begin()
    desk = desk.for_many()
    for some in budget.take([homes[at : at + HOMES] for at in range(0, len(homes), HOMES)]):
        _hold(db, watch, some, answering, now, desk)
    return len(clear)


def _let_go(
    db: Session,
    watch: Watch,
    clear: Sequence[EndingEpisode],
    answering: Mapping[int, AnsweringPhone],
    now: datetime,
) -> None:
    """End those nothing speaks against, and tell each household what is true for the others of it."""
    if not clear:
        return
    others = _going_on(db, watch, clear, now)
    were_held = [one for one in clear if one.held_on is not None]
    letters: list[tuple[int, Circular]] = []
    for _, group in groupby(clear, _home):
        home = list(group)
        letters += _farewells(
            watch, home, others.get(home[0].person.household_id or 0, []), answering
        )
    ids = [one.id for one in clear]
    closing.end(db, ids, EndReason.OVER, now)
    history.note_all(db, ids, EpisodeAct.ENDED, now, detail=EndReason.OVER.value)
    queue_to_each(db, letters, now)
    settle_releases(db, were_held, now)


def _home(episode: Followed) -> tuple[bool, int]:
    home = episode.person.household_id
    return home is None, home or episode.person_id


def _going_on(
    db: Session, watch: Watch, found: Sequence[EndingEpisode], now: datetime
) -> Mapping[int, list[Housed]]:
    """Return by household who else of it is watched over."""
    homes = {one.person.household_id for one in found if one.person.household_id is not None}
    ids = {one.id for one in found}
    return closing.others_going_on(db, homes, ids, watch.today(now)) if homes else {}


def _farewells(
    watch: Watch,
    ended: Sequence[EndingEpisode],
    others: Sequence[Housed],
    answering: Mapping[int, AnsweringPhone],
) -> list[tuple[int, Circular]]:
    """Return one letter for each who answers for some of those whose time is over."""
    letters = []
    for person_id, theirs in by_recipient(ended, answering).items():
        programme = watch.programmes.get(theirs[0].programme)
        if programme is not None:
            text = endings.over(programme, theirs, others, person_id)
            fields = {"what": "健康监测到期结束", "text": "不用再报体温，谢谢配合"}
            letters.append((person_id, Circular(DeliveryKind.INFO, text, fields)))
    return letters


def by_recipient(
    episodes: Sequence[F], answering: Mapping[int, AnsweringPhone]
) -> dict[int, list[F]]:
    """Return by who reads it of whom they are told; nobody answers for the others."""
    found: dict[int, list[F]] = {}
    for one in episodes:
        contact = answering.get(one.person_id)
        if contact is not None:
            found.setdefault(contact.person_id, []).append(one)
    return found


# -- what may not end -----------------------------------------------------------------------------


def _hold(
    db: Session,
    watch: Watch,
    homes: Sequence[Sequence[Held]],
    answering: Mapping[int, AnsweringPhone],
    now: datetime,
    desk: Desk,
) -> None:
    """Let them go on from day to day; whoever decides hears why, and so does each household, once."""
    held = [each for home in homes for each in home]
    waiting: dict[int | None, WorkItem] = {}
    for item in closing.releases_open(db, [each.episode.person_id for each in held]):
        waiting.setdefault(item.person_id, item)
    closing.hold(db, [each.episode.id for each in held], watch.today(now))
    first = [each for each in held if each.episode.held_on is None]
    by_reason: dict[str, list[int]] = {}
    for each in first:
        by_reason.setdefault(",".join(each.against), []).append(each.episode.id)
        open_running_slot(db, watch, each.episode, each.programme, now)
    for against, ids in by_reason.items():
        history.note_all(db, ids, EpisodeAct.HELD, now, detail=against)
    _tell_households(db, first, answering, now)
    whom = [home[0].episode.person_id for home in homes]
    cards, called = persons.cards(db, whom), tree.introduce_all(db, whom)
    for home, number in zip(homes, whom, strict=True):
        text = _why_not(home, cards[number], called[number])
        theirs = [
            waiting[one.episode.person_id] for one in home if one.episode.person_id in waiting
        ]
        if not theirs:
            _raise(db, watch, cards[number], text, now, desk)
        elif any(each.episode.held_on is None for each in home):
            escalation.tell_again(db, min(theirs, key=lambda item: item.id), text, now)


def _raise(db: Session, watch: Watch, card: Card, text: str, now: datetime, desk: Desk) -> None:
    unit = Spot(card.unit_id) if card.unit_id else None
    noon = watch.at(watch.today(now), LOOKED_AT_BY)
    subject = Subject(card, None, unit, due_at=noon if noon > now else None)
    escalation.raise_item(db, ItemKind.RELEASE, text, subject, now, desk)


def _why_not(held: Sequence[Held], card: Card, called: str) -> str:
    """Say for staff whose end is held by what, and how it is lifted."""
    why = ["、".join(endings.obstacles(each)) for each in held]
    others = [
        f"；{tree.call(each.episode.person)} {said}"
        for each, said in zip(held[1:], why[1:], strict=True)
    ]
    ends = say_date(held[0].episode.ends_on)
    short = tree.short_door(card) if card.household_id else ""
    return (
        f"{called}：监测{ends}到期，还不能解除 {why[0]}{''.join(others)}。"
        f"这家先接着报。核实后发：解除 {short} {tree.call(card)}，看清还差什么再定。"
    )


def _tell_households(
    db: Session, held: Sequence[Held], answering: Mapping[int, AnsweringPhone], now: datetime
) -> None:
    lists = {each.episode.id: each for each in held}
    letters: list[tuple[int, Circular]] = []
    for person_id, theirs in by_recipient([each.episode for each in held], answering).items():
        text = endings.held([lists[one.id] for one in theirs], person_id)
        why = endings.obstacles(lists[theirs[0].id])[0]
        fields = {"what": "健康监测先不结束", "text": f"{why}，请接着报"}
        letters.append((person_id, Circular(DeliveryKind.INFO, text, fields)))
    queue_to_each(db, letters, now)


def say_held(
    db: Session, watch: Watch, held: Sequence[Watched], reader: int | None, now: datetime
) -> str:
    """Tell a household whose end is held what it still waits for, as things stand now."""
    found = [episodes.get(db, each.id) for each in held]
    known = [each for each in found if each.programme in watch.programmes]
    return endings.held(check(db, watch, known, now), reader or 0)


def settle_releases(db: Session, ended: Sequence[Followed], now: datetime) -> None:
    """Close what waited for a release, once nobody of the household is held any more."""
    if not ended:
        return
    people = {one.person_id for one in ended}
    homes = {one.person.household_id for one in ended if one.person.household_id is not None}
    for item in closing.releases_open(db, closing.of_same_homes(db, people, homes)):
        if not closing.is_any_held(db, item.person_id):
            escalation.close(db, item, "已解除，不用再看。", now)
