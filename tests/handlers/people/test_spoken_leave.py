"""Leave, swaps and rosters in staff's own words, with what is missing asked for."""

from tests.conftest import Town

LEAVE = [
    ("我明天请假三天,小李替", "11月22日到11月24日"),
    ("后天我来不了，家里有事", "11月23日"),
    ("我病了来不了", "11月21日"),
    ("下周三四我不在，小李替我", "11月25日"),
    ("周日上午请半天，电话转给站里", "11月22日"),
    ("我下周请假两天", "11月23日到11月24日"),
    ("我要出差到周五，李永福替", "11月27日"),
]


def test_many_wordings_are_shown_with_dates_and_dropped(town: Town) -> None:
    for text, when in LEAVE:
        said = town.grid_worker.says(text)
        assert when in said and "回复 1" in said, (text, said)
        town.grid_worker.says("2")
    assert "现在没有在请假" in town.grid_worker.says("销假")


def test_leave_is_taken_and_ended_in_free_words(town: Town) -> None:
    town.grid_worker.says("我病了来不了")
    assert "登记好了" in town.grid_worker.says("1")

    town.at("2026-11-21T15:00")
    assert "欢迎回来" in town.secretary.says("我回来了") or "欢迎回来" in town.grid_worker.says(
        "销假"
    )


def test_a_swap_asks_with_whom_and_which_days(town: Town) -> None:
    assert "和谁换班" in town.grid_worker.says("我想换个班")
    assert "您哪天换" in town.grid_worker.says("小李")
    said = town.grid_worker.says("我12月1日换他12月3日")

    assert "12月1日由李永福替您，12月3日由您替李永福" in said
    assert "有事随时说" in town.grid_worker.says("2")


def test_the_fixed_form_of_a_swap_takes_its_days_afterwards(town: Town) -> None:
    assert "两个不同的日子" in town.grid_worker.says("跟小李换班")

    assert "由李永福替您" in town.grid_worker.says("12月1日换12月3日")


def test_what_is_said_of_a_temperature_is_no_leave(town: Town) -> None:
    assert "请假" not in town.grid_worker.says("替我报一下36.5")


ASKS = ["今晚谁值班", "周末排班发我看看", "夜里值班的是哪位", "今儿个谁当班", "值班表发我"]


def test_many_wordings_ask_who_is_on(town: Town) -> None:
    town.secretary.says("今晚值班 李永福")
    for text in ASKS:
        said = town.grid_worker.says(text)
        assert "夜班" in said and ("李永福" in said or "22日" in said or "28日" in said), (
            text,
            said,
        )


def test_ones_own_nights_and_other_posts(town: Town) -> None:
    assert "没有排您的夜班" in town.grid_worker.says("我下次班什么时候")
    town.secretary.says("明晚值班 马杰")
    assert "11月22日" in town.grid_worker.says("我哪天值班")
    assert "只有夜班表" in town.grid_worker.says("明天卡口上午是哪两个人")
