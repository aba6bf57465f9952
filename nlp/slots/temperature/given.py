"""Given names and names with a title right before a reading: 雯雯37.8, 建军36.7, 王奶奶38.1."""

import re
from functools import cache
from importlib import resources

import marisa_trie

from core.late import late
from nlp.slots.names import SURNAMES
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature.numbers import last

# What parents choose from; two of these before a reading are somebody, not a word.
CHOSEN = (
    "月伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰诺霞平刚桂红玉梅春华建国志文辉鹏飞斌波宇浩然子轩涵梓欣怡雨佳思琪诗妍萱若彤雪琳悦梦瑶晨曦嘉豪俊博泽睿天昊翔凯旭阳海峰龙虎"
    "林森松柏山川江河云霄雷雯雅婷婉莹颖慧洁琴琼珍珠珊瑞祥福禄寿喜庆贵富荣昌盛兴旺宝金银玲凤菊花莲荷香芬芹芝蓉蓓蕾薇茜萍翠碧青清淑贤惠美娇媛姣娥仙倩妮娅亮光耀辰星晓晶晴"
    "冬夏秋功立业胜利民永进康健安宁顺世德仁义礼智信忠孝廉良善武水生根树木土卫士兵保政权心爱念祖宗毅恒坚昕昱昭晖晗皓煜焕炜烨炎灿煊源淼泓润沛沐汐渝湘津洲泉浪潇澜淇琦玮"
    "珂珩瑜瑾璇璐璟瑄琛琨瑛筠筱笑竹绍经纬绮绫缘罗群翰翎聪育舒舟航艺芸苗茂茵菁菲葵蓝蕊薛蘅虹行衡裕言诚谦豫贝贞贤赫越跃路轶达远迪逸道邦郁采釉钢钧铁铭锋锐锦长闻阿雁霖静韵顺颂"
    "凡升风馨骏骁高鸣鸿鹤麒麟黎齐乐意可依伊优佑伦倬元兆先克全兮冉冰凌凝初力勤千升卓卿双原友发叶召吉同名向启君吟吾周和咏哲唯善喆嗣固图圆坤培基堂堃墨声夕奇奕妙妤姗姝娴婧嫣嫦孟孜学宏宗宛宜宣家容宾密寒寅尔尚尧展岚岩岭峻崇川巧希帆广庭延弘彦彩彬影征得微怀思恩悠惜愉慈慕懿戈承振挺捷掌攀敬斐新方日昂昌易映是晋普景智朋朗望未本朵李杉杏来极果枫柔柯柳标栋格桃桐桑梁棋棠楚楠榕樱欢歌正步殿毓水汝汪池沁河治沿泰洁洛浦润淑渊温渺湛满漫漪澄灵炳烁照熙燕爽牧特犀玄玖珏班理琰琳瑗瓒田甜男畅白百益盈真眉知石硕磐社禹禾秋科程稷穆空立竣端竞米粤素紫红纯纳练绣维绿缦美羽翌翠耘聆肖胜能自致舜色节芙芮芳苏苒英茗荟莎莉菀萌萧落葆蒙蓁蔚融行衍西谊豆贺赞超轲轻辛辞迁运进迎逢遥郎鄂里钊钰铃铮镇镜长闽陆陶隆雄雅雨露青霏韦韩韬音项颜顾颐领飒香驰驹骄鲁鹃鹭麦"
)
_CHARACTERS = re.compile(f"[{CHOSEN}]")
# Words made of such characters, and what stands before a reading without being anybody.
_WORDS = frozenset(
    "周天 正月 腊月 元月 满月 岁月 足月 早月 晚月 秋天 应为 应是 实为 仅为 实际 擦黑 晌午 后晌 头晌 黄昏 天黑 天亮 入夜 饭后 饭前 临睡 平安 约莫 摸着 初温 明白 高兴 光明 健康 永远 红军 海洋 春天 小时 小区 小孩 美丽 安全 明显 明天 文明 正常 方便 安静 家里 家中 今天 天天 刚刚 慢慢 好好 常常 渐渐 微微 轻轻 稍微 将近 大约 一直 "
    "温度 水温 发高 发烧 全家 大家 自己 重新 终于 可能 同时 先生 学生 新生 医生 卫生 天气 夏天 冬天 秋天 白天 当天 同学 家长 校长 园长 家人 公里 特意 得意 愿意 生意 注意 满意 同意 乐意 "
    "可是 先是 真是 正是 本来 原来 近来 未来 起来 同样 一样 知道 能力 努力 用力 全力 生长 成长 长大 学校 开学 同步 进步 正好 恰好 幸好 友好 良好 高烧 低烧 升高 平时 当时 初时 同名 姓名 "
    "本月 每月 上月 电子 水银 红外 体温 口温 耳温 腋温 额温 肛温 平均 最高 最低 高达 已达 达到 升到 来到 感冒 流感 阳性 阴性 转阳 复阳 白色 红色 绿色 黄色 蓝色 双腋 左腋 右腋 "
    "平常 平日 生日 初诊 复测 初测 先测 再测 自测 实测 现测 总是 老是 都是 就是 还是 也是 但是 可以 应该 好像 估计 差不多 大概 反正 其实 总共 一共 分别 各自 每人 人均 一人 两人 三人 四人 五人 "
    "早上 上午 中午 下午 晚上 傍晚 半夜 夜里 凌晨 现在 目前 刚才 此刻 首先 然后 后来 接着 最后 最近 昨天 前天 昨晚 前晚 今早 今晚 周一 周二 周三 周四 周五 周六 周日 康复 安好 万幸 报告 播报 汇报 通报 "
    "小明显 可能是 有时 有点 有些 还行 还好 还可以 不高 不低 偏高 偏低 略高 稍高 微热 低热 高热 发热 发烫 退烧 吃药 打针 输液 血压 血糖 血氧 心率 脉搏 体重 身高 室温 气温 油价 米价 价格 单价 美金 人民 公元 美元 日元 "
    "元旦 国庆 清明 端午 中秋 春节 立春 冬至 夏至 双十 双一 南京 北京 天津 上海 长春 海南 云南 湖南 河南 山东 广东 广西 江西 江苏 青海 四川 西安 西宁 南宁 太原 长沙 杭州 海口 金华 温州 台州 宁波 平阳 "
    "天安 万达 永辉 华润 天虹 美团 京东 天猫 高铁 动车 航班 方舱 中心 社区 街道 国道 省道 水果 苹果 香蕉 玉米 小米 大米 花生 白菜 青菜 豆角 红枣 牛奶 羊奶 美林 泰诺 芬必 康泰 连花 清瘟 莲花 板蓝 金银花".split()
)
# What a name is written behind: 同住赵国强38.4, 家属王芳36.5.
LABELS = (
    r"同住(?:人员?|者|的)?|同屋的?|合租的?|家属|亲属|家人|住户|居民|学生|业主|员工|租户|代报|补报"
)
# 周一鸣 is somebody, 周一晨 is the morning of Monday.
LIKE_A_DAY = rf"周[一二三四五六日](?![晨高和正全先起])[{CHOSEN}]"
_DOUBLED = re.compile(r"([一-龥])\1")
A_SURNAME = f"[{''.join(s for s in sorted(SURNAMES) if len(s) == 1)}]"
_CALLED = re.compile(rf"[小阿][一-龥]|老{A_SURNAME}")
# 三毛, 二丫, 小虎; and 一诺, which begins like a count.
_NICK = re.compile(
    r"[强军明亮磊刚勇斌鹏辉伟涛超龙虎波峰杰东平林飞建红燕霞英丽梅兰芳柱栓]子|[大二三四五六七八小](?:毛|丫|妞|胖|牛|狗|蛋|虎|柱|壮|墩|猴)|一[诺鸣凡涵帆宁菲冉然航洋博辰恒欣瑶琳萱笑冰可]"
)
_NOT_CALLED = frozenset(
    "小时 小区 小孩 小便 小心 小学 小声 小号 小腿 小米 小的 小手 小脸 小伙 小车 小于 小到 小半 阿姨 阿胶 阿司 阿莫".split()
)
_NOT_DOUBLED = frozenset(
    "将将 不不 没没 别别 喂喂 哎哎 唉唉 呃呃 额额 诶诶 哈哈 嘿嘿 呵呵 呜呜 急急 求求 来来 错错 刚刚 慢慢 好好 常常 渐渐 微微 轻轻 稍稍 天天 谢谢 早早 晚晚 大大 少少 快快 人人 看看 量量 测测 试试 说说 仅仅 往往 每每 偏偏 足足 整整 恰恰 统统 一一 是是 嗯嗯 哦哦 啊啊 对对 行行 您您 你你 他她 度度 点点 等等 次次 回回 个个 家家 户户 年年 月月 日日 夜夜 时时 刻刻 平平 安安全 隐隐 烧烧 热热 烫烫 咳咳 疼疼 痛痛".split()
)
COMMON, USUAL = 20, 100  # how often a word stands in what jieba counted
# What may stand between a name and its reading.
BETWEEN = (
    r"(?:[^一-龥\dA-Za-z。;!?()]|(?<![A-Za-z])[Tt](?![A-Za-z])|[是为的]|(?:大?[昨今前][天日晚早夜晨]|[昨今]儿)个?儿?|(?:[上这本]个?)?(?:周|星期|礼拜)[一二三四五六日天]|(?:\d{1,2}月)?\d{1,2}[号日]|\d{1,2}点半?"
    r"|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|早|晚|现在|这会儿?|刚|体温|温度|[一]?[量测][了得出]?|烧到|发烧|[发低高]烧|在|也|就|才|都|又|还|大概|最高|有"
    r"|腋下|腋窝|腋温|额头|额温枪?|耳朵|耳温枪?|口腔|口温|肛温|水银(?:表|计)?|电子(?:表|计)?|体温计|[午早晚]?[饭餐]后|饭前|[睡临]前|睡前|睡醒|起床|退到|降到|升到|一直|突然|已经|仍然?|却|倒|只|分别|依次|各)*"
)
_EDGE = r"(?:^|(?<=[^一-龥A-Za-z])|(?<=[CcFf楼室栋户元度和跟与说给家天日晚早夜午号儿晨里])|(?<=[早晚]上)|(?<=周[一二三四五六日])|(?<=个儿)|(?<=[儿昨今]个)|(?<=现在)|(?<=同[住屋])|(?<=小名)|(?<=叫)|(?<=[住屋租]的)|(?<=家属))"
_NAME = late(
    rf"{_EDGE}(?P<name>小(?![时区孩便声学腿心睡跑雪手脸号朋家伙姐姑舅妹弟])[一-龥]{{2}}|[一-龥]{{2}})(?={BETWEEN}$)"
)
# 副驾老孙, 保洁小陈: what they are stands before what they are called.
_BESIDE = late(
    rf"(?<=[一-龥])(?<![养敬元长古衰最很太大从幼较弱细不])(?P<name>老(?![师公板板广话乡])(?:{A_SURNAME})|小(?![时区计商保项门家车水花米谷毛包牛方])(?:{A_SURNAME}))(?={BETWEEN}$)"
)
# Names of other peoples, written by their sound: 阿依古丽, 热依扎, 扎西次仁.
_BY_SOUND = re.compile(
    rf"{_EDGE}(?P<name>[一-龥]{{0,4}}(?:古丽|[买艾]买提|买买提|阿卜|阿不都|阿依|阿迪|吐尔|努尔|热依|热合|麦麦提|帕提|帕夏|迪丽|玛依|再娜|艾山|艾力|木拉|肉孜|居马|库尔|哈力|塔依|叶尔|巴合|扎西|卓玛|次仁|次旦|格桑|达瓦|尼玛|白玛|旺姆|拉姆|旺堆|央金|央宗|索朗|德吉|多吉|平措|顿珠|巴桑|仁青|丹增|巴特尔|巴图|其其格|娜仁|乌兰图|斯琴|苏日|格日|阿拉坦|宝音|那日|呼和|朝鲁|恩和|吉克|阿木|曲比|沙马|马海|尔古|日则|阿果|拉毛|才让|扎[西木])[一-龥]{{0,4}}?)(?={BETWEEN}$)"
)
# Ordinary words that are somebody right before a reading, and those that are so beside others only.
_NAMES_TOO = frozenset(
    "许多 安静 高兴 温柔 温暖 温馨 方圆 江山 白雪 白云 田野 石头 石榴 金星 高山 高原 高峰 万里 雷雨 马达 常青 时光 程序 成功 开心 甜甜 果冻 布丁 汤圆 团子 馒头 豆包 花卷 葡萄 桃子 橙子 柚子 芒果 土豆 年糕 米粒 糖果 可乐 奶茶 饺子 核桃 栗子 草莓 樱桃 元宝 皮皮 星星 月亮 当当 叮当 一一 来娣 有财 进财 柱子 栓子 铁锤 四喜 五福 九儿 腊梅 满仓 东升 大海 大山 大江 惊蛰 胜利 跃进 文革".split()
)
_NAMES_BESIDE = frozenset(
    "平安 健康 吉祥 如意 顺利 光明 海洋 天天 永远 明白 国庆 元旦 清明 立春 立夏 谷雨 白露 小雪 冬至 中秋 端午 七夕 五一 六一 七一 八一 十一 建军 春天 夏天 秋天 冬天 小满 大雪 发财 解放 建设 黄河 点点 永久 长久 小米 小麦 小花".split()
)
_WORD_AT_END = re.compile(rf"(?:^|(?<=[,;。!?\s和跟与]))(?P<name>[一-龥]{{2,3}}?)(?={BETWEEN}$)")
TITLES = "阿婆|阿公|阿伯|阿叔|阿嫂|阿姐|阿哥|阿妹|阿嬷|好婆|爷叔|伯母|婶婶|嫂嫂|大嬢|嬢嬢|老奶奶|老爷爷|老大爷|老大妈|老人家|家姆妈|太婆|太公|师奶|先生|女士|太太|小姐|医生|护士|书记|主任|经理|队长|店长|老板|教授|律师|师母|奶奶|爷爷|叔叔|阿姨|伯伯|大爷|大妈|大娘|大叔|大婶|大姐|大哥|大嫂|大伯|老伯|婆婆|公公|姑姑|舅舅|老太太?|老爷子|婶子|嫂子|老师傅?|师傅|姐|哥|叔|婶|姨|嫂|妈|婆|爷|姑|舅|伯"
_SURNAME = "|".join(sorted(SURNAMES, key=len, reverse=True))
TITLED = rf"(?:老(?:{_SURNAME})[头爷]|[老小]?(?:{_SURNAME})(?:{TITLES}))"
_TITLED = late(
    rf"(?:{_EDGE}|(?<=[元室栋幢座楼户层位的帮替住])|(?<=邻居)|(?<=保姆)|(?<=护工))(?P<name>老(?:{_SURNAME})头|[老小]?(?:{_SURNAME})(?P<title>{TITLES}))(?={BETWEEN}$)"
)


