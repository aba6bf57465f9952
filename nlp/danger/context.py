"""What takes a sign of danger away: denied, supposed, asked in general, over, hyperbole, others' news."""

import re

from nlp.danger import cues, harmless
from nlp.danger.lexicon import Sign, kinds

THINGS_TOO = {"溺水", "摔伤", "着火", "中毒", "被困", "触电", "蛇虫咬伤", "困在电梯"}
NEARLY = THINGS_TOO | {"烫伤", "噎住", "电线落水"}  # what one can narrowly escape
SMALL_TOO = {"摔伤", "烫伤"}  # what may be a bruise or a blister
BREATH_AND_LIFE = {
    "意识不清",
    "呼吸困难",
    "快不行了",
    "抽搐",
    "吐血",
    "大出血",
}  # what animals have too
ALONE = 2  # so few characters beside a name: nothing else is said
NEARBY = 60  # what is said further from a sign does not change it, and looking for it takes time


class Said:
    """A message in sentences, with what must be known of the whole of it."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        self.whole = "".join(sentences)
        self.starts = [sum(map(len, sentences[:i])) for i in range(len(sentences))]
        self.is_notice = cues.is_notice(self.whole)

    def takes_away(self, sign: Sign, number: int, match: re.Match[str]) -> bool:
        """Tell whether a sign found in a sentence says nothing of anybody being in danger now."""
        sentence, start, end = self.sentences[number], match.start(), match.end()
        before, after = sentence[max(0, start - NEARBY) : start], sentence[end : end + NEARBY]
        if sign.name == "别喝":
            return cues.warns_of_it(before, match[0], after)
        rest = self.whole[self.starts[number] + end :][: 2 * NEARBY]
        around = before, match[0], after
        return self._is_not_now(sign, around, rest) or self._is_only_asked(sign, around, sentence)

    def _is_not_now(self, sign: Sign, around: tuple[str, str, str], rest: str) -> bool:
        """Tell whether it is denied, supposed, over, or elsewhere."""
        is_mind = kinds()[sign.name] == "mind"
        return (
            cues.is_denied(*around)
            or cues.is_resolved(sign, rest)
            or cues.is_supposed(*around, is_mind=is_mind)
            or (sign.name in THINGS_TOO and cues.happens_to_a_thing(*around[:2]))
            or (sign.name in BREATH_AND_LIFE and _is_no_person(around[0]))
            or harmless.is_of_a_bottle(around[0], around[1])
            or (sign.name == "意识不清" and harmless.is_in_bed("".join(around)))
            or harmless.is_spared(*around[1:])
            or harmless.is_not_ours(around[0])
            or (is_mind and harmless.is_a_byword(around[0], around[2]))
            or harmless.is_asked_after(around[0], around[2])
            or self._is_less_than_it_sounds(sign.name, around, rest)
            or self.is_notice
            or cues.is_told_of_others(*around, is_mind=is_mind)
            or cues.is_past(*around)
            or cues.is_exaggerated(*around, is_loose=sign.is_loose, is_mind=is_mind)
        )

    def _is_less_than_it_sounds(self, name: str, around: tuple[str, str, str], rest: str) -> bool:
        """Tell whether such a thing nearly happened, is still to come, or leaves nobody the worse."""
        return (
            (name in NEARLY and harmless.is_a_near_miss(around[0]))
            or (name in SMALL_TOO and self._is_small(around[1], rest))
            or (name in {"自伤", "蛇虫咬伤"} and harmless.is_a_scratch(name, self.whole))
            or (name == "噎住" and harmless.is_a_fishbone(self.whole))
            or (name == "溺水" and harmless.is_swept_away(around[0]))
            or (name == "洪水" and harmless.is_of_what_stood_in_water(self.whole))
            or (name == "噎住" and harmless.is_a_habit(around[0], self.whole))
            or (name == "洪水" and harmless.is_of_plumbing(self.whole))
            or (name == "中风" and harmless.is_long_over(self.whole))
            or (name == "困在电梯" and harmless.is_a_broken_lift(self.whole))
            or (name == "想不开" and harmless.is_over_a_fence(self.whole))
            or (name == "救命设备停了" and harmless.is_planned(self.whole))
        )

    def _is_small(self, sign: str, rest: str) -> bool:
        """Tell whether what was hurt is little, or moves again."""
        return harmless.is_a_small_hurt(sign, rest) or harmless.is_of_a_finger(sign, self.whole)

    def _is_only_asked(self, sign: Sign, around: tuple[str, str, str], sentence: str) -> bool:
        """Tell whether nobody is said to have it and it is asked about in general."""
        if harmless.is_a_lesson("".join(around), around[2]):
            return True
        has_it = cues.somebody_has_it(*around) or cues.has_happened(around[1])
        if sign.needs_somebody and not has_it and len(self.whole) > len(around[1]) + ALONE:
            return True
        is_mind = kinds()[sign.name] == "mind"
        if has_it or (is_mind and not cues.is_bare(around[1])):
            return False
        return cues.is_general(sentence, *around)


def _is_no_person(before: str) -> bool:
    return harmless.is_of_an_animal(before) or harmless.is_of_a_machine(before)
