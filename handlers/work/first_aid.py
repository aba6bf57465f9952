"""What keeps people alive in the next minutes, and which phone helps, by the name of the danger."""

import re
from dataclasses import dataclass

from handlers.knowledge import hurry

CALL_120 = "请马上拨打120！说清地址和症状，电话别挂。"
CALL_119 = "请马上打119，打不通打110；有人受伤打120。"
CALL_110 = "请马上打110；有人受伤打120。不方便说话，发短信到12110写清地址。"
CALL_BIRTH = "请现在就去有产科的医院，别等天亮，路上先打产科电话；没有车就打120。"
CALL_WHICH = "要是有人正有危险，马上打电话：人不好打120，被困、着火、落水打119，有人动手打110；说清在哪里，电话别挂。"
# Somebody stands beside them who must not know.
CALL_UNSEEN = (
    "明白了，您不用多说，别让TA看见。能发短信就发到12110，写清几号楼几室、有人打我，警察会来。"
)
LISTEN = (
    "我听见了，您现在一定很难受。请先别一个人待着，马上打12356（心理援助，24小时、免费）；"
    "有危险就打120或110。"
)

_PRESS = "没呼吸或只是偶尔喘一口：两手叠着按胸口正中，每分钟100到120下，按下5到6厘米，等120来。"
_ON_THE_SIDE = "有呼吸就让他侧躺，头偏一边防呛；别喂水喂药，别让人独处。"

