"""“不回来了”, “那个登记取消吧”, “修好了不用来了”: what was sent in or asked for is wanted no more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from community.work import asking_for, casework
from community.work.asking_for import WorkItem
from community.work.casework import ItemState, Submission
from core.forms import FormSpec
from core.phrases import shorten
from dialog import Context, Reply, Router, Said

router = Router("calling_off")

RECENT = 8
WORDS = 40
DONE = "好的，{title}（编号{number}）已撤销，也告诉了负责的人。说错了，再说一声“{word}”。"
STOPPED = "好的，编号{number}不用办了，也告诉了负责的人。"
ALREADY = "{title}（编号{number}）已经撤销过了。要重新报，再说一声“{word}”。"
WHICH = "您说的是哪一件不要了？"
SURE = "您是说{title}（编号{number}）不要了吗？"
KEEP = "都留着"
_LEAD = r"(?:我们?|咱们?|俺|一家|家里|他们?|她|孩子|那个?|这个|刚才|之前|上次|昨天|前天|先|又|临时|今年|这次|有事|有变|计划变了|行程变了|票(?:都)?退了|改主意了|算了|还是|对不起|不好意思|麻烦|帮我|把|给我|的|[，,、。\s])*+"
_TAIL = r"(?:吧|了|啦|啊|呀|谢谢|麻烦了?|哈|[，,、。.!！~\s])*+"
_PAPER = r"(?:返乡|外出|出行|回来|来访|办酒|酒席|宴席|红白事|聚餐|健康|三史|代购|买药|买菜)?(?:登记|报备|申请|申报|问询|表单?|单子|求助|代购|编号)"
_NOT = r"(?:决定|就|都|也|可能)?(?:不|没法|不能|去不成|回不)(?:准备|打算|想|用)?(?:再)?(?:回来?|来|去|走|出门?|出差|动身|办(?:酒席?)?|摆(?:酒席?)?|请客|聚(?:餐)?|买|要|报备?|登记)(?:成)?(?:了|啦)"
_CANCEL = (
    rf"(?:取消|撤(?:销|回|掉)?|作废|删掉?|不要|退掉?)(?:掉|了)?(?:我|那个|刚才|之前|的)*{_PAPER}"
)
_CANCELLED = rf"{_PAPER}(?:我)?(?:都|就|也|给我|帮我)?(?:取消|撤(?:销|回|掉)?|作废|删掉?|不要|不用(?:了|办)?|算)(?:掉|了|吧)?"
_PLAN = r"(?:返乡|外出|行程|酒席|喜酒|婚礼|宴席|聚餐|饭局|代购|出行)(?:那个|的|事)*(?:取消|不要|不用|不办|不去|作废|不摆|改期)(?:掉|了|吧)?"
_HELPED = (
    rf"{_LEAD}(?:[^，,。？?\s]{{0,6}}(?:已经|自己)?(?:修|弄|搞|通|换|买|送|取)(?:好|到|来|通)了?[，,、\s]*)?(?:已经|都|就|那)?"
    rf"(?:不用|不需要|甭|别)(?:再)?(?:来|送|修|买|管|跑|麻烦|过来|找|帮忙?)?(?:人)?了{_TAIL}"
    rf"|{_LEAD}[^，,。？?\s]{{0,6}}(?:已经|都|自己)?(?:修|弄|搞|通|换|买|取)(?:好|到|回来|通)了{_TAIL}|{_LEAD}(?:解决|搞定)了{_TAIL}"
    rf"|(?:算了|不用了)[，,、\s]{{0,3}}[^，,。？?\s]{{0,8}}(?:修|弄|搞|通|换|买|送|取|拿|带)(?:好|到|来|上来|回来)?了{_TAIL}"
)
_NEED_NOT = r"(?:不用|不需要|用不着|不要|甭|别)(?:再)?(?:来|送|修|买|管|跑|麻烦|过来|找|帮忙?|操心)?(?:人)?了"
# “不用了 邻居送了”, “儿子修好了，别来了”: who has seen to it stands beside.
_SEEN_TO = (
    rf"{_LEAD}{_NEED_NOT}[，,。.!！~\s]+[^，,。.!！？?\s]{{2,14}}[了的]{_TAIL}"
    rf"|[^，,。.!！？?\s]{{2,14}}了[，,。.!！~\s]+(?:就|都|那)?{_NEED_NOT}{_TAIL}"
)
# Which forms the words may mean, by the words that begin them.
_KINDS = (
    (re.compile(r"回|返乡|来访|(?<!过)来了?(?!不)"), ("返乡", "来访")),
    (re.compile(r"去|走|外出|出门|出差|出行|动身|行程"), ("外出", "出门", "出行")),
    (re.compile(r"办|摆|席|酒|聚|请客|婚"), ("办酒", "聚餐")),
    (re.compile(r"买|药|菜|代购"), ("代购", "买药")),
    (re.compile(r"三史"), ("三史",)),
    (re.compile(r"健康|问询"), ("健康问询",)),
)


@dataclass(frozen=True, slots=True)
class Returnable:
    """Something that was sent in on a form and can still be taken back."""

    item: WorkItem
    spec: FormSpec

    @property
    def title(self) -> str:
        return self.spec.title


@router.command(rf"{_LEAD}(?:{_NOT}|{_CANCEL}|{_CANCELLED}|{_PLAN}){_TAIL}")
def off(ctx: Context, _: object) -> Said | None:
    """Take back what was sent in; where several may be meant, or another, ask which."""
    if len(ctx.text) > WORDS or ctx.is_filling:
        return None
    sent = can_be_taken_back(ctx)
    meant = [each for each in sent if _may_mean(ctx.text, each.spec)]
    named = any(words.search(ctx.text) for words, _ in _KINDS)
    if not sent:
        return _already(ctx)
    if len(meant) == 1 or (len(sent) == 1 and not named):
        said = shorten(ctx.text, WORDS)
        return take_back(ctx, (meant or sent)[0], f"，TA说“{said}”")
    return _ask(ctx, meant or sent)


@router.command(f"{_HELPED}|{_SEEN_TO}")
def needed_no_more(ctx: Context, _: object) -> Said | None:
    """Take “水管修好了，不用来了”; None where nothing was asked for, or several things were."""
    if len(ctx.text) > WORDS or ctx.is_filling:
        return None
    found = [each for each in asking_for.waited_for(ctx.actor, ctx.db, ctx.now) if not each.is_done]
    if not found:
        return None
    if len(found) > 1:
        choices = [(_line(each.item), f"command:撤销 {each.item.id}") for each in found]
        return ctx.offer(WHICH, [*choices, (KEEP, "thanks")])
    return stop(ctx, found[0].item)


def numbered(ctx: Context, number: int) -> str | None:
    """Take back what has this number; None where nothing of theirs has, or it is too late."""
    sent = next((each for each in can_be_taken_back(ctx) if each.item.id == number), None)
    if sent is not None:
        return take_back(ctx, sent)
    found = asking_for.waited_for(ctx.actor, ctx.db, ctx.now)
    item = next((each.item for each in found if each.item.id == number), None)
    return stop(ctx, item) if item is not None and not item.state.is_over else None


def stop(ctx: Context, item: WorkItem) -> str:
    """Nothing more is needed of a request; whoever was told hears it in their words."""
    asking_for.call_off(ctx.db, item, ctx.text, ctx.now)
    return STOPPED.format(number=item.id)


def take_back(ctx: Context, sent: Returnable, words: str = "") -> str:
    """Take one submission back; whoever was told of it hears so, in these words."""
    casework.withdraw(ctx.db, sent.item, f"对方已撤销，不用处理了{words}。", ctx.now)
    return DONE.format(title=sent.title, number=sent.item.id, word=_word(sent.spec))


def _already(ctx: Context) -> str | None:
    """Say that what they sent in last is taken back already; None if that is not so."""
    found = next(iter(casework.sent_by(ctx.actor, ctx.db, 1)), None)
    spec = ctx.house.library.forms.get(found[1].form) if found else None
    if found is None or spec is None or found[0].state is not ItemState.WITHDRAWN:
        return None
    return ALREADY.format(title=spec.title, number=found[0].id, word=_word(spec))


def _word(spec: FormSpec) -> str:
    return spec.start.words[0] if spec.start.words else spec.title


def _ask(ctx: Context, sent: Sequence[Returnable]) -> Reply:
    choices = [(f"{s.title}（编号{s.item.id}）", f"command:撤销 {s.item.id}") for s in sent]
    if len(sent) == 1:
        question = SURE.format(title=sent[0].title, number=sent[0].item.id)
        return ctx.offer(question, [("是，撤销", choices[0][1]), ("不是，留着", "thanks")])
    return ctx.offer(WHICH, [*choices, (KEEP, "thanks")])


def _line(item: WorkItem) -> str:
    return f"编号{item.id} {shorten(item.text.partition(chr(10))[0].rpartition('：')[2], 20)}"


def can_be_taken_back(ctx: Context) -> list[Returnable]:
    """Return what they sent in that can still be taken back, the newest first."""
    forms = ctx.house.library.forms
    return [
        Returnable(item, forms[submission.form].as_filled(submission.answers or {}))
        for item, submission in casework.sent_by(ctx.actor, ctx.db, RECENT)
        if submission.form in forms and may_be_taken_back(ctx, item, submission)
    ]


def may_be_taken_back(ctx: Context, item: WorkItem, submission: Submission) -> bool:
    """Tell whether taking it back still means something: its day has not passed, nobody said no."""
    if not item.state.is_over:
        return True
    today = ctx.local_sent_at.date()
    return item.state is ItemState.DONE and submission.day is not None and submission.day >= today


def _may_mean(text: str, spec: FormSpec) -> bool:
    begun = [begins for words, begins in _KINDS if words.search(text)]
    return any(any(b in word for word in spec.start.words) for each in begun for b in each)
