"""What staff write down for somebody who has no phone here: taken, done, told to nobody."""

import pytest

from tests.conftest import Town
from tests.staffing import end_posts


@pytest.mark.parametrize(
    "said",
    [
        "7号楼3单元601郑姐打电话来说 “厨房顶上滴水 你们到底管不管”",
        "3号楼2单元401老窦摔了腿这两天要人送饭",
        "记一下 9号楼的龚阿婆要买降压药",
        "3号楼大门门禁坏了报修",
    ],
)
def test_it_is_kept_in_their_words_whoever_it_is_for(town: Town, said: str) -> None:
    heard = town.grid_worker.says(said)
    assert "记下了（编号1）" in heard and said[-6:] in heard
    assert "郑思远" not in heard  # of another building


def test_it_is_taken_done_and_told_to_nobody(town: Town) -> None:
    worker = town.grid_worker
    worker.says("7号楼3单元601郑姐打电话来说厨房顶上滴水")
    assert "编号1由您处理" in worker.says("先记上 我接了 我过去看")
    assert "带不到" in worker.says("跟郑姐回一句 说马上到")
    shown = worker.says("看完了 是落水管堵了 叫物业通了 现在不漏了")
    assert "编号1办结吗" in shown and "对方会看到" not in shown
    assert "编号1办结了" in worker.says("这单办结吧")


@pytest.mark.parametrize(
    "said", ["算了我下午有事 给小贺吧", "我走不开 交给贺一鸣办吧", "让老赵去吧"]
)
def test_it_goes_to_nobody_by_name_and_is_no_leave(town: Town, said: str) -> None:
    town.grid_worker.says("3号楼大门门禁坏了报修")
    heard = town.grid_worker.says(said)
    assert "编号1" in heard and "请假" not in heard and "从哪天" not in heard


@pytest.mark.parametrize("said", ["谁要送饭啊", "3号楼2单元103要买药找谁", "孙敏家要人送菜吗"])
def test_a_question_is_nobodys_wish(town: Town, said: str) -> None:
    assert "记下了" not in town.grid_worker.says(said)


@pytest.mark.parametrize(
    "said", ["给谭永刚发个消息 说他可以出门了", "跟谭永刚说一声 可以出门了 他爱人还要在家"]
)
def test_words_for_one_become_no_notice(town: Town, said: str) -> None:
    heard = town.grid_worker.says(said)
    assert "谭永刚" in heard and "发给谁" not in heard and "全体" not in heard


@pytest.mark.parametrize(
    "said",
    [
        "黄美芳今天复诊 肺部没啰音 可以继续居家",
        "孙敏血压150 开了药",
        "孙敏 咽红 体温38.5 开了布洛芬",
    ],
)
def test_a_doctors_note_is_of_the_patient(town: Town, said: str) -> None:
    heard = town.doctor.says(said)
    assert "名下了" in heard and "联系您" not in heard


def test_what_is_unclear_can_be_kept(town: Town) -> None:
    asked = town.grid_worker.says("那个弄得差不多就那样呗")
    assert "回复 1 原话先记成一件事" in asked
    assert "编号1" in town.grid_worker.says("1")


def test_whoever_is_not_here_cannot_be_urged(town: Town) -> None:
    town.grid_worker.says("3号楼大门门禁坏了报修")
    heard = town.grid_worker.says("门禁那个崔崔物业 都第二回了")
    assert "打电话" in heard and "编号1" in heard


def test_of_several_of_a_name_one_is_picked(town: Town) -> None:
    assert "是哪一位" in town.doctor.says("赵浩然复查核酸阴性")
    assert "3号楼1单元103）名下了" in town.doctor.says("1")


def test_whoever_holds_no_post_any_more_keeps_nothing(town: Town) -> None:
    town.grid_worker.says("那个弄得差不多就那样呗")
    end_posts(town, town.who["grid_worker"])
    assert "编号" not in town.grid_worker.says("3")
