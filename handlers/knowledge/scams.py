"""Money asked for by telephone or already gone: what to do comes before any form or complaint."""

import re
from datetime import timedelta

from community.questions import feedback
from dialog import Context, Reply, Router
from handlers.knowledge import answers, local_facts

router = Router("scams")

TOPIC = "诈骗"
BEGINS_GONE = "马上打110，越快越可能拦住钱"
GONE, ASKED = "kb44", "kb50"  # what to do once money is gone, and before
KIN, PRIZE, STOPPED, ASHAMED = "rc74", "rc75", "kb50", "kb44"
FILLED = "qn02"  # what to do once a card or a number was typed in, and no money gone
LUCK, LENT, LINK, AT_THE_DOOR = "rd30", "rd31", "rd32", "ra11"

_MONEY = re.compile(
    r"安全账户|转[钱账]|[转汇打付交]了?.{0,6}(?:钱|元|块|[几一两三四五六七八九\d]+[百千万])|定金|押金|保证金|解冻|验证码|银行卡号|卡号.{0,4}密码|共享屏幕|刷单|充值|贷款"
)
# Who asks for it, or how one was taken in.
_CHEAT = re.compile(
    r"骗|拉黑|联系不上|不[发给]货|自称|冒充|公安|警察|公检法|法院|检察院|客服|涉案|洗钱|不[许让]告诉|别告诉|保密|短信|链接|加了?(?:个|我)?.{0,4}(?:微信|好友|姐|哥|群)|网上|陌生|来电|打电话|电话里"
)
_GONE = re.compile(
    r"(?:已经?|刚|都|全)?(?:转|汇|打|付|给|交|说|输|扫|点)(?:出去|过去|进去)?了|拉黑|被骗|骗走|骗了"
    r"|(?:转|汇|打|付)(?:钱|账|款)?(?:给|到).{1,8}了|(?:钱|[\d一二两三四五六七八九十几]{1,9}(?:百|千|万|块|元)[块元]?钱?)(?:就|都|全|已经|一下子)?(?:没了|不见了)"
    r"|被.{0,4}(?:刷|划|转|扣|骗)(?:走|掉|去|了)"
)
# Who has told nobody at home that they were taken in.
_TELLS_NOBODY = re.compile(
    r"不敢.{0,8}[说讲]|没脸|丢人|(?:怕|瞒着).{0,6}(?:老公|老婆|老伴|家里|儿子|女儿|爸|妈)"
)
# Whoever came to the door in somebody's name, sold or mended something, and was paid.
_CAME = r"上门|上我?家|敲门|门口|(?<![回从])来(?:了?个|了?俩|了?两|了?人|我家|家里)"
_SENT_BY = r"燃气|煤气|天然气|自来水|供水|电力|供电|物业|社区|净水|滤芯|油烟机|报警器|水质|软管|管子|疾控|[水电气]表|电视费|制服"
_TOOK = r"(?:[收交付花要掏骗卖]了(?!我两).{0,8}(?:\d{2,}|[百千万]|钱|块))"
# … and was doubted, or paid a sum nobody pays for that.
_DOUBTED = re.compile(
    r"上当|坑|骗|[退要].{0,3}回|退|正常|真|假|票|\d{3,}|[二两三四五六七八九几]百|千|万"
)
# Tricks that are known by how they begin, whatever money is spoken of.
_CALLS = r"打?电话|来电|短[信讯]|简讯|微信|语音|视频|自称|客服|通知我|接到|收到"
_TRICKS = (
    (
        AT_THE_DOOR,
        rf"(?:{_CAME}).{{0,24}}(?:{_SENT_BY}).{{0,40}}{_TOOK}|(?:{_SENT_BY}).{{0,8}}(?:{_CAME}).{{0,40}}{_TOOK}",
    ),
    (
        STOPPED,
        r"(?:涉.{0,2}(?:毒|案|黑|嫌)|洗钱|通缉).{0,16}(?:宾馆|开房|笔录|保密|屏幕|QQ|警官|转接|配合)|(?:宾馆|酒店)开?房?.{0,8}(?:笔录|配合调查)",
    ),
    (
        LUCK,
        r"(?:大师|算命|半仙|神婆|大仙|风水|道士|和尚|看相|神医).{0,16}(?:钱|\d{3,}|[几一两三四五六七八九]+[百千万]|消灾|转运|作法|开光)",
    ),
    (
        LENT,
        r"骗.{0,6}(?:去|我|他|她)?.{0,4}(?:贷|借)了?.{0,3}款|(?:贷款|网贷)的?钱.{0,8}(?:骗子|骗走)|用我的?(?:身份|名字).{0,6}(?:贷|借)",
    ),
    (
        KIN,
        rf"(?:儿子|女儿|孙[子女]|外孙|侄[子儿女]|老公|老婆|亲戚|同学|朋友|领导|老师).{{0,10}}(?:{_CALLS}|声音).{{0,24}}(?:要(?:我|俺)?.{{0,6}}钱|急用钱|借.{{0,3}}钱|[转打汇]钱|手术费|保释)",
    ),
    (
        STOPPED,
        rf"(?:{_CALLS}|说).{{0,12}}(?:医保|社保|身份证|居住证|户口|驾照|ETC|签证|护照|水电|宽带|银行卡|手机号|养老金|账户|征信).{{0,8}}(?:停|冻结|异常|过期|注销|涉|盗刷|冒用|升级).{{0,20}}(?:按[\d一二键]|点[开击链]|加(?:微信|好友|群|Q)|下载|转人工|[链连]接|连结|网址|验证码|配合调查|添加)",
    ),
    (
        LINK,
        r"(?:短[信讯]|简讯|邮件|彩信).{0,24}(?:点[开击]|下载|[链连]接|连结|网址|点进去)|(?:法院|律师|公安).{0,6}短信",
    ),
    (
        ASKED,
        rf"(?:{_CALLS}|电话|号码).{{0,20}}(?:疾控|流调|防疫|卫健|卫生局).{{0,30}}(?:身份证|密接|住址|住哪|去过|行程|卡号|个人信息)",
    ),
    (
        ASKED,
        r"(?:说是|说他是|自称|冒充|讲是).{0,10}(?:局|公安|派出所|银行|客服|社保|医保|法院|检察|供电|移动|联通|电信|平台).{0,24}(?:身份证|卡号|验证码|密码|转[钱账]|下载|链接|加.{0,3}微信)",
    ),
    (
        PRIZE,
        rf"(?:{_CALLS}).{{0,12}}(?:中了?.{{0,3}}奖|一等奖|中奖|赔[三双两十].?倍|退[款钱]|理赔|积分).{{0,20}}(?:税|手续费|邮费|卡号|链接|验证码|先交|先付|扫)",
    ),
)  # fmt: skip
_KNOWN_TRICKS = tuple((key, re.compile(words)) for key, words in _TRICKS)
# What was typed in or sent, before any money went.
_FILLED = re.compile(
    r"(?:填|输|报|发|给|提供)(?:过|完|到|进去)?了[^，,。]{0,8}(?:一半|卡号|银行卡|身份证|密码|验证码)"
    r"|(?:卡号|银行卡|身份证号?|密码|验证码)[^，,。]{0,6}(?:填|输|报|发|给)(?:了|过|完|进去|出去)"
)
_ON_THE_NET = re.compile(r"链接|网页|网址|扫码|加[^，,。]{0,4}微信|骗")
# Who asks whether it is a trick names what is wanted of them.
_A_TRICK = re.compile(
    r"(?:是不是|会不会是|算不算|怕是|像是)[^，,。]{0,4}(?:骗|诈)|(?:骗子|骗人|诈骗)[^，,。]{0,3}[吗么嘛不?？]"
)
_WANTED = re.compile(
    r"银行卡|卡号|验证码|身份证|链接|扫码|交[^，,。]{0,4}[钱费]|转[钱账]|下载|屏幕"
)
LATELY = timedelta(minutes=30)
A_FEW_WORDS = 30
_GIVEN = re.compile(
    r"[钱款元块]|\d{3,}|[几一二两三四五六七八九十][百千万]|卡号|密码|验证码|身份证|链接|码|他|她|对方|那边"
)
_HANDED = re.compile(
    r"(?:给|告诉|报|发|说)(?:了|给)?(?:他|她|对方|那边|人家|骗子|客服).{0,2}了|给了?(?:他|她|对方)"
)
# “我报了”, “给他了”: all that is said of what was handed over.
_HANDED_BARE = re.compile(
    r"(?:我|俺|已经|刚才?|都|就|也|全|老伴|[她他]|老婆|老公|爸|妈|,|，|。|\s)*+(?:[报给发说告填点转输扫念打汇交付]|告诉|提供|输入)(?:给|了|过|完|出去|过去|进去|他|她|对方|人家|那边|钱|码)*了?[。.!！啊呀呢 ]*"
)
_TO_HIM = r"(?:[报给发念填输说]|告诉)给?(?:了|过)?(?:一个|那个|个|什么|自称)*+(?:他|她|对方|客服|人家|那边|骗子|警官|公安|警察|老师|经理|专员|女的|男的|人)"
_CODE_GIVEN = re.compile(
    rf"(?:验证码|卡号|密码|[六6]位数?|数字|动态码).{{0,12}}(?:[报念]了|{_TO_HIM}了|[报发念]过去了)"
    r"|(?:[报念]了|告诉了|[报发念说]给了)(?!我).{0,10}(?:验证码|卡号|密码|[六6]位|动态码)"
)
_OFF_THE_CARD = re.compile(
    r"(?:卡|账户|账上|余额|存折|微信|支付宝).{0,8}(?:[扣少划转刷][了走掉]|没了|空了)"
)
_KNOWS_ME = re.compile(
    r"(?:报|说|念|叫|喊|知道|晓得|有|发).{0,8}(?:名字|姓名|身份证|住址|地址|住哪|我家|工作证|警官证|通缉令)"
    r"|(?:名字|姓名|身份证|住址|地址|住哪|我家).{0,8}(?:报|说|念|知道|晓得)"
)
_WHAT_NOW = re.compile(
    r"又打|还打|在响|打来|来电|[让叫]我.{0,4}(?:转|下载|点|加)|银行|110|报警|派出所|冻结|挂失|追[得回]|来得及|(?:钱|卡|码|骗|他).{0,10}(?:怎么办|咋[办整]|咋个办|还没|要不要)|^(?:那|我|现在|这下|可|又|该|\s)*(?:怎么办|咋[办整个].{0,2}|咋个办)[啊呀呢？?]*$"
)
KNOWS = "报得出您的名字、证件号、拿得出“证件”也别信：这些早被人倒卖、做假了。挂掉，什么都别再报。报过码、卡号，转过钱，现在打110，再打银行客服冻结卡。"
STOP = "现在先打110，再打银行客服（卡背面有电话）冻结卡，两个都打，钱还没少也打。改密码，他再来电、发链接都别理；要人陪着报案，回复“转人工”。"
_A_CHEAT = re.compile("是骗子|96110|骗子")
_OWED = re.compile(r"工资|欠条|借条|房东|退租|物业|学费|医药费|报销")


