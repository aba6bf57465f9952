"""What is asked while help is on its way: it is answered, not only passed on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from community.questions import feedback
from dialog import Context
from dialog.context import CALLED_LATELY
from handlers.work.first_aid import (
    AROUND,
    CALL_110,
    CALL_119,
    CALL_120,
    CALL_UNSEEN,
    CALL_WHICH,
    FIRST,
    LISTEN,
    UNNAMED,
    WORN_BEGINS,
)

BODY, RESCUE, POLICE, MIND = "body", "rescue", "police", "mind"
_CALLED = {CALL_119: RESCUE, CALL_110: POLICE, CALL_UNSEEN: POLICE, LISTEN: MIND, WORN_BEGINS: MIND}
_STEPS = "{steps}"
OF_A_DOOR = 20  # characters of what gives an address and no more
SCENE = timedelta(minutes=30)  # so long what was told before says where somebody is
MOST = 2  # of what is asked in one breath


@dataclass(frozen=True)
class Going:
    """The danger somebody told of lately, by what they were told."""

    answers: Sequence[str]  # the newest first

    @cached_property
    def name(self) -> str:
        """Return which danger it is; “可能有危险” where no sign told."""
        named = {first.split("\n", 1)[0]: name for name, first in (FIRST | AROUND).items() if first}
        named.pop(FIRST[UNNAMED], None)
        found = (n for one in self.answers for words, n in named.items() if words in one)
        return next(found, "想不开" if self.kind == MIND else UNNAMED)

    @cached_property
    def kind(self) -> str:
        """Return whose help it takes."""
        heard = (kind for one in self.answers for call, kind in _CALLED.items() if call in one)
        return next(heard, BODY)

    @property
    def is_small(self) -> bool:
        """Tell whether what is known of it was said: a bite, a missed treatment; it only sounds like more."""
        newest = next(iter(self.answers), "")
        return self.name == UNNAMED and CALL_WHICH in newest and FIRST[UNNAMED] not in newest

    @property
    def is_unseen(self) -> bool:
        """Tell whether somebody stands beside them who must not notice."""
        return any(one.startswith(CALL_UNSEEN) for one in self.answers)

    @property
    def call(self) -> str:
        """Return whom to ring, as it is said first."""
        if self.is_unseen:
            return CALL_UNSEEN
        unnamed = CALL_WHICH if self.name == UNNAMED else CALL_120
        return {RESCUE: CALL_119, POLICE: CALL_110, MIND: LISTEN}.get(self.kind, unnamed)

    @property
    def steps(self) -> str:
        return AROUND.get(self.name) or FIRST[self.name]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Something asked in a danger of some kinds, and the answer."""

    kinds: frozenset[str]
    words: re.Pattern[str]
    says: str
    unless: re.Pattern[str] | None = None

    def answers(self, text: str) -> bool:
        if self.unless is not None and self.unless.search(text):
            return False
        return self.words.search(text) is not None


def _asked(kinds: Sequence[str], words: str, says: str, unless: str = "") -> Meanwhile:
    unless_said = re.compile(unless) if unless else None
    return Meanwhile(frozenset(kinds), re.compile(words), says, unless_said)


