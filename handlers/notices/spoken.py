"""Notices in the words of whoever sends them: “给5号楼发个通知，…”, “停水那条谁没看”, “撤回刚才那条”."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from community.notices import PUBLISHERS, issuing
from community.notices.audience import Addressees, Places
from community.people.access import STAFF, Refused
from dialog import Context, Reply, Router, Said
from handlers.notices import (
    amending,
    audience_words,
    publishing,
    revised_words,
    revising,
    sending_time,
    sending_words,
)

router = Router("spoken notices")
to_duty = Router("notices to who is on duty")  # heard before leave and the roster

WHAT = "好的，只发给{whom}。内容是什么？和发给谁写在一起再发一次，比如“发通知 {whom} 明天9点体检”。"
AT_ONCE = "没听出要定时，确认后马上就发；要到点再发，先回复比如“明天8点再发”。"
_CODE = re.compile(r"[Nn]\s*-?(\d{1,9})(?!\d)")
_LEAD = re.compile(
    r"(?:请|麻烦|帮我?|你|您|马上|赶紧|快|急|紧急|现在|再|，|,|\s){0,6}(?:群?发给|给|向|对|跟|通知|告诉|告知|提醒|群发)\s*"
)
_AT_ONCE = re.compile(r"(?:快|赶紧|马上|紧急|急|演练|演习|[\s,，:：!！])*")  # “快 1号楼…”, “全体 …”
_TAIL = re.compile(
    r"(?:的?(?:马上|赶紧|立即|立刻|快点?)+)?(?:的(?=[说讲发]|通知))?(?:都|们)?(?:再|重新)?(?:发布?|群发|说|讲|带(?=[个句条话一])|推送)?(?:一?[个条份下声]|一遍)?(?:紧急)?(?:通知|消息|公告|信息|提醒|话)?(?:一下)?[\s,，:：。]*(?:就?说是?)?"
)
# What somebody says before they come to it: “那我发一个试试 8号楼…”.
_CHATTER = re.compile(
    r"(?:顺便|另外|再|也|请|麻烦|帮我?|给|跟|向|对|那|我|先|来|就|要|想|试试?|看看|一下|发|一?[个条份]|通知|消息|嗯|哦|好|[\s,，:：!！。])*"
)
_OF_SOMETHING = re.compile(
    r"(?:请|麻烦|帮我?|你|您|再|先|\s)*发(?:布|送|出)?(?:一?[个条份则])?(?P<about>[\u4e00-\u9fff]{2,8}?)的?(?P<kind>通知|公告|提醒|消息)(?:给|到)?[\s:：,，]*"
)
_TAKES_BACK = re.compile(
    r"撤|收回|收起|收了|收来|作废|取消|删|拿掉|拦|别发|不算|下架|下掉|停住|失效"
)
_EXERCISE = re.compile(r"[\s(（【]{0,3}(?:演练|演习)")
_LEAVES_OUT = re.compile(r"[别不](?:要|用)?(?:再)?[给发通]|除[了开去]|排除")
_CLAUSE_ENDS = re.compile(r"[,，。;；:：]")
_BACK = {"昨天": 1, "昨晚": 1, "前天": 2, "今天": 0, "今早": 0}
_ABOUT_IT = re.compile(r"昨[天晚]|前天|今[天早]|刚才|刚刚|上一?条|那条|这条|通知|把|给我|一下|的")


_TO_WHO_IS_ON_DUTY = (
    r"(?:请|麻烦|帮我?|你|您){0,3}(?:通知|告诉|告知|提醒|转告|叫|喊|让)(?:一下|一声)?"
)
_SEVERAL = r"值|夜班|当班|在岗|们|全体|所有|各位|全部"  # and not one of them by name


@to_duty.command(rf"{_TO_WHO_IS_ON_DUTY}(?P<rest>[^\n]{{0,20}}?(?:{_SEVERAL}).+)", may=STAFF)
def to_who_is_on_duty(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “叫今晚值班的师傅把门锁好”: what is said to them is no question about the roster."""
    named = audience_words.take(found["rest"])
    if (
        named is None
        or not named.wanted.roles
        or not re.search(_SEVERAL, found["rest"][: named.end])
    ):
        return None
    said = _said_to(f"给{found['rest']}", publishing.programmes(ctx))
    return publishing.propose(ctx, said[0], said[1], None) if said is not None else None


_LAST = re.compile(
    r"(?P<words>.{4,200}?)[\s,，。]*(?:喊|叫|通知|告诉|告知|跟|给|提醒)(?:一下)?(?P<whom>[^\s,，。]{2,12}?)(?:都)?(?:一声|一下|说一[声下]|讲一[声下]|说说|知道(?:一下)?)[。!！]*"
)
_ALL_OF_US = re.compile(r"大家伙?儿?|大伙儿?|各位|居民们?|邻居们?")


