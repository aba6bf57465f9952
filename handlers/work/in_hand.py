"""What staff say of the thing they have in hand or that waits: “我接了 我过去看”, “通了 不漏了”, “给小贺吧”."""

import re

from community.people.access import STAFF, Refused
from community.work import talking
from community.work.life import WorkItem
from dialog import Context, Router, Said
from handlers.work import dealing, spoken

router = Router("in hand")

YOURS = "编号{number}已经在您手上了，办完写“办结 {number} 结果”。"
NOT_TO_ONE = "编号{number}不能指给某一个人：请直接跟{name}说。TA也在这里的话，回复“收到 {number}”就归TA；没人接，我会接着往上提醒。"
IN_YOURS = "编号{number}现在在您手上，我不能转给{name}：请直接跟TA说，办好了您或TA告诉我一声，写“办结 {number} 结果”。"
_LEAD = r"(?:先记上|好[的了]?|行|嗯|算了|那|还是|[\s,，。]){0,4}(?:[这那][单件个](?:事)?)?"
_GOES = r"(?:来|接|去|送|办|跑|过去|上门|处理|负责|管|看)"
TAKES = rf"{_LEAD}(?:我|俺)(?:自己)?{_GOES}(?:了|吧|一?趟|看看?|单|一下|办|手){{0,3}}(?:[\s,，]*(?:我|马上|这就|现在){{0,2}}(?:过去看?看?|去看看?|看看|就去|上门|(?:挂|算|记|归)(?:到|在)?我(?:的|名下|这|头上)?)){{0,2}}[。!！]*"
_DONE = re.compile(
    r"修好|弄好|通了|不[漏滴堵]了|好了|办[完好]了?|送到|送过去|送完|搞定|解决|处理[完好]|看完了|换[好上]了|装[好上]了"
)
_NOT_DONE = re.compile(
    r"[?？]|吗|还没|没有?好|没(?:修|弄|办|送)|等|再|准备|明天|后天|发|通知|体温|登记|搬|怎么|谁|解除|观察"
)
_ASKED = "command:办结 "
_CLOSES = r"(?:[这那][单件个]?(?:事|单子)?|上面那?个?|刚才那?[单件个]?)?(?:就|可以|先|给我|帮我|都)*(?:办结|结[了掉案单]|完结|销[了掉单]|关[了掉单])(?:吧|了|掉|一下)*[。!！]*"
_HANDS_ON = r"(?:算了|我?(?:下午|上午|今天|明天|晚上|现在)?(?:有事|没空|走不开|去不了)|[\s,，。])*(?:转?给|交给|派给|让)(?P<name>[小老]?[\u4e00-\u9fff]{1,3}?)(?:去|来|办|接|弄|吧){1,3}(?:[\s,，。].{0,30})?"


def _board(ctx: Context) -> talking.Board | None:
    board = talking.board(ctx.actor, ctx.db)
    return None if isinstance(board, Refused) else board


# What is done for somebody, in the words of who goes and of who asked.
_ALIKE = ("送饭菜餐", "药", "修漏堵坏", "接", "买代")


def _is_of(item: WorkItem, text: str) -> bool:
    """Tell whether “我自己送吧” can only mean this: a meal or medicine, not a broken lock."""
    said = text.replace("接了", "").replace("我接", "")
    return any(
        any(sign in said for sign in signs) and any(sign in item.text for sign in signs)
        for signs in _ALIKE
    )


def _first(board: talking.Board) -> WorkItem | None:
    return next(iter([*board.in_hand, *board.waiting]), None)


