"""The words around a sign that tell how it is meant."""

import re

from nlp.danger.lexicon import Sign

_SYMPTOM = (
    "发热|发烧|咳嗽|咳|喘|痛|疼|胸闷|气短|气促|头痛|头疼|头晕|乏力|恶心|呕吐|吐|呼吸困难|胸痛|心慌|抽搐|昏迷|嗜睡|腹泻|拉肚子|"
    "鼻塞|流涕|腹痛|皮疹|意识不清|晕倒|抽|喉咙痛|摔着?|受伤|头昏|胸口也?|心口"
)
_JOIN = "和|或者?|及|与|、|,|也|没有?|不|跟|还有|又|既"
_FILL = "要|想要?|打算|准备|说|明显|任何|再|有|的|过|是|太|很|什么|出现|见|觉得|感到|感觉|发生|啥|大|怎么|那么|这么|人|家里|像|其他|其它|一点|半点|也没"
_NOT = r"((?<!是)(?<![动住下着起得来到应醒了开见])不(是|会|觉得|感到|存在|至于|怎么|太|算)?|(?<![有还])没(有|得)?|[无未冇]|并非|并没有?|否认|从不|从没|别|不要|不存在|除了|排除)"
# Said right before a sign, these deny it; over other symptoms only in a list, or where the sign is a bare name.
_DENIED = re.compile(f"{_NOT}({_FILL})*$")
_DENIED_LIST = re.compile(f"{_NOT}({_FILL})*(({_SYMPTOM})({_FILL}|{_JOIN})*)+$")
_JOINED = re.compile(f"({_JOIN}|有|无|的)$")
_BARE = re.compile(
    r"(呼吸困难|胸闷|胸痛|胸疼|胸口(痛|疼)|气短|气促|昏迷|抽搐|惊厥|晕厥|晕倒|呕血|咯血|吐血|休克|窒息|意识(不清|障碍|模糊)|喘|心口(痛|疼)|紫绀|嗜睡|神志不清)"
)
_DENIED_AFTER = re.compile(
    r"^[^,。!?;]{0,4}(的)?(情况|症状|现象|史)?(也|都|从来|就|倒|全)?(没有?|不存在|无)(过|发生)?(?=$|[,。!?;、])|^(吗|么)[?,]没有?(?=$|[,。!?])|^是不可能|^(了)?(是)?(假的|谣言|误会)"
)

IF = re.compile(
    r"如果|假如|假设|倘若|要是|万一|一旦|(?<![好])若(?!干)|如(遇|有|出现|发生|见|果)|碰(到|见|上)(?!了|[^,。!?;]{0,3}(线|电|插|水|头|腰|腿|门|墙|石|玻璃|桌|开关|花洒|铁))|遇(到|见|上)(?!了)|以防|的话|下次|"
    r"(?<!有)在[^,。!?;]{0,8}时[,候]?(应|要|该)|当[^,。!?;]{0,8}时|whatif|incase|(^|[,。])if(?=[a-z])"
)
# “出现呼吸困难应拨打120”: what a leaflet says is to be done.
_APPEARS = re.compile(r"(?<![已又还])出现[^。!?;了]{0,30}$")
_SHOULD = re.compile(
    r"^[^。!?;了]{0,16}(应|须|需|请)(立即|及时|马上|尽快|第一时间)?(拨打|就医|就诊|送医|到医院|联系)"
)
_OR_ELSE = re.compile(
    r"(再不|再没|不|没|还不|没人)[^。!?;]{0,16}(就|只好|只能|便|我(?=跳|死))|要不是"
)
NOW = re.compile(
    r"现在|刚才|刚刚|(?<!金)刚(?!性|需|好|到|来)|正在|突然|忽然|今早|今晨|今天|今日|昨晚|昨夜|昨天|前天|这会儿?|眼下|这两天|已经|又|right?now|justnow|立刻|马上派|快来|赶紧派"
)
# “我怕我会…” is no supposition of whoever says it, nor is “要是…就好了”.
_OWN_FEAR = re.compile(r"怕我(自己|真的?|哪天)?(会|要)?$")
_WISH = re.compile(r"要是[^,。!?;]{1,12}就好了")
# “要是突然…”: in the clause of the if, no word of now.
_ALL_AT_ONCE = re.compile(r"^[^,。!?;]*?(突然|忽然)")
_MAYBE = re.compile(
    r"(会不会|(?<!怎么)(?<!就)会(?![儿])|能不能|可能|也许|导致|引起|造成|引发|诱发|属于|算|避免|预防|防止|谨防|当心|以免|免得|防|易|容易|小概率|叫做|是不是都|什么叫|何为|识别|判断|应对|关于|[与跟和]?什么)[^,。!?;]{0,9}$"
)
_FEAR = re.compile(r"(?<![恐吓哪])(怕(?!是)|担心|害怕|生怕|唯恐|担忧)[^,。!?;]{0,14}$")
_HAPPENED = re.compile(r"^[^,。!?;]{0,4}了(?!怎么办|咋办|该|的话|会|能|要|没人|谁)")