UNNAMED = (
    "可能有危险"  # it sounds like danger, and no sign tells which: whose help it takes is said too
)
WORN_OUT = "带崩了"
# At most two short lines each: with the number they are three.
FIRST = {
    "着火": "马上弯腰捂住口鼻离开，别坐电梯，别回去拿东西；烟大出不去就关门，用湿布堵缝，到窗口呼救。\n油锅着火盖锅盖、关火，别泼水；身上着火就地打滚。",
    "煤气中毒": "自己在里面：能动的马上都出来，顺手开门窗，别碰开关、别点火。里面有人出不来：别进去、别下去救，进去的会跟着倒，再打119。\n"
    "人到了通风处，" + _PRESS,
    "触电": "先拉闸断电，没断电别用手碰他；断不了就用干木棍把电线挑开。\n" + _PRESS,
    "电线落水": "离电线和那片水十米以外，别踩水，别去拉倒下的人；喊住别人别靠近。\n再打供电95598，说清在哪里，请他们先停电。",
    "溺水": "别下水去拉：递竿子、抛绳子或能浮的东西，大声喊人。\n捞上来没呼吸：清口鼻，先吹2口气，再按胸口30下、吹2口，不停地做；别倒背控水。",
    "噎住": "还能咳就让他使劲咳。咳不出、说不出话：从背后抱住，拳头顶在肚脐上方，向里向上猛冲，直到吐出来。\n1岁以下：脸朝下趴在前臂上拍背5下，再翻过来按胸口5下。别用手乱抠，别灌水。",
    "中毒": "别催吐，别灌水、灌醋、灌牛奶；嘴里剩的吐掉，把药瓶、包装留着给医生看。\n沾在皮肤、眼睛上就用清水一直冲；是气体呛的，先到屋外。叫不醒就侧躺。",
    "别喝": "千万别喝、别漱口、别吸！消毒液、酒精、农药进到肚子里会烧坏喉咙和胃，会死人，杀不了病毒。\n已经喝了：马上打120，别催吐，把瓶子留着。",
    "别多吃": "千万别加量，也别缩短间隔：吃多了伤肝、伤肾，会死人。按说明书或医生写的量吃，吃完没好转去医院，别再加。\n"
    "已经多吃了、多打了：别等难受，马上打120，别催吐，把药盒留着。",
    "蛇虫咬伤": "别跑动，坐下或躺下，咬到的地方别动、放低；摘掉戒指、手表，记住蛇的样子。\n别用嘴吸，别切开，别冰敷，别用绳子扎死。蜂蜇了喘不上气：坐着，等120。",
    "大出血": "用干净的布使劲压住出血的地方，别松手；血透了再加一层，别揭开；能抬高就抬高。\n扎进去的东西别拔；断下来的手指用干净袋子装好、放凉处，别泡水。孕妇、产妇平躺。",
    "要生了": "左侧躺下，别再走动、别洗澡；羊水破了就平躺，把屁股垫高。\n孩子要出来：别硬憋、别拽，托着，擦干、贴着妈妈抱住保暖，别剪脐带。",
    "热射病": "抬到阴凉处，脱掉衣服，全身泼凉水、扇风，脖子、腋下、大腿根放冰袋。\n清醒的小口喝凉水；不清醒别喂，侧躺。别喂退烧药。",
    "救命设备停了": "有备用电池、氧气瓶马上换上；有呼吸皮囊的，一下一下按着帮他喘，约5秒一下。扶他半坐着。\n看看是不是插头、管子松了；停电再打95598报修，说有人靠机器活着。",
    "抽搐": "让他侧躺，挪开旁边硬的东西，头下垫软的，松开衣领，记下抽了几分钟。\n别按住，别往嘴里塞东西，别掐人中，别喂水喂药。",
    "意识不清": _ON_THE_SIDE + "\n" + _PRESS,
    "过敏": "离开、停用让他过敏的东西；喘就坐着，头晕就平躺抬高腿。有肾上腺素笔马上用。\n" + _PRESS,
    "中风": "记下几点发现的；躺平，头侧向一边，别让他走动。\n别喂水喂药，别扎手指放血，别等等看：越早到医院越好。",
    "胸痛": "停下一切活动，坐着或半躺，别走去、别自己开车去医院；医生开过硝酸甘油的，血压不低可含一片。\n"
    + _PRESS,
    "吐血": "侧躺，头偏一边，别呛着；先什么都别吃、别喝，吐了多少记一下。\n别让人独处，松开衣领。",
    "摔伤": "别急着扶、别搬动，头和脖子别扭；流血的用干净布压住。\n叫不醒、一直吐就告诉120；别揉，别喂水喂药。",
    "烫伤": "马上用流动的凉水冲20分钟；衣服轻轻剪开，粘住的别撕，盖上干净布。\n别挑泡，别抹牙膏、酱油、药膏。化学品进眼睛：翻开眼皮一直冲。",
    "呼吸困难": "让他坐着、身子往前靠，松开衣领，开窗；有自己的喷药、氧气就用上，别躺平。\n别让人独处，别喂水喂饭。",
    "口唇发紫": "让他坐着或侧躺，松开衣领，开窗；有氧气就吸上。\n" + _PRESS,
    "孩子危急": "抱着或侧放，头别后仰、别捂，衣服解开；一直看着他的呼吸和脸色。\n别硬喂奶、喂药，别摇晃。",
    "快不行了": _ON_THE_SIDE + "\n" + _PRESS,
    UNNAMED: "先离开危险的地方，别让人独处；叫不醒的让他侧躺，别喂水喂药，照120电话里说的做。",
    "燃气泄漏": "在屋里的：轻轻开窗、够得着就关阀门，马上出来；别开关电器，别点火，到外面再打电话。\n"
    "在外面的：别进屋，喊里面的人出来，离远点等119。",
    "困在电梯": "按电梯里的警铃或对讲说清位置，别扒门、别跳，靠墙坐下等；里面通风，不会憋着。",
    "被困": "待在高处或结实的地方别乱动，保存手机电量，到窗口或高处挥亮色衣服呼救。\n"
    "有人锁在车里晒着：别等，砸离他远的车窗抱出来，到阴凉处降温。",
    "洪水": "马上往高处、结实的楼上走，别蹚急水，别回去拿东西；总闸在干的地方、够得着才关，别踩着水去关。",
    "暴力": "先离开那个人，到有人的地方或反锁的房间里；别去争，别去抢刀。",
    "走失": "说清年龄、长相、穿什么、最后在哪里看见的，不用等24小时；家里留一个人等着。\n"
    "先看水边、井边、工地、楼顶和车里；请物业和保安看监控、守门口。",
    "自伤": "流血的用干净布使劲压住；把刀、药、绳子拿开，别让人独处。马上打120。",
    "想不开": "",
}