_PARENT = late(
    rf"{_EDGE}(?P<name>(?P<child>[一-龥]{{2}})(?P<title>妈妈?|爸爸?|奶奶|爷爷|姥姥|外婆))(?={BETWEEN}$)"
)
# In what is no name though no dictionary holds it: 刚测38, 没烧36.
_NO_NAME = re.compile(
    r"[妈爸姆偶阮侬岁着应这那完喂输挂敷擦哄我你他她它的了是在有没不就也都又还再才很太好最更刚正将快约差大概量测烧热温度体温咳嗽痛疼吐泻晕头脸额腋耳口手身今昨明前后早午晚夜晨天日月年周时分点秒号次个位名人口家户楼栋室院村区市县省国上下左右里外中内间边面"
    r"一二三四五六七八九十百千万零半两几多少高低升降退到从向往和跟与及或但而且因为所以如果报告说讲发打吃喝睡起来去回出进看听写改错对谢请问啊呀吧呢吗嘛哦嗯哈氏摄仪表计枪器针药片粒袋瓶盒为仍均达至值数检录报温录岗园校卡]"
)
# Twos and threes may be what a child is called, 小 and two more of what anybody says is not.
_NO_LITTLE_NAME = re.compile(_NO_NAME.pattern.replace("点", "").replace("口", ""))


