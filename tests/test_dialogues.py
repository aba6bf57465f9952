"""Plays tests/dialogues/*.txt: what people say, what they read; 01 says how they are written."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Someone, Town

FOLDER = Path(__file__).parent / "dialogues"
NOTHING = "（没有）"
SENT = {"图片": "image", "位置": "location", "语音": "voice"}
_LINE = re.compile(r"(?P<who>[^\s>]{1,8}?)(?P<hears>收到)?> ?(?P<text>.*)")
_STAGE = re.compile(r"\[(?P<act>\S+)(?: (?P<what>.+))?\]")


@dataclass
class Stage:
    """A town in which the lines of one transcript are spoken, one after the other."""

    town: Town
    people: dict[str, Someone] = field(default_factory=dict)
    unread: dict[str, list[str]] = field(default_factory=dict)
    answer: str = ""

    def __post_init__(self) -> None:
        town = self.town
        self.people = {
            "居民": town.resident,
            "网格员": town.grid_worker,
            "书记": town.secretary,
            "医生": town.doctor,
            "街道": town.township,
            "新人": town.newcomer(),
        }
        for number, someone in enumerate(town.observed, 1):
            self.people[f"监测户{number}"] = someone

    def play(self, line: str) -> None:
        if stage := _STAGE.fullmatch(line):
            self.act(stage["act"], stage["what"] or "")
            return
        found = _LINE.fullmatch(line)
        assert found, "neither “谁> 说什么” nor “[舞台]”"
        who, text = found["who"], found["text"].replace("\\n", "\n")
        if who == "机":
            assert fits(text, self.answer), f"said instead:\n{self.answer}"
        elif found["hears"]:
            self.look(who, text)
        else:
            self.gather(who)
            self.answer = self.people[who].says(text)

    def act(self, act: str, what: str) -> None:
        who, _, rest = what.partition(" ")
        if act == "时钟":
            self.town.at(what)
        elif act == "到点":
            self.town.tick()
        elif act == "发送":
            self.town.send()
        elif act == "关注":
            self.answer = self.people[who].phone.follows(rest or None)
        elif act == "菜单":
            self.answer = self.people[who].phone.clicks(rest)
        elif act in SENT:
            self.answer = self.people[who].phone.sends(SENT[act])
        else:
            raise AssertionError(f"nobody knows how to play “{act}”")

    def gather(self, who: str) -> list[str]:
        unread = self.unread.setdefault(who, [])
        unread += self.people[who].hears()
        return unread

    def look(self, who: str, text: str) -> None:
        """Somebody looks at what was pushed to them: one of the unread texts must be this one."""
        unread = self.gather(who)
        if text == NOTHING:
            assert not unread, f"{who} got:\n" + "\n--\n".join(unread)
            return
        found = next((each for each in unread if fits(text, each)), None)
        assert found is not None, f"{who} got only:\n" + "\n--\n".join(unread)
        unread.remove(found)


def fits(wanted: str, said: str) -> bool:
    """“…” at the start: somewhere in it; “*”: anything; else word for word."""
    inside = wanted.startswith("…")
    pattern = ".*".join(re.escape(part) for part in wanted.removeprefix("…").split("*"))
    return bool((re.search if inside else re.fullmatch)(pattern, said, re.DOTALL))


@pytest.mark.parametrize("script", sorted(FOLDER.glob("*.txt")), ids=lambda path: str(path.stem))
def test_the_transcript_is_what_happens(script: Path, town: Town) -> None:
    stage = Stage(town)

    for number, line in enumerate(script.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                stage.play(line.strip())
            except AssertionError as error:
                pytest.fail(f"{script.name}:{number}: {line}\n{error}", pytrace=False)
