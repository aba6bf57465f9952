"""Two wishes in one message: both are seen to, in one answer."""

import re
from collections.abc import Callable
from dataclasses import replace

from core.messages import AlsoWanted
from dialog.context import Context
from dialog.reply import Reply
from dialog.short_replies import looks_asked

# What is one deed however it is said: the second of a kind is not done again.
KINDS = (
    frozenset({"request_supplies", "request_medicine"}),
    frozenset({"report_temperature", "report_symptom", "ask_symptom_care"}),
    frozenset({"ask_gathering", "ask_report_procedure"}),
)
TALK = frozenset({"smalltalk", "request_human"})  # with something to do beside it, not answered
TIP = "report_violation"
COMPLAINT = "complain_service"
_WANTED = re.compile(r"[帮买送缺需带拿]|要[^不]|想|没有?药|没了|[吃用快]完|断|盒|瓶|斤|急用")
_ACCUSES = re.compile(
    r"没(报|登记|戴|做|隔离)|不(报|登记|戴|让|管|肯|听)|偷|乱|私|违|占|堵|聚|赌|打麻将|卖假|骗|污|扔|烧|吵|举报|反映|投诉|隐瞒|瞒"
)
_THEIRS = re.compile(r"[我俺咱家爸妈爹娘爷奶]|老[公婆伴头人]|孩子|娃|宝宝|同[事学]")
_WHERE = re.compile(
    r"(?:哪|谁|何|什么|怎么|如何|啥).{0,8}(?:投诉|反映|举报|告)|(?:投诉|反映|举报).{0,8}(?:哪|谁|什么|途径|部门|(?<!打)电话|渠道)"
)
# What a clause says that is plainly meant by itself, by what it is taken for: of what is none of
# these the model has only guessed, and the answer would be about something nobody spoke of.
_PLAINLY = {
    "request_medical": r"送|接[我他她]|陪|[叫派]?车|救护|挂号|[去走]不[了成]|下不了|[想要求]去?(?:看|医院|住院)|帮|联系我|医生.{0,4}来|上门",
    "verify_rumor": r"听说|[听据]?说|传|群里|网上|抖音|真[的假]|假的|是不是真|谣|属实|核实",
    "report_exposure": r"一起|接触|密接|邻居|对门|楼[上下]|同[住桌事学屋]|隔壁|家里?人|身边",
    "report_travel": r"(?<!不)回[来家到]|(?<!回)来了|到[了家]|去[了过]|[返抵]",
    "ask_return_policy": r"回|返|来|报备|登记|隔离",
    "ask_report_procedure": r"报备|登记|申报|报告|上报",
    "complain_service": r"没人[管理接应]|不[管理办修]|态度|差|慢|骂|凶|乱|投诉|反映|意见|催|推|烦|折腾|[不没]给|几[次遍天]",
    "report_temperature": r"^(?!.*(?:[气室水]温|天气|[户室]外|高温|预警|气象|预报)).*\d",
    "report_symptom": r"[疼痛烧热咳吐晕喘痒肿]|难受|不舒服|拉肚|没劲|起疹|发麻|出血|抽",
    "volunteer_donate": r"捐|志愿|义工|报名|献|搭把手|支援|出(?:一?份|点)?力|[我俺咱].{0,4}(?:能帮|来帮|可以帮|帮得上|想帮|愿意帮)",
    "request_errand": r"[帮请代取送派修搬带跑陪接]|麻烦|来人|来个?人|上门|找个?人",
    "request_supplies": r"[帮买送缺需带拿]|要[^不]|想|没了|[吃用快]完|不够|断[粮供]|[\d一二两三半][盒瓶斤袋箱]",
    "ask_disinfection": r"消毒|84|酒精|消杀|杀菌|洗手|喷|擦|漂白",
    "ask_school": r"学|课|幼儿园|托[管儿班]|老师|考试",
    "ask_work": r"班|工|单位|公司|老板|请假|厂",
    "ask_test_site": r"核酸|抗原|检测|测|化验|查",
    "ask_test_requirement": r"核酸|抗原|检测|测|化验|查",
    "ask_vaccine_site": r"疫苗|[打针种苗]",
    "ask_vaccine_schedule": r"疫苗|[打针种苗]",
    "ask_vaccine_eligibility": r"疫苗|[打针种苗]",
    "ask_vaccine_info": r"疫苗|[打针种苗]",
    "ask_quarantine_type": r"隔离|关|观察|出门|密接|阳",
    "ask_quarantine_duration": r"隔离|关|观察|出门|密接|阳|天",
    "ask_delivery": r"快递|外卖|包裹|取件|驿站",
    "ask_mask": "口罩",
    "ask_penalty": r"罚|违法|犯法|合法|抓|拘|坐牢|后果|追究|处理|会怎",
    "ask_lockdown": r"封|管控|解封|出[小不]",
}
_PLAIN = {intent: re.compile(words) for intent, words in _PLAINLY.items()}
TIP_ALONE = "要反映的事，请单独再发一次，或回复“举报”，可以不留姓名。"
LATER = "另一件事（{title}）：这件办好后，回复“{word}”就接着办。"

_ENDS = re.compile(r"[，。：；！\n]")
A_LEAD = 4  # characters of an answer's beginning that say something: “不用报备”

Answer = Callable[[Context, str], Reply]


