"""The people of one programme, by its name or what it watches for: 基孔肯雅热监测的人."""

import re
from collections.abc import Mapping

NOBODY: Mapping[str, str] = {}
_WATCH = r"(?:居家|自我|健康|医学|集中|的){0,6}(?:监测|观察|隔离)"
_WHO = r"(?:户|期?的|对象|人员|中的)(?:老年人|老人家?|人家|人员|人|住户|户|家庭|居民)?(?:们)?"
_BRACKETS = re.compile(r"[（(][^（()）]{0,60}[)）]")


def match(text: str, at: int, programmes: Mapping[str, str]) -> tuple[str, int] | None:
    """Return which programme (by title, its id) is named there, and where its name ends.

    What several programmes watch for names none of them; the whole title does.
    """
    found: dict[str, int] = {}
    for title, programme in programmes.items():
        whole = _BRACKETS.sub("", title)
        if whole and (named := re.compile(re.escape(whole) + _WHO).match(text, at)):
            return programme, named.end()
        what = re.split(_WATCH, whole)[0]
        if len(what) > 1 and (named := re.compile(re.escape(what) + _WATCH + _WHO).match(text, at)):
            found[programme] = named.end()
    return next(iter(found.items())) if len(found) == 1 else None
