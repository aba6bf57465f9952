"""Notices in groups by their robots: once each, within the limit, in parts, and which have them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wechat.work.conftest import Office
from wechat.work.robots import bodies, split


def published(office: Office, text: str = "明天9点停水") -> str:
    office.town.secretary.says(f"发通知 3号楼 {text}")
    found = re.search(r"N\d+", office.town.secretary.says("确认"))
    assert found
    return found[0]


def said(office: Office, key: str) -> list[str]:
    return [next(v["content"] for v in body.values() if isinstance(v, dict)) for _, body in office.enterprise.api.robots[key]]  # fmt: skip


def test_a_notice_goes_into_every_group_once(office: Office) -> None:
    code = published(office)
    office.town.secretary.says(f"发到所有群 {code}")
    again = office.town.secretary.says(f"{code}发到网格员群")
    office.town.send()

    assert "没有再发" in again
    assert [len(said(office, key)) for key in ("key-1", "key-2")] == [1, 1]
    assert code in said(office, "key-1")[0]


@pytest.mark.parametrize("words", ["弄错了", ""])
def test_a_group_that_had_a_notice_hears_that_it_holds_no_more(office: Office, words: str) -> None:
    code = published(office)
    office.town.secretary.says(f"发到网格员群 {code}")
    office.town.send()
    office.town.secretary.says(f"撤回 {code} {words}")
    office.town.secretary.says("1")
    office.town.send()

    assert "已撤回" in said(office, "key-1")[-1] and code in said(office, "key-1")[-1]
    assert [said(office, key) for key in ("key-2", "key-3")] == [[], []]


def test_what_is_withdrawn_before_it_went_out_reaches_no_group(office: Office) -> None:
    code = published(office)
    office.town.secretary.says(f"发到网格员群 {code}")
    office.town.secretary.says(f"撤回 {code} 弄错了")
    office.town.secretary.says("1")
    office.town.send()

    assert said(office, "key-1") == []


def test_a_group_that_had_the_old_one_hears_what_stands_in_its_place(office: Office) -> None:
    code = published(office)
    office.town.secretary.says(f"发到网格员群 {code}")
    office.town.send()
    office.town.secretary.says(f"替换 {code} 明天10点停水")
    office.town.secretary.says("确认")
    office.town.send()

    assert "代替" in said(office, "key-1")[-1] and "10点" in said(office, "key-1")[-1]


def test_a_group_is_not_asked_for_an_answer_nobody_hears(office: Office) -> None:
    code = published(office, "请各家明天9点关好水阀，看到请回复")
    office.town.secretary.says(f"发到网格员群 {code}")
    office.town.send()

    assert "回“收到”" not in said(office, "key-1")[0]


def test_which_groups_have_it_can_be_asked(office: Office) -> None:
    code = published(office)
    del office.enterprise.api.robots["key-2"]
    office.town.secretary.says(f"发到所有群 {code}")
    office.town.send()
    told = office.town.secretary.says(f"哪些群没收到 {code}")

    assert "书记群" in told and "网格员群" not in told


@pytest.mark.parametrize(
    "asked",
    ["哪些群没收到", "还有哪些群没收到通知？", "哪几个群没发到", "哪些群还没发", "群里都发了吗", "哪个群漏了",
     "还有群没发到吗", "停水那个发群里没", "都发到哪些群了", "群里怎么还没发", "网格员群发了吗"],
)  # fmt: skip
def test_without_a_number_it_is_the_last_notice(office: Office, asked: str) -> None:
    assert "还没有发过" in office.town.secretary.says(asked)
    code = published(office)
    told = office.town.secretary.says(asked)

    assert told.startswith(f"{code}：") and "网格员群：没发过" in told


def test_a_group_of_another_building_is_left_out(office: Office) -> None:
    code = published(office)  # for building 3
    told = office.town.secretary.says(f"发到所有群 {code}")
    office.town.send()

    assert "不是发给1号楼群那边的" in told
    assert said(office, "key-3") == []
    assert "1号楼群" not in office.town.secretary.says(f"哪些群没收到 {code}")
    assert "正在发到" not in office.town.secretary.says(f"发到1号楼群 {code}")


def test_which_building_a_group_is_for_and_whose_it_is_can_be_asked(office: Office) -> None:
    told = office.town.secretary.says("有哪些群")

    assert "1号楼群：1号楼，网格员" in told and "网格员群：全社区" in told


@pytest.mark.parametrize(
    "asked", ["有哪些群", "咱有几个群", "现在能发哪几个群", "有啥群", "群谁管的", "我管哪些群"]
)
def test_which_groups_there_are_is_asked_in_any_words(office: Office, asked: str) -> None:
    assert "1号楼群：1号楼" in office.town.secretary.says(asked)


def test_groups_that_lack_a_notice_are_sent_it_in_one_go(office: Office) -> None:
    code = published(office)
    office.town.secretary.says(f"发到网格员群 {code}")
    told = office.town.secretary.says("没发的群补发一下")
    office.town.send()

    assert f"{code}正在发到：书记群" in told and "网格员群已经发过" in told
    assert len(said(office, "key-1")) == len(said(office, "key-2")) == 1


@pytest.mark.parametrize(
    "asked",
    ["1号楼那个群是管哪的", "哪个群是1号楼的", "1号楼群谁负责", "每个群分别管哪里", "3号楼有没有群",
     "能往哪些群里发东西", "机器人在哪些群里", "咱们群归谁看着"],
)  # fmt: skip
def test_which_group_is_whose_is_asked_in_any_words(office: Office, asked: str) -> None:
    told = office.town.secretary.says(asked)

    assert "1号楼群：1号楼，网格员" in told
    assert ("书记群：" in told) == ("1号楼群" not in asked)


@pytest.mark.parametrize(
    "asked", ["加一个群", "我想再加个2号楼的群", "把3号楼群加进来", "群机器人怎么加", "群怎么建"]
)
def test_how_a_group_comes_is_told(office: Office, asked: str) -> None:
    assert "wechat.work.robots" in office.town.secretary.says(asked)


@pytest.mark.parametrize(
    "asked",
    ["删掉书记群", "书记群不要了", "把1号楼群退了", "1号楼群改名叫一号楼邻居群", "书记群先停一停别发了",
     "别再往书记群发通知了"],
)  # fmt: skip
def test_how_a_group_goes_or_is_renamed_is_told_and_nothing_is_done(
    office: Office, asked: str
) -> None:
    published(office)
    told = office.town.secretary.says(asked)

    assert "群的名单不在这里改" in told
    assert "撤回" not in told and "联系您" not in told


@pytest.mark.parametrize(
    "asked", ["书记群有多少人", "谁在书记群里", "群里的人都是谁", "建群的时候没加我", "我想退群"]
)
def test_who_is_in_a_group_is_nothing_we_know(office: Office, asked: str) -> None:
    assert "平台不告诉我" in office.town.secretary.says(asked)


@pytest.mark.parametrize(
    "asked",
    ["机器人在群里能干啥", "群里@你能干什么", "业主群能不能把你拉进去", "群里能报体温吗",
     "群里说话你都听得到吗", "你在群里会不会乱说话", "群里艾特你你回吗"],
)  # fmt: skip
def test_what_the_robot_does_in_a_group_is_told(office: Office, asked: str) -> None:
    assert "没@我的话平台不给我" in office.town.secretary.says(asked)


@pytest.mark.parametrize(
    ("said_of", "named"), [("网格员群", "网格员群：没发过"), ("1号楼群", "不是发给1号楼群那边的")]
)
def test_one_group_is_asked_by_its_name(office: Office, said_of: str, named: str) -> None:
    published(office)

    assert named in office.town.secretary.says(f"{said_of}收到没")


@pytest.mark.parametrize(
    "words",
    ["发到书记群和网格员群 {0}", "把{0}推到书记群、网格员群", "给所有群发{0}", "{0}推到所有群里"],
)
def test_several_groups_are_named_at_once(office: Office, words: str) -> None:
    code = published(office)
    office.town.secretary.says(words.format(code))
    office.town.send()

    assert [len(said(office, key)) for key in ("key-1", "key-2")] == [1, 1]


def test_of_several_groups_one_that_is_unknown_is_named(office: Office) -> None:
    code = published(office)
    told = office.town.secretary.says(f"发到书记群和楼长群 {code}")
    office.town.send()

    assert "没有叫“楼长群”" in told and said(office, "key-2") == []


def test_a_notice_without_its_number_is_asked_for(office: Office) -> None:
    assert "先写“发通知" in office.town.secretary.says("把停水那个发到网格员群")
    code = published(office)
    told = office.town.secretary.says("把停水那个发到网格员群")

    assert f"发到网格员群 {code}" in told and "停水" in told
    assert said(office, "key-1") == []


@pytest.mark.parametrize(
    "said", ["群里有人说没收到菜", "群众都收到了吗", "业主群发了吗", "老年人群要打疫苗吗", "群里能发广告吗",
             "居民在群里闹怎么办", "老人群体有哪些补贴", "加一个人到3-2-601"]
)  # fmt: skip
def test_what_is_about_other_groups_is_heard_as_before(office: Office, said: str) -> None:
    published(office)

    assert "书记群" not in office.town.secretary.says(said)


def test_what_was_never_published_goes_nowhere(office: Office) -> None:
    assert "没有编号" in office.town.secretary.says("发到网格员群 N99")
    assert "没有叫" in office.town.secretary.says("发到不存在群 N99")


def test_residents_post_nothing(office: Office) -> None:
    code = published(office)
    office.town.resident.says(f"发到所有群 {code}")
    office.town.send()

    assert said(office, "key-1") == []


def test_no_more_than_twenty_a_minute_and_nothing_is_lost(office: Office) -> None:
    codes = [published(office, f"第{n}次通知，请看") for n in range(23)]
    for code in codes:
        office.town.secretary.says(f"发到网格员群 {code}")
    office.town.send()
    assert 1 <= len(said(office, "key-1")) <= 20
    office.town.clock.advance(seconds=61)
    office.town.send()

    assert all(any(f"{code}）" in text for text in said(office, "key-1")) for code in codes)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("明天停水", "text"), ("**停水** 明天", "markdown"), ("|楼|户|\n|-|-|\n|3|4|", "markdown_v2")],
)
def test_what_is_written_decides_how_it_is_sent(text: str, kind: str) -> None:
    assert [body["msgtype"] for body in bodies(text)] == [kind]


def test_who_is_called_is_called() -> None:
    [body] = bodies("请<@Doctor01>看一下，<@all>")

    assert body["text"]["mentioned_list"] == ["Doctor01", "@all"]


@given(st.text(alphabet="停水。！通知\n，ab", max_size=600), st.integers(12, 90))
def test_parts_fit_and_nothing_said_is_lost(text: str, most: int) -> None:
    parts = split(text, most)

    assert all(len(part.encode()) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_it_is_cut_between_sentences() -> None:
    assert split("明天停水。请储水。", 18) == ["明天停水。", "请储水。"]