LONG_AGO = re.compile(
    r"(年|个月|月|周|星期|礼拜)(以)?前|去年|前年|大前年|前几年|头几年|早年|往年|上个?月|上上?周|上(个)?(星期|礼拜)|上(一)?次|上回|以前|从前(?!天)|(?<!未)曾(经)?|当年|那年|那时|小时候|小的时候|年轻|"
    r"多年|既往|病史|(?<!\d)(19|20)\d\d年?(?!\d)|(怀|生|坐)(老大|老二|头胎|大宝|一胎)|(脑梗|中风|手术|出院|术)后|几年了|好几年|早就|lastyear|yearsago|gave?birth"
)
_PAST_AFTER = re.compile(
    r"^[^,。!?;]{0,3}([一两二三四五六七八九十几多好半\d]+年(多|前|了)|病?史|后遗症|过(?![来去不了敏度])[一两二三几好]?[次回]?|术后|恢复期|康复期|三年|多年)|^(走|没|去世|过世)(了|的)?(?=[,。]|$)|^[^,。!?;]{0,2}那(次|年|回)|^[^,。!?;]{0,10}(去世|过世|走了?[一两二三四五六七八九十几\d]+(年|个月)|(19|20)\d\d年)"
)
# … the story of a day that is over …
_THAT_TIME = re.compile(
    r"(去年|前年|以前|当年|上次|上回|年前|个月前|小时候|曾|那年)[^。!?;]{0,14}(那天|那次|那会儿?|的?时候|那时|那阵|期间|那一?回)|涨水那天|那年|预产期"
)
_MASK = re.compile(r"戴[^,。!?;]{0,4}(口罩|n95)[^。!?;]{0,5}$")
_AGAIN = re.compile(r"又|再次|现在|今天|今早|昨晚|刚|突然|复发")

RESOLVED = re.compile(
    r"没事了|没大碍|(撑|挺|熬)过来了|虚惊|误会|误报|搞错|已(经)?(送|到|去|住)(了)?(到)?(医院|急诊|院)|送(到)?医院了?,?已|已住院|已出院|出院了?|已(经)?(脱离|稳定|康复|痊愈|恢复|退)|脱离危险|抢救(过来|回来|成功)|救(回|过)来(的|了)|"
    r"扑灭|(火|灭)(已经|都)?(被)?灭了|灭了(?!活)|(已经|都)?(放|救|拉)(出|上)来了(?!.{0,6}(没|不|昏|紫))|取出来|修好|换(好|了新|了软管)|(?<!神)(?<!神都)(?<!神也)散了|退了|解除|不用(再)?(派|来)(人)?了?|解决了|处理好|处理完|没(有)?着火|不是着火|(声|又|就|已经?|现在|人)好了$|(正在|在)抢救|在(医院|icu)(?!门)|恢复得(不错|挺好|蛮好|很好)|"
    r"(手术|支架)(也)?(做完|做好|放好)|母子平安|母女平安|生了,?|(?<!收拾)(?<!准备)(?<![备想写])好了(?!几|多|些|好|一)[,。!谢]|缓过来了|(人|都|全|放|救)(都|全|给)?出来了(?!.{0,6}(没|不|昏|紫))|(现在|已经|都)(全)?好(了|多了|转|起来)|(现在|如今)[^,。!?;]{0,4}好(多)?了|挺好|叫你们别|现已|工伤|理赔|赔偿"
)
BUT = re.compile(r"但|可是|可(?!以|能)|又|不过|结果|还是|还没|然而|谁知|没想到")

