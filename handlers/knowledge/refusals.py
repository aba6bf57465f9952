"""What the assistant never says: a diagnosis, a dose, who somebody is, an end date, a verdict."""

import re

from community.knowledge.nearness import OF_IT
from core.library import Entry
from dialog import Context, Reply, Router
from handlers.knowledge import local_facts

router = Router("limits")

_ILLS = r"(新冠|流感|甲流|乙流|登革热|基孔肯雅热?|肺炎|手足口病?|水痘|中暑|诺如|阳性?|感染|传染病)"
_MEDICINE = (
    r"(布洛芬|对乙酰氨基酚|扑热息痛|头孢|阿莫西林|阿奇霉素|奥司他韦|莲花清瘟|连花清瘟|感冒药|退烧药|退热药"
    r"|消炎药|抗生素|止痛药|止咳药|阿司匹林|降压药|胰岛素|药)"
)
_UNITS = r"(片|粒|颗|袋|包|毫升|ml|毫克|mg|克|滴|支|丸|勺|次)"
# What a picture or a laboratory finds, and what is asked of it.
_FOUND = (
    r"(CT|ct|核磁|彩超|B超|b超|X光|胸片|拍片|片子|化验|病理|活检|血常规|尿常规|肿瘤标志物|甲胎蛋白|癌胚抗原|磨玻璃|结节|肿块|占位|囊肿|息肉"
    r"|肌瘤|(肺|肝|肾|脑|胸|乳)(部|里|上)?.{0,3}(影子?|阴影|斑)|白细胞|血小板|转氨酶|尿酸|肌酐|隐血|钙化|乙肝|丙肝|梅毒|HPV|幽门螺杆菌|两对半|阳性率|指标)"
)
_WHETHER = r"是不是|会不会|算不算|要不要|用不用|严重|要紧|有事|有没有事|正常|癌|良性|恶性|危险|啥意思|什么意思|怎么[看办]|咋[看办整]|啥病|什么病|能好|会死|能活"
DOSE = (
    "吃什么药、吃多少，我不能替医生说。请看说明书，或问社区医生、药店药师；孩子、孕妇、老人用药一定先问医生。"
    "回复“转人工”，我请社区医生联系您；喘不上气、叫不醒马上打120。"
)
DIAGNOSIS = (
    "是不是这个病，我不能判断，要医生看过、化验过才知道。请戴好口罩去发热门诊或社区卫生服务中心，路上少接触人；"
    "喘不上气、胸痛马上打120。把症状告诉我，我请社区医生联系您。"
)
NAMES = (
    "别人是谁、住哪里，我不能说，这是人家的隐私。您要是密切接触者，疾控或社区会直接联系您。"
    "担心自己有风险，打卫生热线12320问疾控，或回复“转人工”找网格员。"
)
END = (
    "哪天解封、哪天结束，要看上级的正式通知，我不能替谁许日子。一有通知马上告诉您。"
    "缺东西、要看病、有急事，回复“转人工”找网格员，或打12345。"
)
VERDICT = (
    "合不合法、会不会判，我不能下结论。可以打12348问律师（免费法律咨询），对处理有意见打12345反映；"
    "也可以回复“转人工”，请社区的人当面说明。"
)
READING = (
    "片子、化验单、检查报告我看不懂，猜了反倒吓着您、误了事，要医生看。\n"
    "拿着单子找开单的科室（先问社区医生也行），问三句：是什么、急不急、多久复查；住不住院、开不开刀，也当面问清，拿不准换一家医院再问。"
    "等结果最熬人，心里慌打12356；咳血、胸痛、喘不上气马上打120。"
)
# What is asked of a deed, which is the same of all; the deed tells which rule it is.
_LAW = re.compile(
    r"[，,、]?(?:这|那|他们?|是|就){0,3}(?:不?算)?(?:违法|犯法|违规|侵权|合法|犯罪)(?:了|的)?(?:吗|么|不|嘛)?|[?？]"
)
# Who tells what people may do names who sees to it, or what is forbidden.
_RIGHTS = re.compile(r"123(?:15|33|45|48)|罚|违法|不[许得]|必须")
# What tells how an illness shows itself is asked for its signs.
_SIGNS = re.compile("症状|怎么(?:知道|看出?|判断|区?分)|表现")
NOT_OURS = "是不是这个病，要医生看过、化验过才知道，我不能判断。"
LOOK_AT = 3
SIGNS = (
    0.55  # how near what tells the signs of an illness must be to whoever asks whether it is that
)
A_DEED = 5  # characters; less tells of nothing that is done
MEDICINE = "用药"  # the topic of what may be taken, and what not
USE = 0.7  # how near what is known of a medicine must be to whoever asks how much of it
AND_DOSE = (
    "吃多少看说明书，我不能替医生说；孩子、孕妇、老人先问医生、药师，回复“转人工”请社区医生联系您。"
)
_MIGHT = re.compile("会不会|会[^，,。]{0,4}[吗么不]")  # “被咬了会不会得登革热”
AND_VERDICT = "您这件事合不合法，我不能下结论，打12348问律师（免费）。"

