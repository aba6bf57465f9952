"""Where an evening is too late, what to do now and whom to ring stands first, and no hour is promised."""

import pytest

from tests.conftest import Town

FIRST = [
    ("我媳妇把短信里那六位数念给一个客服了", "110"),
    ("外婆卡里的退休金全没了", "110"),
    ("网友拿我的视频威胁我 不打钱就群发", "110"),
    ("台风晚上到 我外公坐轮椅下不了楼", "119"),
    ("包工头讲大风天板房没事 不让我们走", "119"),
    ("断电大半天 屋里闷得很 我奶奶九十了", "有空调的地方"),
    ("我妈吸着氧 突然停电了", "120"),
    ("卫生间水管裂了 水直喷", "总水阀"),
    ("井里的水一股农药味 做了早饭", "120"),
    ("单元门被人从外头钉死了 想买药出不去", "119"),
    ("二房东把锁换了 今天夜里没处睡", "110"),
    ("我去外地干活回来 铺盖还在屋里 房东换了锁", "110"),
    ("闺女没到校 电话也关机", "110"),
    ("我爸抗癫痫的药就剩最后一粒", "今天补上"),
    ("后天血透 桥断了没车", "透析室"),
    ("搬东西踩了根生锈的铁钉", "24小时"),
]


@pytest.mark.parametrize(("said", "now"), FIRST)
def test_what_to_do_now_comes_first(town: Town, said: str, now: str) -> None:
    answer = town.resident.says(said)

    assert now in "\n".join(answer.splitlines()[:2])
    assert "点前" not in answer and "没太听明白" not in answer


@pytest.mark.parametrize(
    ("told", "then", "now"),
    [
        ("又停电了", "我老伴一直用制氧机", "120"),
        ("上游农药仓库让水冲了", "我们刚用河水煮了饭", "别喝"),
    ],
)
def test_it_is_read_with_what_was_told_before(town: Town, told: str, then: str, now: str) -> None:
    town.resident.says(told)
    answer = town.resident.says(then)

    assert now in answer or "照上面说的做" in answer
    assert "点前" not in answer


@pytest.mark.parametrize(
    "said",
    [
        "水管老化什么时候换",
        "养老金涨多少",
        "空调坏了几时修",
        "透析能报销多少",
        "门禁卡找不到了",
        "台风天垃圾还收吗",
        "氨氯地平快没了",
        "路上有人用钉子扎轮胎",
    ],
)
def test_what_may_wait_is_not_hurried(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "别等" not in answer.partition("\n")[0] and "等不得" not in answer


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("我报了", "马上打110"),
        ("她已经念给人家了", "马上打110"),
        ("余额刚扣了三千八", "马上打110"),
        ("他连我住哪都说得出", "报得出"),
        ("先打银行还是先报警", "现在先打110"),
    ],
)
def test_a_few_words_after_a_trick_go_on_about_it(town: Town, said: str, starts: str) -> None:
    town.resident.says("有个自称公安的打电话 让我报短信里的验证码")

    assert town.resident.says(said).startswith(starts)
