"""What looks like a sign and is none: spared, of a machine or an animal, of hard ears, a byword, a lesson."""

import re

# “没砸到人”, “没磕着头”: that it was spared is said within the sign …
_SPARED = re.compile(
    r"没(有)?(困|关|卡|压|埋)(着|住|到)?人|(人|里面|里头)没(有)?(困|卡|关|压|埋)(在|住)|没(有)?人(受伤|被?困|被?压|被?埋|被?伤|烧|碰)|没(有)?(砸|磕|碰|撞|伤|压|摔|烫|烧|咬|轧|电)(到|着|破|中|伤)"
)
_FALLING = re.compile(
    r"(花盆|衣服|被子|手机|东西|玻璃|空调|广告牌|招牌|砖|瓦|树枝|竹竿|墙皮|瓷砖)[^,。!?;]{0,4}(掉|摔|坠|落|砸)"
)
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
# “煤气罐没气了”: of an oxygen bottle it would be one.
_EMPTY = re.compile(
    r"(煤气|燃气|天然气|液化气|气罐|(?<!氧)(?<!氧气)瓶|罐子?|胎|球|打火机|灶|可乐|汽水|气垫|救生圈)(里|都|又|也|已经|快|就)?$"
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
    r"^的[^。!?;]{0,10}先[^,。!?;]{1,10}还是|^(了|后|了以后|之后|以后|时|的时候)?,?(应该|应当|该|要)?[^,。!?;]{0,2}先[^,。!?;]{1,10}还是|^(的)?(抢救|急救|救治|送医|最佳)?(的)?(黄金|抢救)(时间|期|几)|"
    r"^[^。!?;]{0,14}(学(一下|一学|习|会)|以防万一|以备不时)|^[^,。!?;]{0,8}(前|时|后)(怎么|如何|咋)(给)?(他|她|人|病人)?(降温|急救|处理|处置)|"
    r"^[^,。!?;]{0,3}(会不会|是否会|会|有没有可能)[^,。!?;]{0,6}(影响|遗传|复发|传染|后遗症|留下|变傻|烧坏)"
)
_BROKEN_LIFT = re.compile(
    r"电梯[^。!?;]{0,6}(老是|老|总是?|经常|天天|又|三天两头|动不动)[^,。!?;]{0,3}(卡|停|坏|抖)"
)
_IN_LIFT = re.compile(r"里|困|关|出不|在电梯|救|按钮|孕|慌")
# “夜里憋醒是什么病”, “抽搐的原因”: the name of a thing, and of nobody.
_NAMED = re.compile(
    r"^(是|算|属于)(一种)?(什么|啥)(病|症|毛病|原因|意思)|^(的)?(原因|表现|症状|诱因|后果|分类|类型)(是|有|$|[?。])"
    r"|^(的)?(急救|抢救|自救|救治|预防|护理)(的)?(正确|基本)?(步骤|方法|流程|知识|常识|措施|手法|要点|要领|办法)|^(应该?|要|需要?)?(做|查|挂|看)(哪些|什么|哪个|啥)(检查|科|项目)"
    r"|^[^,。!?;]{0,3}(能不能|可不可以|可以|能)(打(?!1)|接种|申请|办|报销|参加|坐飞机|上学|上班)|^(中心|门诊|科(?!室)|病房|险|保险|医院|专家|基金)"
)
_OF_NOW = re.compile(r"突然|刚|现在|今[天早晚晨]|昨|了|正在|快来|怎么办")
_HERE = re.compile(r"现在|刚才|刚刚|已经|快来|救命(?!设)|叫不|不醒|倒在|撑不|只能撑")
_NEAR_MISS = re.compile(r"(差点儿?|差一点儿?|险些|差些)[^,。!?;]{0,4}$")
_STILL_MOVES = re.compile(
    r"(?<![不没])(还)?能(动|走|玩|跑|跳)|不(要紧|碍事|严重)|问题不大|没伤(着)?骨头|[没不]起泡|小点"
)
_GRAVE = re.compile(r"血|头|脑|吐|晕|断|楼|高|车|动不|不动|骨折")
# “手指被门夹了一下”: nothing of it is broken, off, stuck or in a machine, and nobody bleeds much.
_PINCHED = re.compile(r"夹|砸|压")
_FINGER = re.compile(r"手指|指头|指甲|脚趾|手[^,。]{0,2}(被|叫|让|给)[^,。]{0,2}(门|抽屉|窗)")
_LITTLE_SCALD = re.compile(
    r"烫(到|着|伤)?了?(一下|一点|一小块|红了|手?指头?[,了])|烫[^。!?;]{0,12}(个)?小(水)?泡"
)
_HAND = re.compile(r"手(?!术)|指")
_MORE_THAN_THAT = re.compile(
    r"断|掉|骨|变形|没了|动不|不动|弯不|麻|昏|晕|血|白|黑|烂|卡|拔不|抽不|出不|住了|机|轧|碾|绞|卷|冲床|电梯|车轮|石|墙|楼"
    r"|孩子?(全|身|脸)|脸|眼|头(?!里)(?<!指头)(?<!趾头)|胸|肚|背(?<!手背)|腿|大泡|一片|全是|皮|硫酸|碱|油锅|救|120"
)
_SWEPT = re.compile(r"(证|户口本|存折|卡|药|罐|桶|粮食?|家具|东西|衣服|鸡|鸭|猪)(都|全|给|也)?$")
_SCRATCHED = re.compile(
    r"(被|让|叫|给)[^,。]{0,4}(刀|剪|玻璃|纸|铁皮)[^,。]{0,3}(划|割|切|拉)|(切菜|削皮?|玻璃)[^,。]{0,6}(划|割|切)"
)
_STUNG = re.compile(r"(蜂|虫)[^,。]{0,6}(手|指|胳膊|脚|腿)|(手|指|胳膊|脚|腿)[^,。]{0,6}(蜂|虫)")
_MORE_THAN_A_SCRATCH = re.compile(
    r"深|大口子|止不|不止|喷|飙|冒|一直|好多|很多|满|断|筋|动脉|手腕|腕|喉|脖|头|脸|嘴|眼|喘|晕|吐|一身|全身|群|好几|几十|活|死|故意|自己划|想|孩|娃|老人|蛇"
)
_BONE = re.compile(r"鱼刺|鱼骨|骨头|刺")
_CHOKES = re.compile(r"喘|憋|气|紫|说不|咳不|血|孩|娃|宝|翻白|胸|晕|救|120")
_STOOD_IN_WATER = re.compile(
    r"(水|洪水|大水)(都|给)?(淹|泡|浸)(过|了|坏)|(遭|被|叫|让|给)水(淹|泡|浸)(过|了)|进了?水的"
)
_OF_USE = re.compile(
    r"(井|水窖|粮|谷|稻|米|麦|面|玉米|苞谷|豆|薯|菜|瓜|果|饲料|缸|坛|罐头|药|冰箱|洗衣机|电视|空调|电器|插座|家具|被子|衣服|书|车|地)"
    r".{0,16}((吃|喝|喂|用|要|留|修|插电|开|种|救|治|处理|消毒|扔|丢)(得|不得|掉)?(不|吗|么|嘛)|怎么|咋|能不能|可不可以|还能|行不|得行)"
)
_AFTERWARDS = re.compile(r"保险|理赔|怎么赔|清理|打扫|收拾|消毒|清洗|晒")
_STILL_THERE = re.compile(
    r"困|救|膝|腰|胸|不停|出不|逃|跑不|快来|正在|还在涨|涨上|往上|越来越|进屋|门口|屋里有|人还|老人|孩|娃|齐|过腰|冲走|漏电|触电|麻|冒|塌|垮|窗台|喝了|吃了(?!得)"
)
_ALWAYS = re.compile(r"(总|老|经常|常常|时常|有时候?|平时|偶尔|每次|一吃饭就)(是|爱|会)?(被|会)?$")
_PLANNED = re.compile(
    r"(明[天早晚]|后天|下周|下个?月|周[一二三四五六日末]|星期[一二三四五六日]|\d+[号日])[^,。!?;]{0,8}(停电|断电|检修)|(要|会|计划|打算|准备)停电|停电(通知|公告|计划)"
)
_LONG_OVER = re.compile(
    r"((年|个月)(多)?前|前几年|早年|以前|去年|前年)[^。!?]{0,8}(脑出血|脑溢血|脑梗|中(过)?风|偏瘫)"
    r"(?=[^。!?]{0,40}(残疾|轮椅|康复|补贴|护理|疫苗|申请|低保|上门))"
)
# How somebody has lived since.
_EVER_SINCE = re.compile(
    r"(?:中(?:过)?风|脑梗死?|脑出血|脑溢血|偏瘫)(?:了)?(?:之后|以后|过后|后遗症|后)[^。!?]{0,16}(?:半身不遂|瘫|卧床|坐轮椅|走不了|[一二三四五六七八九十几两\d]+年|一直|平日|平时|靠|喂饭|照顾|护工|话(?:就)?说不清)"
)
_NEW = re.compile(
    r"突然|刚才?|忽然|今[天早晚]|昨|又|叫不|喘|抽|昏|吐|加重|更|一下子|严重|发烧|不吃"
)
_PLUMBING = re.compile("水池|水槽|洗碗池|下水|马桶|洗衣机|浴缸|地漏|水龙头|水管|热水器|鱼缸|空调")
_OF_A_FLOOD = re.compile("河|江|雨|洪|山|困|腰|胸|膝|电|救|出不|逃|楼梯|涨")
# 有人翻栏杆进出: the fence of an estate, and no height anybody could fall from.
_FENCE = re.compile(
    r"(翻|爬|跨|跳|钻)(过|出|进)?了?[^,。!?;]{0,4}(栏杆|围栏|护栏|栅栏|围墙|围挡|铁门|铁网|墙头|院墙)[^,。!?;]{0,6}"
    r"(进|出|过来|过去|回|买|取|拿|逃|溜|走|抄近|不扫|不登记|没人(管|拦))"
)
_HEIGHT = re.compile(
    r"楼顶|天台|顶楼|阳台|窗|桥|高架|河|江|湖|水库|坝|悬崖|铁轨|轨道|跳(下|楼|河|江)|不想活|寻死|轻生|自杀|想死|哭|遗书"
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
    if spared is None and _FALLING.search(sign) and _SPARED.search(after[:12]):
        return not _HURT_YET.search(after)
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


def is_of_a_bottle(before: str, sign: str) -> bool:
    """Tell whether it is a gas bottle or a tyre that is empty."""
    return sign.startswith(("没气", "没有气")) and bool(_EMPTY.search(before))


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
    if _NAMED.search(after) and not _OF_NOW.search(around):
        return True
    return bool(_TEXTBOOK.search(after)) and not _HERE.search(around)


def is_a_near_miss(before: str) -> bool:
    """Tell whether it nearly happened, and did not."""
    return bool(_NEAR_MISS.search(before))


def is_a_small_hurt(sign: str, rest: str) -> bool:
    """Tell whether who was hurt is said to move, and nothing grave is said."""
    moves = _STILL_MOVES.search(sign + rest)
    return moves is not None and not _GRAVE.search(sign + rest)


def is_of_a_finger(sign: str, whole: str) -> bool:
    """Tell whether a finger or a toe was pinched or hit, or a little of a hand scalded, and no more is said."""
    if _MORE_THAN_THAT.search(whole):
        return False
    pinched = _PINCHED.search(sign) and _FINGER.search(whole)
    return bool(pinched or (_LITTLE_SCALD.search(whole) and _HAND.search(whole)))


def is_of_what_stood_in_water(whole: str) -> bool:
    """Tell whether it is asked what may be done with a thing the water has been in."""
    asks = _STOOD_IN_WATER.search(whole) and _OF_USE.search(whole)
    return bool(asks or _AFTERWARDS.search(whole)) and not _STILL_THERE.search(whole)


def is_swept_away(before: str) -> bool:
    """Tell whether it is papers, medicine or a thing that the water took, and nobody."""
    return bool(_SWEPT.search(before))


def is_a_scratch(name: str, whole: str) -> bool:
    """Tell whether a knife or glass cut somebody a little by mishap, or a bee stung a hand or foot."""
    if _MORE_THAN_A_SCRATCH.search(whole):
        return False
    return bool((_STUNG if name == "蛇虫咬伤" else _SCRATCHED).search(whole))


def is_a_fishbone(whole: str) -> bool:
    """Tell whether a bone sticks in a throat that speaks and breathes."""
    return bool(_BONE.search(whole)) and not _CHOKES.search(whole)


def is_a_habit(before: str, whole: str) -> bool:
    """Tell whether it happens to somebody again and again, and not now."""
    return bool(_ALWAYS.search(before)) and not _HERE.search(whole)


def is_long_over(whole: str) -> bool:
    """Tell whether a stroke is of long ago: papers or help are asked for, or how they live since is told."""
    if _EVER_SINCE.search(whole) and not _NEW.search(whole):
        return True
    return bool(_LONG_OVER.search(whole)) and not _HERE.search(re.sub("现在", "", whole))


def is_of_plumbing(whole: str) -> bool:
    """Tell whether the water is that of a sink or a washing machine."""
    return bool(_PLUMBING.search(whole)) and not _OF_A_FLOOD.search(whole)


def is_planned(whole: str) -> bool:
    """Tell whether the power is still to fail."""
    return bool(_PLANNED.search(whole)) and not _HERE.search(whole)


def is_asked_after(before: str, after: str) -> bool:
    """Tell whether somebody asks how it went with a person of whom they heard."""
    return bool(_ASKED_AFTER.search(before) and _HOW_NOW.search(after))


def is_a_broken_lift(whole: str) -> bool:
    """Tell whether a lift is complained of that breaks down again and again, with nobody in it."""
    return bool(_BROKEN_LIFT.search(whole)) and not _IN_LIFT.search(whole)


def is_over_a_fence(whole: str) -> bool:
    """Tell whether people climb the fence of the estate to come and go."""
    return bool(_FENCE.search(whole)) and not _HEIGHT.search(whole)