_NEAR = re.compile(
    r"我们?(小区|楼|单元|村|院|家|这栋)|隔壁(?![市县省镇区村乡])|楼[上下]|邻居|我家|俺|我(爸|妈|爷|奶|爹|娘|老|媳|婆|儿|女|孙|姐|弟|哥|妹)|快来|赶紧|\d+(号楼|栋|单元|室|幢)|对门|对面|楼道|[一二三四五六七八九十\d]楼"
)
# Never here and now, whoever is in it …
MADE_UP = re.compile(
    r"砍价|砍一刀|帮我砍|电影(?!院)|电视剧|连续剧|剧(里|情|中)|小说|动画|卡通|游戏(?!厅|室)|综艺|小品|歌词|歌里|唱的?是|作文|绘本|(?<!不是)(?<!并非)演习|(?<!不是)(?<!并非)演练|培训(?!班|机构|学校|中心)|讲座|试题|考题|培训题|题目|[^问]题[:,]|海报|标语|横幅|手册|科普|"
    r"口诀|一?[闭合](上)?眼(睛)?,?(就|全|都|总|老)*(是|看见|听见)|(脑子|脑海|眼前)(里)?(全|都|总|老|就)+是|书(里|上|名)|翻译|英语|单词|学急救|急救课|影片|片名|梦(见|到|里)|做(了)?(个)?梦"
)
# … and what is elsewhere, unless it is said to be near.
NEWS = re.compile(
    r"新闻|报道|抖音|快手|短视频|刷(到|视频)|微博|电视([上里台说播]|新闻)|听(说|讲)[^,。!?;]{0,4}(外|别|某|有人|那边)|外(省|国)(的|有|一)|别的(小区|城市|地方)|某(地|市|国|县)|遇难|获救|身亡|致其|无人(员)?伤亡|网传|网上|据说|传言|谣|辟谣|宣传|文章|转发|公众号|推送|写着|朋友圈(都|里|传|转|看)|刷朋友圈"
)
_NOBODY_NEEDED = re.compile("不用|叫你们别")
_IS_IT_TRUE = re.compile(r"^[^。!?;]{0,6}(是真的|是不是真|真的假的|是真是假|属实吗|是谣言)")
_WRITTEN = re.compile(r"写着|朋友圈|网上|推送")
_THING = re.compile(
    r"(衣服|被子|床单|手机|钥匙|快递|球|垃圾|眼镜|鞋|袜|裤|毛巾|花盆|东西|杯子|饭盒|玻璃|空调|晾衣|纸|伞|票|包裹|耳机|猫|狗|鸡|鸭|羊|兔|(?<!钓)鱼|乌龟|宠物|面罩|配件)[^,。!?;]{0,6}$"
)
_WHOSE = re.compile(r"人|娃|孩|烧|着火|着了|起火|炸")
_TITLED = re.compile(
    r"(电影|小说|歌|书|剧|游戏|片|节目)[^,。!?;]{0,3}(叫|名)|(讲座|培训|演习|演练|(?<![网上下旷逃])课程?|知识|作文|宣传|手册|预案|测验|试题)"
)
_NOTICE = re.compile(
    r"^[^。!?]{0,10}(常识|须知|指南|小贴士|告知书|要点|明白纸)[^。!?]{0,4}[,。!]|^[^。!?]{0,6}(科普|转发|温馨提示|安全提示|友情提示|提醒|通知|公告|倡议|通报|预警|防汛|辟谣|健康知识)[^。!?]{0,4}[,。!]|^(各位|尊敬的|亲爱的|广大|请各位|请广大|致全体|各楼栋)[^,。!?]{0,8}(居民|业主|家长|村民|同志|朋友|市民|住户|邻里)?[,。!:注]|物业通知|社区通知|请(各位|广大)|请勿|谨防|敬请|特此|如家中|即日起|违者|望周知|(相互|互相)转告"
)
_ONES_OWN = re.compile(
    r"(?<![自])我(?!们?(社区|市|省|县|区|街道|国|院))|俺|咱|(?<!其)他|她|求(助|救)|救命|帮帮|快来|老公|老婆|媳妇"
)

