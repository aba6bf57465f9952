"""What looks like a sign and is none: spared, of a machine or an animal, of hard ears, a byword, a lesson."""

import re

# “没砸到人”, “没磕着头”: that it was spared is said within the sign …
_SPARED = re.compile(r"没(有)?(砸|磕|碰|撞|伤|压|摔|烫|烧|咬|轧|电)(到|着|破|中|伤)")
# … and nothing of a hurt comes behind.
_HURT_YET = re.compile(r"但|可是|却|不过|血|吐|晕|断了|动不|起不来|站不|昏|醒|疼得|痛得")
_NOT_OURS = re.compile(
    r"(?<!是)(?<!又)不是(我们?|俺|咱们?|他|她|你们?)?(家|这边|这里|这儿|那边|(这)?[单元楼栋幢小区屋村组]{1,2})?(里|的)?$"
)
# Only where the animal is who it is said of: not “外公喂鱼时昏迷”, “鱼刺卡住没气了”, “被狗扑倒”.
_ANIMAL = re.compile(
    r"(?:^|[,。!?;])(?:我|我们|咱|咱们|他|她|你们|家|里|的|小区|楼下|楼上|隔壁|邻居|社区|池子|池塘|小|老|大|母|公|流浪|野|那|这|一|只|条|养|刚才|昨晚|昨天|今天)*"
    r"(?:狗|猫|鱼|锦鲤|鲤|鹦鹉|八哥|鸟|鸽子|仓鼠|兔子?|乌龟|宠物|鸡|鸭|鹅|羊|牛|猪|泰迪|金毛|柯基|哈士奇|边牧|拉布拉多|柴犬|博美|比熊|橘猫|布偶|英短)"
    r"[^,。!?;我俺你他她人妈爸爹娘爷奶婆公孩娃弟妹哥姐咬扑抓挠撞踢追吓啄拱顶绊刺骨肉卡噎吃喝水蛋油汤]{0,6},?$"
)
_MACHINE = re.compile(
    r"(?:^|[,。!?;])(?:我|我们|咱|你们|家|里|的|小区|社区|楼下|公司|这|那|个|台|部|新|旧|老|刚才|今天|昨天)*"
    r"(?:电脑|手机|平板|音箱|音响|小爱(?:同学)?|小度|天猫精灵|路由器|洗衣机|冰箱|空调|电视机?|打印机|闸机|门禁|电瓶车|程序|系统|机器人?|软件|投影仪?|扫码枪|刷卡机|app)"
    r"[^,。!?;我俺你他她人妈爸爹娘爷奶婆公孩娃弟妹哥姐里上下旁边前撞压轧修]{0,6},?$"
)
_LIES_IN = re.compile(r"赖床|懒床|赖被窝|睡懒觉|不肯起|起不来床|起床气")
_HARD_OF_HEARING = re.compile(
    r"耳(朵)?(也|都|有点|一直)*(背|聋|沉)|耳朵(不好|不灵)|助听器|听力(不好|差)|听不见人"
)
_LONG_UNSEEN = re.compile(
    r"[两二三四五几]天|没开门|没出门|没露面|倒|摔|喘|吐|烧|汗|血|昏|晕|地上|臭|异味|120|电话(也|都)?没"
)
_JOKING = re.compile(
    r"(?<!不是)(?<!没)(?<!没有)(?<!别)(?<!不像)(开玩笑|闹着玩|逗(我们|你们?|人|乐)|口头禅|说说而已|随口(一)?说|嘴上说)"
)
_HABIT = re.compile(
    r"(老|总|常|天天|整天|成天|动不动就?|嘴上|口头禅)[^,。]{0,2}(是|爱|说|念叨|讲|喊|嚷)"
)
_TEXTBOOK = re.compile(
    r"^(了|后|了以后|之后|以后|时|的时候)?,?(应该|应当|该|要)?[^,。!?;]{0,2}先[^,。!?;]{1,10}还是|^(的)?(抢救|急救|救治|送医|最佳)?(的)?(黄金|抢救)(时间|期|几)|"
    r"^[^,。!?;]{0,8}(前|时|后)(怎么|如何|咋)(给)?(他|她|人|病人)?(降温|急救|处理|处置)|"
    r"^[^,。!?;]{0,3}(会不会|是否会|会|有没有可能)[^,。!?;]{0,6}(影响|遗传|复发|传染|后遗症|留下|变傻|烧坏)"
)
_HERE = re.compile(r"现在|刚才|刚刚|已经|快来|救命(?!设)|叫不|不醒|倒在|撑不|只能撑")
_NEAR_MISS = re.compile(r"(差点儿?|差一点儿?|险些|差些)[^,。!?;]{0,4}$")
_STILL_MOVES = re.compile(
    r"(?<![不没])(还)?能(动|走|玩|跑|跳)|不(要紧|碍事|严重)|问题不大|没伤(着)?骨头|[没不]起泡|小点"
)
_GRAVE = re.compile(r"血|头|脑|吐|晕|断|楼|高|车|动不|不动|骨折")
_ALWAYS = re.compile(r"(总|老|经常|常常|时常|有时候?|平时|偶尔|每次|一吃饭就)(是|爱|会)?(被|会)?$")
_PLANNED = re.compile(
    r"(明[天早晚]|后天|下周|下个?月|周[一二三四五六日末]|星期[一二三四五六日]|\d+[号日])[^,。!?;]{0,8}(停电|断电|检修)|(要|会|计划|打算|准备)停电|停电(通知|公告|计划)"
)
_ASKED_AFTER = re.compile(
    r"(昨天|前天|上次|上回|那天|之前|前两天|早上)[^,。!?;]{0,5}(说|讲|提|发|报)(的|到的?)|那个[^,。!?;]{0,4}$"
)
_HOW_NOW = re.compile(
    r"^[^。!?;]{0,10}(怎么样了|咋样了|如何了|好了吗|好点(了)?(吗|没)|没事(了)?吧|找到了?(吗|没)|救(上|过)来了?(吗|没))"
)


