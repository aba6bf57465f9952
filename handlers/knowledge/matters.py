"""What a question is about, where its answer is not known: who can say, and what helps meanwhile."""

import re
from dataclasses import dataclass

from dialog import Context, Reply
from handlers.knowledge import hurry


@dataclass(frozen=True, slots=True)
class EverydayMatter:
    """A matter of everyday life, by the words it is spoken of in, and who can say more of it."""

    name: str
    words: re.Pattern[str]
    ask: str
    is_trouble: bool = False  # somebody of the place may come and look at it


def _matter(name: str, words: str, ask: str, *, is_trouble: bool = False) -> EverydayMatter:
    return EverydayMatter(name, re.compile(words), ask, is_trouble)


BODY = "身体"
# The first that is spoken of counts: the body before all, what is narrow before what is wide.
MATTERS = (
    # What may do harm before anybody answers.
    _matter(
        "摔倒",
        r"摔.{0,20}(?:走不|站不|动不|起不来|不[会能]走)|(?:走不|站不|动不|起不来).{0,12}摔",
        "摔了走不动的，别扶、别揉、别挪，就地躺稳，打120，多半要拍片；撞了头、吐了、叫不醒更要快。",
    ),
    _matter(
        "咬伤抓伤",
        r"(?:[狗猫蛇猴]|老鼠|耗子|蝙蝠|虫子?).{0,8}(?:咬|抓破|挠|蜇)|[咬挠](?:伤|破|到|了一口)",
        "被咬被抓的，马上用肥皂水和流水冲15分钟，当天去医院，狂犬、破伤风的针打不打由医生定；以后发烧，告诉医生被什么咬过。",
    ),
    _matter(
        "宠物误食",
        r"(?:猫|狗|宠物).{0,12}(?:误?[吃舔喝啃]|中毒|吐)",
        "先用清水洗嘴洗毛，留着药名、包装；流口水、发抖、老吐，马上送宠物医院，别自己催吐。",
    ),
    _matter(
        "泡过水的吃的",
        r"(?:(?<!泡)泡(?!泡)|淹|漫|进(?:了)?水|涝)(?:过|了|坏)?.{0,12}(?:[吃喝喂]|粮|米|菜|肉|蛋|油|面粉)|(?:粮|米|菜|肉|蛋|油|面粉|坛子|冰箱).{0,10}[泡淹]",
        "洪水泡过的吃的，看着好也别吃、别喂牲口，煮、晒、腌都去不掉毒；拍张照，告诉村里统一处理。",
    ),
    _matter(
        "水边",
        r"(?:桥|河边|岸边|水边|河堤|大坝|江边).{0,10}(?:看|拍|玩|走|过|钓|直播)|[看拍].{0,4}(?:洪水|大水|涨水)",
        "涨水时别上桥、别到岸边看水拍照，站远点也会塌、会卷走；在家或高处待着，看官方通知。",
    ),
    _matter(
        "喝的水",
        r"(?:自来水|井水|水龙头|山泉|河水|水).{0,6}(?:[黄浑黑臭]|怪味|泥)|(?:烧|煮)开.{0,4}喝",
        "水发黄发浑先别喝，烧开也去不掉泥和药；先喝瓶装水、送来的水，冲奶粉更别用。",
    ),
    _matter(
        "消毒",
        r"84|消毒|酒精|漂白粉|杀虫剂",
        "消毒水单独用、按说明兑，别和别的混，开窗戴手套；眼睛辣、嗓子呛、喘，先出门透气，重了打120。",
    ),
    _matter(
        "病后运动",
        r"(?:阳|烧|病|感染).{0,12}(?:运动|跑步|打球|健身|比赛|体测|游泳|军训|重活)",
        "病好头两周别跑跳、别比赛，慢慢加量；胸口疼、心慌、气短马上停下去医院。",
    ),
    _matter(
        "打针以后",
        r"(?:疫苗|打完针|打了针).{0,14}(?:[喝吃]|洗澡|运动|跑|体测|酒|感冒|发烧|疼|肿)",
        "打完针先坐30分钟，当天别剧烈运动、别喝酒；低烧、胳膊疼多半一两天好，高烧不退、喘、全身起疹马上看医生。",
    ),
    _matter(
        "疫苗",
        r"疫苗|预防针|接种|打针|[流感新冠狂犬乙肝]{2}针",
        "打针的事问接种门诊最准：社区卫生服务中心，先打电话问有没有、能不能打、要不要钱；正发烧的先缓一缓。",
    ),
    _matter(
        "偏方和中药",
        r"中药|汤药|偏方|药酒|草药|土方|土办法",
        "怀孕、肝肾不好、在吃别的药的，中药、偏方也别自己用，先问医生、药师；它们代替不了疫苗和看病。",
    ),
    _matter(
        "带病考试",
        r"(?:密接|阳|隔离|发烧|感染|甲流|流感).{0,16}(?:考试|中考|高考|准考证|考场)",
        "别瞒着，也别急着放弃：马上打班主任和准考证上的电话，大考一般给生病的考生备了单独考场。",
    ),
    _matter(
        "用药",
        r"(?:药|胰岛素).{0,16}[能还可行要].{0,6}[吃喝打用停抹擦涂]|[吃用停换].{0,3}药",
        "药别自己停、别自己加减，也别吃别人的：问开药的医生、药店药师，或打12320；吃错了、不对劲打120。",
    ),
    _matter(
        "隔离点",
        r"隔离(?:酒店|点|宾馆)|方舟",
        "隔离点的事先打点上的值班电话，没人接我请社区去找；吃坏肚子、病重了告诉驻点医生，急了打120。投诉打12345。",
    ),
    _matter(
        "出不去、进不来",
        r"封(?:楼|门|条|控|小区)|出不去|不让[进出]|进不去|扫码|门岗",
        "看急病、生孩子、救命的，谁也不能拦：先打120，再回复“转人工”，我请值班的人来开门。没有手机的，可以用身份证、让家人代办。",
    ),
    _matter(
        "接触病人",
        r"^(?!.*(?:登革|基孔|蚊|[狗猫鸡鸭猪牛羊])).*(?:阳了|阳性|密接|感染|两条杠|确诊)",
        "先别慌，见过面不等于得病：这几天戴口罩、多开窗、勤洗手，不舒服测抗原；老人孩子没精神、气短，就去看医生。",
    ),
    _matter(
        "心里难受",
        r"想哭|哭了|撑不住|崩溃|没意思|不想活|绝望|快急疯|抑郁",
        "您不是一个人，打12356有人听您说（免费）。有伤自己的念头，马上打120或110，让身边人陪着。",
    ),
    _matter(
        BODY,
        r"晕|(?<!吵得头)(?<!吵得我头)(?<!愁得头)(?<!心)疼|痛|(?<!发)呕?吐(?!槽)|发?烧(?!烤|饭|纸|点|[炭煤柴水火菜香坏]|木|蜂窝)|咳|喘|痒|拉肚|流血|发麻|肿了|浮肿|红肿|起疹|出疹|中暑|受伤|(?<!差点)(?<!差点儿)摔了|扭了",
        "人不舒服别等：歇着、身边留个人，今天不见好就去看医生，或打12320（卫生热线）问；急了打120。",
    ),
    _matter(
        "发的东西",
        r"(?:物资|菜|米|水|药|东西|礼包|爱心包).{0,12}(?:没收到|没领到|没发|漏|没轮到)|(?:没收到|没领到|漏).{0,8}(?:物资|菜|东西)",
        "没领到的，把楼号房号、几口人、急缺什么发给我，我请人核对补上。",
        is_trouble=True,
    ),
    _matter(
        "停水停电",
        r"停[水电]|没[水电](?!视)|断[水电]|来电|送水",
        "停电打95598，停水打账单上的电话或12345，问几时来；靠电的药和机器、没水喝的，回复“转人工”，我请人先顾您家。",
    ),
    _matter(
        "房租",
        r"房租|催租|租金",
        "先和房东商量缓交、少交，说好的写下来；合同怎么写照合同。谈不拢找社区调解，或打12348（免费）；锁门赶人打110。",
    ),
    _matter(
        "志愿者",
        r"志愿|义工",
        "想报名，直接说“我要当志愿者”；补贴、保险由组织的单位定，上岗前先问清。",
    ),
    _matter(
        "防骗",
        r"转账|验证码|中奖|被骗|骗子|诈骗|刷单|投资理财",
        "先别转钱、别给验证码，打96110问；钱已经出去了马上打110。",
    ),
    _matter(
        "医保和报销",
        r"医保|报销|住院费|医药费|药费|慢特病|门特|大病保险|生育津贴|新农合",
        "医保、报销打12393能问清，票据先留好。",
    ),
    _matter(
        "上班和社保",
        r"工资|老板|(?<!哪个)单位|(?<![热气业险递力水流电])公司|厂里|加班|辞退|辞职|开除|劳动合同|工伤|社保|失业|年假|调休|产假|育儿假|退休金|养老金",
        "上班、工资、社保打12333能问清；要打官司打12348（免费）。",
    ),
    _matter(
        "传言",
        r"(?:邻居|群里|有人|人家|听人?|网上|抖音|视频里?|朋友圈|微信).{0,3}(?:说|传|讲|发).{2,40}(?:真|假|是不是|吗|不$|可信|信不信)",
        "没核实的先别信、别转；把原话原样发给我，我请人核实。要钱、要验证码的就是骗子。",
    ),
    _matter(
        "邻里",
        r"邻居|隔壁|对门|楼上|楼下|楼道|外机|滴水|抽烟|烟味|油烟|养鸡|吵|噪音|施工|装修|跳舞|占道|占了?我|晾衣",
        "先请物业或社区去说，别自己跟人争；吵得睡不成、要动手打110，还不改打12345。",
        is_trouble=True,
    ),
    _matter(
        "外国人和出入境",
        r"外国人|护照|签证|出入境|港澳|台胞",
        "外国人住进来，24小时内到派出所登记住宿；签证护照打12367。",
    ),
    _matter(
        "证件和户口",
        r"身份证|户口|落户|迁户|居住证|改名|出生证|结婚证|离婚证|房产证|驾照|驾驶证",
        "身份证、户口问派出所，驾照问12123，别的证打12345问在哪办。",
    ),
    _matter(
        "学校和考试",
        r"学校|老师|幼儿园|补习|培训班|高考|中考|考试|学费|入学|转学|班主任|作业|校车",
        "学校的事先问班主任；还不清楚，打12345转教育局。",
    ),
    _matter(
        "孩子管教",
        r"(?:孩子|娃|儿子|女儿|孙子).{0,12}(?:手机|游戏|不听话|不上学|逃学|叛逆|早恋|打架|厌学)|青春期",
        "孩子的事急不来，打12355（青少年服务台）有人帮着出主意；孩子有轻生的话，先打12356。",
    ),
    _matter(
        "精神病人",
        r"精神病|精神分裂|躁狂|发疯|疯子|发病打人|老年痴呆|痴呆",
        "伤人、砸东西马上打110；没这么急，打12356问，药别停，走失了打110。",
    ),
    _matter(
        "救助和补贴",
        r"低保|困难户|特困|五保|补[贴助]|津贴|救助|减免|残疾|养老院|高龄|抚恤|退役",
        "补贴、救助归民政，社区能帮着问、帮着递；自己问打12345。",
    ),
    _matter(
        "虫鼠和动物",
        r"老鼠|耗子|蟑螂|白蚁|臭虫|跳蚤|马蜂|蜂窝|有?蛇|野猪|黄鼠狼|流浪[狗猫]|毒虫|虫子",
        "别用手碰，死的戴手套、用夹子装袋，撒石灰深埋；马蜂窝、蛇进了屋打119。老鼠蟑螂多：吃的盖严、洞口堵住、垃圾天天倒，药别放在孩子够得着的地方。",
        is_trouble=True,
    ),
    _matter(
        "庄稼和牲畜",
        r"庄稼|地里|菜地|果树|鱼塘|养殖|猪圈|牛羊|农药|化肥|种子",
        "种地、养殖打12316问农技；受了灾先拍照，报给村里。",
    ),
    _matter(
        "水电气",
        r"电费|电表|水费|水表|燃气费|气表|抄表|水压|电压|宽带|手机卡|有线电视|暖气",
        "电的事打95598；水、气、暖打账单上的电话；找不到打12345。",
        is_trouble=True,
    ),
    _matter(
        "小区和物业",
        r"物业|小区|电梯|停车|车位|路灯|门禁|绿化|井盖|维修基金|业委会|垃圾|臭|污水|下水道|路面|健身器材",
        "小区里的先找物业，物业不管打12345。",
        is_trouble=True,
    ),
    _matter(
        "官司和纠纷",
        r"起诉|打官司|我想?告|告他|法院|欠钱|借条|欠条|遗产|遗嘱|离婚|抚养|赔偿|律师|合同",
        "先问律师：打12348，免费；社区也能帮着调解。证据、聊天记录留好。",
    ),
    _matter(
        "买东西",
        r"商家|店家|假货|退货|退款|退钱|会员|保健品|涨价|缺斤|快递|外卖|团购|网购",
        "留好小票和聊天记录，打12315；快递丢了坏了打12305。",
    ),
    _matter(
        "房子",
        r"租房|房租|房东|公租房|拆迁|买房|房贷|危房|房子",
        "租房、买房、拆迁打12345转住建；房子裂了歪了，人先出来。",
    ),
    _matter(
        "出行",
        r"公交|地铁|高铁|火车|飞机|航班|汽车站|违章|扣分|高速",
        "火车打12306，违章、驾照看“交管12123”，公交打12345，路上出了事打122。",
    ),
    _matter(
        "养老和照看",
        r"养老|护工|保姆|照[看顾]|陪护|老人.{0,8}(?:没人|谁管|住哪|送到)|(?:爷爷|奶奶|爸妈|老伴).{0,8}(?:没人|谁管)",
        "要人帮着照看，回复“转人工”；老人没精神、不吃饭，别等，当天去看医生。",
    ),
)  # fmt: skip
_BODY = next(one for one in MATTERS if one.name == BODY)
_GRAVE = re.compile(r"发?烧|喘|晕|流血|吐血|胸口|动不了|起不来")  # … but not beside these
TROUBLE = "听您说的是{name}的事。{ask}\n要不要请网格员去看看？"
DOCTOR = [("请社区医生联系我", "call_doctor"), ("不用，我先休息", "rest")]
LOOK, NOT_NEEDED = "请网格员去看看", "不用了"


