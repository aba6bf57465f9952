"""The contact card: who is responsible for whoever asks, who stands in, and which phones answer."""

import re
from datetime import timedelta

from community.people import contact_card, team, tree
from community.people.access import Role
from community.people.team import Keeper, Team
from core import place
from core.phrases import say_date
from dialog import Context, Router

router = Router("card")

MISSING = "还没登记"
EACH = "各管一片，问“谁管3号楼”就知道"
MANY = 3  # who have it further down and are named; more fill the screen
PUBLIC = "急救 120　报警 110　火警 119\n心理援助 12356（24小时）　政务热线 12345　卫生热线 12320"
CALLED = "（电话找TA请回复“转人工”）"
PICTURE = "图片马上发来，长按可以存下来、发给家里人。"
_AS_PICTURE = re.compile(r"联心卡|便民卡|联系卡|图|名片")
CALL = "回复“转人工”，我请网格员联系您。"
HOME = "您还没认门，我不知道您归谁管。请回复门牌和姓名，比如“我是3号楼2单元601 张三”，核对好就能查到网格员和医生的电话。"
_ROLES = {
    Role.GRID_WORKER: ("网格员", "网格长", "管我", "管这", "片区"),
    Role.DOCTOR: ("医生", "大夫", "看病"),
    Role.SECRETARY: ("书记", "主任"),
    Role.REPRESENTATIVE: ("楼长", "楼栋长", "单元长"),
}
_FACTS = (
    ("物业", "property", ("物业",)),
    ("社区办公室", "office_phone", ("社区电话", "居委会", "办公室", "服务中心", "村委")),
)
_NIGHT = ("晚上", "夜里", "半夜", "今晚", "值班", "深更")
_ME = r"(?:我|我们|咱|咱们|俺|俺们|我家|我们家|这|这里|这儿|这片|这块|这边|这栋楼?|我们这|咱们?这片?|我们楼|这个?小区)"
_WHO = r"(?:谁|哪个|哪位|什么人|哪一位)"
_HOW = r"(?:的?(?:电话|手机号?|号码|联系方式|微信|名字)(?:号码)?(?:是)?(?:多少|几号|啥|什么|呢|有吗|给我|发我|给一下)?|是?谁|是哪[个位]|叫(?:什么|啥)(?:名字)?|怎么联系|咋联系|怎么找|在哪)"
_POSTS = r"(?:网格员|网格长|社区医生|家庭医生|医生|大夫|社区书记|书记|楼栋?长|单元长|物业|社区|社区办公室|居委会|值班员|值班)"
ASKED = (
    r"(?=.{2,24}\Z)(?:请问|问一?下|麻烦问一?下|你好|您好|想知道|告诉我|那|有事|有急事|出了?事|以后)?[，,\s]*"
    rf"(?:{_WHO}(?:在)?(?:管|负责){_ME}(?:的|们|家)?|{_ME}(?:这?片|这?块|归|该归|归属|由|是)*{_WHO}(?:来)?(?:管|负责)|{_ME}?(?:该|应该|要|可以|得)?(?:找|联系|打给){_WHO}"
    rf"|{_ME}?(?:的|这边?的?|这片的?)?{_POSTS}{_HOW}|{_WHO}是{_ME}?的?{_POSTS}"
    rf"|(?:今天?|明天?)?(?:晚上?|夜里|半夜)(?:有事|出事|有急事|不舒服)?(?:该|应该|要)?(?:找|打给|联系){_WHO}|(?:今晚|晚上|夜里)?(?:是)?{_WHO}(?:在)?值(?:夜)?班|(?:发|要|看|给)?(?:我|一?张|一下)*(?:联心卡|便民卡|联系卡)(?:的?图片?|照片)?)"
    r"(?:呀|啊|呢|吗|嘛|吧|好|的)*[?？。!！]*"
)


@router.command(ASKED)
def who_is_mine(ctx: Context, _: object) -> str | None:
    """Take “谁管我”, “我该找谁”, “网格员是谁”, “社区医生电话”, “晚上出事找谁”."""
    # One fact of the place alone is answered alone.
    if ctx.parse.danger or place.asked_for(ctx.house.library.facts.values(), ctx.text):
        return None
    return with_picture(ctx) if _AS_PICTURE.search(ctx.text) else say(ctx)


