"""What residents say of their household: who lives there, letting one in, a phone given up or shared."""

import re
from collections.abc import Sequence
from typing import Any

from community.people import family, welcoming
from community.people.access import Refused
from core.phrases import say_moment
from dialog import Context, Reply, Router

router = Router("household")

WHO = "我是×号楼×单元×室 姓名"
WHY_NOT = {
    "no_home": f"我还不知道您住哪里。请先回复“{WHO}”，核对好再邀请家里人。",
    "member_bound": "{about}已经有手机绑定了，不用邀请。换了手机，请用新手机发“" + WHO + "”。",
    "too_many": "还没用的邀请太多了，请先让家里人用掉，或回复“取消邀请 姓名”。",
    "not_bound": "这个微信没有绑定任何人，不用解绑。",
    "holds_post": "您有岗位，要先交接，请联系社区书记。",
}
_KIN = (
    r"老伴|爱人|配偶|妻子|丈夫|老婆|老公|媳妇|儿子|女儿|闺女|孩子|爸爸|爸|父亲|妈妈|妈|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷"
    r"|孙子|孙女|外孙女|外孙|儿媳妇?|女婿|岳父|岳母|公公|婆婆|哥哥|哥|姐姐|姐|弟弟|妹妹|保姆"
)
_FULL = {"爸": "爸爸", "妈": "妈妈", "哥": "哥哥", "姐": "姐姐", "媳妇": "妻子", "闺女": "女儿"}
_NAME = r"(?!岁|今年|刚|也|在|和|跟|都)[一-龥]{2,3}"
_MEMBER = re.compile(
    rf"(?P<kin>{_KIN})(?:叫|是|[:：\s])*(?P<name>{_NAME})?\s*[,，]?(?P<age>\d{{1,3}})?岁?"
)


def _refuse(refused: Refused) -> str:
    return WHY_NOT[refused.reason].format(about=refused.about)