@dataclass(frozen=True, slots=True)
class Help:
    """What is said at once, and the number somebody was given."""

    words: str
    number: str


# Where no sign of a body is told, what is around somebody is the danger.
_OF_A_BIRTH = {UNNAMED, "要生了", "孩子危急"}
VAGUE = {UNNAMED, "快不行了", "意识不清", "孩子危急", "中风"}
_OF_A_BODY = re.compile(
    r"叫不[醒应答]|不省人事|昏|没(?:气|呼吸|反应|知觉|了)|断气|抽|吐|喘|憋|气短|血|[疼痛烧烫咬扎砸]|发[热紫黑]|晕|"
    r"[嘴脸口]歪|说不(?:清|出)|突然.{0,6}(?:麻|动不|不能动)|中毒|触电|[掉落]进|[掉落]水|淹着|不吃|不喝|迷糊"
)
_LEFT = re.compile(
    r"瘫|卧床|偏瘫|中风|轮椅|[走站]不(?:动|了|得|起)|动不了|[背抬扶抱]不[动起]|不能走|下不了[床楼地]|没法走|腿脚"
)
# What hurts is what somebody feels: they are heard, and nobody's chest is pressed.
_OF_THE_MIND = re.compile(
    r"(?<![热冷痒吵闷晒])(?<![热冷痒吵闷晒]得)(?:受不了|扛不住|顶不住)|坚持不(?:下去|住)|没法(?:活|过)|没人.{0,6}(?:说|聊|理|管我|疼我)|孤[单独]|寂寞|[掉流]眼泪|想哭|哭了|心里[堵苦难憋不]|没意思|没盼头|撑不住|熬不住|崩溃|抑郁|想不通|睡不着|没脸|丢人|抬不起头"
)
_UNBORN = re.compile(
    r"胎动|(?:肚子里|怀孕|怀着|宝宝).{0,12}(?:不(?:怎么|太)?动|没(?:有|怎么)?动|动得?少)"
)
_BEGINS = re.compile(r"破水|羊水|血|见红|要生|宫缩|[痛疼]")
_BREATHED_IN = re.compile(
    r"[呛熏混兑]|刺鼻|气味|味道?.{0,2}[大重冲]|闻[到了着]|吸[进入]|咳|[辣流]眼|眼睛.{0,4}[辣流睁]"
)
_BY_AIR = {"中毒", "噎住", "呼吸困难", "着火", UNNAMED}
_FUMES = re.compile(
    r"84|洁厕|消毒[液水]|漂白|药水|农药|杀虫|油漆|氨水|硫[磺酸]|盐酸|清洁剂|胶水|甲醛|气体|毒气|烟雾弹"
)
_SWALLOWED = re.compile(r"[喝吃吞咽服灌舔]")
_LOCKED_IN_CAR = re.compile(
    r"(?:锁|关|落|忘|反锁)[^，,。]{0,4}车[里内上]|车[里内][^。]{0,8}(?:锁|反锁)|车门[^，,。]{0,4}(?:锁|打不开)"
)
# Who has nearly struck a child and weeps over it is no threat to flee from: they are worn out, and say so.
_NEARLY = re.compile(
    r"(?:差点|险些|差一点|几乎|快要?|真想|好想|恨不得|忍不住想?)[^，,。]{0,8}(?:打|揍|掐|摔|动手|扇|扔)"
)
_RUES = re.compile(
    r"不配|崩溃|[想躲]{0,2}.{0,4}哭|后悔|内疚|自责|撑不住|熬不住|没合眼|几天没睡|不是(?:个)?(?:好|称职)"
)
_FRIGHTENS = re.compile(
    r"(?:吓人|可怕|不好|恐怖)的?(?:念头|想法|画面)|怕(?:我?自己)?[^，,。]{0,6}(?:伤害?|把)[^，,。]{0,3}(?:他|她|孩子|娃|宝宝)"
)
_HELD = re.compile(r"抱|哭|孩子|娃|宝宝|喂奶|坐月子|生完|产后")
_A_CHILD = re.compile("孩子|娃|宝宝|儿子|女儿|小的|大宝|二宝|当妈|当爸|当爹")
WORN = (
    "您没动手，先走开了，做得对：累到头谁都会这样，不是您不配。\n"
    "孩子放在安全的地方，自己出去喘几分钟；叫家里人、邻居来替，您先睡两三个小时。"
    "怕忍不住，打12356（心理援助）；真打了、伤了，打120、110。\n"
    "孩子喘得快、叫不醒、抽，烧三天不退，去急诊。"
)
WORN_BEGINS = "您没动手，先走开了"
# … and what is done there.
AROUND = {
    "胎动不对": "左侧躺着，记下多久没动、几周了；别等着再数一天。\n肚子一直痛、流血、破水：平躺别动，马上打120。",
    "毒气": "马上离开那间屋，到通风处，开着门窗别回去拿东西；眼睛、皮肤辣的用清水一直冲。\n"
    "坐着、松开衣领，别躺平、别催吐；屋里还有人叫不应：别进去，再打119。",
    "吞了异物": "别催吐，别灌水、灌醋、喂饭团。电池、磁珠会烧穿食道：现在就去能做胃镜的医院，别等难受。\n"
    "带上一样的电池、包装。咳、喘、说不出话、吐血：马上打120，背后拍、抱住冲肚子。",
    "低血糖": "醒着、能咽：马上喝半杯糖水、果汁或吃几块糖，15分钟没好再吃一次；别让他睡，降糖药别再吃、别再打。\n"
    "迷糊、咽不下：什么都别喂，侧躺等120。吃多了降糖药的，好转了也要去医院看着。",
    "断了救命的药": "这类药突然断了会要命，别等送药：现在就去急诊，带上药盒，说清断了几天。别自己加倍补。\n"
    "人侧着、垫好，别硬掰；咽不下别喂水喂药。",
    "缺了透析": "几天没透，再吃水果、喝汤，血里的钾和水排不掉，心跳会停。坐着别躺平，水果、汤、水先都别碰。\n"
    "去能做透析的医院急诊，跟120说停了几天、肿不肿、喘不喘、心跳乱不乱。",
    "血氧低": "量准了还不到90，不难受也是缺氧，别等到喘。坐着或趴着，家里有氧就吸上，别走动、别睡沉。\n"
    "他不肯去，就说：“去吸几天氧就回来，我陪您。”",
    "水边没回": "再打110。说清几个孩子、几岁、穿什么、最后在哪段河。您和乡亲都别下水，手拉手也不行。\n"
    "请腿脚好的沿岸喊，带竿子、绳子、能浮的东西；看到漂着的鞋别下去捡，记住位置告诉119。",
    "车库进水": "别下去找人、挪车，水灌得快，车门会打不开。站在出口喊、接着打电话，叫他马上往高处走，车不要了。\n"
    "喊物业断车库的电、拦住别人；跟119说负几层、几个人。",
    "大风": "马上离开工棚、板房、塔吊、脚手架、广告牌和树，到结实的楼里去，离窗户远点；风里别上顶、别绑东西。\n"
    "有人被压、被砸：打119、120。安置点不要钱，不看证件。老板不让走：打110、12345，命比工钱要紧。",
    "滑坡": "马上走：往坡的两边、开阔的高处跑，别顺着沟跑，别停在坡脚、陡坎下，别回去拿东西；边走边喊邻居。\n"
    "到了安全的地方再说清位置、几个人；雨停了也先别回。",
    "锁在车里": "别等开锁的：马上砸离他最远的侧窗（尖的砸四个角），伸手开门抱到阴凉处，解开衣服、浇水扇风；车赔得起，人等不起。\n"
    "发蔫、滚烫、不出汗、抽、叫不醒：打120。醒着的小口喝凉水。",
    "不便说话": "等TA不注意：带上孩子、证件，到邻居家或有人的地方，或进能反锁的屋。打得通就拨110，不出声也别挂。\n"
    "看完把这里的话删掉。",
    "抬不走": "喊邻居，用椅子、床单、门板，两三个人抬上楼；别一个人背着蹚水。抬不动就先把人垫到桌上、高床上。\n"
    "带上药、氧气瓶、病历；说清住哪层、能不能坐、水到哪里，我请人来抬。",
}
_SCENES = (
    ("车库进水", re.compile(r"(?:地库|车库|地下|负[一二三])[^。]{0,40}(?:[水淹]|下去|没上来)")),
    ("大风", re.compile(r"(?:台风|狂风|大风|飓风|龙卷风).{0,40}(?:工棚|板房|塔吊|脚手架|棚子?|[顶瓦]|广告牌|窗)|(?:风|风里).{0,12}(?:掀|吹[翻倒跑垮])|(?:工棚|板房|塔吊|脚手架).{0,40}(?:台风|大风|掀|倒)")),
    ("滑坡", re.compile(r"(?:山|坡|崖|岩|沟|后头|屋后).{0,10}(?:响|裂|歪|垮|塌|滑|滚|浑|掉|鼓)|泥石流|滑坡")),
    ("洪水", re.compile(r"洪水|大水|发水|涨水|水(?:又|都|已经|快)?(?:[涨漫淹到进]|上来)|[淹漫]了|进水|撤离|转移|疏散|泄洪|管涌|决口|[堤坝].{0,8}(?:冒|漏|垮|裂|洞|塌)")),
)  # fmt: skip


