"""What staff say of somebody's needs, and when they are no more: “怀孕了”, “生了”, “要做透析”, “有手机了”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.register import Need

# How it is said that somebody needs this; how that it is over, where that has words of its own.
_SAID: dict[Need, tuple[str, str]] = {
    Need.ALONE: (
        r"独居|孤寡|空巢|(?:就|只有|只剩)?(?:她|他|自己)?一个人(?:在家|过|住|生活)|独自(?:住|居住|生活|一人)|无儿无女|没儿没女|身边没人|没人照顾",
        r"有人(?:陪|一起住|照顾|照料)|(?:接|搬)(?:过?来|去)(?:一起|同)住|不(?:再|是)?一个人(?:住|过)",
    ),
    Need.PREGNANT: (
        r"怀孕|怀上|怀了|怀着|有(?:了)?(?:身孕|喜|宝宝)了?|孕妇|孕产妇|待产|身孕|孕(?:早|中|晚)期|快生了|临产|预产期",
        r"(?<!快)(?<!要)生了(?!病|气|个?(?:疮|虫))|生完|分娩了|生产了|流产|没保住|孩子已经生|坐月子|出月子",
    ),
    Need.DIALYSIS: (
        r"透析|血透|腹透|尿毒症|肾衰",
        r"(?:不用|不需要|不)(?:再)?(?:做|去)?(?:透析|血透)了|换(?:了)?肾|停(?:了)?透析|肾移植",
    ),
    Need.CHRONIC: (
        r"高血压|糖尿病|冠心病|心脏病|慢阻肺|哮喘|肿瘤|癌症?|化疗|放疗|慢性?病|支架|心脏不(?:太)?好|血压(?:一直)?高|血糖(?:一直)?高|脑梗|中风|帕金森|基础(?:性)?疾?病|肝硬化|痛风",
        r"(?:没有?|不是)慢性?病",
    ),
    Need.NO_PHONE: (
        r"(?:没有?|无)(?:智能)?手机(?!号)|(?:不会|不)(?:用|玩|使)(?:智能)?(?:手机|微信)|没有?(?:装|用)?微信|用(?:的是)?老(?:年|人)机|只有座机",
        r"(?:有|买|换|配|用上?|会用|学会(?:用)?)(?:了)?(?:一?个|一?部|新|智能)*(?:手机(?!号)|微信(?!号))了?|(?:手机|微信)(?:也|都|已经)?(?:学会|会)(?:用|使)?了",
    ),
    Need.DISABLED: (
        r"残疾|残障|[一二三四1-4]级(?:肢体|视力|听力|智力)?残|盲人?|失明|眼睛看不见|聋哑?|听不见|轮椅|截肢",
        r"(?:残疾|残疾证)(?:注销|取消|不算)了?",
    ),
    Need.BEDRIDDEN: (
        r"瘫|卧床|下不了床|不能下床|起不(?:了|来)床?|(?:躺|睡)在?床上?(?:起不来|不能动)|失能|不能自理|不能走|走不(?:了|动)路?|腿脚不(?:太)?(?:好|便|方便|利索|灵便)|行动不(?:便|方便)|植物人",
        r"能下床|能下地|能走(?:路|动)?了|(?:能|可以)自理|下床了|下地了",
    ),
    Need.OLD: (r"高龄", ""),
    Need.INFANT: (r"婴儿|婴幼儿|新生儿|刚满月|还在吃奶", ""),
    Need.LEFT_BEHIND: (r"留守", r"不(?:再)?留守|(?:爸妈|父母)回来(?:了|带)"),
    Need.MENTAL: (
        r"精神(?:障碍|病|疾病|分裂|残疾|有问题|不正常|不太好)|抑郁症?|老年痴呆|阿尔茨海默|痴呆|失智|自闭症",
        "",
    ),
    Need.POOR: (
        r"低保|特困|五保|贫困户?|困难户|困难家庭|脱贫户",
        r"(?:低保|特困|五保)(?:停|取消|退|没)(?:了|掉)?|不(?:吃|享受|拿)低保|脱贫了",
    ),
}
_ON = {need: re.compile(on) for need, (on, _) in _SAID.items()}
_OVER = {need: re.compile(over) for need, (_, over) in _SAID.items() if over}
_NOT = re.compile(
    r"(?:不(?:再)?是|不再|不算|并非|没有?|取消|去掉|删掉|删除|撤掉|解除|改掉|别标|不用标)(?:了|一?个|什么)?$"
)
_NO_MORE = re.compile(
    r"^(?:户|妇|老人|的?(?:标记|标签|备注|记录))?(?:取消|去掉|删掉|删除|不算|没)(?:了|掉)?"
)
_CLAUSE = re.compile(r"[,，。;；\s]+")
_NOTE = re.compile(r"备注[:：\s是]*(?P<note>[^。]{2,60})")
_WISH = re.compile(
    r"照应|照顾|关照|留意|注意|多看|多走动|上门|别|不要|不能|白天|晚上|夜班|怕|过敏|听力|耳背|联系|找|打电话|敲门|吃药|忌"
)


@dataclass(frozen=True, slots=True)
class NeedsSaid:
    """What a sentence says that somebody needs, needs no more, and is to be noted."""

    needs: Sequence[Need]
    over: Sequence[Need]
    note: str


def read(text: str) -> NeedsSaid:
    """Read what is said of one person; `text` is what stands behind how they are called."""
    needs: list[Need] = []
    over: list[Need] = []
    about: set[str] = set()
    for need, pattern in _ON.items():
        gone = _OVER[need].search(text) if need in _OVER else None
        found = pattern.search(text)
        if gone and not (found and found.start() <= gone.start() and found.end() >= gone.end()):
            over.append(need)
            about |= _clauses(text, gone)
        elif found:
            before, after = text[: found.start()], text[found.end() :]
            is_over = _NOT.search(before) or _NO_MORE.match(after)
            (over if is_over else needs).append(need)
            about |= _clauses(text, found)
    return NeedsSaid(needs, over, _note(text, about))


def _clauses(text: str, found: re.Match[str]) -> set[str]:
    """Return the clauses a match lies in."""
    spans, at = [], 0
    for piece in _CLAUSE.split(text):
        begin = text.find(piece, at)
        at = begin + len(piece)
        spans.append((begin, at, piece))
    return {piece for begin, end, piece in spans if begin < found.end() and found.start() < end}


def _note(text: str, about: set[str]) -> str:
    """Return what is to be noted: what is called a note, or a wish that stands beside a need."""
    if written := _NOTE.search(text):
        return written["note"].strip()
    rest = [piece for piece in _CLAUSE.split(text) if piece and piece not in about]
    return "，".join(rest)[:60] if about and any(_WISH.search(piece) for piece in rest) else ""