_ANY = (BODY, RESCUE, POLICE)
ASKED = (
    _asked(
        (RESCUE, BODY),
        r"电闸|总闸|拉闸|[关断]电|插座|电箱|开关",
        "别下水去拉闸、别碰插座和湿的电器：水会带电，电死人。总闸在干的地方、够得着才关；够不着就上楼，跟119、95598说家里电还没断。",
    ),
    _asked(
        _ANY,
        r"安置点|避[险难]点|避难所|体育馆|学校里?(?:能|可以)?住",
        "安置点不要钱，不看户口、居住证，去了就收；证件带着最好，没带也让进。人先走，药和老人孩子的东西带上，路上不蹚水。",
    ),
    _asked(
        _ANY,
        r"(?:120|救护车|急救车|医院|急诊|去了?).{0,10}(?:钱|贵|收费|费用)|(?:多少|好多|几多|几)钱|没有?钱|(?:没有?|冇|忘带|不见了).{0,3}(?:身份证|医保卡?|证件|护照)|被抓",
        "先救人：急救、急诊不能因为没钱、没证件不救，钱和证件以后再补。收多少各地不一样，别为这个耽误。",
        unless="安置|避[险难]",
    ),
    _asked(
        (BODY,),
        r"(?:醒|缓)(?:过来|转)?了|(?:有|恢复)(?:反应|意识|呼吸)了|睁眼了|不抽了|好一?[点些]了|(?:接着|继续|还要|又去|回去|起来)(?:去)?(?:干活|上班|上工|走动|开车|打球|跑步|下地)",
        "醒了、缓过来了也没过去：先躺着或坐着，别起来走、别干活、别自己回家，边上别离人。等120来看；车已经回掉的，今天也去医院查一下。再昏、再抽、说胡话，马上再打120。",
    ),
    _asked(
        (BODY,),
        r"(?:搬|抬|背|扶|抱|拉|弄|架)不(?:动|起来?|下去)|没(?:有)?电梯|电梯(?:坏|停)|[架扶抱背拖抬搬](?:到|上|起来|去|下楼)",
        "别硬搬、别硬扶，一动可能伤得更重：让人原地别动，垫上、盖上衣服别着凉。已经转给{who}，请他们上去帮忙。跟120说几楼、有没有电梯、要人抬，留一个人在身边，门先打开。",
        unless="泼|浇水|凉水|降温|阴凉|通风|屋外|外头|外面去",
    ),
    _asked(
        (BODY,),
        r"(?:我|俺)(?:们)?(?:人)?(?:都)?(?:在|还在)(?:外地|外面|单位|上班|国外|外省|路上|老家|别的|[^，,。]{1,4}出差)|赶不(?:回|过)[来去]|(?:谁|人)(?:能|可以)?(?:先)?(?:上去|过去|上门|去)(?:看|帮|一下)",
        "已经转给{who}，请他们先上门。您不在跟前：跟家里人通着电话，替他们打120——在外地拨，前面加家里的区号；把家里几号楼几室、谁能开门发给我。",
    ),
    _asked(
        (BODY,),
        r"(?:要|该|得)?带(?:什么|啥|哪些|点啥)|准备(?:什么|啥|哪些)",
        "带身份证、医保卡、常吃的药和病历，误服的带上瓶子包装；孩子带疫苗本、奶瓶尿布。别为收拾东西耽误，人先走，缺的我请人送。",
    ),
    _asked(
        (BODY,),
        r"自己(?:开|骑|走|坐车|打车|去)|开车去|骑车|走路去|走过去|[坐打]车去",
        "别自己开车、骑车、走着去，路上一加重就来不及。打120，坐着或躺着等；120说一时来不了，才请别人开车送，路上电话别挂。",
    ),
    _asked(
        (BODY,),
        r"等.{0,2}(?:天亮|天光|明[天早]|早上|一会|等看|一等|到)|(?:天亮|明[天早儿]).{0,3}(?:再|才)|观察|缓一缓|歇一(?:歇|会)|忍一忍|扛一扛|睡一?(?:觉|会|晚)|喝[多醉高]了(?:吧|才)|要不要紧|严不严重|会不会(?:好|没事)|不用(?:叫|打)(?:120|救护车)",
        "别等，也别当睡一觉就好：越早到医院越好，睡着了更看不出加重。120现在就打，边上别离人。",
    ),
    _asked(
        (RESCUE, BODY),
        r"船|冲锋舟|直升机|能不能派|能派|派(?:人|车)",
        "船和人是119派的，我派不了：打119说清几个人、在哪层、水多深、有没有走不动的。救护车进不来也跟120说，他们会一起想办法。",
    ),
    _asked(
        (POLICE,),
        r"24个?小时|二十四|满.{0,4}(?:天|小时)|才(?:给|能|肯)(?:找|立案|报|管)",
        "不用等24小时：老人、孩子、病人走丢，发现了马上打110，派出所当时就要受理、帮着找。",
    ),
    _asked(
        (BODY,),
        r"哪(?:家|个|里|间|所)?(?:医院|急诊|诊所|卫生院)|(?:去|送|到)哪|血清|没有?(?:救护)?车|冇得?车|(?:怎么|咋个?|如何)(?:去|过去|走)|车(?:都)?(?:进|开|过)不(?:来|去)|路(?:断|堵|封)了",
        "打120最快：他们知道最近哪家能治、有没有要用的药，也安排车，说清路通到哪。自己送就去最近大医院的急诊，路上先打电话问。",
    ),
    _asked(
        (BODY,),
        r"(?:扎|绑|捆|勒).{0,4}(?:起来|紧|住|一下|不|吗)|放血|[吸挤].{0,3}(?:毒|出来)|切开|[冰热]敷|[抹涂擦搽].{0,6}(?:酒|药|油|牙膏|不|吗)|掐人中|催吐|土(?:办法|方)|偏方|刮痧|拔罐",
        _STEPS,
    ),
    _asked(
        (BODY,),
        r"(?:吃|含|喝|喂|灌|打|用)(?!了|过).{0,10}(?:药|片|丸|他定|敏|洛芬|匹林|硝酸|救心|[水奶]|胰岛素|糖|针|汤).{0,14}(?:吗|吧|不|么|行|可以|[?？]|$)|能(?:不能)?(?:吃|喝)|吃(?:点|什么|啥)|喝(?:点|什么|啥)",
        "除了上面说的和120叫您用的，先别吃药、别喂东西：代替不了120，还可能呛着。手边有什么药、吃过什么、对什么过敏，告诉120和医生。",
    ),
)  # fmt: skip
_WHERE_ARE_THEY = re.compile(
    r"(?:有?人|车|救护车|119|120|110|医生|他们|你们?).{0,4}(?:来|到)了?(?:吗|没|没有|么|哪)|到哪|多久(?:能)?(?:到|来)|(?:怎么|咋)还?(?:没|不)(?:来|到)|(?:什么时候|几时|啥时候)(?:能)?(?:到|来)"
)
PASSED_ON = "已经转给{who}。"
WHERE_ARE_THEY = {
    BODY: f"{PASSED_ON}我看不到他们走到哪了：再打一次120催，说清人现在怎么样；请人到路口接车，病人身边留一个人。",
    RESCUE: f"{PASSED_ON}我看不到他们走到哪了：再打119催，说清几个人、在哪层、水还涨不涨。水再涨就再往高处走，到窗口挥亮色衣服、打手电，手机省着电。",
    POLICE: f"{PASSED_ON}我看不到他们走到哪了：再打110催，说清在哪、人在不在。安全的地方别出来。",
}
_MEANS = re.compile(r"药|刀|绳|农药|楼顶|天台|窗台|桥上|河边|江边|炭|瓶")
_HARMED = re.compile(
    r"困|晕|迷糊|想睡|恶心|想?吐|没力|发麻|吃了|吞了|喝了|咽了|割了|划了|口子|伤口|流血|肚子痛|肚子疼"
)
_PUT_AWAY = re.compile(
    r"放下|扔|丢(?:了|掉)|收(?:起|走|好)|给(?:了)?(?:我?[爸妈哥姐]|别人|他|她)|锁(?:起|好|了)|离开|下来了|回来了"
)
_SECRET = re.compile(
    r"(?:别|不要|不许|不准|莫|不想).{0,4}(?:告诉|跟|和|让|通知|讲|说给).{0,8}(?:[爸妈父母爹娘]|家里?|家人|老师|学校|老[公婆师]|别人|知道|说)|保密"
)
SECRET = "我不会发到群里。可您有危险，{who}已经知道了，这件事我不能替您瞒着。您最信得过谁？先让TA来陪着您；也可以打12356，不用说名字。"
TAKEN = "您吃了、喝了、伤了自己没有？有，哪怕一点点，马上打120，现在还来得及，别睡。没有，也别一个人待着，叫醒家里人坐到身边，打12356有人陪您说。"
PUT_IT_AWAY = "先把它交给身边的人，或放到够不着的地方，您离开那里。已经吃了、伤了，马上打120，还来得及。身边有谁？打12356有人陪您说话，我也在听。"
_OF_THE_LINE = re.compile(
    r"(?:热线|12356|电话|那边|打过去)[^。]{0,10}(?:真人|录音|要钱|收费|实名|名字|告诉|学校|接吗|有人接)|会不会录音|是真人"
)
THE_LINE = "12356是真人接，24小时，不收钱，可以不说名字；可能录音，内容保密，只有人有生命危险才会找人帮。不想打电话，就在这里接着跟我说，{who}也在看；伤口在流血、头晕，叫身边的大人，打120。"
_WORN_YET = re.compile(
    r"抱走(?:孩子|娃|宝宝|他|她)|(?:孩子|娃|宝宝|他|她)抱走|太累|放(?:到|在)?床上|我没有做|没有动手"
)
NOT_TAKEN = "您把孩子放稳、自己走开，就是护住了他，做得对。已告诉{who}，是来搭把手，让您睡上几个钟头。吓人的念头是累的，不是您坏：打12356，24小时有人听；怕忍不住了，打120。"
GOOD = "您放下了，这一步很不容易。"
QUIETLY = "收到，已悄悄转给{who}，请他们先别打您电话、先报110。您不用一直回我，先顾自己和孩子；能发短信就发12110。"
ADDRESS = (
    "地址记下了，已经转给{who}。打电话时也照这样说，说清几楼；请一个人到楼下、路口接，门先打开。"
)
HEARD = {
    BODY: "已经转给{who}。120还没打的现在就打，这一点也告诉他们；我不是医生，照120电话里说的做。",
    RESCUE: "已经转给{who}。打119时也这样说清楚；人先往高处、安全的地方去，手机省着电。",
    POLICE: "已经转给{who}。打110时也这样说清楚；有人受伤打120。",
    MIND: "我在听，已经转给{who}。先别一个人待着；打12356，随时有人接，有危险打120。",
}

