"""Somebody has died: condolence first, somebody who comes, and the one thing that is due now."""

import re

from dialog import Context, Reply, Router, Said
from handlers.work import requests

router = Router("grief")

CONDOLENCE = "请您节哀。"
FORM, KIND = "gathering", "白事（丧事）"
DIED = (
    "请您节哀。家里有人走了，您多保重，身边留个人陪着。\n"
    "已告诉{who}，请他们来看看您家要什么帮手。\n"
    "眼下先办死亡证明：在医院走的医院开，在家走的找社区卫生服务中心。别的不急，到时候问我就行。"
)
# What sounds as if life might still be saved.
DIED_SO = "请您节哀。家里有人走了，您多保重，身边留个人陪着。"
IF_SO = "要是医生说人已经走了，请您节哀，后事我们帮着办，您身边先留个人陪着。"
PERHAPS = "要是刚刚才没了呼吸，马上打120，边等边按胸口正中，一分钟100到120下。"
PAPERS = "人已经走了的，眼下先办死亡证明：在医院走的医院开，在家走的找社区卫生服务中心。"
WHICH = "您是说家里人过世了吗？要是这样，请您节哀，我马上请人来帮忙。"
YES, NO = "是，人走了", "不是，是出门了"
WHO_DIED = "家里有人过世"
KIN = (
    r"(我|俺|咱|我们|咱们|俺们)?(家|屋头|孩子他?|娃他?)?(里)?的?"
    r"(老?(爸|妈|爹|娘)爸?妈?|爸爸|妈妈|父亲|母亲|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈人|丈母娘|老伴儿?|老公|老婆|丈夫|妻子|爱人|媳妇|儿子|女儿|闺女|哥哥?|姐姐?|弟弟?|妹妹?|叔叔?|伯伯|舅舅?|姑姑?|姨|大爷|大娘"
    r"|老人家?|老爷子|老太太|老头子?|亲人|有人|孩子|宝宝)"
)
# Possessive, and no piece the beginning of another: long runs of them are read once.
_WHEN = (
    r"(?:心梗|脑梗|脑出血|脑溢血|中风|[肺肝胃肠乳]?癌|车祸|肺炎|新冠|流感|中暑|溺水|意外|突发|病重|病了好?久|重病|今天|今儿|今早|今晨|今晚|昨天|昨儿|昨晚|昨夜|前天|前晚|刚|才|凌晨|早上|早晨|上午|中午|下午|晚上|夜里|半夜|后半夜|清晨"
    r"|突然|忽然|已经|也|就|都|在|医院|里|家|床上|睡梦中|安详|地|不幸|因病|[,，、 ]|\d{1,2}点)*+"
)
_HEAD = rf"(?:^|[,，。!！;； ]){KIN}{_WHEN}"
_CLEAR = re.compile(
    rf"{_HEAD}(去世|过世|病故|病逝|逝世|离世|辞世|归西|没了(?=$|[,，。!！])|不在了|咽气|断气|没抢救过来|没救过来|人没了)"
)
_CERTAIN = re.compile(rf"{_HEAD}(去世|过世|病故|病逝|逝世|离世|辞世)")
_BREATHLESS = re.compile(rf"{_HEAD}(咽气|断气|没了|没抢救过来|没救过来)")
_LEFT = re.compile(rf"{_HEAD}走(了|的)(?=$|[,，。!！ ])")
# When and how people go for good.
_FOR_GOOD = re.compile(
    r"凌晨|半夜|夜里|昨夜|睡梦|安详|突然|抢救|医院|病|永远|丢下|撇下|后事|老了|享年|昨晚|心梗|脑梗|脑出血|脑溢血|癌|车祸|意外|溺水"
)
_GOES = re.compile(
    r"去|回|出差|出门|上班|打工|飞|火车|高铁|车站|机场|学校|外地|搬|接|开车|旅游|高速|散步"
)
_LONG_AGO = re.compile(
    r"[年月]前|去年|前年|以前|早就|多年|周年|忌日|头七|[几两二三四五六七八九十\d]年(了|多)|当年|的时候|生前"
)
_WAKE = re.compile(r"(?<!红)白事|丧事|治丧|出殡|葬礼|追悼会|灵堂|设灵|吊唁|守灵|后事|火化|下葬")
_OWN = re.compile(
    r"我|俺|咱|家|爷|奶|爸|妈|爹|娘|外公|外婆|姥|老人|[今明后]天|下?周|\d[号日]|摆.{0,3}桌"
)
_OTHERS = re.compile(
    r"隔壁|邻居|别人|人家|谁家|几家|有人|支客|奖励|干部|规定|违规|英女王|宠物|疫情(期间|那几年)"
)
_ASKS = re.compile(r"[?？]|怎么|咋|吗|哪|手续|什么|要不要|能不能|谁")
MOST = 60  # characters; in a longer story something else is asked


@router.command(r"我?[要想]?(?:办理?|做|填)?(?:白事|丧事|后事)(?:报备|登记)[。!！]?")
def wake(ctx: Context, _: object) -> Said:
    """Begin the form of a wake; what it is for is known, and said with condolence."""
    return ctx.start(FORM, says=f"{CONDOLENCE}\n{{asked}}", kind=KIND)


@router.command("家里人过世了")
def died(ctx: Context, _: object) -> Said:
    return _died(ctx)


def hear(ctx: Context) -> Reply | None:
    """Meet the news of a death; “走了” alone may be a journey, and is asked about gently."""
    text = ctx.text.strip()
    if len(text) > MOST or _LONG_AGO.search(text) or _ASKS.search(text) or _WAKE.search(text):
        return None
    if _CLEAR.search(text):
        return _died(ctx)
    if _LEFT.search(text) is None or _GOES.search(text):
        return None
    if _FOR_GOOD.search(text):
        return _died(ctx)
    return ctx.offer(WHICH, [(YES, "command:家里人过世了"), (NO, "thanks")])


def asks_after(text: str) -> bool:
    """Tell whether it is asked, in the news of a death, what is to be done now."""
    if not _ASKS.search(text) or _LONG_AGO.search(text) or len(text) > MOST:
        return False
    left = _LEFT.search(text) and _FOR_GOOD.search(text) and not _GOES.search(text)
    return bool(_CLEAR.search(text) or left)


def is_spoken_of(ctx: Context) -> bool:
    """Tell whether somebody is in the form of a wake: that somebody died was heard."""
    return ctx.place is not None and ctx.place.answers.get("kind") == KIND


def _died(ctx: Context) -> Reply:
    return Reply(requests.pass_on(ctx, WHO_DIED, DIED), meant="death")


def perhaps(text: str) -> bool:
    """Tell whether words may tell of a death that was this very moment."""
    return bool(_BREATHLESS.search(text))


def certain(text: str) -> bool:
    """Tell whether words that sound like danger tell of a death that is over."""
    return bool(_CERTAIN.search(text)) and not _ASKS.search(text) and not _LONG_AGO.search(text)


def is_of_others(text: str) -> bool:
    """Tell whether it is another family of whom is spoken."""
    return bool(_OTHERS.search(text))


def of_a_wake(text: str) -> bool:
    """Tell whether a family speaks of a wake of its own, not of the rule or of somebody else's."""
    is_own = _OWN.search(text) and not _OTHERS.search(text)
    return bool(_WAKE.search(text) and is_own) and not _LONG_AGO.search(text)