def named(danger: str, kind: str | None, text: str) -> tuple[str, str | None]:
    """Return what a danger is and whose help it takes, by what is told around it.

    Somebody who cannot walk while the water comes is carried, not given breath; who breathed it in
    is told to come out, not what to do with what was swallowed.
    """
    otherwise = _otherwise(danger, text)
    if otherwise is not None:
        return otherwise[0], otherwise[1] or kind
    if danger not in VAGUE or kind != "body" or _OF_A_BODY.search(text):
        return danger, kind
    if danger == UNNAMED and _OF_THE_MIND.search(text):
        return "想不开", "mind"
    scene = next((name for name, words in _SCENES if words.search(text)), None)
    if scene is None:
        return danger, kind
    return ("抬不走" if scene == "洪水" and _LEFT.search(text) else scene), "rescue"


_HARD = re.compile(
    r"(?:吞|咽|吃(?:下|进|了)|塞)[^，,。]{0,8}(?:电池|磁|硬币|钉|针|刀片|玻璃|钥匙|螺丝|发夹|珠子|戒指|干燥剂袋)|(?:电池|磁珠|磁力?球|硬币|钉子|玻璃|刀片)[^，,。]{0,8}(?:吞|咽|吃(?:下|进|了))"
)
_CHOKES = re.compile(r"咳|喘|憋|卡(?:住|在|着)|噎|脸.{0,3}[紫青白]|说不出|出不了声|没气")
_UNSEEN = re.compile(
    r"[他她](?:就|还|正|也)?在(?:我?旁边|身边|边上|隔壁|家|客厅|门口|看着)|不(?:方便|能|敢)(?:说话|说|讲话|讲|打电话|接电话|出声)|(?:别|不要|莫)(?:给我)?打(?:我)?电话|[他她]会?(?:听见|听到|看见|看到|发现|知道)"
)
_HELD_BY = re.compile(
    r"(?:老公|丈夫|男人|男朋友|前夫|前男友|他|公公|继父|我爸)[^。]{0,30}(?:摔东西|打我|打人|动手|掐|砸|喝[了多]?酒|抢[走了]?我?[的]?手机|威胁)"
)
_NO_WAY = re.compile(
    r"反锁|锁(?:着|了|在)|出不去|不让[^，,。]{0,3}出|抢[走了]?[^，,。]{0,3}手机|手机[^，,。]{0,4}(?:抢|收|没收|拿走)|会不会被[他她]|别让[他她]知道|不敢"
)
_ILL = re.compile(r"发烧|喘|痛|疼|吐|血|晕|昏|药|医院|嗓子|牙|哑|聋|瘫")


