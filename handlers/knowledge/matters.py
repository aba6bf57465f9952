"""What a question is about, where its answer is not known: who can say, and what helps meanwhile."""

import re
from dataclasses import dataclass

from dialog import Context, Reply


@dataclass(frozen=True, slots=True)
class EverydayMatter:
    """A matter of everyday life, by the words it is spoken of in, and who can say more of it."""

    name: str
    words: re.Pattern[str]
    ask: str
    is_trouble: bool = False  # somebody of the place may come and look at it


def _matter(name: str, words: str, ask: str, *, is_trouble: bool = False) -> EverydayMatter:
    return EverydayMatter(name, re.compile(words), ask, is_trouble)


# The first that is spoken of counts: the body before all, what is narrow before what is wide.
MATTERS = (
    _matter(
        "身体",
        r"晕|疼|痛|(?<!发)呕?吐(?!槽)|发?烧(?!烤|饭|纸)|咳|喘|痒|拉肚|流血|发麻|肿了|浮肿|红肿|起疹|出疹|中暑|受伤|摔了|扭了",
        "人不舒服别等：歇着、身边留个人，今天不见好就去看医生，或打12320（卫生热线）问；急了打120。",
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
        r"工资|老板|单位|公司|厂里|加班|辞退|辞职|开除|劳动合同|工伤|社保|失业|年假|调休|产假|育儿假|退休金|养老金",
        "上班、工资、社保打12333能问清；要打官司打12348（免费）。",
    ),
    _matter(
        "邻里",
        r"邻居|隔壁|对门|楼上|楼下|楼道|阳台|外机|滴水|抽烟|烟味|油烟|养鸡|吵|噪音|施工|装修|跳舞|占道|占了?我|晾衣",
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
        "别用手碰；马蜂窝、蛇进了屋打119。老鼠蟑螂多：吃的盖严、洞口堵住、垃圾天天倒，药别放在孩子够得着的地方。",
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
        r"老人|老伴|爷爷|奶奶|爸妈|养老|护工|保姆",
        "要人帮着照看，回复“转人工”；老人没精神、不吃饭，别等，当天去看医生。",
    ),
)  # fmt: skip
TROUBLE = "听您说的是{name}的事。{ask}\n要不要请网格员去看看？"
DOCTOR = [("请社区医生联系我", "call_doctor"), ("不用，我先休息", "rest")]
LOOK, NOT_NEEDED = "请网格员去看看", "不用了"


def of(text: str) -> EverydayMatter | None:
    """Return what a text is about; None for what is none of these."""
    return next((one for one in MATTERS if one.words.search(text)), None)


def trouble(ctx: Context) -> Reply | None:
    """Say what helps in a trouble somebody tells of, and offer that somebody of the place looks at it."""
    matter = of(ctx.text)
    if matter is None or ctx.is_aside:
        return None
    if matter is MATTERS[0]:
        return ctx.offer(matter.ask, DOCTOR).means("report_symptom")
    if not matter.is_trouble:
        return None
    said = TROUBLE.format(name=matter.name, ask=matter.ask)
    offered = ctx.offer(said, [(LOOK, "intent:request_errand"), (NOT_NEEDED, "thanks")])
    return offered.means("trouble")
