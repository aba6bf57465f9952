"""The questions nobody could answer: staff see them and answer once for all who asked."""

import re
from datetime import datetime, timedelta

from community import questions
from community.people.access import STAFF, Refused
from community.questions import Given, StaffWords, feedback, listing
from community.questions.listing import AnsweredBefore, OpenQuestion, Waiting
from core import personal
from core.phrases import quoted, say_day, shorten
from dialog import Context, Router, Said
from handlers.knowledge import answers
from handlers.notices import validity
from handlers.questions import lasting

router = Router("questions")

SHOWN = 5
LATELY = timedelta(minutes=30)  # “更多” goes on with a page that was not shown longer ago
_PAGE = re.compile(r"第(\d{1,4})页，共\d+页")
CORRECTED = "已改。听过原来答复的人，我会告诉他们变化，并告诉您谁没收到。"
GONE = "这个问题已经不在了，没有改。"
UNKNOWN = "没有编号{number}的问题。回复“问题”看还有哪些。"
REFUSED = {
    "not_staff": lasting.NO_POST,
    "private": "答复里的“{private}”像是个人信息，会发给所有问过的人，请去掉再发。",
    "not_open": UNKNOWN,
    "not_answered": "没有编号{number}的答复可以改。",
}
NOT_TAKEN_BACK = {
    "not_staff": lasting.NO_POST,
    "not_answered": "没有编号{number}的答复。",
    "withdrawn": "{number}号的答复已经撤回了。",
}


@router.command(
    r"(问题|未答问题|没答的问题)(?:\s*第?\s*(?P<page>\d{1,4})\s*页)?[。?？]?", may=STAFF
)
def show(ctx: Context, asked: re.Match[str] | None) -> str:
    """Show a page of the open questions, each with the three nearest answers we have."""
    return _page(ctx, int((asked and asked["page"]) or 1))


@router.command(
    r"(?:看一?下|查一?下|列一?下|帮我|还|现在|今天){0,3}(?:有没有|有|还有)?(?:哪些|什么|几个|多少)?(?:居民|住户|业主|群众|老百姓|人|谁)?(?:来)?(?:问|提问|留言|咨询|问题)(?:了|的|过)?(?:我们)?(?:还)?(?:没有?|未)(?:人)?(?:回|答|回复|答复|回答|处理)(?:的|过|上)?(?:问题|留言|消息)?(?:吗|么|呢|有哪些|有几[条个])?[。?？]?",
    may=STAFF,
)
def left_open(ctx: Context, _: object) -> str:
    """Take “有没有居民问了没回的”, “还有哪些留言没答”."""
    return _page(ctx, 1)


@router.command(
    r"(?:看一?下|查一?下|列一?下|帮我|还|现在|今天|有|哪些|什么|几个|多少){0,5}(?:没有?|未)(?:有)?(?:人|谁)?(?:回答|答复|回复|答|回|理|搭理)(?:上来|上|到|过)?(?:了)?的(?:问题|留言|提问|咨询)(?:都)?(?:呢|有哪些|有几[条个]|是哪些)?[。?？]?",
    may=STAFF,
)
def unanswered_ones(ctx: Context, _: object) -> str:
    """Take “没答上来的问题”, “还有哪些没人答的提问”."""
    return _page(ctx, 1)


@router.command(
    r"(?:那|看看?|先看|给我)?(?:最(?:老|早|久|前面?)|[等放拖]得?最久|时间最长)的?(?:那|这)?一?[个条]?(?:问题)?(?:呢|是哪一?[个条]|是什么)?[。?？]?",
    may=STAFF,
)
def oldest(ctx: Context, _: object) -> str | None:
    """Take “最老的那个” after the list: it says how long each waits; after anything else it means that."""
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY)
    return _page(ctx, 1) if last is not None and "等人回答的问题" in last.answer else None


@router.command(r"(更多|下一页|下页|还有吗?|继续)[。!！?？]?", may=STAFF)
def show_more(ctx: Context, _: object) -> str | None:
    """Take “更多” after a page of the list; after anything else it means something else."""
    since = ctx.now - LATELY
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    seen = _PAGE.search(last.answer) if last is not None else None
    return _page(ctx, int(seen[1]) + 1) if seen else None


def _page(ctx: Context, page: int) -> str:
    pages = listing.pages(ctx.db, ctx.now, SHOWN)
    if page > pages > 0:
        return f"没有第{page}页，一共{pages}页。回复“问题”从头看。"
    found = listing.waiting(ctx.db, ctx.now, SHOWN, page)
    seconds = lasting.waiting(ctx)
    if not found:
        return "\n".join(["现在没有等人回答的问题。", *seconds])
    which = f"，第{page}页，共{pages}页" if pages > 1 else ""
    lines = [f"等人回答的问题（共{listing.open_count(ctx.db)}个{which}）："]
    for one in found:
        lines.append(_line(ctx, one))
        for number, entry in enumerate(_nearest(ctx, one.question.text), 1):
            lines.append(f"　用{number}：{shorten(entry, 30)}")
    first = found[0].question.id
    lines.append(f"回答请写“答 {first} 内容”；用现成答案写“答 {first} 用 1”。")
    if pages > 1:
        more = "回复“更多”看下一页；" if page < pages else ""
        lines.append(f"{more}不用答的写“忽略 {first}”或“忽略 3-9”。")
    if any(one.question.is_rumor for one in found):
        lines.append("标“核实”的是传言，请答“属实”或“假的，…”。")
    return "\n".join([*lines, *_useless(ctx), *seconds])


