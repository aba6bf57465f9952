"""Who may write, approve and take back rules is judged when it is done, not when it was offered."""

from sqlalchemy import select

from db.models import Provenance, RuleVersion, Standing
from tests.conftest import Town
from tests.staffing import end_posts, person_of, stand_in, traces

RULE = "新规定 明天起 从太原回来要提前一天报备"
NOT_YOURS = "规定由社区书记或街道来写、来批。您有建议可以告诉书记。"


def written(town: Town) -> list[RuleVersion]:
    """Return the rules that staff have written."""
    with town.bot.database.read() as db:
        rows = select(RuleVersion).where(RuleVersion.origin == Provenance.STAFF)
        return list(db.scalars(rows.order_by(RuleVersion.id)))


def test_a_post_that_ended_before_the_number_hands_nothing_in(town: Town) -> None:
    town.secretary.says(RULE)
    before = traces(town)
    end_posts(town, town.who["secretary"])

    said = town.secretary.says("1")

    assert said == NOT_YOURS
    assert written(town) == []
    assert traces(town) == before


def test_a_post_that_ended_approves_nothing(town: Town) -> None:
    town.secretary.says(RULE)
    town.secretary.says("1")
    [rule] = written(town)
    before = traces(town)
    end_posts(town, town.who["township"])

    town.township.says(f"批准 {rule.id}")
    town.township.says(f"撤回规定 R{rule.id}")
    town.township.says("已核对 R6")

    assert written(town)[0].state is Standing.DRAFT
    assert traces(town) == before


def test_a_higher_post_that_ended_does_not_speak_for_the_street(town: Town) -> None:
    """The secretary stood in for the street when the rule was shown, and no longer does."""
    stand_in(town, town.who["township"], town.who["secretary"])
    town.secretary.says(RULE)
    end_posts(town, town.who["township"])

    assert town.secretary.says("1") == NOT_YOURS
    assert written(town) == []


def test_a_substitute_writes_in_their_own_name_and_does_not_approve_it(town: Town) -> None:
    stand_in(town, town.who["secretary"], town.who["doctor"])
    town.doctor.says(RULE)

    said = town.doctor.says("1")
    own = town.doctor.says(f"批准 {written(town)[0].id}")

    [rule] = written(town)
    doctor = person_of(town, town.who["doctor"])
    assert f"已提交，编号R{rule.id}" in said
    assert own.startswith("自己写的规定要另一位同志批准")
    assert (rule.author_id, rule.state) == (doctor, Standing.DRAFT)
    assert traces(town)[-1] == ("rule_written", doctor, f"R{rule.id}")


def test_a_substitute_is_asked_and_may_approve(town: Town) -> None:
    stand_in(town, town.who["township"], town.who["grid_worker"])
    town.secretary.says(RULE)
    town.secretary.says("1")
    town.send()
    [rule] = written(town)

    heard = town.grid_worker.hears()
    said = town.grid_worker.says(f"批准 {rule.id}")

    assert any(text.startswith(f"【规定待批】R{rule.id}") for text in heard)
    assert f"R{rule.id} 11月22日00:00起生效" in said
    worker = person_of(town, town.who["grid_worker"])
    assert written(town)[0].approver_id == worker
    assert traces(town)[-1] == ("rule_approved", worker, f"R{rule.id}")


def test_declining_and_taking_back_leave_a_trace(town: Town) -> None:
    for _ in range(2):
        town.secretary.says(RULE)
        town.secretary.says("1")
    first, second = written(town)

    town.township.says(f"不批准 {first.id}")
    town.township.says(f"批准 {second.id}")
    town.secretary.says(f"撤回规定 R{second.id}")

    street, secretary = (
        person_of(town, town.who["township"]),
        person_of(town, town.who["secretary"]),
    )
    assert traces(town)[-3:] == [
        ("rule_declined", street, f"R{first.id}"),
        ("rule_approved", street, f"R{second.id}"),
        ("rule_withdrawn", secretary, f"R{second.id}"),
    ]


def test_other_staff_neither_write_nor_approve_nor_move_ends(town: Town) -> None:
    before = traces(town)

    for said in (RULE, "新规定", "改规定", "批准 9", "不批准 9", "撤回规定 R6", "批准改期"):
        assert town.doctor.says(said) == NOT_YOURS

    assert traces(town) == before


def test_ends_are_moved_by_whoever_stands_in(town: Town) -> None:
    stand_in(town, town.who["secretary"], town.who["doctor"])

    said = town.doctor.says("批准改期")

    assert said == "现在没有等批准的改期。"
    assert traces(town)[-1] == ("ends_moved", person_of(town, town.who["doctor"]), "0")
