"""What a text happens in and whom it is of: an answer that never speaks of it is none to it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.library import Entry

READ = 4096  # entries of which is remembered what they speak of
# Of an answer that leaves out what a text is about so much is left of its nearness, for each.
LEFT = 0.65


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that changes what is right to do, by the words it is told in and those that know of it."""

    told: re.Pattern[str]
    known: re.Pattern[str]


def _scene(told: str, known: str = "") -> Scene:
    return Scene(re.compile(told), re.compile(known or told))


SCENES = (
    # What has happened around them.
    _scene(
        r"泡(?:过|了|在|坏|烂|水)|进了?水|[水被]淹|淹(?:过|了|死|没|水)|涝|洪水|大水|水灾|发水|水冲|冲走|水退|退水|涨水|蹚水|浸水|漂"
    ),
    _scene(
        r"寒[潮流冬]|[天好真太很降]冷|冷天|下雪|大雪|雪[天地后路]|暴雪|积雪|结冰|冰雪|冻(?:住|了|起|坏|僵|裂|爆|伤|死|得|成|疮)|冰溜",
        r"寒|冷|雪|冰|冻|冬|御寒|取暖|暖",
    ),
    _scene(r"冰雹|雹子", "雹"),
    _scene(r"打雷|闪电|雷[击雨劈]|遭雷|被雷", "雷|闪电"),
    _scene(r"地震|余震", "震"),
    _scene(r"楼上.{0,8}(?:漏|渗|滴|淌|水)", r"楼上.{0,8}(?:漏|渗|滴|淌)"),
    # Whom it may hurt what helps others.
    _scene(r"孕|怀[着了上]|大肚子|胎", "孕|怀|胎|产"),
    _scene(r"喂奶|哺乳|母乳|断奶", "喂奶|哺乳|母乳|断奶|喂养|亲喂"),
    _scene(r"心衰|心脏[病不]|冠心病|支架|心梗", "心[脏衰、梗肾]|冠心|限水"),
    _scene(r"肾[病炎衰不]|透析|尿毒症", "肾|透析"),
    _scene(r"糖尿|糖友|胰岛素|(?<!低)血糖", "糖"),
    _scene(r"红点|出血点|骨头.{0,2}[疼痛]|眼眶.{0,2}[疼痛]", "登革|基孔|出血|疹|红点|骨头"),
    _scene(r"癌|肿瘤|化疗", "癌|瘤|化疗"),
    _scene(r"过敏(?!性鼻炎)", "过敏|红肿|肿"),
    # What is asked for is another thing.
    _scene("学费|保教费|助学", "学费|助学|资助"),
    _scene("特效药|抗病毒药|小分子药", "特效|病毒药|奥司他韦|玛巴洛沙韦|奈玛|新冠有药"),
    _scene("过期", "过期|有效期|效期|到期"),
    _scene("退[票款钱费]", "退"),
    _scene(r"保险|理赔|出险|投保", "保险|理赔|车损|意外险|报保"),
    _scene(r"[橙蓝黄]色(?:预警|警报|台风|暴雨|高温|了)", "橙|蓝色|黄色"),
    _scene(r"提前(?:做|采取|准备|防)|防汛措施|预防措施", "提前|先|备|防|趁|汛前|平时"),
    # One paper is not another, and whose it is decides who gives it.
    _scene(r"港澳|香港|澳门|台胞|台湾|港人|台商|回乡证", "港|澳|台湾|台胞|台商"),
    _scene(r"永居|永久居留|五星卡|外籍|外国(?!疫)|老外|绿卡", "永居|永久居留|外国|外籍|护照"),
    _scene(r"血压", "血压|慢病|慢性病"),
    _scene(r"痛风|尿酸", "痛风|尿酸|慢病|慢性病"),
    _scene(r"积分入[学户]|积分落户", "积分"),
    _scene(r"死[了掉]?的?(?:鸡|鸭|鹅|猪|牛|羊|鸟|鱼|鸽|猫|狗)|(?:鸡|鸭|鹅|猪|牛|羊|鸟|鸽|鱼).{0,3}死", "死|吃坏|中毒"),
)  # fmt: skip

# What is only right where this has happened is no answer to whoever does not tell of it.
ONLY_IN = (
    re.compile(r"[停没断来]了?电|跳闸|不通电"),
    re.compile(r"异地|外地|外省|跨省|老家|备案|户口不在"),
    re.compile(r"酒|席|宴|婚|喜事|白事|红事|办事|[几\d]桌|寿|满月|请客|摆桌"),
    re.compile(r"热|暑|高温|晒|[三四]十.{0,2}度|\d\d度|空调|风扇|降温|凉|夏|太阳|闷"),
    re.compile(r"冷|冻|冰|雪|冬|寒|暖|炭|煤|烤火|零下|霜"),
    re.compile(r"走了|去世|过世|死|没了|病逝|离世|丧|后事|遗"),
)
NEARLY_ALL = 0.8  # of its wordings


def nearness_left(text: str, entry: Entry) -> float:
    """Return how much of its nearness an entry keeps, by what a text tells of and the entry knows."""
    told = [at for at, scene in enumerate(SCENES) if scene.told.search(text)]
    wordings = tuple(entry.questions)
    known = _known(entry.answer, entry.more or "", wordings) if told else frozenset()
    missed = sum(at not in known for at in told)
    missed += sum(not ONLY_IN[at].search(text) for at in _only_in(wordings))
    return float(LEFT**missed)


@lru_cache(READ)
def _only_in(wordings: tuple[str, ...]) -> tuple[int, ...]:
    least = NEARLY_ALL * len(wordings)
    return tuple(
        at
        for at, words in enumerate(ONLY_IN)
        if sum(bool(words.search(one)) for one in wordings) >= least
    )


@lru_cache(READ)
def _known(answer: str, more: str, questions: tuple[str, ...]) -> frozenset[int]:
    words = "\n".join((answer, more, *questions))
    return frozenset(at for at, scene in enumerate(SCENES) if scene.known.search(words))