def besides(ctx: Context, done: str) -> AlsoWanted | None:
    """Return what is wanted besides what is `done`; nothing beside a tip, which nobody may trace."""
    if done == TIP:
        return None
    wish = next((w for w in ctx.parse.wishes if _another(w.intent, done)), None)
    if wish is None or not _is_plain(wish) or _only_asks(wish, done):
        return None
    return wish


def _is_plain(wish: AlsoWanted) -> bool:
    """Tell whether the words of a wish say by themselves what it is taken for."""
    plain = _PLAIN.get(wish.intent)
    return plain is None or bool(plain.search(wish.text))


def _only_asks(wish: AlsoWanted, done: str) -> bool:
    """Tell whether it is only asked about: nobody is told of anything, and nothing is to be brought."""
    if wish.intent == TIP and (looks_asked(wish.text) or not _ACCUSES.search(wish.text)):
        return True
    if done == "verify_rumor" and wish.intent == "report_symptom":
        return True  # what is untrue of a remedy is the answer, whoever coughs of it
    if not done.startswith("ask_"):
        return False
    if wish.intent in KINDS[0]:  # “吃了双份会不会中毒” speaks of medicine and wants none
        return not _WANTED.search(wish.text)
    if wish.intent == "report_exposure":  # “楼上阳了，会传过来吗” tells of nobody of theirs
        return not _THEIRS.search(wish.text)
    return wish.intent == COMPLAINT and asks_where(wish.text)


def _another(intent: str, done: str) -> bool:
    same = any({intent, done} <= kind for kind in KINDS)
    return intent != done and intent not in TALK and not same


def asks_where(text: str) -> bool:
    """Tell whether it is asked where to complain: nobody is complained of yet."""
    return bool(_WHERE.search(text))


def without(ctx: Context, wish: AlsoWanted) -> Context:
    """Return the same message as if this had not been meant.

    A question is left with its own words, so that nothing is found that answers the other; what is
    to be done keeps all of them.
    """
    kept = tuple(name for name in ctx.parse.intents if name != wish.intent)
    rest = ctx.derive(parse=replace(ctx.parse, intents=kept))
    own = (
        next((each for each in ctx.parse.wishes if each.intent == kept[0]), None) if kept else None
    )
    if own is None or not own.intent.startswith("ask_"):
        return rest
    things = ctx.knowledge.things
    if things.named(ctx.text) and not things.named(own.text):
        return rest  # “我阳了，孩子会不会有事”: what it is asked of stands in the other words
    if ctx.knowledge.known(own.text, ctx.now) is None:
        return rest  # “养老金刷不过脸，会停发吗”: “会停发吗” alone says of nothing
    return rest.derive(message=replace(ctx.message, text=own.text))


def both(ctx: Context, first: Reply, wish: AlsoWanted, answer: Answer) -> Reply:
    """Return the first answer with the second; of two forms the second waits for its word."""
    if wish.intent == TIP:
        return _with(first, TIP_ALONE)
    if first.meant == "ask_back":  # what they choose comes first; nothing stands between
        return first
    said = answer(_spoken(ctx, wish), wish.intent)
    if _adds_nothing(ctx, first, wish, said):
        return first
    if first.meant == "oos" and wish.intent.startswith("request_"):
        first = Reply()  # what is done for them is the answer
    if said.begins is None:
        is_same = said.cited is not None and said.cited == first.cited
        return first if is_same else _with(first, said.text)
    if first.begins is None:
        begins = replace(said.begins, is_aside=ctx.is_aside)
        return replace(said, begins=begins).after(first.text, between="\n\n")
    if said.begins.form == first.begins.form:
        return first
    spec = ctx.house.library.forms[said.begins.form]
    return _with(first, LATER.format(title=spec.title, word=spec.start.words[0]))


def _adds_nothing(ctx: Context, first: Reply, wish: AlsoWanted, said: Reply) -> bool:
    """Tell whether the second answer is none: somebody asked once more, half a message guessed at."""
    if said.meant == "oos" and (first.told is not None or first.meant == "oos"):
        return True  # what nobody knows is asked of somebody once; no answer is buried under it
    if said.told is not None and said.told.guessed:
        return True  # half a message is too little to guess by
    return _is_said(first, said) or _is_of_all(ctx, wish, said)


def _is_said(first: Reply, said: Reply) -> bool:
    """Tell whether the first answer holds already what the second begins with."""
    if said.told is None or said.begins is not None:
        return False
    leads = _ENDS.split(said.told.said, maxsplit=1)[0]
    return len(leads) >= A_LEAD and leads in first.text


def _is_of_all(ctx: Context, wish: AlsoWanted, said: Reply) -> bool:
    """Tell whether half a question got what is said to everybody, where the other half names a thing."""
    things = ctx.knowledge.things
    if not wish.intent.startswith("ask_") or said.told is None or said.told.is_close:
        return False
    return bool(things.named(ctx.text)) and not things.named(wish.text)


def _spoken(ctx: Context, wish: AlsoWanted) -> Context:
    """Return the same message as if only this had been said in it."""
    parse = replace(ctx.parse, intent=wish.intent, intents=(wish.intent,), wishes=())
    message = replace(ctx.message, text=wish.text.rstrip("?？"))  # no known question ends in one
    return ctx.derive(message=message, parse=parse, is_aside=True)


def _with(said: Reply, words: str) -> Reply:
    """Put words behind what is said, before the numbers that can be replied."""
    if not words or words in said.text:
        return said
    return replace(said, text="\n\n".join(part for part in (said.text, words) if part))
