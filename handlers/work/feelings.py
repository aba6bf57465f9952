"""Death, hospital, fear, anger, shame, loneliness, good news: heard first, then one next step."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from community.work import calling
from community.work.calling import ItemKind
from dialog import Context, Reply, Router, Said
from dialog.meanings import Meanings
from handlers.knowledge import beside, unknown
from handlers.work import after_call, grief, promises, requests

router = Router("feelings")

HOSPITAL = (
    "家里人在医院，您一定很着急，先顾好自己。\n"
    "已告诉{who}，请他们问问您家缺什么。要人送饭、接孩子、照看老人，直接跟我说。"
)
CALM = "别慌，我们一步一步来。"
HEARD = "对不住，惹您生气了。哪件事没办好，跟我说，我转给书记；想找人说，回复“转人工”。"
NO_SHAME = (
    "这不是您的错，谁都可能遇上，一点也不丢人。您的情况只有办事的人能看。\n"
    "心里堵得慌，打12356有人听您说（24小时、免费）；邻居那边要人帮着说句话，回复“转人工”。"
)
ALONE = "一个人待着，心里是空落落的，谢谢您愿意跟我说。要不要请社区的人陪您说说话？"
GLAD = "真替您高兴！再歇两天，多喝水；又不舒服随时说。"
GLAD_WATCHED = "真替您高兴！这会儿量一下体温，把数字发给我，好记上；又不舒服随时说。"
HAPPY = "恭喜恭喜！这样的好消息，我听着也高兴，祝您一家越来越好。"
MISSED = (
    "想着走了的人，睡不着、吃不香，都是人之常情，慢慢来。愿意的话，跟我说说TA。\n"
    "夜里实在难熬，打12356有人听您说（24小时、免费）；想有人来坐坐，回复“转人工”。"
)
PASSED_ON = "也转告{who}了。"
BEREFT = (
    "请您节哀。这些天您受累了，事办完了心里反而空，是人之常情。先吃口热的，睡一觉，别一个人闷着。\n"
    "销户口、停养老金、领丧葬费都不急，想办了直接问我。夜里难熬打12356（24小时、免费）；想有人来坐坐，回复“转人工”。"
)
GRAVE = (
    "听到这个，您心里一定又乱又怕，先缓一缓，我陪您一步一步来。\n"
    "先问清医生下一步怎么治、多久复查；费用打12393问大病报销，困难的社区帮着申请救助。要人陪着去医院、照看家里，回复“转人工”；心里难受打12356。"
)
THANKED = "不客气，听您这么说真高兴！有事随时说。"
BORN = "恭喜恭喜！祝大人孩子都好。上户口、打疫苗要问什么，直接问我。"
# What they want besides goes first; it is answered by whoever answers that.
_WANTS = re.compile(
    r"[?？]|帮|买|送|怎么|咋|吗|么$|能不能|能否|要不要|用不用|哪|几天|多久|什么时候|请(?!安)"
)
_HOSPITAL = re.compile(
    r"住(了|进)?(了)?(医)?院(了|啦|[,，。]|$|第)|住进(了)?(医院|重症|icu|ICU)|(救护车|120).{0,4}(拉|接|送)走|(在|正)抢救|(做|动)(完|了)?(大)?手术"
)
_NOT_YET = re.compile(
    r"[要想得能没求让需]住院|不住院|[要想]([做动])|转院|隔离|烧|疼|流|吐|以前|去年|早就|年前"
)
_AFRAID = re.compile(
    r"(好|真|太|很|特别|有点|心里|挺)(害?怕(?!冷|热|风|光|痒|麻烦)|担心|慌)|(害?怕|慌|吓)得(很|慌|不行|要命|睡)|怕死|吓(死|坏)|(担心|急|愁)死"
)
_ANGRY = re.compile(
    r"气死|气人|什么(破|烂|狗屁|鬼)|(破|烂|垃圾|狗屁)(社区|物业|居委会|村委会|单位)|受够了|不把(人|我们).{0,4}当|太(过分|不像话|气人|欺负人)|欺负(人|老百姓)|(瞎|乱|净|尽)?折腾(人|我们|老百姓)|不像话|没人性"
)
_INSULT = re.compile(
    r"[你这个什么破傻笨死蠢]{0,8}(?:(?:傻|笨|蠢|破|垃圾|废物|智障|没用)的?)?(?:东西|机器人?|玩意儿?|货|子|家伙)?[,，!！。 ]{0,3}"
    r"(?:滚|去死|闭嘴)(?:吧|蛋|开){0,2}[!！。]{0,3}"
    r"|[你这个什么]{0,4}(?:傻|笨|蠢|破|垃圾|废物|智障)(?:的)?(?:东西|机器人?|玩意儿?|货|子|家伙)[!！。]{0,3}"
    r"|.{0,6}机器人[,，!！。 ]{0,3}滚(?:蛋|开)?[!！。]{0,3}"
)
_ASHAMED = re.compile(
    r"没脸见?人?|丢(死)?人|丢脸|抬不起头|指指点点|(被|让|叫)?人家?(笑话|说闲话|戳脊梁)|窝囊|戳.{0,4}脊梁|(嫌弃|看不起|瞧不起|歧视|躲着|孤立)(我|俺|我们)|被(大家|人|别人|邻居|同事|同学|亲戚)们?.{0,2}(嫌弃|看不起|瞧不起|歧视|躲着|孤立|议论)|不敢见人|见不得人"
)
_ALONE = re.compile(
    r"孤(单|独|零零)|没(?:有)?人(?:会)?(?:看|在乎|在意|关心|管)(?:我|的|吧)?(?=$|[。.!！~…])|冷(冷)?清|没(个)?人(陪|说话|理我|聊天|搭理)|闷得(慌|很)|(跟|和|对着)(电视|墙|猫|狗|自己).{0,2}说话|说不上(一句)?话|(一个人|独自).{0,6}(在家|过年|过节|没意思|难受|难熬|害怕)|(儿女|孩子|子女|儿子|女儿)(们)?(都)?(不在身边|在外地|不回来|没空)"
)
_GLAD = re.compile(
    r"(转|变)?阴(了|啦|性(?!报告|结果|证明))|(退|不|没)(高)?烧(了|啦)|烧(都|已经|总算|终于)?退(了|啦)|(好|好转|强|轻松)多(了|啦)|有好转|出院(了|啦)|(全|都|病|彻底|已经)(都|全)?好(了|啦|利索)|痊愈|康复(了|啦)|(解除|结束)(隔离|监测|观察)(了|啦)|解封(了|啦)"
)
_GRAVE = re.compile(
    r"(?:确诊|查出来?|检查出来?|得了|说是|诊断(?:是|为|出)?|发现).{0,6}(?:癌|肿瘤|白血病|尿毒症|渐冻|晚期|绝症)|病危|下了?病危|没几天了|晚期了"
)
_BORN = re.compile(
    r"生了(个|一个|对)?.{0,4}(小子|儿子|闺女|女儿|千金|宝宝|双胞胎|龙凤胎)|母子平安|母女平安"
)
_HAPPY = re.compile(
    r"(?<!没)(?<!没有)(?<!不)(?<!未)考(上|取|中)(?!不|没)|录取(了|啦|通知)|(领证|订婚|结婚)(了|啦)|(找到|有)(新)?工作(了|啦)|升(职|学)(了|啦)|(当|做)(爷爷|奶奶|外公|外婆|姥姥|姥爷|爸爸?|妈妈?)(了|啦)|抱(上)?(孙子|孙女|外孙)"
    r"|终于.{0,6}(拿到|办[好下成]|买[了到]|考过|通过|搬进|还清|盼[来到])|搬(进|到|了)(新|大)(家|房)|过.{0,3}[六七八九]?十?大寿|过生日(了|啦)|[真好太可]?(高兴|开心|乐)(得|坏|死|极|疯)|(好|真|太|特别|今天)(高兴|开心)"
    r"|(得|拿)了?.{0,4}(奖|第一名|冠军|满分)|拆线了|要当(爷爷|奶奶|爸爸?|妈妈?|姥姥|外婆)"
)
_THANKED = re.compile(
    r"(谢谢|感谢|多谢|谢了|辛苦)(你们?|您|大家|社区|书记|医生|网格|物业|志愿|小[\u4e00-\u9fff])|太(谢谢|感谢)"
    r"|麻烦(你们?|您|大家|社区|书记|医生)(大伙|各位)?(了|啦)"
    r"|(帮了|解决了)(我|俺|大|不少)?.{0,4}忙|(真|太|挺)(贴心|负责|周到|热心|暖心)"
)
_FAILED = re.compile(r"[没不](有|能|太|怎么)?(考|找到|录|领|结|升|高兴|开心|想过)|落榜|考不上")
_NO_THANKS = re.compile(
    r"没|不(?!客气|少|容易)|差|投诉|骗|慢|乱|坏|凭|还[是要得]|但|可(?!以)|疼|烧(?!退|都退)|咳"
)
# Who went a while ago, and is missed.
_MISSED = re.compile(
    rf"{grief.KIN}.{{0,4}}(走|没|去世|过世|不在)(了)?(有|快|都|已经)*(半|[几两一二三四五六七八九十\d])+(年|个月|多年|天|周)|(想|念着?|梦见)(我|俺|咱)?(去世|过世|走了)的"
)
_BEREFT = re.compile(
    r"(办|料理|操办|忙|处理)完.{0,3}(后事|丧事|白事|葬礼)|(后事|丧事|白事).{0,3}(办|忙|料理|处理)完"
)
_PAPERS = re.compile("手续|户口|证明|证件|社保|养老金|抚恤|丧葬费|遗产|房产|存款|多少|哪里")
_BUT = re.compile(
    r"但|可(?!以)|不过|反而|是不是|了没|算不算|凭什么|为啥|阳|疼|咳|喘|疹|红点|肿|抽|吃不下|不吃|没精神|吐|血|拉肚|难受|没力|没劲|又(?!是)|还(没|不|是|在|有)|没(有)?(转阴|退|出院|好)|才能?|怎样|会不会|没说|假"
)
# What the model may make of a feeling; of anything else the feeling is not the point.
_WORRIES = ("ask_", "report_symptom", "report_exposure", "report_travel")
_LOW = ("psych_support", "oos", "smalltalk", "chitchat")
_NEWS = (*_LOW, "report_", "ask_symptom_care", "ask_quarantine", "ask_test_result", "request_")
_ILL = (*_LOW, "request_medical", "request_errand", "report_symptom", "report_exposure")
# What a child alone, somebody worn out or left behind is taken to want.
_HEAVY = (*_LOW, "complain_", "request_errand", "request_human", "report_travel", "ask_school")
_OURS = re.compile(r"你们|社区|小区|物业|居委|村|网格|书记|领导|政府|百姓|折腾|电话|填表|登记")
_CARES = (ItemKind.DANGER, ItemKind.FEVER, ItemKind.HUMAN, ItemKind.HELP)
# The words, what else the model may make of them, and what answers them.
Feeling = tuple[re.Pattern[str], tuple[str, ...], Callable[[Context], Said | None]]
_PLAIN = 40  # characters; in a longer story something else is wanted
_HEARD = "heard"  # known once the feeling in a message was answered


@router.intercept
def hear(ctx: Context, meanings: Meanings) -> Said | None:
    """Hear what weighs on somebody; what they ask besides is answered below it."""
    if ctx.known.get(_HEARD) or ctx.message.in_group or ctx.slots.get("temps"):
        return None
    if (died := grief.hear(ctx)) is not None:
        return died
    if said := _first_of_all(ctx, meanings):
        return said
    asks = bool(_WANTS.search(ctx.text))
    if not asks and (said := _alone(ctx)):
        return said
    if _means(ctx, _HEAVY) and (said := beside.of_the_heart(ctx)) is not None:
        return said
    if not asks and _is_afraid_of_danger(ctx):
        return requests.comfort(ctx)
    if _AFRAID.search(ctx.text) and (
        _means(ctx, _WORRIES) or (unknown.asks(ctx.text) and beside.known(ctx))
    ):
        return _below(ctx, meanings, CALM)
    return None


def _is_afraid_of_danger(ctx: Context) -> bool:
    """Tell whether it is fear of water, fire or a slope that speaks, however sure the model is of it."""
    is_low = ctx.parse.intent == "psych_support"
    return is_low and bool(_AFRAID.search(ctx.text) and unknown.haste(ctx.text))


def _first_of_all(ctx: Context, meanings: Meanings) -> Said | None:
    """Hear of a wake, of what is to be done after a death, of a grave illness; and thanks."""
    of_a_wake = grief.of_a_wake(ctx.text) and ctx.parse.intent == "ask_gathering"
    if of_a_wake or grief.asks_after(ctx.text):
        return _below(ctx, meanings, grief.CONDOLENCE)
    if _is_bereft(ctx.text):
        return Reply(BEREFT, meant="psych_support")
    said = _alone(ctx, (_GRAVE_NEWS,))
    if said or unknown.asks(ctx.text):
        return said
    return _alone(ctx, (*_GOOD_NEWS, _THANKS)) if _THANKED.search(ctx.text) else None


def _is_bereft(text: str) -> bool:
    """Tell whether a family of theirs has just buried somebody, and asks for no papers."""
    is_it = len(text) <= _PLAIN and _BEREFT.search(text) and not _PAPERS.search(text)
    return bool(is_it) and not grief.is_of_others(text)


@router.on_distress
def hear_first(ctx: Context, meanings: Meanings, any_words: bool) -> Said | None:
    """Hear what weighs on somebody in the middle of a form; good news may be an answer to it.

    Where any words would do for an answer, only a death is certainly none.
    """
    if ctx.message.in_group or ctx.slots.get("temps") or grief.is_spoken_of(ctx):
        return None
    if (died := grief.hear(ctx)) is not None or any_words:
        return died
    if not _WANTS.search(ctx.text) and (said := _alone(ctx, _BURDENS)):
        return said
    if _AFRAID.search(ctx.text) and _means(ctx, _WORRIES):
        return _below(ctx, meanings, CALM)
    return None


def _alone(ctx: Context, feelings: Sequence[Feeling] = ()) -> Said | None:
    """Answer a feeling that is all they say."""
    text = ctx.text.strip()
    if len(text) <= _PLAIN and _INSULT.fullmatch(text):
        return Reply(HEARD, meant="anger")
    for pattern, meanings, answer in feelings or _FEELINGS:
        if pattern.search(text) and _means(ctx, meanings) and (said := answer(ctx)):
            return said
    return None


def _means(ctx: Context, meanings: tuple[str, ...]) -> bool:
    return ctx.parse.intent.startswith(meanings)


def _angry(ctx: Context) -> Said | None:
    """Take anger at us for a complaint; at anything else it is not the secretary's."""
    return requests.complain(ctx) if _OURS.search(ctx.text) else None