SMALL = "已经转给{who}。照上面说的做；人不好了马上打120。"
CALLED = "打过就好：电话别挂、别关机，人不好了再打一次。"
_CALLED_THEM = re.compile(
    r"(?:叫|打|拨|喊|报)(?:过|完|好)?了(?!吗|没)|(?:120|119|110|救护车)[^，,。 ]{0,4}(?:在路上|快到|打了|叫了)|在等(?:车|120|了)?"
)
# … where they sound like danger still, below whom to ring.
MORE = {
    BODY: "这一点也告诉120，照电话里说的做；刚才说的接着做，人身边别离人。",
    RESCUE: "水、火近了就再往高处、远处走，别蹚水，别回去拿东西；到窗口呼救，说清几个人、在哪层，手机省着电。",
    POLICE: "待在安全、有人的地方，门反锁，别出去争；电话别挂。",
    MIND: "您说的我听着。药、刀、绳子交给身边的人；已经吃了、伤了，马上打120。",
}


def going(ctx: Context, lately: timedelta = CALLED_LATELY) -> Going | None:
    """Return the danger somebody told of lately; None where none was."""
    since = ctx.now - lately
    said = feedback.said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    heard = [one.answer for one in said if one.intent == "danger"]
    return Going(heard) if heard else None


def answer(ctx: Context, danger: Going) -> str | None:
    """Return what answers such words in such a danger, with `{who}` for those called; None for others."""
    if danger.is_small:
        return None
    if danger.kind == MIND:
        return _of_the_mind(ctx.text)
    if danger.is_unseen:
        return QUIETLY
    if _WHERE_ARE_THEY.search(ctx.text):
        return WHERE_ARE_THEY.get(danger.kind)
    if _is_an_address(ctx):
        return ADDRESS
    asked = (one for one in ASKED if danger.kind in one.kinds and one.answers(ctx.text))
    said = [words for one in asked if (words := _filled(one.says, danger))][:MOST]
    passed_on = [PASSED_ON] if len(said) > 1 and any("{who}" in words for words in said) else []
    return "\n".join([*passed_on, *said]) or None


