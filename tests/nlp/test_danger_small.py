"""Small hurts, things that stood in water and worries are no emergency; what is grave stays one."""

import pytest

from nlp import danger
from tests.hearing import heard

SMALL = [
    "手指被门夹了一下",
    "孩子的手指头被抽屉夹了",
    "砸到脚趾头了，有点肿",
    "手背被热汤烫了一下，起了个小泡",
    "猫抓破点皮出血了，要打针不",
    "遭狗儿咬了一口，破点皮，咋子办",
    "削苹果划了手，流了点血",
    "温度计摔碎了，水银撒了一地",
]
LEFT = [
    "井头水淹过了吃得不",
    "水淹过的玉米还能喂猪不",
    "米缸叫水淹了，米还要不要得",
    "洗衣机被水淹了还能用吗",
]
FENCES = [
    "西边有人爬护栏进来，半夜好几拨",
    "天天有人翻铁门出去买烟，没人拦",
    "快递小哥翻栏杆进小区，一天上上下下好几趟",
    "一帮孩子跨栅栏进来踢球，一晚上没停",
    "有人翻围挡溜出去，早上六点就有",
]
DOORS = ["住在3号楼2单元501", "爸妈住在二号楼三单元六楼", "我家6栋1404", "12幢3单元1201室"]
WORRIES = [
    "班上好几个娃又吐又拉，我家的也开始了",
    "孙女住院打针，我哭了一晚上",
    "胸口闷得慌，喝点藿香水行不",
]
GRAVE = [
    "3号楼2单元501着火了",
    "他翻过栏杆坐在楼顶边上",
    "有个女的翻桥栏杆，坐在外面哭",
    "小伙子爬到阳台栏杆外面了，不肯下来",
    "老太太跌了一跤，胯骨疼得动不得",
    "夜里听到后山轰隆隆地响",
    "手指被机器夹断了",
    "孩子的手被门夹断了指头，血止不住",
    "车门夹住人了出不来",
    "开水烫了孩子一身，起大泡",
    "被猫咬到脖子，血一直流",
    "水淹到井边了，老人还在屋里出不来",
    "水淹到窗台，米都淹了，快来救我们",
    "温度计咬碎了，孩子把水银咽下去了",
    "孙女住院了，叫不醒，我一直哭",
    "孩子又吐又拉，一天没尿，叫他没反应",
    "把娃锁在车里了，太阳晒着打不开",
    "车里锁着个娃，哭都不哭了",
]


@pytest.mark.parametrize("said", [*SMALL, *LEFT, *FENCES, *DOORS, *WORRIES[:2]])
def test_what_is_small_rings_no_bell(said: str) -> None:
    assert heard(said) is None


def test_a_remedy_is_no_poison() -> None:
    assert danger.sign("热得心里翻，喝点藿香水中不中") is None


@pytest.mark.parametrize("said", GRAVE)
def test_what_is_grave_still_does(said: str) -> None:
    assert heard(said) is not None


@pytest.mark.parametrize("said", GRAVE[-2:])
def test_a_child_in_a_locked_car_is_got_out(said: str) -> None:
    assert danger.kind(heard(said) or "") == "rescue"


@pytest.mark.parametrize("said", ["有人晒晕了 醒着的", "工友热晕过去了", "老头子在地里晒晕了"])
def test_who_fainted_in_the_heat_is_cooled(said: str) -> None:
    assert heard(said) == "热射病"


@pytest.mark.parametrize(
    ("text", "is_danger"),
    [
        ("我妈83岁，中风之后半身不遂，平日邻居帮忙喂饭", False),
        ("我爸中风以后瘫在床上三年了", False),
        ("奶奶中风后一直坐轮椅", False),
        ("我妈中风后半身不遂，今天突然说话不清", True),
        ("爷爷中风以后一直卧床，现在喘得厉害", True),
    ],
)
def test_a_stroke_of_long_ago_is_no_stroke_of_today(text: str, is_danger: bool) -> None:
    assert (heard(text) is not None) == is_danger
