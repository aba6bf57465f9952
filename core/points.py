"""Which point of a matter is asked: what it costs, who pays, how long, whether one may, what if not."""

import re
from typing import Literal, get_args

Point = Literal[
    "may",
    "must",
    "is_true",
    "price",
    "pays",
    "how_long",
    "if_not",
    "secret",
    "papers",
    "worth",
    "rule",
]
POINTS: tuple[Point, ...] = get_args(Point)

_WHOM = "单位|公司|学校|领导|老板|厂里|邻居|同事|别人|人家|室友|房东|婆家|对象|村里人"
_ASKED: dict[Point, re.Pattern[str]] = {
    "may": re.compile(
        r"能不能|可[不唔]可以|得唔得|可以.{0,12}[吗么嘛不吧?？]|行不行|行[吗么不嘛]|能.{1,12}[吗么嘛不](?:$|[，,。?？])|得不得|得[去了过成][吗么不]|[吃喝用去做]得不|要紧[不吗]|拒绝"
    ),
    "must": re.compile(r"要不要|用不用|需不需要|需要.{0,10}[吗么]|必须|非要|非得|一定要|还要.{1,10}[吗么不]|是不是[要得]"),
    "is_true": re.compile(r"真的[吗么嘛假不]|是真的[^，,。]{0,4}[吗么]|是不是真|真[吗么]$|真假|是真是假|有这[回个]?事|谣言|可信|靠谱|有没有用|管不管用|[有管]用[吗么不]"),
    "price": re.compile(r"多少钱|几块钱?|几多钱|什么价|啥价|价钱|收不收费|收费[吗么不]|(?<!被人)(?<!问我)(?<!叫我)要钱[吗么]|要钱不(?!敢)|要不要钱|免费[吗么不]|是不是免费|多贵"),
    "pays": re.compile(
        r"谁(?:来)?(?:出|付|掏|给钱?|承担|赔|报销)(?!来|门|去)|谁的钱|钱谁|(?:出|掏|付)(?:钱)?还是|还是(?:我|自己|我们).{0,3}(?:出|掏|付)|[要得](?:我|我们|自己)(?:掏|出钱|付)"
        r"|能不能报销|(?:钱|费|医保|社保|门诊|住院|药|针).{0,8}报不报|能报[吗么不销多]|报得了|报销[吗么多不]|报多少|医保.{0,4}[报管付][吗么不]"
    ),
    "how_long": re.compile(r"(?<![十百千两二三])[几多少]+(?:天|个?小时|个?钟头|周|个?星期|个?礼拜|个?月|年)(?!前|大|内的|的)|多久|多长时间|好久|什么时候[能可]|啥时候[能可]|几时[能可]"),
    "if_not": re.compile(r"[会要不]会?(?:被)?罚|罚款?[不吗么多]|会怎么?样|会咋|咋样|有什么后果|啥后果|追究|坐牢|拘留|扣不扣"),
    "secret": re.compile(
        rf"(?:通知|告诉|告知|报给|打(?:电话)?给|传到|捅到).{{0,4}}(?:我|我们|俺)?(?:{_WHOM})|(?:{_WHOM}).{{0,3}}(?:会|能)?(?:不会)?(?:知道|晓得)"
        r"|保密|泄露|登记(?:我的?)?名字|公布(?:姓名|名字)"
    ),
    "papers": re.compile(r"什么材料|啥材料|哪些材料|要带(?:什么|啥|哪些)|带(?:什么|啥|哪些)|什么证件|啥证件|什么手续|啥手续|哪些手续|要什么证明"),
    "worth": re.compile(r"值不值|值得[吗么不]|值当|划不划算|划算[吗么不]|划得来|合不合算|有没有必要|有必要[吗么]"),
    "rule": re.compile(r"(?:哪来|哪里来|哪家|谁定|什么时候).{0,3}的?规定|有没有.{0,4}规定|有(?:这|这个|这种|这样的)?规定[吗么]|有规定[吗么]|谁规定|凭什么|凭啥|什么依据"),
}  # fmt: skip


def asked(text: str) -> list[Point]:
    """Return the points a text asks, in the order it asks them."""
    found = ((one.search(text), name) for name, one in _ASKED.items())
    return [name for _, name in sorted((at.start(), name) for at, name in found if at)]
