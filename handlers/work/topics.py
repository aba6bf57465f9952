"""What a wish for help is about: so that what is said again goes with what was asked before."""

import re

# Whoever says one of these asks us to do something, and not how it is done.
_ASKS_US = re.compile(
    r"帮(?!助)|请(?!问|假|客|教|明确|明示|告知|说明|解释|解答|予以|就|核实|答复|回复)|麻烦|劳驾|拜托|能不能(?!带|养|遛狗|请假|自己|报|用|领|退|算|享受|申请|迁|落户|告|要回|继承|判|赔|涨|转|提取|上[学班户小]|吃|喝|洗|打[疫针]|戴|住|坐)|可不可以来|谁能|谁来|谁(?:可以|会)|有没有人|[来找派叫](?:个|一个|几个)?人|"
    r"[派叫找]个?(?:车|师傅|工人|电工)|替我|代我|能不?能?去(?:看|瞧|瞅)|去(?:看|瞧|瞅)(?:一[眼下]|[看瞧瞅])|借我|借一?[下个辆]|来(?:修|看|拿|取|收|接|换|弄)一?下|上门"
)
TOPICS: dict[str, str] = {
    "pet": r"遛|溜溜|溜一?下?狗|(?:喂|照看|看着?)(?:一?下)?(?:狗|猫|鸟|鱼|宠物)|狗|猫(?!腻)|金毛|泰迪",
    "repair": r"修|堵(?:了|住)|疏通|通一?下|漏水|[坏爆断]了|停[电水气]|跳闸|电闸|开锁|换(?:一?[个下])?(?:灯|锁|水龙头|保险丝|煤气|气瓶|纱窗|电池)|水管|马桶|下水道|灯泡|插座|空调|热水器",
    "ride": r"送.{0,8}去.{0,6}(?:医院|卫生院|透析|复查|产检|看病|车站)|派个?车|没车|接送|坐车去|陪.{0,6}(?:看病|医院|复查|检查|产检)|透析|复查|产检|去(?:医院|卫生院)|挂号|轮椅|救护|车(?:什么时候|到)",
    "parcel": r"快递|包裹|外卖|取件|拿上来|提上来",
    "rubbish": r"垃圾|废品|旧家具",
    "meals": r"做(?:一?[顿个口])?饭|烧饭|送饭|送餐",
    "hair": r"理(?:个|一?下)?发|剪(?:个)?头",
    "child": r"看(?:一?下)?孩子|(?:照看|照顾|带|接)(?:一?下)?(?:孩子|小孩|娃|宝宝)|放学|上学",
    "care": r"没人接|联系不上|(?:爸|妈|爹|娘|爷|奶|外婆|姥|老人|老伴).{0,20}去(?:看|瞧|瞅)|照看老|照顾老|(?:照看|照顾)一?下(?!孩|娃)|量(?:个|一?下)?血压|洗(?:个)?澡|翻身|陪(?:老人|我)?说",
    "papers": r"[交充缴](?:一?下)?.{0,3}(?:电费|水费|气费|燃气费|话费|医保|社保|学费)|打印|复印|盖章|代办|跑(?:个|趟)?腿|办(?:个|一?下)?.{0,3}证|取(?:个)?材料|寄(?:个)?",
    "inquiry": r"帮[我忙]{0,2}(?:去|再|先)?(?:问|打听|催|反映|转告|联系)",
    "carry": r"搬|扛|抬(?:一?下)?|拎|提不动",
    "goods": r"买|捎|带[点两三一]|药(?!店)|菜|米(?!\d)|奶粉|尿不湿|鸡蛋|桶水|煤气罐",
}
_TOPICS = {name: re.compile(words) for name, words in TOPICS.items()}
# What they cannot do themselves is asked of us, whether or not they say so.
_CANNOT = re.compile(
    r"(?:自己|一个人)?(?:做|弄|办|拿|提|搬|换|装|修|搞|够|够得)不(?:了|动|着|来|到|好|上)|不会(?:弄|用|填|操作|装|换)|下不了楼|出不了门|够不着"
)
_OF_WHOM = re.compile(
    r"我(?:是|全|眼|腿|腰|手|年纪|老|今年|[^，,。]{0,8}(?:岁|盲|瞎|聋|瘫|残|轮椅|拐))|老人|爸|妈|爷|奶|老伴|残疾|盲|看不(?:见|到|清)"
)
MOST = 80  # characters; a longer text tells a story
_QUOTED = re.compile("“([^”]*)”")
_SHOWN = re.compile(r"\[照片\]|位置：.*")
_PRICE = re.compile(
    r"多少钱|怎么收费|收不收|要钱|规定|允许|可以养|要不要|罚|几点|在哪|条件|够不够格|够格|符不符合|符合|资格|算不算|[能怎][不么样]?能?申请|有没有补贴"
)
MEDICAL = {"ride"}


def of(text: str) -> set[str]:
    """Return what words are about; nothing if they name nothing that could be done."""
    return {name for name, words in _TOPICS.items() if words.search(text)}


# “我能不能自己合闸”, “能不能洗澡”: it is asked what they may do, and nobody is asked to do it.
_OWN_PEOPLE = r"(?:[我他她](?:们|家)?)?(?:爸|妈|爹|娘|爷|奶|外婆|姥|婆婆|公公|亲戚|家[里人]|朋友|同事|儿子|女儿|姐|妹|哥|弟|保姆|阿姨)"
_OF_ONESELF = re.compile(
    rf"(?:可不可以|能不能|可以|能|让不让|许不许)(?:让|叫|请){_OWN_PEOPLE}|请(?:病|事|产|陪|年)?假|"
    r"我(?:能不能|可不可以|可以|能)(?![请让叫找])|(?:能不能|可不可以|可以)自己|(?:^|[\s,，。;；、])(?:能不能|可不可以|可以)[洗吃喝出去上开用合]"
)

# What somebody's own body may do, wherever in the words it is asked: “水痘能不能洗澡”.
_OF_A_BODY = re.compile(
    r"(?:能不能|可不可以|能否|可否)[^,，。;；]{0,4}(?:洗(?:[澡头脸]|个澡)|吹|吃|喝|碰|沾|出门|抱|亲|喂奶|喂母乳|游泳|跑步|运动|怀|睡|坐飞机|打针|打疫苗|上学|上班)"
)


def asked_of_us(text: str) -> set[str]:
    """Return what words ask us to do; nothing where they ask about it, or tell a long story."""
    if len(text) > MOST or _PRICE.search(text) or _OF_ONESELF.search(text):
        return set()
    if not _ASKS_US.search(_OF_A_BODY.sub("", text)):
        return set()
    return of(text) - {"goods"}


def said_in(item_text: str) -> set[str]:
    """Return what a request is about, by the words that were said; not by who said them."""
    return of(" ".join(_QUOTED.findall(item_text)))


def belongs(words: str, item_text: str) -> bool:
    """Tell whether words go with a request: they are about the same, or about nothing of their own."""
    about = of(words)
    return not about or _is_only_shown(item_text) or bool(about & said_in(item_text))


def is_beyond(text: str) -> bool:
    """Tell whether somebody old, ill or blind tells that they cannot do a thing themselves."""
    if len(text) > MOST or _PRICE.search(text):
        return False
    return bool(_CANNOT.search(text) and _OF_WHOM.search(text))


def _is_only_shown(item_text: str) -> bool:
    """Tell whether a request holds no words yet, only a picture or a place."""
    return all(_SHOWN.fullmatch(words) for words in _QUOTED.findall(item_text))
