"""Dangers told over several turns: a pan of coals, then a child that is dizzy; a river, then a sandal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unfolding:
    """What was told before, what is told now, and the danger both are together."""

    name: str
    help: str  # whose help it takes
    before: re.Pattern[str]
    now: re.Pattern[str]
    unless: re.Pattern[str]


def _one(name: str, help_: str, before: str, now: str, unless: str = r"(?!)") -> Unfolding:
    return Unfolding(name, help_, *(re.compile(each) for each in (before, now, unless)))


_DAZED = r"头?晕|(?:脑壳|头)(?:昏|痛|疼)|头痛|头疼|想?吐|恶心|犯困|发软|没劲|喊(?:她|他|不)|叫(?:她|他)?不|睡得很?死|不应|躺(?:着|下)去?了|昏"
ALL = (
    _one(
        "煤气中毒", "body",
        r"(?:烧|生|点|端|放)[^，,。]{0,6}(?:炭|煤|蜂窝煤|火盆)|炭[盆火]|煤炉|发电机|热水器[^，,。]{0,8}(?:屋|浴室|卫生间)|燃气取暖|汽车[^，,。]{0,6}车库",
        _DAZED, r"(?:去年|以前|听说|新闻)",
    ),
    _one(
        "燃气泄漏", "rescue",
        r"臭鸡蛋|(?:煤气|燃气|天然气|液化气|瓦斯)[^，,。]{0,6}(?:味|漏)|(?:液化|煤)气[^。]{0,60}(?:怪味|一股味)|(?:阀|软管)[^，,。]{0,4}(?:漏|响)",
        r"臭鸡蛋|排风|风扇|抽油烟|开(?:灯|窗|扇|关)|灯[^，,。]{0,3}(?:开|亮)|打火|点火|插头|怎么办|咋办|味[^，,。]{0,4}(?:大|重|冲)",
        r"闻不到|没味",
    ),
    _one(
        "热射病", "body",
        r"(?:3[5-9]|4\d)度|高温|太阳|大太阳|天热|中暑|工地|扫马路|环卫|地里|大棚|外卖|晒",
        r"(?:乱说|胡话|说胡|认不得|不认得|认不出|糊涂|叫不|抽|晕倒)[^。]{0,20}|(?:滚烫|烫手|很烫|烫得)[^。]{0,12}(?:没|莫|不)(?:有|得)?(?:出)?汗|(?:一点汗|一滴汗)[^，,。]{0,4}(?:没|莫|都)",
        r"昨天|去年|怎么急救|什么病|是不是热射病",
    ),
    _one(
        "低血糖", "body",
        r"降糖|格列|胰岛素|二甲双胍|糖尿病|血糖",
        r"(?:出汗|冒汗|冷汗|手抖|发抖|哆嗦|心慌)[^。]{0,20}(?:困|抖|汗|饿|慌|迷糊|没劲|软|眯|睡|说)|(?:手抖|发抖|心慌)[^。]{0,8}(?:汗)",
        r"血糖(?:高|2\d|3\d)|(?:去年|以前|上次)",
    ),
    _one(
        "断了救命的药", "body",
        r"(?:美多芭|多巴|帕金森|癫痫|羊癫|抗排异|他克莫司|激素|泼尼松|强的松|华法林|抗凝|胰岛素)[^。]{0,30}(?:断|停|没(?:吃|有|了)|吃完|漏)",
        r"僵|发烧|烧|抽|含含糊糊|说不清|说话不清|翻不了身|迷糊|没劲|吐|抖|喘|胸",
    ),
    _one(
        "缺了透析", "body",
        r"(?:透析|血透|腹透)",
        r"(?:没(?:去成|做|透)|隔了|停了|漏了)[^。]{0,10}(?:[三四五六七3-7]天|次)|(?:[三四五六七3-7]天)(?:没|未)|(?:腿肿|脸肿|躺不平|喘|憋|心跳|发麻|没力|橙|桔|橘|香蕉|一碗汤)",
        r"(?:以前|去年|准备|要不要)",
    ),
    _one(
        "血氧低", "body",
        r"(?:血氧|指夹|指脉|氧饱和)[^。]{0,20}(?<!\d)(?:[78]\d)(?!\d)|(?<!\d)8\d(?!\d)[^。]{0,10}(?:血氧|指夹)",
        r"手(?:是)?[热暖]|没涂|指甲油|换了?个?手|又[夹测量]|还是8|不(?:去|肯去|想去)医院|劝|不难受|不喘",
    ),
    _one(
        "水边没回", "rescue",
        r"(?:孙|孩子|娃|儿子|女儿|小孩|他们?|两个)[^。]{0,16}(?:捞鱼|摸鱼|抓鱼|钓鱼|玩水|游泳|洗澡|河边|河里|水库|江边|塘)|(?:河边|水库|江边|塘边)[^。]{0,10}(?:孩子|娃|孙)",
        r"(?:没|不见|还不)[^，,。]{0,3}(?:回|来)|钟头|小时|不会水|不会游|凉鞋|鞋子|衣服|找不到|喊不应|联系不上",
        r"回来了|到家了|找到了",
    ),
    _one(
        "洪水", "rescue",
        r"(?:河|江|沟|溪)[^，,。]{0,3}水?(?:头)?[^，,。]{0,4}涨|涨水|发大水|水(?:漫|涨)[^，,。]{0,3}(?:起来|上来|到)",
        r"(?:漫|淹|涨)[^，,。]{0,8}(?:屋|门|院|田坎|灶|路|桥)|到[^，,。]{0,4}(?:屋|门口|院|田坎|灶|膝|腰)|不(?:走|肯走|想走)|(?:猪|牛|羊|鸡|牲口)[^。]{0,14}(?:咋|怎么|吆|赶)",
        r"退了|消退|水退|去年|粪水|污水|怎么消毒",
    ),
)  # fmt: skip
# Papers and money are asked for by whoever has the time.
_OFFICE = re.compile(r"补[贴助]|申请|材料|报销|办理|办证|证明|多少钱|免费|怎么预防|是什么")
MOST = 3  # turns before this one


def together(text: str, before: Iterable[str]) -> Unfolding | None:
    """Return the danger that words tell together with what was told before them."""
    if _OFFICE.search(text):
        return None
    whole = "。".join([*before, text])
    told = (one for one in ALL if one.now.search(text) and one.before.search(whole))
    return next((one for one in told if not one.unless.search(whole)), None)
