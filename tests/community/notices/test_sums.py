"""The sums of a notice balance at every node, whatever became of it."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.notices import sums
from community.notices.sums import Node
from tests.conftest import Town
from tests.handlers.notices.test_receipts import FLOOD, publish

SAID = ["收到", "已办", "走不动要人背", "晚上再说", "不在家，在外地", "恐龙为什么灭绝"]


def check(node: Node) -> None:
    assert node.households == node.reached + node.unreached + node.exempt
    assert node.reasons.total() == node.unreached
    assert node.answers.total() <= node.reached
    assert sum(node.evidence.values()) == node.households - node.exempt
    for child in node.children:
        check(child)
    if node.children:
        assert node.households == sum(child.households for child in node.children)
        assert node.reached == sum(child.reached for child in node.children)


def status(town: Town, code: str) -> Node:
    with town.bot.database.read() as db:
        found = sums.of_code(db, code)
    assert found is not None
    return found.root


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(SAID)), max_size=6))
def test_they_balance_whatever_is_answered(town: Town, said: list[tuple[int, str]]) -> None:
    town.clock.set(town.clock.now() + timedelta(minutes=1))
    notice = publish(town, "发通知 全体 明天上午停水检修")
    people = [town.resident, *town.observed]
    for who, words in said:
        people[who].says(f"{notice.code} {words}")

    check(status(town, notice.code or ""))


def test_who_was_not_reached_is_counted_with_the_reason(town: Town) -> None:
    town.observed[1].phone.unfollows()
    notice = publish(town, FLOOD)

    root = status(town, notice.code or "")

    check(root)
    assert root.reasons == {"no_contact": 3, "not_following": 1}
    assert (root.unit, root.label) == ("3号楼", "楼栋")


def test_of_everybody_the_buildings_add_up(town: Town) -> None:
    notice = publish(town, "发通知 全体 明天上午停水检修")
    town.resident.says("收到")

    root = status(town, notice.code or "")

    check(root)
    assert root.children
    assert root.answers == {"收到": 1}


def test_what_the_platform_takes_back_is_taken_back(town: Town) -> None:
    """A template that was taken, and then not shown, leaves its household unreached."""
    neighbour = town.observed[1]
    town.clock.advance(hours=49)  # everybody is past their window
    neighbour.phone.refuses = True
    notice = publish(town, FLOOD)
    before = status(town, notice.code or "")

    assert town.platform.settle() > 0

    after = status(town, notice.code or "")
    check(after)
    assert (before.reached, after.reached) == (4, 3)
    assert after.reasons["blocked"] == 1
