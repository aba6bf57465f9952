"""jieba as it comes, guessing words it does not know: what we leave out of it for ourselves is put back."""

import importlib
from types import ModuleType

from nlp.words import jieba


def whole() -> ModuleType:
    """Return jieba to compare with."""
    jieba.finalseg.emit_P = importlib.import_module("jieba.finalseg.prob_emit").P
    return jieba
