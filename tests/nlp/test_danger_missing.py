"""Somebody who cannot look after themselves is gone: the police, at once."""

import pytest

from nlp import danger
from tests.hearing import heard

GONE = """
孩子找不到了
我家娃走丢了，穿红色短袖
老人走失，痴呆，快帮忙找找
我妈不见了 她有老年痴呆
奶奶出去买菜到现在没回来，电话也不带
爷爷糊涂了，自己跑出去找不着了
孙女放学没有回家 到处找都找不到
小孩在广场跟丢了
幼儿园说没人接走，可是孩子不在了，人不见了
五岁男孩失踪，在3号楼附近
我爸老年痴呆今早出门失联了
找不见我家老爷子了，他脑子不清楚
娃儿不晓得跑哪去了，找了一个钟头没得人
我孙子丢了！！
"""
NOT_GONE = """
孩子的口罩找不到了
孩子的健康码找不到了
怎么预防老人走失
防走失手环在哪领
老人容易走失怎么办，有没有防走失手环
小孩的身份证丢了怎么补
孩子找到了，谢谢大家
老人已经找回来了，虚惊一场
我家猫不见了
狗走丢了，谁看见了
孩子班主任电话找不到了
去年我奶奶走丢过一次
老人卡丢了
孩子找不到作业本了
孩子找不到工作
妈妈找不到老花镜了
我孩子学校名额丢了
社区会组织寻找走失老人的培训吗
孩子今天没回来，住校
老人出去旅游还没回来，要报备吗
"""


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("text", _lines(GONE))
def test_who_is_gone_is_looked_for(text: str) -> None:
    name = heard(text)
    assert name == "走失", name
    assert danger.kind(name) == "police"


@pytest.mark.parametrize("text", _lines(NOT_GONE))
def test_what_is_lost_or_found_is_no_danger(text: str) -> None:
    assert heard(text) is None
