"""What every command reads first, read once: packs, model, known questions.

Imported where commands are forked from, and by nobody else before.
"""

from functools import cached_property
from importlib import import_module

from bot import Bot
from core.config import Config
from core.library import Library
from core.ports import Matcher
from nlp.understand import Understanding

for late in ("scheduler.clockwork", "sim.demo", "wechat.sending", "nlp.evaluate"):
    import_module(late)  # commands load these when they need them; here they are there already

_USUAL = Bot(Config())


class ReadyBot(Bot):
    """A bot that finds read what its settings would have it read."""

    @cached_property
    def library(self) -> Library:
        return _USUAL.library if self._is_usual else super().library

    @cached_property
    def understanding(self) -> Understanding:
        return _USUAL.understanding if self._is_usual else super().understanding

    @cached_property
    def matcher(self) -> Matcher:
        return _USUAL.matcher if self._is_usual else super().matcher

    @property
    def _is_usual(self) -> bool:
        mine, usual = self.config, _USUAL.config
        return (mine.content, mine.community.area) == (usual.content, usual.community.area)


_USUAL.matcher  # noqa: B018 - reads all there is to read
