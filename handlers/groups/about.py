"""What staff ask about the groups themselves: which is whose, how one comes and goes, what we do there."""

import re

from community.notices import PUBLISHERS, issuing
from community.people.access import Refused
from core.phrases import listed, quoted
from dialog import Context, Router
from handlers.groups import posting
from handlers.groups.posting import GROUP, NONE, all_groups

router = Router("about_groups")

ADDING = (
    "加群有两种：写“给3号楼网格员建个群”，应用来建，里面是工作人员；已有的企业微信内部群，请管理员在群里加“消息推送”，"
    "把 key 和管哪一片写进设置的 wechat.work.robots。居民的微信群没有接口，加不了，要贴的写“群文 N12”。"
)
KEEPING = (
    "群的名单不在这里改：群机器人的群请管理员改设置的 wechat.work.robots（名字、管哪一片、去掉），应用建的群在企业微信里改。\n"
    "通知不会自己进群，您写“发到…群 N12”才发；应用建的群，不要每天的看板写“不发看板到…群”。"
)
MEMBERS = (
    "群里有谁、有几个人，平台不告诉我；看名单、进群、退群，请在企业微信的群里办（没合并过的先回复“绑定企业微信”）。"
    "谁管哪一片跟着岗位走，岗位换了人，这里跟着变。"
)
CAN = (
    "在企业微信的内部群里@我：大家都能看的问题我当场答（有依据、现在有效的）；听到有危险，马上给电话，并私下告诉值班员。"
    "体温、门牌、办事请私信我；没@我的话平台不给我。通知和看板由您发进群：“发到…群 N12”。\n"
    "居民自己的微信群没有接口，我进不去：写“群文 N12”，复制过去。怎么加群，回复“加一个群”。"
)
WHICH = "发哪一条？写上编号。您最近一条是 {code}“{text}”，要发它，写“发到{name} {code}”。"
NO_NOTICE_YET = "您还没有发过通知。先写“发通知 3号楼 …”，发了再写“发到{name} N12”。"
SHOWN = 20

# What is told of a chat, and what has commands of its own.
_NOT_THIS = (
    r"(?:群文|有人[说问讲]|真的|假|谣|链接|体温.{0,3}[高异]|发[烧热霉]|怎么办|接龙|菜|药|撤回|广告)"
)
_ROBOT = r"(?:机器人|[你您](?!们))"
_ADD = r"(?:加(?:一?个|上|进|入|到)|再加|添|新增|拉进来|接进来|(?:怎么|咋)(?:加|建))"
_KEEP = (
    r"(?:删|去掉|移除|退(?:出|掉|了)|解散|不要了|不用了|改名|改个?名|换个?名|名字|停(?:一停|用|掉|发|止|了)"
    r"|别(?:再)?(?:往|发|给)|不要?再?(?:往|发))"
)
_WHO_IS_IN = r"(?:多少人|几个人|谁在|有谁|成员|都是谁|(?:归|由)我|没[加拉]|退群)"
_PLACE = r"(?:管(?:哪|什么|几|的是)|哪[栋幢片儿]|哪里|哪个(?:楼|网格)|是谁|分别|对应|谁(?:在)?[管看]|有没有|我管|哪个群)"
_SHORT = rf"(?=.{{3,24}}$)(?!.*{_NOT_THIS})(?=.*(?:{GROUP}|群里的人))"


@router.command(
    r"(?:把)?(?P<which>[^\s。]{0,14}?)(?:再)?(?:发到?|转到?|推到?)\s*(?P<name>\S{1,20}?群)(?:里|去|里去|一下|吧)?[。!！]?",
    may=PUBLISHERS,
)
def which_notice(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “把停水那个发到网格员群”: a number is asked for, and the last one offered."""
    name, known = found["name"], all_groups(ctx)
    if name not in known and name not in posting.EVERY:
        return None
    last = issuing.find_own(ctx.actor, ctx.db, None, ctx.now)
    if isinstance(last, Refused) or not last.code:
        return NO_NOTICE_YET.format(name=name)
    return WHICH.format(name=name, code=last.code, text=quoted(last.text, SHOWN))


@router.command(
    rf"(?=.{{4,24}}$)(?!.*{_NOT_THIS})(?=.*群)(?:.*{_ROBOT}.{{0,6}}群.{{0,6}}(?:能|会|可以|听|有什么用)|.*{_ROBOT}.{{0,3}}(?:进|加入|拉)"
    rf"|.*群里?.{{0,5}}{_ROBOT}.{{0,4}}(?:能|会|可以|进|拉|听|看|怎么)|.*群里(?:面)?(?:能|可以)(?:不能)?(?:报|说|办|问|找|用|干|做)"
    rf"|.*机器人.{{0,6}}群|.*群里(?:面)?(?:说话?|艾特|@).{{0,3}}[你您].{{0,3}}(?:听|看|回|答)).*",
    may=PUBLISHERS,
)
def abilities(ctx: Context, found: re.Match[str]) -> str:
    """Take “机器人在群里能干啥”, “业主群能不能把你拉进去”, “群里能报体温吗”."""
    return ADDING if re.search(r"机器人怎么加|怎么.{0,3}机器人", found[0]) else CAN


@router.command(
    rf"{_SHORT}(?!.*(?:业主|居民|微信)群)(?=.*(?:{_ADD}|{_KEEP}|{_WHO_IS_IN})).*", may=PUBLISHERS
)
def keeping(ctx: Context, found: re.Match[str]) -> str:
    """Take “加一个群”, “书记群不要了”, “1号楼群改个名”, “别再往书记群发”, “书记群有多少人”."""
    said = found[0]
    if re.search(_WHO_IS_IN, said):
        return MEMBERS
    if re.search(_KEEP, said):
        names = list(all_groups(ctx))
        return f"{KEEPING}\n现在的群：{listed(names)}。" if names else f"{NONE}\n{KEEPING}"
    return ADDING


@router.command(
    rf"{_SHORT}(?!.*(?:业主|居民|微信)群)(?!.*(?:发|收到|漏|看到|差|缺|进群))(?=.*{_PLACE}).*",
    may=PUBLISHERS,
)
def whose(ctx: Context, found: re.Match[str]) -> str:
    """Take “1号楼那个群是管哪的”, “每个群分别管哪里”, “3号楼有没有群”."""
    return posting.listing(ctx, found)
