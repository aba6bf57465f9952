"""Staff speak in their own words; what they mean is done, shown first, or offered as numbers."""

import pytest

from bot import Bot
from tests.conftest import Town


def notices_sent(town: Town) -> str:
    return town.secretary.says("通知情况")


def test_a_notice_in_free_words_is_shown_before_anything_is_sent(town: Town) -> None:
    said = town.secretary.says("麻烦跟3号楼的住户讲一声，明天上午九点停水，家里存点水")

    assert "发给3号楼" in said
    assert "内容：11月22日上午九点停水，家里存点水" in said
    assert "回复 1 确认发送" in said
    assert "还没有发出" in notices_sent(town)


def test_confirming_it_sends_it_and_its_outcome_is_asked_in_free_words(town: Town) -> None:
    town.secretary.says("给3号楼群发一条，今晚八点检修电梯")
    assert "正在发给" in town.secretary.says("1")

    town.send()

    assert "N" in town.secretary.says("检修电梯那条还有谁没收到")
    assert "回复 1 确认撤回" in town.secretary.says("刚发的那条收回来吧，不修了")
    assert "已撤回" in town.secretary.says("1")


def test_several_places_are_named_and_told_at_once(town: Town) -> None:
    said = town.secretary.says("跟3号楼和2号楼的人说一下，后天喷药，窗户关好")

    assert "发给3号楼、2号楼：" in said
    assert "内容：11月23日喷药，窗户关好" in said
    assert "正在发给" in town.secretary.says("1")


def test_a_place_that_is_not_there_is_said_and_nothing_sent(town: Town) -> None:
    said = town.secretary.says("跟3号楼和5号楼的人说一下，后天喷药，窗户关好")

    assert "没有5号楼" in said and "回复 1" not in said


def test_a_resident_who_says_the_same_is_heard_as_a_resident(town: Town) -> None:
    said = town.resident.says("给3号楼群发一条，今晚八点检修电梯")

    assert "确认发送" not in said
    assert "发通知" not in said


@pytest.mark.parametrize("text", ["我手头还剩哪些没弄", "还有哪些事等着我去办"])
def test_what_waits_is_listed_in_whatever_words(town: Town, text: str) -> None:
    assert "等您处理" in town.grid_worker.says(text)


def test_one_thing_is_taken_and_finished_in_free_words(town: Town) -> None:
    town.resident.says("帮我买盒降压药")
    number = town.grid_worker.says("待办").splitlines()[1].split()[0]

    taken = town.grid_worker.says(f"{number}号我去跑一趟")
    assert f"编号{number}" in taken and "由您" in taken
    shown = town.grid_worker.says("药送到他手上了")
    assert f"编号{number}办结" in shown and "药送到他手上了" in shown
    assert "办结了" in town.grid_worker.says("1")


def test_what_is_not_understood_offers_three_and_waits_for_nobody(town: Town) -> None:
    before = town.secretary.says("问题")
    for text in ("这破订书机又卡住了", "啦啦啦", "明儿谁去打牌"):
        said = town.secretary.says(text)

        assert "回复 3" in said, said
        assert "网格员会" not in said and "联系您" not in said
    assert town.secretary.says("问题") == before


def test_a_number_of_these_does_or_explains_what_it_stands_for(town: Town) -> None:
    town.secretary.says("嗯这个那个啥")
    said = town.secretary.says("1")

    assert said and "没听准" not in said


def test_staff_are_residents_too(town: Town) -> None:
    assert "待办" not in town.grid_worker.says("口罩多久换一次")
    assert "120" in town.secretary.says("我爸喘不上气，嘴唇发紫")


def test_a_doctor_who_may_not_publish_hears_so(town: Town) -> None:
    assert "确认发送" not in town.doctor.says("给3号楼发条消息，明天义诊")


def test_observation_is_shown_before_it_begins(town: Town) -> None:
    said = town.grid_worker.says("把3-2-601的张三纳入监测，看五天")

    assert "3-2-601 张三 5天" in said
    assert "回复 1 开始" in said


def test_what_has_no_handler_yet_says_how_it_stands(town: Town) -> None:
    said = town.secretary.says("把这周的报表给我出一份")

    assert "还不能" in said


def test_a_fever_told_for_another_is_never_only_put_off(town: Town) -> None:
    said = town.grid_worker.says("7-503 耿大勇 38.6 我刚上门测的")

    assert "医生" in said and "120" in said


def test_every_meaning_has_a_name(bot: Bot) -> None:
    assert bot.content_problems() == []


def test_a_pasted_notice_is_not_published_for_being_pasted(town: Town) -> None:
    said = town.secretary.says("【社区通知】各位居民，明天起全体居民凭票进出，请互相转告")

    assert "确认发送" not in said and "发给全体\n" not in said


def test_a_question_of_staff_that_nobody_understands_is_on_no_list(town: Town) -> None:
    said = town.doctor.says("这个打印出来怎么老是歪的呀")

    assert "回复 1" in said
    assert town.secretary.says("问题") == "现在没有等人回答的问题。"


def test_staff_are_helped_with_what_they_ask_about(town: Town) -> None:
    for asked in ("撤通知那句话到底咋说的来着", "看能说些什么"):
        assert "“通知情况”" in town.secretary.says(asked)


def test_an_answer_in_free_words_is_shown_first(town: Town) -> None:
    town.resident.says("小区的喷泉几点开放呀")
    number = town.secretary.says("还有哪些问题没人答").split("\n")[1].split()[0]

    assert "晚上七点" in town.secretary.says(f"第{number}个问题就回答：晚上七点开")
    assert "已答复" in town.secretary.says("1")
    town.send()
    assert any("晚上七点开" in text for text in town.resident.phone.texts())


def test_words_for_whoever_called_are_shown_first(town: Town) -> None:
    town.resident.says("帮我买盒降压药")
    number = town.grid_worker.says("待办").splitlines()[1].split()[0]
    town.grid_worker.says(f"收到 {number}")

    assert "我二十分钟后到楼下" in town.grid_worker.says("跟他说一声，我二十分钟后到楼下")
    town.grid_worker.says("1")
    town.send()
    assert any("我二十分钟后到楼下" in text for text in town.resident.phone.texts())


def test_urgent_words_make_it_urgent(town: Town) -> None:
    said = town.secretary.says("赶紧通知3号楼的人，楼道有煤气味，先出来")

    assert "确认紧急发送" in said


def test_an_entrance_is_not_silently_taken_for_the_building(town: Town) -> None:
    said = town.secretary.says("跟3号楼2单元的人说电梯停了")

    assert "发给3号楼2单元：" in said
    assert "内容：电梯停了" in said


def test_the_township_is_heard_as_staff_too(town: Town) -> None:
    assert "等您处理" in town.township.says("我这边还有几件事没办")


@pytest.mark.parametrize(
    "text",
    [
        "给3号楼发个通知，明早八点停水",
        "发个通知，明早八点停水",
        "发个通知给3号楼，明早八点停水",
    ],
)
def test_the_whole_community_is_never_taken_for_granted(town: Town, text: str) -> None:
    said = town.secretary.says(text)

    assert "回复 1" in said
    assert "11月22日早上八点停水" in said or "明早八点停水" in said
    town.send()
    assert not [text for text in town.resident.hears() if "停水" in text]