@cache
def _ordinary() -> tuple[marisa_trie.Trie, marisa_trie.Trie, frozenset[str]]:
    """Return two-character words that are no names, and those that are none whatever their characters.

    The first are common in writing, the second do something or say how (依然, 明白).  The third
    are characters that do something by themselves: 收, 探.
    """
    words, verbs, deeds = set(), set(), set()
    # Line by line: held all at once they would leave a hundred megabytes of holes behind.
    with resources.files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            if line[1:2] == " ":
                word, often, kind = line.split()
                if kind == "v" and int(often) > USUAL and not _CHARACTERS.match(word):
                    deeds.add(word)
            if line[2:3] != " ":
                continue
            word, often, kind = line.split()
            if int(often) > COMMON and kind[:2] != "nr":
                words.add(word)
            if int(often) > USUAL and kind[0] in "vdapcrmbu":
                verbs.add(word)
    return marisa_trie.Trie(list(words)), marisa_trie.Trie(list(verbs)), frozenset(deeds)


def name_before(text: str) -> tuple[str, int] | None:
    """Return the given name at the end of a text, apart from what may follow a name, and its start."""
    if sounds := last(_BY_SOUND, text, max(0, len(text) - 24)):
        return sounds["name"], sounds.start("name")
    found = None
    for match in _NAME.finditer(text, max(0, len(text) - 24)):
        if is_given(match["name"]):
            found = match["name"], match.start("name")
    if found is None and (beside := last(_BESIDE, text, max(0, len(text) - 24))):
        found = beside["name"], beside.start("name")
    return found