def _is_an_address(ctx: Context) -> bool:
    """Tell whether words give a door, and little besides."""
    address = ctx.slots.get("address") or {}
    has_door = address.get("building") or address.get("room")
    return bool(has_door) and len(ctx.text) <= OF_A_DOOR and not ctx.slots.get("symptoms")


def _filled(says: str, danger: Going) -> str:
    if says != _STEPS:
        return says
    return "" if danger.name == UNNAMED else f"照这样做，别的办法别用：{danger.steps}"


def _of_the_mind(text: str) -> str | None:
    if _SECRET.search(text):
        return SECRET
    if _OF_THE_LINE.search(text):
        return THE_LINE
    if _WORN_YET.search(text):
        return NOT_TAKEN
    if _HARMED.search(text):
        return f"{GOOD if _PUT_AWAY.search(text) else ''}{TAKEN}"
    if _PUT_AWAY.search(text) and _MEANS.search(text):
        return f"{GOOD}{TAKEN}"
    return PUT_IT_AWAY if _MEANS.search(text) else None


def call(ctx: Context, danger: Going) -> str:
    """Return whom to ring; whoever has rung is told to hold on."""
    return CALLED if danger.kind != MIND and _CALLED_THEM.search(ctx.text) else danger.call


def heard(danger: Going | None) -> str:
    """Return what is said to whatever else belongs to it."""
    if danger is not None and danger.is_small:
        return SMALL
    return HEARD[danger.kind if danger is not None else BODY]
