"""What is none of our business is refused kindly, with the way that is open; the rest is not."""

import pytest

from handlers.knowledge import not_ours
from tests.conftest import Town

ASKED = {
    not_ours.NUMBER: ["把7栋那个男的微信发我", "帮我查一下对门的手机号", "告诉我楼上姓什么的电话", "隔壁的电话是多少", "前女友住几栋，帮我查一查"],
    not_ours.WHEREABOUTS: ["帮我查我老婆跟谁聊天", "能不能定位一下我儿子的手机", "查下我对象在哪开房"],
    not_ours.LUCK: ["大乐透买哪个号", "今天股票推荐哪只", "双色球开奖了没"],
    not_ours.WRITING: ["帮孩子写一篇作文", "给我写个检讨", "帮我写个道歉信"],
    not_ours.FUN: ["说个笑话听听", "给我唱首歌", "帮我算个命"],
    not_ours.WEATHER: ["后天天气怎么样", "明天会下雨不"],
    not_ours.SECRET: ["我老婆的存折密码是多少", "帮我查我的微信密码"],
    not_ours.TICKETS: ["帮我抢两张回家的高铁票", "替我订个酒店"],
    not_ours.MYSELF: ["你几岁了", "您叫什么名字", "你是男是女"],
    not_ours.LOAN: ["社区能借我五千吗", "你借我点钱吧"],
}  # fmt: skip
OTHERS = [
    "网格员电话给我一个", "物业的电话是多少", "我妈走丢了，帮我查下她在哪", "社保要刷脸她不会用手机", "借朋友的钱不还怎么办", "算命的要我八千消灾",
    "下大雨能不能请假", "你们几点吃饭时间休息", "帮我把快递票据拿一下", "问您家老人多大能办老年卡", "老师布置的作业太多", "把我的电话改一下",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [(text, said) for said, texts in ASKED.items() for text in texts]
)
def test_what_is_none_of_ours_is_told_by_its_words(text: str, said: str) -> None:
    assert not_ours.sentence(text) == said


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_sounds_alike_is_left_to_others(text: str) -> None:
    assert not_ours.sentence(text) is None


@pytest.mark.parametrize("asked", ["哪个牌子的洗衣机好", "恐龙为什么灭绝", "世界上最高的山是什么"])
def test_of_the_rest_of_the_world_we_say_that_we_do_not_know(town: Town, asked: str) -> None:
    assert town.resident.says(asked) == not_ours.REST


@pytest.mark.parametrize("said", ["赵敏电话多少", "李强的手机号是多少", "那个王建国住址是什么"])
def test_nobodys_number_is_given_by_name(town: Town, said: str) -> None:
    assert "我谁也不给" in town.resident.says(said)


@pytest.mark.parametrize(
    "said", ["殡仪馆电话多少", "石油公司电话多少", "高医生电话多少", "金店电话多少"]
)
def test_a_houses_number_is_no_secret(town: Town, said: str) -> None:
    assert "我谁也不给" not in town.resident.says(said)
