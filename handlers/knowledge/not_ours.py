"""What is none of our business: refused kindly, with the reason and the way that is open."""

import re

from dialog import Context, Reply, Router

router = Router("not ours")

NUMBER = (
    "别人的电话、住址、微信，我谁也不给，您家的我也一样不给别人。\n"
    "有急事，告诉我找几号楼哪家、要带什么话，回复“转人工”，请网格员替您带到；有人有危险，马上打110。"
)
WHEREABOUTS = (
    "人在哪里、跟谁来往，我查不到，也不替谁查，这是各人自己的事。\n"
    "怕他出事、联系不上，马上打110；家里的事想找人说，打12338（妇联），或回复“转人工”。"
)
LUCK = (
    "开什么号、哪只会涨，谁也说不准，我更不敢说。收钱报号、拉群带着炒股的，都是骗子，别给钱。\n"
    "被骗了打110，拿不准打96110。"
)
WRITING = (
    "作文、稿子、作业我写不来，我只会答社区里的事，对不住。\n"
    "孩子的功课问老师最快；放学没人辅导，问我“社区有没有托管班”。"
)
FUN = "这个我不会，嘴笨，对不住。想有人陪您说说话，回复“转人工”，我请社区的人来；办事、看病、求助，直接问我。"
WEATHER = "天气我这里没有：看手机里的天气，或打12121听。有暴雨、高温预警，社区会在这里通知您。"
LOAN = (
    "钱我没有，借不了您，对不住。日子过不下去，社区能帮着申请临时救助；今天吃饭都难，回复“转人工”。\n"
    "网上先交钱才放款的，是骗子，别碰。"
)

REST = (
    "这个我不懂，不敢乱说。我只会答社区里的事：办证办事、看病吃药、停水停电、邻里、防骗、刮风下雨。\n"
    "别的在手机上搜一搜，或问问家里的年轻人。"
)

_WHOSE = r"(?:别人|人家|那个?[男女人家]|[男女]的|他|她|邻居|隔壁|对门|楼[上下]|业主|住户|租客|前?[男女]友|前[夫妻任]|亲家|同学|[\d一二三四五六七八九十]+[栋号幢单])"
_CONTACT = r"(?:电话|手机号?|号码|微信号?|住址|地址|门牌|身份证号?|名字|姓名|住哪)"
_OFFICIAL = re.compile(
    r"网格|书记|医生|物业|社区|居委|村委|街道|派出所|民警|值班|维修|师傅|快递|驿站|学校|老师|医院|政府|热线|客服|药店|志愿|楼长"
)
_KIN = r"(?:老公|老婆|丈夫|媳妇|男朋?友|女朋?友|对象|前[夫妻任]|他|她|这个?人|那个?人|某人|邻居|儿子|女儿|孩子)"
_LOST = re.compile(r"走[丢失散]|失踪|失联|没回[家来]|联系不上|找不[到着]|不见了")

# In this order: what it is told by, and what is said to it.
_WAYS = (
    (
        re.compile(
            rf"(?:[给发]我|告诉我|查一?[下查]|帮我[查找问要]).{{0,6}}{_WHOSE}.{{0,8}}{_CONTACT}"
            rf"|{_WHOSE}.{{0,10}}{_CONTACT}.{{0,4}}(?:[给发]|告诉)(?:给?我|一下)|{_WHOSE}.{{0,6}}{_CONTACT}(?:是?多少|是什么)"
            rf"|{_WHOSE}.{{0,4}}(?:住|在)(?:哪|几)[^，,]{{0,6}}[，,\s]*.{{0,6}}(?:查|告诉我)"
        ),
        NUMBER,
    ),
    (
        re.compile(
            rf"(?:帮我?|给我|能不能|想|怎么)?(?:查|定位|监控|跟踪|偷看).{{0,6}}{_KIN}.{{0,8}}(?:在哪|去哪|哪里|位置|行踪|定位|手机|聊天|微信|开房|通话|轨迹|跟谁)"
            rf"|(?:查|偷看).{{0,4}}(?:别人|人家).{{0,4}}(?:手机|聊天|行踪|开房)"
        ),
        WHEREABOUTS,
    ),
    (
        re.compile(
            r"双色球|大乐透|六合彩|开奖|中奖号|(?:彩票|体彩|福彩).{0,8}(?:号|买哪|推荐|预测)"
            r"|(?:股票|基金|币).{0,6}(?:买哪|哪[个只支]|推荐|会涨|涨不涨|能买|抄底)|买哪[个只支](?:股|基金)"
        ),
        LUCK,
    ),
    (
        re.compile(
            r"(?:帮|给|替|教)我?.{0,6}(?:写|做|改|翻译).{0,6}(?:作文|论文|检讨|情书|作业|诗|文案|总结|演讲稿|发言稿|心得|简历|对联|英语题|数学题|道歉信|保证书|信给)"
            r"|写[一个篇首份]{1,2}.{0,8}(?:作文|检讨|情书|诗|总结|演讲稿|发言稿|心得)|这道题.{0,6}(?:怎么做|答案)"
        ),
        WRITING,
    ),
    (
        re.compile(
            r"[讲说]个?.{0,3}(?:笑话|故事|段子)|唱[个首支].{0,3}歌|猜个?谜|玩.{0,3}(?:成语接龙|游戏)吧|[帮给]我?算[个下一]{0,2}(?:命|卦)|(?:我|这)的?(?:星座|运势|八字)"
        ),
        FUN,
    ),
    (
        re.compile(
            r"(?:今天|明天|后天|这周|周末|这几天|今晚|外面)?.{0,3}天气(?:预报|咋样|怎么?样|如何|好不好|好吗)"
            r"|(?:今天|明天|后天|周末|今晚)(?:会不会|会|下不|要不要带)(?:下雨|下雪|雨|伞).{0,2}"
        ),
        WEATHER,
    ),
    (
        re.compile(
            r"(?:你们?|社区|能不能|可不可以|能否|可以).{0,4}借(?:我|给我|俺)?.{0,4}(?:钱|\d+块|[几一两二三五]百|[几一两二三五]千)"
        ),
        LOAN,
    ),
)  # fmt: skip


def sentence(text: str) -> str | None:
    """Return what is said to whoever asks what is nobody's here to do; None for anything else."""
    for words, said in _WAYS:
        if words.search(text):
            is_open = (said is NUMBER and _OFFICIAL.search(text)) or (
                said is WHEREABOUTS and _LOST.search(text)
            )
            return None if is_open else said
    return None


@router.intercept
def refuse(ctx: Context, _: object) -> Reply | None:
    """Refuse it before anything is looked up: what merely sounds alike is no answer."""
    if ctx.actor.is_staff or ctx.parse.danger:
        return None
    said = sentence(ctx.text)
    return Reply(said, meant="limits") if said is not None else None
