"""What is no sentence is asked about kindly, never repeated, and never kept as a question."""

import pytest
from sqlalchemy import select

from db.models import Question
from tests.conftest import Town

PAPERS = "11010519491231002X"
ARTICLE = "夏季防蚊小知识：雨后及时清理积水，花盆托盘每周刷洗一次，水缸加盖。" * 60

ODD = {
    "papers": PAPERS,
    "papers with words": f"我的身份证号是{PAPERS}",
    "papers in groups": "110105 19491231 002X",
    "a mobile": "13800001111",
    "a landline": "0357-2222333",
    "digits": "9" * 40,
    "a table": "姓名\t门牌\t电话\n张三\t3-2-601\t13800001111\n李四\t3-2-602\t13800002222",
    "comma separated": "序号,物品,数量,单位\n1,大米,20,斤\n2,鸡蛋,30,个",
    "json": '{"code": 0, "data": [{"id": 7}]}',
    "json with readings": '[{"name": "a", "temp": 38.5}, {"name": "b", "temp": 36.5}]',
    "a register with readings": "姓名\t房号\t体温\n张三\t301\t36.5\n王五\t303\t38.2",
    "a program's answer": "<html><body>ok</body></html>",
}


def kept(town: Town) -> list[str]:
    with town.bot.database.read() as db:
        return [each.text for each in db.scalars(select(Question))]


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_what_is_no_sentence_is_not_kept_and_a_sentence_is_asked_for(town: Town, text: str) -> None:
    answer = town.newcomer().says(text)

    assert "没有记下来" in answer
    assert kept(town) == []
    assert "1949" not in answer and "13800001111" not in answer


def test_papers_inside_a_question_are_taken_out_before_it_is_kept(town: Town) -> None:
    town.newcomer().says(f"小区的喷泉几点开放呀，我身份证{PAPERS}")

    assert not [text for text in kept(town) if PAPERS in text or "19491231" in text]


def test_a_long_article_is_answered_and_kept_short(town: Town) -> None:
    answer = town.newcomer().says(ARTICLE[:2000])

    assert answer
    assert all(len(text) <= 300 for text in kept(town))


@pytest.mark.parametrize(
    "said", ["36.5", "我是3号楼2单元601 张三", "3号楼停水了吗，到几点", "{大家好}"]
)
def test_what_means_something_is_not_taken_for_scraps(town: Town, said: str) -> None:
    assert "没有记下来" not in town.newcomer().says(said)