def _in_hospital(ctx: Context) -> Said | None:
    if _NOT_YET.search(ctx.text):
        return None
    return requests.pass_on(ctx, "家里有人住院", HOSPITAL)


def _lonely(ctx: Context) -> Said:
    if beside.UNWELL.search(ctx.text):  # whoever is alone and ill needs help before company
        return requests.ill_too(ctx)
    choices = [("请社区的人联系我", "intent:request_human"), ("不用，说说就好", "thanks")]
    return replace(ctx.offer(ALONE, choices), meant="psych_support")


def _glad(ctx: Context) -> Said | None:
    if _BUT.search(ctx.text) or len(ctx.text) > _PLAIN or calling.in_danger(ctx.db, ctx.calls):
        return None
    glad = GLAD_WATCHED if ctx.reported else GLAD
    item = after_call.pass_on(ctx, _CARES)  # whoever was called lately is glad to hear of it
    return Reply(
        f"{glad}{promises.told(ctx, item, PASSED_ON)}" if item else glad, meant="good_news"
    )


def _happy(ctx: Context) -> Said | None:
    if _BUT.search(ctx.text) or _FAILED.search(ctx.text) or len(ctx.text) > _PLAIN:
        return None
    return Reply(HAPPY, meant="good_news")


def _grave(ctx: Context) -> Said | None:
    """Hear the news of a grave illness in the family; who asks what is known of it is answered so."""
    if beside.surely_asked(ctx) is not None or grief.is_of_others(ctx.text):
        return None
    return Reply(GRAVE, meant="psych_support")


