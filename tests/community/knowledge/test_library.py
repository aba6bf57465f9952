"""Rules and entries in the database: taken in from packs, changed here, seen by every process."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import content
from bot import Bot
from community.knowledge import library as shelves
from community.knowledge.importing import Import, import_packs
from community.knowledge.library import Live
from community.knowledge.wording import Answer
from core.library import Entry, Library, Rule
from core.ports import Matcher
from db.knowledge import versions
from db.models import Person
from db.people import contacts, persons
from ops import checks
from tests.conftest import Town, community_time
from tests.databases import ZONE

RULE = {
    "id": "masks", "topic": "口罩", "title": "口罩规定", "intents": ["ask_mask"],
    "issuer": "社区", "effective": {"from": "2026-01-01"}, "burden": "advice",
    "answer": "楼道里请戴口罩。", "sources": [{"title": "口罩通知"}],
}  # fmt: skip
ENTRY = {
    "id": "fountain", "topic": "喷泉", "questions": ["喷泉几点开放"], "status": "current",
    "effective": {"from": "2026-01-01"}, "answer": "喷泉晚上七点开。", "sources": [{}],
}  # fmt: skip
Packs = Callable[..., Library]


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    """Write one pack with these rules and entries, and read it."""

    def read(rules: Sequence[Any] = (RULE,), entries: Sequence[Any] = (ENTRY,)) -> Library:
        home = tmp_path / "packs" / "one"
        home.mkdir(parents=True, exist_ok=True)
        (home / "pack.yaml").write_text("name: one\ntitle: 试\nauthority: 社区\n")
        for name, key, rows in (("rules", "rules", rules), ("knowledge", "entries", entries)):
            text = rows if isinstance(rows, str) else yaml.safe_dump({key: list(rows)})
            (home / f"{name}.yaml").write_text(text)
        return content.load(None, home.parent, spare=True)

    return read


def take(town: Town, library: Library) -> Import:
    now = town.clock.now()
    return town.bot.database.write(lambda db: import_packs(db, library, now, ZONE))


def answer(bot: Bot, text: str, intents: Sequence[str], at: str) -> Answer | None:
    with bot.database.read() as db:
        return bot.house.knowledge.look(db).find(text, intents, community_time(at))


def write(town: Town, piece: Entry | Rule) -> None:
    """Two people of the staff put a piece in force."""

    def work(db: Any) -> None:
        author, approver = _staff(town, db)
        row = shelves.add_version(db, piece, town.clock.now(), ZONE, author=author)
        shelves.approve(db, row, approver, town.clock.now())

    town.bot.database.write(work)


def _staff(town: Town, db: Any) -> tuple[Person, Person]:
    openids = [town.who["secretary"], town.who["township"]]
    found = [contacts.find(db, "official", openid) for openid in openids]
    author, approver = (persons.get(db, one.person_id or 0) for one in found if one is not None)
    return author, approver


def changed(**fields: Any) -> Rule:
    return Rule.model_validate({**RULE, **fields})


def test_taking_in_the_same_packs_again_changes_nothing(town: Town, packs: Packs) -> None:
    take(town, packs())

    again = take(town, packs())

    assert (again.new, again.changed, again.gone, again.conflicts) == (0, 0, 0, 0)


def test_a_changed_pack_becomes_the_next_version(town: Town, packs: Packs) -> None:
    take(town, packs())

    done = take(town, packs([{**RULE, "answer": "楼道里不用戴口罩了。"}]))

    found = answer(town.bot, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    assert done.changed == 1
    assert found is not None and found.said == "楼道里不用戴口罩了。"
    assert found.held.version == 2


def test_what_a_pack_no_longer_says_is_no_longer_given(town: Town, packs: Packs) -> None:
    take(town, packs())

    done = take(town, packs(rules=[]))

    found = answer(town.bot, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    assert done.gone == 1
    assert found is None or found.cited.rule is None


def test_an_edit_on_the_spot_outlives_a_changed_pack_and_check_says_so(
    town: Town, packs: Packs, caplog: pytest.LogCaptureFixture
) -> None:
    take(town, packs())
    write(town, changed(answer="只在电梯里戴口罩。"))

    done = take(town, packs([{**RULE, "answer": "全楼都要戴口罩哦。"}]))

    found = answer(town.bot, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    assert done.conflicts == 1
    assert found is not None and found.said == "只在电梯里戴口罩。"
    assert "'masks' 在内容包 one 里有新的说法" in caplog.text
    with town.bot.database.read() as db:
        assert [(kind, key) for kind, key, _ in versions.set_aside(db)] == [("rule", "masks")]
    assert ["规定 masks " in line for line in checks.held_back(town.bot)] == [True]


@pytest.mark.parametrize(
    "broken",
    [
        [RULE, {**RULE, "id": "later", "effective": {"from": "2026-06-01"}}],
        [
            {**RULE, "effective": {"from": "2025-01-01", "to": "2025-02-01"}},
            {**RULE, "id": "later", "effective": {"from": "2025-03-01"}},
        ],
        [{**RULE, "sources": []}],
        "rules: [",
    ],
    ids=["overlap", "hole", "source", "no yaml"],
)
def test_a_broken_pack_names_its_line_and_leaves_the_old_rule_live(
    town: Town, packs: Packs, broken: Any
) -> None:
    take(town, packs())

    library = packs(broken)
    done = take(town, library)

    found = answer(town.bot, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    assert [line for line in library.problems if "one/rules.yaml:" in line]
    assert (done.gone, done.changed) == (0, 0)
    assert found is not None and found.said == RULE["answer"]


def test_a_rule_to_come_switches_at_its_very_moment(town: Town, packs: Packs) -> None:
    take(town, packs())
    later = "2026-11-25T18:00:00+08:00"
    write(town, changed(answer="楼道里不用戴口罩了。", effective={"from": later}))

    said = [
        answer(town.bot, "要戴口罩吗", ["ask_mask"], at)
        for at in ("2026-11-25T17:59", "2026-11-25T18:00", "2026-11-25T18:01")
    ]

    assert [found.said for found in said if found] == [
        RULE["answer"], "楼道里不用戴口罩了。", "楼道里不用戴口罩了。",
    ]  # fmt: skip


def test_the_day_somebody_speaks_of_decides(town: Town, packs: Packs) -> None:
    take(town, packs())
    write(town, changed(answer="楼道里不用戴口罩了。", effective={"from": "2026-11-25"}))
    moment = community_time("2026-11-21T09:00")

    with town.bot.database.read() as db:
        known = town.bot.house.knowledge.look(db)
        found = known.find("26号要戴口罩吗", ["ask_mask"], moment, day=moment.date() + timedelta(5))

    assert found is not None and found.said == "楼道里不用戴口罩了。"


def test_what_one_process_approves_all_others_see(town: Town, packs: Packs) -> None:
    take(town, packs())
    other = Bot(town.bot.config, town.clock)
    other.library, other.matcher = town.bot.library, town.bot.matcher
    other.understanding = town.bot.understanding
    before = answer(other, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")

    write(town, changed(answer="只在电梯里戴口罩。"))

    after = answer(other, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    other.close()
    assert before is not None and after is not None
    assert (before.said, after.said) == (RULE["answer"], "只在电梯里戴口罩。")


def test_what_was_taken_back_before_it_was_committed_is_given_to_nobody(
    town: Town, packs: Packs
) -> None:
    take(town, packs())
    now, known = town.clock.now(), town.bot.house.knowledge
    with town.bot.database.rehearse() as db:
        author, approver = _staff(town, db)
        row = shelves.add_version(db, changed(answer="人人戴三层口罩。"), now, ZONE, author=author)
        shelves.approve(db, row, approver, now)
        known.look(db)

    write(town, Entry.model_validate(ENTRY))  # as many changes as there were

    found = answer(town.bot, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    assert found is not None and found.said == RULE["answer"]


class Broken:
    """Nothing that finds questions can be made."""

    def __call__(self, _: Sequence[Entry]) -> Matcher:
        raise MemoryError("no room for another index")


def test_an_index_that_cannot_be_made_silences_nobody(town: Town, packs: Packs) -> None:
    library = packs()
    take(town, library)
    live = Live(library, town.bot.matcher, Broken(), "", ZONE)
    write(town, Entry.model_validate({**ENTRY, "questions": ["水池几点放水"]}))

    with town.bot.database.read() as db:
        found = live.look(db).find("要戴口罩吗", ["ask_mask"], community_time("2026-11-21T09:00"))

    assert found is not None and found.said == RULE["answer"]


def test_an_approved_answer_becomes_an_entry_that_is_found_by_its_questions(town: Town) -> None:
    entry = Entry.model_validate({**ENTRY, "questions": ["小区的喷泉几点开放呀"]})

    def work(db: Any) -> None:
        author, approver = _staff(town, db)
        row = shelves.add_version(db, entry, town.clock.now(), ZONE, author=author)
        shelves.approve(db, row, approver, town.clock.now())

    town.bot.database.write(work)
    answer(town.bot, "喷泉", [], "2026-11-21T09:00")  # the index of questions is made anew

    assert "喷泉晚上七点开。" in town.resident.says("小区的喷泉几点开放呀")


def test_a_rule_withdrawn_gives_way_to_the_one_before(town: Town, packs: Packs) -> None:
    take(town, packs())
    write(town, changed(answer="只在电梯里戴口罩。"))

    def work(db: Any) -> None:
        row = versions.get(db, "rule", _newest_id(db))
        assert row is not None
        shelves.withdraw(db, row, town.clock.now())

    town.bot.database.write(work)

    found = answer(town.bot, "要戴口罩吗", ["ask_mask"], "2026-11-21T09:00")
    assert found is not None and found.said == RULE["answer"]


def _newest_id(db: Any) -> int:
    return max(int(row[0]) for row in versions.approved(db, "rule"))