@router.intercept
def hear(ctx: Context, _: object) -> Reply | None:
    """Say what to do about somebody who wants money or codes, whatever else the words sound like."""
    if ctx.actor.is_staff:
        return None
    key = _heard(ctx.text)
    if key is None and (going := _after_a_trick(ctx)):
        if going != GONE:
            return Reply(going, meant="known")
        key = going
    found = ctx.knowledge.chosen(key, ctx.now) if key is not None else None
    if found is None:
        return None
    return answers.say(ctx, local_facts.beside(ctx, found) or found).means("known")


def _after_a_trick(ctx: Context) -> str:
    """Hear “我报了”, “他知道我名字”, “先打哪个” after a trick that was told; "" where nothing goes on about it."""
    if len(ctx.text) > A_FEW_WORDS:
        return ""
    since = ctx.now - LATELY
    said = feedback.said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    if not any(_heard(one.text) or _A_CHEAT.search(one.answer) for one in said):
        return ""
    if _is_gone(ctx.text):
        return STOP if any(BEGINS_GONE in one.answer for one in said) else GONE
    if _WHAT_NOW.search(ctx.text):
        return STOP
    return KNOWS if _KNOWS_ME.search(ctx.text) else ""


def _is_gone(text: str) -> bool:
    """Tell whether money or a code is said to be out of their hands."""
    is_told = _GONE.search(text) or _HANDED.search(text)
    is_named = bool(is_told and _GIVEN.search(text))
    return is_named or bool(_HANDED_BARE.fullmatch(text) or _OFF_THE_CARD.search(text))


def _heard(text: str) -> str | None:
    """Return which entry says what to do; None where nobody wants money or codes."""
    is_gone = _GONE.search(text)
    if _FILLED.search(text) and _ON_THE_NET.search(text) and not is_gone:
        return FILLED
    trick = next((key for key, words in _KNOWN_TRICKS if words.search(text)), None)
    if trick == AT_THE_DOOR and not _DOUBTED.search(text):
        trick = None
    if trick in (LENT, AT_THE_DOOR) or (trick is not None and not is_gone):
        return trick
    if _CODE_GIVEN.search(text) and not _OWED.search(text):
        return GONE
    if _A_TRICK.search(text) and _WANTED.search(text) and not is_gone:
        return ASKED
    if not _MONEY.search(text) or not _CHEAT.search(text) or _OWED.search(text):
        return None
    if not is_gone:
        return ASKED
    return ASHAMED if _TELLS_NOBODY.search(text) else GONE
