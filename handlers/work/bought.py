"""What is said of things that are being bought: that they change, that they came broken; and what is no order."""

import re

from community.work import asking_for, casework
from community.work.asking_for import WorkItem
from core.phrases import quoted
from dialog import Context, Reply, Router
from dialog.places import is_in_form
from handlers.knowledge import likeliest, unknown
from handlers.work import less, promises, requests

router = Router("bought")

SAID = 60
LONGEST = 60  # characters
CHANGED = "记下了（编号{number}），照您改的买：“{said}”。{told}"
WRONG = "对不住，让您操心了。记下了（编号{number}）：“{said}”。{told}怎么补、怎么退，会先和您说好；东西先留着，拍张照片发给我。"
CAME_WRONG = "说送来的东西不对"
WRONG_ANEW = (
    "对不住，让您操心了。已告诉{who}，怎么补、怎么退，会和您说好；东西先留着，拍张照片发给我。"
)
_ORDERS = ("request_supplies", "request_medicine")
_CHANGES = re.compile(
    r"改[成为买]|换[成个一]|改要|(?:要|买|拿|带)[^，,。]{1,8}的?[,，]?不要|不要[^，,。]{1,8}(?:要|的)|[多少](?:要|买|来|拿|带)|(?:大|小|嫩|老|肥|瘦|软|硬|甜|淡)一?点"
)
_CAME = re.compile(
    r"送(?:来|到|过来|的|上来)|收到|拿到|到了|买(?:来|回来?|的|到)|给的|退|换货|打开|里面|里头|发的"
)
_IS_WRONG = re.compile(
    r"碎|坏|烂|漏|破|压[扁坏]|少(?:了|一|两|二|三|[几给送拿]|\d)|缺|[送拿买发给]错|不是我要|不对|过期|发霉|不新鲜|馊|臭|蔫|瘪|酸|化了|退(?:了|掉|货|钱)|换货|没[有给送]"
)
# What was taken, or not taken, is no wish for it …
_TAKEN = re.compile(
    r"(?:已经|昨天|昨晚|今早|刚才?|早上|上午|中午|下午|晚上|前天|一直|也|还|都|就)[^，,。]{0,6}(?:吃|喝|用|打|贴|服|含|喂|抹)(?:过|了)|(?:吃|喝|用|打|贴|服|喂)(?:过|了)[^，,。]{0,6}(?:[粒片颗包袋支瓶次针]|药)"
)
# … nor what is left of it …
_LEFT = re.compile(r"剩下?的(?!不多|没)|[吃用]剩|没[吃用]完的")
# … nor is the question whether it may be bought.
_OF_BUYING = re.compile(
    r"(?:能不能|可不可以|能|可以|要不要|用不用|该不该|需不需要)(?:自己|自行|直接|先|去|在|药店|药房|网上){0,4}(?:买|配|开|囤)(?:来)?(?:吃|点|些|到|喝)?.{0,4}(?:吗|么|不|嘛|[?？]|$)|买(?:得|不)到|自己买来吃|哪种好|买哪[种个]|买什么(?:药|牌)"
)
_WANTS = re.compile(
    r"帮|代[买购]|给我|送[点来到上]|[要想](?:点|两|一|\d|买|订|配)|没有?(?:药|菜|米|吃的)|断|[吃用喝]完|快没|不够|只?剩[一两二三半几\d]|急需|麻烦|谁能|来[点两一]|再[买加要来送]"
)


@router.intercept
def changed(ctx: Context, _: object) -> Reply | None:
    """Pass on what is to be bought otherwise; None where nothing is being bought."""
    if not _may_be(ctx) or not _CHANGES.search(ctx.text) or _IS_WRONG.search(ctx.text):
        return None
    bought = less.being_bought(ctx)
    if bought is None or unknown.asks(ctx.text) or not _speaks_of(ctx.text, bought[0]):
        return None
    return Reply(_note(ctx, bought[0], CHANGED))


def _may_be(ctx: Context) -> bool:
    elsewhere = is_in_form(ctx) or ctx.message.in_group or ctx.actor.is_staff or ctx.parse.danger
    return not elsewhere and len(ctx.text) <= LONGEST and not ctx.slots.get("temps")


def _speaks_of(text: str, item: WorkItem) -> bool:
    """Tell whether words name something of what was ordered."""
    return any(
        text[at : at + 2] in item.text for at in range(len(text) - 1) if text[at : at + 2].isalpha()
    )


def _note(ctx: Context, item: WorkItem, words: str) -> str:
    said = quoted(ctx.text, SAID)
    casework.tell_more(ctx.db, item, f"又说：“{said}”", ctx.now)
    told = promises.told(ctx, item, "已告诉{who}。")
    return words.format(number=item.id, said=said, told=told)


@router.intercept
def came_wrong(ctx: Context, _: object) -> Reply | None:
    """Hear that what came is broken or too little, and have whoever bought it put it right."""
    if not _may_be(ctx) or not (_CAME.search(ctx.text) and _IS_WRONG.search(ctx.text)):
        return None
    waits = [
        each
        for each in asking_for.waited_for(ctx.actor, ctx.db, ctx.now)
        if each.item.submission_id is not None
    ]
    if not waits:
        return None
    newest = waits[0]
    if newest.is_done:
        return Reply(requests.pass_on(ctx, CAME_WRONG, WRONG_ANEW))
    return Reply(_note(ctx, newest.item, WRONG))


@router.intercept
def no_order(ctx: Context, _: object) -> Reply | None:
    """Answer what is told or asked of a medicine, where the model heard an order for it."""
    if ctx.parse.intent not in _ORDERS or not _may_be(ctx) or _WANTS.search(ctx.text):
        return None
    if not any(one.search(ctx.text) for one in (_TAKEN, _LEFT, _OF_BUYING)):
        return None
    return likeliest.answered(ctx) or Reply(unknown.pass_on(ctx))
