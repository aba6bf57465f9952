"""Life in danger: the right number first, then somebody who must answer for it."""

from community.work import calling
from core.messages import Parse
from dialog import Context, Router
from handlers.work import promises

router = Router("danger")

BODY = (
    "请马上拨打120！说清地址和症状，电话别挂。\n"
    "等的时候：别让人独处，坐着或侧躺，松开衣领，不要喂水喂药。\n"
    "{told}"
)
MIND = (
    "我听见了，您现在一定很难受。请先别一个人待着，马上打12356（心理援助，24小时、免费）；"
    "有危险就打120或110。\n"
    "{told}您也可以在这里接着跟我说。"
)
TOLD = "我已同时通知{who}，请他们马上联系您。"
ALONE = "我这边的系统出了故障，这会儿没能告诉社区的人：请一定自己打电话（120、110、119），喊身边的人帮忙。"
WHERE = "请把您在几号楼几单元几室、电话发给我，好让人马上到。"

# What keeps people alive in the next minutes, by the name of the danger.
FIRST = {
    "洪水": "马上往高处、结实的楼上走，别蹚急水，别回去拿东西；来得及就先断电。",
    "着火": "马上弯腰捂住口鼻离开，别坐电梯，别回去拿东西；烟大出不去就关门堵缝，到窗口呼救。",
    "燃气泄漏": "马上开窗、关阀门，人到屋外；别开关电器，别点火，到外面再打电话。",
    "困在电梯": "按电梯里的警铃或对讲说清位置，别扒门、别跳，靠墙坐下等；里面通风，不会憋着。",
    "被困": "待在高处或结实的地方别乱动，保存手机电量，到窗口或高处挥亮色衣服呼救。",
}
RESCUE = "请马上打119，打不通打110；有人受伤打120。\n{first}\n{told}"


@router.on_danger
def help_now(ctx: Context) -> str:
    """Whoever says it and wherever they are in a form: 120, 12356 or 119, and the duty officer is told."""
    answer, number = _first_words(ctx.parse)
    who = ctx.speaker
    if ctx.card is None and ctx.contact.scene and (unit := ctx.place_of()):
        who = f"{who}（扫过{unit.name}的码）"
    called = calling.danger(
        ctx.actor, ctx.db, ctx.text, who, number, ctx.subject, ctx.now, ctx.house.desk
    )
    told = promises.told(ctx, called.item, TOLD)
    if not ctx.is_at_home and not ctx.message.in_group:
        answer = f"{answer}\n{WHERE}"
    return answer.replace("{told}", told)


@router.on_danger_alone
def help_alone(parse: Parse) -> str:
    """Nothing can be stored and nobody be told: say so, and everything that helps without us."""
    answer, _ = _first_words(parse)
    return answer.replace("{told}", ALONE)


def _first_words(parse: Parse) -> tuple[str, str]:
    """Return what to do at once, and the number that helps."""
    if parse.help == "mind":
        return MIND, "12356"
    if parse.help == "rescue":
        return RESCUE.replace("{first}", FIRST[str(parse.danger)]), "119"
    return BODY, "120"