def word_before(text: str, *, beside: bool) -> tuple[str, int] | None:
    """Return the word at the end of a text that is somebody's name here: 许多38.2; 我36.5,国庆37.8.

    Some are names only `beside` the readings of others.
    """
    match = _WORD_AT_END.search(text, max(0, len(text) - 16))
    word = match["name"] if match else ""
    if word in _NAMES_TOO or (beside and word in _NAMES_BESIDE):
        return word, match.start("name") if match else 0
    return None


def titled_before(text: str) -> tuple[str, str, int] | None:
    """Return 王奶奶 or 乐乐妈, the title and the start, if a text ends with such a name."""
    start = max(0, len(text) - 24)
    match = last(_TITLED, text, start)
    parent = last(_PARENT, text, start)
    if match is None and parent is not None and is_given(parent["child"]):
        match = parent
    return (match["name"], match["title"] or "头", match.start("name")) if match else None


def is_word(text: str) -> bool:
    """Tell whether something is an ordinary word that only looks like a name: 凌晨, 平安."""
    return text in _WORDS or text in CANONICAL or text in _NOT_DOUBLED


def is_common(word: str) -> bool:
    """Tell whether two characters are a word that is often written, and no name."""
    return is_word(word) or word in _ordinary()[0]


def is_chosen(character: str) -> bool:
    """Tell a character that parents choose."""
    return _CHARACTERS.match(character) is not None