# In this order; each says what it never is, and whom to ask instead.
LIMITS = (
    (
        re.compile(
            rf"{_MEDICINE}.{{0,10}}((几|多少){_UNITS}|吃(几|多少)(?!钱|天))|(吃|服|喝|涂|含)(几|多少){_UNITS}"
            rf"|{_MEDICINE}.{{0,6}}(剂量|用量)|(剂量|用量)是?(多少|多大)"
            rf"|{_MEDICINE}.{{0,8}}(加倍|加量|减量|停掉|一起吃|同时吃|混着吃)"
        ),
        DOSE,
    ),
    (
        re.compile(
            rf"(我|他|她|孩子|娃|宝宝|老人|老伴|爸|妈|爷爷|奶奶|这|这样|症状|情况).{{0,8}}(是不是|会不会是?|算不算|是|得了|得的)"
            rf"(得了|感染了?|得)?{_ILLS}(了|病)?(吗|么|吧|嘛|[?？])"
            rf"|(是不是|会不会是?)(得了|感染了?|得)?{_ILLS}了?"
        ),
        DIAGNOSIS,
    ),
    (
        re.compile(
            r"(密接|密切接触者|确诊|阳性|病人|感染者|患者|举报).{0,6}(是谁|叫什么|哪[家户位]|谁家|住哪|住几)"
            r"|(谁|哪[家户]|哪个人?).{0,4}(是密接|是密切接触者|确诊|阳了|感染了|被隔离|得病|得了|举报)"
        ),
        NAMES,
    ),
    (
        re.compile(
            r"(哪天|几号|几时|何时|什么时候|啥时候|多久|多会儿|还要多长时间).{0,6}(解封|解控|放开|开放小区|恢复正常)"
            r"|(疫情|封控|封楼|封小区|封村).{0,6}(哪天|几号|何时|什么时候|啥时候|多久).{0,4}(结束|解|完|过去|到头)"
            r"|(解封|放开).{0,4}(是)?(哪天|几号|什么时候|啥时候)"
        ),
        END,
    ),
    (
        re.compile(
            r"(合不合法|违不违法|合法(吗|么|不|嘛|[?？])|(违法|犯法|犯罪|侵权|违规)(了)?(吗|么|不|嘛|[?？])|算不算(违法|犯法|犯罪|侵权)"
            r"|(能不能|可不可以|能|可以)(告|起诉).{0,8}(吗|么|[?？])|[会要](不会|不要)?(被)?(判刑|坐牢|判几年|抓起来|留案底)|判几年)"
        ),
        VERDICT,
    ),
    (
        re.compile(
            rf"{_FOUND}.{{0,24}}({_WHETHER})"
            r"|医生.{0,8}(说|让|叫|建议|要我).{0,10}(支架|手术|开刀|住院|化疗|放疗|截|透析|穿刺|切|换膝盖|搭桥).{0,14}(还是|要不要|[做装切住]不[做装切住]|该不该|行不行|怎么办|能不能不|好不好)"
            r"|(化验|检查|体检|CT|ct|核磁|彩超|B超|b超|病理)(单|报告|结果)?.{0,6}(怎么看|看不懂|什么意思|啥意思|帮我看)"
        ),
        READING,
    ),
)


def sentence(text: str) -> str | None:
    """Return what is said instead, if what is asked for is not ours to say."""
    return next((said for pattern, said in LIMITS if pattern.search(text)), None)


def instead(ctx: Context) -> str | None:
    """Return the same with what this place has for whoever is sent there."""
    said = sentence(ctx.text)
    if said == DOSE:
        return _beside_the_use(ctx) or said
    if said == DIAGNOSIS and (known := _if_nobody_is_ill(ctx)) is not None:
        return known
    if said == DIAGNOSIS:
        return _beside_the_signs(ctx) or "\n".join([said, *local_facts.said(ctx, "fever_clinic")])
    return _beside_the_fact(ctx) if said == VERDICT else said


def _beside_the_use(ctx: Context) -> str | None:
    """Say what is known of using a medicine; how much of it the leaflet says, and who may be asked."""
    found = ctx.knowledge.known(ctx.text, ctx.now, least=USE, with_verdicts=False)
    piece = found.held.piece if found is not None else None
    if found is None or not isinstance(piece, Entry) or piece.topic != MEDICINE:
        return None
    return f"{found.said}\n{AND_DOSE}\n{found.basis}"


def _if_nobody_is_ill(ctx: Context) -> str | None:
    """Say what is known where it is only asked whether one may catch it, and nobody feels anything."""
    if ctx.slots.get("temps") or ctx.slots.get("symptoms") or not _MIGHT.search(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, with_verdicts=False)
    return f"{found.said}\n{found.basis}" if found is not None else None


def _beside_the_signs(ctx: Context) -> str | None:
    """Say how the illness that is named shows itself; whether it is this one a doctor finds out."""
    known = ctx.knowledge
    if not any(one.kind == "illness" for one in known.things.named(ctx.text)):
        return None
    near = (one.piece for one in known.likely(ctx.text, ctx.now, LOOK_AT, SIGNS))
    signs = next((piece for piece in near if _SIGNS.search("".join(piece.questions))), None)
    found = known.chosen(signs.id, ctx.now) if signs is not None else None
    if found is None:
        return None
    where = local_facts.said(ctx, "fever_clinic")
    return "\n".join([f"{NOT_OURS}{found.said}", *where, found.basis])


def _beside_the_fact(ctx: Context) -> str:
    """Say what the rule is where it is known; whether a case breaks it is for others to judge."""
    known = ctx.knowledge
    deed = _LAW.sub("", ctx.text)
    if len(deed) < A_DEED:
        return VERDICT
    if (plain := known.known(deed, ctx.now)) is not None:
        return f"{plain.said}\n{AND_VERDICT}\n{plain.basis}"
    near = (one.piece for one in known.likely(deed, ctx.now, LOOK_AT, OF_IT))
    rule = next((piece for piece in near if _RIGHTS.search(piece.answer)), None)
    found = known.chosen(rule.id, ctx.now) if rule is not None else None
    return f"{found.said}\n{AND_VERDICT}\n{found.basis}" if found is not None else VERDICT


@router.intercept
def guard(ctx: Context, _: object) -> Reply | None:
    """A reported temperature or symptom has gone before this; it is acted on, not judged."""
    said = instead(ctx)
    return Reply(said, meant="limits") if said is not None else None