_CAUSE = re.compile(
    r"(看|听|想)(见|到)[^,。!?;]{1,6}就|排(了)?[^,。!?;]{0,4}队|队排|排到|排得|网课|作业|加班|爬[^,。!?;]{0,3}(楼|层)|堵车|堵得|领导|周末|团建|开会|老板|群里|心里|在家|待着|关着|说说话|只剩|消息|广场舞|房价|菜价|物价|涨价|又涨|验证码|二维码|表格|填表|健康码|快递|物业|停车|外卖|"
    r"气得|热得|累得|忙得|笑|乐得|尬|贵|抢(?!救)|吵得|生意|房租|租金|水电|工资|月活|账单|股票|基金|彩票|球赛|比赛|上班|打卡|迟到|(又|给)忘(记|了)|装修|噪音|垃圾|网速|小程序|app|手机|电脑|打游戏|追剧|数学|考卷|论文|口罩|挤|逛|跑步|健身|减肥|蚊子|太阳|天气|空调|吃得|看得|听得|等得|催得?|逗|快疯了?|疯了|无聊|闷得|馋|萌|可爱|帅|颜值|价格|哈哈|亲们"
)
# “Laughed so that I can't breathe” …
_SO_THAT = re.compile(
    r"(笑|逗|乐|气|累|忙|看|听|吃|等|排|堵|催|逼|吵|贵|烦|急|吓|馋|挤|跑|学|写|辣|尬|卷|酸|美|震惊|感动)(得|的|(?<![听看])到)(我们?|人|大家|一家|都|简直|快|要|想|直|差点|几乎|真|就|也)*$"
)
# … what a price does to the heart, and what one nearly did at the sight of it …
_FOR_A_JOKE = re.compile(
    r"(房贷|车贷|贷款|房价|压力|学费|彩礼|业绩|任务|工作|生活|日子)[^,。!?;]{0,4}(压|逼|大|多)?(得|的)(我们?|人)?(都|直|快|就)*$"
    r"|(真|太|简直|实在|都|能)?(让|令|叫)人(都|直|想|要)*$"
    r"|(房价|股票|基金|账单|工资|价格|物价|油价|菜价|票价|比分|排名|成绩)[^,。!?;]{0,6}(得|到|出)?$"
    r"|(涨|贵|扣|罚|坑|宰|堵车?|卡|慢)(得|的)(我们?|人)?(都|直|真|就|快|要)*$"
    r"|(看|听|笑|气|吓)[^。!?;]{0,10}(差点儿?|差一点|险些)(就|没|把我|让我)*$"
)
_JOKING = re.compile(r"哈|笑|逗|狗头|胖|肥|馋|股|基金|房价|球|游戏|蚊")
_MEANT = re.compile(
    r"胸|心口|心脏|心前|抽|晕|昏|嘴|半"
)  # … but not what anger and strain really do
_SOMEBODY_ELSE = re.compile(
    r"爸|爹|爷|妈|娘|奶|婆|公(?!司|园|告|交)|老伴|老人|老头|老太|大爷|大妈|媳妇|老婆|丈夫|妻|孙|娃|宝宝|婴|病人|患者|有人|工友|[他她](?!们)"
)
_SEVERE = re.compile(
    r"往下看|真的会|抱着(孩子|娃)|站在(阳台|窗台|天台|楼顶)|睡不(着|好)|冷汗|胸口|心口|发紫|嘴唇|叫不|120|救护车|不行了|一片血|发烧|高烧|体温|倒在|叫醒|遗书|死了算|活着"
)

