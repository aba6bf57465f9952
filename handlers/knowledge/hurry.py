"""What must be done before anybody answers, by kind of trouble: an evening is too late for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from community.questions.feedback import LastSaid, said_lately
from dialog import Context

LATELY = timedelta(minutes=15)  # what was told before still belongs to it
LONGEST = 60  # characters of a turn before; what is longer was a matter of its own
TURNS = 3
PERSON = r"老人|老太|老爷子|老头|老伴|病人|爸|妈|爹|娘|爷|奶|外[公婆]|姥|公公|婆婆|娃|孩子?|宝|孕|月子|瘫|卧床|[七八九]十|[6-9]\d(?:岁|了|的)"
# Whoever asks what becomes of what the water has left is out of it.
_EATEN = re.compile(
    r"[吃喝喂煮晒洗种扔丢]|消毒|补[贴助办]|赔|理赔|(?:退|过)(?:了|去)?(?:以?后|几?天)"
)
# What the water has carried off is not in it, and what a jab is said to hold drowns nobody.
_PAST_HARM = re.compile(
    r"(?:坟|墓|店|田|菜地|庄稼|果树)[^，,。]{0,4}冲|冲[^，,。]{0,2}(?:坟|墓|田|菜地|庄稼|药店)|疫苗|打针"
)
# A saucer of water breeds mosquitoes; nobody has to leave for it.
_FOR_MOSQUITOES = re.compile(r"蚊|(?:[查倒清翻罚]|检查).{0,4}积水|积水.{0,8}(?:[查倒清翻罚]|检查)")
DANGEROUS = re.compile(
    r"淹|洪水|发大水|水.{0,3}(?:上来|涨|漫)|进水|积水|决口|泄洪|放水淹|[溃炸]坝|[炸决]堤|水库|大坝|上游|河堤|垮|塌|滑坡|泥石流|山洪|撤离|(?<![癌瘤症])转移(?!到.{0,8}[卡账]|支付)|敲锣|(?<![打点]不)(?<![打点]得)着火|起火|冒烟|触电|漏电|电线|煤气|有毒|中毒|投毒"
)
HURRY = "别等答复：拿不准就先离开危险的地方，往高处、空旷处走，被困打119，有人不舒服打120。"
AS_SAID = "就照上面说的做，别等；人不对劲马上打120。"
# “要紧吗”, “那怎么办”: all that is asked after it.
_DOUBTS = re.compile(
    r"(?:那|我|这|会|真的?|现在|就|这样|可)*+(?:要紧|要不要紧|严重|不严重|怎么办|咋办|咋整|行不行|可以|行|来得及|不去|有事|没事|等等|晚点)[吗么嘛吧不啊呀的了?？。 ]*+"
)


@dataclass(frozen=True, slots=True)
class Pressing:
    """A trouble that does not wait: the words it is told in, what takes them back, what is done now."""

    name: str
    words: re.Pattern[str]
    line: str
    unless: re.Pattern[str] | None = None


def _kind(name: str, words: str, line: str, unless: str = "") -> Pressing:
    return Pressing(name, re.compile(words), line, re.compile(unless) if unless else None)


_STORM = r"台风|洪水|大水|泄洪|山洪|暴雨|滑坡|泥石流|撤离|转移|安置点|要淹"
_STAYS = r"不肯|不愿|死活|不走|不撤|不用撤|不让(?:我们?|咱们?|工人)?[走撤]|走不[了动]|撤不[了走]|出不去|没法走|没车|动不了|[搬背抬]不动|轮椅|瘫|下不了床"
_WARM = r"热|闷|烫|汗|三十[五六七八九]|四十[一二]?度|(?<!\d)(?:3[4-9]|4[0-3])(?:\.\d)?\s*(?:度|℃)"
_COLD = r"冷|冻|哆嗦|发抖|冰凉|零下|(?<!\d)1?\d(?:\.\d)?\s*(?:度|℃)|[一二三四五六七八九十几]度"
_POWER = r"停了?电|没了?电|断了?电|空调.{0,4}(?:坏|停|不制冷)|没有?空调"
_NO_HEAT = r"停了?暖|没了?暖|暖气.{0,6}(?:停|不热|坏|凉|没)|停了?电|没了?电|断了?电"
_GONE = (
    r"没了|没有了|用完|吃完|打完|断[了药货]|快没|只剩|就剩|还剩|最后一|不够|够今[晚天]|见底|找不到"
)
_SHUT = r"封(?:着|了|控|楼|在)|不[让放].{0,6}[出进下]"
_SICK = r"医院|急诊|看病|要生|送医|化疗|发?烧(?![开水饭])|肛温|体温|120|昏|喘|疼|叫不醒|不吃奶"
# The first whose words are there is said; of its alternatives those that reach over turns stand first.
KINDS: Sequence[Pressing] = (
    _kind(
        "被咬",
        r"(?:让|被|叫|给|遭|挨)[^，,。]{0,6}(?:狗|猫|猴|蝙蝠|老鼠|耗子|黄鼠狼)[^，,。]{0,6}(?:咬|抓|挠|啃)[^。]{0,24}(?:破|血|牙印|口子|皮|肿|牙膏)|(?:狗|猫|猴|老鼠|耗子)(?:咬|抓)(?:了|伤|破)[^。]{0,24}(?:破|血|牙印|口子|皮|牙膏)",
        "马上用肥皂水、流水轮着冲15分钟，牙膏、蒜、酒别抹，也别包。今天就去犬伤门诊打狂犬疫苗，出了血的多半还要打免疫球蛋白；封着也要去，回复“转人工”请社区放行、派车。",
        r"打过|第[一二三四五]针|忌|疫苗|几针|多少钱",
    ),
    _kind(
        "晒坏的胰岛素",
        r"胰岛素[^。]{0,40}(?:晒|烫|热的|发热|太阳|(?:3\d|4\d)度)|(?:晒|烫|太阳|(?:3\d|4\d)度)[^。]{0,40}胰岛素",
        "晒热、烫手的胰岛素别打，药性没了，可针不能停：现在打给社区医院或买药的药店，请今天补一支，说“今晚就要打”。先测血糖；过16.7，或口渴、恶心、犯迷糊，去急诊。",
    ),
    _kind(
        "退烧的登革热",
        r"(?:登革|蚊|骨头疼|眼眶|眼睛后面|浑身[^，,。]{0,3}疼)[^。]{0,80}(?:退了|不烧了|退烧了)|(?:退了|不烧了|退烧了)[^。]{0,40}(?:红点|出血|牙龈|刷牙)",
        "登革热刚退烧的两三天最容易出血、休克，退了也要今天去医院查血。身上小红点、刷牙流血、肚子疼、老吐、没尿、没精神，别等，打120。别吃阿司匹林、布洛芬。",
        r"疫苗|去年|以前|退了房|退了票",
    ),
    _kind(
        "吸氧断电",
        rf"(?:制氧|呼吸机|吸着氧|吸氧|氧气机|吸痰器).{{0,30}}(?:{_POWER}|见底|不够|快红)|(?:{_POWER}).{{0,40}}(?:制氧|呼吸机|吸氧|氧气机|吸痰器)|氧气瓶?.{{0,14}}(?:见底|快红|到红|不够|快没|没了|用完)",
        "吸氧的人等不得：换上备用氧气瓶，坐着少动，现在就打120说“在家吸氧，没电、氧气不够”。再打95598问几时来电；嘴唇发乌、喘、犯困更要催。",
    ),
    _kind(
        "身上的钱",
        r"(?:验证码|卡号|密码|[六6]位数?|短信里的数字|动态码).{0,14}(?:[报念]了|[报发念]过去了|(?:[报发念填输]给|告诉).{1,8}了)"
        r"|(?:[报念]了|告诉了|[报发念]给了).{0,10}(?:验证码|卡号|密码|[六6]位|动态码)"
        r"|(?:卡里?|账户|账上|存折|余额|银行|养老金|退休金|存款|工资卡|低保金?|钱).{0,10}(?:一下|全|突然|不明不白|莫名|都)?(?:没了|不见了|空了|少了|被[转划刷扣取])",
        "钱、卡号、验证码给过不认识的人，钱不明不白少了：现在打110，再打银行客服（卡背面有电话）冻结卡，钱没少也打。养老金只是没到账，打12333问。",
        r"钱包|欠|人没了|取消|卡(?:不见|丢)|停发|没到账|没发|涨|多少钱|买菜",
    ),
    _kind(
        "拿视频要钱",
        r"(?:裸聊|裸照|视频|私照|照片).{0,20}(?:要发|发给|群发|威胁|勒索|要钱|打钱|转钱)|(?:威胁|勒索|要挟).{0,12}(?:视频|照片)",
        "别给钱、别求他：给了还会再要。留着记录，现在打110；软件卸掉，通讯录权限关掉，告诉一个信得过的人。不是您的错，想不开打12356。",
        r"活动|快递|监控|疫苗|登记|身份证",
    ),
    _kind(
        "毒水",
        r"(?:农资|农药|柴油|汽油|化工|药瓶).{0,60}(?:喝|煮|做饭|吃|洗澡)"
        r"|(?:农药|柴油|汽油|煤油|化肥|机油).{0,4}味|(?:农资|农药|化工|化肥|油罐|药瓶|药桶|柴油|汽油).{0,16}(?:淹|漂|泡|漏|冲|翻|倒进|流)|(?:井|水).{0,10}(?:怪味|油花|泛油|死鱼|漂着?油)",
        "水可能沾了农药、油：别喝别煮饭，烧开也去不掉，告诉邻居也别用。吃过喝过的，流口水、出汗、眼花、恶心、肚子疼马上打120，说可能农药中毒；没难受也打12320问。",
    ),
    _kind(
        "不走",
        rf"(?:台风|洪水|工棚|板房|泄洪).{{0,90}}(?:扣|罚|开除|没工钱)|(?:{_STORM}).{{0,40}}(?:{_STAYS})|(?:{_STAYS}).{{0,40}}(?:{_STORM})|(?:工棚|板房|窝棚|塔吊|老房子|危房|土房).{{0,24}}(?:台风|洪水|大风|暴雨|风.{{0,4}}掀)|(?:台风|洪水|大风|暴雨).{{0,24}}(?:工棚|板房|窝棚|危房|土房)",
        "风、水到之前就走，别等：走得动的现在去安置点或结实的楼，钱和证件以后再说。劝不动、走不动、不让走的，打119、110请人来劝、来抬。",
        r"垃圾|快递|补[贴助]|赔|停课|停工|工资|迟到|睡|上学",
    ),
    _kind(
        "热着",
        rf"(?:{_POWER}).{{0,40}}(?:{_WARM}).{{0,40}}(?:{PERSON})|(?:{PERSON}).{{0,40}}(?:{_POWER}).{{0,40}}(?:{_WARM})|(?:{_POWER}).{{0,40}}(?:{PERSON}).{{0,40}}(?:{_WARM})|(?:{_WARM}).{{0,30}}(?:{PERSON}).{{0,30}}(?:{_POWER})",
        "老人、病人、孩子热着等不得：现在挪到有空调的地方（邻居家、纳凉点、商场、医院），湿毛巾擦身，小口喝水。发烫、迷糊、站不稳打120；挪不动回复“转人工”。",
    ),
    _kind(
        "冻着",
        rf"(?:{_NO_HEAT}).{{0,40}}(?:{PERSON}).{{0,40}}(?:{_COLD})|(?:{PERSON}).{{0,40}}(?:{_NO_HEAT}).{{0,40}}(?:{_COLD})|(?:{_NO_HEAT}).{{0,40}}(?:{_COLD}).{{0,40}}(?:{PERSON})|(?:{PERSON}).{{0,24}}(?:盖.{{0,6}}被.{{0,8}})(?:哆嗦|发抖|冰凉)",
        "老人、病人、孩子冻着等不得：现在挪到暖和的屋，多盖、戴帽、喝温的，别烧炭。不哆嗦了、迷糊、说话不清、摸着冰凉，打120；挪不动回复“转人工”。",
    ),
    _kind(
        "跑水",
        r"(?:水管|管子|管道|龙头).{0,10}(?:爆|裂|崩|喷).{0,60}(?:插头|插排|电闸|总闸|拔|踩水)"
        r"|(?:水管|水阀|总阀|管子|管道|龙头|暖气片?|热水器).{0,10}(?:爆|裂|崩|喷|炸|关不(?:上|住|了))|水.{0,6}(?:哗哗|喷).{0,8}(?:淌|流|地板|屋)|水.{0,8}(?:淌|流|漫|滴)到.{0,4}(?:插|电|开关)",
        "先关总水阀（水表旁、水槽下、楼道管井），顺时针拧紧。水近插排、电线，先拉电闸，别踩水去碰。关不上打物业、供水公司，漏电打119。",
    ),
    _kind(
        "关在里头",
        r"(?:门|楼道|出口|单元).{0,10}(?:锁|封|焊|堵|顶|钉)(?:死|住|上|了)?.{0,16}(?:出不去|出不来|打不开|逃不|下不了楼|怎么出)|门.{0,14}外[头面边].{0,10}(?:锁|封|焊|顶|钉|堵|拴)|外[头面边].{0,6}(?:锁|封|焊|顶|钉).{0,16}(?:门|出不|里[头面])|(?:门|楼).{0,6}(?:被|叫人|让人).{0,8}(?:锁|封|焊|钉)(?:死|住|上|了)",
        "人被关在里头出不去，现在打110、119请人来开；有病人、着火先打120、119，谁也不能拦，别翻窗。",
        r"房东|防火门|消防|群|账号|快递柜|自行车|电动车",
    ),
    _kind(
        "封着看病",
        rf"(?:{_SICK}).{{0,90}}(?:{_SHUT}).{{0,40}}(?:怎么|咋|出不去|下不去|下去|出去)|(?:{_SHUT}).{{0,40}}(?:急诊|要生|送医|看急病|去医院|看病|送.{{0,4}}医院)",
        "看急病、生孩子，谁也不能拦，不用等批：先打120，说“楼封着、人下不去”，请他们上门；同时回复“转人工”，请值班的人来开门。",
        r"酒店|码|费用|多少钱|几天|体检|开学",
    ),
    _kind(
        "车库",
        r"(?:地库|地下车库|车库|负[一二三]).{0,60}(?:进水|淹|灌水|刚买|上牌|舍不得|没保险|先下去|一分钟|快去快回|挪车|开出来|开上来|才提|提的|拿.{0,4}东西)",
        "别下去，车不要了：地下的水几分钟就没顶，电也会漏。已经下去的叫他马上上来，联系不上打119，说在哪个车库、负几层、几个人。",
        r"保险|理赔|赔|停车费|几点开门|租",
    ),
    _kind(
        "没处住",
        r"(?:房东|二房东|业主).{0,20}(?:换.{0,3}锁|锁换|锁.{0,3}门|撵|赶.{0,4}(?:走|出)|不让.{0,6}[进住]|断[水电]|扔.{0,4}(?:东西|行李))|今[晚天夜].{0,6}(?:睡哪|住哪|没地方(?:睡|住)|没处(?:睡|住|去))|(?:在|坐).{0,2}楼道.{0,10}(?:小时|钟头|一夜|一晚)",
        "进不了家门，现在打110请民警到门口，合同、付款、聊天留着，别撬锁。今晚没处去回复“转人工”或打12345；讲法律打12348。",
    ),
    _kind(
        "人不见了",
        r"(?:娃|孩子|儿子|女儿|闺女|孙[子女]|学生|老人|老伴|[爸妈爷奶]).{0,16}(?:没回(?:来|家)|不见了|找不到了?|没到校|没到学校|没去学校|走丢|走失|联系不上|没接到)",
        "人不见了别等：现在打110，不用等24小时，说姓名、年龄、穿什么、最后在哪；孩子再打班主任。家里留一个人，手机别占线。",
        r"(?:猫|狗|证|卡|手机|钥匙|快递|药).{0,6}(?:不见|找不到)|微信|作业|书包|[年月]没|国外|看我|做饭",
    ),
    _kind(
        "透析",
        rf"(?:透析|血透|腹透).{{0,20}}(?:出不去|去不[了成]|没车|封|断|停了?电|路|耽误|推迟|取消|{_GONE})|(?:出不去|封|没车|路断).{{0,20}}(?:透析|血透)",
        "透析拖不得：现在打透析室，说出不去、上次哪天透的，问派车、换地方；说不通打120。少喝水，香蕉橘子别吃；胸闷、腿软、喘马上打120。",
    ),
    _kind(
        "断不得的药",
        rf"(?:胰岛素|癫痫|抗痫|丙戊酸|卡马西平|左乙拉西坦|华法林|利伐沙班|达比加群|抗凝|氯吡格雷|硝酸甘油|倍他乐克|美托洛尔|比索洛尔|地高辛|救心|心脏病?的?药|心脏药|激素|泼尼松|强的松|抗?排异|他克莫司|环孢素|哮喘(?:喷雾|的?药)|沙丁胺醇|舒利迭).{{0,14}}(?:{_GONE})|(?:{_GONE}).{{0,6}}(?:胰岛素|癫痫药|抗排异药|心脏药)",
        "这药断不得，也别减半、别拿别的顶：现在打开药的医院或社区卫生中心，今天补上，夜里去急诊也能开，门岗说是看急病。抽、胸口疼、喘、犯迷糊打120。",
    ),
    _kind(
        "扎了锈钉",
        r"(?:钉子?|铁丝|铁片|铁皮|鱼钩|玻璃|碎瓷|树枝).{0,8}(?:扎|划|戳|刺|穿)|(?:扎|踩|划|戳|刺).{0,8}(?:钉|铁丝|铁片|铁皮|鱼钩|生锈)",
        "流水加肥皂冲几分钟，别把口子捂死；扎得深、有锈有泥的，今天（24小时内）去医院问打不打破伤风。扎着拔不出的别拔，血止不住打120。",
        r"钉在墙|钉墙|轮胎|车胎",
    ),
    _kind(
        "蹚水后发烧",
        r"(?:蹚|淌|趟|泥水|淤泥|清淤|泡在?水|洪水|大水|水里).{0,60}(?:发烧|烧(?![开水饭])|眼睛?也?红|小腿.{0,3}[疼痛酸]|肌肉.{0,3}[疼痛酸]|浑身.{0,3}[疼痛酸])",
        "蹚过脏水、清过淤后发烧、眼红、小腿疼，怕是钩体病，今天就去医院，第一句说蹚过水。咳血、喘、尿少打120。",
    ),
)


def haste(text: str) -> str:
    """Return what is to be done before any answer, where waiting for one may be dangerous."""
    is_past = any(one.search(text) for one in (_EATEN, _FOR_MOSQUITOES, _PAST_HARM))
    return HURRY if DANGEROUS.search(text) and not is_past else ""


def of_kind(text: str) -> str:
    """Return what is to be done at once about just this trouble; "" for none that is known."""
    return next((one.line for one in KINDS if _is(one, text)), "")


def of(text: str) -> str:
    """Return the same, or what keeps from harm where words only tell of some danger."""
    return of_kind(text) or haste(text)


def first(ctx: Context) -> str:
    """Return the same, these words read with what was told just before."""
    return of_kind(ctx.text) or goes_on(ctx) or haste(ctx.text)


def goes_on(ctx: Context) -> str:
    """Return what is to be done about a trouble that these words and those before tell together."""
    before = _before(ctx)
    told = [one.text for one in reversed(before) if len(one.text) <= LONGEST]
    whole = " ".join([*told, ctx.text])
    own = len(whole) - len(ctx.text)
    line = next((one.line for one in KINDS if _is(one, whole, own)), "")
    was_said = bool(line) and any(line in one.answer for one in before)
    return AS_SAID if was_said or _is_doubt_after(ctx, before) else line


def _before(ctx: Context) -> list[LastSaid]:
    since = ctx.now - LATELY
    return said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)[:TURNS]


def _is_doubt_after(ctx: Context, before: Sequence[LastSaid]) -> bool:
    """Tell whether nothing is asked but whether it is so bad, just after it was said what to do."""
    is_said = bool(before) and any(one.line in before[0].answer for one in KINDS)
    return is_said and _DOUBTS.fullmatch(ctx.text) is not None


def _is(one: Pressing, text: str, own: int = 0) -> bool:
    """Tell whether words tell this trouble, and end in what was said now."""
    if one.unless is not None and one.unless.search(text, own):
        return False
    return any(found.end() > own for found in one.words.finditer(text))