def with_picture(ctx: Context) -> str:
    """Say the card, and send it as a picture where one can be shown."""
    said = say(ctx)
    return f"{said}\n{PICTURE}" if show(ctx) else said


def show(ctx: Context) -> bool:
    """Send the card as a picture too, where whoever asks is known and a road shows it; tell whether."""
    unit = ctx.place_of() if ctx.is_at_home else ctx.actor.seat
    if unit is None or ctx.message.in_group:
        return False
    house = ctx.house
    found = team.look(ctx.db, unit, ctx.now, house.zone)
    code = contact_card.page_of(ctx.db, unit, house.pages)
    card = contact_card.of(found, house.community, code, ctx.now, house.zone)
    return contact_card.owe(ctx.db, card, ctx.caller.contact_id, house.desk.why_not, ctx.now)


def say(ctx: Context) -> str:
    """Say the card of where somebody lives, or works; a stranger reads the public numbers."""
    unit = ctx.place_of() if ctx.is_at_home else ctx.actor.seat
    if unit is None:
        return f"{HOME}\n{PUBLIC}\n{CALL}"
    found = team.look(ctx.db, unit, ctx.now, ctx.house.zone)
    lines = _lines(ctx, found)
    first = [line for line, words in lines if any(word in ctx.text for word in words)]
    rest = [line for line, _ in lines if line not in first]
    return "\n".join([*first, *rest, PUBLIC, CALL])


def _lines(ctx: Context, found: Team) -> list[tuple[str, tuple[str, ...]]]:
    """Return each line with the words by which it is asked for."""
    known = {keeper.role: keeper for keeper in found.keepers}
    lines = [
        (_keeper(ctx, found, role, known.get(role)), words)
        for role, words in _ROLES.items()
        if role in known or role is not Role.REPRESENTATIVE
    ]
    if clinic := found.facts.get("clinic"):
        lines.append((f"社区卫生服务站 {clinic}", ("卫生站", "卫生服务", "诊所")))
    lines.append((_night(found), _NIGHT))
    lines += [(f"{title} {found.facts.get(name, MISSING)}", words) for title, name, words in _FACTS]
    return lines


def _keeper(ctx: Context, found: Team, role: Role, keeper: Keeper | None) -> str:
    title = tree.title(role)
    if keeper is None:
        return f"{title} {_further_down(ctx, found, role)}"
    until = ""
    if keeper.until is not None:
        last = (keeper.until - timedelta(microseconds=1)).astimezone(ctx.house.zone).date()
        today = ctx.local_sent_at.date()
        until = "今天" if last == today else f"到{say_date(last)}"
    if keeper.person is None:
        away = tree.call(keeper.away) if keeper.away else ""
        return f"{title} {away}{until}不在岗，没有人替，请找下面的人"
    said = f"{title} {tree.call(keeper.person)} {found.phone(keeper.person) or CALLED}"
    return f"{said}（{until}由TA替{tree.call(keeper.away)}）" if keeper.away else said


def _further_down(ctx: Context, found: Team, role: Role) -> str:
    """Say who has the post for a part of the place: whoever is in charge of it all asks of them."""
    if not ctx.actor.is_staff:
        return MISSING
    several = team.below(ctx.db, found.unit, role, ctx.now, ctx.house.zone, MANY + 1)
    if len(several) > MANY:
        return EACH
    named = [f"{tree.call(who)}（{unit.name}）{who.phone or ''}" for unit, who in several]
    return "、".join(named) or MISSING


def _night(found: Team) -> str:
    person, hours = found.tonight.person, f"{say_date(found.tonight.day)}22:00到次日7:00"
    if person is not None:
        return f"夜班（{hours}） {tree.call(person)} {found.phone(person) or CALLED}"
    phone = found.facts.get("night_phone")
    return f"夜班 {phone}" if phone else f"夜班（{hours}） {MISSING}"
