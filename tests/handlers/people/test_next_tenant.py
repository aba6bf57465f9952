"""One household leaves and another moves in, told line by line."""

from tests.conftest import Town


def test_the_next_tenant_comes_behind_the_same_door(town: Town) -> None:
    worker = town.grid_worker
    worker.says("登记住户 3-2-601 葛秀兰 17000001111")
    worker.says("1")

    assert "葛秀兰搬走了" in worker.says("3号楼2单元601 的人搬走了")
    assert "已搬走" in worker.says("对 房东说上周就走了")
    assert "“贺”的姓名" in worker.says("新来的租客姓贺 两个人")
    shown = worker.says("贺晓峰 13900000604")
    assert "登记到3号楼2单元601" in shown and "贺晓峰（租户，13900000604）" in shown, shown
    assert "姓贺" not in shown
    worker.says("对")

    now = worker.says("查下601")
    assert "贺晓峰" in now and "葛秀兰" not in now, now


def test_several_homes_at_once_are_not_half_entered(town: Town) -> None:
    said = town.grid_worker.says(
        "加两户 3号楼2单元601 葛国强 13900000201两口人，3号楼2单元1602 贾丽 13900000202 一家四口"
    )

    assert "这几户都还没有记" in said and "登记到" not in said, said


def test_a_full_name_is_of_nobody_else(town: Town) -> None:
    worker = town.grid_worker
    worker.says("登记住户 3-2-601 葛秀兰 17000001111")
    worker.says("1")
    said = worker.says("老葛叫葛德发 没手机")

    assert "葛秀兰" not in said, said


def test_a_whole_family_is_asked_about(town: Town) -> None:
    worker = town.grid_worker
    worker.says("登记住户 3-2-601 葛秀兰 17000001111")
    worker.says("1")
    worker.says("登记成员 3-2-601 葛小山 儿子")
    worker.says("1")

    said = worker.says("3号楼2单元601的人搬走了")
    assert "全家2位" in said, said


def test_why_it_is_asked_hides_no_list(town: Town) -> None:
    for said in ("1号楼有哪些独居老人 天热我去看看", "3号楼80岁以上的有哪些，我挨个上门问问"):
        assert "不能在微信里查" not in town.grid_worker.says(said)


def test_what_is_not_theirs_is_said(town: Town) -> None:
    assert "请人上岗" in town.grid_worker.says("我有啥是不能弄的")
    assert "请人上岗" not in town.secretary.says("我有什么是不能做的")
    for said in ("通知怎么发 举个例子", "怎么给居民发通知"):
        assert "发通知 3号楼" in town.grid_worker.says(said)
        assert "发通知 3号楼" not in town.doctor.says(said)