@router.command(TAKES, may=STAFF)
def take(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “我接了 我过去看” as “收到”, where anything waits."""
    board = _board(ctx)
    if board is None or not (board.waiting or board.in_hand):
        return None
    meant = [item for item in board.waiting if _is_of(item, ctx.text)]
    if len(meant) == 1:
        return dealing.take(ctx, str(meant[0].id))
    if board.waiting:
        return dealing.only_one(ctx, "收到")
    return YOURS.format(number=board.in_hand[0].id)


@router.command(_CLOSES, may=STAFF)
def close(ctx: Context, _: re.Match[str]) -> Said | None:
    shown = list((ctx.place.answers.get("actions") or {}).values()) if ctx.place else []
    asked = next((one for one in map(str, shown) if one.startswith(_ASKED)), "")
    if asked:  # the result that was just shown comes along
        return dealing.finish_said(ctx, asked.removeprefix("command:"))
    board = _board(ctx)
    return spoken.done(ctx.at_work()) if board is not None and board.in_hand else None


@router.command(r"(?=.{3,60}\Z).+", may=STAFF)
def done(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “是落水管堵了 叫物业通了 现在不漏了” of what they have in hand; it is asked about first."""
    text = ctx.text
    if not _DONE.search(text) or _NOT_DONE.search(text) or ctx.slots.get("temps"):
        return None
    board = _board(ctx)
    slots = ctx.at_work().slots
    if board is None or not board.in_hand or slots.get("ticket"):
        return None
    return spoken.done(ctx.at_work())


@router.command(_HANDS_ON, may=STAFF)
def hand_on(ctx: Context, found: re.Match[str]) -> str | None:
    """Say plainly that a thing goes to no one by name; it is no leave that is asked for."""
    board = _board(ctx)
    item = _first(board) if board is not None else None
    if board is None or item is None:
        return None
    said = IN_YOURS if item in board.in_hand else NOT_TO_ONE
    return said.format(number=item.id, name=found["name"])


# -- how far it is --------------------------------------------------------------------------------

NOBODY_YET = "编号{number}还没有人接。您去的话回复“收到 {number}”。"
NOT_KNOWN = "没有找到说“{topic}”的事。都有哪些，回复“待办”看；没记过的写“记一下 {topic}…”。"
RING_THEM = "{who}不在我这里，我催不到，请直接打电话给他们。"
ABOUT = "这件是编号{number}，{state}。"
_STATE = {True: "在您手上", False: "还没有人接"}
_NO_TOPIC = re.compile(r"号楼|单元|是|谁|哪|晚|夜|班|岗|^(?:有没|还没|现在|都|没)$|体温|通知")
_TOPIC = r"(?P<topic>[\u4e00-\u9fff\d]{1,10}?)(?:的?(?:那|这)?[个件单]?(?:事|活)?)"


@router.command(
    rf"{_TOPIC}(?:有|是不是有)?(?:人|谁)(?:接|管|去|办|认领|应)(?:了|单)?(?:没有?|吗|么|不)?[?？。]*",
    may=STAFF,
)
def is_taken(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “送饭有人接了没” of what was written down."""
    board, topic = _board(ctx), found["topic"]
    if board is None or _NO_TOPIC.search(topic):
        return None
    item = _about(board, topic)
    if item is None:
        return NOT_KNOWN.format(topic=topic)
    is_theirs = item in board.in_hand
    return YOURS.format(number=item.id) if is_theirs else NOBODY_YET.format(number=item.id)


@router.command(
    rf"(?:{_TOPIC}[\s,，]*)?(?:再|去|帮我|赶紧|快)*(?:催催?|崔崔?)(?:一?[下遍次]|一催)?(?:一下)?(?P<who>物业|供电(?:局|所|公司)?|自来水(?:公司)?|水务|燃气(?:公司)?|施工队|维修(?:队|师傅)?|电梯公司|居委会)[\s,，]*(?:都|已经|这都)?.{{0,20}}",
    may=STAFF,
)
def urge_others(ctx: Context, found: re.Match[str]) -> str:
    """Take “门禁那个催催物业”: whoever is not here cannot be urged by us."""
    board, said = _board(ctx), RING_THEM.format(who=found["who"])
    item = _about(board, found["topic"]) if board is not None and found["topic"] else None
    if board is None or item is None:
        return said
    return said + ABOUT.format(number=item.id, state=_STATE[item in board.in_hand])


def _about(board: talking.Board, topic: str) -> WorkItem | None:
    """Return the item that speaks of it: all of its characters, two of which stand together."""
    items = [*board.waiting, *board.in_hand]
    exact = [item for item in items if topic in item.text]
    loose = [item for item in items if len(topic) > 1 and all(sign in item.text for sign in topic)]
    return next(iter(exact or loose), None)
