from datetime import date
from time import perf_counter

from sqlalchemy import select

from db.models import Delivery, DeliveryStatus, Notice, NoticeState
from tests.conftest import Town
from tests.noticing import send

WATER = "明天上午9点到下午5点3号楼停水检修，请各家提前储水，有问题回复“转人工”"
SENT = WATER.replace("明天", "11月22日")


def publish(town: Town, order: str) -> str:
    return send(town.secretary, order).split()[1]


def notices(town: Town) -> list[Notice]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Notice).order_by(Notice.id)))


def owed(town: Town, status: DeliveryStatus) -> int:
    with town.bot.database.read() as db:
        found = select(Delivery.id).where(
            Delivery.notice_id.is_not(None), Delivery.status == status
        )
        return len(db.scalars(found).all())


def test_a_notice_is_known_by_a_piece_of_it_and_by_a_changed_one(town: Town) -> None:
    code = publish(town, f"发通知 3号楼 {WATER}")
    neighbour = town.observed[1]

    whole = neighbour.says(WATER)
    cut = neighbour.says(WATER[:24])
    longer = neighbour.says(f"群里有人发的，帮我看看：{WATER}，听说要停三天，大家快去超市抢水")
    changed = neighbour.says(WATER.replace("9点", "6点"))

    assert f"通知 {code}（" in whole and "现在有效" in whole and "注意" not in whole
    assert f"通知 {code}（" in cut and "注意" not in cut
    assert "“听说要停三天，大家快去超市抢水”不是通知里的" in longer and SENT in longer
    assert "写的是“上午9点”，您这条是“上午6点”" in changed and SENT in changed


def test_a_notice_for_one_building_answers_no_question_of_another(town: Town) -> None:
    publish(town, f"发通知 3号楼 {WATER}")

    inside = town.observed[1].says("明天停水吗")
    outside = town.observed[0].says("明天停水吗")
    stranger = town.newcomer().says("明天停水吗")

    assert SENT in inside
    assert SENT not in outside + stranger
    assert "有效" not in outside + stranger
    assert "回复“通知”" in outside and "回复“通知”" in stranger


def test_a_notice_for_everybody_answers_strangers_too(town: Town) -> None:
    publish(town, "发通知 全体 周六上午停水检修")

    assert "周六上午停水检修" in town.newcomer().says("什么时候停水")


def test_what_is_over_answers_no_question(town: Town) -> None:
    publish(town, f"发通知 3号楼 {WATER}")
    town.at("2026-11-24T09:00")

    assert SENT not in town.observed[1].says("明天停水吗")
    assert "已过期" in town.observed[1].says("N1")


def test_what_begins_today_does_not_end_today(town: Town) -> None:
    publish(town, "发通知 全体 今天起进小区请走东门")

    assert notices(town)[0].valid_until is None


def test_a_last_day_is_taken_out_of_the_text(town: Town) -> None:
    publish(town, "发通知 全体 进小区请走东门，有效期到12月5日。")

    [notice] = notices(town)
    assert (notice.text, notice.valid_until) == ("进小区请走东门。", date(2026, 12, 5))


def test_what_was_withdrawn_at_night_reaches_nobody_in_the_morning(town: Town) -> None:
    town.at("2026-11-21T23:00")
    code = publish(town, f"发通知 3号楼 {WATER}")
    waiting = owed(town, DeliveryStatus.QUEUED)
    town.secretary.says(f"撤回 {code}")

    said = town.secretary.says("确认")
    town.at("2026-11-22T08:30")
    town.send()

    assert waiting > 0 and "收到过的0人" in said
    assert owed(town, DeliveryStatus.CANCELLED) == waiting
    assert town.observed[1].hears() == []
    assert notices(town)[0].state is NoticeState.WITHDRAWN


def test_withdrawing_twice_tells_once(town: Town) -> None:
    code = publish(town, f"发通知 3号楼 {WATER}")
    town.send()
    town.secretary.says(f"撤回 {code}")
    town.secretary.phone.says("确认", times=3)
    town.send()

    assert "已经撤回了" in town.secretary.says(f"撤回 {code}")
    assert len([text for text in town.observed[1].hears() if "已撤回" in text]) == 1


def test_who_got_the_old_one_hears_of_the_new_one_once(town: Town) -> None:
    first, second = town.observed[0], town.observed[1]
    publish(town, "发通知 全体 周六上午停水检修")
    town.send()
    first.hears(), second.hears()

    said = town.secretary.says("发通知 3号楼 替换N1 只有3号楼周六停水")
    town.secretary.says("确认")
    town.send()

    inside, outside = second.hears(), first.hears()
    assert "代替：通知 N1" in said
    assert len(inside) == len(outside) == 1
    assert "【3号楼通知】只有3号楼周六停水" in inside[0]
    assert "此前的通知 N1 已由 N2 代替" in outside[0]


def test_nobody_takes_back_what_lies_outside_their_own(town: Town) -> None:
    publish(town, "发通知 全体 周六上午停水检修")

    assert "不在您负责的范围里" in town.grid_worker.says("撤回 N1")
    assert "工作人员" in town.resident.says("撤回 N1")
    assert notices(town)[0].state is NoticeState.PUBLISHED


def test_numbers_that_are_no_code_of_ours(town: Town) -> None:
    resident = town.resident

    assert "没有编号N999的通知" in resident.says("n999")
    assert "不是本社区的编号格式" in resident.says("通知梧桐街〔2026〕15号")
    assert "没有编号R99999的规定" in resident.says("R99999")
    assert "现在有效" in resident.says("规定covid_yiguan")


def test_a_pasted_book_is_answered_in_a_moment(town: Town) -> None:
    publish(town, f"发通知 3号楼 {WATER}")
    book = f"{WATER}。今天天气不错，大家出来走走，" * 200
    begun = perf_counter()
    said = town.observed[1].says(book[:10_000])

    assert said
    assert perf_counter() - begun < 2


def test_who_quotes_a_notice_and_asks_for_help_is_helped(town: Town) -> None:
    publish(town, f"发通知 3号楼 {WATER}")

    said = town.observed[1].says("明天上午9点到下午5点停水，我腿脚不便，帮我买两桶水送上来")

    assert "网格员" in said and "现在有效" not in said