def _thanked(ctx: Context) -> Said | None:
    if _NO_THANKS.search(ctx.text) or len(ctx.text) > _PLAIN:
        return None
    return Reply(THANKED, meant="smalltalk")


def _below(ctx: Context, meanings: Meanings, before: str) -> Reply:
    """Answer the rest as ever, below a sentence that hears the person."""
    then = ctx.derive(known={**ctx.known, _HEARD: True})
    said = meanings.intercepted(then) or meanings.by_intent(then)
    return said if before in said.text else said.after(before)


_BURDENS: Sequence[Feeling] = (
    (_ANGRY, ("",), _angry),
    (_ASHAMED, _LOW, lambda _: Reply(NO_SHAME, meant="psych_support")),
    (_HOSPITAL, _ILL, _in_hospital),
    (_MISSED, (*_LOW, "report_symptom"), lambda _: Reply(MISSED, meant="psych_support")),
    (_ALONE, (*_LOW, "complain_"), _lonely),
)
_GRAVE_NEWS: Feeling = (
    _GRAVE,
    (*_WORRIES, *_LOW, "request_", "complain_"),
    lambda ctx: _grave(ctx),
)
_GOOD_NEWS: Sequence[Feeling] = (
    (_BORN, _NEWS, lambda _: Reply(BORN, meant="good_news")),
    (_GLAD, (*_NEWS, "complain_"), _glad),
    (_HAPPY, (*_LOW, "complain_", "ask_school", "ask_gathering", "report_"), _happy),
)
_THANKS: Feeling = (
    _THANKED,
    (*_LOW, "complain_", "report_", "request_", "volunteer_"),
    lambda ctx: _thanked(ctx),
)
_FEELINGS: Sequence[Feeling] = (*_BURDENS[:2], *_GOOD_NEWS, *_BURDENS[2:])