_HAS_IT = re.compile(
    r"我(?!们?(想(问|了解|知道|咨询)|听|看(到|见)|应|是否|需|该|可以|能|们先|在学))|俺|咱|家里(有人|老|孩)|老伴|老公|老婆|媳妇|[爸妈爷奶姥爹娘]|孩子(?!几|多|一般|为什么|什么)|宝宝|娃(?!.{0,4}一般)|老人(?!家?为)|儿子|女儿|孙|邻居|楼[上下]|隔壁|室友|"
    r"同事|(?<!其)[他她]|有人|现在|刚才|刚刚|突然|忽然|昨晚|今早|今晨|今天|快[来点叫打]|赶紧|救护车|\d(岁|床|栋|楼|号|单元)|已经|半天|受不了|救[命救我]|工友|病人|患者(?=[,性姓男女:]|\d)|男[人子,]|女[人子,]|老[陈李王张刘杨赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]|家属|人[^,。!?;]{0,2}(不|没|昏|倒|晕)|姓名|求助|诉求|怎么办|咋办|咋整|快(?![生递要])"
)
_CAME_OF_IT = re.compile(r"了[^,。!?;]{0,8}(头晕|恶心|吐|发抖|喘|胸闷|看不清|流口水)")
_GENERAL = re.compile(
    r"(什么|哪些|啥|何种|有何)[^,。!?;]{0,3}(症状|表现|征兆|信号|体征|前兆|区别|感觉|原因|意思|情况|危害|后果|影响|样|病|药|关系|反应)|(症状|表现|征兆|信号|前兆|原因|区别|危害|后果)(有[哪什些没]|是[什啥]|包括|吗|呢)|(?<=[^,。!?;])(症状|表现|征兆|信号|前兆|原因|区别|危害|后果)($|[?。])|"
    r"(是|叫)(个)?(什么|啥)(?!情况啊)|什么是|何为|(区别|区分|概率|几率|风险|副作用|不良反应|并发症|定义|典型)|(如何|怎么|怎样|咋)[^,。!?;]{0,4}(识别|判断|分辨|辨别|预防|避免|防|区分|急救|处理|处置|做|用|存放|自救|办理)|"
    r"(预防|避免|防范|识别|真的(吗|假)|听说|网传|据说|流程|政策|规定|医保|报销|补贴|残疾证|低保|收费|多少钱|几级|多少算|算什么|算(不算)?[^,。!?;]{0,6}吗)|为什么|什么(时候|情况)|"
    r"应?该?如何|知识|科普|讲座|培训|新闻|宣传|演练|小说|指什么|属于|热线|电话(是|多少)|应急|急救(的)?(法|方法|措施|步骤|培训|知识)|有没有|患者应|病例|市民|群众|正常(吗|么|不)|常见(吗|么)|严重(吗|么)|能(不能)?(打|接种|戴|报|申请|吃|喝|领|参加|做)|可以(打|接种|戴|报|申请|吃|喝)|"
    r"(几度|几天|(?<!不了)多久|多长时间|黄金时间|几月|先[^,。!?;]{0,8}还是)|(会|能)[^,。!?;]{0,8}(吗|么|不)(?=$|[?,。!])|有关|关系|whatis|whatare|symptomsof|howto|怎么回事|吗$"
)
_FACT = re.compile(r"(几|多少|什么|哪|怎么|如何|区别|吗|么|为什么|多久|呢)")


_DESPAIR = re.compile(r"(想)?(自杀|自尽|自缢|轻生|寻短见|跳楼|自残|自虐|想不开|割腕|厌世|suicid)")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return where a pattern is found last."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def is_denied(before: str, sign: str, after: str) -> bool:
    """Tell whether a sign is said not to be."""
    if _DENIED.search(before) or _DENIED_AFTER.search(after) or _is_masked(before, sign, after):
        return True
    listed = _DENIED_LIST.search(before)
    return bool(listed and (_JOINED.search(before) or _BARE.match(sign)))


def warns_of_it(before: str, sign: str, after: str) -> bool:
    """Tell whether drinking poison is spoken against already."""
    return (
        bool(re.search(r"(不能|别|不要|严禁|切勿|禁止|不可以?|千万)[^,。!?;]{0,4}$", before))
        or "中毒" in after[:6]
        or "中毒" in sign
    )


def is_resolved(sign: Sign, rest: str) -> bool:
    """Tell whether what follows says that it is over."""
    found = RESOLVED.search(rest)
    if found and sign.name == "想不开" and _NOBODY_NEEDED.match(found[0]):
        return False  # “今晚就解脱了,你们不用来人”
    return bool(found and not BUT.search(rest[found.end() :]))


def is_mended(after: str) -> bool:
    """Tell whether what follows in the sentence says that it is better."""
    found = RESOLVED.search(after) or re.match(
        r"^[^,。!?;]{0,3}(好(多|些|一点|了)|缓|轻(多|些)|减轻)", after
    )
    return bool(found) and not BUT.search(after)