def is_spared(sign: str, after: str) -> bool:
    """Tell whether nobody was hit or hurt: “摔了一下没磕到头”."""
    spared = _SPARED.search(sign)
    return spared is not None and not _HURT_YET.search(sign[spared.end() :] + after[:20])


def is_not_ours(before: str) -> bool:
    """Tell whether it is said of us, or of anybody, that it is not so: “不是我家着火”."""
    return bool(_NOT_OURS.search(before))


def is_of_an_animal(before: str) -> bool:
    """Tell whether it is an animal that breathes no more or does not get up, and nobody it hurt."""
    return bool(_ANIMAL.search(before))


def is_of_a_machine(before: str) -> bool:
    """Tell whether it is a computer or a loudspeaker that does not answer."""
    return bool(_MACHINE.search(before))


def is_in_bed(around: str) -> bool:
    """Tell whether somebody merely does not want to get up, or is hard of hearing."""
    if _LIES_IN.search(around):
        return True
    return bool(_HARD_OF_HEARING.search(around)) and not _LONG_UNSEEN.search(around)


def is_a_byword(before: str, after: str) -> bool:
    """Tell whether it is what somebody always says and does not mean."""
    return bool(_HABIT.search(before) and _JOKING.search(before + after))


def is_a_lesson(around: str, after: str) -> bool:
    """Tell whether what is best done is asked, as in a lesson, and nothing is said of now."""
    return bool(_TEXTBOOK.search(after)) and not _HERE.search(around)


def is_a_near_miss(before: str) -> bool:
    """Tell whether it nearly happened, and did not."""
    return bool(_NEAR_MISS.search(before))


def is_a_small_hurt(sign: str, rest: str) -> bool:
    """Tell whether who was hurt is said to move, and nothing grave is said."""
    moves = _STILL_MOVES.search(sign + rest)
    return moves is not None and not _GRAVE.search(sign + rest)


def is_a_habit(before: str, whole: str) -> bool:
    """Tell whether it happens to somebody again and again, and not now."""
    return bool(_ALWAYS.search(before)) and not _HERE.search(whole)


def is_planned(whole: str) -> bool:
    """Tell whether the power is still to fail."""
    return bool(_PLANNED.search(whole)) and not _HERE.search(whole)


def is_asked_after(before: str, after: str) -> bool:
    """Tell whether somebody asks how it went with a person of whom they heard."""
    return bool(_ASKED_AFTER.search(before) and _HOW_NOW.search(after))