A_STORY = (
    24  # characters; in a longer text what is asked may be of something else than what is told
)
_JOINTS = re.compile(r"[，,。.!！;；\s]+|(?<=[?？])")


def of(text: str) -> EverydayMatter | None:
    """Return what a text is about; None for what is none of these.

    In a story what is told last counts, where it is of another matter than the body: a cough in it
    is not what is asked.
    """
    found = next((one for one in MATTERS if one.words.search(text)), None)
    if found is None or found.name != BODY or len(text) < A_STORY:
        return found
    if _GRAVE.search(text):
        return found
    clauses = [one for one in _JOINTS.split(text) if one]
    told = (_narrow(one) for one in reversed(clauses))
    return next((one for one in told if one is not None), found)


def is_hint(matter: EverydayMatter) -> bool:
    """Tell whether it only says who can tell more, and does no harm to wait: then it is said as a condition."""
    return MATTERS.index(matter) > MATTERS.index(_BODY)


def is_of_the_body(text: str) -> bool:
    """Tell whether somebody's being unwell is what is spoken of."""
    return of(text) is _BODY


def _narrow(clause: str) -> EverydayMatter | None:
    """Return what one clause is about; None where it is the body or nothing."""
    found = next((one for one in MATTERS if one.words.search(clause)), None)
    return None if found is _BODY else found


def trouble(ctx: Context) -> Reply | None:
    """Say what helps in a trouble somebody tells of, and offer that somebody of the place looks at it."""
    matter = of(ctx.text)
    if matter is None or ctx.is_aside or hurry.of_kind(ctx.text):
        return None
    if matter.name == BODY:
        return ctx.offer(matter.ask, DOCTOR).means("report_symptom")
    if not matter.is_trouble:
        return None
    said = TROUBLE.format(name=matter.name, ask=matter.ask)
    offered = ctx.offer(said, [(LOOK, "intent:request_errand"), (NOT_NEEDED, "thanks")])
    return offered.means("trouble")
