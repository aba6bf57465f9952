"""Which members of a household a word in a report means: one, several, or nobody who is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from community.followup import Watched
from community.followup.taking import begin_beside
from community.people import family
from community.work import talking
from dialog import Context

SELF = {"本人", "我"}
PRONOUNS = {"他", "她"}
EVERYBODY, OTHERS = "全家", "其他人"
JUST_NOW = timedelta(hours=6)  # so long 他 is whoever staff last spoke of
NEARBY = 40  # characters: what is said further away is of something else
_SAID_BEFORE = re.compile(
    r"([一-龥·]{1,6}?)(?:的?体温|今天|早上|晚上|中午|烧到|量了|是|[:：\s])*\Z"
)
_MYSELF = re.compile(r"(?:我|俺|本人|自己)(?![们家的妈爸爷奶婆公老孩儿女])|我自己|我的体温")
_PRONOUN = re.compile(r"[他她](?!们)")

Told = Mapping[str, Any]  # a reading or whatever else is said of somebody: its `who`, or `person`


@dataclass(frozen=True)
class Circle:
    """Whoever speaks, those they live with, and which of them are watched over."""

    ctx: Context
    episodes: Sequence[Watched]
    people: Sequence[Any]

    @classmethod
    def of(cls, ctx: Context, episodes: Sequence[Watched]) -> "Circle":
        day = ctx.local_sent_at.date()
        return cls(ctx, episodes, family.members(ctx.resident, ctx.db, day))

    def meant(self, told: Told, named: set[int], *, alone: bool = False) -> list[Watched]:
        """Return whom something is said of; nobody where that is to be asked.

        `named` are the persons the message names beside 其他人; `alone`: it tells of one only.
        """
        who = told.get("who")
        if "person" in told:
            person = next((each for each in self.people if each.id == told["person"]), None)
            return self._watched(person)
        if who is None:  # he or she, or a name that only the register knows for one
            return self._watched(self._just_spoken_of()) or (self._called() if alone else [])
        if who in (EVERYBODY, OTHERS):
            return self._all(set() if who == EVERYBODY else named)
        return self._self(alone) if who in SELF else self._other(told)

    def _all(self, without: set[int]) -> list[Watched]:
        """Return everybody of the household but these, each once."""
        if not self.people:
            return [each for each in self.episodes if each.person_id not in without]
        found = [each for person in self.people for each in self._watched(person)]
        return [each for each in found if each.person_id not in without]

    def _self(self, alone: bool) -> list[Watched]:
        """Return whoever speaks: by the name they give, where the phone is another's."""
        name, me = self.ctx.slots.get("name"), self.ctx.resident.person_id
        mine = next((each for each in self.people if each.id == me), None)
        if name and mine is not None and mine.name and name != mine.name:
            return self._watched(next((p for p in self.people if p.name == name), None))
        if alone and (called := self._called()):
            return called
        own = [each for each in self.episodes if each.person_id == me]
        if not own and mine is not None and _MYSELF.search(self.ctx.text):
            return self._watched(mine)  # no number of theirs may close another's day
        return own or (list(self.episodes) if len(self.episodes) == 1 else [])

    def _called(self) -> list[Watched]:
        """Return the one member whose name stands in the text, wherever it stands."""
        text, me = self.ctx.text, self.ctx.resident.person_id
        if "我" in text:
            return []
        called = [e for e in self.episodes if e.person.name and e.person.name in text]
        if len(called) == 1:
            return called
        given = [p for p in self.people if p.id != me and (family.given(p) or "\n") in text]
        return self._watched(given[0]) if len(given) == 1 and not called else []

    def _other(self, told: Told) -> list[Watched]:
        """Return somebody else: nobody is written down because of a word, who is unknown is asked."""
        who, word = str(told["who"]), word_of(self.ctx, told)
        day = self.ctx.local_sent_at.date()
        person = family.whom(self.ctx.resident, self.ctx.db, word, who, day)
        if person is not None:
            return self._watched(person)
        if family.names_somebody_else(word, who):
            return []
        found = [e for e in self.episodes if who in {e.person.name, e.person.relation}]
        return found[:1]

    def _just_spoken_of(self) -> Any:
        """Return the member 他 means after the community's words about them."""
        if not _PRONOUN.search(self.ctx.text):
            return None
        since, contact = self.ctx.sent_at - JUST_NOW, self.ctx.caller.contact_id
        number = talking.last_spoken_of(self.ctx.db, contact, since)
        return next((each for each in self.people if each.id == number), None)

    def _watched(self, person: Any) -> list[Watched]:
        """Return somebody's follow-up; who is not watched over yet is from now on."""
        if person is None:
            return []
        running = next((e for e in self.episodes if e.person_id == person.id), None)
        if running is None:
            watch, like = self.ctx.house.watch, self.episodes[0]
            running = begin_beside(self.ctx.db, watch, like, person, self.ctx.sent_at)
        return [running]


def word_of(ctx: Context, told: Told) -> str:
    """Return how somebody was called in the text: “小宝”, “我妈”; else as it was understood."""
    who = str(told.get("who") or "")
    if who and who in ctx.text:
        before = ctx.text[: ctx.text.index(who) + len(who)]
        named = re.search(r"[一-龥·]{1,6}\Z", before)
        said = named[0] if named else who
        return said if family.names_somebody_else(said, who) and len(said) <= len(who) + 1 else who
    raw = str(told.get("raw") or told.get("c") or "")
    at = ctx.text.find(raw) if raw else -1
    found = _SAID_BEFORE.search(ctx.text[max(0, at - NEARBY) : at]) if at > 0 else None
    return found[1] if found and len(found[1]) >= 2 else who
