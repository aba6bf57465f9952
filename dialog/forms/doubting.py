"""What to say beside a form: to a doubt, who we are and what it is for; of a companion, how."""

import re

from core.forms import FormField, FormSpec
from dialog.context import Context

LONGEST = 24  # characters; a longer text tells of something else
WE = "我是{community}的邻报，社区的小助手；不收钱，也不会问您要验证码和银行卡。"
FREE = "信不过就先别填，回复“转人工”请社区的人跟您说；不想填了回复“取消”。"
_WHY = (
    r"(?:为什么|为啥|为何|凭什么|凭啥|干嘛|干吗|干啥)(?:非?要|得|还|又|总)?.{0,4}(?:填|登记|报|写|问|查|知道)|"
    r"(?:填|登记|报|问|要)(?:了|这个?|这些|我的?|电话|姓名|住址)*(?:有?(?:什么|啥)用|干(?:嘛|吗|啥|什么)|做(?:什么|啥))"
)
_WHO = (
    r"你们?(?:到底)?是(?:谁|哪个|什么人|哪里的|干什么的|干啥的|人还是)|骗子|骗人|骗我|诈骗|真的假的"
)
_SEEN = r"泄露|泄漏|隐私|保密|给谁看|谁(?:能|会|可以)?看(?:得?到|见)?|(?:信息|号码).{0,4}(?:安全|卖)|卖.{0,4}信息"
_MUST = (
    r"(?:必须|一定要|非得|非要|强制).{0,4}(?:填|登记|报|写|说)|"
    r"不(?:填|登记|报|写|说|给).{0,4}(?:行不行|行吗|可以吗|会怎|成吗|犯法)|(?:可以|能)不(?:填|登记|报|写|说|给)|不方便(?:说|给|填|透露)"
)
_DOUBT = re.compile("|".join((_WHY, _WHO, _SEEN, _MUST)))
_OF_US = re.compile("|".join((_WHY, r"你们?(?:到底)?是(?:谁|骗子|哪个)|^骗子吧", _MUST)))

_TOGETHER = re.compile(
    r"我?(?P<who>老婆|老公|爱人|媳妇|对象|妈|爸|父母|爸妈|孩子|儿子|女儿|孙子|孙女|家里?人|全家)[^?？]{0,3}(?:一起|一块|同行|也(?:回|来|去|要|走|跟))"
)
TOGETHER = "{who}一起也行：先把您这份交了，再说“帮{who}登记”。"


def of_companion(text: str, spec: FormSpec, field: FormField | None) -> str | None:
    """Return how somebody who comes along is registered; None if nobody is spoken of."""
    told = field is not None and field.reader in {"text", "items", "name"}
    found = _TOGETHER.search(text) if len(text) <= LONGEST and not told else None
    if found is None or spec.field("name") is None:
        return None
    who = found["who"]
    return TOGETHER.format(who=f"我{who}" if len(who) == 1 else who)


def answer(ctx: Context, spec: FormSpec, field: FormField | None) -> str | None:
    """Return what helps against a doubt; None if the words are none.

    Where any words would do for an answer, only what is said to us is a doubt.
    """
    told = field is not None and field.reader in {"text", "items"}
    doubt = _OF_US if told else _DOUBT
    if len(ctx.text) > LONGEST or not doubt.search(ctx.text):
        return None
    return f"{WE.format(community=ctx.house.community)}{spec.purpose}\n{FREE}"