def is_unseen(text: str) -> bool:
    """Tell whether somebody asks for help who must not be heard asking: “他在旁边 我不方便说”."""
    return bool(_UNSEEN.search(text)) and not _ILL.search(text)


def _is_watched(danger: str, text: str) -> bool:
    """Tell whether whoever calls for help must not be found calling, or is locked in with who strikes them."""
    if danger in ("暴力", UNNAMED) and is_unseen(text):
        return True
    is_held = _HELD_BY.search(text) and _NO_WAY.search(text)
    return danger in ("被困", "暴力", UNNAMED) and bool(is_held)


def _otherwise(danger: str, text: str) -> tuple[str, str] | None:
    """Return what a danger of this name is where such words stand beside it, and whose help that takes
    ("" for the same)."""
    if danger in _BY_AIR and _FUMES.search(text) and _BREATHED_IN.search(text):
        return None if _SWALLOWED.search(text) else ("毒气", "body")
    begins = _BEGINS.search(text) and danger != "孩子危急"
    if danger in _OF_A_BIRTH and _UNBORN.search(text) and not begins:
        return "胎动不对", "body"
    if danger in ("暴力", UNNAMED) and is_worn(text):
        return WORN_OUT, "mind"
    if danger in ("噎住", "中毒") and _HARD.search(text) and not _CHOKES.search(text):
        return "吞了异物", "body"
    if _is_watched(danger, text):
        return "不便说话", "police"
    if danger == "被困" and _LOCKED_IN_CAR.search(text):
        return "锁在车里", ""
    if danger == "洪水" and _LEFT.search(text):
        return "抬不走", ""
    return None