def is_doing(word: str) -> bool:
    """Tell whether two characters are what somebody does, or how: 连续, 曾经."""
    return word in _ordinary()[1]


def is_doubled(word: str) -> bool:
    """Tell 多多 from 刚刚."""
    return bool(_DOUBLED.fullmatch(word)) and word not in _NOT_DOUBLED


def is_praise(text: str, word: str, start: int) -> bool:
    """Tell the 杠杠 of 杠杠的36.4 from 豆豆: nobody is called so, and it only says how well it is."""
    doubled = len(word) == 2 and word[0] == word[1] and not _CHARACTERS.match(word)
    return doubled and text[start + len(word) :].strip() == "的"


def is_given(word: str) -> bool:
    """Tell whether two characters look like what somebody is called at home."""
    if is_word(word) or word[:2] in _NOT_CALLED:
        return False
    if len(word) == 3:  # 小李子, 小雨点
        return not _NO_LITTLE_NAME.search(word)
    if _NICK.fullmatch(word):
        return True
    if _DOUBLED.fullmatch(word):
        return word not in _NOT_DOUBLED
    if _CALLED.fullmatch(word):
        return word not in _NOT_CALLED
    words, verbs, deeds = _ordinary()
    if len(word) == 2 and word[0] in deeds and not _CHARACTERS.match(word[1]):
        return False  # 收车, 探返
    if all(_CHARACTERS.match(ch) for ch in word):
        return word not in verbs
    rest = word[1:] if word[0] in "大二三" else word  # 大伟, 二妞
    return not _NO_NAME.search(rest) and word not in words