def is_supposed(before: str, sign: str, after: str, *, is_mind: bool) -> bool:
    """Tell whether a sign is only thought of: if, might, lest."""
    if is_mind and _OWN_FEAR.search(before):
        return False
    supposed = _last(IF, _WISH.sub("", before[-40:]) + sign)
    if supposed is not None:
        between = _ALL_AT_ONCE.sub("", (_WISH.sub("", before[-40:]) + sign)[supposed.end() :])
        if not NOW.search(between) and not _OR_ELSE.search(between):
            return True
    if _APPEARS.search(before) and _SHOULD.match(after):
        return True
    if re.match(r"^[^,。!?;]{0,6}的话|^了?(怎么跑|咋跑|怎么逃|谁负责|谁管|谁担责|算谁)", after):
        return True
    if not is_mind and _FEAR.search(before):
        return True
    return bool(_MAYBE.search(before)) and not _HAPPENED.search(after) and not sign.endswith("了")


def is_past(before: str, sign: str, after: str) -> bool:
    """Tell whether it was long ago."""
    clause = before.rpartition(",")[2][-20:] + sign.partition(",")[0]
    ago = _last(LONG_AGO, clause)
    if ago is not None and not _AGAIN.search(clause[ago.end() :]):
        return True
    told = _THAT_TIME.search(before)
    if told and not NOW.search(before[told.end() :] + sign):
        return True
    return bool(_PAST_AFTER.search(after)) and not _AGAIN.search(clause)


def is_told_of_others(before: str, sign: str, after: str, *, is_mind: bool) -> bool:
    """Tell whether it is a film, a drill, a dream, a lesson, or news from elsewhere."""
    if MADE_UP.search(before) or _TITLED.search(after[:16]):
        return True
    if _IS_IT_TRUE.search(after[:30]) and not _NEAR.search(before + sign):
        return True
    found = _last(NEWS, before)
    if found is None or (is_mind and _WRITTEN.match(found[0])):
        return bool(re.match(r"^[^,。!?;]{0,6}隐患", after))
    return not _NEAR.search(before[found.end() :] + sign)


def happens_to_a_thing(before: str, sign: str) -> bool:
    """Tell whether what fell, broke or got stuck is a thing or an animal."""
    return bool(_THING.search(before)) and not _WHOSE.search(sign)


def is_notice(whole: str) -> bool:
    """Tell whether a text is addressed to everybody: a notice, an article passed on."""
    return bool(_NOTICE.search(whole[:80])) and not _ONES_OWN.search(whole)


def is_exaggerated(
    before: str, sign: str, after: str, *, is_loose: bool, is_mind: bool = False
) -> bool:
    """Tell whether strong words are said of a queue, a price, a joke; of a wish to die only a joke takes it back."""
    if _SO_THAT.search(before) and not _MEANT.match(sign):
        return True
    if _FOR_A_JOKE.search(before) and not _SEVERE.search(after):
        return True
    around = before[-30:] + sign + after[:16]
    if is_mind:
        return bool(_JOKING.search(around)) and not _SEVERE.search(around)
    if not is_loose or not _CAUSE.search(around) or _SEVERE.search(around):
        return False
    clause = before[-12:]
    return not _SOMEBODY_ELSE.search(clause + sign) or bool(re.search(r"我也?[^,]{0,3}$", clause))


def somebody_has_it(before: str, sign: str, after: str) -> bool:
    """Tell whether a text names who has it, or that it is now."""
    return bool(_HAS_IT.search(before + sign + after[:40]))


def has_happened(sign: str) -> bool:
    """Tell whether a sign itself says that something was done and what came of it."""
    return bool(_CAME_OF_IT.search(sign))


def is_general(sentence: str, before: str, sign: str, after: str) -> bool:
    """Tell whether a sentence asks what is generally so."""
    return bool(_GENERAL.search(before[-30:] + "※" + after[:40])) or bool(
        _GENERAL.search(sentence[-90:]) and _FACT.search(sentence[-90:])
    )


def is_bare(sign: str) -> bool:
    """Tell whether a sign of despair is a mere name, as questions about it have."""
    return bool(_DESPAIR.fullmatch(sign))


def _is_masked(before: str, sign: str, after: str) -> bool:
    """Tell whether it is the mask that takes somebody's breath."""
    if _MASK.search(before):
        return True
    return (
        "口罩" in before + after
        and bool(re.match(r"憋|喘|窒|呼吸|透不|闷", sign))
        and not _SEVERE.search(before + after)
    )