def _useless(ctx: Context) -> list[str]:
    """Name the answers of ours that people find of no use: they may be out of date."""
    named = "、".join(f"{cited} ×{n}" for cited, n in listing.of_no_use(ctx.db, SHOWN))
    return [f"常被说“没用”的答案：{named}"] if named else []


def _line(ctx: Context, one: Waiting) -> str:
    """Say what is asked, by how many, how long they wait, and what was of no use to them."""
    about = [f"{one.askers}人问", _age(one.since, ctx.now)]
    if one.doubted:
        about.append(f"答非所问 ×{one.doubted}")
    if one.given:
        about.append(f"当时答的是{one.given}")
    mark = "〔核实〕" if one.question.is_rumor else ""
    return f"{one.question.id} {mark}{quoted(one.question.text, 60)}（{'，'.join(about)}）"


def _age(since: datetime, now: datetime) -> str:
    """Say how long somebody has been waiting."""
    waited = now - since
    if waited < timedelta(hours=1):
        return "刚问"
    if waited < timedelta(days=1):
        return f"等了{waited // timedelta(hours=1)}小时"
    return f"等了{waited.days}天"


@router.command(
    r"(?P<what>改?答|更正)\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]*(?P<text>.+)", may=STAFF
)
def answer(ctx: Context, found: re.Match[str]) -> Said:
    """Take “答 12 可以的，带身份证就行”, “答 12 用 3” and “答 12 假的，没有这回事”.

    “改答 12 …” says something else to a question that was answered already.
    """
    number, said = int(found["number"]), found["text"].strip()
    asked = listing.find_open(ctx.db, number)
    if asked is None:
        return _answered_already(ctx, number, said, at_once=found["what"] != "答")
    words = _words(ctx, asked, said)
    if words is None:
        return _no_such(asked)
    done = questions.answer(ctx.actor, ctx.db, asked.id, words, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return _refused(done, asked.id, words)
    return _and_lasting(ctx, done.question, _told(done), words)


def _words(ctx: Context, asked: OpenQuestion | AnsweredBefore, said: str) -> StaffWords | None:
    """Return what staff answer; None if they took an answer of ours that is not there."""
    text = _text(ctx, asked.text, said)
    if text is None:
        return None
    text, until = validity.take(ctx, text)
    return StaffWords(text, ctx.house.community, until)


def _no_such(asked: OpenQuestion | AnsweredBefore) -> str:
    return f"没有这一条现成答案。回复“问题”看看，或写“答 {asked.id} 内容”。"


def _refused(why: Refused, number: int, words: StaffWords) -> str:
    return REFUSED[why.reason].format(number=number, private=personal.in_public(words.text))


def _and_lasting(ctx: Context, question: int, said: str, words: StaffWords) -> Said:
    """Say what was done, and offer to make it lasting."""
    if words.until is not None:
        said += f"到{say_day(words.until)}为止再有人问，也这样答。"
    choices = [("记成常见问答，以后都这样答", "keep_entry"), ("只答这一次", "thanks")]
    return ctx.offer(said, choices, question=question)


# -- saying something else ---------------------------------------------------------------


def _answered_already(ctx: Context, number: int, said: str, *, at_once: bool) -> Said:
    """Say who has answered what; whoever knows better may say so to all who heard it."""
    before = listing.find_answered(ctx.db, number, ctx.house.zone)
    if before is None:
        return UNKNOWN.format(number=number)
    if at_once:
        return _correct(ctx, before, said)
    return ctx.offer(
        f"{number}号{before.by}已经答过了：“{shorten(before.answer, 60)}”。"
        "要改成您写的，并告诉听过的人吗？",
        [("改成新的答复", "correct_answer"), ("不改", "thanks")],
        question=number,
        said=said,
    )


@router.action("correct_answer")
def correct_answer(ctx: Context) -> Said:
    before = listing.find_answered(ctx.db, int(ctx.known["question"]), ctx.house.zone)
    return _correct(ctx, before, str(ctx.known["said"])) if before is not None else GONE


def _correct(ctx: Context, before: AnsweredBefore, said: str) -> Said:
    words = _words(ctx, before, said)
    if words is None:
        return _no_such(before)
    done = questions.correct(ctx.actor, ctx.db, before.id, words, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return _refused(done, before.id, words)
    return _and_lasting(ctx, done.question, CORRECTED, words)


@router.command(
    r"(撤回|撤下|取消|删除)(?:答复|回答)\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF
)
def take_back(ctx: Context, found: re.Match[str]) -> str:
    """Take “撤回答复 12”: it is given to nobody any more, and whoever heard it is told."""
    number = int(found["number"])
    done = questions.take_back(ctx.actor, ctx.db, number, ctx.now)
    if isinstance(done, Refused):
        return NOT_TAKEN_BACK[done.reason].format(number=number)
    return f"{number}号的答复已撤回，以后不再这样答。听过它的人，我会告诉他们；要另答请写“改答 {number} 内容”。"


def _told(told: Given) -> str:
    if not told.people:
        return "已答复。问的人已经删除了自己的信息，没有人要通知。"
    said = f"已答复，正在告诉问过的{told.people}人。"
    if told.silent:
        said += f"其中{told.silent}人超过48小时没说过话，微信不一定发得到；发不到的会请网格员转告。"
    return said


def _text(ctx: Context, asked: str, said: str) -> str | None:
    chosen = re.fullmatch(r"用\s*(\d)", said)
    if chosen is None:
        return said
    found = answers.near(ctx, asked, 3)
    number = int(chosen[1])
    return found[number - 1].text if 1 <= number <= len(found) else None


def _nearest(ctx: Context, text: str) -> list[str]:
    return [found.text.partition("\n")[0] for found in answers.near(ctx, text, 3)]
