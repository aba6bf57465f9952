"""Whether what is said in an emergency is of somebody else, or of another matter."""

import re

from community.work import calling
from dialog import Context

# Who a word for somebody may stand for: two of them in one group may be the same person.
_KINDS = (
    r"爸|爹|父亲|老爷子|公公|岳父|丈人",
    r"妈|娘|母亲|老太太|婆婆|岳母",
    r"爷|姥爷|外公|老人",
    r"奶(?!粉|瓶|量|水)|姥姥|外婆|老人",
    r"老公|丈夫|老头|老伴|爱人|对象|男朋友",
    r"老婆|媳妇|妻子|老伴|爱人|对象|女朋友",
    r"儿子|孩子|娃|宝|小孩|男孩|孙",
    r"女儿|闺女|孩子|娃|宝|小孩|女孩|孙",
    r"哥|弟",
    r"姐|妹",
    r"姨|姑|舅|叔|伯|婶",
    r"邻居|隔壁|楼[上下]|对门|同事|工友|室友|朋友|同学",
)
_GROUPS = tuple(re.compile(words) for words in _KINDS)
# What they say when they turn to something else.
_TURNS = re.compile(
    r"^(?:另外|还有(?:一?[个件]|件)?(?:别的)?(?:事|问题)|顺便|对了|再问|换个(?:事|问题)|别的事)"
)
_MYSELF = re.compile(r"我(?:自己|本人)(?![^，,。]{0,3}(?:[去来送开打弄把扶抬背骑坐走救]|也))")
_ILL = re.compile(r"哮喘|发烧|糖尿病|高血压|药|病|疫苗|感冒|咳")
_THEM = re.compile(r"[他她它](?!们?家)|这个人|那个人|病人")


def is_another(ctx: Context, number: int) -> bool:
    """Tell whether words name somebody else than the emergency with this number, and nobody of it."""
    if _TURNS.search(ctx.text):
        return True
    text = re.split(r"[，,。；;\s]", ctx.text, maxsplit=1)[0] if len(ctx.text) > 8 else ctx.text
    if _THEM.search(ctx.text):
        return False
    cry = calling.words_of(ctx.db, number)
    named, before = _named(text), _named(cry)
    if named and not before:
        return bool(_ILL.search(ctx.text))
    if named:
        return not named & before
    return bool(before) and bool(_MYSELF.search(ctx.text))


def _named(text: str) -> set[int]:
    return {number for number, words in enumerate(_GROUPS) if words.search(text)}