@router.command(
    rf"邀请(?:一下)?\s*(?:我家?的?)?(?P<kin>{_KIN})\s*(?:叫|是)?\s*(?P<name>[一-龥]{{2,4}})?[。!！]*"
)
def invite(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “邀请 我老伴李梅”: shown back, then a code to pass on."""
    kin, name = _FULL.get(found["kin"], found["kin"]), found["name"]
    if not name:
        return f"请写上姓名，比如“邀请 我{found['kin']}李梅”。"
    if not ctx.is_at_home:
        return WHY_NOT["no_home"]
    said = f"邀请{name}（{kin}）加入您家，对吗？加入后能看到家里的体温和登记。"
    choices = [("对，发邀请码", "member_invited"), ("不邀请了", "thanks")]
    return ctx.offer(said, choices, name=name, relation=kin)


@router.action("member_invited")
def invited(ctx: Context) -> str:
    name, kin = ctx.known["name"], ctx.known["relation"]
    done = welcoming.invite_member(ctx.resident, ctx.db, name, kin, ctx.now)
    if isinstance(done, Refused):
        return _refuse(done)
    until = say_moment(done.expires_at, ctx.house.zone)
    return (
        f"请把下面这段转给{name}（{until}前有效，只能用一次）。\n\n"
        f"请关注“{ctx.house.community}”的公众号，发送“加入 {done.code}”，就加入{done.post}家了。"
        "这个码请不要转给别人。"
    )


@router.command(r"(?:取消|作废|撤回)邀请\s*(?P<name>[一-龥]{2,4})[。!！]*")
def withdraw(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “取消邀请 李梅” of whoever invited a member."""
    if welcoming.withdraw_member(ctx.resident, ctx.db, found["name"], ctx.now):
        return f"好的，给{found['name']}的邀请作废了。"
    return "没有找到给这个人的、还没用的邀请。"


# -- a phone ----------------------------------------------------------------------------------


@router.command(
    r"[^\n]{0,40}?(?:解绑|解除绑定|取消绑定|绑错|绑[到在](?:别人|人家|[他她]|[^,，。\n]{1,8}(?:家|屋)))[^\n]{0,40}|(?:这个?|本)?(?:微信号?|手机|号码?)(?:现在|以后|已经)?(?:不是我(?:本人)?(?:在)?用?了?|换人用了|给别人用了)[。!！]*"
)
def unbind(ctx: Context, _: object) -> Reply | str:
    """Take “解绑”, “怎么解绑”, “把我绑到我妈家去了”, “这个号不是我用了”."""
    if ctx.resident.person_id is None:
        return WHY_NOT["not_bound"]
    said = "解绑以后，这个微信看不到您家的记录，也收不到提醒；登记和体温记录还在。确定吗？"
    return ctx.offer(said, [("确定解绑", "unbound"), ("不解绑", "thanks")])


@router.action("unbound")
def unbound(ctx: Context) -> str:
    refused = welcoming.unbind(ctx.resident, ctx.db, ctx.now, ctx.house.zone)
    if refused is not None:
        return _refuse(refused)
    return f"解绑好了，这个微信不再是您的。换了手机，请用新手机关注后发“{WHO}”。"


@router.command(
    r"(?P<who>我|俺|咱|.{1,6}?)(?:的)?(?:手机|电话)(?:丢了|不见了|被偷了?|掉了|坏了|换了)[,，。\s]*+(?:我|也|已经)?(?:换(?:了)?(?:新)?(?:号|手机|微信)了?)?[。!！]*"
    r"|我?换(?:了个?新?)?(?:微信号?|手机号?|号码?)了[。!！]*"
)
def lost(ctx: Context, found: re.Match[str]) -> str:
    """Take “我手机丢了，换号了”, “我妈手机丢了”: the new phone says who it is, staff and the first one see."""
    if ctx.resident.person_id is None:
        return f"别急。请用这部新手机回复“{WHO}”，网格员当面核对后就能接着用；旧手机上的也会解除。"
    if found["who"] in (None, "我", "俺", "咱"):
        return (
            "这部手机现在就绑定着您。换了新手机，请用新手机关注后发"
            f"“{WHO}”，这边会收到一句话，回复“是我同意”就行；旧手机不要了，回复“解绑”。"
        )
    return f"别急。请用新手机关注后发“{WHO}”（写本人姓名），网格员当面核对后就能用。这期间可以用您的手机替着报。"


@router.command(
    r"我是\s*(?P<name>[一-龥]{2,4})[,，。\s]*(?:(?:在|现在|这是)?(?:用|借|拿)(?:的是)?|这是)(?P<whose>.{1,8}?)的?(?:手机|微信)(?:发的?|报的?|说的?|报体温)?[。!！]*"
)
def shared(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “我是孙涛，用我妈手机”: nothing is bound anew."""
    name = found["name"]
    day = ctx.local_sent_at.date()
    if ctx.resident.person_id is None:
        return None
    if family.whom(ctx.resident, ctx.db, name, name, day) is not None:
        return f"好的{name}，绑定不变。写上名字就记在您名下，比如“{name}36.5”。"
    return f"这部手机登记的家里没有叫{name}的人，绑定没有变。是一家人，请机主回复“我家还有…{name}”；不是，请用自己的手机。"


@router.command(r"(?:我|我们|我家|我们家|俺家?)(?:已经|刚|最近)?搬(?:家|走|新家)了?[。!！]*")
def moved(ctx: Context, _: object) -> str | None:
    """Take “我搬家了”: the new door is said like the first one, and confirmed there."""
    if ctx.resident.person_id is None:
        return None
    return (
        f"搬到哪儿了？还在本社区，请回复新的门牌和姓名“{WHO}”，那边的网格员核对后就改过来；"
        "搬到别处了，回复“解绑”，这里就不再提醒您。"
    )


# -- who lives there -----------------------------------------------------------------------------


@router.command(
    r"(?:我们?家|家里)(?:还有|有|里有|一共有|共)(?:\d|[一二两三四五六七八])?(?:口人|个人)?[:：,，\s]*(?P<rest>.{2,120})"
)
def members(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “我家还有老伴李梅、儿子张小宝5岁”: shown, confirmed, then written down."""
    told = _members(found["rest"])
    if not told or re.search(r"[?？]|吗|怎么|发烧|发热|\d{2}\.\d", ctx.text):
        return None
    if not ctx.is_at_home:
        return WHY_NOT["no_home"].replace("再邀请家里人", "再登记家里人")
    listed = "、".join(_say(one) for one in told)
    said = f"要登记的家里人：{listed}。对吗？"
    return ctx.offer(
        said, [("对，登记", "members_added"), ("不对，我重新说", "thanks")], members=told
    )


def _members(rest: str) -> list[dict[str, Any]]:
    found = []
    for piece in re.split(r"[、,，;；。\s]|和|跟|还有", rest):
        one = _MEMBER.fullmatch(piece)
        if one is not None:
            kin = _FULL.get(one["kin"], one["kin"])
            found.append({"relation": kin, "name": one["name"], "age": one["age"]})
    return found


def _say(one: dict[str, Any]) -> str:
    age = f"{one['age']}岁" if one["age"] else ""
    about = "，".join(part for part in (one["relation"] if one["name"] else "", age) if part)
    return f"{one['name'] or one['relation']}{f'（{about}）' if about else ''}"


@router.action("members_added")
def added(ctx: Context) -> str:
    told: Sequence[dict[str, Any]] = ctx.known["members"]
    today = ctx.local_sent_at.date()
    there = family.members(ctx.resident, ctx.db, today)
    fresh = [one for one in told if not _is_there(one, there)]
    for one in fresh:
        birth = str(today.year - int(one["age"])) if one["age"] else None
        family.add_member(
            ctx.resident, ctx.db, ctx.now, name=one["name"], relation=one["relation"], birth=birth
        )
    if not fresh:
        return "这几位都已经登记过了。"
    return f"登记好了：{'、'.join(_say(one) for one in fresh)}。报体温可以一起报：“{fresh[0]['name'] or fresh[0]['relation']}36.5”。"


def _is_there(one: dict[str, Any], there: Sequence[Any]) -> bool:
    if one["name"]:
        return any(person.name == one["name"] for person in there)
    return any(person.relation == one["relation"] for person in there)