@router.command(_LAST.pattern, may=PUBLISHERS)
def to_whom_last(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “明天下午3点楼道大扫除 喊3号楼的一声”: whom it is for stands last."""
    if ctx.slots.get("temps") or ctx.at_work().slots.get("name"):
        return None
    if _LEAD.match(ctx.text) or re.match(r"发|群发|[Nn]\d", ctx.text):
        return None
    words, whom = found["words"].strip(" ,，:：。"), found["whom"].removesuffix("的")
    if _ALL_OF_US.fullmatch(whom):
        return revising.ask_whom(ctx, words)
    named = audience_words.take(whom, publishing.programmes(ctx))
    if named is None or named.end < len(whom):
        return None
    return publishing.propose(ctx, named.wanted, words, None)


@router.intent("staff_broadcast", may=STAFF)
def broadcast(ctx: Context) -> Said:
    """Read to whom and what, and show both before anything is sent."""
    if (
        sending_words.is_missing(ctx.text)
        and _said_to(ctx.text, publishing.programmes(ctx)) is None
    ):
        return ctx.offer(sending_words.SENDS_NOTHING, sending_words.KEEP, text=ctx.text)
    timed = sending_time.take(ctx.text, ctx.local_sent_at)
    if timed is not None and timed.at <= ctx.now:
        return sending_time.PAST.format(when=timed.words)
    urgent = bool(ctx.slots.get("urgent"))
    head = "紧急通知" if urgent else "通知"
    head = f"演练{head}" if _EXERCISE.match(ctx.text) else head
    if timed is not None:
        return _timed(ctx, timed, head)
    if (said := _said_to(ctx.text, publishing.programmes(ctx))) is not None:
        wanted, words = said
        return _shown(ctx, publishing.propose(ctx, wanted, words, None, head=head))
    return _in_other_words(ctx, head)


def _in_other_words(ctx: Context, head: str) -> Said:
    """Take what was understood of it, where whom it is for does not stand first."""
    text, scopes = str(ctx.slots.get("say") or ""), ctx.slots.get("scope") or []
    if not text:
        return publishing.SHAPE
    if (lacks := _only_whom(ctx.text, text)) is not None:
        return lacks
    around = ctx.text if scopes else ctx.text.replace(text, "", 1)
    if _LEAVES_OUT.search(around):
        return publishing.SHAPE  # whom it must not go to is no guess of ours
    if scopes:
        return _to_scopes(ctx, scopes, text, head)
    return revising.ask_whom(ctx, text)


def _only_whom(said: str, text: str) -> str | None:
    """Say what is lacking where it is said for whom, and nothing that they are to read."""
    if (whom := audience_words.take(text)) is not None and whom.end >= len(text):
        return publishing.SHAPE
    if (only := revised_words.ONLY.fullmatch(said.strip())) is None:
        return None
    whom = audience_words.take(only["whom"])
    is_whole = whom is not None and whom.end >= len(only["whom"])
    return WHAT.format(whom=only["whom"]) if is_whole else None


def _timed(ctx: Context, timed: sending_time.SendingTime, head: str) -> Said:
    """Propose what is to go out at a time of its own."""
    text = sending_time.bare(timed.rest)
    known = publishing.programmes(ctx)
    said = _said_to(timed.rest, known) or _said_to(f"给{text}", known)
    if said is not None:
        wanted, words = said
        return publishing.propose(ctx, wanted, words, None, head=head, send_at=timed.at)
    if len(text) < 2:
        return publishing.SHAPE
    choices = [("发给全体", f"command:{timed.words}发{head} 全体 {text}"), ("先不发", "thanks")]
    return ctx.offer(revising.WHERE.format(text=text), choices)


def _shown(ctx: Context, said: Said) -> Said:
    if not isinstance(said, Reply) or not ctx.slots.get("when"):
        return said
    return said.then(AT_ONCE)


def _said_to(text: str, programmes: Mapping[str, str]) -> tuple[Addressees, str] | None:
    """Take “给1到9号楼和12号楼发个通知：明天停水”, “通知独居老人明天降温”."""
    begins = lead.end() if (lead := _LEAD.match(text)) is not None else _AT_ONCE.match(text).end()  # type: ignore[union-attr]
    named = audience_words.take(text[begins:], programmes)
    if named is None:
        begins = _CHATTER.match(text).end()  # type: ignore[union-attr]
        named = audience_words.take(text[begins:], programmes) if begins else None
    if named is None:
        return _of_something(text, programmes)
    rest = text[begins + named.end :]
    tail = _TAIL.match(rest)
    words = rest[tail.end() if tail else 0 :].strip(" ,，:：。")
    return (named.wanted, words) if len(words) > 1 else None


def _to_scopes(ctx: Context, scopes: Sequence[str], text: str, head: str) -> Said:
    """Propose it to the places that were understood, if none beside them was missed."""
    named = audience_words.take("、".join(scopes), publishing.programmes(ctx))
    wanted = named.wanted if named is not None else Addressees(Places(names=(scopes[0],)))
    if _names_more(ctx.text, wanted):
        return publishing.SHAPE  # fewer than were named is no guess of ours
    return _shown(ctx, publishing.propose(ctx, wanted, text, None, head=head))


def _names_more(text: str, wanted: Addressees) -> bool:
    """Tell whether a building right beside those that were read is not among them."""
    read = {number for number, _ in wanted.places.buildings}
    beside = re.findall(r"(\d{1,3})(?:号楼|栋|幢)[、,，和及\s]{0,2}(?=\d{1,3}(?:号楼|栋|幢))", text)
    return bool(read) and not read >= set(beside)


def _of_something(text: str, programmes: Mapping[str, str]) -> tuple[Addressees, str] | None:
    """Take “发个疫苗通知 60岁以上 周六上午活动室”: what it is about is said before to whom."""
    head = _OF_SOMETHING.match(text)
    if head is None or audience_words.take(head["about"], programmes) is not None:
        return None
    named = audience_words.take(text[head.end() :], programmes)
    words = text[head.end() + named.end :].strip(" ,，:：。") if named is not None else ""
    return (named.wanted, f"{head['about']}{head['kind']}：{words}") if named and words else None


def from_whom(ctx: Context) -> Said | None:
    """Take “65岁以上的老人 下周二早上体检 空腹”: whom it is for stands first, and then what they are told."""
    text = ctx.text.strip()
    named = audience_words.take(text, publishing.programmes(ctx))
    if named is None or not ctx.actor.holds(PUBLISHERS) or named.end >= len(text):
        return None
    words = text[named.end :].strip(" ,，:：。")
    starts_apart = text[named.end] in " ,，:：\n" or named.wanted.roles
    if not starts_apart or len(words) < 6 or not _TOLD.search(words) or _ASKED.search(words):
        return None
    said = publishing.propose(ctx, named.wanted, words, None)
    return revising.ask_whom(ctx, words, said) if isinstance(said, str) else said


_TOLD = re.compile(
    r"[今明后]天|今晚|明早|周[一二三四五六日天末]|\d{1,2}[日号点]|上午|下午|晚上|请|带|来|到|别|不要|停|领|打|做|开会|集合|报名|体检"
)
_ASKED = re.compile(r"[?？]|吗|谁|多少|怎么|咋|没报|体温|解除|登记|搬|去世")


@router.intent("staff_notice_status", may=STAFF)
def status(ctx: Context) -> str:
    code = _CODE.search(ctx.text)
    whose = audience_words.take(ctx.text)
    if code is None and whose is not None and whose.wanted.places.buildings:  # “1号楼的收到没”
        return publishing.outcome(ctx, _spoken_of(ctx))
    return publishing.outcome(ctx, f"N{code[1]}" if code else None)


@router.intent("staff_notice_change", may=STAFF)
def change(ctx: Context) -> Said:
    """Offer to take the notice back; for another text say how it is put in the old one's place."""
    found = _CODE.search(ctx.text)
    code = f"N{found[1]}" if found else _spoken_of(ctx)
    if code is None:
        return publishing.refused(Refused("none_of_yours"))
    if _TAKES_BACK.search(ctx.text):
        return amending.offer_to_withdraw(ctx, code)
    return (
        f"要改哪里，请把改好的整条写给我：“替换 {code} 新内容”，发之前先给您看。\n"
        f"只要撤回，写“撤回 {code}”。"
    )


def _spoken_of(ctx: Context) -> str | None:
    """Return the code of “昨天那条”, “停水那条”; of “刚才那条” the last."""
    about = _CLAUSE_ENDS.split(ctx.text)[0]
    back = next((days for word, days in _BACK.items() if word in about), None)
    day = None if back is None else ctx.local_sent_at.date() - timedelta(days=back)
    named = audience_words.take(about.lstrip("把将"))
    where = [f"{number}号楼" for number, _ in named.wanted.places.buildings] if named else []
    topic = _TAKES_BACK.sub(" ", _ABOUT_IT.sub(" ", about))
    notice = issuing.find_said(ctx.actor, ctx.db, topic, day, ctx.now, ctx.house.zone, where)
    return None if isinstance(notice, Refused) else notice.code