def tells_of_a_body(text: str) -> bool:
    """Tell whether words tell of somebody’s body: then it is no matter of where they are."""
    return bool(_OF_A_BODY.search(text))


def is_worn(text: str) -> bool:
    """Tell whether somebody minding a child tells that they nearly lost themselves."""
    if _FRIGHTENS.search(text) and _HELD.search(text):
        return True
    return bool(_A_CHILD.search(text) and _NEARLY.search(text) and _RUES.search(text))


def of(danger: str, kind: str | None, text: str = "") -> Help:
    """Return what to do in a danger; `kind` is whose help it takes, `text` what was told of it."""
    danger, kind = named(danger, kind, text)
    if danger == WORN_OUT:
        return Help(WORN, "12356")
    first = AROUND.get(danger) or FIRST[danger]
    if kind == "mind":
        return Help("\n".join(part for part in (LISTEN, first) if part), "12356")
    if kind == "rescue":
        return Help(f"{CALL_119}\n{first}", "119")
    if danger == "不便说话":
        return Help(f"{CALL_UNSEEN}\n{first}", "12110（短信）")
    if kind == "police":
        return Help(f"{CALL_110}\n{first}", "110")
    if danger == UNNAMED and (line := hurry.of_kind(text)):
        return Help(f"{line}\n{CALL_WHICH}", "120")
    call = {UNNAMED: CALL_WHICH, "胎动不对": CALL_BIRTH}.get(danger, CALL_120)
    return Help(f"{call}\n{first}", "120")
